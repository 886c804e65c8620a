from __future__ import annotations

import pytest

from scanner.extract.markup.templates.jinja import read_output, read_tag
from tests.extract.markup.reading import show


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("a.b['c'][0]", "a.b['c'][0]"),
        ("url_for('.x', id=u.id, _external=True)", "url_for('.x', id=u.id, _external=True)"),
        ("url_for('x', *a, **b)", "url_for('x', *=a, **=b)"),
        ("a|default('x')|lower", "filter:lower(filter:default(a, 'x'))"),
        ("'/u/' ~ u.id ~ '/x'", "('/u/' + u.id + '/x')"),
        ("'/u/' + u + '/x'", "('/u/' + u + '/x')"),
        ("'/u/%s/%d' % (a, b)", "('/u/' + a + '/' + b)"),
        ("'/u/%(n)s' % {'n': a}", "('/u/' + a)"),
        ("'/u/%s'|format(a)", "('/u/' + a)"),
        ("'/u/{}/{x}'.format(a, x=b)", "('/u/' + a + '/' + b)"),
        ("a if c else b", "(a | b)"),
        ("a if c", "(a | '')"),
        ("a or b or c", "(a | b | c)"),
        ("a and b", "b"),
        ("a is defined", "<condition>"),
        ("a > 1", "<condition>"),
        ("2 * a", "<arithmetic>"),
        ("a[1:]", "<slice>"),
        ("[a, {'b': c}]", "[a, {b: c}]"),
        ("1, 'x', none, true", "[1, 'x', None, True]"),
        ("caller(1)(2)", "caller(1)(2)"),
    ],
)
def test_expressions(source: str, shown: str) -> None:
    found = read_output(source, 1)
    assert (show(found.value), found.understood) == (shown, True)


def test_calls_are_kept_in_order_with_their_lines() -> None:
    found = read_output("f(g(1),\n  h(2)) if k() else 3", 10)
    assert [(show(call.callee), call.line) for call in found.calls] == [("k", 11), ("f", 10), ("g", 10), ("h", 11)]


def test_conditions_are_opaque_but_their_calls_are_not() -> None:
    assert [show(call) for call in read_output("f(1) > g(2)", 1).calls] == ["f(1)", "g(2)"]


@pytest.mark.parametrize(
    "source", ["(" * 5000, "not " * 5000 + "a", "[" * 3000, "a." * 3000, "9" * 9000, "}{", '"\\d"', ""]
)
def test_what_jinja_cannot_read_is_unknown(source: str) -> None:
    assert show(read_output(source, 1).value)


def test_long_chains_are_read() -> None:
    assert show(read_output("+".join(["a"] * 500), 1).value).count("a") == 500


def test_a_filter_in_django_syntax_is_understood() -> None:
    assert show(read_output("a|date:'Y'", 1).value) == "filter:date(a, 'Y')"


@pytest.mark.parametrize(
    ("name", "source", "bound"),
    [
        ("set", "a = url_for('x')", ["a = url_for('x')"]),
        ("set", "a, b = c", ["a = c[<each element>][<each element>]", "b = c[<each element>][<each element>]"]),
        ("set", "ns.a = 1", ["ns.a = 1"]),
        ("with", "a = 1, b = c", ["a = 1", "b = c"]),
        ("for", "a in b.c() if a.d recursive", ["a = b.c()[<each element>]"]),
        ("for", "k, v in b", ["k = b[<each element>][0]", "v = b[<each element>][1]"]),
        ("for", "(k, v), w in b", [f"{name} = b[<each element>][<each element>]" for name in "kvw"]),
        ("trans", "n=u.name, c", ["n = u.name"]),
        ("call", "(u) rows(x)", ["u = <given by the macro>"]),
        ("thumb", "x.y '10x10' crop=1 as im", ["im = tag:thumb(x.y, '10x10', crop=1)"]),
    ],
)
def test_tags_bind_names(name: str, source: str, bound: list[str]) -> None:
    assert [f"{local} = {show(value)}" for local, value in read_tag(name, source, 1).bound] == bound


def test_a_set_without_value_captures_its_body() -> None:
    assert read_tag("set", "a", 1).captured == "a"
    assert read_tag("set", "a | upper", 1).captured == "a"


def test_inclusions() -> None:
    imported = read_tag("from", "'m.html' import a, b as c with context", 1).included
    assert imported is not None
    assert (show(imported.template), imported.how, imported.names) == ("'m.html'", "import", (("a", "a"), ("b", "c")))
    as_name = read_tag("import", "'m.html' as m without context", 1).included
    assert as_name is not None
    assert as_name.local == "m"
    either = read_tag("include", "['a.html', x] ignore missing", 1).included
    assert either is not None
    assert show(either.template) == "['a.html', x]"
    parent = read_tag("extends", "'a.html' if x else 'b.html'", 1).included
    assert parent is not None
    assert (show(parent.template), parent.how) == ("('a.html' | 'b.html')", "extends")


def test_a_macro_has_parameters_with_defaults() -> None:
    found = read_tag("macro", "row(a, b='x', c=d.e)", 1)
    assert found.macro == "row"
    assert [(formal.name, show(formal.default)) for formal in found.parameters] == [
        ("a", "-"),
        ("b", "'x'"),
        ("c", "d.e"),
    ]


def test_a_broken_tag_costs_itself_alone() -> None:
    assert read_tag("for", "a of b", 1).understood is False
    assert read_tag("if", "((", 1).understood is False
    assert show(read_tag("assets", '"app.js", output="x"', 1).printed) == "tag:assets('app.js', output='x')"
