from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from reporters.drawing import graph
from reporters.ego import MOST_CALLERS, MOST_DEEDS, ego
from scanner.concepts.callsite import CallKind, CallSite, MatchGrade
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Owner, Shape
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from tests.reporters.build import HOSTILE, audited, hostile, operation, sample, site

SAVE = operation("POST", "/account/profile", name="account.save", file="shop/account.py", line=21)


def called(*links: tuple[CallSite, MatchGrade], effects: tuple[Effect, ...] = ()) -> AuditedOperation:
    return audited(SAVE, Owner.UI, Shape.FORM_ACTION, links=links, effects=effects)


def test_calls_of_one_page_are_one_box_with_its_surest_match() -> None:
    subject = called(
        (site(CallKind.FETCH, "static/a.js", 3, page="templates/a.html"), MatchGrade.TEMPLATE),
        (site(CallKind.FORM, "templates/a.html", 9), MatchGrade.BY_NAME),
        (site(CallKind.FETCH, "static/b.js", 4), MatchGrade.SUFFIX),
        (site(CallKind.TEST, "tests/test_a.py", 4), MatchGrade.EXACT),
    )
    first, second, tests = ego(subject).callers
    assert (first.label, first.subject, first.grade) == ("fetch+form a.html", "templates/a.html", MatchGrade.BY_NAME)
    assert first.note == "1 fetch, 1 form, matched by its route name"
    assert (second.subject, second.grade) == ("static/b.js", MatchGrade.SUFFIX)
    assert (tests.label, tests.subject) == ("1 test", "")


def test_what_does_not_fit_is_counted_on_both_sides() -> None:
    links = [(site(CallKind.LINK, f"templates/{n}.html", 1), MatchGrade.BY_NAME) for n in range(MOST_CALLERS + 3)]
    effects = tuple(Effect(EffectKind.MUTATES, Location("shop/store.py", n), f"save{n}", 1) for n in range(1, 9))
    drawn = ego(called(*links, effects=effects))
    assert drawn.callers[-1].label == "and 3 pages or scripts more"
    assert len(drawn.callers) == MOST_CALLERS + 1
    assert drawn.deeds[-1].label == f"and {8 - MOST_DEEDS} more"


def test_deeds_are_what_the_handler_brings_about_the_weightiest_first_and_the_nearest_place() -> None:
    drawn = ego(
        called(
            effects=(
                Effect(EffectKind.READS_JSON, Location("shop/account.py", 22), "request.get_json"),
                Effect(EffectKind.RENDERS, Location("shop/account.py", 25), "profile.html"),
                Effect(EffectKind.REDIRECTS, Location("shop/account.py", 26), "redirect"),
                Effect(EffectKind.MUTATES, Location("shop/far.py", 2), "db.session.commit", 3),
                Effect(EffectKind.MUTATES, Location("shop/store.py", 8), "db.session.commit", 1),
            )
        )
    )
    assert [(box.label, box.subject, box.note) for box in drawn.deeds] == [
        ("mutates db.session.commit", "db.session.commit", "1 call away"),
        ("renders profile.html", "profile.html", ""),
        ("redirects", "redirect", ""),
    ]
    assert drawn.handler.label == "account.save"


def test_nobody_is_said_to_call_and_the_line_is_doubtful() -> None:
    (nobody,) = ego(called()).callers
    assert (nobody.label, nobody.subject, nobody.grade) == ("no caller seen", "", MatchGrade.SUFFIX)


@pytest.mark.parametrize(
    ("grade", "dashes"),
    [
        (MatchGrade.BY_NAME, None),
        (MatchGrade.EXACT, None),
        (MatchGrade.TEMPLATE, "6 3"),
        (MatchGrade.SUFFIX, "1 3"),
    ],
)
def test_lines_tell_how_surely_a_call_was_matched(grade: MatchGrade, dashes: str | None) -> None:
    drawn = ET.fromstring(graph(ego(called((site(CallKind.FETCH, "a.js", 1), grade))), "op-1", "ui"))
    first, *more = drawn.findall("g/path")
    assert first.get("stroke-dasharray") is None
    assert [path.get("stroke-dasharray") for path in more] == ([dashes] if dashes else [])


def test_boxes_are_links_with_names_and_no_two_overlap() -> None:
    for subject in (*sample().operations, *hostile().operations, *hostile(HOSTILE * 3).operations):
        drawn = ET.fromstring(graph(ego(subject), "op-1", "ui"))
        assert [link.get("href") for link in drawn.findall("a")].count("#op-1") == 1
        assert all(link.findtext("title") or link.findtext("text") for link in drawn.findall("a"))
        places = [(box.get("x"), box.get("y")) for box in drawn.iter("use")]
        assert len(places) == len(set(places)) >= 3
        assert all(len(text.text or "") <= 30 for text in drawn.iter("text"))


def test_a_drawing_takes_about_a_kilobyte() -> None:
    sizes = [len(graph(ego(subject), "op-1", "ui")) for subject in sample().operations]
    assert max(sizes) < 2_000
