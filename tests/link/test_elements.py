from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, operation, sites

_LAYOUT = '{% block main %}{% endblock %}<script src="/static/page.js"></script>'
_PAGE = """\
{% extends "layout.html" %}{% block main %}
<button class="drop" data-url="{{ url_for('drop', id=1) }}"></button>
<button class="rename" data-url="{{ url_for('rename', id=1) }}"></button>
<a class="publish" href="{{ url_for('publish') }}">publish</a>
<form class="quiet" method="post" action="/save/1"></form>
<b id="one" data-url="/one"></b>
{% endblock %}
"""
_ELSEWHERE = '<button class="drop" data-url="/unrelated"></button>'
_OPERATIONS = (
    operation("POST /drop/{id}", name="drop"),
    *(operation(f"{method} /rename/{{id}}", name="rename") for method in ("PUT", "PATCH", "DELETE", "POST")),
    operation("GET /publish", name="publish"),
    operation("POST /publish", name="publish"),
    "POST /save/{id}",
    "GET /one",
    "POST /unrelated",
)


def _fetches(script: str) -> dict[str, list[str]]:
    files = {
        "templates/layout.html": _LAYOUT,
        "templates/page.html": _PAGE,
        "templates/elsewhere.html": _ELSEWHERE,
        "static/page.js": script,
    }
    result = linked(files, _OPERATIONS)
    assert result.ghosts == () and result.unresolved == ()
    return {one: found for one in result.links if (found := sites(result, one, CallKind.FETCH))}


def test_this_in_a_handler_is_the_element_that_it_was_bound_to() -> None:
    assert _fetches(
        """\
        $(".drop").on("click", function () { $.post($(this).data("url")); });
        $(document).on("click", "a.publish", function () { $.post($(this).attr("href")); });
        $("form.quiet").submit(function () { $.post($(this).attr("action")); return false; });
        """
    ) == {
        "POST /drop/{id}": ["fetch static/page.js:1"],
        "POST /publish": ["fetch static/page.js:2"],
        "POST /save/{id}": ["fetch static/page.js:3"],
    }


def test_event_of_a_listener_has_its_element_as_target() -> None:
    assert _fetches(
        """\
        document.querySelector(".rename").addEventListener("click", (e) => {
          fetch(e.currentTarget.dataset.url, { method: "PUT" });
        });
        function handle(event) { this.disabled = true; fetch(this.getAttribute("data-url")); }
        document.getElementById("one").addEventListener("click", handle);
        """
    ) == {"PUT /rename/{id}": ["fetch static/page.js:2"], "GET /one": ["fetch static/page.js:4"]}


def test_each_of_a_selection_is_an_element_of_it() -> None:
    assert _fetches(
        """\
        document.querySelectorAll(".rename").forEach((b) => b.addEventListener("click", () =>
          fetch(b.dataset.url, { method: "PATCH" })));
        for (const b of document.querySelectorAll("button.rename")) {
          b.onclick = function () { fetch(this.dataset.url, { method: "DELETE" }); };
        }
        $(".drop").each(function (i, el) { $.post(el.dataset.url); });
        $(".rename").each((i, el) => $.post($(el).data("url")));
        """
    ) == {
        "PATCH /rename/{id}": ["fetch static/page.js:2"],
        "DELETE /rename/{id}": ["fetch static/page.js:4"],
        "POST /drop/{id}": ["fetch static/page.js:6"],
        "POST /rename/{id}": ["fetch static/page.js:7"],
    }


def test_arrow_function_has_the_this_around_it() -> None:
    assert _fetches(
        """\
        class Button {
          constructor() { this.url = "/one"; }
          listen() { document.querySelector(".drop").addEventListener("click", () => fetch(this.url)); }
        }
        new Button().listen();
        """
    ) == {"GET /one": ["fetch static/page.js:3"]}


def test_addresses_put_on_elements_are_asked_for_by_them() -> None:
    result = linked(
        {
            "views.py": "def show(): return render_template('page.html')\n",
            "templates/page.html": """\
            <form id="remove" method="post" action="/"></form> <form class="save" method="post" action="/"></form>
            <script>
            $("#remove").attr("action", "/remove/" + id).submit();
            $("form.save").attr({ action: "/save/" + id });
            $("#see").attr("href", "/see/" + id).prop("title", "See");
            document.getElementById("remove").setAttribute("action", "/nowhere/" + id);
            const form = document.createElement("form");
            form.method = "POST";
            form.action = "/made";
            $("#see").attr("href", whatever);
            $("#see").attr("href", "#tab").attr("src", "/img/" + id);
            </script>
            """,
        },
        ["POST /remove/{id}", "GET /", "POST /", "POST /save/{id}", "GET /save/{id}", "GET /see/{id}", "POST /made"],
    )
    assert "form templates/page.html:3" in sites(result, "POST /remove/{id}")
    assert sites(result, "POST /save/{id}") == ["form templates/page.html:4"]
    assert sites(result, "GET /save/{id}") == []
    assert sites(result, "GET /see/{id}") == ["link templates/page.html:5"]
    assert sites(result, "POST /made") == ["form templates/page.html:9"]
    assert [str(ghost.site.location) for ghost in result.ghosts] == ["templates/page.html:6"]
    assert [str(item.location) for item in result.unresolved] == ["templates/page.html:10"]
