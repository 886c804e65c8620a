from __future__ import annotations

from dataclasses import replace

from reporters.detail import MOST_CALLERS, MOST_PLACES, MOST_TESTS, detail
from scanner.concepts.callsite import CallKind, MatchGrade
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Evidence, Owner, Shape, Side
from scanner.concepts.location import Location
from scanner.concepts.text import Text
from tests.reporters.build import audited, operation, site

ITEM = operation("GET", "/items", name="items", file="a.py", line=4)


def line(location: Location) -> str:
    return f"line {location.line}"


def test_tests_come_last_and_callers_beyond_the_limit_are_counted() -> None:
    calls = [
        (site(kind, f"{kind}.js", number, url=Text.of("/items")), MatchGrade.EXACT)
        for kind in (CallKind.TEST, CallKind.FETCH)
        for number in range(1, 61)
    ]
    told = detail(audited(ITEM, Owner.UI, Shape.PAGE, links=calls), line)
    assert [call.kind for call in told.calls] == [CallKind.FETCH] * MOST_CALLERS + [CallKind.TEST] * MOST_TESTS
    assert told.omitted == ("10 more callers", "55 more tests")


def test_callers_that_differ_in_their_lines_alone_are_told_together() -> None:
    calls = [
        (site(CallKind.FETCH, "a.js", 1, url=Text.of("/items"), caller="load"), MatchGrade.EXACT),
        (site(CallKind.FETCH, "a.js", 7, url=Text.of("/items"), caller="load"), MatchGrade.EXACT),
        (site(CallKind.FETCH, "a.js", 8, url=Text.of("/items"), caller="load"), MatchGrade.SUFFIX),
        (site(CallKind.FETCH, "a.js", 9, url=Text.of("/items"), caller="save"), MatchGrade.EXACT),
    ]
    told = detail(audited(ITEM, Owner.UI, Shape.PAGE, links=calls), lambda location: "fetch('/items')")
    assert [tuple(place.line for place in call.locations) for call in told.calls] == [(1, 7), (8,), (9,)]
    assert told.calls[1].around == "in load, matched by the end of its path"


def test_a_request_is_told_where_it_says_more_than_its_operation() -> None:
    calls = [
        (site(CallKind.FETCH, "a.js", 1, url=Text.of("/items")), MatchGrade.EXACT),
        (site(CallKind.LINK, "b.html", 1, name="items"), MatchGrade.BY_NAME),
    ]
    told = detail(audited(ITEM, Owner.UI, Shape.PAGE, links=calls), line)
    assert [call.request for call in told.calls] == ["", "GET items"]


def test_evidence_on_both_questions_is_one_fact_and_the_heaviest_comes_first() -> None:
    here = Location("a.py", 9)
    evidence = (
        Evidence(Side.UI, -0.2, "data", "it answers data", here),
        Evidence(Side.SYSTEM, 0.4, "data", "it answers data", here),
        Evidence(Side.UI, 2.0, "link", "a link requests it", Location("b.html", 2)),
    )
    told = detail(audited(ITEM, Owner.UI, Shape.PAGE, evidence=evidence), line)
    assert [(fact.ui, fact.system, fact.text) for fact in told.facts] == [
        (2.0, None, "a link requests it"),
        (-0.2, 0.4, "it answers data"),
    ]
    assert (told.ui, told.system) == (1.8, 0.4)
    assert detail(audited(ITEM, Owner.NONE, Shape.PAGE), line).ui is None


def test_a_source_line_is_shown_once() -> None:
    calls = [(site(CallKind.LINK, "b.html", 2, name="items"), MatchGrade.BY_NAME)]
    evidence = (Evidence(Side.UI, 2.0, "link", "a link requests it", Location("b.html", 2)),)
    told = detail(audited(ITEM, Owner.UI, Shape.PAGE, links=calls, evidence=evidence), line)
    assert (told.handler, told.calls[0].source, told.facts[0].source) == ("line 4", "line 2", "")


def test_effects_of_one_kind_are_one_deed_with_the_nearest_places() -> None:
    effects = tuple(
        Effect(EffectKind.MUTATES, Location("a.py", number), "session.commit", depth=9 - number)
        for number in range(1, 6)
    )
    told = detail(replace(audited(ITEM, Owner.UI, Shape.PAGE), effects=effects), line)
    (deed,) = told.deeds
    assert (deed.details, deed.omitted) == (("session.commit",), 5 - MOST_PLACES)
    assert [place.line for place in deed.locations] == [5, 4, 3]
