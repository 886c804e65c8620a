from __future__ import annotations

import pytest

from tests.extract.markup.reading import django_page, only, page, requests


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<form></form>", "form GET HERE @1"),
        ("<form method='post'></form>", "form POST HERE @1"),
        ("<form method=POST action=''></form>", "form POST HERE @1"),
        ("<form action='/x'></form>", "form GET '/x' @1"),
        ("<form action='/x' method='nonsense'></form>", "form GET '/x' @1"),
        ("<form action='/x' method='{{ m }}'></form>", "form None '/x' @1"),
        ("<form action='/x' method='{% if a %}get{% else %}post{% endif %}'></form>", "form None '/x' @1"),
        ("<form action='/x' method='post'><input name=_method value=put></form>", "form PUT '/x' @1"),
    ],
)
def test_method_and_action(text: str, found: str) -> None:
    assert requests(page(text)) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "<form method='dialog'></form>",
        "<form action='javascript:go()'></form>",
        "<form onsubmit='go(); return false;'></form>",
        "<form @submit.prevent='go()'></form>",
        "<form (ngSubmit)='go()'></form>",
    ],
)
def test_forms_that_the_browser_does_not_send(text: str) -> None:
    assert requests(page(text)) == []


def test_a_macro_uses_its_default_method() -> None:
    facts = page(
        "{% macro f(url, method='post') %}<form action='{{ url }}' method='{{ method }}'></form>{% endmacro %}"
    )
    assert requests(facts) == ["form POST url @1"]


def test_controls_belong_to_the_form_they_stand_in_or_name() -> None:
    facts = page(
        "<input form=f name=far><form id=f action=/x><div><input name=a><select name='b'></select></div>"
        "<textarea name=c></textarea><input type=submit></form><input name=not>"
    )
    assert only(facts).fields == ("a", "b", "c", "far")


def test_controls_that_the_template_prints() -> None:
    facts = page(
        "<form method=post>{{ form.hidden_tag() }}{{ form.email(size=3) }}{{ render(user_form.name) }}"
        "{{ form.errors }}{{ other.thing }}</form>"
    )
    form = only(facts)
    assert (form.fields, form.csrf) == (("email", "name"), True)


@pytest.mark.parametrize(
    "token",
    [
        "<input type=hidden name=csrf_token value='{{ csrf_token() }}'>",
        "<input type=hidden name=nonce value='{{ x }}'>",
        "{{ form.csrf_token }}",
        "{{ form.hidden_tag() }}",
        "<input type=hidden name=_csrf value=x>",
    ],
)
def test_tokens(token: str) -> None:
    assert only(page(f"<form method=post action=/x>{token}</form>")).csrf
    assert not only(page(f"{token}<form method=post action=/x></form>")).csrf


def test_django_token() -> None:
    assert only(django_page("<form method=post>{% csrf_token %}</form>")).csrf


def test_buttons_with_an_action_of_their_own() -> None:
    facts = page(
        "<form action='/x' method=post enctype='multipart/form-data'>\n<input name=a>\n"
        "<button formaction='/y'>\n<button formmethod=get name=b>\n</form><button form=g formaction='/z'></button>"
        "<form id=g></form>"
    )
    assert requests(facts) == [
        "form POST '/x' @1",
        "form POST '/y' @3",
        "form GET '/x' @4",
        "form GET '/z' @5",
        "form GET HERE @5",
    ]
    assert facts.requests[1].fields == ("a", "b")
    assert facts.requests[1].enctype == "multipart/form-data"


def test_alternative_forms_share_what_follows() -> None:
    facts = page(
        "{% if a %}<form action='/x'>{% else %}<form action='/y'>{% endif %}<input name=q></form><input name=r>"
    )
    assert [(request.fields, request.method) for request in facts.requests] == [(("q",), "GET"), (("q",), "GET")]


def test_a_form_that_is_never_closed_ends_at_the_next() -> None:
    facts = page("<form action='/x'><input name=a><form action='/y'><input name=b>")
    assert [request.fields for request in facts.requests] == [("a",), ("b",)]


def test_tags_around_a_form_need_not_balance() -> None:
    facts = page("<form action=/x>{% if a %}<div>{% endif %}<table></div><tr></form><input name=b></table>")
    assert only(facts).fields == ()


def test_an_action_bound_by_script() -> None:
    assert requests(page("<form :action=\"'/x/' + id\" method=post></form>")) == ["form POST ('/x/' + id) @1"]


@pytest.mark.parametrize(
    "text",
    [
        "{% from 'bootstrap5/form.html' import render_form %}{{ render_form(form) }}",
        "{% import 'bootstrap/wtf.html' as wtf %}{{ wtf.quick_form(form) }}",
        "{% load crispy_forms_tags %}{% crispy form %}",
    ],
)
def test_forms_that_a_library_prints(text: str) -> None:
    form = only(page(text))
    assert (form.kind.value, form.method, form.note, form.csrf) == ("form", "POST", "no action", True)


def test_a_project_macro_of_that_name_is_no_library_form() -> None:
    assert requests(page("{% from 'mine.html' import render_form %}{{ render_form(form) }}")) == []
    assert len(page("{% load x %}<form>{% crispy form %}</form>").requests) == 1
