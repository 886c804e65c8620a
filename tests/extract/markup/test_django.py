from __future__ import annotations

import pytest

from scanner.extract.markup.templates.django import read_output, read_tag
from tests.extract.markup.reading import show


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (" a.b.0.c ", "a.b[0].c"),
        ("a|default:'x|y'|safe", "filter:safe(filter:default(a, 'x|y'))"),
        ("a|add:b.c", "filter:add(a, b.c)"),
        ('_("Hello")', "'Hello'"),
        ("'it\\'s'", '"it\'s"'),
        ("12", "12"),
        ("1.5", "1.5"),
        ("None", "None"),
        ("True", "True"),
    ],
)
def test_filter_expressions(source: str, shown: str) -> None:
    found = read_output(source, 1)
    assert (show(found.value), found.understood) == (shown, True)


def test_what_is_no_filter_expression_is_unknown() -> None:
    found = read_output("a(b) + c", 1)
    assert (show(found.value), found.understood) == ("<a(b) + c>", False)


@pytest.mark.parametrize(
    ("name", "source", "shown"),
    [
        ("url", "'app:name' a.b key=c|lower", "tag:url('app:name', a.b, key=filter:lower(c))"),
        ("url", "name_variable", "tag:url(name_variable)"),
        ("static", "'a b.css'", "tag:static('a b.css')"),
        ("cycle", "'a' b", "('a' | b)"),
        ("firstof", "a b 'c'", "(a | b | 'c')"),
        ("my_tag", "a.b x='y z'", "tag:my_tag(a.b, x='y z')"),
        ("translate", '"Hello"', "tag:translate('Hello')"),
    ],
)
def test_tags_print(name: str, source: str, shown: str) -> None:
    assert show(read_tag(name, source, 1).printed) == shown


@pytest.mark.parametrize(
    ("name", "source", "bound"),
    [
        ("url", "'x' a as link", ["link = tag:url('x', a)"]),
        ("with", "a=b.c d='e'", ["a = b.c", "d = 'e'"]),
        ("with", "b.c as a", ["a = b.c"]),
        ("for", "a in b.items reversed", ["a = b.items[<each element>]"]),
        (
            "for",
            "k, v in b.items",
            ["k = b.items[<each element>][0]", "v = b.items[<each element>][1]"],
        ),
        ("blocktranslate", "with a=b.c count n=d|length", ["a = b.c", "n = filter:length(d)"]),
        ("cycle", "'a' 'b' as c silent", ["c = ('a' | 'b')"]),
        ("my_tag", "a as b", ["b = tag:my_tag(a)"]),
    ],
)
def test_tags_bind_names(name: str, source: str, bound: list[str]) -> None:
    assert [f"{local} = {show(value)}" for local, value in read_tag(name, source, 1).bound] == bound


def test_an_include_gives_names() -> None:
    found = read_tag("include", '"x.html" with url=a.b title="Hi there" only', 1).included
    assert found is not None
    assert (show(found.template), found.how) == ("'x.html'", "include")
    assert [(name, show(value)) for name, value in found.bindings] == [("url", "a.b"), ("title", "'Hi there'")]


def test_blocks_and_parents() -> None:
    assert read_tag("block", "content", 1).block == "content"
    parent = read_tag("extends", "base_template|default:'x.html'", 1).included
    assert parent is not None
    assert show(parent.template) == "filter:default(base_template, 'x.html')"


@pytest.mark.parametrize(
    ("name", "source"), [("for", "a of b"), ("extends", ""), ("include", ""), ("block", ""), ("regroup", "a")]
)
def test_a_broken_tag_is_not_understood(name: str, source: str) -> None:
    assert read_tag(name, source, 1).understood is False


def test_conditions_keep_their_calls() -> None:
    assert [show(call) for call in read_tag("if", "a|length > 3 and not b", 7).calls] == ["filter:length(a)"]
