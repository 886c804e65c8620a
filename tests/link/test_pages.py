from __future__ import annotations

from scanner.concepts.callsite import GhostKind
from scanner.concepts.source import Role
from tests.link.project import linked, operation, sites


def test_form_without_action_posts_to_what_shows_it() -> None:
    result = linked(
        {
            "views.py": """\
            from flask import render_template

            def settings():
                return render_template("settings.html", error=None)
            """,
            "templates/layout.html": "{% block body %}{% endblock %}\n",
            "templates/settings.html": """\
            {% extends "layout.html" %}
            {% block body %}
            {% include "form.html" %}
            <form method="post" action="{{ nothing_sets_this }}"></form>
            {% endblock %}
            """,
            "templates/form.html": '<form method="post"><input name="a"></form>\n',
        },
        [
            operation("GET /settings", name="settings", runs="views.py:settings"),
            operation("POST /settings", name="settings", runs="views.py:settings"),
        ],
    )
    assert sites(result, "POST /settings") == ["form templates/form.html:1", "form templates/settings.html:4"]
    assert sites(result, "GET /settings") == []


def test_form_of_a_layout_says_nothing_of_any_page() -> None:
    views = "from flask import render_template\n" + "".join(
        f"def page{n}():\n    return render_template('page{n}.html')\n" for n in range(14)
    )
    files = {"views.py": views, "templates/base.html": '<form method="get"><input name="q"></form>\n'}
    files |= {f"templates/page{n}.html": '{% extends "base.html" %}\n' for n in range(14)}
    operations = [operation(f"GET /p{n}", name=f"page{n}", runs=f"views.py:page{n}") for n in range(14)]
    assert linked(files, operations).links == {}


def test_form_that_many_pages_share_posts_to_those_that_take_it() -> None:
    views = "from flask import render_template\n" + "".join(
        f"def page{n}():\n    return render_template('page{n}.html')\n" for n in range(14)
    )
    files = {"views.py": views, "templates/form.html": '<form method="post">{{ csrf_token() }}</form>\n'}
    files |= {f"templates/page{n}.html": '{% include "form.html" %}\n' for n in range(14)}
    operations = [operation(f"{m} /p{n}", runs=f"views.py:page{n}") for n in range(14) for m in ("GET", "POST")]
    result = linked(files, operations)
    assert sites(result, "POST /p13") == ["form templates/form.html:1"]
    assert sites(result, "GET /p13") == []


def test_form_whose_variable_address_is_a_condition_of_it_is_open() -> None:
    files = {
        "views.py": "from flask import render_template\ndef edit():\n    return render_template('edit.html')\n",
        "templates/edit.html": '{% if there %}\n<form action="{{ there }}"></form>\n{% endif %}\n',
    }
    result = linked(files, [operation("GET /edit", runs="views.py:edit")])
    assert sites(result, "GET /edit") == []
    assert [one.location.line for one in result.unresolved] == [2]


def test_search_form_that_a_fraction_of_the_pages_share_is_no_layout() -> None:
    views = "from flask import render_template\n" + "".join(
        f"def page{n}():\n    return render_template('page{n}.html')\n" for n in range(60)
    )
    files = {"views.py": views, "templates/filter.html": '<form method="get"><input name="q"></form>\n'}
    files |= {f"templates/page{n}.html": '{% include "filter.html" %}\n' if n < 14 else "<p>\n" for n in range(60)}
    result = linked(files, [operation(f"GET /p{n}", runs=f"views.py:page{n}") for n in range(60)])
    assert sites(result, "GET /p13") == ["form templates/filter.html:1"]
    assert sites(result, "GET /p14") == []


def test_routes_of_one_view_are_one_page() -> None:
    files = {
        "views.py": "from flask import render_template\ndef issue():\n    return render_template('issue.html')\n",
        "templates/issue.html": '<form action="." method="post"></form>\n',
    }
    operations = [operation(f"ANY /issue/{{key}}/tab{n}/", runs="views.py:issue") for n in range(14)]
    operations += [operation("ANY /issue/{key}/{tab}/", runs="views.py:issue")]
    result = linked(files, operations)
    assert sites(result, "ANY /issue/{key}/tab13/") == ["form templates/issue.html:1"]
    assert sites(result, "ANY /issue/{key}/{tab}/") == ["form templates/issue.html:1"]


