"""Call sites that miss, told once for each request however many places make it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind, Ghost, GhostKind
from scanner.concepts.expression import Call, Literal, Member
from scanner.concepts.facts import Scope
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.rules.subject import Subject
from scanner.rules.wording import SHOWN

_ROUTING = frozenset({"route", "get", "post", "put", "patch", "delete", "api_route"})
BY_NAME = 0.95
LITERAL = 0.85
WITH_HOLES = 0.7
WITH_HOST = 0.5
"""A local host with a port may be another service of the same machine."""
PLAIN_LINK = 0.6
"""An address that is only printed may be read by a script, which then adds to it or chooses the method."""


def missing(subject: Subject, *kinds: GhostKind) -> Iterator[tuple[Ghost, tuple[Ghost, ...]]]:
    """Ghosts of these kinds grouped by what they request: the first, and all of the group.

    Tests may ask for what must not exist, and documentation often speaks of other systems; a call site with several
    possible addresses and methods that reaches an operation with one of them need never take the others; an address
    without a single known word says nothing; and a name that is a handler's may be registered by code that did not
    run here. All of these stay in the report's list of ghosts and make no finding.
    """
    groups: dict[tuple[str, str, str], list[Ghost]] = {}
    waiting = _unregistered(subject)
    arriving = {link.site.location for audited in subject.operations for link in audited.links}
    for ghost in subject.linked.ghosts:
        site = ghost.site
        if ghost.kind not in kinds or site.role is not Role.SOURCE or site.kind in (CallKind.TEST, CallKind.DOCS):
            continue
        if ghost.kind is GhostKind.UNKNOWN_NAME and re.split("[.:]", target(ghost))[-1] in waiting:
            continue
        if site.location not in arriving and _has_a_word(ghost):
            groups.setdefault((site.location.file, site.method or "", target(ghost)), []).append(ghost)
    for group in groups.values():
        yield group[0], tuple(group)


def _unregistered(subject: Subject) -> frozenset[str]:
    """Names that route decorators give to functions which answer no operation: a setting may switch them on."""
    running = {(ref.file, ref.line) for audited in subject.operations for ref in audited.operation.handler.runs}
    return frozenset(
        name
        for file, facts in subject.facts.items()
        if facts.role is Role.SOURCE and facts.language is Language.PYTHON
        for scope in facts.scopes
        if scope.decorators and (file, scope.line) not in running
        for name in _endpoints(scope)
    )


def _endpoints(scope: Scope) -> Iterator[str]:
    for decorator in scope.decorators:
        match decorator:
            case Call(callee=Member(name=verb), named=named) if verb in _ROUTING:
                stated = dict(named).get("endpoint", dict(named).get("name"))
                yield stated.value if isinstance(stated, Literal) and isinstance(stated.value, str) else scope.name
            case _:
                continue


def _has_a_word(ghost: Ghost) -> bool:
    """Whether a name, or a segment of the address, is known."""
    url = ghost.site.url
    if ghost.site.name or url is None:
        return True
    known = "".join(part if isinstance(part, str) else "{}" for part in url.parts)
    path = known.partition("://")[2].partition("/")[2] if "://" in known else known
    return any(segment and "{}" not in segment for segment in path.split("?")[0].split("/"))


def target(ghost: Ghost) -> str:
    """What is asked for: the route's name, or the URL with its holes."""
    return ghost.site.name or (str(ghost.site.url) if ghost.site.url is not None else "")


def confidence(ghost: Ghost) -> float:
    """A name is either registered or not; a URL with holes may be filled with what we do not know."""
    if ghost.kind is GhostKind.UNKNOWN_NAME:
        return BY_NAME
    if ghost.kind is GhostKind.WRONG_METHOD and ghost.site.kind is CallKind.LINK:
        return PLAIN_LINK
    if ghost.site.url is not None and "://" in ghost.site.url.head and not ghost.site.client:
        return WITH_HOST
    return WITH_HOLES if ghost.site.url is not None and ghost.site.url.holes else LITERAL


def other_places(group: tuple[Ghost, ...]) -> tuple[tuple[Location, str], ...]:
    """The places after the first."""
    return tuple((ghost.site.location, "the same request") for ghost in group[1:SHOWN])
