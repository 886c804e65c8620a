"""Walks over expressions, iterative because scanned code may nest as deep as it likes."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Item,
    Join,
    Member,
    Name,
    Record,
    Sequence,
)

_LIMIT = 2_000


def walk(expression: Expression) -> Iterator[Expression]:
    """The expression and all those inside it (not those of functions defined in it), bounded."""
    pending = [expression]
    for _ in range(_LIMIT):
        if not pending:
            return
        current = pending.pop()
        yield current
        pending.extend(inside(current))


def inside(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside one."""
    match expression:
        case Choice(parts) | Sequence(parts) | Join(parts):
            return parts
        case Record(fields, rest):
            return (*(value for _, value in fields), *rest)
        case Call(callee, arguments, named):
            return (callee, *arguments, *(value for _, value in named))
        case Member(base, _):
            return (base,)
        case Item(base, key):
            return (base, key)
        case _:
            return ()


def mentions(expression: Expression, name: str) -> bool:
    """Whether a plain name occurs in an expression."""
    return any(isinstance(item, Name) and item.id == name for item in walk(expression))
