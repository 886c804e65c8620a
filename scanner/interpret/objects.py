"""Functions, classes, instances and modules as abstract values."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from scanner.interpret.values import Value

if TYPE_CHECKING:
    from scanner.interpret.frame import Frame
    from scanner.interpret.interpreter import Interpreter

FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


class Module:
    """A module of the project: one file (or a namespace package, whose `file` is empty), run at most once."""

    __slots__ = ("condition", "depth", "directory", "file", "frame", "imports", "name", "state", "sure")

    def __init__(self, name: str, file: str, directory: str) -> None:
        self.name = name
        self.file = file
        self.directory = directory
        """The directory that holds its submodules or, for a plain module, itself; POSIX, relative to the root."""
        self.state = "new"
        self.frame: Frame
        self.condition: str | None = None
        """The undecided tests under which it was first imported."""
        self.depth = 0
        """How many they were."""
        self.sure = False
        """Whether the program imports it under no undecided test as well."""
        self.imports: list[Module] = []
        """What it imports whenever it is imported itself, where the tests above left that open."""

    @property
    def is_package(self) -> bool:
        """Whether it may have submodules."""
        return not self.file or self.file.endswith("__init__.py")

    def __repr__(self) -> str:
        return f"Module({self.name})"


class Cell:
    """The class that `super()` and `__class__` mean; filled when the class exists."""

    __slots__ = ("class_",)

    def __init__(self) -> None:
        self.class_: Class | None = None


class Function:
    """A function or lambda with its closure.

    `wraps` is the function that it stands in for (`functools.wraps`, or a decorator's inner function); `guards` are
    dotted names of the decorators it passed through, outermost first.
    """

    __slots__ = (
        "attributes",
        "cell",
        "closure",
        "defaults",
        "guards",
        "keyword_defaults",
        "manages",
        "module",
        "name",
        "node",
        "qualname",
        "results",
        "wraps",
    )

    def __init__(self, node: FunctionNode, name: str, qualname: str, module: Module, closure: Frame) -> None:
        self.node = node
        self.name = name
        self.qualname = qualname
        self.module = module
        self.closure = closure
        self.defaults: list[Value] = []
        self.keyword_defaults: list[Value] = []
        self.cell: Cell | None = None
        self.wraps: Value = None
        self.guards: tuple[str, ...] = ()
        self.attributes: dict[str, Value] = {}
        self.manages = False
        """Whether a call of it is a context manager, to be entered."""
        self.results: dict[Value, Value] | None = None
        """What it gave for arguments it already had, where it is cached."""

    @property
    def line(self) -> int:
        """The line of its `def`."""
        return self.node.lineno

    @property
    def dotted(self) -> str:
        """Its dotted name from the module's root."""
        return f"{self.module.name}.{self.qualname}"

    def __repr__(self) -> str:
        return f"Function({self.dotted})"


class Decorated:
    """A function or class behind a decorator of a library: it still answers for what it decorates."""

    __slots__ = ("guard", "inner")

    def __init__(self, inner: Value, guard: str) -> None:
        self.inner = inner
        self.guard = guard


class Partial:
    """`functools.partial`: a callable with some arguments given."""

    __slots__ = ("args", "function", "kwargs")

    def __init__(self, function: Value, args: tuple[Value, ...], kwargs: dict[str, Value]) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs


class BoundMethod:
    """A method bound to an instance or a class."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Value, receiver: Value) -> None:
        self.function = function
        self.receiver = receiver


class NativeClass:
    """A class of a library, written in Python as a subclass of `Instance`; `dotted` is the library's name for it."""

    __slots__ = ("attributes", "dotted", "python")

    def __init__(self, python: type[Instance], dotted: str) -> None:
        self.python = python
        self.dotted = dotted
        self.attributes: dict[str, Value] = {}

    @property
    def name(self) -> str:
        """The class name alone."""
        return self.dotted.rpartition(".")[2]

    def __repr__(self) -> str:
        return f"NativeClass({self.dotted})"


class Class:
    """A class of the project. `mro` begins with itself and may hold library classes, known by a stub or by name."""

    __slots__ = (
        "annotations",
        "bases",
        "cell",
        "decorated",
        "guards",
        "line",
        "metaclass",
        "module",
        "mro",
        "name",
        "namespace",
        "python",
        "qualname",
        "subclasses",
    )

    def __init__(self, name: str, qualname: str, module: Module, line: int) -> None:
        self.name = name
        self.qualname = qualname
        self.module = module
        self.line = line
        self.bases: tuple[Value, ...] = ()
        self.mro: tuple[Value, ...] = (self,)
        self.namespace: dict[str, Value] = {}
        self.annotations: dict[str, ast.expr] = {}
        self.metaclass: Class | None = None
        self.guards: tuple[str, ...] = ()
        self.decorated: set[str] = set()
        """Marks of class decorators that change how it is built, such as `dataclass`."""
        self.python: type[Instance] = Instance
        self.subclasses: list[Class] = []

    @property
    def dotted(self) -> str:
        """Its dotted name from the module's root."""
        return f"{self.module.name}.{self.qualname}"

    def library_bases(self) -> tuple[str, ...]:
        """Dotted names of the library classes it inherits from, nearest first."""
        names: list[str] = []
        for entry in self.mro:
            dotted = getattr(entry, "dotted", "") if not isinstance(entry, Class) else ""
            if dotted and dotted != "builtins.object":
                names.append(dotted)
        return tuple(names)

    def is_a(self, *dotted: str) -> bool:
        """Whether it inherits from one of the library classes."""
        return any(not isinstance(entry, Class) and getattr(entry, "dotted", "") in dotted for entry in self.mro)

    def __repr__(self) -> str:
        return f"Class({self.dotted})"


class Instance:
    """An object. Its Python attributes are its fields, so a stub class reads and writes them as plain Python.

    Stub classes subclass it: `interpreter` is set and `prepare` called before `__init__`, which a project's subclass
    may override without calling.
    """

    __slots__ = ("__dict__", "__weakref__", "class_", "interpreter")

    class_: Class | NativeClass
    interpreter: Interpreter

    def prepare(self) -> None:
        """Set the state that must exist whether or not `__init__` runs."""

    def read(self, name: str, default: Value = None) -> Value:
        """The attribute as the program would read it: overridden, computed by a property, or ours."""
        return self.interpreter.attribute(self, name, default)

    def send(self, name: str, *args: Value, **kwargs: Value) -> Value:
        """Call a method as the program would: an override in the project runs."""
        return self.interpreter.call(self.interpreter.attribute(self, name), args, kwargs)

    def __repr__(self) -> str:
        return f"Instance({getattr(self, 'class_', None)!r})"


Fields: TypeAlias = dict[str, Any]


def fields(instance: Instance) -> Fields:
    """The instance's own attributes."""
    return instance.__dict__


class Super:
    """`super()`: attribute lookup that begins after `after` in the receiver's MRO."""

    __slots__ = ("after", "receiver")

    def __init__(self, after: Class, receiver: Value) -> None:
        self.after = after
        self.receiver = receiver


class Proxy:
    """Stands for another object, found anew at each use: `LocalProxy`, `current_app`."""

    __slots__ = ("resolve",)

    def __init__(self, resolve: Callable[[Interpreter], Value]) -> None:
        self.resolve = resolve


AnyClass: TypeAlias = Class | NativeClass
