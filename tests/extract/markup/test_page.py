"""Scopes, names, inclusions, comments and places of a page."""

from __future__ import annotations

import pytest

from scanner.concepts.facts import ScopeKind
from tests.extract.markup.reading import bindings, calls, django_page, page, requests, scopes, show, urls


def test_the_template_is_the_top_scope_and_blocks_and_macros_are_inside() -> None:
    facts = page(
        "{% set a = 1 %}\n"
        "{% block body %}\n"
        "{% set b = 2 %}{{ f(b) }}\n"
        "{% macro link(item, kind='x') %}{% set c = 3 %}<a href='{{ item.url }}'></a>{% endmacro %}\n"
        "{% endblock %}\n"
        "{{ g() }}"
    )
    top, body, link = facts.scopes
    assert (top.kind, bindings(top), calls(top)) == (ScopeKind.TEMPLATE, ["a = 1 @1"], ["g() @6"])
    assert (body.kind, body.name, body.parent, body.line, body.end) == (ScopeKind.BLOCK, "body", 0, 2, 5)
    assert (bindings(body), calls(body)) == (["b = 2 @3"], ["f(b) @3"])
    assert (link.kind, link.qualname, link.parent, bindings(link)) == (ScopeKind.MACRO, "body.link", 1, ["c = 3 @4"])
    assert [(formal.name, show(formal.default)) for formal in link.parameters] == [("item", "-"), ("kind", "'x'")]
    assert facts.requests[0].scope == 2


def test_django_names() -> None:
    facts = django_page(
        "{% url 'item' pk=i.pk as link %}\n{% with base=link %}<a href='{{ base }}'></a>{% endwith %}\n"
        "{% for row in rows %}<a href='{{ row.url }}'></a>{% endfor %}"
    )
    assert bindings(facts.scopes[0]) == [
        "link = tag:url('item', pk=i.pk) @1",
        "base = link @2",
        "row = rows[<each element>] @3",
    ]
    assert requests(facts) == ["link GET base @2", "link GET row.url @3"]


def test_blocks_and_macros_that_are_values_return_them() -> None:
    facts = page(
        "{% block action %} {{ url_for('save') }} {% endblock %}{% block markup %}<p>x</p>{% endblock %}"
        "{% macro path(x) %}/x/{{ x }}{% endmacro %}{% set y %}/y/{{ z }}{% endset %}"
    )
    assert [[show(value) for value in scope.returns] for scope in facts.scopes] == [
        [],
        ["url_for('save')"],
        [],
        ["('/x/' + x)"],
    ]
    assert bindings(facts.scopes[0]) == ["y = ('/y/' + z) @1"]


def test_a_block_in_an_attribute_can_be_put_in_by_another_template() -> None:
    assert urls('<form action="{% block action %}/x{% endblock %}"></form>') == ["('/x' | tag:block('action'))"]
    assert urls('<form action="{% block action %}{% endblock %}"></form>') == ["tag:block('action')"]


def test_inclusions_stand_in_their_scope() -> None:
    facts = page("{% extends 'a.html' %}\n{% block b %}{% include ['c.html', d] %}{% endblock %}")
    assert [(show(one.template), one.how, one.line, one.scope) for one in facts.inclusions] == [
        ("'a.html'", "extends", 1, 0),
        ("['c.html', d]", "include", 2, 1),
    ]
    given = django_page("{% include 'a.html' with url=b.c %}").inclusions[0]
    assert [(name, show(value)) for name, value in given.bindings] == [("url", "b.c")]


def test_comments_make_no_requests_but_may_talk_to_callside() -> None:
    facts = page(
        "<!-- <a href='/no'>{{ url_for('no') }}</a> -->\n"
        "{# <a href='/no'> callside: ignore[CS101] -- needed #}\n"
        '<p><!-- callside: owner=system, reason="partner" --></p>\n'
    )
    assert facts.requests == ()
    (waiver,) = facts.suppressions
    assert (waiver.line, waiver.codes, waiver.reason, waiver.alone) == (2, ("CS101",), "needed", True)
    (declared,) = facts.declarations
    assert (declared.line, declared.owner, declared.reason) == (3, "system", "partner")
    assert django_page("{% comment %}<a href='/no'>{% url 'x' %}{% endcomment %}").requests == ()


