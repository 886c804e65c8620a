"""Requests: what collectors find and tracing works on, before any operation is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scanner.concepts.callsite import Body, CallKind
from scanner.concepts.expression import Call, Expression
from scanner.concepts.location import Location
from scanner.concepts.source import Role
from scanner.link import values as v

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE"})


@dataclass(frozen=True, slots=True)
class Reading:
    """One possibility of what a request asks for. `open_to` are functions whose callers decide method or URL."""

    url: v.String
    method: str | None
    body: Body = Body.UNKNOWN
    open_to: tuple[v.ScopeRef, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sink:
    """A call that makes a request: `read` tells what it asks for, at a place with its assumptions."""

    kind: CallKind
    call: Call
    place: v.Place
    role: Role
    read: Callable[[v.Place], tuple[Reading, ...]]
    speculative: bool = False
    """Whether only a link shows that it is a request at all: if it is not linked, it is not reported."""
    asserts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A request seen, ready to be matched.

    `any_method`: the place names an address without asking for it (a data attribute, a reversed name in a model), so
    that any method of the route may be meant.
    """

    kind: CallKind
    asked: CallKind
    """What the request itself is, whatever the place is to it."""
    location: Location
    role: Role
    url: v.String
    method: str | None = None
    body: Body = Body.UNKNOWN
    scope: v.ScopeRef | None = None
    through: tuple[Location, ...] = ()
    steps: tuple[tuple[v.ScopeRef, Call], ...] = ()
    """The request's call and those that led to it, innermost first, each with its scope."""
    speculative: bool = False
    any_method: bool = False
    boosted: bool = False
    csrf: bool = False
    fields: tuple[str, ...] = ()
    asserts: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    """The operations whose pages show the place, where its conditions leave only some of them."""


def argument(call: Call, position: int, *names: str) -> Expression | None:
    """An argument by position or by one of its names."""
    for name, value in call.named:
        if name in names:
            return value
    return call.arguments[position] if 0 <= position < len(call.arguments) else None


def method_name(text: str | None) -> str | None:
    """An HTTP method in capitals, or None where the text is none."""
    upper = (text or "").strip().upper()
    return upper if upper in METHODS else None
