"""Properties of custom elements that markup sets."""

from __future__ import annotations

import pytest

from tests.link.project import linked, operation, sites

VIEWS = """\
from flask import render_template

def mine():
    return render_template("page.html", mode="mine")

def shared():
    return render_template("page.html", mode="shared")
"""
PAGE = '<shop-search mode="{{ mode }}" page-size="20"></shop-search>'
OPERATIONS = [
    operation("GET /mine", name="mine", runs="app.py:mine"),
    operation("GET /shared", name="shared", runs="app.py:shared"),
    operation("GET /api/items"),
    operation("GET /api/items/mine"),
    operation("GET /api/items/shared"),
    operation("GET /api/items/other"),
]


@pytest.mark.parametrize(
    "declared",
    [
        "static properties = { mode: { type: String }, open: { state: true } };",
        "static properties = { view: {}, mode: { attribute: 'mode' } };",
        "static get properties() { return { mode: { type: String } }; }",
        "static observedAttributes = ['mode'];",
    ],
)
def test_what_the_tags_attribute_says_is_what_the_property_holds(declared: str) -> None:
    element = f"""\
    export class Search extends LitElement {{
        {declared}
        constructor() {{
            super();
            this.mode = "";
        }}
        load() {{
            const path = this.mode ? `/${{this.mode}}` : "";
            fetch("/api/items" + path).then((answer) => this.show(answer));
        }}
    }}
    customElements.define("shop-search", Search);
    """
    result = linked({"app.py": VIEWS, "templates/page.html": PAGE, "web/search.js": element}, OPERATIONS)
    for path in ("/api/items", "/api/items/mine", "/api/items/shared"):
        assert any("web/search.js" in one for one in sites(result, f"GET {path}")), path
    assert sites(result, "GET /api/items/other") == []


def test_a_property_that_is_state_of_its_own_is_set_by_no_markup() -> None:
    element = """\
    export class Search extends LitElement {
        static properties = { mode: { state: true } };
        constructor() { super(); this.mode = ""; }
        load() { fetch("/api/items" + (this.mode ? `/${this.mode}` : "")).then((answer) => this.show(answer)); }
    }
    customElements.define("shop-search", Search);
    """
    result = linked({"app.py": VIEWS, "templates/page.html": PAGE, "web/search.js": element}, OPERATIONS)
    assert sites(result, "GET /api/items/mine") == []


def test_a_base_that_the_page_states_has_no_stand_in() -> None:
    result = linked(
        {
            "templates/page.html": """\
            <html data-root="{{ url_for('root') }}"><script src="/static/page.js"></script></html>
            """,
            "static/page.js": """\
            const root = document.documentElement.dataset.root || "";
            fetch(`${root}items`).then((answer) => show(answer));
            """,
        },
        [operation("GET /api/", name="root"), operation("GET /api/items"), operation("GET /items")],
    )
    assert sites(result, "GET /api/items") == ["fetch static/page.js:2"]
    assert sites(result, "GET /items") == []
