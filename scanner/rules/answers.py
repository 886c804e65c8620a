"""What a function's own text says of its answers: status codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus

from scanner.concepts.expression import Call, Choice, Expression, Literal, Member, Name, Sequence
from scanner.concepts.facts import Scope

_STATUS = frozenset({"status", "status_code", "code"})
_CONSTANT = re.compile(r"HTTP_([1-5]\d\d)(_|$)")


def stated_statuses(scope: Scope) -> Iterator[int]:
    """Status codes that a function returns or raises: `…, 422`, `Response(status=201)`, `JSONResponse(…, 404)`,
    `HTTPException(status.HTTP_404_NOT_FOUND)`, `HttpError(HTTPStatus.CONFLICT, …)`.
    """
    for value in scope.returns:
        for option in value.options if isinstance(value, Choice) else (value,):
            yield from _statuses(option, 1)
    for value in scope.raises:
        yield from _statuses(value, 0)


def _statuses(value: Expression, first: int) -> Iterator[int]:
    """Of a returned value the first argument is its body, of an exception mostly its status."""
    match value:
        case Sequence(items=items):
            candidates: tuple[Expression, ...] = items[1:]
        case Call(arguments=arguments, named=named):
            candidates = (*arguments[first:], *(given for name, given in named if name in _STATUS))
        case _:
            return
    for candidate in candidates:
        if (status := _status(candidate)) and 100 <= status < 600:
            yield status


def _status(value: Expression) -> int:
    """A number, or a constant of Starlette's, REST framework's (`HTTP_404_NOT_FOUND`) or Python's (`NOT_FOUND`)."""
    match value:
        case Literal(value=int() as number):
            return int(number)
        case Member(base=base, name=name) | Member(base=Member(base=base, name=name), name="value"):
            if numbered := _CONSTANT.match(name):
                return int(numbered[1])
            enumerated = base == Name("HTTPStatus") or (isinstance(base, Member) and base.name == "HTTPStatus")
            return HTTPStatus[name].value if enumerated and name in HTTPStatus.__members__ else 0
        case _:
            return 0
