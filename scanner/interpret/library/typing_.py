"""`typing`, `abc`, `enum`, `sys`, `types`: names that say something about code and do nothing to it.

https://docs.python.org/3/library/typing.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import AnnotatedForm, DictValue, Property, Unknown, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for("typing.cast", "typing_extensions.cast")
def cast(i: Interpreter, type_: Value, value: Value) -> Value:
    """The value."""
    return value


@stands_for(
    "typing.final",
    "typing.overload",
    "typing.no_type_check",
    "typing.runtime_checkable",
    "typing_extensions.override",
    "typing_extensions.final",
    "typing.override",
    "abc.abstractmethod",
    "enum.unique",
    "atexit.register",
    "inspect.iscoroutine",
    "asyncio.coroutine",
    "types.coroutine",
)
def as_it_is(i: Interpreter, value: Value = None, *_: Value, **__: Value) -> Value:
    """The decorated thing itself."""
    return value


@stands_for("abc.abstractproperty", "enum.property", "enum.DynamicClassAttribute")
def property_(i: Interpreter, getter: Value) -> Value:
    """A property."""
    return Property(getter)


@stands_for("abc.ABC")
class ABC(Instance):
    """An abstract base adds nothing."""


@stands_for("typing.Generic", "typing_extensions.Generic", "typing.Protocol", "typing_extensions.Protocol")
class Generic(Instance):
    """A generic base adds nothing."""


@stands_for("typing.TypedDict", "typing_extensions.TypedDict")
class TypedDict(Instance):
    """A dict with named keys, when called."""

    def __getitem__(self, key: Value) -> Value:
        return self.__dict__.get(key, Unknown("a missing key", key)) if isinstance(key, str) else Unknown("an item")

    def get(self, name: str, default: Value = None) -> Value:
        """As `dict.get`."""
        return self.__dict__.get(name, default)


@stands_for("types.SimpleNamespace", "argparse.Namespace")
class SimpleNamespace(Instance):
    """An object with the given fields."""

    def __init__(self, **kwargs: Value) -> None:
        self.__dict__.update(kwargs)


@stands_for("types.new_class")
def new_class(i: Interpreter, name: Value, bases: Value = (), *_: Value, **__: Value) -> Value:
    """A class with no body of its own."""
    return i.call(i.library.get("builtins.type"), (name, tuple(i.iterate(bases)[0]), DictValue()))


@stands_for("typing.NewType")
def new_type(i: Interpreter, name: Value, type_: Value) -> Value:
    """The type it is made from."""
    return type_


VALUES: dict[str, Value] = {
    "typing.TYPE_CHECKING": False,
    "typing.Annotated": AnnotatedForm(),
    "typing_extensions.Annotated": AnnotatedForm(),
    "sys.version_info": (3, 14, 0, "final", 0),
    "sys.platform": Unknown("the platform", "platform"),
    "os.sep": "/",
    "os.path.sep": "/",
    "os.pardir": "..",
    "os.curdir": ".",
    "os.name": "posix",
}
"""Values that are the same wherever the project is deployed, or that nothing is known of."""