def test_form_with_an_id_is_no_link_to_its_page() -> None:
    files = {"templates/edit.html": """<form id="edit" method="post" action="{{ url_for('edit') }}"></form>\n"""}
    result = linked(files, [operation("GET /edit", name="edit"), operation("POST /edit", name="edit")])
    assert sites(result, "POST /edit") == ["form templates/edit.html:1"]
    assert sites(result, "GET /edit") == []


def test_inclusion_tag_brings_its_template_in() -> None:
    result = linked(
        {
            "templatetags/app.py": """\
            from django import template

            register = template.Library()

            @register.inclusion_tag("search.html", name="search_box", takes_context=True)
            def search_box(context):
                return {}
            """,
            "views.py": """\
            from django.shortcuts import render

            def index(request):
                return render(request, "index.html", {})
            """,
            "templates/index.html": "{% load app %}\n{% search_box %}\n",
            "templates/search.html": '{% load static %}<form action="" method="get"></form>\n',
        },
        [operation("ANY /index", name="index", framework="django", runs="views.py:index")],
    )
    assert sites(result, "ANY /index") == ["form templates/search.html:1"]


def test_pages_and_scripts_know_who_renders_them() -> None:
    result = linked(
        {
            "views.py": "from flask import render_template\n\ndef home():\n    return render_template('home.html')\n",
            "templates/home.html": '<script src="/static/home.js"></script>\n{{ x }}\n',
            "static/home.js": 'fetch("/data").then(show);\n',
            "web/index.html": '<script type="module" src="/src/main.ts"></script>\n',
            "web/src/main.ts": 'fetch("/data").then(show);\n',
        },
        [operation("GET /", name="home", runs="views.py:home"), "GET /data"],
    )
    found = {item.site.location.file: item.site for item in result.links["GET /data"]}
    assert found["static/home.js"].page == "templates/home.html"
    assert found["static/home.js"].server_rendered is True
    assert found["web/src/main.ts"].server_rendered is False
    assert result.chains["GET /data"][0][:2] == ("page GET /", "templates/home.html")


def test_ghosts_are_told_by_kind_and_foreign_or_static_addresses_are_none() -> None:
    result = linked(
        {
            "a.js": """\
            fetch("/gone").then(show);
            fetch("/users", { method: "DELETE" }).then(show);
            fetch("https://api.partner.io/users").then(show);
            fetch("/static/data").then(show);
            fetch("/logo.svg").then(show);
            fetch(someAddress()).then(show);
            """
        },
        ["GET /users"],
    )
    assert [(str(item.site.location), item.kind) for item in result.ghosts] == [
        ("a.js:1", GhostKind.NO_OPERATION),
        ("a.js:2", GhostKind.WRONG_METHOD),
    ]
    assert [str(item.location) for item in result.unresolved] == ["a.js:6"]


def test_program_clients_count_only_where_their_host_is_written() -> None:
    result = linked(
        {
            "cli.py": """\
            import requests

            def a(base):
                return requests.get(f"{base}/api/users")

            def b():
                return requests.get("http://localhost:8000/api/users")
            """
        },
        ["GET /api/users"],
    )
    assert sites(result, "GET /api/users") == ["python-http cli.py:7"]
    assert [str(item.location) for item in result.unresolved] == ["cli.py:4"]


def test_tests_are_tests_and_never_consumers() -> None:
    result = linked(
        {
            "tests/test_users.py": """\
            def test_list(client):
                response = client.get("/users")
                assert response.status_code == 200
                assert response.json() == []
            """
        },
        ["GET /users"],
    )
    assert sites(result, "GET /users") == ["test tests/test_users.py:2"]
    assert result.links["GET /users"][0].site.asserts == ("payload", "status")


def test_bundle_built_from_sources_of_the_project_is_not_a_second_caller() -> None:
    result = linked(
        {
            "theme/assets/a.js": 'fetch("/users").then(show);\n',
            "theme/static/a.min.js": 'var a=1;fetch("/users").then(show);\n',
        },
        ["GET /users"],
        roles={"theme/static/a.min.js": Role.MINIFIED},
    )
    assert sites(result, "GET /users") == ["fetch theme/assets/a.js:1"]


def test_same_result_for_any_order_of_files() -> None:
    files = {
        "b.js": 'function go(u) { fetch(u).then(show) }\ngo("/users");\n',
        "a.html": '<a href="/users">x</a>\n<script src="/b.js"></script>\n',
    }
    first = linked(files, ["GET /users"])
    second = linked(dict(reversed(files.items())), ["GET /users"])
    assert first == second


