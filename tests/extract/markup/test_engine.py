from __future__ import annotations

import pytest

from scanner.extract.markup.templates.engine import Engine, engine_of


@pytest.mark.parametrize(
    "text",
    [
        "{% load static %}{{ a }}",
        "{% url 'x' %}",
        "{{ a|date:'Y' }}",
        "{% include 'x.html' with a=b only %}",
        "{% with a=b c=d %}",
        "{% trans 'hello' %}",
        "{{ block.super }}",
        "{% if forloop.first %}x{% endif %}",
    ],
)
def test_django(text: str) -> None:
    assert engine_of("t.html", text) is Engine.DJANGO


@pytest.mark.parametrize(
    "text",
    [
        "{{ url_for('x') }}",
        "{%- if a -%}",
        "{% set a = 1 %}",
        "{% macro a() %}",
        "{% from 'x' import y %}",
        "{{ a|default('x') }}",
        "{{ a['b'] }}",
        "{% if a.b() %}",
        "{% block a %}{{ b }}{% endblock %}",
        "{{ title }}",
    ],
)
def test_jinja(text: str) -> None:
    assert engine_of("t.html", text) is Engine.JINJA


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("t.html", "<p>plain</p>"),
        ("t.html", '<li *ngFor="let a of b">{{ a.name | date:"short" }}</li>'),
        ("t.html", "@if (a > b) {\n{{ a() }}\n}\n@if (x) { }"),
        ("x.component.html", "{{ a() }}"),
        ("t.html", '<p v-if="a">{{ a }}</p>'),
        ("t.html", "{{#each rows}}{{ name }}{{/each}}"),
    ],
)
def test_front_end_interpolation_is_html(path: str, text: str) -> None:
    assert engine_of(path, text) is Engine.HTML


def test_the_suffix_decides_where_it_names_an_engine() -> None:
    assert engine_of("t.html.j2", "{% load x %}") is Engine.JINJA
    assert engine_of("t.djhtml", "{{ a }}") is Engine.DJANGO


def test_a_server_template_with_front_end_attributes_is_a_template() -> None:
    assert engine_of("t.html", "<p x-data='{}'>{{ url_for('a') }}</p>") is Engine.JINJA
    assert engine_of("t.html", "<p @click='x' v-if='a'>{% url 'a' %}</p>") is Engine.DJANGO
