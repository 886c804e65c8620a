"""Packages that are here as built code only, and the scripts that call what they offer."""

from __future__ import annotations

from scanner.concepts.source import Role
from tests.link.project import linked, sites

BUNDLE = (
    "async function a(e){return D.fetch(`/api/books/${e}`,{method:'GET'})}"
    "async function b(e){return D.fetch(`/api/books/${e}`,{method:'DELETE'})}"
    "async function c(){return D.fetch('/api/books',{method:'GET'})}"
    "const p={books:{load:a,remove:b},shelf:{list:c}};window.Client={pages:p};"
)
ENTRY = """\
import Client from "books-client";
Client.init();
export default Client;
"""
OPERATIONS = ["GET /api/books", "GET /api/books/{id}", "GET /api/books/mine", "DELETE /api/books/{id}"]
MINIFIED = {"web/static/client.js": Role.MINIFIED}


def test_who_calls_a_member_asks_through_the_bundle_and_other_members_are_called_by_nobody() -> None:
    result = linked(
        {
            "web/static/client.js": BUNDLE,
            "web/js/index.js": ENTRY,
            "web/js/page.js": """\
            import Client from "./index";
            const books = {};
            books.load = (id) => id;
            export async function show(id) {
                await Client.pages.books.load(id);
                await Client.pages.books.load("mine");
                books.load(4);
            }
            """,
            "web/page.html": "<script>Client.pages.shelf.list();</script>",
        },
        OPERATIONS,
        roles=MINIFIED,
    )
    assert sites(result, "GET /api/books/{id}") == ["via-wrapper web/js/page.js:5", "wrapper web/static/client.js:1"]
    assert sites(result, "GET /api/books/mine") == ["via-wrapper web/js/page.js:6", "wrapper web/static/client.js:1"]
    assert sites(result, "GET /api/books") == ["via-wrapper web/page.html:1", "wrapper web/static/client.js:1"]
    assert sites(result, "DELETE /api/books/{id}") == ["wrapper web/static/client.js:1"]


def test_a_bundle_whose_members_nobody_here_calls_asks_by_itself() -> None:
    result = linked({"web/static/client.js": BUNDLE}, OPERATIONS, roles=MINIFIED)
    assert sites(result, "DELETE /api/books/{id}") == ["fetch web/static/client.js:1"]
    assert sites(result, "GET /api/books") == ["fetch web/static/client.js:1"]


def test_the_nearest_of_several_bundles_is_meant() -> None:
    other = BUNDLE.replace("/api/books", "/old/books")
    result = linked(
        {
            "web/static/client.js": BUNDLE,
            "old/static/client.js": other,
            "web/js/page.js": 'import Client from "books-client";\nClient.pages.books.load(3);\n',
        },
        [*OPERATIONS, "GET /old/books/{id}"],
        roles={**MINIFIED, "old/static/client.js": Role.MINIFIED},
    )
    assert "via-wrapper web/js/page.js:2" in sites(result, "GET /api/books/{id}")
    assert sites(result, "GET /old/books/{id}") == ["fetch old/static/client.js:1"]
