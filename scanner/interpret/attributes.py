"""Attribute access: modules, instances, classes, functions, `super()`, stubs and built-in types."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.concepts.text import Text
from scanner.interpret import methods
from scanner.interpret.lookup import StubMethod, in_class
from scanner.interpret.objects import (
    AnyClass,
    BoundMethod,
    Class,
    Decorated,
    Function,
    Instance,
    Module,
    NativeClass,
    Partial,
    Proxy,
    Super,
)
from scanner.interpret.values import (
    MISSING,
    ClassMethod,
    DictValue,
    Dotted,
    IteratorValue,
    ListValue,
    NamesValue,
    Native,
    NativeMethod,
    Property,
    SetValue,
    StaticMethod,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def find(interpreter: Interpreter, value: Value, name: str) -> Value:
    """The attribute, or MISSING. An attribute of something unknown is unknown."""
    if isinstance(value, Unknown):
        if isinstance(value, Dotted):
            dotted = f"{value.dotted}.{name}"
            if value.receiver is not None:
                return Dotted(dotted, receiver=value.receiver)
            return Dotted(dotted) if value.called else interpreter.library.get(dotted)
        return Unknown(value.why, name)
    if isinstance(value, Instance):
        return _of_instance(interpreter, value, name)
    if isinstance(value, Module):
        return (
            interpreter.importer.globals_of(value)
            if name == "__dict__"
            else interpreter.importer.attribute(value, name)
        )
    if isinstance(value, Class | NativeClass):
        return _of_class(interpreter, value, name)
    if isinstance(value, Function):
        return _of_function(interpreter, value, name)
    if isinstance(value, Super):
        return _of_super(interpreter, value, name)
    if isinstance(value, Decorated):
        return value.inner if name == "__wrapped__" else find(interpreter, value.inner, name)
    if isinstance(value, BoundMethod):
        if name == "__self__":
            return value.receiver
        return value.function if name == "__func__" else find(interpreter, value.function, name)
    if isinstance(value, Partial):
        return {"func": value.function, "args": value.args}.get(name, MISSING)
    if isinstance(value, Property):
        return _of_property(value, name)
    if isinstance(value, Proxy):
        target = value.resolve(interpreter)
        return Unknown("behind a proxy", name) if isinstance(target, Proxy) else find(interpreter, target, name)
    if isinstance(value, Native):
        return value.name.rpartition(".")[2] if name in ("__name__", "__qualname__") else MISSING
    if name == "__class__":
        return class_of(interpreter, value)
    return methods.find(interpreter, value, name)


def class_of(interpreter: Interpreter, value: Value) -> Value:
    """`type(value)`."""
    if isinstance(value, Instance):
        return value.class_
    if isinstance(value, Class):
        return value.metaclass or interpreter.library.get("builtins.type")
    if isinstance(value, Decorated):
        return class_of(interpreter, value.inner)
    name = ""
    match value:
        case Unknown():
            return Unknown(value.why, "type")
        case str() | Text():
            name = "builtins.str"
        case ListValue():
            name = "builtins.list"
        case DictValue():
            name = "builtins.dict"
        case SetValue():
            name = "builtins.set"
        case IteratorValue():
            name = "types.GeneratorType"
        case Function() | Native():
            name = "types.FunctionType"
        case BoundMethod():
            name = "types.MethodType"
        case Module():
            name = "types.ModuleType"
        case NativeClass():
            name = "builtins.type"
        case _:
            name = f"builtins.{type(value).__name__}"
    return interpreter.library.get(name)


def bind(interpreter: Interpreter, found: Value, receiver: Value, class_: AnyClass) -> Value:
    """A raw class attribute as seen on an instance (`receiver`), or on the class itself (`receiver` is None)."""
    if isinstance(found, Function | Decorated | Partial | StubMethod):
        if receiver is None or (isinstance(found, Decorated) and not _is_function(found)) or isinstance(found, Partial):
            return _unbound(found)
        if isinstance(found, StubMethod):
            return Native(_Bound(found.run, receiver), found.name)
        return BoundMethod(found, receiver)
    if isinstance(found, NativeMethod):
        return found if receiver is None else BoundMethod(found, receiver)
    if isinstance(found, StaticMethod):
        return found.function
    if isinstance(found, ClassMethod):
        return BoundMethod(found.function, class_)
    if isinstance(found, Property):
        if receiver is None:
            return found
        return interpreter.call(found.getter, (receiver,))
    if isinstance(found, property):
        return found.fget(receiver) if found.fget is not None and receiver is not None else Unknown("a property", "")
    if isinstance(found, Instance) and isinstance(found.class_, Class):
        getter = in_class(interpreter, found.class_, "__get__")
        if isinstance(getter, Function):
            return interpreter.call(getter, (found, receiver, class_))
    return found


def _is_function(value: Decorated) -> bool:
    inner: Value = value
    while isinstance(inner, Decorated):
        inner = inner.inner
    return isinstance(inner, Function)


def _unbound(found: Value) -> Value:
    return Native(_Unbound(found.run), found.name) if isinstance(found, StubMethod) else found


class _Unbound:
    """Calls a stub's method, read from its class, on the object that is given first."""

    __slots__ = ("run",)

    def __init__(self, run: Callable[..., Value]) -> None:
        self.run = run

    def __call__(self, _interpreter: Interpreter, *args: Value, **kwargs: Value) -> Value:
        return self.run(*args, **kwargs)

    def underlying(self, _interpreter: Interpreter) -> tuple[Callable[..., Value], tuple[Value, ...]]:
        """What is called, and what it is given before the arguments."""
        return self.run, ()


