"""Clients in layers: abstract classes that ask, subclasses that say for what, and the object that holds them all."""

from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, sites

_CLIENT = {
    "lib/base.ts": """\
    export abstract class BaseAPI {
      requests: Requests;
      constructor(requests: Requests) { this.requests = requests; }
    }
    export abstract class CrudAPI<T> extends BaseAPI {
      abstract baseRoute: string;
      abstract itemRoute(id: string): string;
      async getAll() { return await this.requests.get<T>(this.baseRoute); }
      async getOne(id: string) { return await this.requests.get<T>(this.itemRoute(id)); }
      async createOne(body: T) { return await this.requests.post<T>(this.baseRoute, body); }
      async copyOne(id: string) { return await this.requests.post<T>(`${this.itemRoute(id)}/copy`, {}); }
    }
    """,
    "lib/meals.ts": """\
    import { CrudAPI } from "./base";
    const routes = { meals: "/api/meals", meal: (id: string) => `/api/meals/${id}` };
    export class MealAPI extends CrudAPI<Meal> { baseRoute = routes.meals; itemRoute = routes.meal; }
    """,
    "lib/books.ts": """\
    import { CrudAPI } from "./base";
    export class BookAPI extends CrudAPI<Book> {
      baseRoute = "/api/books";
      itemRoute(id: string) { return `/api/books/${id}`; }
    }
    """,
    "lib/client.ts": """\
    import { MealAPI } from "./meals";
    import { BookAPI } from "./books";
    export class UserApi {
      public meals: MealAPI;
      public books: BookAPI;
      constructor(requests: Requests) {
        this.meals = new MealAPI(requests);
        this.books = new BookAPI(requests);
        Object.freeze(this);
      }
    }
    """,
    "lib/use.ts": """\
    import { UserApi } from "./client";
    import { useContext } from "@nuxtjs/composition-api";
    const request = { async safe(ask, url, data) { return await ask(url, data).catch((e) => null); } };
    function getRequests(http): Requests {
      return {
        async get<T>(url: string) { const answer = await http.get<T>(url).catch((e) => null); return { answer }; },
        async post<T>(url: string, data) { return await request.safe<T>(http.post, url, data); },
      };
    }
    export const useUserApi = function (): UserApi {
      const { $axios } = useContext();
      return new UserApi(getRequests($axios));
    };
    """,
}


def test_method_of_an_abstract_class_asks_for_what_the_class_of_its_instance_says() -> None:
    result = linked(
        {
            **_CLIENT,
            "page.ts": """\
            import { useUserApi } from "./lib/use";
            const api = useUserApi();
            export async function load() { render(await api.meals.getAll()); }
            export async function show(id) { render(await api.meals.getOne(id)); }
            export async function make(meal) { render(await api.meals.createOne(meal)); }
            export async function copy(id) { render(await api.books.copyOne(id)); }
            """,
        },
        [
            f"{method} /api/{kind}{tail}"
            for kind in ("meals", "books")
            for method, tail in (("GET", ""), ("GET", "/{id}"), ("POST", ""), ("POST", "/{id}/copy"))
        ],
    )
    assert {one: sites(result, one, CallKind.VIA_WRAPPER) for one in result.links} == {
        "GET /api/meals": ["via-wrapper page.ts:3"],
        "GET /api/meals/{id}": ["via-wrapper page.ts:4"],
        "POST /api/meals": ["via-wrapper page.ts:5"],
        "POST /api/books/{id}/copy": ["via-wrapper page.ts:6"],
    }
    assert result.ghosts == () and result.unresolved == ()
