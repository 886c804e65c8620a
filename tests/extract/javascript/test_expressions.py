from __future__ import annotations

import pytest

from tests.extract.javascript.reading import read, show, top_bindings, top_calls


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("'/api/' + id + '/x'", "('/api/' + id + '/x')"),
        ("'/a' + '/b'", "'/a/b'"),
        ("`/u/${user.id}/edit`", "('/u/' + user.id + '/edit')"),
        ("`plain`", "'plain'"),
        ("`${a}`", "(a)"),
        ("'/a' + (b ? '/c' : '/d')", "('/a' + ('/c' | '/d'))"),
        ("'/a'.concat(id, '/b')", "('/a' + id + '/b')"),
        ("['/a', id].join('/')", "('/a/' + id)"),
        ("a || b || '/c'", "(a | b | '/c')"),
        ("a ?? '/c'", "(a | '/c')"),
        ("ready && '/c'", "'/c'"),
        ("a ? '/x' : b ? '/y' : '/z'", "('/x' | '/y' | '/z')"),
        ("await load('/x')", "load('/x')"),
        ("(0, api.get)('/x')", "api.get('/x')"),
        ("a?.b?.(1)", "a.b(1)"),
        ("urls[key]", "urls[key]"),
        ("new URL('/x', base)", "new URL('/x', base)"),
        ("save.bind(this)", "save"),
        ("tag`/x/${y}`", "tag(('/x/' + y))"),
        ("f(...xs)", "f(filter:spread(xs))"),
        ("{ a: 1, 'b-c': d, e, ...rest, [k]: 2, ['f']: 3 }", "{a: 1, b-c: d, e: e, f: 3, ...rest}"),
        ("[1, ...xs]", "[1, filter:spread(xs)]"),
        ("-1", "-1"),
        ("0x10", "16"),
        ("1_000", "1000"),
        ("void 0", "None"),
        ("null", "None"),
        ("!ok", "<negation>"),
        ("a - b", "<arithmetic>"),
        ("a === b", "<comparison>"),
        ("/x+/g", "<regular expression>"),
        (r"'a\'b\n\x41\u0042\u{43}'", '"a\'b\\nABC"'),
        ("'été/' + x", "('été/' + x)"),
        ("import.meta.env.VITE_API", "import.meta.env.VITE_API"),
        ("process.env.API_URL", "process.env.API_URL"),
    ],
)
def test_values(source: str, value: str) -> None:
    assert top_bindings(f"v = {source}") == [f"v = {value}"]


@pytest.mark.parametrize("source", ["location.href", "window.location.pathname", "document.URL", "window.location"])
def test_the_address_of_the_page_is_here(source: str) -> None:
    assert top_bindings(f"v = {source}") == ["v = HERE"]


def test_the_address_keeps_its_form_as_target_and_callee() -> None:
    facts = read(
        "location.href = '/a'; window.location = '/b'; window.location.assign('/c'); location.href.replace(1, 2)"
    )
    assert [show(one.target) for one in facts.scopes[0].bindings] == ["location.href", "window.location"]
    assert [show(call) for call in facts.scopes[0].calls] == ["window.location.assign('/c')", "HERE.replace(1, 2)"]


def test_a_location_of_the_files_own_is_not_the_address() -> None:
    assert top_bindings("const location = place(); v = location.href")[-1] == "v = location.href"
    assert read("function f(location) { return location.href }").scopes[1].returns[0] != read("v = location.href")


def test_destructuring() -> None:
    assert top_bindings("const { a, b: { c = 1 }, ...rest } = x, [p, , q] = y") == [
        "a = x.a",
        "c = (x.b.c | 1)",
        "rest = x",
        "p = y[0]",
        "q = y[2]",
    ]
    assert top_bindings("({ a, b: this.c } = x); [d] = y") == ["a = x.a", "this.c = x.b", "d = y[0]"]


def test_assignments_and_loops() -> None:
    assert top_bindings("let u = '/a'; u += '/b'; u ||= '/c'; el.dataset[k] = u; window.api = u") == [
        "u = '/a'",
        "u = (u + '/b')",
        "u = (u | '/c')",
        "el.dataset[k] = u",
        "window.api = u",
    ]
    assert top_bindings("for (const [k, v] of pairs) {} for (const key in table) {}") == [
        "k = pairs[<each>][0]",
        "v = pairs[<each>][1]",
        "key = <key>",
    ]


def test_calls_are_listed_as_they_are_evaluated_each_at_its_own_place() -> None:
    facts = read("$.ajax({\n  url: path(1),\n})\n  .done(f)\n  .fail(g);")
    found = [(show(call), call.line, call.column) for call in facts.scopes[0].calls]
    assert [(text.split("(")[0], line, column) for text, line, column in found] == [
        ("path", 2, 8),
        ("$.ajax", 1, 3),
        ("$.ajax", 4, 4),
        ("$.ajax", 5, 4),
    ]


def test_every_branch_and_condition_is_read() -> None:
    source = """
    if (a()) b(); else if (c()) d(); else { e() }
    try { f() } catch { g() } finally { h() }
    switch (i()) { case 1: j(); break; default: k() }
    label: while (l()) { do { m() } while (n()) }
    for (o(); p(); q()) r();
    s(), t();
    """
    assert [call[0] for call in top_calls(source)] == list("abcdefghijklmnopqrst")


def test_comments_between_tokens_change_nothing() -> None:
    source = "v /* a */ = /* b */ x /* c */ . /* d */ y /* e */ + /* f */ '/g'; h(/* i */ 1, /* j */ 2 /* k */)"
    assert top_bindings(source) == ["v = (x.y + '/g')"]
    assert top_calls(source) == ["h(1, 2)"]
