"""Gestures: requests that are made of what only a script can have, so that no form could stand in for them.

A passkey, the order after dragging, a recording, the place on earth, text from the clipboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.concepts.expression import Lambda, Literal
from scanner.concepts.facts import ScopeKind
from scanner.link import values as v
from scanner.link.handlers import LISTENERS
from scanner.link.index import dotted, last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_DEVICES = (
    "navigator.credentials.", "navigator.geolocation.", "navigator.mediaDevices.", "navigator.clipboard.read",
    "crypto.subtle.", "pushManager.",
)  # fmt: skip
"""https://developer.mozilla.org/docs/Web/API/Navigator · https://developer.mozilla.org/docs/Web/API/SubtleCrypto"""
_PASSKEYS = frozenset({"startAuthentication", "startRegistration"})
"""https://simplewebauthn.dev/docs/packages/browser"""
_DRAGS = frozenset({"onEnd", "onDrop", "onSort", "onDragEnd", "onDropped"})
"""Options of drag-and-drop libraries: https://github.com/SortableJS/Sortable#options"""
_DRAG_EVENTS = frozenset({"drop", "dragend", "sortupdate", "sortstop"})
_CALLERS = 8


def by_script_alone(flow: Flow, ref: v.ScopeRef) -> bool:
    """Whether the code around a scope, or what calls its function, deals in what a form cannot send."""
    around = list(_functions(flow, ref))
    callers = [hop.place.scope for one in around[:1] for hop in flow.callers.of(one)[:_CALLERS]]
    return any(_scripted(flow, one) for one in (*around, *(inner for at in callers for inner in _functions(flow, at))))


def _functions(flow: Flow, ref: v.ScopeRef) -> Iterator[v.ScopeRef]:
    index = flow.index.file(ref.file)
    for number in index.enclosing(ref.index):
        if index.scope(number).kind is ScopeKind.FUNCTION:
            yield v.ScopeRef(ref.file, number)


def _scripted(flow: Flow, function: v.ScopeRef) -> bool:
    index = flow.index.file(function.file)
    for call in index.scope(function.index).calls:
        path = dotted(call.callee)
        if last_name(call.callee) in _PASSKEYS or any(part in path for part in _DEVICES):
            return True
    held = index.given_to.get(function.index)
    if held is not None and last_name(held[1].callee) in LISTENERS and held[1].arguments:
        event = held[1].arguments[0]
        if isinstance(event, Literal) and event.value in _DRAG_EVENTS:
            return True
    owner = index.members_of.get(function.index)
    return owner is not None and any(
        name in _DRAGS and isinstance(value, Lambda) and value.scope == function.index
        for name, value in owner.record.fields
    )
