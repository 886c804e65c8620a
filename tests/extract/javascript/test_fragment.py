from __future__ import annotations

from scanner.concepts.expression import Call, Expression, Literal, Name
from scanner.concepts.facts import ScopeKind
from scanner.concepts.source import Language
from scanner.extract.javascript.fragment import Fragment, read_fragment
from tests.extract.javascript.reading import bindings, calls, show

URL = Call(Name("url_for"), (Literal("main.index"),))


def fragment(text: str, placeholders: dict[str, Expression] | None = None, **options: int) -> Fragment:
    return read_fragment(
        text,
        file="page.html",
        language=Language.JAVASCRIPT,
        line=options.get("line", 1),
        column=options.get("column", 1),
        first_scope=options.get("first_scope", 0),
        kind=ScopeKind.SCRIPT,
        parent=0 if options.get("first_scope") else None,
        placeholders=placeholders or {},
    )


def test_places_and_scopes_are_those_of_the_file() -> None:
    found = fragment("f(1);\nconst g = () => h(2);", line=10, column=9, first_scope=4)
    top, inner = found.scopes
    assert (top.kind, top.parent, top.line, inner.parent, inner.line) == (ScopeKind.SCRIPT, 0, 10, 4, 11)
    assert bindings(top) == ["g = function 5"]
    assert [(call.line, call.column) for call in (*top.calls, *inner.calls)] == [(10, 9), (11, 17)]


def test_imports_and_requests_count_scopes_of_the_file() -> None:
    found = fragment("function f() { require('./x').y(); return `<a href=\"/z\">` }", first_scope=7)
    assert [entry.scope for entry in found.imports] == [8]
    assert [request.scope for request in found.requests] == [8]


def test_placeholders_stand_for_expressions() -> None:
    found = fragment(
        "const a = __cs0__; const b = '__cs0__'; const c = \"/x__cs0__y\"; const d = `${e}__cs0__`;"
        "fetch(__cs0__ + '?q')",
        {"__cs0__": URL},
    )
    assert bindings(found.scopes[0]) == [
        "a = url_for('main.index')",
        "b = url_for('main.index')",
        "c = ('/x' + url_for('main.index') + 'y')",
        "d = (e + url_for('main.index'))",
    ]
    assert calls(found.scopes[0]) == ["fetch((url_for('main.index') + '?q'))"]


def test_placeholders_do_not_shadow_one_another() -> None:
    found = fragment("a = '__cs1____cs10__'", {"__cs1__": Name("one"), "__cs10__": Name("ten")})
    assert bindings(found.scopes[0]) == ["a = (one + ten)"]


def test_placeholders_in_markup_in_strings() -> None:
    found = fragment("el.innerHTML = '<a href=\"__cs0__\">x</a>'", {"__cs0__": URL})
    assert [show(request.url) for request in found.requests] == ["url_for('main.index')"]


def test_event_attributes() -> None:
    found = fragment("return confirm('sure?')")
    assert calls(found.scopes[0]) == ["confirm('sure?')"]
    assert found.diagnostics == ()


def test_what_does_not_parse_is_a_note_at_its_line() -> None:
    found = fragment("go();\nlet = = (;", line=5)
    assert calls(found.scopes[0])[0] == "go()"
    assert [(str(one.severity), str(one.location)) for one in found.diagnostics] == [("note", "page.html:6")]
