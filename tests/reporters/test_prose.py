from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporters.prose import prose
from tests.reporters.build import HOSTILE


@pytest.mark.parametrize(
    ("text", "markup"),
    [
        ("One\nsentence with `code`.", "<p>One sentence with <code>code</code>.</p>"),
        ("## Why\n\nBecause.", "<h3>Why</h3><p>Because.</p>"),
        ("### Flask\ntext", "<h4>Flask</h4><p>text</p>"),
        ("```python\na < b\n\n# no heading\n```", "<pre>a &lt; b\n\n# no heading</pre>"),
        ("- one\n  more\n- two", "<ul><li>one\n  more</li><li>two</li></ul>"),
        ("```\nnever closed", "<p>``` never closed</p>"),
    ],
)
def test_each_form_has_its_markup(text: str, markup: str) -> None:
    assert prose(text) == markup


def test_markup_in_the_text_is_text() -> None:
    assert "<img" not in prose(HOSTILE)
    assert "<script" not in prose(f"`{HOSTILE}`")


@given(st.text(alphabet="#`-a<\n "))
def test_any_text_keeps_its_words(text: str) -> None:
    markup = prose(text)
    fences = [line for line in text.split("\n") if line.startswith("```")]
    if not fences:
        assert markup.count("a") >= text.count("a")
