"""Classes: creation with metaclasses and `__init_subclass__`, the MRO, and instances."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scanner.interpret.attributes import bind, class_of
from scanner.interpret.binding import NO_DEFAULT
from scanner.interpret.frame import Frame
from scanner.interpret.lookup import in_class
from scanner.interpret.objects import AnyClass, Cell, Class, Function, Instance, Module, NativeClass
from scanner.interpret.values import MISSING, Dotted, NamesValue, Native, Unknown, Value, named_values

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

_ENUMS = ("enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.Flag", "enum.IntFlag")
_RECORDS = ("pydantic.BaseModel", "typing.NamedTuple", "pydantic_settings.BaseSettings")


def define(interpreter: Interpreter, node: ast.ClassDef, frame: Frame) -> Value:
    """Run a class statement, without its decorators."""
    bases = tuple(interpreter.evaluate(base, frame) for base in node.bases if not isinstance(base, ast.Starred))
    keywords = {keyword.arg: interpreter.evaluate(keyword.value, frame) for keyword in node.keywords if keyword.arg}
    qualname = f"{frame.qualname}.{node.name}" if frame.qualname else node.name
    if frame.qualname and not frame.is_class:
        qualname = f"{frame.qualname}.<locals>.{node.name}"
    body = Frame(frame.module, frame, qualname)
    body.is_class = True
    body.cell = cell = Cell()
    body.line = node.lineno
    body.names["__module__"] = frame.module.name
    body.names["__qualname__"] = qualname
    interpreter.frames.append(body)
    try:
        interpreter.execute(node.body, body)
    finally:
        interpreter.frames.pop()
    names = body.names
    del names["__module__"], names["__qualname__"]
    annotations = {
        statement.target.id: statement.annotation
        for statement in node.body
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
    metaclass = keywords.pop("metaclass", None)
    if not isinstance(metaclass, Class):
        metaclass = next(
            (base.metaclass for base in bases if isinstance(base, Class) and base.metaclass is not None), None
        )
    return create(
        interpreter,
        Draft(node.name, qualname, frame.module, node.lineno, cell, annotations),
        bases,
        names,
        metaclass,
        keywords,
    )


class Draft:
    """What a class statement says besides bases and names."""

    __slots__ = ("annotations", "cell", "line", "module", "name", "qualname")

    def __init__(
        self, name: str, qualname: str, module: Module, line: int, cell: Cell, annotations: dict[str, ast.expr]
    ) -> None:
        self.name = name
        self.qualname = qualname
        self.module = module
        self.line = line
        self.cell = cell
        self.annotations = annotations


def create(
    interpreter: Interpreter,
    draft: Draft,
    bases: tuple[Value, ...],
    names: dict[str, Value],
    metaclass: Class | None,
    keywords: dict[str, Value],
) -> Value:
    """Build the class, running a metaclass of the project if there is one."""
    maker = in_class(interpreter, metaclass, "__new__") if metaclass is not None else MISSING
    place: dict[str, Value] = {"__module__": draft.module.name, "__qualname__": draft.qualname}
    if isinstance(maker, Function):
        names.update(place)
        namespace = NamesValue(names)
        drafts = interpreter.drafts
        drafts.append(draft)
        try:
            made = interpreter.call(maker, (metaclass, draft.name, bases, namespace), keywords)
        finally:
            drafts.pop()
        result = made if isinstance(made, Class) else build(interpreter, draft, bases, names, metaclass)
        for name in place:
            result.namespace.pop(name, None)
    else:
        result = build(interpreter, draft, bases, names, metaclass)
    _announce(interpreter, result, keywords)
    if metaclass is not None:
        starter = in_class(interpreter, metaclass, "__init__")
        if isinstance(starter, Function):
            copied = named_values({**result.namespace, **place})
            interpreter.call(starter, (result, draft.name, bases, copied), keywords)
    return result


def build(
    interpreter: Interpreter, draft: Draft, bases: Sequence[Value], names: dict[str, Value], metaclass: Class | None
) -> Class:
    """The class object alone: no hook runs."""
    result = Class(draft.name, draft.qualname, draft.module, draft.line)
    result.bases = tuple(_as_base(base) for base in bases)
    result.namespace = names
    result.annotations = draft.annotations
    result.metaclass = metaclass
    draft.cell.class_ = result
    if sum(len(base.mro) for base in result.bases if isinstance(base, Class)) > interpreter.limits.bases:
        result.bases = (interpreter.limit("classes above one another"),)
    result.mro = (result, *_linearise(interpreter, result.bases))
    result.python = _python_class(result)
    for base in result.bases:
        if isinstance(base, Class):
            base.subclasses.append(result)
            result.decorated |= base.decorated
    if result.is_a(*_ENUMS):
        _make_members(interpreter, result)
    return result


def _as_base(base: Value) -> Value:
    if isinstance(base, Instance):
        return Unknown("an object as a base class")
    while not isinstance(base, Class | NativeClass | Unknown):
        inner = getattr(base, "inner", MISSING)
        if inner is MISSING:
            return Unknown("not a class")
        base = inner
    return base


def _linearise(interpreter: Interpreter, bases: tuple[Value, ...]) -> list[Value]:
    """C3; where the bases have no consistent order, each at its first place. `object`, which stubs lack, comes last."""
    sequences: list[list[Value]] = []
    for base in bases:
        if isinstance(base, Class):
            sequences.append(list(base.mro))
        elif isinstance(base, NativeClass):
            sequences.append(list(interpreter.library.mro(base)))
        else:
            sequences.append([base])
    sequences.append(list(bases))
    top = interpreter.library.get("builtins.object")
    last = [top] if any(top in sequence for sequence in sequences) else []
    sequences = [[entry for entry in sequence if entry is not top] for sequence in sequences]
    order: list[Value] = []
    while sequences := [sequence for sequence in sequences if sequence]:
        head = next((s[0] for s in sequences if not any(s[0] in other[1:] for other in sequences)), None)
        if head is None:
            return order + list(dict.fromkeys(item for sequence in sequences for item in sequence)) + last
        order.append(head)
        for sequence in sequences:
            if sequence[0] is head:
                del sequence[0]
    return order + last


_MIXED: dict[tuple[type[Instance], ...], type[Instance]] = {}


def _python_class(class_: Class) -> type[Instance]:
    """The Python class whose objects stand for instances: one stub class, or a mix of several."""
    stubs = [entry.python for entry in class_.mro if isinstance(entry, NativeClass)]
    leaves = tuple(stub for stub in stubs if not any(other is not stub and issubclass(other, stub) for other in stubs))
    if not leaves:
        return Instance
    if len(leaves) == 1:
        return leaves[0]
    if leaves not in _MIXED:
        try:
            _MIXED[leaves] = type("Mixed", leaves, {})
        except TypeError:
            _MIXED[leaves] = leaves[0]
    return _MIXED[leaves]


def _announce(interpreter: Interpreter, class_: Class, keywords: dict[str, Value]) -> None:
    """`__set_name__` of its attributes, then `__init_subclass__` of its bases, a library's own among them."""
    for name, value in list(class_.namespace.items()):
        if isinstance(value, Instance) and isinstance(value.class_, Class):
            hook = in_class(interpreter, value.class_, "__set_name__")
            if isinstance(hook, Function):
                interpreter.call(hook, (value, class_, name))
    hook = in_class(interpreter, class_, "__init_subclass__", after=class_)
    function = getattr(hook, "function", hook)
    if isinstance(function, Function | Native):
        interpreter.call(function, (class_,), keywords)
    for base in class_.mro:
        if isinstance(base, Dotted):  # what a metaclass of the library would do, where a stub stands for that alone
            hook = interpreter.library.get(f"{base.dotted}.__init_subclass__")
            if isinstance(hook, Native):
                interpreter.call(hook, (class_,))


