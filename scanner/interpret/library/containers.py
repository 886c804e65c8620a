"""Subclasses of the built-in containers: `class Registry(dict)` makes objects that hold a dict of ours.

https://docs.python.org/3/library/stdtypes.html#mapping-types-dict
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from scanner.interpret import methods
from scanner.interpret.library.builtin_classes import add_class, maker
from scanner.interpret.library.collections_ import default_dict, ordered_dict
from scanner.interpret.native import Library
from scanner.interpret.objects import Instance
from scanner.interpret.values import MISSING, DictValue, ListValue, Native, NativeMethod, SetValue, StaticMethod, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

Kind: TypeAlias = type[DictValue] | type[ListValue] | type[SetValue]

_HELD = "<items>"
"""The field that holds them; no program can spell it."""
_KINDS: dict[str, Kind] = {
    "builtins.dict": DictValue,
    "collections.OrderedDict": DictValue,
    "collections.UserDict": DictValue,
    "collections.defaultdict": DictValue,
    "builtins.list": ListValue,
    "collections.UserList": ListValue,
    "builtins.set": SetValue,
}
_MAKERS = {
    "collections.OrderedDict": ordered_dict,
    "collections.UserDict": ordered_dict,
    "collections.defaultdict": default_dict,
}


def add_containers(library: Library) -> None:
    """Let the project's classes inherit what these types do."""
    for dotted, convert in _MAKERS.items():
        native = add_class(library, dotted, replace=True)
        native.attributes["__new__"] = StaticMethod(Native(maker(native, convert), dotted))
    for dotted, kind in _KINDS.items():
        attributes = add_class(library, dotted).attributes
        attributes["__init__"] = NativeMethod(_Init(kind, dotted.endswith("defaultdict")), f"{dotted}.__init__")
        for name in methods.names(kind):
            attributes[name] = NativeMethod(_Forward(kind, name), f"{dotted}.{name}")


def _held(value: Value, kind: Kind) -> Value:
    """What an object holds; a container itself where a method is called on the type: `dict.get(settings, "x")`."""
    if not isinstance(value, Instance):
        return value
    found: Value = value.__dict__.setdefault(_HELD, kind())
    return found


class _Init:
    """`__init__`: the items that an object is made from."""

    __slots__ = ("factory", "kind")

    def __init__(self, kind: Kind, factory: bool) -> None:
        self.kind = kind
        self.factory = factory

    def __call__(self, i: Interpreter, receiver: Value, *args: Value, **kwargs: Value) -> None:
        held = _held(receiver, self.kind)
        if self.factory and isinstance(held, DictValue) and args:
            held.factory, args = args[0], args[1:]
        given = tuple(
            _held(arg, self.kind) if isinstance(arg, Instance) and _HELD in arg.__dict__ else arg for arg in args
        )
        if given or kwargs:
            i.call(methods.find(i, held, "extend" if isinstance(held, ListValue) else "update"), given, kwargs)


class _Forward:
    """A method, run on what the object holds."""

    __slots__ = ("kind", "name")

    def __init__(self, kind: Kind, name: str) -> None:
        self.kind = kind
        self.name = name

    def __call__(self, i: Interpreter, receiver: Value, *args: Value, **kwargs: Value) -> Value:
        held = _held(receiver, self.kind)
        if self.name == "__getitem__" and isinstance(held, DictValue) and isinstance(receiver, Instance):
            hook = i.attribute(receiver, "__missing__", MISSING)
            if hook is not MISSING and args and args[0] not in held.items:
                return i.call(hook, args)
        return i.call(methods.find(i, held, self.name), args, kwargs)
