from __future__ import annotations

from textwrap import dedent

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


def test_of_two_copies_the_one_that_was_put_out_is_built() -> None:
    result = linked({"static/js/page.js": _CART + _SEARCH, "static/js/dist/page.js": _CART + _SEARCH}, _PATHS)
    assert sites(result, "GET /suggest", CallKind.FETCH) == ["fetch static/js/page.js:4"]


def test_scripts_share_their_sources_names_and_not_those_of_bundles() -> None:
    tools = """\
        const Tools = {
            ask: function (url, options) {
                const waiting = setTimeout(stop, 9);
                return fetch("./" + url, options).then(function (answer) { clearTimeout(waiting); return answer; });
            },
            first: function () { one(); }, second: function () { two(); }, third: function () { three(); }
        };
        if (typeof module !== "undefined" && module.exports) { module.exports = Tools; }
        """
    page = """\
        var Cart = {
            drop: function (id) { Tools.ask("cart/" + id, { method: "DELETE" }).then(function () { show(); }); },
            fourth: function () { four(); }, fifth: function () { five(); }
        };
        """
    files = {"js/a/tools.js": tools, "js/b/page.js": page, "js/all.js": dedent(tools) + dedent(page)}
    result = linked(files, ["DELETE /cart/{id}"])
    found = sites(result, "DELETE /cart/{id}")
    assert "via-wrapper js/b/page.js:2" in found
    assert not any("all.js" in site for site in found)


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