def _make_members(interpreter: Interpreter, class_: Class) -> None:
    for index, (name, value) in enumerate(list(class_.namespace.items()), start=1):
        if (
            name.startswith("_")
            or isinstance(value, Function | Class)
            or hasattr(value, "getter")
            or hasattr(value, "function")
        ):
            continue
        if isinstance(value, Dotted) and value.dotted == "enum.auto":
            value = name.lower() if class_.is_a("enum.StrEnum", "builtins.str") else index
        member = bare(interpreter, class_)
        member.__dict__.update(name=name, value=value, _name_=name, _value_=value)
        class_.namespace[name] = member


def bare(interpreter: Interpreter, class_: AnyClass) -> Instance:
    """A new object whose `__init__` has not run."""
    python = class_.python
    result = python.__new__(python)
    result.class_ = class_
    result.interpreter = interpreter
    result.prepare()
    return result


def instantiate(
    interpreter: Interpreter, class_: AnyClass, args: tuple[Value, ...], kwargs: dict[str, Value], open_: bool
) -> Value:
    """`class_(*args, **kwargs)`."""
    interpreter.step()
    if isinstance(class_, Class) and class_.metaclass is not None and not interpreter.plain_call:
        hook = in_class(interpreter, class_.metaclass, "__call__")
        if isinstance(hook, Function):
            return interpreter.call(hook, (class_, *args), kwargs, open_)
    interpreter.plain_call = False
    if isinstance(class_, Class) and class_.is_a(*_ENUMS):
        return _member(interpreter, class_, args[0] if args else kwargs.get("value"))
    maker = in_class(interpreter, class_, "__new__")
    if maker is not MISSING and not isinstance(maker, Unknown):
        maker = getattr(maker, "function", maker)
        made = interpreter.call(maker, (class_, *args), kwargs, open_)
        if not isinstance(made, Instance) or class_of(interpreter, made) is not class_:
            return made
    else:
        made = bare(interpreter, class_)
    starter = in_class(interpreter, class_, "__init__")
    if starter is MISSING or isinstance(starter, Unknown) or _is_record(class_, starter):
        _fill(interpreter, made, args, kwargs)
    else:
        interpreter.call(bind(interpreter, starter, made, class_), args, kwargs, open_)
    return made


