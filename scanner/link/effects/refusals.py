"""Refusals: what turns a request away, as calls, exceptions and answers say it."""

from __future__ import annotations

import re

from scanner.concepts.expression import Call, Expression, Literal, Member, Name, Sequence
from scanner.concepts.facts import Scope
from scanner.link.effects.expressions import dotted

_REFUSALS = re.compile(
    r"(?i)^(redirect|.*(unauthori[sz]ed|forbidden|denied|notauthenticated|authenticationfailed|redirect\w*))$"
)
"""Names of calls and exceptions that turn a request away."""
_STATUSES = frozenset({401, 403})
_ELSEWHERE = frozenset({302, 303, 307})


def refuses(scope: Scope) -> bool:
    """Whether a function can turn a request away."""
    return any(map(_refusal, (*scope.calls, *scope.raises, *scope.returns))) or any(map(_led_away, scope.raises))


def _refusal(expression: Expression) -> bool:
    """`abort(401)`, `raise PermissionDenied`, `return jsonify(…), 403`, a redirect."""
    match expression:
        case Call(callee=callee, arguments=arguments, named=named):
            return bool(_REFUSALS.match(dotted(callee).rpartition(".")[2])) or any(
                _is_status(value) for value in (*arguments, *(value for _, value in named))
            )
        case Sequence(items=items):
            return any(_is_status(item) for item in items)
        case Name() | Member():
            return bool(_REFUSALS.match(dotted(expression).rpartition(".")[2]))
        case _:
            return False


def _is_status(value: Expression) -> bool:
    """401 or 403, as a number or a constant's name (`status.HTTP_403_FORBIDDEN`, `HTTPStatus.UNAUTHORIZED`)."""
    match value:
        case Literal(value=int() as number):
            return number in _STATUSES
        case Member(name=name):
            return name.endswith(("UNAUTHORIZED", "FORBIDDEN"))
        case _:
            return False


def _led_away(raised: Expression) -> bool:
    """`raise HTTPException(status_code=307, headers={"Location": …})`: to the login, mostly."""
    if not isinstance(raised, Call):
        return False
    given = (*raised.arguments, *(value for name, value in raised.named if name in ("status_code", "code", "status")))
    return any(
        (isinstance(value, Literal) and value.value in _ELSEWHERE)
        or (isinstance(value, Member) and value.name.startswith(("HTTP_30", "FOUND", "SEE_", "TEMPORARY_")))
        for value in given
    )
