from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporters.clean import clean, clean_block


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("app/views.py", "app/views.py"),
        ("naïve 日本 a\u00a0b", "naïve 日本 a\u00a0b"),
        ("\x1b[31m", "\\x1b[31m"),
        ("a\nb\r\tc", "a\\nb\\r\\tc"),
        ("\x9b2J\x7f", "\\x9b2J\\x7f"),
        ("\u202eexe.py\u2069", "\\u202eexe.py\\u2069"),
        ("zero\u200bwidth\u2028", "zero\\u200bwidth\\u2028"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_hidden_characters_become_visible_escapes(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_block_keeps_its_lines_and_expands_its_tabs() -> None:
    assert clean_block("if x:\r\n\treturn\x1b") == "if x:\n    return\\x1b"


@given(st.text(st.characters()))
def test_nothing_hidden_survives_and_the_result_can_be_encoded(text: str) -> None:
    shown = clean(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert clean(shown) == shown
    shown.encode("utf-8")
