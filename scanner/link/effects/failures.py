"""Answers that say that something went wrong: by the status they state, or by a class made for it."""

from __future__ import annotations

import re

from scanner.concepts.expression import Call, Expression, Literal, Member, Sequence
from scanner.link.effects.expressions import dotted

_STATUS = ("status", "status_code")
_FAILED = 400
_CODE = re.compile(r"HTTP_[45]\d\d(_|$)")
"""https://www.django-rest-framework.org/api-guide/status-codes/"""
_NAMED = frozenset(
    {
        "BAD_REQUEST", "UNAUTHORIZED", "PAYMENT_REQUIRED", "FORBIDDEN", "NOT_FOUND", "METHOD_NOT_ALLOWED", "CONFLICT",
        "NOT_ACCEPTABLE", "GONE", "PRECONDITION_FAILED", "REQUEST_ENTITY_TOO_LARGE", "UNSUPPORTED_MEDIA_TYPE",
        "UNPROCESSABLE_ENTITY", "UNPROCESSABLE_CONTENT", "TOO_MANY_REQUESTS", "INTERNAL_SERVER_ERROR",
        "NOT_IMPLEMENTED", "BAD_GATEWAY", "SERVICE_UNAVAILABLE", "GATEWAY_TIMEOUT",
    }
)  # fmt: skip
"""https://docs.python.org/3/library/http.html#http.HTTPStatus"""
_CLASSES = frozenset(
    {
        "HttpResponseBadRequest", "HttpResponseNotFound", "HttpResponseForbidden", "HttpResponseNotAllowed",
        "HttpResponseGone", "HttpResponseServerError",
    }
)  # fmt: skip
"""https://docs.djangoproject.com/en/stable/ref/request-response/#httpresponse-subclasses"""


def fails(returned: Expression) -> bool:
    """Whether a returned value is an answer with a status of 400 or more: `JsonResponse({…}, status=403)`."""
    match returned:
        case Call(callee, _, named):
            stated = (value for name, value in named if name in _STATUS)
            return dotted(callee).rpartition(".")[2] in _CLASSES or any(map(_is_failure, stated))
        case Sequence(items=(_, *rest)):
            return any(map(_is_failure, rest))  # Flask's (body, status)
        case _:
            return False


def _is_failure(status: Expression) -> bool:
    match status:
        case Literal(value=bool()):
            return False
        case Literal(value=int() as number):
            return number >= _FAILED
        case Member(name=name):
            return name in _NAMED or _CODE.match(name) is not None
        case _:
            return False
