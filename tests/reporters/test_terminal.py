from __future__ import annotations

from dataclasses import replace

import pytest

from reporters.console import Options
from reporters.terminal import quoted, render, render_diagnostics
from scanner.concepts.evidence import Evidence, Side
from scanner.concepts.location import Location
from tests.reporters.build import empty, hostile, many, sample


def test_plain_text_has_no_escape_sequence() -> None:
    text = render(sample())
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_colour_and_links_are_the_callers_choice_and_the_bytes_are_fixed() -> None:
    options = Options(color=True, hyperlinks="file:///src/shop/")
    text = render(sample(), options)
    assert "\x1b[1;33mCS101 form-in-disguise\x1b[0m" in text
    assert "\x1b]8;;file:///src/shop/shop/account.py\x1b\\" in text
    assert text == render(sample(), options)
    assert "\x1b]8" not in render(sample(), Options(color=True))


def test_the_environment_decides_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = render(sample())
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.setenv(name, "1")
    assert render(sample()) == plain


def test_what_was_not_read_is_always_said() -> None:
    summary = " ".join(render(sample()).split())
    assert "45 of 48 files read; skipped 1 too-large, 2 vendored; 1 request unresolved" in summary
    assert "1 warning; 1 note; 3 operations of test code left out" in summary


def test_a_finding_shows_its_source_its_second_place_and_how_to_read_on() -> None:
    text = render(sample())
    assert '20 | @account.post("/profile")\n   | ^^^^^^^^^^^^^\n  ::: shop/static/profile.js:7:2\n' in text
    assert " 7 |     send('/account/profile'" in text
    assert "   |     ----\n" in text
    assert "   = more:    callside explain CS101\n" in text
    assert 'callside why "POST /account/profile"\n' in text


def test_suppressed_findings_are_counted_not_listed() -> None:
    text = render(sample())
    assert "CS501" not in text
    assert "4 findings: 1 high, 2 medium, 1 low (1 unchanged, 1 suppressed)." in text
    assert "[unchanged]" in text


def test_quiet_levels() -> None:
    assert render(sample(), Options(quiet=1)).startswith("CS101")
    assert render(sample(), Options(quiet=2)).startswith("4 findings: ")


def test_statistics_count_per_rule_instead_of_listing() -> None:
    text = render(many(40), Options(statistics=True))
    assert "   10  CS101  form-in-disguise" in text
    assert "= help" not in text


def test_verbose_lists_unresolved_requests_and_diagnostics() -> None:
    text = render(sample(), Options(verbose=True))
    assert "shop/static/stats.js:4: fetch GET {base}/stats: base is read from an attribute" in text
    assert "warning: shop/broken.py:3: invalid syntax: the file was not read" in text


def test_what_to_read_first_appears_when_there_is_more_than_fits_the_eye() -> None:
    assert "Read first" not in render(sample())
    assert "Read first" in render(many(40))


@pytest.mark.parametrize("width", [20, 40, 60, 100, 200])
def test_every_width_keeps_every_finding_and_the_totals(width: int) -> None:
    text = render(many(24), Options(width=width))
    assert "callside explain CS101" in text
    assert text.count("form-in-disguise") >= 6
    assert "total" in text
    for owner in ("ui", "system", "shared", "none"):
        assert any(line.split()[:1] == [owner] and line.split()[-1] == "6" for line in text.splitlines())


def test_nothing_found() -> None:
    text = render(empty())
    assert text.startswith("callside 0.1.0: 0 operations of 0 applications (flask)\n")
    assert text.endswith("No findings.\n")


def test_hostile_text_reaches_no_terminal() -> None:
    options = Options(verbose=True)
    for text in (render(hostile(), options), render_diagnostics(hostile(), options)):
        assert text.isprintable() or set(text) - {"\n"} == {c for c in text if c.isprintable()}
        assert "\\x1b[2J" in text
        text.encode("utf-8")


def test_markup_of_rich_in_a_file_name_is_text() -> None:
    text = render(hostile("[red]x[/red] :smile:"), Options(color=True, hyperlinks="file:///r"))
    assert "[red]x[/red] :smile:" in text
    assert "file:///r/%5Bred%5Dx%5B/red%5D%20%3Asmile%3A" in text


def test_diagnostics_go_a_line_each() -> None:
    assert render_diagnostics(sample()).splitlines() == [
        "warning: shop/broken.py:3: invalid syntax: the file was not read",
        "note: settings come from the environment",
    ]


def test_callers_are_counted_by_kind_and_tests_are_none() -> None:
    assert "json-api, called by 1 via-wrapper, 1 wrapper\n" in render(sample())


def test_a_place_without_a_snippet_is_still_named() -> None:
    finding = replace(sample().findings[0], location=Location("gone.py", 0), related=())
    text = render(replace(sample(), findings=(finding,)))
    assert "--> gone.py:0\n" in text


@pytest.mark.parametrize(
    ("text", "shell"),
    [("POST /users/{id}", '"POST /users/{id}"'), ('a"b', "'a\"b'"), ("a'$b", "'a'\\''$b'")],
)
def test_operations_are_quoted_for_a_shell(text: str, shell: str) -> None:
    assert quoted(text) == shell


def test_a_fact_that_speaks_to_both_questions_is_told_once() -> None:
    finding = sample().findings[0]
    proofs = [Evidence(side, 1.0, "data", "it answers data", Location("a.py", 3)) for side in Side]
    more = Evidence(Side.UI, 1.0, "page", "a page shows it", Location("a.py", 9))
    text = render(replace(sample(), findings=(replace(finding, evidence=(proofs[0], more, proofs[1])),)))
    assert text.count("= because: it answers data (a.py:3)") == 1
    assert text.index("it answers data") < text.index("= because: a page shows it (a.py:9)")
