from __future__ import annotations

from dataclasses import replace

from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.operation import Application, Operation
from scanner.concepts.registrations import Registrations
from scanner.link.linker import link, prepare
from tests.link.project import facts_of, linked, operation, sites


def test_login_view_kept_in_configuration() -> None:
    result = linked(
        {
            "config.py": """\
            class Default:
                LOGIN_VIEW = "auth.login"
                REAUTH = "auth.reauth"
            """,
            "app.py": """\
            from flask_login import LoginManager

            manager = LoginManager()

            def configure(app):
                manager.login_view = app.config["LOGIN_VIEW"]
                manager.refresh_view = "auth.reauth"
            """,
            "other.py": """\
            from flask_login import LoginManager

            second = LoginManager()
            second.login_view = "auth.start"
            """,
        },
        [
            operation("GET /login", name="auth.login"),
            operation("GET /start", name="auth.start"),
            operation("GET /reauth", name="auth.reauth"),
        ],
    )
    assert sites(result, "GET /login") == ["redirect config.py:2"]
    assert sites(result, "GET /start") == ["redirect other.py:4"]
    assert sites(result, "GET /reauth") == ["redirect app.py:7"]


def test_files_are_no_ghosts_wherever_they_are_served_from() -> None:
    files = {
        "settings.py": """\
        import os

        PREFIX = os.environ.get("PREFIX")
        STATIC_URL = f"{PREFIX}/assets/"
        MEDIA_URL = os.getenv("MEDIA_URL", "https://cdn.example.org/uploads/")
        """,
        "page.html": """\
        <a href="/app/assets/{{ name }}/">x</a>
        <a href="/uploads/report">x</a>
        <a href="/static/{{ icon }}">x</a>
        <a href="{% static icon %}">x</a>
        <a href="/sites/one/files/report">x</a>
        <a href="<%- url %>">x</a>
        <a href="/gone">x</a>
        """,
    }
    result = linked(files, [operation("GET /users", name="users")], static=("/sites/{site}/files",))
    assert [str(item.site.location) for item in result.ghosts] == ["page.html:7"]


def test_fastapi_answers_its_own_documentation() -> None:
    files = {"page.html": '{{ x }}<a href="/docs">a</a><a href="/v2/redoc">b</a>\n<a href="/openapi.json">c</a>\n'}
    app = Application("app", "fastapi", Location("app.py", 1))
    assert _linked(facts_of(files), [operation("GET /users")], app).ghosts == ()
    assert len(_linked(facts_of(files), [operation("GET /users")], replace(app, framework="flask")).ghosts) == 1


def _linked(facts: dict[str, FileFacts], operations: list[Operation], application: Application) -> Linked:
    return link(Registrations(operations=tuple(operations), applications=(application,)), prepare(facts))


def test_urlopen_asks_for_what_its_request_says() -> None:
    result = linked(
        {
            "cli.py": """\
            from urllib.request import Request, urlopen
            import urllib.request

            def read():
                return urlopen(Request("http://localhost:8000/api/users", headers={"Accept": "*/*"}))

            def write(body):
                request = urllib.request.Request("http://localhost:8000/api/users", data=body)
                return urllib.request.urlopen(request)

            def drop():
                return urlopen(Request("http://localhost:8000/api/users", method="DELETE"))
            """
        },
        ["GET /api/users", "POST /api/users", "DELETE /api/users"],
    )
    assert sites(result, "GET /api/users") == ["python-http cli.py:5"]
    assert sites(result, "POST /api/users") == ["python-http cli.py:8"]
    assert sites(result, "DELETE /api/users") == ["python-http cli.py:12"]


def test_redirect_helper_belongs_to_those_who_fix_its_target() -> None:
    result = linked(
        {
            "helpers.py": """\
            from flask import redirect, request

            def target_of(endpoint, use_referrer=True):
                targets = [endpoint]
                for target in targets:
                    if target:
                        return target

            def back_or(endpoint):
                return redirect(target_of(endpoint))
            """,
            "views.py": """\
            from flask import url_for
            from helpers import back_or

            def save():
                return back_or(url_for("users"))
            """,
        },
        [operation("GET /users", name="users")],
    )
    assert sites(result, "GET /users") == ["redirect views.py:5"]
