from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, sites

_APP = {
    "views.py": "def index(): return render_template('index.html')\n",
    "templates/index.html": '<div id="app"></div><script src="/static/js/app.js"></script>',
    "templates/components.vue": """\
    <template id="menu">
      <q-item to="/orders">Orders</q-item>
      <q-item to="/only-here">Elsewhere</q-item>
    </template>
    """,
    "static/js/app.js": """\
    const routes = [{ path: "/orders", component: PageOrders }, { path: "/only-here", component: PageElse }];
    window.router = VueRouter.createRouter({ history: VueRouter.createWebHistory(), routes });
    window.app = Vue.createApp({}).use(window.router).mount("#app");
    navigator.serviceWorker.register("/sw.js");
    """,
    "static/js/pages/orders.js": """\
    window.PageOrders = {
      template: "#page-orders",
      data() { return { id: "" }; },
      methods: {
        api(method, path) { return axios({ method, url: "/api" + path }); },
        drop() { return this.api("DELETE", `/orders/${this.id}`); },
      },
      created() { this.drop(); },
    };
    """,
}


def test_pages_of_plain_scripts_with_a_router_are_not_rendered_by_the_server() -> None:
    result = linked(_APP, ["GET /", "GET /orders", "GET /sw.js", "DELETE /api/orders/{id}"])
    assert sites(result, "GET /orders") == ["link templates/components.vue:2"]
    assert sites(result, "GET /sw.js") == ["fetch static/js/app.js:4"]
    assert sites(result, "DELETE /api/orders/{id}", CallKind.VIA_WRAPPER) == ["via-wrapper static/js/pages/orders.js:6"]
    rendered = {item.site.server_rendered for item in result.links["DELETE /api/orders/{id}"]}
    assert rendered == {False}
    assert result.ghosts == () and result.unresolved == ()


def test_helper_called_like_a_reversal_passes_addresses_on() -> None:
    result = linked(
        {
            "utils.js": """\
            window.utils = {
              url_for(url) { const full = new URL(url, window.location.origin); return full.toString(); },
              load(url) { return fetch(this.url_for(url)).then((r) => show(r)); },
            };
            """,
            "page.js": "utils.load('/parts/list');",
        },
        ["GET /parts/{name}"],
    )
    assert sites(result, "GET /parts/{name}", CallKind.VIA_WRAPPER) == ["via-wrapper page.js:1"]


def test_method_of_a_plain_component_wraps_a_request_only_if_it_is_told_what_to_ask_for() -> None:
    result = linked(
        {
            "page.js": """\
            window.Page = {
              data() { return { rows: [] }; },
              methods: {
                load() { return axios.get("/rows").then((r) => { this.rows = r.data; }); },
                loadOf(user) { return axios.get(`/rows/${user}`).then((r) => { this.rows = r.data; }); },
                open(row) { this.loadOf(row.user); },
              },
              created() { this.load(); },
            };
            """
        },
        ["GET /rows", "GET /rows/{user}"],
    )
    assert sites(result, "GET /rows") == ["fetch page.js:4"]
    assert sites(result, "GET /rows/{user}") == ["via-wrapper page.js:6", "wrapper page.js:5"]


def test_a_front_ends_own_pages_are_no_ghosts_also_through_a_wrapper() -> None:
    result = linked(
        {
            "src/main.js": "import { play } from './play';\nvue.createApp({}).mount('#app');\nplay(3);\n",
            "src/play.js": "export function play(id) { window.location.assign(`/games/${id}/play`); }\n",
        },
        ["GET /api/games"],
    )
    assert result.ghosts == ()
