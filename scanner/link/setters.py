"""Setters: addresses that a script puts on elements of the page, which the browser asks for later.

`$("#f").attr("action", url)`, `.attr({href: url})`, `.prop("href", url)`, `element.setAttribute("formaction", url)`.
https://api.jquery.com/attr/ · https://developer.mozilla.org/docs/Web/API/Element/setAttribute
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Call, Expression, Literal, Member, Record
from scanner.link import values as v
from scanner.link.index import last_name
from scanner.link.requests import method_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_NAMES = frozenset({"attr", "prop", "setAttribute"})
_KINDS = {
    "action": CallKind.FORM, "formaction": CallKind.FORM, "formAction": CallKind.FORM, "href": CallKind.LINK,
    "src": CallKind.LINK, "hx-get": CallKind.HTMX, "hx-post": CallKind.HTMX, "hx-put": CallKind.HTMX,
    "hx-patch": CallKind.HTMX, "hx-delete": CallKind.HTMX,
}  # fmt: skip
_BESIDE = 3
"""Lines between calls that set up one form."""


@dataclass(frozen=True, slots=True)
class Put:
    """An address put on an element: the attribute's request."""

    kind: CallKind
    url: Expression
    method: str | None
    certain: bool
    """Whether the attribute is surely one that the browser follows: an image's source is mostly a file."""


def put(flow: Flow, call: Call, place: v.Place) -> Put | None:
    """The address that a call puts on an element, or None where it puts none."""
    if last_name(call.callee) not in _NAMES or not isinstance(call.callee, Member):
        return None
    for name, value in _given(call):
        kind = _KINDS.get(name)
        if kind is None:
            continue
        method: str | None = "GET"
        if kind is CallKind.FORM:
            method = form_method(flow, call.callee.base, place)
        elif kind is CallKind.HTMX:
            method = name.removeprefix("hx-").upper()
        return Put(kind, value, method, name != "src")
    return None


def _given(call: Call) -> Iterator[tuple[str, Expression]]:
    match call.arguments:
        case (Literal(str(name)), value):
            yield name, value
        case (Record(fields),):
            yield from fields
        case _:
            pass


def form_method(flow: Flow, form: Expression, place: v.Place) -> str | None:
    """The method that a form is sent with: what the script says beside, else what markup says; None if undecided."""
    scope = flow.index.scope(place.scope)
    for binding in scope.bindings:
        if isinstance(binding.value, Literal) and binding.target == Member(form, "method"):
            return method_name(str(binding.value.value))
    for call in scope.calls:
        beside = abs(call.line - place.line) <= _BESIDE
        if beside and isinstance(call.callee, Member) and call.callee.name in _NAMES and _same(call.callee.base, form):
            stated = dict(_given(call)).get("method")
            if isinstance(stated, Literal):
                return method_name(str(stated.value))
    methods: dict[str | None, None] = {}
    for value in flow.ask(form, place):
        if isinstance(value, v.Element):
            methods.update(dict.fromkeys(flow.elements.form_methods(value, place)))
    return next(iter(methods)) if len(methods) == 1 else None


def _same(one: Expression, other: Expression) -> bool:
    """Whether two expressions select the same element; calls of a chain stand in different columns."""
    match one, other:
        case Call(callee, arguments), Call(wanted, given):
            return arguments == given and _same(callee, wanted)
        case Member(base, name), Member(of, called):
            return name == called and _same(base, of)
        case Call(Member(base, name), _), _ if name in _NAMES:  # `$("#f").attr("method", "post").attr("action", url)`
            return _same(base, other)
        case _:
            return one == other