def _member(interpreter: Interpreter, class_: Class, value: Value) -> Value:
    for member in class_.namespace.values():
        if isinstance(member, Instance) and member.class_ is class_:
            same = value is member or interpreter.truth(interpreter.equal(member.__dict__.get("value"), value))
            if same:
                return member
    return Unknown("a member of an enumeration", class_.name)


def _is_record(class_: AnyClass, starter: Value) -> bool:
    """Whether `__init__` is made from annotations: no class of the project writes it."""
    if not isinstance(class_, Class) or isinstance(starter, Function):
        return False
    return "dataclass" in class_.decorated or class_.is_a(*_RECORDS)


def _fill(interpreter: Interpreter, made: Instance, args: tuple[Value, ...], kwargs: dict[str, Value]) -> None:
    """Set fields from arguments: by annotation for dataclasses and models, by keyword for anything else."""
    class_ = made.class_
    data = made.__dict__
    names = field_names(class_) if isinstance(class_, Class) else []
    data.update(zip(names, args, strict=False))
    data.update(kwargs)
    for name in names:
        if name not in data:
            default = in_class(interpreter, class_, name)
            if isinstance(default, FieldDefault):
                data[name] = default.value(interpreter)
    for hook in ("__post_init__", "model_post_init"):
        method = in_class(interpreter, class_, hook)
        if isinstance(method, Function):
            interpreter.call(method, (made, *([None] if hook == "model_post_init" else [])))


def field_names(class_: Class) -> list[str]:
    """Annotated names along the MRO, base classes first."""
    names: dict[str, None] = {}
    for entry in reversed(class_.mro):
        if isinstance(entry, Class):
            names.update(dict.fromkeys(name for name in entry.annotations if not name.startswith("_")))
    return list(names)


class FieldDefault:
    """`field(default_factory=list)`: each object gets its own."""

    __slots__ = ("factory",)

    def __init__(self, factory: Value) -> None:
        self.factory = factory

    def value(self, interpreter: Interpreter) -> Value:
        """A fresh default."""
        return interpreter.call(self.factory)


def make_function(
    interpreter: Interpreter, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, frame: Frame, name: str
) -> Function:
    """The function object of a `def` or lambda, defaults evaluated, not decorated."""
    prefix = "" if not frame.qualname else frame.qualname + ("." if frame.is_class else ".<locals>.")
    closure = frame
    while closure.is_class and closure.parent is not None:
        closure = closure.parent
    function = Function(node, name, prefix + name, frame.module, closure)
    signature = node.args
    if signature.defaults:
        function.defaults = [interpreter.evaluate(default, frame) for default in signature.defaults]
    if signature.kwonlyargs:
        function.keyword_defaults = [
            NO_DEFAULT if default is None else interpreter.evaluate(default, frame) for default in signature.kw_defaults
        ]
    function.cell = frame.cell
    return function
