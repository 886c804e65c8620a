"""Built-in classes: types that are called to convert, `object`, `type`, and the exceptions.

https://docs.python.org/3/library/stdtypes.html
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.interpret import attributes, classes
from scanner.interpret.native import Library
from scanner.interpret.objects import Cell, Class, Instance, NativeClass
from scanner.interpret.values import (
    MISSING,
    ClassMethod,
    DictValue,
    FrozenSetValue,
    ListValue,
    Native,
    NativeMethod,
    Property,
    SetValue,
    StaticMethod,
    Unknown,
    Value,
    plain,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

Convert = Callable[..., Value]


def _str(i: Interpreter, value: Value = "", *_: Value) -> Value:
    return value if isinstance(value, str) else plain(i.text(value))


def _int(i: Interpreter, value: Value = 0, base: Value = 10) -> Value:
    value = plain(value)
    try:
        return int(value) if isinstance(value, str | int | float) and len(str(value)) < 400 else Unknown("a number")
    except (ValueError, OverflowError):
        return Unknown("a number")


def _float(i: Interpreter, value: Value = 0.0) -> Value:
    try:
        return float(value) if isinstance(value, str | int | float) else Unknown("a number")
    except (ValueError, OverflowError):
        return Unknown("a number")


def _bool(i: Interpreter, value: Value = False) -> Value:
    decided = i.truth(value)
    return Unknown("a truth value", getattr(value, "name", "")) if decided is None else decided


def _list(i: Interpreter, iterable: Value = ()) -> Value:
    return ListValue(*i.iterate(iterable))


def _tuple(i: Interpreter, iterable: Value = ()) -> Value:
    items, open_ = i.iterate(iterable)
    return ListValue(items, True) if open_ else tuple(items)


def _set(i: Interpreter, iterable: Value = ()) -> Value:
    items, open_ = i.iterate(iterable)
    return SetValue(dict.fromkeys(items), open_)


def _frozen_set(i: Interpreter, items: Value = ()) -> Value:
    found, open_ = i.iterate(items)
    return FrozenSetValue(dict.fromkeys(found), open_)


def _dict(i: Interpreter, iterable: Value = None, **kwargs: Value) -> Value:
    result = DictValue()
    i.call(i.attribute(result, "update"), (iterable,), kwargs)
    return result


def _property(i: Interpreter, getter: Value = None, setter: Value = None, *_: Value, **__: Value) -> Value:
    return Property(getter, setter)


def _bytes(i: Interpreter, *_: Value, **__: Value) -> Value:
    return Unknown("bytes")


CONVERSIONS: dict[str, Convert] = {
    "str": _str,
    "int": _int,
    "float": _float,
    "bool": _bool,
    "list": _list,
    "tuple": _tuple,
    "set": _set,
    "frozenset": _frozen_set,
    "dict": _dict,
    "bytes": _bytes,
    "bytearray": _bytes,
    "complex": _bytes,
    "memoryview": _bytes,
}
"""What calling each built-in type gives."""

_DESCRIPTORS: dict[str, Convert] = {
    "property": _property,
    "staticmethod": lambda i, function: StaticMethod(function),
    "classmethod": lambda i, function: ClassMethod(function),
}

_KINDS = (
    "types.FunctionType",
    "types.MethodType",
    "types.ModuleType",
    "types.GeneratorType",
    "builtins.NoneType",
    "builtins.ellipsis",
    "builtins.range_type",
)


def add_types(library: Library) -> None:
    """Add the built-in types, `object` and `type`."""
    for name, convert in CONVERSIONS.items():
        native = add_class(library, f"builtins.{name}")
        native.attributes["__new__"] = StaticMethod(Native(maker(native, convert), name))
    add_class(library, "builtins.dict").attributes["fromkeys"] = Native(_from_keys, "fromkeys")
    add_class(library, "builtins.str").attributes["join"] = Native(
        lambda i, text, items: i.call(i.attribute(text, "join"), (items,))
    )
    for name, convert in _DESCRIPTORS.items():
        library.add(f"builtins.{name}", Native(convert, f"builtins.{name}"))
    for dotted in _KINDS:
        add_class(library, dotted)
    object_ = add_class(library, "builtins.object")
    object_.attributes.update(OBJECT)
    type_ = add_class(library, "builtins.type")
    type_.attributes.update(TYPE)
    for dotted in ("abc.ABCMeta", "enum.EnumMeta", "enum.EnumType"):
        add_class(library, dotted, type_.python).attributes.update(TYPE)
    library.add("builtins.super", SUPER)


def add_class(library: Library, dotted: str, base: type[Instance] = Instance, replace: bool = False) -> NativeClass:
    """A class known by name, with nothing of its own; the one already there if there is one, unless it is replaced."""
    found = library.get(dotted)
    if isinstance(found, NativeClass) and not replace:
        return found
    python = type(dotted.rpartition(".")[2], (base,), {"__stands_for__": (dotted,)})
    native = library.class_of(python)
    library.add(dotted, native)
    return native


def maker(native: NativeClass, convert: Convert) -> Convert:
    """`str(x)` converts; a project's subclass of `str` makes an object that holds what it was made from."""
    conversion = Native(convert, native.name)

    def make(i: Interpreter, class_: Value, *args: Value, **kwargs: Value) -> Value:
        if class_ is native:
            return i.call(conversion, args, kwargs)
        if not isinstance(class_, Class):
            return Unknown("an object of a built-in type")
        made = classes.bare(i, class_)
        if args:
            made.__dict__["value"] = args[0]
        return made

    return make


