from __future__ import annotations

import pytest

from scanner.concepts.marks import Declaration, Suppression
from scanner.extract.comments import read_comment, split_comments


@pytest.mark.parametrize(
    "text",
    [
        "# callside: ignore[CS101, CS202] -- partner needs JSON",
        "// callside: ignore[CS101,CS202] -- partner needs JSON",
        "/* callside: ignore[CS101, CS202] -- partner needs JSON */",
        "<!-- callside: ignore[CS101, CS202] -- partner needs JSON -->",
        "{# callside: ignore[CS101, CS202] -- partner needs JSON #}",
    ],
)
def test_ignore_in_any_comment_syntax(text: str) -> None:
    assert read_comment(text, 7) == (Suppression(7, ("CS101", "CS202"), "partner needs JSON"),)


def test_a_blanket_ignore_has_no_codes_and_no_reason() -> None:
    assert read_comment("# callside: ignore", 3, alone=True) == (Suppression(3, (), "", True),)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('# callside: owner=system, reason="called by the partner"', "called by the partner"),
        ("# callside: owner=system, reason='called by the partner'", "called by the partner"),
        ("<!-- callside: owner=system, reason=called by the partner -->", "called by the partner"),
        ("# callside: owner=System", ""),
    ],
)
def test_declared_owner(text: str, reason: str) -> None:
    assert read_comment(text, 1) == (Declaration(1, "system", reason),)


def test_lines_inside_a_long_comment() -> None:
    text = '/* about\n * callside: ignore[CS1] -- a\n * callside: owner=ui, reason="b"\n */'
    assert read_comment(text, 10) == (Suppression(11, ("CS1",), "a"), Declaration(12, "ui", "b"))


def test_other_comments_say_nothing() -> None:
    assert read_comment("# callside is nice: ignore it", 1) == ()


def test_split() -> None:
    waived, declared = Suppression(1, ("CS1",), ""), Declaration(2, "ui", "")
    assert split_comments([waived, declared]) == ((waived,), (declared,))
