"""Loops of templates: what one expression takes of a row belongs together.

`{% for row in rows %}<a href="{{ url_for(row.endpoint, **row.arguments) }}">` asks once for each row. A variable that
stands for any row in two places would pair one row's name with another's arguments.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Item,
    Join,
    Literal,
    Member,
    Name,
    Opaque,
    Record,
    Sequence,
)
from scanner.link import values as v
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_ROWS = 64
_NESTED = 2


def paired(flow: Flow, expression: Expression, place: v.Place, depth: int = 0) -> Iterator[Expression]:
    """The expression once for each row of the loop that it takes several things of; else as it is."""
    names = {item.id for item in _parts(expression) if isinstance(item, Name)}
    loops = {name: value for name in names if (value := _looped(flow, name, place)) is not None}
    if not loops or depth >= _NESTED:
        yield expression
        return
    whole = mapped(expression, {Name(name): value for name, value in loops.items()})
    counted = Counter(item for item in _parts(whole) if isinstance(item, Item) and _any_row(item))
    for item, count in counted.items():
        length = _length(flow, item, place) if count > 1 else 0
        if 1 < length <= _ROWS:
            for position in range(length):
                row: Expression = Item(item.base, Literal(position))
                yield from paired(flow, mapped(whole, {item: row}), place, depth + 1)
            return
    yield expression


def mapped(expression: Expression, changes: Mapping[Expression, Expression]) -> Expression:
    """The expression with parts replaced, outermost first.

    Recursive: extraction bounds the depth of what templates hold.
    """
    if expression in changes:
        return changes[expression]

    def inner(part: Expression) -> Expression:
        return mapped(part, changes)

    match expression:
        case Choice(options, when):
            asked = tuple(tuple(replace(item, subject=inner(item.subject)) for item in items) for items in when)
            return Choice(tuple(inner(option) for option in options), asked)
        case Join(parts):
            return Join(tuple(inner(part) for part in parts))
        case Sequence(items):
            return Sequence(tuple(inner(item) for item in items))
        case Record(fields, rest):
            return Record(tuple((name, inner(value)) for name, value in fields), tuple(inner(item) for item in rest))
        case Call(callee, arguments, named):
            return replace(
                expression,
                callee=inner(callee),
                arguments=tuple(inner(item) for item in arguments),
                named=tuple((name, inner(value)) for name, value in named),
            )
        case Member(base, name):
            return Member(inner(base), name)
        case Item(base, key):
            return Item(inner(base), inner(key))
        case _:
            return expression


def _parts(expression: Expression) -> Iterator[Expression]:
    """The expression, all those inside it, and what its choices ask for."""
    for item in walk(expression):
        yield item
        if isinstance(item, Choice):
            for when in item.when:
                for asked in when:
                    yield from walk(asked.subject)


def _looped(flow: Flow, name: str, place: v.Place) -> Expression | None:
    """What a loop around a line binds a name to; None where it is no loop's variable."""
    index = flow.index.file(place.scope.file)
    for current in index.enclosing(place.scope.index):
        above = [item for item in index.bindings.get((current, name), ()) if item.line <= place.line]
        if above:
            value = above[-1].value
            return value if any(isinstance(item, Item) and _any_row(item) for item in walk(value)) else None
    return None


def _any_row(item: Item) -> bool:
    return isinstance(item.key, Opaque) and item.key.why == "each element"


def _length(flow: Flow, item: Item, place: v.Place) -> int:
    """How many rows a loop runs over, as far as they are written out."""
    return max(
        (len(value.sequence.items) for value in flow.ask(item.base, place) if isinstance(value, v.Array)), default=0
    )
