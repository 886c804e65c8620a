"""Types and computed members: texts that TypeScript declares, and functions called by computed names."""

from __future__ import annotations

from tests.link.project import linked, sites

TYPES = """\
export type Relation = 'follow' | 'block'
export interface Payload { name: string; action: Relation; silent?: boolean }
"""
RELATIONS = ["POST /users/{name}/follow", "POST /users/{name}/block", "POST /users/{name}/mute"]


def test_a_parameter_whose_callers_are_not_known_holds_what_its_type_names() -> None:
    result = linked(
        {
            "web/types.ts": TYPES,
            "web/store.ts": """\
            import { Payload } from './types'
            export const actions = {
              relate(context: Context, payload: Payload) {
                return api.post(`/users/${payload.name}/${payload.action}`)
              },
            }
            """,
        },
        [*RELATIONS, "GET /{path:path}"],
    )
    assert sites(result, RELATIONS[0]) == ["fetch web/store.ts:4"]
    assert sites(result, RELATIONS[1]) == ["fetch web/store.ts:4"]
    assert sites(result, RELATIONS[2]) == []


def test_callers_that_are_known_say_it_better_than_the_type() -> None:
    result = linked(
        {
            "web/types.ts": TYPES,
            "web/store.ts": """\
            import { Relation } from './types'
            export function relate(name: string, action: Relation) {
              return fetch(`/users/${name}/${action}`, { method: 'POST' })
            }
            """,
            "web/page.ts": """\
            import { relate } from './store'
            export function block(name: string) { relate(name, 'block') }
            """,
        },
        RELATIONS,
    )
    assert sites(result, RELATIONS[1]) == ["via-wrapper web/page.ts:2", "wrapper web/store.ts:3"]
    assert sites(result, RELATIONS[0]) == []


def test_types_of_variables_fields_properties_and_enumerations() -> None:
    result = linked(
        {
            "web/kinds.ts": "export enum Kind { Book = 'books', Film = 'films' }\n",
            "web/again.ts": "export * from './kinds'\n",
            "web/page.ts": """\
            import { Kind } from './again'
            class Page {
              kind: Kind
              load() { return fetch(`/api/${this.kind}/new`) }
            }
            export function show() {
              const where: "games" | null = read()
              return fetch(`/api/${where}/new`)
            }
            """,
            "web/Box.vue": """\
            <script setup lang="ts">
            const props = withDefaults(defineProps<{ of: 'toys' | 'tools' }>(), { of: 'toys' })
            fetch(`/api/${props.of}/new`)
            </script>
            """,
        },
        ["GET /api/books/new", "GET /api/films/new", "GET /api/games/new", "GET /api/toys/new", "GET /api/tools/new"],
    )
    assert sites(result, "GET /api/books/new") == ["wrapper web/page.ts:4"]
    assert sites(result, "GET /api/films/new") == ["wrapper web/page.ts:4"]
    assert sites(result, "GET /api/games/new") == ["fetch web/page.ts:8"]
    assert sites(result, "GET /api/toys/new") == ["fetch web/Box.vue:3"]
    assert sites(result, "GET /api/tools/new") == ["fetch web/Box.vue:3"]


def test_a_type_that_admits_any_text_decides_nothing() -> None:
    result = linked(
        {
            "web/page.ts": """\
            type Loose = 'books' | string
            export function show(kind: Loose) { return fetch(`/api/${kind}/new`) }
            """,
        },
        ["GET /api/books/new", "GET /api/films/new"],
    )
    assert sites(result, "GET /api/books/new") == []
    assert [item.why.split(":")[0] for item in result.unresolved] == ["may be any of several operations"]


def test_what_only_a_route_for_anything_would_answer_is_open() -> None:
    result = linked(
        {"web/page.js": "export const save = (kind) => fetch(`/api/${kind}/new`, { method: 'POST' });"},
        ["POST /api/books/new", "POST /api/films/new", "GET /{path:path}"],
    )
    assert [str(item.location) for item in result.unresolved] == ["web/page.js:1"]
    assert not result.ghosts


CLIENT = """\
export class Client {
    bookList() { return fetch("/api/books"); }
    filmList() { return fetch("/api/films"); }
    bookRemove(id) { return fetch(`/api/books/${id}`, { method: "DELETE" }); }
}
"""
OPERATIONS = ["GET /api/books", "GET /api/films", "DELETE /api/books/{id}"]


def test_a_computed_member_calls_the_methods_that_its_type_names() -> None:
    result = linked(
        {
            "web/client.ts": CLIENT,
            "web/model.ts": """\
            import { Client } from './client';
            type Model = { name: 'book' | 'game' };
            export class Generic {
                model: Model
                client: object
                constructor(model: Model) {
                    this.model = model;
                    this.client = new Client();
                }
                list() { return this.client[`${this.model.name}List`](); }
            }
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "GET /api/books") == ["via-wrapper web/model.ts:10", "wrapper web/client.ts:2"]
    assert sites(result, "GET /api/films") == ["wrapper web/client.ts:3"]
    assert sites(result, "DELETE /api/books/{id}") == ["wrapper web/client.ts:4"]


def test_the_text_around_what_is_not_known_narrows_a_computed_member() -> None:
    result = linked(
        {
            "web/client.ts": CLIENT,
            "web/page.ts": """\
            import { Client } from './client';
            export function list(name) { return new Client()[`${name}List`](); }
            export function anything(name) { return new Client()[name](); }
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "GET /api/books") == ["via-wrapper web/page.ts:2", "wrapper web/client.ts:2"]
    assert sites(result, "GET /api/films") == ["via-wrapper web/page.ts:2", "wrapper web/client.ts:3"]
    assert sites(result, "DELETE /api/books/{id}") == ["wrapper web/client.ts:4"]
    assert [(str(item.location), item.why) for item in result.unresolved] == [
        ("web/page.ts:3", "calls a member of a client by a name that is not known")
    ]


def test_a_table_of_functions_is_asked_for_any_of_them() -> None:
    result = linked(
        {
            "web/api.js": CLIENT.replace("export class Client {", "export const client = {").replace(
                "}\n    ", "},\n    "
            ),
            "web/page.js": """\
            import { client } from './api';
            const verbs = { show: client.bookList, drop: client.bookRemove };
            export function act(verb, id) { return verbs[verb](id); }
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "GET /api/books") == ["via-wrapper web/page.js:3", "wrapper web/api.js:2"]
    assert sites(result, "DELETE /api/books/{id}") == ["via-wrapper web/page.js:3", "wrapper web/api.js:4"]
    assert sites(result, "GET /api/films") == ["wrapper web/api.js:3"]
