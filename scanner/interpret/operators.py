"""Truth, comparison and arithmetic on abstract values."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.concepts.text import Text
from scanner.interpret.objects import (
    BoundMethod,
    Class,
    Decorated,
    Function,
    Instance,
    Module,
    NativeClass,
    Partial,
    Proxy,
)
from scanner.interpret.texts import concatenate, percent, text_of
from scanner.interpret.values import (
    CONSTANTS,
    MISSING,
    Configured,
    DictValue,
    FrozenSetValue,
    ListValue,
    Native,
    SetValue,
    Undecided,
    Unknown,
    Value,
    is_constant,
    plain,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

_IDENTIFIED = (*CONSTANTS, Function, Class, NativeClass, Module)
_OBJECTS = (Function, BoundMethod, Class, NativeClass, Module, Native, Instance, Decorated, Partial)


def truth(interpreter: Interpreter, value: Value) -> bool | None:
    """`bool(value)`, or None where only a run can know."""
    if value is None or isinstance(value, bool | int | float | bytes | tuple):
        return bool(value)
    if isinstance(value, str):
        return None if type(value) is Configured else bool(value)
    if isinstance(value, Unknown | Proxy):
        return None
    if isinstance(value, Text):
        return True if any(isinstance(part, str) for part in value.parts) else None
    if isinstance(value, ListValue | SetValue | DictValue):
        return True if value.items else (None if value.open else False)
    if isinstance(value, Instance):
        for name in ("__bool__", "__len__"):
            method = interpreter.attribute(value, name, MISSING)
            if method is not MISSING:
                return truth(interpreter, interpreter.call(method))
        return True
    return True


def likely(value: Value) -> bool | None:
    """How an undecided test goes where nothing is configured; None where nothing says so."""
    if isinstance(value, Undecided):
        return value.default
    return bool(value) if type(value) is Configured else None


def compare(interpreter: Interpreter, left: Value, op: ast.cmpop, right: Value) -> Value:
    """One comparison; unknown where only a run can know."""
    match op:
        case ast.Is():
            return _same(left, right)
        case ast.IsNot():
            return _negated(_same(left, right))
        case ast.Eq():
            return equal(interpreter, left, right)
        case ast.NotEq():
            return _negated(equal(interpreter, left, right))
        case ast.In():
            return contains(interpreter, right, left)
        case ast.NotIn():
            return _negated(contains(interpreter, right, left))
        case _:
            pass
    ordering = _ORDER.get(type(op))
    if ordering is not None and is_constant(left) and is_constant(right):
        try:
            return bool(ordering(left, right))
        except TypeError:
            return Unknown("values that have no order")
    return Unknown("a comparison")


_ORDER: dict[type[ast.cmpop], Callable[..., object]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _negated(value: Value) -> Value:
    if isinstance(value, Undecided):
        return Undecided(not value.default, value.why, value.name)
    return (not value) if isinstance(value, bool) else value


def _same(left: Value, right: Value) -> Value:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return left is right or Unknown("a comparison")
    if type(left) is Configured or type(right) is Configured:
        if left is None or right is None:
            return False
        return Undecided(left == right, "a configured value")
    if left is None or right is None or isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left is right or (is_constant(left) and type(left) is type(right) and left == right)


def equal(interpreter: Interpreter, left: Value, right: Value) -> Value:
    """`left == right`."""
    left, right = plain(left), plain(right)
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return Unknown("a comparison")
    if type(left) is Configured or type(right) is Configured:
        return Undecided(left == right, "a configured value")
    if is_constant(left) and is_constant(right):
        return left == right
    if isinstance(left, Text) or isinstance(right, Text):
        return (
            Unknown("a comparison of unknown text")
            if isinstance(left, str | Text) and isinstance(right, str | Text)
            else False
        )
    if isinstance(left, ListValue) and isinstance(right, ListValue):
        return _equal_items(interpreter, left.items, right.items, left.open or right.open)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return _equal_items(interpreter, list(left), list(right), False)
    if isinstance(left, SetValue) and isinstance(right, SetValue) and _is_plain(left) and _is_plain(right):
        return left.items.keys() == right.items.keys()
    if isinstance(left, Instance) and not isinstance(right, Instance):
        left, right = right, left
    if isinstance(right, Instance):
        mixed = _constant_of(right)
        if mixed is not MISSING:
            return equal(interpreter, left, mixed) if not isinstance(left, Instance) else left is right
        if interpreter.attribute(right, "__eq__", MISSING) is not MISSING and left is not right:
            return Unknown("a comparison of objects")
    if isinstance(left, _OBJECTS) or isinstance(right, _OBJECTS):
        return left is right
    return left is right or Unknown("a comparison")


def _constant_of(value: Instance) -> Value:
    """What an enum member that is also a str or int compares as."""
    if isinstance(value.class_, Class) and value.class_.is_a(
        "builtins.str", "builtins.int", "enum.StrEnum", "enum.IntEnum"
    ):
        return value.__dict__.get("value", MISSING)
    return MISSING


def _equal_items(interpreter: Interpreter, left: list[Value], right: list[Value], open_: bool) -> Value:
    if open_:
        return Unknown("a comparison of lists")
    if len(left) != len(right):
        return False
    unsure = False
    for pair in zip(left, right, strict=True):
        result = equal(interpreter, *pair)
        if result is False:
            return False
        unsure = unsure or result is not True
    return Unknown("a comparison of lists") if unsure else True


def contains(interpreter: Interpreter, container: Value, item: Value) -> Value:
    """`item in container`."""
    container, item = plain(container), plain(item)
    if isinstance(container, Unknown) or isinstance(item, Unknown):
        return Unknown("a membership test")
    if type(item) is Configured:
        found = contains(interpreter, container, str(item))
        return Undecided(found, "a configured value") if isinstance(found, bool) else found
    if isinstance(container, str):
        return item in container if isinstance(item, str) else Unknown("a membership test")
    if isinstance(container, Instance):
        method = interpreter.attribute(container, "__contains__", MISSING)
        if method is not MISSING:
            return interpreter.call(method, (item,))
    if isinstance(container, Text):
        found = isinstance(item, str) and any(isinstance(part, str) and item in part for part in container.parts)
        return True if found else Unknown("a membership test")
    if isinstance(container, DictValue | SetValue) and _has_identity(item):
        if item in container.items:
            return True
        unsure = [key for key in container.items if not _has_identity(key)]
        if container.open or any(isinstance(key, Unknown | Text) for key in unsure):
            return Unknown("a membership test")
        return _in(interpreter, unsure, item)
    items, open_ = interpreter.iterate(container)
    found_in = _in(interpreter, items, item)
    return Unknown("a membership test") if open_ and found_in is False else found_in


def _has_identity(value: Value) -> bool:
    """Whether a value equals no other than Python says: constants, functions, classes, tuples and sets of them."""
    if isinstance(value, tuple):
        return all(map(_has_identity, value))
    if isinstance(value, FrozenSetValue):
        return _is_plain(value)
    return isinstance(value, _IDENTIFIED) and type(value) is not Configured


def _is_plain(value: SetValue) -> bool:
    return not value.open and all(map(_has_identity, value.items))


def _surely_differs(left: Value, right: Value) -> bool:
    """Whether two values differ at first sight; a quick look before `equal`."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) != len(right) or any(map(_surely_differs, left, right))
    return left != right if _has_identity(left) and _has_identity(right) else False


