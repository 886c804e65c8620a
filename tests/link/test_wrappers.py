from __future__ import annotations

import pytest

from scanner.concepts.callsite import Body
from scanner.concepts.source import Role
from tests.link.project import linked, operation, sites


def test_function_that_passes_a_url_on_is_a_wrapper_and_its_callers_are_the_callers() -> None:
    result = linked(
        {
            "keys.js": """\
            async function ask(url, options = {}) {
              const answer = await fetch(url, options);
              show(await answer.json());
            }
            function verify(key, button) {
              button.innerHTML = "…";
              ask(`/keys/${key}/verify`, { method: "POST" });
            }
            """
        },
        ["POST /keys/{key}/verify", "GET /keys/{key}/verify"],
    )
    assert sites(result, "POST /keys/{key}/verify") == ["via-wrapper keys.js:7", "wrapper keys.js:2"]
    assert sites(result, "GET /keys/{key}/verify") == []
    assert result.unresolved == () and result.ghosts == ()


def test_hops_through_files_and_classes_end_where_the_url_is_decided() -> None:
    result = linked(
        {
            "web/http.js": "export function send(method, path, body) { return request(method, '/api' + path, body) }\n"
            "function request(method, url, body) { return fetch(url, { method, body: JSON.stringify(body) }) }\n",
            "web/users.js": """\
            import { send } from "./http";
            export class Users {
              constructor(root) { this.root = root; }
              remove(id) { return send("DELETE", `${this.root}/${id}`); }
            }
            """,
            "web/page.js": """\
            import { Users } from "./users";
            const users = new Users("/users");
            document.getElementById("x").onclick = function () {
              users.remove(3);
              location.reload();
            };
            """,
        },
        ["DELETE /api/users/{id}"],
    )
    assert "via-wrapper web/page.js:4" in sites(result, "DELETE /api/users/{id}")


def test_two_urls_chosen_by_a_condition_are_two_operations_at_one_call_site() -> None:
    result = linked(
        {
            "logs.js": """\
            async function call(url, options) { const r = await fetch(url, options); show(r); }
            function remove(ids) {
              const url = ids.length === 1 ? `/logs/${ids[0]}` : "/logs";
              const method = "DELETE";
              render();
              call(url, { method: method });
            }
            """
        },
        ["DELETE /logs", "DELETE /logs/{id}"],
    )
    assert sites(result, "DELETE /logs") == ["via-wrapper logs.js:3", "wrapper logs.js:1"]
    assert sites(result, "DELETE /logs/{id}") == ["via-wrapper logs.js:3", "wrapper logs.js:1"]


def test_default_options_do_not_replace_those_given() -> None:
    result = linked(
        {
            "fetch.js": """\
            export default (url, options) => {
              if (options === undefined) { options = { method: "GET" }; }
              return window.fetch("" + url, options);
            };
            """,
            "app.js": 'import ask from "./fetch";\nask("/tags", { method: "POST" });\n',
        },
        ["GET /tags", "POST /tags"],
    )
    assert sites(result, "POST /tags") == ["fetch app.js:2"]  # what stands in for fetch is no wrapper
    assert sites(result, "GET /tags") == []


def test_prototype_client_with_a_base_address_set_from_outside() -> None:
    result = linked(
        {
            "api.js": """\
            let API = (function () {
              function API(options) { this.domain = options.domain; }
              API.prototype.request = function (method, url, done) {
                fetch(url, { method }).then((response) => response.json()).then((body) => done.resolve(body));
              };
              API.prototype.get_team = function (parameters) {
                let path = "/teams/{team_id}";
                path = path.replace("{team_id}", parameters["teamId"]);
                this.request("GET", this.domain + path, done);
              };
              API.prototype.get_tags = function () { this.request("GET", this.domain + "/tags", done); };
              return API;
            })();
            export default API;
            """,
            "site.js": """\
            import API from "./api";
            const api = new API("/");
            export function start(root) { api.domain = "/api/v1"; }
            api.get_team({ teamId: 3 });
            """,
        },
        ["GET /api/v1/teams/{id}", "GET /api/v1/tags"],
    )
    assert sites(result, "GET /api/v1/teams/{id}") == ["via-wrapper site.js:4", "wrapper api.js:6"]
    # a method that nothing calls is a wrapper without callers
    assert sites(result, "GET /api/v1/tags") == ["wrapper api.js:11"]