def test_what_a_decorator_answers_belongs_to_every_operation_that_it_decorates() -> None:
    result = linked(
        {
            "guards.py": """\
            from functools import wraps
            from django.shortcuts import redirect, render

            def confirmed(f):
                @wraps(f)
                def wrapper(request, *args):
                    if request.session.get("sure"):
                        return f(request, *args)
                    if "code" in request.POST:
                        return redirect(request.path)
                    return render(request, "confirm.html")
                return wrapper
            """,
            "views.py": """\
            from django.views import View
            from django.utils.decorators import method_decorator
            from guards import confirmed

            @confirmed
            def close(request):
                ...

            @method_decorator(confirmed, name="dispatch")
            class Leave(View):
                def get(self, request):
                    ...

            def free(request):
                ...
            """,
            "templates/confirm.html": '{% load static %}<form method="post">{% csrf_token %}</form>\n',
        },
        [
            operation("ANY /close", name="close", framework="django", runs="views.py:close"),
            operation("GET /leave", name="leave", framework="django", runs="views.py:Leave.get"),
            operation("POST /leave", name="leave", framework="django", runs="views.py:Leave.get"),
            operation("ANY /free", name="free", framework="django", runs="views.py:free"),
        ],
    )
    assert sites(result, "ANY /close") == ["form templates/confirm.html:1", "redirect guards.py:10"]
    assert sites(result, "POST /leave") == ["form templates/confirm.html:1"]
    assert sites(result, "GET /leave") == ["redirect guards.py:10"]
    assert sites(result, "ANY /free") == []


def test_redirect_to_the_address_asked_for_leads_to_what_answers_there() -> None:
    result = linked(
        {
            "views.py": """\
            import requests
            from flask import redirect, request

            def save():
                requests.get(request.url)
                return redirect(request.full_path)
            """
        },
        [
            operation("GET /edit", name="save", runs="views.py:save"),
            operation("POST /edit", name="save", runs="views.py:save"),
        ],
    )
    assert sites(result, "GET /edit") == ["redirect views.py:6"]
    assert sites(result, "POST /edit") == []


def test_pages_rendered_through_functions_that_pass_all_arguments_on() -> None:
    result = linked(
        {
            "shows.py": """\
            from flask import render_template
            from flask_themes2 import render_theme_template

            def menu(options):
                entries = list()
                entries.append({"link": "users", "text": "Users"})
                entries.append({"link": "groups", "text": "Groups"})
                return entries, True

            def themed(name, **values):
                try:
                    return render_theme_template("dark", name, **values)
                except LookupError:
                    return render_template(name, **values)

            def show(*args, **values):
                entries, simple = menu(values)
                return themed(args[0], entries=entries, **values)
            """,
            "views.py": """\
            from shows import show

            def confirm(token):
                return show("confirm.html", title="x", target="ban")
            """,
            "templates/confirm.html": """\
            <form method="post" role="form">{{ title }}</form>


            <form method="post" action="{{ url_for(target) }}"></form>



            {% for entry in entries %}<a href="{{ url_for(entry['link'], id=1) }}">{{ entry.text }}</a>{% endfor %}
            """,
        },
        [
            operation("POST /confirm/{token}", name="confirm", runs="views.py:confirm"),
            operation("POST /ban", name="ban"),
            operation("GET /users", name="users"),
            operation("GET /groups", name="groups"),
        ],
    )
    assert sites(result, "POST /confirm/{token}") == ["form templates/confirm.html:1"]
    assert sites(result, "POST /ban") == ["form templates/confirm.html:4"]
    assert sites(result, "GET /users") == ["link templates/confirm.html:8"]
    assert sites(result, "GET /groups") == ["link templates/confirm.html:8"]


def test_page_of_a_view_that_also_sends_mail_is_no_mail() -> None:
    result = linked(
        {
            "views.py": """\
            from flask import render_template
            from shop.mail import send_mail

            def register():
                send_mail(render_template("welcome.txt"))
                return render_template("register.html")
            """,
            "templates/register.html": '<a href="/terms">Terms</a>\n',
            "templates/welcome.txt": "Terms: {{ url_for('terms', _external=True) }}\n",
        },
        [operation("GET /terms", name="terms")],
    )
    assert sites(result, "GET /terms") == ["email templates/welcome.txt:1", "link templates/register.html:1"]


