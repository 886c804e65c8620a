from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from reporters.markdown import LIMIT, MARKER, code, escape, render
from tests.reporters.build import HOSTILE, empty, hostile, many, sample


def html(text: str) -> str:
    return MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text)


def test_the_marker_comes_first_so_that_the_comment_can_be_found_again() -> None:
    for report in (sample(), empty(), hostile(), many(100)):
        assert render(report).startswith(MARKER + "\n")


def test_new_findings_come_before_accepted_ones_and_suppressed_ones_are_counted() -> None:
    text = render(sample())
    assert "### callside: 3 new findings" in text
    order = [text.index(f"**{code_}") for code_ in ("CS202", "CS402", "CS101", "CS401")]
    assert order == sorted(order)
    assert "CS501" not in text
    assert "1 suppressed" in text


def test_it_renders_as_a_table_a_list_and_code() -> None:
    page = html(render(sample()))
    assert page.count("<table>") == 1
    assert page.count("<li>") == 4
    assert "<pre><code>&lt;form method=&quot;post&quot;" in page


def test_nothing_found() -> None:
    assert "### callside: no new findings" in render(empty())


@pytest.mark.parametrize("limit", [1_000, 5_000, LIMIT])
def test_it_fits_and_says_what_was_left_out(limit: int) -> None:
    text = render(many(2_000), limit)
    assert len(text.encode("utf-8")) <= limit
    assert "500 findings" in text
    if limit > 1_000:
        assert "more: see the full report" in text


def test_hostile_text_is_only_text() -> None:
    page = html(render(hostile()))
    assert "<img" not in page
    assert "<script" not in page
    assert "href=" not in page
    assert "</script>" not in page
    assert page.count("<table>") == 1
    # GitHub makes no mention of what stands in code
    assert "@team" not in re.sub("<code>.*?</code>", "", page, flags=re.DOTALL)


@pytest.mark.parametrize("text", [HOSTILE, "a|b", "`x` ``y``", "\\|", "- list", "+ list", "*a* _b_ ~c~", "<b>&amp;"])
def test_escaped_text_shows_as_it_is(text: str) -> None:
    shown = html(f"x {escape(text)}")
    assert "<em>" not in shown
    assert "<code>" not in shown
    assert "<li>" not in shown
    assert "<b>" not in shown


@pytest.mark.parametrize("text", ["a`b", "``", "`", "plain", "a```b``c"])
def test_code_spans_hold_any_run_of_backticks(text: str) -> None:
    assert html(code(text)).strip() == f"<p><code>{text}</code></p>"