def test_generated_client_is_linked_through_the_function_that_components_call() -> None:
    result = linked(
        {
            "client/sdk.gen.ts": """\
            import { client } from "./client.gen";
            export class ItemsService {
              public static readItems(options?: any) {
                return (options?.client ?? client).get({ url: "/api/items/", ...options });
              }
              public static deleteItem(options: any) {
                return (options.client ?? client).delete({ url: "/api/items/{id}", ...options });
              }
            }
            """,
            "client/index.ts": 'export { ItemsService } from "./sdk.gen";\n',
            "items.tsx": """\
            import { ItemsService } from "./client";
            const query = { queryFn: () => ItemsService.readItems({ limit: 3 }) };
            """,
        },
        ["GET /api/items/", "DELETE /api/items/{id}"],
        roles={"client/sdk.gen.ts": Role.GENERATED},
    )
    assert sites(result, "GET /api/items/") == ["via-wrapper items.tsx:2", "wrapper client/sdk.gen.ts:4"]
    assert sites(result, "DELETE /api/items/{id}") == ["wrapper client/sdk.gen.ts:7"]


def test_axios_instance_with_base_url_and_an_interceptor_that_adds_a_segment() -> None:
    result = linked(
        {
            "src/api.js": """\
            import axios from "axios";
            const instance = axios.create({ baseURL: "/api/v1" });
            instance.interceptors.request.use(function (config) {
              if (!config.url.includes("organizations")) { config.url = `${current}${config.url}`; }
              return config;
            });
            export default instance;
            """,
            "src/case/api.js": """\
            import API from "@/api";
            const resource = "/cases";
            export default { update(id, payload) { return API.put(`${resource}/${id}`, payload); } };
            """,
            "src/case/store.js": """\
            import CaseApi from "./api";
            function save(one) { commit("busy"); return CaseApi.update(one.id, one); }
            """,
        },
        ["PUT /api/v1/{organization}/cases/{id}"],
    )
    one = "PUT /api/v1/{organization}/cases/{id}"
    assert sites(result, one) == ["via-wrapper src/case/store.js:2", "wrapper src/case/api.js:3"]
    assert result.links[one][0].site.body is Body.JSON
    assert result.ghosts == ()


def test_functions_of_classic_scripts_are_shared_by_the_page() -> None:
    result = linked(
        {
            "static/custom.js": """\
            function applyChanges(data, url, reload) {
              $.ajax({ type: "POST", url: url, data: JSON.stringify(data), contentType: "application/json",
                success: function () { location.reload(true); } });
            }
            """,
            "templates/manage.html": """\
            <script src="/static/custom.js"></script>
            <script>
            $(document).on("click", ".delete", function () {
              applyChanges({ id: $(this).prop("id") }, $SCRIPT_ROOT + "/admin/keys", true);
            });
            </script>
            """,
        },
        ["POST /admin/keys", "GET /admin/keys"],
    )
    found = result.links["POST /admin/keys"]
    assert sites(result, "POST /admin/keys") == [
        "via-wrapper templates/manage.html:4",
        "wrapper static/custom.js:2",
    ]
    assert {item.site.body for item in found} == {Body.JSON}
    assert all("reload" in item.site.aftermath for item in found)


