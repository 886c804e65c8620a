"""One operation in full, as the HTML report shows it: callers → operation and why → what answers.

Every fact is told once: evidence that speaks to both questions is one line with two weights, a source line stands at
the first place that shows it, effects of one kind are one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reporters.summary import plural
from reporters.wording import doubt, request, surroundings, untold
from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Evidence, Side
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation

MOST_CALLERS = 50
"""Callers listed with an operation; further ones are counted."""
MOST_TESTS = 5
"""Tests listed after the callers; further ones are counted."""
MOST_PLACES = 3
"""Places listed with a kind of effect; further ones are counted."""

Source = Callable[[Location], str]
"""The source line at a place; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Call:
    """Callers that differ in nothing but their lines in a file: their request where that says more than the operation
    itself, what is known around them and how they were matched where that leaves a doubt, their source line.
    """

    kind: CallKind
    request: str
    around: str
    source: str
    locations: tuple[Location, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """Evidence with its weight on either question; None where it does not speak to it."""

    ui: float | None
    system: float | None
    text: str
    location: Location | None
    source: str


@dataclass(frozen=True, slots=True)
class Deed:
    """Effects of one kind: what shows them, nearest first, and how many places are left out."""

    kind: EffectKind
    details: tuple[str, ...]
    locations: tuple[Location, ...]
    omitted: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """What the page says of an operation beyond its row."""

    calls: tuple[Call, ...]
    omitted: tuple[str, ...]
    """How many callers and tests beyond the limits there are, a clause each."""
    facts: tuple[Fact, ...]
    ui: float | None
    """The sum of the evidence on use by the UI; None without any."""
    system: float | None
    deeds: tuple[Deed, ...]
    handler: str
    """The source line of the handler."""


def detail(audited: AuditedOperation, source: Source) -> Detail:
    """Prepare an operation for its template."""
    told: set[Location] = set()

    def once(location: Location | None) -> str:
        if location is None or location in told:
            return ""
        told.add(location)
        return source(location)

    operation = audited.operation
    handler = once(Location(operation.handler.file, operation.handler.line))
    callers = audited.callers
    tests = tuple(link for link in audited.links if link.site.kind is CallKind.TEST)
    beyond = (
        (max(len(callers) - MOST_CALLERS, 0), "more caller"),
        (max(len(tests) - MOST_TESTS, 0), "more test"),
    )
    return Detail(
        calls=_calls((*callers[:MOST_CALLERS], *tests[:MOST_TESTS]), str(operation), once),
        omitted=tuple(plural(number, what) for number, what in beyond if number),
        facts=_facts(audited.verdict.evidence, once),
        ui=_total(audited.verdict.evidence, Side.UI),
        system=_total(audited.verdict.evidence, Side.SYSTEM),
        deeds=_deeds(audited.effects),
        handler=handler,
    )


def _calls(links: Iterable[Link], operation: str, once: Source) -> tuple[Call, ...]:
    """In the order of the first of each."""
    groups: dict[tuple[str, ...], list[Link]] = {}
    for link in links:
        asked = request(link.site)
        alike = (
            link.site.kind,
            "" if asked == operation else asked,
            ", ".join(part for part in (surroundings(link), doubt(link)) if part),
            once(link.site.location),
            link.site.location.file,
        )
        groups.setdefault(alike, []).append(link)
    return tuple(
        Call(group[0].site.kind, asked, around, source, tuple(dict.fromkeys(link.site.location for link in group)))
        for (_, asked, around, source, _), group in groups.items()
    )


def _total(evidence: Iterable[Evidence], side: Side) -> float | None:
    weights = [one.weight for one in evidence if one.toward is side]
    return sum(weights) if weights else None


def _facts(evidence: Iterable[Evidence], once: Callable[[Location | None], str]) -> tuple[Fact, ...]:
    """What weighs most comes first."""
    weights: dict[tuple[str, Location | None], dict[Side, float]] = {}
    for one in evidence:
        sides = weights.setdefault((one.text, one.location), {})
        sides[one.toward] = sides.get(one.toward, 0.0) + one.weight
    ranked = sorted(weights.items(), key=lambda item: -max(map(abs, item[1].values())))
    return tuple(
        Fact(sides.get(Side.UI), sides.get(Side.SYSTEM), text, untold(text, location), once(location))
        for (text, location), sides in ranked
    )


def _deeds(effects: Iterable[Effect]) -> tuple[Deed, ...]:
    groups: dict[EffectKind, list[Effect]] = {}
    for effect in effects:
        groups.setdefault(effect.kind, []).append(effect)
    return tuple(_deed(kind, sorted(group, key=lambda effect: effect.depth)) for kind, group in groups.items())


def _deed(kind: EffectKind, effects: list[Effect]) -> Deed:
    places = tuple(dict.fromkeys(effect.location for effect in effects))
    details = tuple(dict.fromkeys(effect.detail for effect in effects if effect.detail))
    return Deed(kind, details[:MOST_PLACES], places[:MOST_PLACES], max(len(places) - MOST_PLACES, 0))
