"""Declared owners where people write them: above decorators, beside rows of a URLconf, on methods, in configuration."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from scanner.concepts.declared import DeclaredOwner
from scanner.concepts.evidence import Owner
from scanner.concepts.report import Report
from scanner.config import Config
from scanner.pipeline import audit

FLASK = """\
    from flask import Flask
    from flask.views import MethodView
    app = Flask(__name__)

    # callside: owner=system, reason="partners post here"
    @app.post("/orders")
    def orders(): ...

    # callside: owner=ui, reason="above every decorator"
    @cached(60)
    @app.get("/total")
    def total(): ...

    @app.get("/none")  # callside: owner=none
    def none(): ...

    @app.get("/plain")
    def plain(): ...

    # callside: owner=system, reason="the class"
    class Items(MethodView):
        def get(self): ...

        # callside: owner=ui, reason="the method"
        def delete(self): ...

    app.add_url_rule("/items", view_func=Items.as_view("items"))
    """
FASTAPI = """\
    from fastapi import APIRouter, FastAPI
    app = FastAPI()
    router = APIRouter(prefix="/api")

    # callside: owner=system, reason="partners"
    @router.get("/orders", response_model=list[int])
    async def orders(): ...

    app.include_router(router)
    """
DJANGO = {
    "manage.py": 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n',
    "site_/settings.py": 'ROOT_URLCONF = "site_.urls"\nINSTALLED_APPS = []\n',
    "site_/urls.py": """\
        from django.urls import path
        from site_ import views
        urlpatterns = [
            # callside: owner=system, reason="the row"
            path("orders", views.orders),
            path("total", views.total),
            path("tail", views.tail),  # callside: owner=none, reason="this row alone"
            path("after", views.after),
        ]
        """,
    "site_/views.py": """\
        from django.views.decorators.http import require_GET

        @require_GET
        def orders(request): ...

        # callside: owner=ui, reason="the view"
        @require_GET
        def total(request): ...

        @require_GET
        def tail(request): ...

        @require_GET
        def after(request): ...
        """,
}


def audited(folder: Path, files: dict[str, str], *endpoints: DeclaredOwner) -> Report:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(dedent(text))
    return audit(folder, Config(endpoints=endpoints))


def declared(report: Report) -> dict[str, tuple[str, str]]:
    return {
        str(item.operation): (item.verdict.owner.value, item.verdict.declared)
        for item in report.operations
        if item.verdict.declared is not None
    }


def test_comments_beside_flask_routes(tmp_path: Path) -> None:
    report = audited(tmp_path, {"app.py": FLASK})
    assert declared(report) == {
        "POST /orders": ("system", "partners post here"),
        "GET /total": ("ui", "above every decorator"),
        "GET /none": ("none", ""),
        "GET /items": ("system", "the class"),
        "DELETE /items": ("ui", "the method"),
    }
    assert not [item for item in report.diagnostics if "declared" in item.message]


def test_comments_beside_fastapi_routes(tmp_path: Path) -> None:
    assert declared(audited(tmp_path, {"app.py": FASTAPI})) == {"GET /api/orders": ("system", "partners")}


def test_comments_beside_rows_of_a_urlconf_and_beside_views(tmp_path: Path) -> None:
    assert declared(audited(tmp_path, DJANGO)) == {
        "GET /orders": ("system", "the row"),
        "GET /total": ("ui", "the view"),
        "GET /tail": ("none", "this row alone"),
    }


@pytest.mark.parametrize(
    ("glob", "meant"),
    [
        ("POST /orders", {"POST /orders"}),
        ("/orders", {"POST /orders"}),
        ("* /o*", {"POST /orders"}),
        ("GET /*", {"GET /none", "GET /plain", "GET /total", "GET /items", "GET /users/{name}"}),
        ("GET /users/{id}", {"GET /users/{name}"}),
        ("GET /users/<int:id>", {"GET /users/{name}"}),
    ],
)
def test_globs_mean_operations(tmp_path: Path, glob: str, meant: set[str]) -> None:
    plain = "\n".join(row for row in dedent(FLASK).splitlines() if "callside" not in row)
    files = {"app.py": plain + '\n@app.get("/none")\ndef n(): ...\n@app.get("/users/<name>")\ndef user(name): ...\n'}
    report = audited(tmp_path, files, DeclaredOwner(glob, Owner.SYSTEM, "it is so"))
    assert set(declared(report)) == meant


def test_what_nobody_can_obey_is_told(tmp_path: Path) -> None:
    app = """\
        from flask import Flask
        app = Flask(__name__)

        # callside: owner=sytem, reason="a slip"
        @app.post("/orders")
        def orders(): ...

        LIMIT = 3  # callside: owner=ui, reason="nothing here"
        """
    report = audited(tmp_path, {"app.py": app}, DeclaredOwner("POST /ordres", Owner.UI, "a slip"))
    told = [f"{item.location}: {item.message}" for item in report.diagnostics]
    assert told == [
        "None: [[tool.callside.endpoints]] 'POST /ordres' fits no operation",
        "app.py:4: owner=sytem is not obeyed: an owner is one of ui, system, shared, none",
        "app.py:8: a declared owner beside no route and no handler: it is not obeyed",
    ]


def test_a_declaration_that_evidence_denies_is_drift(tmp_path: Path) -> None:
    app = """\
        from flask import Flask, render_template
        app = Flask(__name__)

        @app.get("/")
        def home():
            return render_template("home.html")

        # callside: owner=system, reason="the job"
        @app.post("/count")
        def count(): ...
        """
    page = {"templates/home.html": '<form method="post" action="/count"></form>'}
    report = audited(tmp_path, {"app.py": app, **page})
    (drift,) = [finding for finding in report.findings if finding.rule == "CS405"]
    assert drift.message.startswith("POST /count is declared system (the job), but")
    assert str(drift.evidence[0].location) == "templates/home.html:1"
