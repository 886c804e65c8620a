"""Spread arguments of Python calls: `def f(*args, **options)` and `f(*args, **options)`.

https://docs.python.org/3/reference/expressions.html#calls
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.expression import Item, Literal, Opaque, Record, Sequence
from scanner.concepts.facts import Formal
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow


def collected(flow: Flow, given: v.Arguments, formal: Formal, position: int) -> v.Values | None:
    """What `*args` or `**options` hold of a call's arguments; names that other parameters take are harmless there."""
    call = given.call
    if formal.kind == "rest":
        more = tuple(Item(value, Opaque("each element")) for name, value in call.named if name == "*")
        return (v.Array(Sequence((*call.arguments[position:], *more)), given.place),)
    fields = tuple((name, value) for name, value in call.named if name not in ("*", "**"))
    return (v.Object(Record(fields, tuple(value for name, value in call.named if name == "**")), given.place),)


def taken(flow: Flow, given: v.Arguments, formal: Formal, position: int) -> v.Values | None:
    """What a plain parameter takes of spread arguments; None where they hold nothing for it."""
    for name, value in given.call.named:
        if name == "*" and position >= len(given.call.arguments):
            key = Literal(position - len(given.call.arguments))
            found = flow.evaluate(Item(value, key), given.place)
        elif name == "**":
            found = flow.evaluate(Item(value, Literal(formal.name)), given.place)
        else:
            continue
        if not all(isinstance(item, v.Unknown) for item in found):
            return found
    return None