def test_page_of_an_object_that_renders_what_its_constructor_was_given() -> None:
    files = {
        "forms.py": """\
        from app import templates

        class FormHelper:
            def __init__(self, template, *, request, context=None):
                self.template = template
                self.request = request
                self.context = {**(context or {})}

            async def response(self):
                return templates.TemplateResponse(self.request, self.template, self.context)
        """,
        "app.py": """\
        from fastapi.templating import Jinja2Templates

        class Localized(Jinja2Templates):
            def TemplateResponse(self, request, name, context=None, media_type=None):
                return super().TemplateResponse(request=request, name=name, context=context, media_type=media_type)

        templates = Localized(directory="templates")
        """,
        "views.py": """\
        from forms import FormHelper

        async def name(request):
            helper = FormHelper("name.html", request=request, context={"target": "/saved"})
            return await helper.response()

        async def mail(request):
            helper = FormHelper("mail.html", request=request)
            return await helper.response()
        """,
        "templates/name.html": '<form method="post"></form>\n<a href="{{ target }}">saved</a>\n',
        "templates/mail.html": '<form method="post"></form>\n',
    }
    operations = [
        operation("POST /name", name="name", runs="views.py:name", framework="fastapi"),
        operation("POST /mail", name="mail", runs="views.py:mail", framework="fastapi"),
        operation("GET /saved", name="saved", framework="fastapi"),
    ]
    result = linked(files, operations)
    assert result.pages["templates/name.html"] == ("POST /name",)
    assert sites(result, "POST /name") == ["form templates/name.html:1"]
    assert sites(result, "POST /mail") == ["form templates/mail.html:1"]
    assert sites(result, "GET /saved") == ["link templates/name.html:2"]
    assert [item.kind for item in result.effects["POST /mail"] if item.kind.startswith(("render", "answer"))] == [
        "renders"
    ]


def test_an_objects_own_reversal_takes_the_request_first_and_may_add_arguments() -> None:
    files = {
        "views.py": """\
        from fastapi.responses import RedirectResponse

        async def leave(request, tenant):
            return RedirectResponse(tenant.url_path_for(request, "auth:login"))
        """,
        "templates/login.html": "<a href=\"{{ tenant.url_for(request, 'auth:login') }}\">again</a>\n",
    }
    operations = [
        operation("GET /login", name="auth:login", framework="fastapi"),
        operation("GET /{tenant}/login", name="auth:login", framework="fastapi"),
    ]
    result = linked(files, operations)
    for one in ("GET /login", "GET /{tenant}/login"):
        assert sites(result, one) == ["link templates/login.html:1", "redirect views.py:4"]


def test_scripts_that_are_templates_are_handed_addresses_as_pages_are() -> None:
    view = """\
    from django.shortcuts import render
    from django.urls import reverse
    def script(request, id):
        place = reverse("track", args=[id])
        return render(request, "track.html", context=dict({"place": place}, kind="x"))
    """
    page = "<script>fetch('{{ scheme }}://{{ request.get_host }}{{ place }}', { method: 'POST' });</script>"
    result = linked({"views.py": view, "templates/track.html": page}, [operation("POST /track/{id}", name="track")])
    assert "fetch templates/track.html:1" in sites(result, "POST /track/{id}")


def test_a_dialog_of_many_pages_posts_to_the_functions_that_ask_for_posts() -> None:
    views = ["from django.shortcuts import render", ""]
    for number in range(14):
        views += [
            f"def change{number}(request):",
            '    if request.method == "POST":' if number else "    if request.GET:",
            "        save(request)",
            '    return render(request, "dialog.html")',
        ]
    result = linked(
        {
            "views.py": "\n".join(views) + "\n",
            "templates/dialog.html": "{% load i18n %}\n{% include 'form.html' %}\n",
            "templates/form.html": '<form method="post">{% csrf_token %}</form>\n',
        },
        [
            operation(
                f"ANY /change{number}", name=f"change{number}", framework="django", runs=f"views.py:change{number}"
            )
            for number in range(14)
        ],
    )
    assert sites(result, "ANY /change0") == []
    assert all(sites(result, f"ANY /change{number}") == ["form templates/form.html:1"] for number in range(1, 14))