def test_address_kept_between_two_events_is_requested_where_it_is_used() -> None:
    result = linked(
        {
            "modal.js": """\
            (function (global, $) {
              var pending = null;
              function openModal(domain, url) {
                pending = { domain: domain, url: url };
              }
              $("body").on("click", ".enable", function () {
                openModal(this.id, global.ROOT + "/domains/" + this.id + "/enable");
              });
              $("#form").on("submit", function () {
                $.ajax({ url: pending.url, method: "POST", data: { a: 1 } });
              });
            })(window, window.jQuery);
            """
        },
        ["POST /domains/{name}/enable"],
    )
    assert sites(result, "POST /domains/{name}/enable") == ["fetch modal.js:10", "link modal.js:7"]


def test_attribute_of_markup_reaches_the_script_that_reads_it() -> None:
    result = linked(
        {
            "templates/layout.html": "<html data-api-base-url=\"{{ url_for('api.root') }}\"></html>\n",
            "api.js": """\
            export class Api {
              constructor(baseUrl) { this.baseUrl = baseUrl; }
              tags(options = { path: "" }) { return fetch(`${this.baseUrl}tags${options.path}/?n=1`); }
            }
            export const api = new Api(document.documentElement.dataset.apiBaseUrl || "");
            """,
            "box.js": """\
            import { api } from "./api.js";
            class Box extends HTMLElement {
              connectedCallback() { api.tags({ path: "/all" }).then((tags) => this.render(tags)); }
            }
            """,
        },
        [operation("GET /api/", name="api.root"), "GET /api/tags/all/"],
    )
    assert sites(result, "GET /api/tags/all/") == ["via-wrapper box.js:3", "wrapper api.js:3"]
    assert sites(result, "GET /api/") == ["link templates/layout.html:1"]


def test_attribute_counts_for_the_method_that_its_reader_asks_with() -> None:
    result = linked(
        {
            "page.html": """\
            <ul><li class="row" data-url="/tickets/{{ ticket.id }}/title">x</li></ul>
            <script>
            document.querySelectorAll(".row").forEach((row) => {
              row.onclick = () => fetch(row.dataset.url, { method: "PUT" }).then(show);
            });
            </script>
            """
        },
        ["GET /tickets/{id}/title", "PUT /tickets/{id}/title"],
    )
    assert sites(result, "PUT /tickets/{id}/title") == ["fetch page.html:4", "link page.html:1"]
    assert sites(result, "GET /tickets/{id}/title") == []


def test_route_named_for_a_variable_is_asked_for_where_the_variable_is_printed() -> None:
    result = linked(
        {
            "page.html": """\
            {% load i18n %}
            {% url 'users' as target %}
            {% if target %}
            <p>people</p>


            <a href="{{ target }}">people</a>
            {% endif %}
            """
        },
        [operation("GET /users", name="users", framework="django")],
    )
    assert sites(result, "GET /users") == ["link page.html:7"]


def test_function_that_only_fetches_is_a_wrapper_by_name_one_that_shows_is_not() -> None:
    result = linked(
        {
            "config.js": """\
            async function stopJobs() {
              const response = await fetch("/jobs/stop", { method: "POST" });
              if (!response.ok) { console.warn(response.status); }
            }
            async function loadVersion() {
              const response = await fetch("/version");
              document.getElementById("v").innerHTML = await response.text();
            }
            async function save() { await stopJobs(); show("saved"); }
            loadVersion();
            """
        },
        ["POST /jobs/stop", "GET /version"],
    )
    assert sites(result, "POST /jobs/stop") == ["via-wrapper config.js:9", "wrapper config.js:2"]
    assert sites(result, "GET /version") == ["fetch config.js:6"]


def test_wrapper_that_nothing_calls_stays_open() -> None:
    result = linked({"a.js": "function go(url) { fetch(url).then(show) }\n"}, ["GET /x"])
    assert [(str(item.location), item.why) for item in result.unresolved] == [
        ("a.js:1", "decided by the caller's url, and no caller is known")
    ]


def test_recursive_wrappers_end() -> None:
    result = linked(
        {"a.js": "function a(u) { return b(u) }\nfunction b(u) { fetch(u); return a(u + '/x') }\nb('/one')\n"},
        ["GET /one"],
    )
    assert "via-wrapper a.js:3" in sites(result, "GET /one")