class _Bound:
    """Calls a stub's method on its object; the object has the interpreter."""

    __slots__ = ("receiver", "run")

    def __init__(self, run: Callable[..., Value], receiver: Value) -> None:
        self.run = run
        self.receiver = receiver

    def __call__(self, _interpreter: Interpreter, *args: Value, **kwargs: Value) -> Value:
        return self.run(self.receiver, *args, **kwargs)

    def underlying(self, _interpreter: Interpreter) -> tuple[Callable[..., Value], tuple[Value, ...]]:
        """What is called, and what it is given before the arguments."""
        return self.run, (self.receiver,)


def _of_instance(interpreter: Interpreter, value: Instance, name: str) -> Value:
    class_ = value.class_
    found = in_class(interpreter, class_, name)
    fields = value.__dict__
    if isinstance(found, Property):
        if name in fields:
            return fields[name]
        result = bind(interpreter, found, value, class_)
        if found.cached:
            fields[name] = result
        return result
    if name in fields and not isinstance(found, property):
        return fields[name]
    if found is not MISSING and not (
        isinstance(found, Unknown) and isinstance(class_, Class) and _declares(class_, name)
    ):
        if isinstance(found, Dotted):
            hook = in_class(interpreter, class_, "__getattr__")
            if isinstance(hook, Function):
                return interpreter.call(hook, (value, name))
        return bind(interpreter, found, value, class_)
    if name == "__class__":
        return class_
    if name == "__dict__":
        return NamesValue(fields)
    hook = in_class(interpreter, class_, "__getattr__")
    if isinstance(hook, Function | Native):
        return interpreter.call(bind(interpreter, hook, value, class_), (name,))
    if isinstance(class_, Class) and _declares(class_, name):
        return Unknown("a field without a default", name)
    return MISSING


def _declares(class_: Class, name: str) -> bool:
    return any(isinstance(entry, Class) and name in entry.annotations for entry in class_.mro)


def _of_class(interpreter: Interpreter, class_: AnyClass, name: str) -> Value:
    match name:
        case "__name__":
            return class_.name
        case "__qualname__":
            return class_.qualname if isinstance(class_, Class) else class_.name
        case "__module__":
            return class_.module.name if isinstance(class_, Class) else class_.dotted.rpartition(".")[0]
        case "__mro__":
            return class_.mro if isinstance(class_, Class) else tuple(interpreter.library.mro(class_))
        case "__bases__":
            return class_.bases if isinstance(class_, Class) else ()
        case "__base__":
            return (
                class_.bases[0]
                if isinstance(class_, Class) and class_.bases
                else interpreter.library.get("builtins.object")
            )
        case "__class__":
            return class_of(interpreter, class_)
        case "__dict__" if isinstance(class_, Class):
            return NamesValue(class_.namespace)
        case "__annotations__" if isinstance(class_, Class):
            return DictValue(dict.fromkeys(class_.annotations, Unknown("an annotation")))
        case "__subclasses__":
            subclasses = list(class_.subclasses) if isinstance(class_, Class) else []
            return Native(lambda _interpreter: ListValue(list(subclasses)), "__subclasses__")
        case "mro":
            order: list[Value] = list(class_.mro) if isinstance(class_, Class) else []
            return Native(lambda _interpreter: ListValue(order), "mro")
        case "__doc__":
            return None
        case _:
            pass
    found = in_class(interpreter, class_, name)
    if isinstance(found, Dotted) and not _own(class_, name):
        found = Dotted(found.dotted, found.called, class_)
    if found is not MISSING and not (isinstance(found, Unknown) and isinstance(class_, Class) and class_.metaclass):
        return bind(interpreter, found, None, class_)
    if isinstance(class_, Class) and class_.metaclass is not None:
        inherited = in_class(interpreter, class_.metaclass, name)
        if inherited is not MISSING:
            return bind(interpreter, inherited, class_, class_.metaclass)
    return found


