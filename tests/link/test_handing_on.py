"""Functions handed on: chosen by a condition, bound, renamed, called with `call`; and those that hand on."""

from __future__ import annotations

from tests.link.project import linked, sites

API = """\
export const users = {
    enable: (user) => fetch(`/api/users/${user.id}/enable`, { method: "POST" }),
    disable: (user) => fetch(`/api/users/${user.id}/disable`, { method: "POST" }),
    list: () => fetch("/api/users"),
};
"""
OPERATIONS = ["POST /api/users/{id}/enable", "POST /api/users/{id}/disable", "GET /api/users"]


def test_each_function_that_a_condition_chooses_from_is_called() -> None:
    result = linked(
        {
            "web/api.js": API,
            "web/page.js": """\
            import { users } from './api';
            export function toggle(user) {
                const action = user.disabled ? users.enable : users.disable;
                action(user);
            }
            """,
        },
        OPERATIONS,
    )
    for name, line in (("enable", 2), ("disable", 3)):
        assert sites(result, f"POST /api/users/{{id}}/{name}") == [
            "via-wrapper web/page.js:4",
            f"wrapper web/api.js:{line}",
        ]
    assert sites(result, "GET /api/users") == ["wrapper web/api.js:4"]


def test_a_function_that_is_bound_or_put_under_another_name_is_taken_there() -> None:
    result = linked(
        {
            "web/api.js": API,
            "web/page.js": """\
            import { users } from './api';
            export const source = {
                getResource() { return users.list.bind(users); },
            };
            const actions = { start: users.enable };
            export function begin(user) {
                actions.start(user);
                users.disable.call(users, user);
            }
            """,
        },
        OPERATIONS,
    )
    assert sites(result, "GET /api/users") == ["via-wrapper web/page.js:3", "wrapper web/api.js:4"]
    assert sites(result, "POST /api/users/{id}/enable") == ["via-wrapper web/page.js:7", "wrapper web/api.js:2"]
    assert sites(result, "POST /api/users/{id}/disable") == ["via-wrapper web/page.js:8", "wrapper web/api.js:3"]


def test_binding_a_method_to_its_own_object_is_no_use_of_it() -> None:
    result = linked(
        {
            "web/view.js": """\
            class View {
                constructor() { this.load = this.load.bind(this); }
                load() { return fetch("/api/users"); }
            }
            """,
        },
        OPERATIONS,
    )
    assert not any("web/view.js:2" in site for site in sites(result, "GET /api/users"))


def test_who_hands_on_the_options_that_say_what_to_ask_for_stands_in_for_the_request() -> None:
    result = linked(
        {
            "web/http.js": """\
            import axios from 'axios';
            export function request(method, url, data) {
                return axios({ method: method, url: url, headers: { "X-Key": "k" }, data });
            }
            export function loud(method, url) {
                return axios({ method: "PUT", url: "/api" + url });
            }
            """,
            "web/page.js": """\
            import { request, loud } from './http';
            export function show() {
                request("get", "/api/users");
                loud("get", "/things");
            }
            """,
        },
        ["GET /api/users", "PUT /api/things"],
    )
    assert sites(result, "GET /api/users") == ["fetch web/page.js:3"]
    assert sites(result, "PUT /api/things") == ["via-wrapper web/page.js:4", "wrapper web/http.js:6"]


def test_an_element_of_a_list_that_is_empty_is_no_alternative() -> None:
    result = linked(
        {
            "web/client.js": """\
            export class Client {
                get hooks() { return this.options.hooks || []; }
                async ask(path) {
                    let asked = { path };
                    for (const hook of this.hooks) {
                        asked = await hook.before(asked) || asked;
                    }
                    return fetch(asked.path);
                }
            }
            """,
            "web/page.js": """\
            import { Client } from './client';
            export function show() { new Client().ask("/api/users"); }
            """,
        },
        ["GET /api/users"],
    )
    assert sites(result, "GET /api/users") == ["via-wrapper web/page.js:2", "wrapper web/client.js:8"]
    assert not result.unresolved


def test_a_record_s_method_relays_its_own_method_and_no_option_does() -> None:
    files = {
        "src/api.js": """\
        import axios from "axios";
        const Pin = {
          create(data) { return axios.post("/pins", data); },
          createFromAddress(data) { return this.create(data); },
        };
        export default { Pin };
        """,
        "src/form.js": """\
        import API from "./api";
        export function save(form) { show(form); return API.Pin.createFromAddress(form); }
        """,
        "src/list.js": """\
        import { Source } from "./source";
        import API from "./api";
        export const list = new Source({ send(data) { return API.Pin.create(data); } });
        """,
        "src/source.js": """\
        export class Source {
          constructor(options) { this.send = options.send; }
          load() { render(); return this.send(); }
        }
        """,
    }
    result = linked(files, ["POST /pins"])
    assert sites(result, "POST /pins") == [
        "via-wrapper src/api.js:4",
        "via-wrapper src/form.js:2",
        "via-wrapper src/list.js:3",
        "wrapper src/api.js:3",
    ]
