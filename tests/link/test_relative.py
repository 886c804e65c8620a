"""Addresses that begin at the page being shown, and redirects by other ways than a framework's function."""

from __future__ import annotations

from scanner.concepts.path import PathTemplate
from scanner.concepts.text import Text
from scanner.link.relative import is_relative, resolved
from tests.link.project import linked, operation, sites


def test_dot_segments_are_resolved_as_browsers_do() -> None:
    page = PathTemplate.parse("/shelves/{name}/edit")
    assert str(resolved(page, Text.of("."))) == "/shelves/{name}/"
    assert str(resolved(page, Text.of("./save?x=1"))) == "/shelves/{name}/save?x=1"
    assert str(resolved(page, Text.of("../../other"))) == "/other"
    assert str(resolved(page, Text.of("../../../../other"))) == "/other"
    assert str(resolved(PathTemplate.parse("/setup/"), Text.of("."))) == "/setup/"
    assert is_relative(Text.of("."))
    assert not is_relative(Text.of("save"))
    assert not is_relative(Text.of(".well-known/x"))


def test_relative_action_posts_beside_the_page() -> None:
    result = linked(
        {
            "views.py": """\
            from django.shortcuts import render

            def setup(request):
                return render(request, "setup.html")
            """,
            "templates/setup.html": """\
            {% load i18n %}
            <form action="." method="post"></form>
            <a href="../about/">About</a>
            """,
        },
        [
            operation("ANY /setup/", name="setup", framework="django", runs="views.py:setup"),
            operation("ANY /about/", name="about", framework="django"),
        ],
    )
    assert sites(result, "ANY /setup/") == ["form templates/setup.html:2"]
    assert sites(result, "ANY /about/") == ["link templates/setup.html:3"]


def test_address_of_the_request_is_the_page_being_shown() -> None:
    result = linked(
        {
            "views.py": """\
            from django.shortcuts import render

            def reports(request):
                return render(request, "reports.html")
            """,
            "templates/reports.html": """\
            {% load x %}
            <form action="{{ action|default:request.path }}" method="get"></form>
            """,
        },
        [operation("ANY /reports", name="reports", framework="django", runs="views.py:reports")],
    )
    assert sites(result, "ANY /reports") == ["form templates/reports.html:2"]


def test_redirects_by_headers_subclasses_and_spread_arguments() -> None:
    result = linked(
        {
            "views.py": """\
            from fastapi import Response
            from fastapi.responses import RedirectResponse
            from django.shortcuts import redirect

            class BaseRedirect(RedirectResponse):
                def __init__(self, url):
                    super().__init__(url="/app" + url)

            def first():
                return BaseRedirect("/welcome")

            def second():
                return Response(status_code=204, headers={"HX-Redirect": "/done"})

            def third(response):
                response.headers["HX-Location"] = "/next"

            def back(*args):
                return redirect(*args or "/home")
            """
        },
        ["GET /welcome", "GET /done", "GET /next", "GET /home"],
    )
    assert sites(result, "GET /welcome") == ["redirect views.py:10"]
    assert sites(result, "GET /done") == ["redirect views.py:13"]
    assert sites(result, "GET /next") == ["redirect views.py:16"]
    assert sites(result, "GET /home") == ["redirect views.py:19"]


def test_a_page_may_say_what_its_addresses_are_below() -> None:
    result = linked(
        {
            "templates/base.html": '<base href="/shop/">{% block body %}{% endblock %}',
            "templates/page.html": """\
            {% extends "base.html" %}
            {% block body %}
            <a href="items/3">Item</a>
            <a href="/items/3">Another</a>
            <a href="#top">Top</a>
            <script>fetch("items/3", { method: "DELETE" }).then(show);</script>
            {% endblock %}
            """,
        },
        ["GET /shop/items/{id}", "DELETE /shop/items/{id}", "GET /items/{id}", "DELETE /items/{id}"],
    )
    assert sites(result, "GET /shop/items/{id}") == ["link templates/page.html:3"]
    assert sites(result, "GET /items/{id}") == ["link templates/page.html:4"]
    assert sites(result, "DELETE /shop/items/{id}") == ["fetch templates/page.html:6"]
    assert sites(result, "DELETE /items/{id}") == []


def test_plain_addresses_begin_at_the_page_in_its_script_too() -> None:
    result = linked(
        {
            "views.py": """\
            from django.shortcuts import render

            def engines(request):
                return render(request, "engines.html")

            def words(request):
                return render(request, "words.html")
            """,
            "templates/engines.html": """\
            {% load static %}
            <a href="add/">Add</a>
            <a onclick="drop({{ engine.id }})">Delete</a>
            <a href="add_{{ kind }}">Add one</a>
            <script src="{% static 'drop.js' %}"></script>
            """,
            "templates/words.html": """\
            {% load static %}
            <a onclick="drop({{ word.id }})">Delete</a>
            <script src="{% static 'drop.js' %}"></script>
            """,
            "static/drop.js": """\
            function drop(id) {
              const address = "delete/" + id;
              fetch(address, { method: "POST" }).then(() => location.reload());
            }
            fetch("count/").then(show);
            """,
        },
        [
            operation("ANY /engines/", name="engines", framework="django", runs="views.py:engines"),
            operation("ANY /engines/words/", name="words", framework="django", runs="views.py:words"),
            operation("ANY /engines/add/", name="add", framework="django"),
            operation("ANY /engines/count/", name="count", framework="django"),
            operation("ANY /engines/words/count/", name="count_words", framework="django"),
            operation("ANY /engines/{kind}", name="kind", framework="django"),
            operation("ANY /engines/delete/{id}", name="delete", framework="django"),
            operation("ANY /engines/words/delete/{id}", name="delete_word", framework="django"),
        ],
    )
    assert sites(result, "ANY /engines/add/") == ["link templates/engines.html:2"]
    assert sites(result, "ANY /engines/{kind}") == []  # it may be the beginning of anything
    assert sites(result, "ANY /engines/delete/{id}") == [
        "via-wrapper templates/engines.html:3",
        "wrapper static/drop.js:3",
    ]
    assert sites(result, "ANY /engines/words/delete/{id}") == [
        "via-wrapper templates/words.html:2", "wrapper static/drop.js:3"
    ]  # fmt: skip
    assert sites(result, "ANY /engines/count/") == ["fetch static/drop.js:5"]
    assert sites(result, "ANY /engines/words/count/") == ["fetch static/drop.js:5"]
