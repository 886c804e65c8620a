"""Clients handed to functions that call their methods, and request functions that only their calls show."""

from __future__ import annotations

from tests.link.project import linked, sites

CLIENT = """\
class Crud {
    getAll() { return fetch(this.root); }
    removeOne(id) { return fetch(`${this.root}/${id}`, { method: "DELETE" }); }
}
class Books extends Crud { root = "/api/books"; }
class Films extends Crud { root = "/api/films"; }
export const api = { books: new Books(), films: new Films() };
"""
FACTORY = """\
export function useActions(crud) {
    async function load() {
        const rows = await crud.getAll();
        show(rows);
    }
    async function remove(id) {
        await crud.removeOne(id);
        show([]);
    }
    return { load, remove };
}
"""
OPERATIONS = ["GET /api/books", "DELETE /api/books/{id}", "GET /api/films", "DELETE /api/films/{id}"]


def test_what_a_composable_is_handed_tells_what_it_asks_for_and_for_whom() -> None:
    result = linked(
        {
            "web/api.js": CLIENT,
            "web/actions.js": FACTORY,
            "web/books.js": """\
            import { api } from './api';
            import { useActions } from './actions';
            const actions = useActions(api.books);
            export const drop = (id) => actions.remove(id);
            """,
            "web/films.js": """\
            import { api } from './api';
            import { useActions } from './actions';
            const actions = useActions(api.films);
            export const open = () => actions.load();
            """,
        },
        OPERATIONS,
    )
    assert "via-wrapper web/books.js:4" in sites(result, "DELETE /api/books/{id}")
    assert "via-wrapper web/films.js:4" in sites(result, "GET /api/films")
    # the same composable, but made on the other client
    assert not any("films.js" in site for site in sites(result, "DELETE /api/books/{id}"))
    assert not any("books.js" in site for site in sites(result, "GET /api/films"))
    assert any("web/actions.js" in site for site in sites(result, "GET /api/books"))


def test_who_calls_a_function_back_does_not_ask_for_what_it_asks() -> None:
    result = linked(
        {
            "web/dialog.js": """\
            export function confirm(options) {
                const button = build(options.title);
                button.onclick = () => { options.success(); };
            }
            """,
            "web/page.js": """\
            import { confirm } from './dialog';
            export function drop(id) {
                confirm({
                    title: "Sure?",
                    success: function () { fetch(`/api/books/${id}`, { method: "DELETE" }); },
                });
                const options = { success: () => fetch(`/api/films/${id}`, { method: "DELETE" }) };
                confirm(options);
            }
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "DELETE /api/books/{id}") == ["fetch web/page.js:5"]
    assert sites(result, "DELETE /api/films/{id}") == ["fetch web/page.js:7"]


def test_a_guessed_request_function_is_one_once_most_of_its_calls_are_linked() -> None:
    result = linked(
        {
            "web/client.js": """\
            export const ask = (http, url) => http.get(url);
            """,
            "web/page.js": """\
            import { ask } from './client';
            export function show(http, id) {
                ask(http, "/api/books");
                ask(http, "/api/films");
                ask(http, `/api/books/${id}`);
                ask(http, "/api/gone");
            }
            """,
        },
        ["GET /api/books", "GET /api/films", "GET /api/books/{id}"],
    )
    assert [str(ghost.site.url) for ghost in result.ghosts] == ["/api/gone"]


def test_a_guess_that_is_seldom_linked_stays_unsaid() -> None:
    result = linked(
        {
            "web/page.js": """\
            const ask = (table, key) => table.get(key);
            export function show(table) {
                ask(table, "/api/books");
                ask(table, "/some/key");
                ask(table, "/other/key");
            }
            """,
        },
        ["GET /api/books"],
    )
    assert not result.ghosts
    assert not result.unresolved