def test_request_function_handed_to_another_and_abstract_clients_that_subclasses_fill() -> None:
    result = linked(
        {
            "client.ts": """\
            const request = { async safe(call: any, url: string, data: any) { return await call(url, data); } };
            export function requestsOf(axios: any) {
              return { async post(url: string, data: any) { return await request.safe(axios.post, url, data); } };
            }
            """,
            "base.ts": """\
            export abstract class BaseAPI {
              constructor(requests: any) { this.requests = requests; }
            }
            export abstract class CrudAPI extends BaseAPI {
              abstract baseRoute: string;
              async createOne(payload: any) { return await this.requests.post(this.baseRoute, payload); }
            }
            """,
            "foods.ts": """\
            import { CrudAPI } from "./base";
            export class FoodAPI extends CrudAPI { baseRoute = "/api/foods"; }
            export class UnitAPI extends CrudAPI { baseRoute = "/api/units"; }
            """,
            "page.ts": """\
            import { FoodAPI } from "./foods";
            import { requestsOf } from "./client";
            const foods = new FoodAPI(requestsOf(instance));
            export async function add(food: any) { await foods.createOne(food); refresh(); }
            """,
        },
        ["POST /api/foods", "POST /api/units"],
    )
    assert "page.ts:4" in " ".join(sites(result, "POST /api/foods"))
    assert "page.ts:4" not in " ".join(sites(result, "POST /api/units"))


def test_segment_that_holds_no_text_so_far_is_filled_before_it_is_used() -> None:
    result = linked(
        {
            "a.js": """\
            const base = "";
            let id = "";
            function open() { fetch(`${base}/items/${id}/parts`).then(show); }
            """
        },
        ["GET /items/{id}/parts", "GET /items/parts"],
    )
    assert sites(result, "GET /items/{id}/parts") == ["fetch a.js:3"]
    assert sites(result, "GET /items/parts") == []


def test_a_segment_that_callers_may_leave_out_asks_for_both_routes() -> None:
    api = """\
    export const tags = (index = null) => fetch(`/api/tags${index !== null ? `/${index}` : ""}`);
    """
    page = """\
    import { tags } from "./api";
    function one(index) {
      tags(index).then(show);
    }
    function all() {
      tags().then(show);
    }
    """
    result = linked({"src/api.js": api, "src/page.js": page}, ["GET /api/tags", "GET /api/tags/{index}"])
    assert sites(result, "GET /api/tags/{index}") == ["via-wrapper src/page.js:3", "wrapper src/api.js:1"]
    assert sites(result, "GET /api/tags") == [
        "via-wrapper src/page.js:3", "via-wrapper src/page.js:6", "wrapper src/api.js:1"
    ]  # fmt: skip


CALLED = "export const page = (id) => { listBooks(); addBook(id); };\n"
MEMBERS = {
    "functions": (
        """\
        export const listBooks = () => fetch("/books").then(show);
        export const addBook = (id) => fetch("/books", {method: "POST"}).then(show);
        export const removeBook = (id) => fetch(`/books/${id}`, {method: "DELETE"}).then(show);
        """,
        "import { listBooks, addBook } from './api';\n" + CALLED,
    ),
    "methods": (
        """\
        export class Books {
            list() { return fetch("/books").then(show); }
            add(id) { return fetch("/books", {method: "POST"}).then(show); }
            remove = (id) => fetch(`/books/${id}`, {method: "DELETE"}).then(show);
        }
        """,
        "import { Books } from './api';\nconst books = new Books();\n"
        "export const page = (id) => { books.list(); books.add(id); };\n",
    ),
}


@pytest.mark.parametrize("way", MEMBERS)
def test_a_member_of_a_client_that_nothing_calls_is_a_wrapper(way: str) -> None:
    api, page = MEMBERS[way]
    result = linked({"web/api.ts": api, "web/page.ts": page}, ["GET /books", "POST /books", "DELETE /books/{id}"])
    assert [link.site.kind for link in result.links["DELETE /books/{id}"]] == ["wrapper"]
    assert any(site.startswith("via-wrapper") for site in sites(result, "GET /books"))


