"""Decisions: what a request in a template asks for, told apart by the rows of loops and by the pages that show it.

Each view hands its own values to a template that it shares with others, and conditions of the template ask for them
(`{% if page == "hot" %}`). So names and arguments are taken from one render at a time, wherever this makes a
difference: where an address has several readings, or where the page being shown is itself the address.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Name
from scanner.concepts.text import Text
from scanner.link import values as v
from scanner.link.conditions import excluded, guards_around
from scanner.link.loops import paired
from scanner.link.macros import Decided, Macros
from scanner.link.renders import Render
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow
    from scanner.link.pages import Pages

_NAMES = 2
"""Names in one address whose values must come from the same render."""


def decisions(flow: Flow, pages: Pages, macros: Macros, url: Expression, place: v.Place) -> tuple[Decided, ...]:
    """Every address that an expression of a template may hold, with the place that decides it."""
    together = tuple(_read(flow, macros, url, place))
    if not _differs(flow, pages, together, url, place):
        return together
    possible = {decided.url.text for decided in together}
    found: dict[tuple[Text, v.ScopeRef, object], tuple[Decided, dict[str, None]]] = {}
    for render in pages.renderings(place.scope.file):
        pinned = replace(place, bound={**place.bound, v.PAGE: render})
        if place.scope.file not in pages.shown_in(render) or excluded(flow, pinned):
            continue
        for decided in _asked_by(flow, pages, macros, url, pinned, render):
            if decided.url.text in possible:
                key = (decided.url.text, decided.place.scope, decided.calls)
                _, ids = found.setdefault(key, (decided, {}))
                ids.update(dict.fromkeys(pages.operations_running(render.asker)))
    if not found:
        return together
    return tuple(replace(decided, shown_by=tuple(ids)) for decided, ids in found.values())


def _asked_by(
    flow: Flow, pages: Pages, macros: Macros, url: Expression, place: v.Place, render: Render
) -> Iterator[Decided]:
    for decided in _read(flow, macros, url, place):
        if decided.place.scope.file in pages.shown_in(render):
            yield decided


def _read(flow: Flow, macros: Macros, url: Expression, place: v.Place) -> Iterator[Decided]:
    for row in paired(flow, url, place):
        yield from macros.decide(row, place)


def _differs(flow: Flow, pages: Pages, together: tuple[Decided, ...], url: Expression, place: v.Place) -> bool:
    """Whether the render may make a difference: by a condition around the place, or by names that belong together."""
    shown = any(_of_page(decided.url.text) for decided in together)
    if not shown and len({decided.url.text for decided in together}) < 2:
        return False
    differing = pages.differing(place.scope.file)
    if not differing:
        return False
    if any(guard.path.partition(".")[0] in differing for guard in guards_around(flow, place)):
        return True
    names = {item.id for item in walk(url) if isinstance(item, Name)}
    return not shown and len(names & differing) >= _NAMES


def _of_page(text: Text) -> bool:
    """Whether an address is that of the page being shown."""
    match text.parts[:1]:
        case (v.HereHole(),):
            return True
        case (v.RouteHole(name),):
            return name == v.SHOWN_ROUTE
        case _:
            return False