def _in(interpreter: Interpreter, items: list[Value], item: Value) -> Value:
    unsure = False
    for other in items:
        if _surely_differs(other, item):
            continue
        result = equal(interpreter, other, item)
        if result is True:
            return True
        unsure = unsure or result is not False
    return Unknown("a membership test") if unsure else False


def binary(interpreter: Interpreter, left: Value, op: ast.operator, right: Value) -> Value:
    """`left op right`; unknown where it cannot be computed, or would be too large."""
    match op:
        case ast.Add():
            return _add(interpreter, left, right)
        case ast.Mod() if isinstance(left, str | Text):
            return percent(interpreter, left, right)
        case ast.Div() if isinstance(left, Instance) or isinstance(right, Instance):
            return _method(interpreter, left, "__truediv__", "__rtruediv__", right)
        case ast.BitOr() if isinstance(left, DictValue) and isinstance(right, DictValue):
            return DictValue({**left.items, **right.items}, left.open or right.open)
        case ast.BitOr() | ast.BitAnd() | ast.Sub() if isinstance(left, SetValue):
            return _sets(interpreter, left, op, right)
        case ast.Mult() if isinstance(left, ListValue | tuple | str | bytes) and isinstance(right, int):
            return _repeat(interpreter, left, right)
        case ast.Mult() if isinstance(right, ListValue | tuple | str | bytes) and isinstance(left, int):
            return _repeat(interpreter, right, left)
    if isinstance(left, Instance):
        return _method(interpreter, left, _METHODS.get(type(op), ""), "", right)
    compute = _ARITHMETIC.get(type(op))
    if compute is None or not isinstance(left, bool | int | float) or not isinstance(right, bool | int | float):
        return Unknown("arithmetic")
    bits = interpreter.limits.bits
    if isinstance(op, ast.Pow | ast.LShift) and (
        abs(right) > bits or (isinstance(left, int) and left.bit_length() * abs(right) > bits)
    ):
        return interpreter.limit("size of a number")
    try:
        result: object = compute(left, right)
    except (ArithmeticError, TypeError, ValueError):
        return Unknown("arithmetic")
    if isinstance(result, int) and result.bit_length() > bits:
        return interpreter.limit("size of a number")
    return result if isinstance(result, int | float) else Unknown("arithmetic")


