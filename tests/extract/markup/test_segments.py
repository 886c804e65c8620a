from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.extract.markup.templates.engine import Engine
from scanner.extract.markup.templates.segments import SegmentKind, segment

FRAGMENTS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "#}",
    " raw ",
    " endraw ",
    "'",
    '"',
    "{",
    "}",
    "x",
    "\n",
    "-",
    " verbatim ",
    "é",
]


def cut(text: str, engine: Engine = Engine.JINJA) -> list[tuple[str, str, str]]:
    return [(item.kind.value, item.name, item.source.strip()) for item in segment(text, engine)]


def test_a_template_is_text_outputs_tags_and_comments() -> None:
    assert cut("a{{ b }}{%- if c -%}{# d #}") == [
        ("data", "", ""),
        ("output", "", "b"),
        ("tag", "if", "c"),
        ("comment", "", ""),
    ]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ('{{ "}}" }}', '"}}"'),
        ("{{ {'a': {'b': 1}} }}", "{'a': {'b': 1}}"),
        ("{{ f('%}', \"{{\") }}", "f('%}', \"{{\")"),
        ("{{ a\n  .b }}", "a\n  .b"),
    ],
)
def test_jinja_delimiters_may_stand_in_strings_and_displays(text: str, source: str) -> None:
    assert cut(text) == [("output", "", source)]


def test_django_delimiters_stand_on_one_line() -> None:
    assert cut("{{ a\n}}{% b %}", Engine.DJANGO) == [("data", "", ""), ("tag", "b", "")]


def test_what_is_never_closed_is_text() -> None:
    assert cut("{{ a {% b") == [("data", "", "")]
    assert cut("{{ a {% b %}") == [("data", "", ""), ("tag", "b", "")]


@pytest.mark.parametrize(
    ("text", "engine"),
    [
        ("{% raw %}{{ vue }}{% endraw %}", Engine.JINJA),
        ("{% verbatim %}{{ vue }}{% endverbatim %}", Engine.DJANGO),
        ("{% verbatim mine %}{{ vue }}{% endverbatim mine %}", Engine.DJANGO),
    ],
)
def test_literal_stretches_are_text(text: str, engine: Engine) -> None:
    assert [name for name, _, _ in cut(text, engine)] == ["comment", "data", "comment"]


def test_a_comment_tag_hides_what_it_holds() -> None:
    (found,) = segment('{% comment "why" %}{% url "x" %}{% endcomment %}', Engine.DJANGO)
    assert found.kind is SegmentKind.COMMENT


@given(st.lists(st.sampled_from(FRAGMENTS)).map("".join), st.sampled_from(list(Engine)))
def test_segments_leave_no_gap(text: str, engine: Engine) -> None:
    found = segment(text, engine)
    assert "".join(text[item.start : item.end] for item in found) == text
    assert all(item.start < item.end for item in found)
