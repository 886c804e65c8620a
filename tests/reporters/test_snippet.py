from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reporters.snippet import excerpt


def marked(source: str, column: int, room: int = 80) -> str:
    """What the mark underlines, for sources in which every cell is one character."""
    shown = excerpt(source, column, room)
    return shown.text[shown.start : shown.start + shown.length]


@pytest.mark.parametrize(
    ("source", "column", "token"),
    [
        ('@app.route("/x")', 1, "@app.route"),
        ('fetch("/x y", 1)', 7, '"/x y"'),
        ("  <a href='/x'>", 3, "<a"),
        ("  total = 1", 0, "total = 1"),
        ("  total = 1", 99, "total = 1"),
        ("x = {}", 5, "{"),
        ("await this.api.save(x)", 7, "this.api.save"),
    ],
)
def test_the_mark_covers_the_token_at_the_column(source: str, column: int, token: str) -> None:
    assert marked(source, column) == token


def test_tabs_are_expanded_and_the_mark_follows() -> None:
    shown = excerpt("\t\tx()", 3, 80)
    assert (shown.text, shown.start, shown.length) == ("        x()", 8, 1)


def test_wide_characters_take_two_cells() -> None:
    shown = excerpt("日本 = fetch", 6, 80)
    assert (shown.start, shown.length) == (7, 5)


def test_a_long_line_is_cut_on_both_sides_around_the_mark() -> None:
    source = "a" * 500 + " fetch('/x') " + "b" * 500
    shown = excerpt(source, 502, 60)
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert shown.text[shown.start : shown.start + shown.length] == "fetch"
    assert cell_len(shown.text) <= 60


def test_control_characters_are_shown_as_escapes() -> None:
    shown = excerpt("a\x1b b", 4, 80)
    assert (shown.text, shown.start) == ("a\\x1b b", 6)


@given(st.text(st.characters(exclude_characters="\n"), max_size=3000), st.integers(0, 3100), st.integers(20, 200))
def test_any_line_fits_its_room_and_the_mark_is_inside(source: str, column: int, room: int) -> None:
    shown = excerpt(source, column, room)
    assert cell_len(shown.text) <= room
    assert shown.start <= room
    assert shown.length >= 1
    shown.text.encode("utf-8")
