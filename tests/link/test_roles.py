"""Values of tests, examples and documentation say nothing of what production code asks for."""

from __future__ import annotations

from scanner.concepts.callsite import CallKind
from scanner.concepts.source import Role
from tests.link.project import linked, sites

_CLIENT = """\
    import requests

    def fetch(url):
        return requests.get(url)
    """


def test_literal_of_a_test_through_a_production_function() -> None:
    result = linked(
        {
            "app/client.py": _CLIENT,
            "tests/test_client.py": """\
            from app.client import fetch

            def test_fetch():
                assert fetch("http://localhost/users").status_code == 200

            def test_other():
                fetch("http://localhost/no/such/page")
            """,
        },
        ["GET /users"],
    )
    assert sites(result, "GET /users") == ["test tests/test_client.py:4"]
    (link,) = result.links["GET /users"]
    assert link.site.asserts == ("status",)
    assert not result.ghosts
    (item,) = result.unresolved
    assert (item.location.file, item.location.line) == ("app/client.py", 4)
    assert item.why == "the host is not known, so it may be another system's"


def test_constructors_are_told_nothing_by_tests() -> None:
    result = linked(
        {
            "app/client.py": """\
            import requests

            class Client:
                def __init__(self, base):
                    self.base = base

                def users(self):
                    return requests.get(self.base + "/users")
            """,
            "tests/test_client.py": """\
            from app.client import Client

            def test_users():
                Client("http://localhost").users()
            """,
        },
        ["GET /users"],
    )
    assert [link.site.kind for link in result.links.get("GET /users", ())] in ([], [CallKind.TEST])


def test_examples_are_no_production_call_sites() -> None:
    files = {
        "app/client.py": _CLIENT,
        "examples/use.py": """\
        from app.client import fetch

        fetch("http://localhost/users")
        """,
    }
    result = linked(files, ["GET /users"], roles={"examples/use.py": Role.EXAMPLE})
    assert [(link.site.location.file, link.site.role) for link in result.links["GET /users"]] == [
        ("examples/use.py", Role.EXAMPLE)
    ]


def test_scripts_of_tests_ask_as_tests() -> None:
    result = linked(
        {
            "web/api.ts": """\
            export function load(path: string) { return fetch(`/api/${path}`) }
            """,
            "tests/api.spec.ts": """\
            import { load } from "../web/api"
            test("loads", async () => { await load("users") })
            test("visits", () => { cy.visit("/login"); fetch("/api/tags") })
            """,
        },
        ["GET /api/users", "GET /api/tags", "GET /login"],
    )
    assert sites(result, "GET /api/users") == ["test tests/api.spec.ts:2"]
    assert sites(result, "GET /api/tags") == ["test tests/api.spec.ts:3"]
    assert sites(result, "GET /login") == ["test tests/api.spec.ts:3"]
