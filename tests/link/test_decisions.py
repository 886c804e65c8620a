"""Addresses told apart by the pages that show a template, by its conditions and by the rows of its loops."""

from __future__ import annotations

from dataclasses import replace

from tests.link.project import linked, operation, sites

PAGES = """\
from flask import render_template

def books():
    return render_template("list.html", endpoint="book", key="isbn", kind="books")

def films():
    return render_template("list.html", endpoint="film", key="slug", kind="films")
"""
OPERATIONS = [
    operation("GET /books", name="books", runs="views.py:books"),
    operation("GET /films", name="films", runs="views.py:films"),
    operation("GET /book/{isbn}", name="book"),
    operation("GET /film/{slug}", name="film"),
    operation("GET /best-books", name="best_books"),
    operation("GET /best-films", name="best_films"),
]


def test_condition_on_what_a_view_hands_over_leaves_its_pages_only() -> None:
    result = linked(
        {
            "views.py": PAGES,
            "templates/list.html": """\
            {% if kind == "books" %}
            <form method="get"><input name="q"></form>
            {% else %}
            {% include "films.html" %}
            {% endif %}
            """,
            "templates/films.html": '<form action="" method="get"><input name="q"></form>\n',
        },
        OPERATIONS,
    )
    assert sites(result, "GET /books") == ["form templates/list.html:2"]
    assert sites(result, "GET /films") == ["form templates/films.html:1"]


