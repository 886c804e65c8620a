from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, sites

_CART = """\
function drop(id) { fetch("/cart/" + id, { method: "DELETE" }).then(show); }
function show(r) { render(r); }
function count() { fetch("/cart/count").then(badge); }
"""
_SEARCH = """\
function suggest(q) { fetch("/suggest?q=" + q).then(list); }
function list(r) { open(r); }
function gone() { fetch("/gone"); }
"""
_PATHS = ["DELETE /cart/{id}", "GET /cart/count", "GET /suggest"]


def test_scripts_put_together_from_others_are_no_sources_of_their_own() -> None:
    files = {"shop/js/cart.js": _CART, "shop/js/search.js": _SEARCH, "shop/static/all.js": _CART + _SEARCH}
    result = linked(files, _PATHS)
    assert sites(result, "DELETE /cart/{id}") == ["fetch shop/js/cart.js:1"]
    assert sites(result, "GET /suggest") == ["fetch shop/js/search.js:1"]
    assert [str(ghost.site.location) for ghost in result.ghosts] == ["shop/js/search.js:3"]


def test_a_copy_of_one_script_is_a_source_too() -> None:
    result = linked({"light/page.js": _CART + _SEARCH, "dark/page.js": _CART + _SEARCH}, _PATHS)
    assert sites(result, "GET /suggest", CallKind.FETCH) == ["fetch dark/page.js:4", "fetch light/page.js:4"]


def test_another_programs_host_on_this_machine_is_left_open() -> None:
    result = linked(
        {
            "page.js": """\
            fetch("http://127.0.0.1:8765", { method: "POST" });
            fetch("http://localhost:6800/jsonrpc");
            fetch("http://localhost:8000/api/items");
            fetch(HOST);
            """
        },
        ["GET /", "POST /", "GET /api/items"],
    )
    assert sites(result, "GET /api/items") == ["fetch page.js:3"]
    assert sites(result, "POST /") == [] and result.ghosts == ()
    assert [item.location.line for item in result.unresolved] == [1, 2, 4]
