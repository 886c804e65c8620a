"""Base classes whose constructor is given what to ask for by the classes below them, in TypeScript and Python."""

from __future__ import annotations

from scanner.concepts.callsite import CallKind
from tests.link.project import linked, operation, sites

_TYPESCRIPT = {
    "src/http.ts": """\
    import Axios, { AxiosInstance } from "axios";
    class Http {
      axios!: AxiosInstance;
      constructor() {
        const base = "/api/";
        this.initialize(base, "key");
      }
      initialize(url: string, key?: string) {
        this.axios = Axios.create({ baseURL: url });
      }
    }
    const http = new Http();
    export default http;
    """,
    "src/base.ts": """\
    import http from "./http";
    class BaseApi {
      prefix: string;
      constructor(prefix: string) { this.prefix = prefix; }
      protected async get<T>(path: string) {
        const response = await http.axios.get<T>(this.prefix + path);
        return response.data;
      }
    }
    export default BaseApi;
    """,
    "src/books.ts": """\
    import BaseApi from "./base";
    class BooksApi extends BaseApi {
      constructor() { super("/books"); }
      async all() { const response = await this.get("/all"); return response.data; }
    }
    export default new BooksApi();
    """,
    "src/films.ts": """\
    import BaseApi from "./base";
    class FilmsApi extends BaseApi {
      constructor() { super("/films"); }
      async all() { const response = await this.get("/all"); return response.data; }
    }
    const films = new FilmsApi();
    export default films;
    """,
    "src/api.ts": """\
    import books from "./books";
    import films from "./films";
    export default { books, films };
    """,
    "src/page.ts": """\
    import api from "./api";
    export const useBooks = () => useQuery({ queryFn: () => api.books.all() });
    export const useFilms = () => useQuery({ queryFn: () => api.films.all() });
    """,
}


def test_super_gives_the_base_its_prefix_and_a_method_that_the_constructor_calls_the_address() -> None:
    result = linked(_TYPESCRIPT, ["GET /api/books/all", "GET /api/films/all"])
    assert sites(result, "GET /api/books/all") == [
        "via-wrapper src/page.ts:2",
        "wrapper src/books.ts:4",
    ]
    assert sites(result, "GET /api/films/all") == [
        "via-wrapper src/page.ts:3",
        "wrapper src/films.ts:4",
    ]
    assert not result.unresolved


_PYTHON = {
    "client/api.py": """\
    import requests

    from client.items import Note, User

    class Api:
        def __init__(self, host):
            self.root = f"{host}/api/v1"
            self.session = requests.Session()

        def fetch(self, uri):
            return self.session.get(f"{self.root}/{uri}").json()

        def note(self, key):
            return Note(key, api=self)

        def me(self):
            return User(self)
    """,
    "client/resource.py": """\
    class Resource:
        def __init__(self, api, uri):
            self.api = api
            self.uri = uri

        def load(self):
            return self.api.fetch(self.uri)
    """,
    "client/items.py": """\
    from client.resource import Resource

    class Note(Resource):
        def __init__(self, key, api):
            self.key = key
            super().__init__(api=api, uri=f"notes/{key}/")

        def remove(self):
            return self.api.session.delete(f"{self.api.root}/notes/{self.key}/")

    class User(Resource):
        def __init__(self, api):
            uri = "users/me/"
            super().__init__(api, uri)

        def rename(self, name):
            self.api.session.post(f"{self.api.root}/users/me/name/", json={"name": name})
    """,
}


def test_a_resource_asks_for_what_its_heirs_hand_to_its_constructor() -> None:
    operations = [
        "GET /api/v1/notes/{id}/",
        "DELETE /api/v1/notes/{id}/",
        "GET /api/v1/users/me/",
        "POST /api/v1/users/me/name/",
    ]
    result = linked(_PYTHON, operations)
    assert sites(result, "DELETE /api/v1/notes/{id}/") == ["python-http client/items.py:9"]
    loaded = ["via-wrapper client/resource.py:7", "wrapper client/api.py:11"]
    assert sites(result, "GET /api/v1/users/me/") == loaded
    assert sites(result, "GET /api/v1/notes/{id}/") == loaded


def test_another_method_is_not_given_what_the_constructor_is() -> None:
    result = linked(
        {
            "src/page.ts": """\
            class Client {
              constructor(name: string) { this.name = name; }
              aim(path: string) { this.path = path; }
              send() { return fetch(this.path); }
            }
            const client = new Client("/wrong");
            client.aim("/right");
            client.send();
            """,
        },
        ["GET /wrong", "GET /right"],
    )
    assert not sites(result, "GET /wrong")


def test_a_member_of_a_used_client_that_nobody_calls_is_an_idle_wrapper() -> None:
    result = linked(
        {
            "src/client.js": """\
            import axios from "axios";
            const http = axios.create({ baseURL: "/api" });
            export default {
              notes() { return http.get("/notes"); },
              users() { return http.get("/users"); },
              idle(id) { return http.get("/idle/" + id); },
            };
            """,
            "src/page.js": """\
            import client from "./client";
            client.notes();
            client.users();
            """,
        },
        ["GET /api/notes", "GET /api/users", "GET /api/idle/{id}"],
    )
    assert sites(result, "GET /api/idle/{id}") == ["wrapper src/client.js:6"]
    assert sites(result, "GET /api/notes", CallKind.VIA_WRAPPER) == ["via-wrapper src/page.js:2"]


def test_dot_segments_climb() -> None:
    result = linked(
        {
            "src/page.js": """\
            import axios from "axios";
            const http = axios.create({ baseURL: "/api/" });
            http.get("../test/speed");
            http.get("./plain");
            """,
        },
        ["GET /test/speed", "GET /api/plain"],
    )
    assert sites(result, "GET /test/speed") == ["fetch src/page.js:3"]
    assert sites(result, "GET /api/plain") == ["fetch src/page.js:4"]


def test_a_method_of_a_view_that_asks_and_shows_is_no_clients() -> None:
    result = linked(
        {
            "web/page.js": """\
            class Row {
              constructor(element) { $(element).on("click", () => { this.remove(1); }); }
              remove(key) {
                $.post(`/rows/[${key}]`).done(() => { $("#row").remove(); });
              }
            }
            new Row("#row");
            """,
        },
        ["POST /rows/{keys}"],
    )
    assert "web/page.js:4" in " ".join(sites(result, "POST /rows/{keys}"))


def test_callers_of_a_request_by_name_decide_its_method() -> None:
    page = """\
    <script>
    class Box {
      load = (method, data) => { $.ajax({ url: "{{ url_for('captcha') }}", method: method, data: data }); }
      send = () => { this.load("post", "x=1"); $("#box").hide(); }
    }
    const box = new Box();
    box.load("get", "");
    $("#send").click(() => box.send());
    </script>
    """
    operations = [operation("GET /captcha", name="captcha"), operation("POST /captcha", name="captcha")]
    result = linked({"templates/box.html": page}, operations)
    assert sites(result, "GET /captcha") == ["via-wrapper templates/box.html:7", "wrapper templates/box.html:3"]
    assert sites(result, "POST /captcha") == ["via-wrapper templates/box.html:4", "wrapper templates/box.html:3"]
