from __future__ import annotations

import pytest

from tests.extract.markup.reading import only, page, requests


@pytest.mark.parametrize(
    ("attribute", "found"),
    [
        ("hx-get='/x'", "htmx GET '/x' @1"),
        ("hx-post=\"{{ url_for('x') }}\"", "htmx POST url_for('x') @1"),
        ("hx-put='/x'", "htmx PUT '/x' @1"),
        ("hx-patch='/x'", "htmx PATCH '/x' @1"),
        ("data-hx-delete='/x'", "htmx DELETE '/x' @1"),
        ("hx-get", "htmx GET HERE @1"),
        ("ic-post-to='/x'", "htmx POST '/x' @1"),
        ("sse-connect='/x'", "htmx GET '/x' @1"),
        ("ws-connect='/x'", "websocket GET '/x' @1"),
        ("hx-sse='connect:/x'", "htmx GET '/x' @1"),
        ("hx-ws='connect:{{ u }}'", "websocket GET u @1"),
        ("up-href='/x'", "htmx GET '/x' @1"),
        ("up-poll up-source='/x'", "htmx GET '/x' @1"),
        ("data-on-click=\"@post('/x')\"", "htmx POST '/x' @1"),
        ("data-on:click=\"$open = true; @delete('/x/{{ id }}')\"", "htmx DELETE ('/x/' + id) @1"),
    ],
)
def test_attributes_that_request(attribute: str, found: str) -> None:
    assert requests(page(f"<div {attribute}></div>")) == [found]


def test_turbo_frames() -> None:
    assert requests(page("<turbo-frame src='/x'></turbo-frame>")) == ["htmx GET '/x' @1"]


def test_a_form_sent_by_htmx_has_no_request_of_its_own() -> None:
    request = only(page("<form hx-post='/x' hx-encoding='multipart/form-data'><input name=a></form>"))
    assert (request.method, request.fields, request.enctype) == ("POST", ("a",), "multipart/form-data")


def test_a_form_that_also_works_without_htmx() -> None:
    found = requests(page("<form hx-post='/x' action='/y' method=post></form>"))
    assert found == ["htmx POST '/x' @1", "form POST '/y' @1"]


def test_elements_in_a_form_send_its_fields_unless_they_get() -> None:
    facts = page(
        "<form action=/f>{{ csrf_token() }}<input name=a>\n<button hx-post='/x' name=b></button>\n"
        "<button hx-get='/y' hx-vals='{\"c\": 1}'></button></form>"
    )
    by_line = {request.line: request for request in facts.requests}
    assert (by_line[2].fields, by_line[2].csrf) == (("a", "b"), True)
    assert by_line[3].fields == ("c",)


def test_boost_is_inherited_until_turned_off() -> None:
    facts = page(
        "<body hx-boost='true'><a href='/a'></a><div hx-boost=false><a href='/b'></a></div>"
        "<form action='/c'></form></body>"
        "<a href='/d'></a>"
    )
    assert [request.boosted for request in facts.requests] == [True, False, True, False]


def test_token_headers_are_inherited() -> None:
    facts = page("<body hx-headers='{\"X-CSRFToken\": \"{{ t }}\"}'><p hx-post='/a'></p></body><p hx-post='/b'></p>")
    assert [request.csrf for request in facts.requests] == [True, False]
