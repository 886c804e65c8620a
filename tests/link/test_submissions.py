"""Forms that scripts send in their own way, and scripts that pages load by a route."""

from __future__ import annotations

import pytest

from tests.link.project import linked, operation, sites

VIEW = """\
from flask import render_template

def show():
    return render_template("page.html")
"""


@pytest.mark.parametrize(
    ("script", "asks"),
    [
        ('$("#add").on("submit", function (event) { event.preventDefault(); send(this); });', False),
        ('$("#add").submit(function () { send(this); return false; });', False),
        ("const stop = (e) => { e.preventDefault(); };\n$('.small').on('submit', stop);", False),
        ('document.getElementById("add").addEventListener("submit", (e) => { e.preventDefault(); });', False),
        ('$(document).on("submit", "form", (e) => { e.preventDefault(); });', False),
        ('document.getElementById("add").action = "/other";', False),
        ('$("#add").on("submit", function () { busy(); });', True),
        ('$("#else").on("submit", function (event) { event.preventDefault(); });', True),
        ('$("#add").on("click", function (event) { event.preventDefault(); });', True),
    ],
)
def test_a_form_without_an_address_asks_for_its_page_unless_a_script_keeps_it_from_that(
    script: str, asks: bool
) -> None:
    result = linked(
        {
            "app.py": VIEW,
            "templates/page.html": """\
            <form id="add" class="small"><input name="q"></form>
            <script src="{{ url_for('static', filename='js/page.js') }}"></script>
            """,
            "static/js/page.js": script,
        },
        [operation("GET /page", name="show", runs="app.py:show"), "POST /other"],
    )
    assert sites(result, "GET /page") == (["form templates/page.html:1"] if asks else [])


def test_a_script_of_another_page_does_not_send_it() -> None:
    result = linked(
        {
            "app.py": VIEW,
            "templates/page.html": '<form id="add"><input name="q"></form>',
            "templates/other.html": "<script src=\"{{ url_for('static', filename='js/page.js') }}\"></script>",
            "static/js/page.js": '$("#add").on("submit", (event) => { event.preventDefault(); });',
        },
        [operation("GET /page", name="show", runs="app.py:show")],
    )
    assert sites(result, "GET /page") == ["form templates/page.html:1"]
