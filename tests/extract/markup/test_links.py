from __future__ import annotations

import pytest

from tests.extract.markup.reading import attributes, only, page, requests, show, urls


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("<a href='/x'>", "'/x'"),
        ("<area href='/x'>", "'/x'"),
        ("<img src='/x'>", "'/x'"),
        ("<script src='/x'></script>", "'/x'"),
        ("<iframe src='/x'></iframe>", "'/x'"),
        ("<video poster='/x'></video>", "'/x'"),
        ("<object data='/x'></object>", "'/x'"),
        ("<link rel='manifest' href='/x'>", "'/x'"),
        ("<svg><use xlink:href='/x#a'/></svg>", "'/x#a'"),
        ("<meta http-equiv='Refresh' content='5; URL=/x'>", "'/x'"),
        ("<meta http-equiv='refresh' content='0;url=\"{{ url_for(\"x\") }}\"'>", "url_for('x')"),
        ("<meta http-equiv='refresh' content='60'>", "HERE"),
        ("<a href=''>", "HERE"),
        ("<my-menu src='/x'>", "'/x'"),
        ("<mj-button href='/x'>", "'/x'"),
    ],
)
def test_elements_that_link_or_load(text: str, url: str) -> None:
    assert requests(page(text)) == [f"link GET {url} @1"]


@pytest.mark.parametrize(
    "text",
    [
        "<a href='#x'>",
        "<a href='mailto:x@y.z'>",
        "<a href='tel:1'>",
        "<img src='data:image/png;base64,x'>",
        "<a href='' onclick='return false'>",
        "<link rel='preconnect' href='https://x.y'>",
        "<meta property='og:url' content='{{ url_for(\"x\") }}'>",
        "<a>",
        "<img>",
    ],
)
def test_what_makes_no_request(text: str) -> None:
    assert requests(page(text)) == []


def test_srcset_has_several_addresses() -> None:
    assert urls("<img srcset=\"/a.png 1x, {{ url_for('img', n=1) }} 2x,/c.png\">") == [
        "'/a.png'",
        "url_for('img', n=1)",
        "'/c.png'",
    ]


def test_styles_load() -> None:
    assert urls("<p style=\"background: url('{{ url_for('x') }}')\"></p><style>a{b:url(/y)}</style>") == [
        "url_for('x')",
        "'/y'",
    ]


def test_a_ping_is_posted() -> None:
    assert requests(page("<a href='/x' ping='/p'>")) == ["link GET '/x' @1", "link POST '/p' @1"]


def test_links_name_their_element() -> None:
    link = only(page("<a id='go' class='btn {{ kind }} big' href='/x'>"))
    assert (link.tag, link.id, link.classes) == ("a", "go", ("btn", "big"))


def test_a_link_element_notes_its_relation() -> None:
    assert (
        only(page("<link rel='alternate' type='application/rss+xml' href='/f'>")).note
        == "alternate application/rss+xml"
    )


@pytest.mark.parametrize("name", ["data-turbo-method", "data-method", "up-method"])
def test_methods_of_links(name: str) -> None:
    link = only(page(f"<a href='/x' {name}='delete'>"))
    assert (link.method, link.note) == ("DELETE", name)


@pytest.mark.parametrize(
    "attribute", ["up-follow", "up-target='#x'", "data-turbo-frame='x'", "x-target='x'", "x-target.push='x'"]
)
def test_boosted_links(attribute: str) -> None:
    assert only(page(f"<a href='/x' {attribute}>")).boosted


def test_attributes_that_scripts_may_read() -> None:
    facts = page(
        "<body data-api='{{ base }}/api' data-x>\n"
        "<a id='root' href='/r'></a><a href='/s'></a>\n"
        "<meta name='csrf' content='{{ t }}'>\n"
        "<my-list items='/api/items' title='x'></my-list>\n"
        "<input id='q' value='1' title='{{ a }}'>"
    )
    assert attributes(facts) == [
        "body# data-api=(base + '/api') @1",
        "a#root href='/r' @2",
        "meta#csrf content=t @3",
        "my-list# items='/api/items' @4",
        "input#q value='1' @5",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "<tr data-href=\"{{ url_for('x') }}\">",
        "<option value=\"{{ url_for('x') }}\">",
        "<tr go=\"{{ url_for('x') }}\">",
        "<meta name='x' content=\"{{ url_for('x') }}\">",
    ],
)
def test_an_address_built_into_an_attribute_is_kept(text: str) -> None:
    facts = page(text)
    assert requests(facts) == []
    assert [show(one.value) for one in facts.attributes] == ["url_for('x')"]


def test_printed_addresses() -> None:
    facts = page(
        "<p>{{ url_for('shown')|safe }}\n{{ nav(url_for('given'), 'x') }} {{ other }}</p>"
        "<title>{{ url_for('t') }}</title>"
    )
    assert [(request.note, request.line) for request in facts.requests] == [
        ("printed", 1),
        ("argument", 2),
        ("printed", 2),
    ]
