"""Text built from pieces: concatenation, `%` formatting, `str.format` and `str.join`, all lowered to `Join`.

https://docs.python.org/3/library/string.html#format-string-syntax
https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Mapping

from scanner.concepts.expression import Expression, Item, Join, Literal, Member, Opaque, Record, Sequence

EACH = Opaque("each element")
_ARITHMETIC = Opaque("arithmetic")
_MISSING = Opaque("missing format argument")
_PERCENT = re.compile(
    r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*(?:\*|\d+)?(?:\.(?:\*|\d+))?[hlL]?(?P<kind>[diouxXeEfFgGcrsa%])"
)
_FIELD = re.compile(r"\.([^.\[]+)|\[([^\]]+)\]")


def join(parts: Iterable[Expression]) -> Expression:
    """The parts as one text: nested joins are flattened, neighbouring literals merged."""
    merged: list[Expression] = []
    for part in _flat(parts):
        if isinstance(part, Literal):
            text = str(part.value)
            if not text:
                continue
            last = merged[-1] if merged else None
            if isinstance(last, Literal):
                merged[-1] = Literal(f"{last.value}{text}")
            else:
                merged.append(part if isinstance(part.value, str) else Literal(text))
        else:
            merged.append(part)
    if not merged:
        return Literal("")
    if len(merged) == 1 and isinstance(merged[0], Literal):
        return merged[0]
    return Join(tuple(merged))


def add(operands: list[Expression]) -> Expression:
    """`a + b + …`: text or lists where an operand shows it, arithmetic where a number does."""
    if any(isinstance(item, Sequence) for item in operands):
        items: list[Expression] = []
        for item in operands:
            items.extend(item.items if isinstance(item, Sequence) else (Item(item, EACH),))
        return Sequence(tuple(items))
    if any(_is_number(item) for item in operands):
        return _ARITHMETIC
    return join(operands)


def percent(template: str, values: Expression) -> Expression:
    """`template % values`."""
    parts: list[Expression] = []
    positional = iter(values.items) if isinstance(values, Sequence) else iter((values,))
    end = 0
    for match in _PERCENT.finditer(template):
        parts.append(Literal(template[end : match.start()]))
        end = match.end()
        if match["kind"] == "%":
            parts.append(Literal("%"))
        elif match["key"] is not None:
            parts.append(_keyed(values, match["key"]))
        else:
            parts.append(next(positional, _MISSING))
    parts.append(Literal(template[end:]))
    return join(parts)


def format_text(template: str, arguments: tuple[Expression, ...], named: Mapping[str, Expression]) -> Expression:
    """`template.format(*arguments, **named)`; a malformed template is opaque."""
    parts: list[Expression] = []
    counter = 0
    try:
        for text, field, _, _ in string.Formatter().parse(template):
            parts.append(Literal(text))
            if field is None:
                continue
            head = re.split(r"[.\[]", field, maxsplit=1)[0]
            if not head:
                head, counter = str(counter), counter + 1
                field = head + field
            parts.append(_field(field[len(head) :], _argument(head, arguments, named)))
    except ValueError:
        return Opaque("malformed format string")
    return join(parts)


def joined(separator: str, items: tuple[Expression, ...]) -> Expression:
    """`separator.join([items])`."""
    if any(isinstance(item, Item) and item.key == EACH for item in items):
        return Opaque("joined text")
    parts: list[Expression] = []
    for index, item in enumerate(items):
        if index:
            parts.append(Literal(separator))
        parts.append(item)
    return join(parts)


def _flat(parts: Iterable[Expression]) -> Iterator[Expression]:
    for part in parts:
        if isinstance(part, Join):
            yield from part.parts
        else:
            yield part


def _is_number(item: Expression) -> bool:
    if isinstance(item, Literal):
        return not isinstance(item.value, str)
    return item == _ARITHMETIC


def _keyed(values: Expression, key: str) -> Expression:
    if isinstance(values, Record):
        for name, value in values.fields:
            if name == key:
                return value
    return Item(values, Literal(key))


def _argument(head: str, arguments: tuple[Expression, ...], named: Mapping[str, Expression]) -> Expression:
    if head.isdecimal():
        index = int(head[:6])
        if index < len(arguments):
            return arguments[index]
        return Item(named["*"], Literal(index)) if "*" in named else _MISSING
    if head in named:
        return named[head]
    return Item(named["**"], Literal(head)) if "**" in named else _MISSING


def _field(path: str, value: Expression) -> Expression:
    """`{user.name}` and `{row[key]}` look into their argument."""
    for attribute, key in _FIELD.findall(path):
        value = Member(value, attribute) if attribute else Item(value, Literal(key))
    return value
