from __future__ import annotations

import pytest

from scanner.concepts.facts import ScopeKind
from tests.extract.markup.reading import attributes, bindings, calls, page, requests, scopes, script_calls


def test_template_expressions_in_scripts() -> None:
    facts = page(
        "<p>\n<script>\n"
        "const url = \"{{ url_for('api.items') }}\";\n"
        "const all = {{ data|tojson }};\n"
        "const one = `/x/{{ item.id }}/y`;\n"
        "fetch(url);\n"
        "</script>"
    )
    (script,) = scopes(facts, ScopeKind.SCRIPT)
    assert script.parent == 0
    assert bindings(script) == [
        "url = url_for('api.items') @3",
        "all = __cs1__ @4",
        "one = ('/x/' + __cs2__ + '/y') @5",
    ]
    assert bindings(facts.scopes[0]) == ["__cs1__ = filter:tojson(data) @4", "__cs2__ = item.id @5"]
    assert calls(script) == ["fetch(url) @6"]


def test_a_script_variable_is_not_taken_for_the_template_variable_of_that_name() -> None:
    facts = page("{% set url = '/x' %}<script>var url = '{{ url }}';</script>")
    assert bindings(facts.scopes[0]) == ["url = '/x' @1", "__cs0__ = url @1"]
    assert bindings(facts.scopes[1]) == ["url = __cs0__ @1"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'{% if a %}/x{% else %}/y{% endif %}/z'", "(('/x' | '/y') + '/z')"),
        ("{% if a %}'/x'{% else %}\"{{ url_for('y') }}\"{% endif %}", "('/x' | url_for('y'))"),
        ("{% if a %}\n  '/x'\n{% else %}\n  '/y'\n{% endif %}", "('/x' | '/y')"),
        ("'/x{# why #}/y'", "'/x/y'"),
        ("[{% for a in b %}'{{ url_for('x') }}',{% endfor %}]", "[url_for('x')]"),
    ],
)
def test_alternatives_in_scripts(text: str, value: str) -> None:
    (script,) = scopes(page(f"<script>var x = {text};</script>"), ScopeKind.SCRIPT)
    assert bindings(script) == [f"x = {value} @1"]


def test_statements_under_conditions_are_all_read() -> None:
    facts = page(
        "<script>\n{% if a %}f(1);{% else %}g(2);{% endif %}\n"
        "{% for x in y %}h('{{ x }}');\n{% endfor %}k();\n</script>"
    )
    assert script_calls(facts) == ["f(1) @2", "g(2) @2", "h(__cs0__) @3", "k() @4"]


def test_lines_stay_right_after_constructs_of_several_lines() -> None:
    facts = page("<script>\nf('{{ url_for(\n  'x',\n  y=1) }}');\n{% set a %}\n1\n{% endset %}\ng();\n</script>")
    assert script_calls(facts) == ["f(url_for('x', y=1)) @2", "g() @8"]


@pytest.mark.parametrize(
    "attribute",
    [
        'onclick="go(&quot;/x&quot;)"',
        "onclick=\"go('{{ '/x' }}')\"",
        "@click=\"go('/x')\"",
        "x-on:click.prevent=\"go('/x')\"",
        "v-on:click=\"go('/x')\"",
        "hx-on:click=\"go('/x')\"",
        "hx-on::after-request=\"go('/x')\"",
        "hx-on=\"click: go('/x')\"",
        "x-init=\"go('/x')\"",
        "(click)=\"go('/x')\"",
        "href=\"javascript:go('/x')\"",
    ],
)
def test_scripts_in_attributes(attribute: str) -> None:
    assert script_calls(page(f"<a {attribute}>")) == ["go('/x') @1"]


def test_names_of_x_data_are_seen_inside_the_element() -> None:
    facts = page(
        "<div x-data=\"{ api: '/a', go() { fetch(this.api) } }\"><p @click='go()'></p></div><p @click='go()'></p>"
    )
    first, inside, outside = scopes(facts, ScopeKind.SCRIPT)
    assert bindings(first)[0] == "api = '/a' @1"
    assert (inside.parent, outside.parent) == (facts.scopes.index(first), 0)
    assert [scope.qualname for scope in scopes(facts, ScopeKind.FUNCTION)] == ["go"]


def test_bound_addresses() -> None:
    facts = page(
        "<a :href=\"'/x/' + id\"></a><img v-bind:src='pic'><p :data-url=\"base + '/y'\"></p><a :class='{b: c}'></a>"
    )
    assert requests(facts) == ["link GET ('/x/' + id) @1", "link GET pic @1"]
    assert attributes(facts) == ["p# data-url=(base + '/y') @1"]


def test_embedded_data_is_the_text_of_its_element() -> None:
    facts = page('<script type="application/json" id="cfg">{"api": "{{ url_for(\'x\') }}", "n": [1]}</script>')
    assert attributes(facts) == ["script#cfg text={api: url_for('x'), n: [1]} @1"]


@pytest.mark.parametrize("kind", ["text/template", "text/x-handlebars-template", "text/x-template", "text/html"])
def test_client_side_templates_are_markup(kind: str) -> None:
    facts = page(f"<script type='{kind}'>\n<form action='/x' method=post><input name=a></form></script>")
    assert requests(facts) == ["form POST '/x' @2"]


def test_unknown_script_types_are_not_read_as_script() -> None:
    assert script_calls(page("<script type='x-shader/x-vertex'>main(1);</script>")) == []
    assert requests(page("<script type='text/plain'>{{ url_for('x') }}</script>")) == ["link None url_for('x') @1"]


def test_a_block_that_holds_script() -> None:
    facts = page(
        "{% extends 'a.html' %}\n{% block js %}\n$.get('{{ url_for('x') }}', show);\n"
        "for (var i = 0; i<n; i++) { go(i); }\n{% endblock %}\n{% block text %}<p>let x = 1;</p>{% endblock %}"
    )
    assert script_calls(facts) == ["$.get(url_for('x'), show) @3", "go(i) @4"]
    assert requests(facts) == []


def test_prose_in_a_block_is_no_script() -> None:
    facts = page("{% block text %}Use the fetch function (it is let go); see {{ url_for('x') }}{% endblock %}")
    assert requests(facts) == ["link None url_for('x') @1"]


def test_script_that_does_not_parse_is_a_diagnostic() -> None:
    assert [note.severity.value for note in page("<script>function ( {</script>").diagnostics] != []
