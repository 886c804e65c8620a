"""What a loop over a value sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.text import Text
from scanner.interpret.lookup import in_class
from scanner.interpret.objects import Class, Instance, Proxy
from scanner.interpret.values import MISSING, DictValue, IteratorValue, ListValue, SetValue, Value, plain

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def iterate(interpreter: Interpreter, value: Value) -> tuple[list[Value], bool]:
    """The items that are known, and whether there may be others."""
    value = plain(value)
    if isinstance(value, Proxy):
        value = value.resolve(interpreter)
    if isinstance(value, ListValue | SetValue | DictValue):
        return list(value.items), value.open
    if isinstance(value, tuple):
        return list(value), False
    if isinstance(value, IteratorValue):
        return value.rest(), value.open
    if isinstance(value, str):
        return list(value), False
    if isinstance(value, range):
        if len(value) > interpreter.limits.items:
            interpreter.limit("length of a range")
        return list(value[: interpreter.limits.items]), False
    if isinstance(value, Instance):
        return _of_instance(interpreter, value)
    if isinstance(value, Class):
        members = [item for item in value.namespace.values() if isinstance(item, Instance) and item.class_ is value]
        if members:
            return list(members), False
        if value.metaclass is not None:
            method = in_class(interpreter, value.metaclass, "__iter__")
            if method is not MISSING:
                return iterate(interpreter, interpreter.call(method, (value,)))
    return [], value is not None and not isinstance(value, Text | bool | int | float)


def _of_instance(interpreter: Interpreter, value: Instance) -> tuple[list[Value], bool]:
    method = interpreter.attribute(value, "__iter__", MISSING)
    if method is MISSING:
        return [], True
    result = interpreter.call(method)
    if not isinstance(result, Instance):
        return iterate(interpreter, result)
    step = interpreter.attribute(result, "__next__", MISSING)
    return ([], True) if step is MISSING else ([interpreter.call(step)], True)
