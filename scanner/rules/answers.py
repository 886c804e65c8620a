"""What a function's own text says of its answers: status codes."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.expression import Call, Choice, Expression, Literal, Sequence
from scanner.concepts.facts import Scope

_STATUS = frozenset({"status", "status_code", "code"})


def stated_statuses(scope: Scope) -> Iterator[int]:
    """Literal status codes of a function's return values: `…, 422`, `Response(status=201)`, `JSONResponse(…, 404)`."""
    for value in scope.returns:
        for option in value.options if isinstance(value, Choice) else (value,):
            yield from _statuses(option)


def _statuses(value: Expression) -> Iterator[int]:
    match value:
        case Sequence(items=items):
            candidates: tuple[Expression, ...] = items[1:]
        case Call(arguments=arguments, named=named):
            candidates = (*arguments[1:], *(given for name, given in named if name in _STATUS))
        case _:
            return
    for candidate in candidates:
        if isinstance(candidate, Literal) and type(candidate.value) is int and 100 <= candidate.value < 600:
            yield candidate.value