def test_literal_stretches_keep_their_braces_and_their_links() -> None:
    assert urls("{{ a() }}{% raw %}<a href='/x'>{{ vue }}</a>{% endraw %}") == ["'/x'"]


def test_places_are_those_of_the_attribute() -> None:
    facts = page("<p>é</p>\n<a\n  class='x'\n  href='{{ url_for(\n   'x') }}'>")
    (link,) = facts.requests
    assert (link.line, link.column) == (4, 3)
    assert calls(facts.scopes[0]) == ["url_for('x') @4"]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("<a href='/a?b=1&amp;c=2'>", "'/a?b=1&c=2'"),
        ("<a href=' /a '>", "'/a'"),
        ("<a href='{% if a %}/x{% else %}/y{% endif %}/z'>", "(('/x' | '/y') + '/z')"),
        ("<a href='/x{% if a %}?b{% endif %}'>", "('/x' + ('?b' | ''))"),
        ("<a href='{% if a %}{{ b }}{% elif c %}/c{% endif %}'>", "(b | '/c' | '')"),
        ("<a href='{% for a in b %}{{ a.url }}{% endfor %}'>", "a.url"),
        ("<a href='/x/{% for a in b %}{{ a }}/{% endfor %}'>", "('/x/' + <loop>)"),
        ("<a href='{% with a=b %}{{ a }}{% endwith %}'>", "a"),
        ("<a href='{# why #}/x'>", "'/x'"),
        ("<a href={{ url_for('x') }}>", "url_for('x')"),
        ("<a href={% if a %}/x{% else %}/y{% endif %} class=z>", "('/x' | '/y')"),
        ("<a {% if a %}class='x'{% endif %} href='/x'>", "'/x'"),
        ("<a {{ attrs }} href='/x'>", "'/x'"),
        ('<a href="{{ url_for("x") }}">', "url_for('x')"),
        ("<{{ tag }} href='/x'>", "'/x'"),
    ],
)
def test_values_of_attributes(text: str, url: str) -> None:
    assert urls(text) == [url]


def test_alternatives_of_an_attribute_are_requests_of_their_own() -> None:
    assert urls("<a {% if a %}href='/x'{% else %}href='/y'{% endif %}>") == ["'/x'", "'/y'"]


def test_what_nobody_understands_is_a_note() -> None:
    facts = page("{% set a = %}\n{{ 1 + }}<a href='/x'></a>")
    assert [(note.severity.value, note.location.line if note.location else 0) for note in facts.diagnostics] == [
        ("note", 1)
    ]
    assert requests(facts) == ["link GET '/x' @2"]


def test_a_base_is_a_setting_and_an_attribute() -> None:
    facts = page("<base href='{{ url_for('root') }}'><script src='/a.js'></script>")
    assert facts.settings == (("base", "{{ url_for('root') }}"),)
    assert [(one.tag, one.name, show(one.value)) for one in facts.attributes] == [("base", "href", "url_for('root')")]
    assert [show(one) for one in facts.scripts] == ["'/a.js'"]


def test_engines_are_recorded() -> None:
    assert [page("<p>").engine, page("{{ a }}").engine, django_page("").engine] == ["html", "jinja", "django"]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("templates/mail.txt", "Hi {{ url_for('confirm') }}", ["email GET url_for('confirm') @1"]),
        ("templates/robots.txt", "Sitemap: {{ url_for('map') }}", ["link None url_for('map') @1"]),
        ("templates/feed.xml", "<link>{{ url_for('feed') }}</link>", ["link None url_for('feed') @1"]),
        ("templates/search.xml", '<Url template="{{ base }}/s"/>', ["link GET (base + '/s') @1"]),
        ("templates/site.css", "a { background: url({{ url_for('bg') }}) }", ["link GET url_for('bg') @1"]),
        ("templates/app.json", '{"start": "{{ url_for(\'home\') }}"}', ["link None url_for('home') @1"]),
    ],
)
def test_texts_that_are_no_pages(path: str, text: str, found: list[str]) -> None:
    assert requests(page(text, path)) == found


def test_a_rendered_script_is_a_script() -> None:
    facts = page("var api = '{{ url_for('api') }}';\nfetch(api);", "templates/api.js")
    (script,) = scopes(facts, ScopeKind.SCRIPT)
    assert (bindings(script), calls(script)) == (["api = url_for('api') @1"], ["fetch(api) @2"])
