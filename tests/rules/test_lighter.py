"""Lighter rules: where a form would do, and where it would not."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.callsite import Aftermath, CallKind, MatchGrade
from scanner.concepts.comparison import Comparison
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.concepts.location import Location
from scanner.concepts.operation import Declared
from scanner.rules import (
    fetch_then_reload,
    form_in_disguise,
    json_for_markup,
    published_internal_operation,
    twin_mutation,
)
from tests.rules.build import audited, effect, link, operation, reported, subject, verdict

SAVE = "POST /save"
LIGHTER = verdict(fit=Fit.LIGHTER)
RELOADING = link(SAVE, line=30, aftermath=(Aftermath.RELOAD,))


def test_a_form_in_disguise_counts_requests_pages_and_lines_of_script():
    one = audited(SAVE, LIGHTER, links=[link(SAVE, line=12), link(SAVE, file="templates/other.html", line=3)])
    comparison = Comparison(client_lines=5, consumers=2, missing=(), target="", concerns=())
    (finding,) = form_in_disguise.RULE.findings(subject(replace(one, comparison=comparison)))
    assert "2 script requests of 2 server-rendered pages" in finding.message
    assert "5 lines of script" in finding.message
    assert [str(place) for place, _ in finding.related] == ["templates/page.html:12", "templates/other.html:3"]
    assert finding.location == Location("app/views.py", 10)


def test_keep_is_never_called_lighter():
    seen = subject(audited(SAVE, verdict(fit=Fit.KEEP), links=[RELOADING]))
    assert reported(form_in_disguise.RULE, seen) == []
    assert reported(fetch_then_reload.RULE, seen) == []


def test_confidence_follows_the_verdict_and_the_match():
    def confidence(grade: MatchGrade, of: float) -> float:
        seen = subject(
            audited(SAVE, verdict(fit=Fit.LIGHTER, confidence=of), links=[link(SAVE, grade=grade)]),
        )
        return next(iter(form_in_disguise.RULE.findings(seen))).confidence

    assert confidence(MatchGrade.BY_NAME, 0.9) > confidence(MatchGrade.SUFFIX, 0.9) > confidence(MatchGrade.SUFFIX, 0.6)


def test_every_lighter_operation_is_told_by_some_rule():
    for shape in (Shape.JSON_API, Shape.FORM_ACTION, Shape.OTHER):
        for links in ([], [link(SAVE)], [RELOADING]):
            seen = subject(audited(SAVE, verdict(fit=Fit.LIGHTER, shape=shape), links=links))
            assert reported(form_in_disguise.RULE, seen) + reported(fetch_then_reload.RULE, seen)


def test_a_form_action_that_a_script_posts_is_the_callers_matter_alone():
    seen = subject(audited(SAVE, verdict(fit=Fit.LIGHTER, shape=Shape.FORM_ACTION), links=[RELOADING]))
    assert reported(form_in_disguise.RULE, seen) == []
    (finding,) = fetch_then_reload.RULE.findings(seen)
    assert finding.location == Location("templates/page.html", 30)


def test_reloading_callers_are_told_once_per_operation():
    seen = subject(audited(SAVE, LIGHTER, links=[link(SAVE), RELOADING, replace(RELOADING)]))
    (finding,) = fetch_then_reload.RULE.findings(seen)
    assert finding.message.startswith("2 of 3 script requests")


def test_markup_is_told_only_where_every_caller_builds_it():
    building = link("GET /rows", aftermath=(Aftermath.MARKUP,))
    judged = verdict(mutates=False)
    rule = json_for_markup.RULE
    assert reported(rule, subject(audited("GET /rows", judged, links=[building]))) == ["GET /rows"]
    assert reported(rule, subject(audited("GET /rows", judged, links=[building, link("GET /rows")]))) == []
    front_end = replace(building, site=replace(building.site, server_rendered=False))
    assert reported(rule, subject(audited("GET /rows", judged, links=[front_end]))) == []
    shared = verdict(Owner.SHARED, mutates=False)
    assert reported(rule, subject(audited("GET /rows", shared, links=[building]))) == []


def test_twins_share_every_write_with_one_form_action_alone():
    write = effect(EffectKind.MUTATES, "commit", depth=1, file="app/notes.py", line=5)
    api = audited(operation("POST /api/notes", handler="app.api"), verdict(), effects=[write])
    form = audited(operation("POST /notes/form", handler="app.form"), verdict(shape=Shape.FORM_ACTION), effects=[write])
    other = audited(
        operation("POST /notes/other", handler="app.other"), verdict(shape=Shape.FORM_ACTION), effects=[write]
    )
    assert reported(twin_mutation.RULE, subject(api, form)) == ["POST /api/notes"]
    assert reported(twin_mutation.RULE, subject(api, form, other)) == [], "a helper of many is no twin"
    apart = audited(operation("POST /forgot", handler="app.form"), verdict(shape=Shape.FORM_ACTION), effects=[write])
    assert reported(twin_mutation.RULE, subject(api, apart)) == [], "nothing says that both are about one thing"
    more = audited(api.operation, verdict(), effects=[write, effect(EffectKind.MUTATES, line=40)])
    assert reported(twin_mutation.RULE, subject(more, form)) == [], "the API writes something of its own"


def test_internal_operations_count_only_beside_published_ones_for_systems():
    published = Declared(in_schema=True)
    page = audited(
        operation("GET /page", handler="app.page", declared=published), verdict(shape=Shape.PAGE, mutates=False)
    )
    api = audited(operation("GET /api", handler="app.api", declared=published), verdict(Owner.SYSTEM, mutates=False))
    spa = audited(
        operation("GET /spa", handler="app.spa", declared=published),
        verdict(mutates=False),
        links=[link("GET /spa", CallKind.FETCH, server_rendered=False)],
    )
    assert reported(published_internal_operation.RULE, subject(page)) == []
    assert reported(published_internal_operation.RULE, subject(page, api, spa)) == ["GET /page"]
