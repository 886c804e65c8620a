"""Walks over expressions, iterative because scanned code may nest as deep as it likes."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Item,
    Join,
    Literal,
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
    # asked of most expressions: patterns would take twice as long; what holds none comes first
    if isinstance(expression, Name | Literal):
        return ()
    if isinstance(expression, Member):
        return (expression.base,)
    if isinstance(expression, Call):
        if not expression.named:
            return (expression.callee, *expression.arguments)
        return (expression.callee, *expression.arguments, *(value for _, value in expression.named))
    if isinstance(expression, Join):
        return expression.parts
    if isinstance(expression, Sequence):
        return expression.items
    if isinstance(expression, Item):
        return (expression.base, expression.key)
    if isinstance(expression, Record):
        return (*(value for _, value in expression.fields), *expression.rest)
    if isinstance(expression, Choice):
        return expression.options
    return ()


def mentions(expression: Expression, name: str) -> bool:
    """Whether a plain name occurs in an expression."""
    pending = [expression]
    for _ in range(_LIMIT):
        if not pending:
            return False
        current = pending.pop()
        if isinstance(current, Name):
            if current.id == name:
                return True
        else:
            pending.extend(inside(current))
    return False