def test_alternatives_inside_an_address_follow_the_condition_of_each_page() -> None:
    result = linked(
        {
            "views.py": PAGES,
            "templates/list.html": """\
            <a href="{% if kind == 'books' %}{{ url_for(endpoint, isbn=1) }}
            {%- else %}{{ url_for('best_' + kind) }}{% endif %}">
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "GET /book/{isbn}") == ["link templates/list.html:1"]
    assert sites(result, "GET /film/{slug}") == []
    assert sites(result, "GET /best-films") == ["link templates/list.html:1"]
    assert sites(result, "GET /best-books") == []


def test_row_of_a_loop_keeps_its_name_and_its_arguments_together() -> None:
    first = replace(operation("GET /new/{order}", name="shelf"), id="GET /new/{order}", defaults=(("kind", "new"),))
    second = replace(operation("GET /old/{order}", name="shelf"), id="GET /old/{order}", defaults=(("kind", "old"),))
    result = linked(
        {
            "views.py": """\
            from flask import render_template

            def home():
                menu = []
                menu.append({"to": "shelf", "kind": "new", "sorted": True})
                menu.append({"to": "book", "kind": "old"})
                return render_template("home.html", menu=menu)
            """,
            "templates/home.html": """\
            {% for item in menu %}
            <a href="{% if item.sorted %}{{ url_for(item.to, kind=item.kind, order='a') }}
            {%- else %}{{ url_for(item.to, isbn=1) }}{% endif %}">
            {% endfor %}
            """,
        },
        [operation("GET /", name="home", runs="views.py:home"), first, second, *OPERATIONS],
    )
    assert sites(result, "GET /new/{order}") == ["link templates/home.html:2"]
    assert sites(result, "GET /old/{order}") == []
    assert sites(result, "GET /book/{isbn}") == ["link templates/home.html:2"]


def test_value_that_a_condition_names_is_known_inside_it() -> None:
    rules = [
        replace(operation(f"GET /{kind}/{{order}}", name="shelf"), id=f"{kind}", defaults=(("kind", kind),))
        for kind in ("new", "old")
    ]
    result = linked(
        {
            "views.py": """\
            from flask import render_template

            def shelf(kind):
                return render_template("shelf.html", kind=kind)
            """,
            "templates/shelf.html": """\
            {% if kind == "old" %}
            <a href="{{ url_for('shelf', kind=kind, order='a') }}">
            {% endif %}
            """,
        },
        rules,
    )
    assert {link.site.location.line for link in result.links.get("old", ())} == {2}
    assert "new" not in result.links


def test_filter_that_asks_for_another_page_of_the_same_list() -> None:
    result = linked(
        {
            "views.py": """\
            from flask import Blueprint, render_template, request, url_for

            bp = Blueprint("x", __name__)

            @bp.app_template_filter("url_for_other_page")
            def other_page(number):
                arguments = request.view_args.copy()
                arguments["page"] = number
                return url_for(request.endpoint, **arguments)

            def books(page):
                return render_template("list.html")

            def about():
                return render_template("about.html")
            """,
            "templates/list.html": '<a href="{{ (page + 1)|url_for_other_page }}">next</a>\n',
            "templates/about.html": """\
            <a href="{{ url_for(request.endpoint, lang="de") }}">Deutsch</a>
            <form action="{{ url_for(request.endpoint) }}"></form>
            """,
        },
        [
            operation("GET /books/{page}", name="books", runs="views.py:books"),
            operation("GET /about", name="about", runs="views.py:about"),
        ],
    )
    assert sites(result, "GET /books/{page}") == ["link templates/list.html:1"]
    assert sites(result, "GET /about") == ["form templates/about.html:2"]


def test_tags_and_filters_of_the_project_give_addresses() -> None:
    result = linked(
        {
            "shop/templatetags/nav.py": """\
            from django import template
            from django.urls import reverse

            register = template.Library()

            @register.simple_tag(takes_context=True, name="navlink")
            def link(context, name):
                return reverse(name)

            @register.filter
            def profile_url(user):
                return reverse("profile", args=[user.pk])

            @register.inclusion_tag("button.html")
            def button(target):
                return {"address": reverse(target)}
            """,
            "templates/home.html": """\
            {% load nav %}
            <a href="{% navlink 'about' %}">About</a>
            <a href="{{ request.user|profile_url }}">Me</a>
            {% button 'imprint' %}
            """,
            "templates/button.html": '<a href="{{ address }}">go</a>\n',
        },
        [
            operation("ANY /about", name="about", framework="django"),
            operation("ANY /profile/{pk}", name="profile", framework="django"),
            operation("ANY /imprint", name="imprint", framework="django"),
        ],
    )
    assert sites(result, "ANY /about") == ["link templates/home.html:2"]
    reversing = "link shop/templatetags/nav.py:12"
    assert sites(result, "ANY /profile/{pk}") == [reversing, "link templates/home.html:3"]
    assert sites(result, "ANY /imprint") == ["link templates/button.html:1"]


def test_name_set_anew_replaces_what_it_held() -> None:
    result = linked(
        {
            "templates/menu.html": """\
            {% load i18n %}
            {% url 'first' as url %}
            <a href="{{ url }}">
            {% url 'second' as url %}
            <a href="{{ url }}">
            {% if user.is_staff %}
            {% url 'third' as url %}
            <a href="{{ url }}">
            {% endif %}
            <a href="{{ url }}">
            """,
        },
        [operation(f"ANY /{name}", name=name, framework="django") for name in ("first", "second", "third")],
    )
    assert sites(result, "ANY /first") == ["link templates/menu.html:3"]
    assert sites(result, "ANY /second") == ["link templates/menu.html:5", "link templates/menu.html:10"]
    assert sites(result, "ANY /third") == ["link templates/menu.html:8", "link templates/menu.html:10"]


def test_name_handed_over_without_a_known_value_keeps_its_condition_open() -> None:
    result = linked(
        {
            "views.py": """\
            from flask import render_template, request

            def books():
                query = request.args.get("q")
                return render_template("list.html", endpoint="best_books", query=query)

            def films():
                return render_template("list.html", endpoint="best_films")
            """,
            "templates/list.html": """\
            {% if query %}
            <a href="{{ url_for(endpoint) }}">Clear</a>
            {% endif %}
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "GET /best-books") == ["link templates/list.html:2"]
    assert sites(result, "GET /best-films") == []


def test_helper_that_renders_hands_on_what_each_caller_gave_it() -> None:
    result = linked(
        {
            "views.py": """\
            from flask import render_template

            def books():
                return index("book", letters=["a"])

            def films():
                return index("film", rows=["b"])

            def index(endpoint, letters=None, rows=None):
                return render_template("index.html", endpoint=endpoint, letters=letters, rows=rows)
            """,
            "templates/index.html": """\
            {% for letter in letters %}
            <a href="{{ url_for(endpoint, isbn=letter) }}">
            {% endfor %}
            """,
        },
        OPERATIONS,
    )
    assert "link templates/index.html:2" in sites(result, "GET /book/{isbn}")


def test_property_that_gives_a_path_is_the_address_of_its_object() -> None:
    result = linked(
        {
            "models.py": """\
            class Author:
                @property
                def local_path(self):
                    return f"/authors/{self.name}"
            """,
            "templates/book.html": '{% load x %}<a href="{{ book.author.local_path }}">Author</a>\\n',
        },
        [operation("ANY /authors/{name}", name="author", framework="django")],
    )
    assert sites(result, "ANY /authors/{name}") == ["link templates/book.html:1"]