def _of_super(interpreter: Interpreter, value: Super, name: str) -> Value:
    receiver = value.receiver
    if isinstance(receiver, Instance):
        found = in_class(interpreter, receiver.class_, name, value.after)
        if found is MISSING:
            return _from_object(interpreter, "builtins.object", name, receiver, receiver)
        return bind(interpreter, found, receiver, receiver.class_)
    if isinstance(receiver, Class):
        start = receiver if value.after in receiver.mro else receiver.metaclass
        if start is None:
            return MISSING
        found = in_class(interpreter, start, name, value.after)
        if found is MISSING or (isinstance(found, Unknown) and name in ("__new__", "__init__", "__call__")):
            end = "builtins.object" if start is receiver else "builtins.type"
            return _from_object(interpreter, end, name, receiver, None if start is receiver else receiver)
        if name == "__new__" or start is receiver:
            return bind(interpreter, found, None, receiver)
        return bind(interpreter, found, receiver, start)
    return Unknown("super() of something unknown", name)


def _from_object(interpreter: Interpreter, dotted: str, name: str, receiver: Value, bound: Value) -> Value:
    """What `super()` finds at the end of the chain, where no base class is left to have it."""
    end = interpreter.library.get(dotted)
    found = end.attributes.get(name, MISSING) if isinstance(end, NativeClass) else MISSING
    if isinstance(found, ClassMethod):
        return BoundMethod(found.function, receiver)
    if isinstance(found, StaticMethod):
        return found.function
    return BoundMethod(found, bound) if found is not MISSING and bound is not None else found


def _own(class_: AnyClass, name: str) -> bool:
    """Whether the project's own classes bind the name, rather than a library base that is not known."""
    return isinstance(class_, Class) and any(isinstance(one, Class) and name in one.namespace for one in class_.mro)


def _of_function(interpreter: Interpreter, value: Function, name: str) -> Value:
    if name in value.attributes:
        return value.attributes[name]
    match name:
        case "__name__":
            return value.name
        case "__qualname__":
            return value.qualname
        case "__module__":
            return value.module.name
        case "__doc__":
            return None
        case "__wrapped__":
            return MISSING if value.wraps is None else value.wraps
        case "__defaults__":
            return tuple(value.defaults)
        case "__dict__":
            return NamesValue(value.attributes)
        case "__globals__" | "__code__" | "__annotations__" | "__kwdefaults__" | "__closure__" | "__signature__":
            return Unknown("inside a function object", name)
        case _:
            return interpreter.attribute(value.wraps, name, MISSING) if isinstance(value.wraps, Instance) else MISSING


def _of_property(value: Property, name: str) -> Value:
    if name == "setter":
        return Native(lambda _interpreter, setter: Property(value.getter, setter, value.cached), "setter")
    if name in ("getter", "deleter", "expression", "inplace", "comparator", "update_expression"):
        return Native(lambda _interpreter, _function: value, name)
    return value.getter if name in ("fget", "func") else MISSING


def assign(interpreter: Interpreter, value: Value, name: str, new: Value) -> None:
    """`value.name = new`."""
    if isinstance(value, Instance):
        found = in_class(interpreter, value.class_, name)
        if isinstance(found, Property) and not found.cached:
            if found.setter is not None:
                interpreter.call(found.setter, (value, new))
            return
        if isinstance(found, property):
            if found.fset is not None:
                found.fset(value, new)
            return
        hook = in_class(interpreter, value.class_, "__setattr__")
        if isinstance(hook, Function):
            interpreter.call(hook, (value, name, new))
            return
        value.__dict__[name] = new
    elif isinstance(value, Module):
        value.frame.names[name] = new
    elif isinstance(value, Class):
        value.namespace[name] = new
    elif isinstance(value, Function):
        if name == "__wrapped__":
            value.wraps = new
        elif name == "__name__" and isinstance(new, str):
            value.name = new
        elif name not in ("__qualname__", "__module__", "__doc__"):
            value.attributes[name] = new
    elif isinstance(value, Decorated):
        assign(interpreter, value.inner, name, new)
    elif isinstance(value, Proxy):
        target = value.resolve(interpreter)
        if not isinstance(target, Proxy):
            assign(interpreter, target, name, new)
    elif isinstance(value, BoundMethod):
        assign(interpreter, value.function, name, new)
