"""Bodies: what a request sends, as far as its options show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.callsite import Body
from scanner.concepts.expression import Call, Expression, Lambda, Literal, Member, Name, Record
from scanner.link import values as v
from scanner.link.index import dotted, last_name
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_FORMS = frozenset({"FormData", "URLSearchParams", "serialize", "serializeArray"})
_JSON = frozenset({"JSON.stringify", "ko.toJSON", "angular.toJson"})


def script_body(flow: Flow, call: Call, position: int, options: v.Values, place: v.Place) -> Body:
    """What a script's request sends: its body argument, or `body`, `data`, `json` of its options."""
    if 0 <= position < len(call.arguments):
        return _sent(flow, call.arguments[position], place, jquery=dotted(call.callee).startswith(("$", "jQuery")))
    for value in options:
        if not isinstance(value, v.Object):
            continue
        fields = dict(value.record.fields)
        if "json" in fields:
            return Body.JSON
        content = fields.get("contentType")
        if isinstance(content, Literal) and "json" in str(content.value):
            return Body.JSON
        sent = fields.get("body", fields.get("data"))
        if sent is not None:
            return _sent(
                flow, sent, value.place, jquery="type" in fields or "success" in fields or "dataType" in fields
            )
        if not value.record.rest:
            return Body.NONE
        return Body.UNKNOWN
    return Body.UNKNOWN if options else Body.NONE


def _sent(flow: Flow, expression: Expression, place: v.Place, *, jquery: bool) -> Body:
    kind = _form(expression, jquery=jquery)
    if kind is not None:
        return kind
    if isinstance(expression, Name | Member):
        for value in flow.ask(expression, place):
            match value:
                case v.Library(path):
                    last = path.removesuffix("()").rpartition(".")[2]
                    if last in _FORMS:
                        return Body.FORM
                    if path.removesuffix("()") in _JSON:
                        return Body.JSON
                case v.Object():
                    return Body.FORM if jquery else Body.JSON
                case _:
                    pass
    return Body.UNKNOWN


def _form(expression: Expression, *, jquery: bool) -> Body | None:
    match expression:
        case Literal(None) | Lambda():
            return Body.NONE  # `$.post(url, done)`
        case Record():
            return Body.FORM if jquery else Body.JSON
        case _:
            pass
    for inner in walk(expression):
        if isinstance(inner, Call):
            if dotted(inner.callee) in _JSON:
                return Body.JSON
            if last_name(inner.callee) in _FORMS:
                return Body.FORM
    return None