def _from_keys(i: Interpreter, keys: Value, value: Value = None) -> Value:
    items, open_ = i.iterate(keys)
    return DictValue(dict.fromkeys(items, value), open_)


def _object_new(i: Interpreter, class_: Value = None, *_: Value, **__: Value) -> Value:
    return classes.bare(i, class_) if isinstance(class_, Class | NativeClass) else Unknown("an object")


def _object_setattr(i: Interpreter, receiver: Value, name: Value, new: Value) -> None:
    if isinstance(receiver, Instance) and isinstance(name, str):
        receiver.__dict__[name] = new


def _object_getattribute(i: Interpreter, receiver: Value, name: Value) -> Value:
    return i.attribute(receiver, name) if isinstance(name, str) else Unknown("an attribute")


OBJECT: dict[str, Value] = {
    "__new__": StaticMethod(Native(_object_new, "object.__new__")),
    "__init__": NativeMethod(lambda i, *args, **kwargs: None, "object.__init__"),
    "__init_subclass__": ClassMethod(Native(lambda i, class_, **kwargs: None, "object.__init_subclass__")),
    "__setattr__": NativeMethod(_object_setattr, "object.__setattr__"),
    "__getattribute__": NativeMethod(_object_getattribute, "object.__getattribute__"),
}
"""What every class has from `object`."""


def _type_new(i: Interpreter, metaclass: Value, *args: Value, **kwargs: Value) -> Value:
    """`type(x)`, or a new class from a name, bases and a namespace."""
    if len(args) == 1:
        return attributes.class_of(i, args[0])
    if len(args) != 3:
        return Unknown("a class made of unknown parts")
    name, bases, namespace = args
    if not isinstance(name, str):
        return Unknown("a class with an unknown name", "type")
    meta = metaclass if isinstance(metaclass, Class) else None
    names = (
        {key: value for key, value in namespace.items.items() if isinstance(key, str)}
        if isinstance(namespace, DictValue)
        else {}
    )
    draft = i.drafts[-1] if i.drafts and meta is not None else None
    if draft is not None and draft.cell.class_ is None:
        return classes.build(i, draft, i.iterate(bases)[0], names, meta)
    frame = i.frames[-1]
    made = classes.Draft(name, name, frame.module, frame.line, Cell(), {})
    inherited = next(
        (base.metaclass for base in i.iterate(bases)[0] if isinstance(base, Class) and base.metaclass), meta
    )
    if meta is not None:
        return classes.build(i, made, i.iterate(bases)[0], names, meta)
    return classes.create(i, made, tuple(i.iterate(bases)[0]), names, inherited, {})


def _type_call(i: Interpreter, class_: Value, *args: Value, **kwargs: Value) -> Value:
    if not isinstance(class_, Class | NativeClass):
        return Unknown("an object")
    i.plain_call = True
    return i.call(class_, args, kwargs)


TYPE: dict[str, Value] = {
    "__new__": StaticMethod(Native(_type_new, "type.__new__")),
    "__init__": NativeMethod(lambda i, *args, **kwargs: None, "type.__init__"),
    "__call__": NativeMethod(_type_call, "type.__call__"),
    "__getattribute__": NativeMethod(_object_getattribute, "type.__getattribute__"),
    "__setattr__": NativeMethod(lambda i, class_, name, new: i.set_attribute(class_, name, new), "type.__setattr__"),
}
"""What every metaclass has from `type`."""


def _explicit_super(i: Interpreter, class_: Value = MISSING, receiver: Value = MISSING) -> Value:
    from scanner.interpret.objects import Super

    if isinstance(class_, Class) and receiver is not MISSING:
        return Super(class_, receiver)
    return Unknown("super() of something unknown")


SUPER = Native(_explicit_super, "super")


def add_exceptions(library: Library) -> None:
    """Add the exceptions, as Python derives them from each other."""
    made: dict[type, type[Instance]] = {object: Instance}
    for thing in vars(builtins).values():
        if isinstance(thing, type) and issubclass(thing, BaseException):
            for step in reversed(thing.__mro__[:-1]):
                if step not in made:
                    parent = made.get(step.__bases__[0], Instance)
                    made[step] = add_class(library, f"builtins.{step.__name__}", parent).python


def builtin_names(library: Library) -> dict[str, Value]:
    """What the names of Python's `builtins` module mean."""
    names: dict[str, Value] = {
        name: library.get(f"builtins.{name}") for name in vars(builtins) if library.has(f"builtins.{name}")
    }
    names.update(
        {
            "None": None,
            "True": True,
            "False": False,
            "Ellipsis": ...,
            "NotImplemented": Unknown("NotImplemented"),
            "__debug__": True,
        }
    )
    return names
