"""Request functions that a client is given: `createClient((url, options) => fetch(url, options))`.

The client calls its parameter; who makes the client says what that is: `fetch` itself, a function that hands its
address on to it, or what a function makes of such a one (`withRetries(fetch)`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Call, Expression, Join, Member, Name
from scanner.link import values as v
from scanner.link.script_tables import Api, api_of

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MAKERS = 8
_DEPTH = 4
_CALLS = 60
_ADDRESSES = ("url", "path", "endpoint", "uri", "input", "route")


def given_requester(flow: Flow, call: Call, place: v.Place) -> Api | None:
    """What a call of an enclosing function's parameter requests with; None where it makes no request known."""
    if not isinstance(call.callee, Name) or not call.arguments or not _may_be_address(call.arguments[0]):
        return None
    index = flow.index.file(place.scope.file)
    name = call.callee.id
    for number in index.enclosing(place.scope.index):
        if any(formal.name == name for formal in index.scope(number).parameters):
            asks = _asks(flow, v.Parameter(v.ScopeRef(place.scope.file, number), name), _DEPTH)
            return Api(options=1) if asks else None
    return None


def _asks(flow: Flow, value: v.Value, depth: int) -> bool:
    """Whether calling a value requests what its first argument says."""
    match value:
        case v.Library(path):
            api = api_of(path)
            return api is not None and api.kind is CallKind.FETCH and api.url == 0
        case v.Parameter(owner, name, ()) if depth:
            key = ("requester", owner, name)
            if key in flow.active:
                return False
            flow.active.add(key)
            try:
                return any(_asks(flow, given, depth - 1) for given in _given(flow, owner, name))
            finally:
                flow.active.discard(key)
        case v.Function(ref) if depth:
            return _hands_on(flow, ref, depth - 1)
        case _:
            return False


def _given(flow: Flow, owner: v.ScopeRef, name: str) -> v.Values:
    """What those who call a function give it for a parameter."""
    formals = flow.index.scope(owner).parameters
    position = next((number for number, formal in enumerate(formals) if formal.name == name), None)
    if position is None:
        return ()  # a name of a pattern: it is part of what is given
    found: list[v.Value] = []
    for reached in flow.callers.of(owner)[:_MAKERS]:
        if position < len(reached.site.call.arguments):
            found += flow.evaluate(reached.site.call.arguments[position], reached.place)
    return tuple(found)


def _hands_on(flow: Flow, ref: v.ScopeRef, depth: int) -> bool:
    """Whether a function calls a request function with its own first parameter."""
    index = flow.index.file(ref.file)
    formals = index.scope(ref.index).parameters
    if not formals:
        return False
    pending = [ref.index]
    seen = 0
    while pending and seen < _CALLS:
        current = pending.pop()
        pending += index.nested.get(current, ())
        for call in index.scope(current).calls:
            seen += 1
            if call.arguments and call.arguments[0] == Name(formals[0].name):
                place = v.Place(v.ScopeRef(ref.file, current), call.line)
                if any(_asks(flow, value, depth) for value in flow.evaluate(call.callee, place)):
                    return True
    return False


def _may_be_address(expression: Expression) -> bool:
    match expression:
        case Join():
            return True
        case Name(name) | Member(_, name):
            return any(word in name.lower() for word in _ADDRESSES)
        case _:
            return False


__all__ = ["given_requester"]