_ARITHMETIC: dict[type[ast.operator], Callable[..., object]] = {
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_,
    ast.BitXor: operator.xor,
}
_METHODS: dict[type[ast.operator], str] = {
    ast.Add: "__add__",
    ast.Sub: "__sub__",
    ast.Mult: "__mul__",
    ast.Mod: "__mod__",
    ast.BitOr: "__or__",
    ast.BitAnd: "__and__",
}


def _method(interpreter: Interpreter, left: Value, name: str, reflected: str, right: Value) -> Value:
    method = interpreter.attribute(left, name, MISSING) if name and isinstance(left, Instance) else MISSING
    if method is not MISSING:
        return interpreter.call(method, (right,))
    method = interpreter.attribute(right, reflected, MISSING) if reflected and isinstance(right, Instance) else MISSING
    return Unknown("arithmetic on objects") if method is MISSING else interpreter.call(method, (left,))


def _add(interpreter: Interpreter, left: Value, right: Value) -> Value:
    if isinstance(left, str | Text) or isinstance(right, str | Text):
        if isinstance(left, Unknown | str | Text | Instance) and isinstance(right, Unknown | str | Text | Instance):
            return concatenate(interpreter, text_of(interpreter, left), text_of(interpreter, right))
        return Unknown("an addition")
    if isinstance(left, ListValue):
        items, open_ = interpreter.iterate(right)
        if len(left.items) + len(items) > interpreter.limits.items:
            return interpreter.limit("size of a list")
        return ListValue([*left.items, *items], left.open or open_)
    if isinstance(right, ListValue) and isinstance(left, Unknown):
        return ListValue(list(right.items), True)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    if isinstance(left, Instance) or isinstance(right, Instance):
        return _method(interpreter, left, "__add__", "__radd__", right)
    if isinstance(left, bool | int | float) and isinstance(right, bool | int | float):
        return left + right
    if isinstance(left, bytes) and isinstance(right, bytes) and len(left) + len(right) <= interpreter.limits.text:
        return left + right
    return Unknown("an addition")


def _repeat(interpreter: Interpreter, value: Value, times: int) -> Value:
    size = len(value.items) if isinstance(value, ListValue) else len(value)  # type: ignore[arg-type]  # str, bytes, tuple
    if size * max(times, 0) > (interpreter.limits.text if isinstance(value, str | bytes) else interpreter.limits.items):
        return interpreter.limit("size of a repeated value")
    if isinstance(value, ListValue):
        return ListValue(value.items * times, value.open)
    return value * times  # type: ignore[operator]  # str, bytes or tuple by the caller


def _sets(interpreter: Interpreter, left: SetValue, op: ast.operator, right: Value) -> Value:
    items, open_ = interpreter.iterate(right)
    if isinstance(op, ast.BitOr):
        return SetValue(dict.fromkeys([*left.items, *items]), left.open or open_)
    others = dict.fromkeys(items)
    keep = isinstance(op, ast.BitAnd)
    return SetValue({item: None for item in left.items if (item in others) is keep or (open_ and not keep)}, left.open)
