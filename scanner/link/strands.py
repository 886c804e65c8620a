"""Strands: the three parts of linking that wait for nothing of each other, so that they may run at the same time.

Each gives what became of its requests, or the effects of operations; what pages and Python ask is joined afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.effects import Effect
from scanner.concepts.facts import FileFacts
from scanner.concepts.registrations import Registrations
from scanner.link.collecting import place_all, requests_of_pages, requests_of_python
from scanner.link.effects import find_effects
from scanner.link.flow import Flow
from scanner.link.manuals import documented
from scanner.link.mishaps import Mishaps
from scanner.link.outcomes import Outcomes, Told
from scanner.link.pages import Pages
from scanner.link.placing import Placer
from scanner.link.view_calls import ViewCalls


@dataclass(frozen=True, slots=True)
class Effects:
    """What operations do, by id."""

    by_operation: Mapping[str, tuple[Effect, ...]]
    mishaps: tuple[Diagnostic, ...]


def effects(registrations: Registrations, facts: Mapping[str, FileFacts]) -> Effects:
    """What the code of operations does."""
    mishaps = Mishaps()
    return Effects(find_effects(registrations, facts, mishaps), mishaps.told())


def asked_by_pages(flow: Flow, pages: Pages, registrations: Registrations) -> Outcomes:
    """What becomes of the requests of markup, scripts and documents, and of what manuals take out of the code."""
    placer = Placer(flow, pages, registrations)
    place_all(placer, requests_of_pages(flow, pages, placer))
    placer.conclude()
    for seen, target in documented(flow.facts, registrations.operations):
        placer.outcomes.link(seen, target)
    return placer.outcomes


def asked_by_python(flow: Flow, pages: Pages, registrations: Registrations) -> Told:
    """What becomes of the requests of Python, and of what tests ask of views."""
    placer = Placer(flow, pages, registrations)
    place_all(placer, requests_of_python(flow, placer))
    placer.conclude()
    for seen, target in ViewCalls(flow, registrations.operations).collect():
        placer.outcomes.link(seen, target)
    return placer.outcomes.told()
