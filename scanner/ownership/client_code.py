"""What requesting an operation costs in scripts today: the functions that exist for it, by their lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scanner.concepts.callsite import CallKind, CallSite
from scanner.concepts.facts import FileFacts, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation

_SCRIPTED = frozenset({CallKind.FETCH, CallKind.WRAPPER, CallKind.VIA_WRAPPER, CallKind.WEBSOCKET})


def scripted(audited: AuditedOperation) -> tuple[CallSite, ...]:
    """The call sites in this project's scripts, in order; what Python code requests is a program's call."""
    sites = (link.site for link in audited.callers if link.site.kind in _SCRIPTED)
    return tuple(site for site in sites if not site.location.file.endswith(".py"))


def client_lines(sites: Iterable[CallSite], facts: Mapping[str, FileFacts]) -> int:
    """Lines of the functions that make the requests, and of the wrappers on their way, each line once."""
    places = {place for site in sites for place in (site.location, *site.through)}
    return len({(place.file, line) for place in places for line in _extent(place, facts)})


def _extent(place: Location, facts: Mapping[str, FileFacts]) -> range:
    """The lines of the function whose own call stands at a place; the place's line alone outside functions."""
    for scope in facts[place.file].scopes if place.file in facts else ():
        calls = scope.calls if scope.kind is ScopeKind.FUNCTION and scope.line <= place.line <= scope.end else ()
        if any((call.line, call.column) == (place.line, place.column) for call in calls):
            return range(scope.line, scope.end + 1)
    return range(place.line, place.line + 1)
