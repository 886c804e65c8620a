from __future__ import annotations

from tests.link.project import linked, operation, sites

_MACROS = """\
{% macro navlink(endpoint, name, icon='') %}
<a href="{{ url_for(endpoint) }}">{{ name }}</a>
{% endmacro %}
{% macro confirm(url) %}
<form method="post" action="{{ url }}"><button>Yes</button></form>
{% endmacro %}
{% macro search() %}
<form method="get"><input name="q"></form>
{% endmacro %}
{% macro button(url) %}<p>{{ confirm(url) }}</p>{% endmacro %}
"""
_VIEWS = """\
from flask import render_template

def home():
    return render_template("home.html")

def other():
    return render_template("other.html")
"""
_OPERATIONS = [
    operation("GET /home", name="home", runs="views.py:home"),
    operation("GET /other", name="other", runs="views.py:other"),
    operation("GET /users", name="users"),
    operation("POST /delete", name="delete"),
    operation("POST /ban", name="ban"),
]


def test_macro_decides_at_its_calls() -> None:
    result = linked(
        {
            "views.py": _VIEWS,
            "templates/nav.html": _MACROS,
            "templates/home.html": """\
            {% from 'nav.html' import navlink, confirm as sure, search %}
            {{ navlink('users', 'Users') }}
            {{ sure(url=url_for('delete')) }}
            {{ search() }}
            {{ navlink(unknown.endpoint, 'x') }}
            """,
            "templates/other.html": """\
            {% import 'nav.html' as nav %}
            {{ nav.navlink(endpoint='users', name='Users') }}
            {{ nav.button(url_for('ban')) }}
            """,
        },
        _OPERATIONS,
    )
    assert sites(result, "GET /users") == ["link templates/home.html:2", "link templates/other.html:2"]
    assert sites(result, "POST /delete") == ["form templates/home.html:3"]
    assert sites(result, "POST /ban") == ["form templates/other.html:3"]
    assert sites(result, "GET /home") == ["form templates/home.html:4"]
    assert sites(result, "GET /other") == []
    assert [str(item.site.through[0]) for item in result.links["POST /delete"]] == ["templates/nav.html:5"]
    assert result.ghosts == ()
    assert [str(item.location) for item in result.unresolved] == ["templates/home.html:5"]


def test_macros_of_a_theme_are_found_behind_a_function() -> None:
    result = linked(
        {
            "views.py": _VIEWS,
            "templates/layout.html": "{% block content %}{% endblock %}",
            "templates/nav.html": _MACROS,
            "templates/home.html": """\
            {% extends theme('layout.html') %}
            {% from theme('nav.html') import navlink with context %}
            {% block content %}{{ navlink('users', 'Users') }}{% include theme('part.html') %}{% endblock %}
            """,
            "templates/part.html": "{{ navlink('users', 'imported by the page that includes this') }}\n",
        },
        _OPERATIONS,
    )
    assert sites(result, "GET /users") == ["link templates/home.html:3", "link templates/part.html:1"]


def test_address_given_to_an_unknown_call_may_be_asked_for_by_any_method() -> None:
    result = linked({"templates/a.html": "{{ fancy_button(url_for('delete')) }}\n"}, _OPERATIONS)
    assert sites(result, "POST /delete") == ["link templates/a.html:1"]
    assert result.ghosts == ()


def test_included_template_is_given_values() -> None:
    result = linked(
        {
            "templates/a.html": "{% load x %}{% url 'delete' as u %}\n{% include 'confirm.html' with url=u %}\n",
            "templates/confirm.html": '{% load x %}<form method="post" action="{{ url }}"></form>\n',
        },
        _OPERATIONS,
    )
    assert sites(result, "POST /delete") == ["form templates/confirm.html:1", "link templates/a.html:1"]


def test_macro_that_code_names_for_a_template_to_look_up_is_shown() -> None:
    table = """\
    {% macro name_cell(row) %}<a href="{{ url_for('users') }}">{{ row.name }}</a>{% endmacro %}
    {% macro idle_cell(row) %}<a href="{{ url_for('home') }}">{{ row.name }}</a>{% endmacro %}
    {% for column in columns %}{{ column.macro(row) }}{% endfor %}
    """
    views = """\
    from flask import render_template

    def home():
        return render_template("table.html", columns=[Column("Name", "name_cell")])
    """
    result = linked({"views.py": views, "templates/table.html": table}, _OPERATIONS)
    assert sites(result, "GET /users") == ["link templates/table.html:1"]
    assert sites(result, "GET /home") == []


def test_macro_used_by_another_under_a_condition_is_not_asked_for_by_every_page() -> None:
    macros = """\
    {% macro meter(field) %}
    <div hx-post hx-trigger="keyup"></div>
    {% endmacro %}
    {% macro field(field) %}
    {% if field.secret %}
    {{ meter(field) }}
    {% endif %}
    {% endmacro %}
    """
    page = """\
    {% import "forms.html" as forms %}
    <form method="post">{{ forms.field(form.name) }}</form>
    """
    views = """\
    from flask import render_template

    def home():
        return render_template("home.html")
    """
    operations = [operation("POST /home", name="home", runs="views.py:home")]
    files = {"views.py": views, "templates/forms.html": macros, "templates/home.html": page}
    assert sites(linked(files, operations), "POST /home") == [
        "form templates/home.html:2",
        "htmx templates/forms.html:2",
    ]


def test_address_printed_as_text_may_be_asked_for_by_any_method() -> None:
    page = "{% block onload %}reorder.init({ url: '{{ url_for('reorder') }}' });{% endblock %}\n"
    result = linked({"page.html": page}, [operation("POST /reorder", name="reorder")])
    assert sites(result, "POST /reorder") == ["link page.html:1"]
    assert result.ghosts == ()
