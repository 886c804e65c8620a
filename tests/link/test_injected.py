"""What a front end hangs on every component, and clients that are called as the request function itself."""

from __future__ import annotations

import pytest

from tests.link.project import linked, operation, sites

API = """\
import axios from 'axios';
class Api {
  constructor() { this.instance = axios.create({baseURL: '/'}); }
  ask(method, url) {
    return this.instance({method, url});
  }
}
export const api = {orders: () => new Api().ask('GET', '/orders')};
"""


@pytest.mark.parametrize(
    ("plugin", "use"),
    [
        ("export default (context, inject) => { inject('api', api); };", "this.$api.orders()"),
        ("export default defineNuxtPlugin(app => { app.provide('api', api); });", "useNuxtApp().$api.orders()"),
        ("export default defineNuxtPlugin(() => { return {provide: {api: api}}; });", "app.$api.orders()"),
        ("Vue.prototype.$api = api;", "this.$api.orders()"),
        ("app.config.globalProperties.$api = api;", "this.$api.orders()"),
        ("app.provide('api', api);", "inject('api').orders()"),
    ],
)
def test_what_a_plugin_injects_is_found_under_its_name(plugin: str, use: str) -> None:
    page = (
        "<script>\nimport {inject} from 'vue';\nexport default {methods: {\n  load() {\n    "
        + use
        + ";\n  }}};\n</script>\n"
    )
    result = linked(
        {
            "client/api.js": API,
            "client/plugin.js": f"import {{api}} from './api';\n{plugin}\n",
            "client/Page.vue": page,
        },
        [operation("GET /orders")],
    )
    assert "via-wrapper client/Page.vue:5" in sites(result, "GET /orders")


def test_a_name_that_nothing_injects_is_left_alone() -> None:
    result = linked(
        {"client/Page.vue": "<script>\nexport default {methods: {load() { this.$api.orders(); }}};\n</script>\n"},
        [operation("GET /orders")],
    )
    assert sites(result, "GET /orders") == []


def test_a_client_that_was_made_is_called_as_the_request_function() -> None:
    result = linked(
        {
            "client/page.js": """\
            import axios from 'axios';
            const http = axios.create({baseURL: '/v1'});
            http({method: 'POST', url: '/orders'});
            http('/orders');
            const other = lookup();
            other({url: '/orders'});
            """
        },
        [operation("POST /v1/orders"), operation("GET /v1/orders")],
    )
    assert sites(result, "POST /v1/orders") == ["fetch client/page.js:3"]
    assert sites(result, "GET /v1/orders") == ["fetch client/page.js:4"]


def test_those_who_call_a_service_that_only_relays_are_callers_too() -> None:
    result = linked(
        {
            "client/orders.ts": """\
            export class OrderRepository {
              async find(id: string) {
                const answer = await fetch(`/orders/${id}`);
                return answer.json();
              }
            }
            export class OrderService {
              constructor(private readonly repository: OrderRepository) {}
              find(id: string) {
                return this.repository.find(id);
              }
            }
            export const service = new OrderService(new OrderRepository());
            """,
            "client/page.ts": """\
            import {service} from './orders';
            export async function show(id: string) {
              document.title = (await service.find(id)).name;
            }
            """,
        },
        [operation("GET /orders/{id}")],
    )
    assert sites(result, "GET /orders/{id}") == [
        "via-wrapper client/orders.ts:10",
        "via-wrapper client/page.ts:3",
        "wrapper client/orders.ts:3",
    ]
