from __future__ import annotations

from reporters.console import Options
from reporters.why import render
from tests.reporters.build import hostile, sample


def test_one_operation_from_its_callers_to_its_verdict() -> None:
    report = sample()
    text = render(report, report.operations[2])
    for part in (
        "owner       ui, confidence 0.91: exists for this project's own interface",
        "mount       /account by account  shop/__init__.py:14:5",
        "Callers: 2, and 1 test",
        "through shop/static/api.js:2, sends json",
        "Is it used by the UI?  evidence +3.3",
        "   -1.4  no token or key opens it",
        "mutates  db.session.commit  shop/services.py:8, 1 call away",
        "CS101 form-in-disguise  medium, confidence 0.91",
    ):
        assert part in text
    assert "callside why" not in text


def test_what_would_change_the_owner_is_said_in_words() -> None:
    report = sample()
    lines = render(report, report.operations[2]).splitlines()
    start = lines.index("What would change the owner")
    assert lines[start + 1 : start + 3] == [
        "  none without: a script of profile.html posts to it (shop/static/profile.js:7)",
        "  shared if a token or key opened it",
    ]
    declared = render(report, report.operations[3])
    assert "it is declared: only another declaration would" in declared


def test_an_operation_whose_shape_does_not_fit_is_compared_concern_by_concern() -> None:
    report = sample()
    text = render(report, report.operations[2])
    assert "  progressive enhancement  does not work until scripts have loaded: they alone request it" in text
    assert "  would become             a form post" in text
    assert "Form action or boundary" not in render(report, report.operations[0]), "its shape fits"


def test_chains_read_from_the_page_down() -> None:
    report = sample()
    lines = render(report, report.operations[2]).splitlines()
    start = lines.index("From a page to it")
    assert lines[start + 1 : start + 6] == [
        "  GET /account/profile",
        "    -> shop/templates/profile.html",
        "      -> shop/static/profile.js: save",
        "        -> shop/static/api.js: send",
        "          -> POST /account/profile",
    ]


def test_what_is_odd_about_a_registration_is_noted() -> None:
    report = sample()
    assert "note        no application mounts it; only if settings.LEGACY" in render(report, report.operations[5])


def test_an_operation_nobody_asks_for_says_so() -> None:
    report = sample()
    text = render(report, report.operations[5])
    assert "Callers: 0, and 0 tests" in text
    assert text.count("no evidence") == 2


def test_a_declared_owner_shows_its_reason() -> None:
    report = sample()
    assert "declared    probed by the load balancer" in render(report, report.operations[3])


def test_hostile_text_reaches_no_terminal() -> None:
    report = hostile()
    text = render(report, report.operations[0], Options(color=False, width=60))
    assert {character for character in text if not character.isprintable()} == {"\n"}
