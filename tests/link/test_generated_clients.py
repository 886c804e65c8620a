"""Generated API clients (openapi-generator's `typescript-fetch`): a runtime class that asks, API classes that say what.

https://openapi-generator.tech/docs/generators/typescript-fetch
"""

from __future__ import annotations

from tests.link.project import linked, sites

RUNTIME = """\
export const BASE_PATH = "".replace(/\\/+$/, "");
export class Configuration {
    constructor(private configuration: ConfigurationParameters = {}) {}
    get basePath(): string {
        return this.configuration.basePath != null ? this.configuration.basePath : BASE_PATH;
    }
    get fetchApi(): FetchAPI | undefined { return this.configuration.fetchApi; }
}
export const DefaultConfig = new Configuration();
export class BaseAPI {
    constructor(protected configuration = DefaultConfig) {}
    protected async request(context: RequestOpts): Promise<Response> {
        const { url, init } = await this.createFetchParams(context);
        return await this.fetchApi(url, init);
    }
    private async createFetchParams(context: RequestOpts) {
        let url = this.configuration.basePath + context.path;
        if (context.query !== undefined) {
            url += '?' + this.configuration.queryParamsStringify(context.query);
        }
        const init: RequestInit = { method: context.method, body: context.body };
        return { url, init };
    }
    private fetchApi = async (url: string, init: RequestInit) => {
        return await (this.configuration.fetchApi || fetch)(url, init);
    }
}
"""
ITEMS = """\
import * as runtime from '../runtime';
export class ItemsApi extends runtime.BaseAPI {
    async itemsListRaw(parameters: ListRequest): Promise<runtime.ApiResponse<Items>> {
        const response = await this.request({ path: `/api/items/`, method: 'GET', query: queryParameters });
        return new runtime.JSONApiResponse(response, (jsonValue) => ItemsFromJSON(jsonValue));
    }
    async itemsList(parameters: ListRequest = {}): Promise<Items> {
        const response = await this.itemsListRaw(parameters);
        return await response.value();
    }
    async itemsDestroyRaw(parameters: DestroyRequest): Promise<runtime.ApiResponse<void>> {
        if (parameters['id'] == null) { throw new runtime.RequiredError('id', 'missing'); }
        let urlPath = `/api/items/{id}/`;
        urlPath = urlPath.replace(`{${"id"}}`, encodeURIComponent(String(parameters['id'])));
        const response = await this.request({ path: urlPath, method: 'DELETE' });
        return new runtime.VoidApiResponse(response);
    }

    /**
     * far enough from the request to be told apart from it
     */
    async itemsDestroy(parameters: DestroyRequest): Promise<void> {
        await this.itemsDestroyRaw(parameters);
    }
}
"""


def test_those_outside_of_a_client_are_its_callers_and_methods_that_nobody_calls_have_none() -> None:
    result = linked(
        {
            "web/openapi/runtime.ts": RUNTIME,
            "web/openapi/apis/ItemsApi.ts": ITEMS,
            "web/page.ts": """\
            import { ItemsApi } from './openapi/apis/ItemsApi';
            function load() {
                const api = new ItemsApi();
                api.itemsList({page: 1}).then(found => { items.value = found.results; });
            }
            """,
        },
        ["GET /api/items/", "DELETE /api/items/{id}/"],
    )
    client = "web/openapi/apis/ItemsApi.ts"
    assert sites(result, "GET /api/items/") == ["via-wrapper web/page.ts:4", f"wrapper {client}:4"]
    assert sites(result, "DELETE /api/items/{id}/") == [f"wrapper {client}:15"]
    assert not result.ghosts


def test_base_path_of_a_default_configuration_and_one_of_two_request_functions() -> None:
    result = linked(
        {
            "web/client.ts": """\
            class Configuration {
                constructor(private given = {}) {}
                get basePath() { return this.given.basePath != null ? this.given.basePath : ""; }
            }
            const Standard = new Configuration();
            class Client {
                constructor(protected configuration = Standard) {}
                async request(context) {
                    return (this.configuration.fetchApi || fetch)(
                        this.configuration.basePath + context.path, {method: context.method});
                }
            }
            const client = new Client();
            client.request({path: "/api/things/3", method: "PUT"}).then(() => { document.title = "saved"; });
            client.request({path: "/api/missing", method: "PUT"}).then(() => { document.title = "saved"; });
            """
        },
        ["PUT /api/things/{id}"],
    )
    assert "via-wrapper web/client.ts:14" in sites(result, "PUT /api/things/{id}")
    assert [item.site.location.line for item in result.ghosts] == [15]


def test_what_is_only_sometimes_added_leaves_the_address_before_it_possible() -> None:
    result = linked(
        {
            "web/page.js": """\
            function load(id, verbose) {
                let url = "/api/items";
                if (id) {
                    url += "/" + id;
                }
                verbose && (url += "?verbose");
                fetch(url);
            }
            function both() {
                let url = "/api/";
                url += "things";
                fetch(url);
            }
            """
        },
        ["GET /api/items", "GET /api/items/{id}", "GET /api/things"],
    )
    assert sites(result, "GET /api/items") == ["fetch web/page.js:7"]
    assert [item.partition(":")[0] for item in sites(result, "GET /api/items/{id}")] == ["fetch web/page.js"]
    assert [item.partition(":")[0] for item in sites(result, "GET /api/things")] == ["fetch web/page.js"]
    assert not result.ghosts
