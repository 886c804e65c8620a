"""Methods of the built-in types: text, lists, dicts, sets, tuples and iterators."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from scanner.concepts.text import Text
from scanner.interpret import text_methods
from scanner.interpret.subscripts import load, missing, store
from scanner.interpret.values import (
    MISSING,
    DictValue,
    IteratorValue,
    ListValue,
    NamesValue,
    Native,
    SetValue,
    Unknown,
    Value,
    is_constant,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def find(interpreter: Interpreter, value: Value, name: str) -> Value:
    """A bound method of a built-in value, or MISSING."""
    table: dict[str, Callable[..., Value]]
    match value:
        case str() | Text():
            return text_methods.find(value, name)
        case ListValue():
            table = _LIST
        case DictValue():
            table = _DICT
        case SetValue():
            table = _SET
        case tuple():
            table = _TUPLE
        case IteratorValue():
            table = _ITERATOR
        case _:
            return MISSING if value is None else Unknown("an attribute of a constant", name)
    method = table.get(name)
    if method is None:
        return MISSING
    return Native(_Method(method, value), name)


class _Method:
    """A method of a built-in type with its receiver."""

    __slots__ = ("method", "receiver")

    def __init__(self, method: Callable[..., Value], receiver: Any) -> None:
        self.method = method
        self.receiver = receiver

    def __call__(self, i: Interpreter, *args: Value, **kwargs: Value) -> Value:
        return self.method(i, self.receiver, *args, **kwargs)

    def underlying(self, i: Interpreter) -> tuple[Callable[..., Value], tuple[Value, ...]]:
        """What is called, and what it is given before the arguments."""
        return self.method, (i, self.receiver)


# Lists


def _append(i: Interpreter, value: ListValue, item: Value) -> None:
    if len(value.items) >= i.limits.items:
        i.limit("size of a list")
    else:
        value.items.append(item)


def _extend(i: Interpreter, value: ListValue, other: Value) -> None:
    items, open_ = i.iterate(other)
    if len(value.items) + len(items) > i.limits.items:
        i.limit("size of a list")
        return
    value.items += items
    value.open = value.open or open_


def _insert(i: Interpreter, value: ListValue, index: Value, item: Value) -> None:
    if len(value.items) >= i.limits.items:
        i.limit("size of a list")
    else:
        value.items.insert(index if isinstance(index, int) else len(value.items), item)


def _remove(i: Interpreter, value: ListValue, item: Value) -> Value:
    for index, other in enumerate(value.items):
        if other is item or i.truth(i.equal(other, item)):
            del value.items[index]
            return None
    return missing(i, value.open, "builtins.ValueError")


def _pop(i: Interpreter, value: ListValue, index: Value = -1) -> Value:
    if isinstance(index, int) and -len(value.items) <= index < len(value.items):
        return value.items.pop(index)
    return missing(i, value.open, "builtins.IndexError")


def _index(i: Interpreter, value: ListValue | tuple[Value, ...], item: Value, *_: Value) -> Value:
    for index, other in enumerate(value.items if isinstance(value, ListValue) else value):
        if other is item or i.truth(i.equal(other, item)):
            return index
    return missing(i, isinstance(value, ListValue) and value.open, "builtins.ValueError")


def _count(i: Interpreter, value: ListValue | tuple[Value, ...], item: Value) -> Value:
    items = value.items if isinstance(value, ListValue) else value
    return sum(1 for other in items if other is item or i.truth(i.equal(other, item)))


def _clear(i: Interpreter, value: ListValue | DictValue | SetValue) -> None:
    value.items.clear()


def _reverse(i: Interpreter, value: ListValue) -> None:
    value.items.reverse()


def _sort(i: Interpreter, value: ListValue, key: Value = None, reverse: Value = False) -> None:
    value.items = sort_items(i, value.items, key, reverse)


def sort_items(i: Interpreter, items: list[Value], key: Value, reverse: Value) -> list[Value]:
    """The items in order where their keys are comparable constants, otherwise as they were."""
    keys = [i.call(key, (item,)) for item in items] if key is not None else items
    if all(is_constant(one) for one in keys):
        try:
            order = sorted(range(len(items)), key=lambda index: keys[index], reverse=reverse is True)  # type: ignore[arg-type, return-value]  # constants; a mix that cannot be ordered raises
        except TypeError:
            return items
        return [items[index] for index in order]
    return items[::-1] if reverse is True and key is None and items is not keys else items


def _copy(i: Interpreter, value: ListValue | DictValue | SetValue) -> Value:
    match value:
        case ListValue():
            return ListValue(list(value.items), value.open)
        case DictValue():
            return DictValue(dict(value.items), value.open, value.factory)
        case SetValue():
            return SetValue(dict(value.items), value.open)


_LIST: dict[str, Callable[..., Value]] = {
    "append": _append,
    "appendleft": lambda i, value, item: _insert(i, value, 0, item),
    "extend": _extend,
    "insert": _insert,
    "remove": _remove,
    "pop": _pop,
    "popleft": lambda i, value: _pop(i, value, 0),
    "index": _index,
    "count": _count,
    "clear": _clear,
    "reverse": _reverse,
    "sort": _sort,
    "copy": _copy,
    "__len__": lambda i, value: len(value.items),
    "__iter__": lambda i, value: IteratorValue(list(value.items), value.open),
    "__contains__": lambda i, value, item: i.contains(value, item),
    "__getitem__": load,
    "__setitem__": store,
}
_TUPLE: dict[str, Callable[..., Value]] = {
    "index": _index,
    "count": _count,
    "__len__": lambda i, value: len(value),
    "__iter__": lambda i, value: IteratorValue(list(value)),
    "__getitem__": load,
}


# Dicts


def _get(i: Interpreter, value: DictValue, key: Value, default: Value = None) -> Value:
    found = value.items.get(key, MISSING)
    if found is not MISSING:
        return found
    unsure = isinstance(key, Unknown | Text) or (value.open and default is None)
    return Unknown("an item under an unknown key", key if isinstance(key, str) else "") if unsure else default


def _set_default(i: Interpreter, value: DictValue, key: Value, default: Value = None) -> Value:
    if key not in value.items:
        store(i, value, key, default)
    return value.items.get(key, default)


def _update(i: Interpreter, value: DictValue, other: Value = None, **kwargs: Value) -> None:
    new: dict[Value, Value] = {}
    if isinstance(other, DictValue):
        new.update(other.items)
        value.open = value.open or other.open
    elif other is not None:
        pairs, open_ = i.iterate(other)
        for pair in pairs:
            items, _ = i.iterate(pair)
            if len(items) == 2:
                new[items[0]] = items[1]
        value.open = value.open or open_
    new.update(kwargs)
    if isinstance(value, NamesValue):
        new = {key: item for key, item in new.items() if isinstance(key, str)}
    value.items.update(new)


def _dict_pop(i: Interpreter, value: DictValue, key: Value, default: Value = MISSING) -> Value:
    found = value.items.pop(key, MISSING)
    if found is not MISSING:
        return found
    return missing(i, value.open, "builtins.KeyError") if default is MISSING else default


def _pop_item(i: Interpreter, value: DictValue) -> Value:
    return value.items.popitem() if value.items else Unknown("an item of an empty dict")


def _pairs(i: Interpreter, value: DictValue) -> Value:
    return ListValue(list(value.items.items()), value.open)


_DICT: dict[str, Callable[..., Value]] = {
    "get": _get,
    "setdefault": _set_default,
    "update": _update,
    "pop": _dict_pop,
    "popitem": _pop_item,
    "keys": lambda i, value: ListValue(list(value.items), value.open),
    "values": lambda i, value: ListValue(list(value.items.values()), value.open),
    "items": _pairs,
    "clear": _clear,
    "copy": _copy,
    "__len__": lambda i, value: len(value.items),
    "__iter__": lambda i, value: IteratorValue(list(value.items), value.open),
    "__contains__": lambda i, value, item: i.contains(value, item),
    "__getitem__": load,
    "__setitem__": store,
}


# Sets and iterators


def _add(i: Interpreter, value: SetValue, item: Value) -> None:
    if len(value.items) >= i.limits.items:
        i.limit("size of a set")
    else:
        value.items[item] = None


def _discard(i: Interpreter, value: SetValue, item: Value) -> None:
    value.items.pop(item, None)


def _set_update(i: Interpreter, value: SetValue, *others: Value) -> None:
    for other in others:
        items, open_ = i.iterate(other)
        value.items.update(dict.fromkeys(items))
        value.open = value.open or open_


def _union(i: Interpreter, value: SetValue, *others: Value) -> Value:
    result = SetValue(dict(value.items), value.open)
    _set_update(i, result, *others)
    return result


def _difference(i: Interpreter, value: SetValue, other: Value) -> Value:
    items, open_ = i.iterate(other)
    return SetValue({item: None for item in value.items if item not in items}, value.open or open_)


def _intersection(i: Interpreter, value: SetValue, other: Value) -> Value:
    items, open_ = i.iterate(other)
    return SetValue({item: None for item in value.items if item in items}, value.open or open_)


def _is_subset(i: Interpreter, value: SetValue, other: Value) -> Value:
    items, open_ = i.iterate(other)
    inside = all(item in items for item in value.items)
    return Unknown("a comparison of sets") if value.open or (open_ and not inside) else inside


_SET: dict[str, Callable[..., Value]] = {
    "add": _add,
    "discard": _discard,
    "remove": _discard,
    "update": _set_update,
    "union": _union,
    "difference": _difference,
    "intersection": _intersection,
    "issubset": _is_subset,
    "copy": _copy,
    "clear": _clear,
    "__len__": lambda i, value: len(value.items),
    "__contains__": lambda i, value, item: i.contains(value, item),
}


def _next(i: Interpreter, value: IteratorValue) -> Value:
    if value.index < len(value.items):
        value.index += 1
        return value.items[value.index - 1]
    return missing(i, value.open, "builtins.StopIteration")


_ITERATOR: dict[str, Callable[..., Value]] = {
    "__next__": _next,
    "__iter__": lambda i, value: value,
    "send": lambda i, value, item: _next(i, value),
    "close": lambda i, value: None,
}


def names(kind: type[ListValue] | type[DictValue] | type[SetValue]) -> tuple[str, ...]:
    """The names of a container's methods."""
    return tuple(_LIST if kind is ListValue else _DICT if kind is DictValue else _SET)