def test_what_is_called_on_something_unknown_may_be_it() -> None:
    api, page = MEMBERS["functions"]
    page += "export const cut = (it) => it.removeBook(it.id);\n"
    result = linked({"web/api.ts": api, "web/page.ts": page}, ["GET /books", "POST /books", "DELETE /books/{id}"])
    assert [link.site.kind for link in result.links["DELETE /books/{id}"]] == ["fetch"]


@pytest.mark.parametrize(
    "call",
    [
        "import { webSocket } from 'rxjs/webSocket';\nconst socket = webSocket(`ws://${location.host}/ws/${id}`);\n",
        "import { webSocket } from 'rxjs/webSocket';\nconst s = webSocket({ url: `ws://${host}/ws/${id}` });\n",
        "import useWebSocket from 'react-use-websocket';\nconst { send } = useWebSocket(`/ws/${id}`);\n",
    ],
)
def test_sockets_of_libraries(call: str) -> None:
    result = linked({"web/page.ts": call}, ["WEBSOCKET /ws/{id}"])
    assert sites(result, "WEBSOCKET /ws/{id}") == ["websocket web/page.ts:2"]


def test_fetch_that_a_script_goes_round_is_still_fetch() -> None:
    result = linked(
        {
            "static/patch.js": """\
            (function () {
                var asked = window.fetch;
                window.fetch = function (url, options) {
                    return asked.apply(this, arguments).then(function (answer) {
                        if (answer.status === 401) { window.location.href = "/login"; }
                        return answer;
                    });
                };
            })();
            """,
            "static/page.js": """\
            var Books = {
                remove: function (id) { fetch("./books/" + id, { method: "DELETE" }).then(function () { show(); }); }
            };
            """,
        },
        ["DELETE /books/{id}", "GET /login"],
    )
    assert sites(result, "DELETE /books/{id}") == ["fetch static/page.js:2"]
    assert not result.ghosts


def test_what_a_request_is_given_may_be_asked_for_first() -> None:
    result = linked(
        {
            "static/api.js": """\
            function toggle(id) {
              return fetch("/tasks/toggle/" + id, {
                method: "POST",
                headers: { "X-CSRFToken": getCookie("csrftoken") },
              });
            }
            function close(id) {
              const token = getCookie("csrftoken");
              return fetch("/tasks/close/" + id, { method: "POST", headers: { "X-CSRFToken": token } });
            }
            function drop(id) {
              confirmFirst();
              return fetch("/tasks/drop/" + id, { method: "POST" });
            }
            function change(box, id) {
              box.className = "done";
              toggle(id);
              close(id);
              drop(id);
            }
            """
        },
        ["POST /tasks/toggle/{id}", "POST /tasks/close/{id}", "POST /tasks/drop/{id}"],
    )
    assert sites(result, "POST /tasks/toggle/{id}") == ["via-wrapper static/api.js:17", "wrapper static/api.js:2"]
    assert sites(result, "POST /tasks/close/{id}") == ["via-wrapper static/api.js:18", "wrapper static/api.js:9"]
    assert sites(result, "POST /tasks/drop/{id}") == ["fetch static/api.js:13"]


def test_the_place_of_a_wrapper_is_where_it_says_what_it_asks_for() -> None:
    client = """\
    async function send(path, options) {
      const answer = await fetch(path, options);
      if (answer.status === 401) { show("login"); }
      return answer.json();
    }
    export async function films(page, kind) {
      const query = new URLSearchParams();

      query.set("page", page);

      query.set("kind", kind);
      return send(`/api/films?${query}`);
    }
    """
    use = """\
    import { films } from "./client";
    films(1, "short").then(show);
    """
    result = linked({"src/client.js": client, "src/use.js": use}, ["GET /api/films"])
    assert sites(result, "GET /api/films") == ["via-wrapper src/use.js:2", "wrapper src/client.js:12"]
