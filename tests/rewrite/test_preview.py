"""Patch previews: what changes, what is left alone, and that crafted sources never reach LibCST."""

from __future__ import annotations

import ast

import pytest

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Fit, Shape
from scanner.concepts.finding import Finding, Severity
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from scanner.rewrite.preview import preview
from scanner.rewrite.segment import MAX_BRACKETS, cut
from tests.rules.build import audited, effect, link, operation, verdict


def finding(rule: str, about: AuditedOperation) -> Finding:
    return Finding(
        rule=rule,
        name="x",
        severity=Severity.LOW,
        confidence=1.0,
        message="",
        help="",
        location=Location("app/views.py", 1),
        operation=about.operation.id,
    )


def diff(rule: str, source: str, name: str = "GET /sync", framework: str = "flask", **more: object) -> list[str]:
    """The lines that go and come."""
    line = next(number for number, row in enumerate(source.splitlines(), 1) if "def handle(" in row)
    about = audited(operation(name, framework=framework, line=line), verdict(), **more)  # type: ignore[arg-type]
    page = audited(
        operation("GET /page", handler="app.page"),
        verdict(Fit.KEEP, shape=Shape.PAGE),  # type: ignore[arg-type]
        effects=[effect(EffectKind.RENDERS, "page.html")],
    )
    text = preview(finding(rule, about), [about, page], source)
    return [row for row in text.splitlines() if row.startswith(("+", "-")) and not row.startswith(("+++", "---"))]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('@app.get("/sync")', '@app.post("/sync")'),
        ('@app.route("/sync")', '@app.route("/sync", methods=["POST"])'),
        ('@bp.route("/sync", methods=["GET"])', '@bp.route("/sync", methods=["POST"])'),
        ("@action(detail=True)", '@action(detail=True, methods=["POST"])'),
        ('@api_view(["GET"])', '@api_view(["POST"])'),
        ("@api_view()", '@api_view(["POST"])'),
        ('@router.get("/sync", status_code=202)', '@router.post("/sync", status_code=202)'),
    ],
)
def test_a_mutating_get_is_registered_for_post(before: str, after: str):
    assert diff("CS208", f"{before}\ndef handle():\n    sync()\n") == [f"-{before}", f"+{after}"]


def test_other_methods_of_the_same_route_are_left_to_a_person():
    assert diff("CS208", '@app.route("/sync", methods=["GET", "POST"])\ndef handle():\n    sync()\n') == []
    assert diff("CS208", "def handle():\n    sync()\n") == []


def test_a_plain_django_view_is_guarded_and_the_guard_imported_above():
    source = "from x import sync\n\n\ndef handle(request):\n    sync()\n\n\nfrom app import late\n"
    assert diff("CS208", source, framework="django") == [
        "+from django.views.decorators.http import require_POST",
        "+@require_POST",
    ]


def test_methods_keep_their_indentation_and_the_rest_of_the_file():
    source = (
        'class Tags:\n    other = 1\n\n    @action(detail=True)\n    def handle(self):\n        return """\n  x"""\n'
    )
    text = preview(
        finding("CS208", about := audited(operation("GET /x", line=5, framework="drf"), verdict())), [about], source
    )
    assert text.startswith("--- a/app/views.py\n+++ b/app/views.py\n")
    assert '+    @action(detail=True, methods=["POST"])\n' in text


def test_the_csrf_exemption_goes():
    assert diff("CS501", "@csrf_exempt\n@login_required\ndef handle(request): ...\n") == ["-@csrf_exempt"]
    assert diff("CS501", '@app.post("/x")\n@csrf.exempt\ndef handle(): ...\n') == ["-@csrf.exempt"]
    assert diff("CS501", '@app.post("/x")\ndef handle(): ...\n') == []


FORM = """\
from flask import Flask, jsonify, redirect, request

@app.post("/save")
def handle():
    data = request.get_json()
    if "name" not in data:
        return jsonify(error="name"), 400
    user.name = request.json["name"]
    return jsonify(ok=True), 200
"""


def test_a_form_in_disguise_reads_the_form_and_redirects_to_its_page():
    caller = link("POST /save", file="templates/page.html")
    assert diff("CS101", FORM, "POST /save", links=[caller]) == [
        "+from flask import url_for",
        "-    data = request.get_json()",
        "+    data = request.form",
        '-    user.name = request.json["name"]',
        "-    return jsonify(ok=True), 200",
        '+    user.name = request.form["name"]',
        '+    return redirect(url_for("page"), 303)',
    ]


def test_without_a_page_or_outside_flask_there_is_no_preview():
    assert diff("CS101", FORM, "POST /save") == []
    caller = link("POST /save", file="templates/page.html")
    assert diff("CS101", FORM, "POST /save", framework="fastapi", links=[caller]) == []


def test_rules_without_a_rewrite_have_no_preview():
    assert diff("CS401", '@app.get("/sync")\ndef handle(): ...\n') == []


@pytest.mark.parametrize(
    "body",
    [
        "x = " + "(" * 5_000 + ")" * 5_000,
        "x = " + "(" * (MAX_BRACKETS + 1) + ")" * (MAX_BRACKETS + 1),
        "x = " + "not " * 2_000 + "y",
        "x = " + "a + " * 4_000 + "a",
        "x = a" + ".b" * 3_000,
        "\x00",
        "x = '" + "y" * 30_000 + "'",
    ],
    ids=["parentheses", "a few too many", "not", "sum", "chain", "null", "long"],
)
def test_crafted_sources_are_turned_away_before_libcst(body: str):
    assert cut(f'@app.get("/x")\ndef handle():\n    {body}\n', 2) is None


def test_a_diff_can_be_applied_to_a_file_that_parses_again():
    source = 'import x\r\n\r\n@app.route("/sync")\r\ndef handle():\r\n    sync()\r\n'
    rows = diff("CS208", source)
    assert [row.rstrip("\r") for row in rows] == ['-@app.route("/sync")', '+@app.route("/sync", methods=["POST"])']
    ast.parse(source.replace(rows[0][1:], rows[1][1:]))


def test_lines_are_counted_as_python_counts_them():
    source = 'x = "\x0c\x1c"\n\n@app.get("/sync")\ndef handle():\n    sync()\n'
    line = 4
    about = audited(operation("GET /sync", line=line), verdict())
    assert '+@app.post("/sync")' in preview(finding("CS208", about), [about], source)
