"""Subscripts: reading, storing and removing items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.text import Text
from scanner.interpret.lookup import in_class
from scanner.interpret.objects import Class, Function, Instance, NativeClass, Proxy
from scanner.interpret.signals import Raised
from scanner.interpret.values import (
    MISSING,
    AnnotatedAlias,
    AnnotatedForm,
    DictValue,
    Dotted,
    IteratorValue,
    ListValue,
    NamesValue,
    Native,
    Slice,
    Unknown,
    Value,
    is_constant,
    plain,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def load(i: Interpreter, value: Value, key: Value) -> Value:
    """`value[key]`."""
    value, key = plain(value), plain(key)
    if isinstance(value, Proxy):
        value = value.resolve(i)
    if isinstance(value, DictValue):
        return _of_dict(i, value, key)
    if isinstance(value, ListValue | tuple | str | IteratorValue | range):
        return _of_sequence(i, value, key)
    if isinstance(value, Class | NativeClass):
        return _of_class(i, value, key)
    if isinstance(value, Instance):
        method = i.attribute(value, "__getitem__", MISSING)
        return Unknown("an item of an object") if method is MISSING else i.call(method, (key,))
    if isinstance(value, AnnotatedForm):
        return AnnotatedAlias(key[0], list(key[1:])) if isinstance(key, tuple) and key else key
    if isinstance(value, Dotted) and not value.called:
        return value
    name = key if isinstance(key, str) else (value.name if isinstance(value, Unknown) else "")
    return Unknown("an item of something unknown", name)


def _of_dict(i: Interpreter, value: DictValue, key: Value) -> Value:
    found = value.items.get(key, MISSING)
    if found is not MISSING:
        return found
    if isinstance(key, Unknown | Text):
        return Unknown("an item under an unknown key")
    if value.factory is not None:
        made = i.call(value.factory)
        value.items[key] = made
        return made
    return missing(i, value.open or not is_constant(key), "builtins.KeyError", key if isinstance(key, str) else "")


def missing(i: Interpreter, unsure: bool, exception: str, name: str = "") -> Value:
    """An item that is not there: an exception where something waits for it and it is sure."""
    if i.trying and not unsure:
        raise Raised(i.library.get(exception))
    return Unknown("a missing item", name)


def _of_sequence(
    i: Interpreter, value: ListValue | tuple[Value, ...] | str | IteratorValue | range, key: Value
) -> Value:
    open_ = isinstance(value, ListValue | IteratorValue) and value.open
    items = value.items if isinstance(value, ListValue | IteratorValue) else value
    if isinstance(key, Slice):
        bounds = [bound for bound in (key.lower, key.upper, key.step) if bound is None or isinstance(bound, int)]
        if len(bounds) < 3 or key.step == 0:
            return ListValue([], True) if isinstance(value, ListValue) else Unknown("a slice")
        part = items[bounds[0] : bounds[1] : bounds[2]]
        return ListValue(part, open_) if isinstance(part, list) else part
    if isinstance(key, int):
        if -len(items) <= key < len(items):
            return items[key]
        return missing(i, open_, "builtins.IndexError")
    return Unknown("an item at an unknown place")


def _of_class(i: Interpreter, value: Class | NativeClass, key: Value) -> Value:
    """A member of an enumeration, a metaclass's `__getitem__`, or else a generic alias, which is the class itself."""
    if isinstance(value, Class):
        member = value.namespace.get(key, MISSING) if isinstance(key, str) else MISSING
        if isinstance(member, Instance) and member.class_ is value:
            return member
        method = in_class(i, value, "__class_getitem__")
        if method is MISSING and value.metaclass is not None:
            method = in_class(i, value.metaclass, "__getitem__")
        function = getattr(method, "function", method)
        if isinstance(function, Function | Native):
            return i.call(function, (value, key))
    return value


def store(i: Interpreter, value: Value, key: Value, new: Value) -> None:
    """`value[key] = new`."""
    key = plain(key)
    if isinstance(value, DictValue):
        if len(value.items) >= i.limits.items:
            i.limit("size of a dict")
            return
        if isinstance(value, NamesValue) and not isinstance(key, str):
            return
        value.items[key] = new
    elif isinstance(value, ListValue):
        if isinstance(key, Slice):
            items, open_ = i.iterate(new)
            if key.lower is None and key.upper is None:
                value.items[:] = items
                value.open = open_
            else:
                value.items += items
        elif isinstance(key, int) and -len(value.items) <= key < len(value.items):
            value.items[key] = new
        else:
            value.items.append(new)
    elif isinstance(value, Instance):
        method = i.attribute(value, "__setitem__", MISSING)
        if method is not MISSING:
            i.call(method, (key, new))


def remove(i: Interpreter, value: Value, key: Value) -> None:
    """`del value[key]`."""
    key = plain(key)
    if isinstance(value, DictValue):
        value.items.pop(key, None)
    elif isinstance(value, ListValue):
        if isinstance(key, int) and -len(value.items) <= key < len(value.items):
            del value.items[key]
        elif isinstance(key, Slice) and key.lower is None and key.upper is None:
            value.items.clear()
    elif isinstance(value, Instance):
        method = i.attribute(value, "__delitem__", MISSING)
        if method is not MISSING:
            i.call(method, (key,))
