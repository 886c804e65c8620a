"""Who is behind an operation's links: people through pages and scripts, programs, tests."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.concepts.callsite import CallKind, Link, MatchGrade
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from scanner.rules.wording import SHOWN

SCRIPTED = frozenset({CallKind.FETCH, CallKind.VIA_WRAPPER})
"""Requests that a script of the project's own interface makes."""

PROGRAMS = frozenset({CallKind.PYTHON_HTTP, CallKind.CONFIG, CallKind.DOCS})
"""Requests that programs make, or that documentation tells them to make."""

PEOPLE = SCRIPTED | {CallKind.FORM, CallKind.LINK, CallKind.HTMX, CallKind.REDIRECT, CallKind.EMAIL, CallKind.WEBSOCKET}
"""Requests that a person causes through a page, a script or a mail."""

_SURE = {MatchGrade.BY_NAME: 1.0, MatchGrade.EXACT: 0.98, MatchGrade.TEMPLATE: 0.92, MatchGrade.SUFFIX: 0.75}


def callers_of(audited: AuditedOperation, kinds: frozenset[CallKind]) -> tuple[Link, ...]:
    """The links of these kinds, in the report's order."""
    return tuple(link for link in audited.links if link.site.kind in kinds)


def sureness(links: Iterable[Link]) -> float:
    """How sure the surest of these links is, 0 to 1: one certain caller is enough to make a caller's point."""
    return max((_SURE[link.grade] for link in links), default=0.0)


def caller_places(links: Iterable[Link]) -> tuple[tuple[Location, str], ...]:
    """Each link's place with a few words on what happens there."""
    return tuple((link.site.location, _described(link)) for link in list(links)[:SHOWN])


def _described(link: Link) -> str:
    site = link.site
    words = f"{site.method or 'request'} by {site.kind.value}"
    if site.caller:
        words += f" in {site.caller}"
    if site.page and site.page not in {site.caller, site.location.file}:
        words += f", shown by {site.page}"
    return words


def pages_of(links: Iterable[Link]) -> tuple[str, ...]:
    """The pages that show these links (their files where no page is known), told once."""
    return tuple(dict.fromkeys(link.site.page or link.site.location.file for link in links))
