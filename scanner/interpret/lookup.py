"""Class lookup: the raw, unbound attribute that the MRO of a class gives."""

from __future__ import annotations

from types import FunctionType
from typing import TYPE_CHECKING

from scanner.interpret.native import kind_of
from scanner.interpret.objects import AnyClass, Class, Instance, NativeClass
from scanner.interpret.values import MISSING, ClassMethod, Dotted, Native, StaticMethod, Unknown, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def in_class(interpreter: Interpreter, class_: AnyClass, name: str, after: Class | None = None) -> Value:
    """The raw attribute in the MRO (after a class, for `super()`), unbound; MISSING, or Dotted if a library has it."""
    unknown: Value = MISSING
    skipping = after is not None
    for entry in class_.mro if isinstance(class_, Class) else interpreter.library.mro(class_):
        if skipping:
            skipping = entry is not after
            continue
        if isinstance(entry, Class):
            if name in entry.namespace:
                return entry.namespace[name]
        elif isinstance(entry, NativeClass):
            found = _of_stub(interpreter, entry, name)
            if found is not MISSING:
                return found
        elif unknown is MISSING:
            unknown = (
                Dotted(f"{entry.dotted}.{name}") if isinstance(entry, Dotted) else Unknown("from an unknown base", name)
            )
    return unknown


def _of_stub(interpreter: Interpreter, entry: NativeClass, name: str) -> Value:
    if name in entry.attributes:
        return entry.attributes[name]
    if name.startswith("_") and not name.endswith("__"):
        return MISSING
    found = vars(entry.python).get(name, MISSING)
    if found is MISSING or name in _HIDDEN:
        return MISSING
    if isinstance(found, FunctionType):
        kind = kind_of(found)
        native = Native(found, f"{entry.dotted}.{name}")
        if kind == "class":
            return ClassMethod(native)
        return StaticMethod(native) if kind == "static" else StubMethod(found, native.name)
    if isinstance(found, type) and issubclass(found, Instance):
        return interpreter.library.class_of(found)
    return found


_HIDDEN = frozenset(
    {"__module__", "__doc__", "__dict__", "__weakref__", "__slots__", "__stands_for__", "__repr__", "prepare"}
)


class StubMethod(Native):
    """A plain method of a stub class: its first argument is the object, in place of the interpreter."""

    __slots__ = ()
