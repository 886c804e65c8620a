from __future__ import annotations

import pytest

from scanner.concepts.text import Hole, Text
from scanner.link.cutting import joined, replaced, sliced, stripped, until
from tests.link.project import linked, operation, sites

_ID = Hole("id")


@pytest.mark.parametrize(
    ("text", "start", "end", "left"),
    [
        (Text.of("/site/"), 0, -1, "/site"),
        (Text.of("/pings/", _ID, "/0/"), 0, -2, "/pings/{id}/"),
        (Text.of("/pings/", _ID), 0, -1, "/pings/{id}"),
        (Text.of("/pings/", _ID), 1, None, "pings/{id}"),
        (Text.of("/pings/", _ID), 0, 6, "/pings"),
        (Text.of("/pings/", _ID), 0, 40, "/pings/{id}"),
        (Text.of(_ID, ".json"), -5, None, ".json"),
        (Text(), 0, -1, ""),
    ],
)
def test_slices_stop_at_holes(text: Text, start: int, end: int | None, left: str) -> None:
    assert str(sliced(text, start, end)) == left


def test_text_up_to_a_mark_with_and_without_it() -> None:
    text = Text.of("/a/", _ID, "/b?c")
    assert str(until(text, "/", last=True, keep=False)) == "/a/{id}"
    assert str(until(text, "/", last=True, keep=True)) == "/a/{id}/"
    assert str(until(text, "?", last=False, keep=False)) == "/a/{id}/b"
    assert str(until(text, "#", last=False, keep=False)) == "/a/{id}/b?c"


def test_strips_take_literal_ends_only() -> None:
    assert str(stripped(Text.of("/a/", _ID, "/"), "strip", "/")) == "a/{id}"
    assert str(stripped(Text.of("/a/", _ID), "rstrip", "/")) == "/a/{id}"
    assert str(stripped(Text.of("/api/x"), "removeprefix", "/api")) == "/x"
    assert str(stripped(Text.of(" /x "), "trimEnd", None)) == " /x"


def test_replacements_count() -> None:
    text = Text.of("/0/", _ID, "/0/0")
    assert str(replaced(text, "0", Text.of("x"), 1)) == "/x/{id}/0/0"
    assert str(replaced(text, "0", Text.of("x"), 2)) == "/x/{id}/x/0"
    assert str(replaced(text, "0", Text.of("x"), -1)) == "/x/{id}/x/x"


def test_joins_collapse_double_slashes_but_not_a_scheme_or_a_query() -> None:
    assert str(joined(Text.of("/"), Text.of("/items"))) == "/items"
    assert str(joined(Text.of("/a/"), Text.of("/", _ID))) == "/a/{id}"
    assert str(joined(Text.of("https://"), Text.of("/x"))) == "https:///x"
    assert str(joined(Text.of("/a?next=/"), Text.of("/x"))) == "/a?next=//x"


def test_address_cut_by_a_script_is_requested_as_it_is_left() -> None:
    result = linked(
        {
            "templates/log.html": """\
            <a id="base" href="{% url 'home' %}">home</a>
            <tr class="ping" data-url="{% url 'ping' check.code 0 %}"></tr>
            <script src="/static/log.js"></script>
            """,
            "static/log.js": """\
            var base = document.getElementById("base").getAttribute("href").slice(0, -1);
            $.get(base + "/projects/" + id);
            var row = document.querySelector(".ping").dataset.url;
            $.get(row.slice(0, -2) + n + "/body/");
            $.get(row.substring(0, row.lastIndexOf("/pings")) + "/name");
            $.get(row.replace("/pings/0", "/events"));
            $.get(row.replace("0", n));
            """,
        },
        [
            operation("GET /site/", name="home"),
            "GET /site/projects/{id}",
            operation("GET /checks/{code}/pings/{n}/", name="ping"),
            "GET /checks/{code}/pings/{n}/body/",
            "GET /checks/{code}/events/",
            "GET /checks/{code}/name",
        ],
    )
    assert sites(result, "GET /site/projects/{id}") == ["fetch static/log.js:2"]
    assert "fetch static/log.js:4" in sites(result, "GET /checks/{code}/pings/{n}/body/")
    assert "fetch static/log.js:5" in sites(result, "GET /checks/{code}/name")
    assert "fetch static/log.js:6" in sites(result, "GET /checks/{code}/events/")
    assert "fetch static/log.js:7" in sites(result, "GET /checks/{code}/pings/{n}/")
    assert "fetch static/log.js:4" not in sites(result, "GET /checks/{code}/pings/{n}/")
    assert result.ghosts == () and result.unresolved == ()
