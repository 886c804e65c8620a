"""Which of a client's requests are this project's: by the host that is named, or by what may stand before a path."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scanner.concepts.client import Client
from scanner.concepts.evidence import Side
from scanner.concepts.linked import Linked
from scanner.concepts.registrations import Registrations
from scanner.link.clients import joined, link_client
from tests.link.project import facts_of, linked, operation

OPERATIONS = ("GET /api/items", "POST /api/items", "GET /api/items/{id}", "GET /about", "GET /health")
BASE = "https://shop.example.com"


def client(base_url: str = "", owner: Side = Side.SYSTEM) -> Client:
    return Client("../it", owner, "it", base_url)


def calls(files: Mapping[str, str], who: Client, operations: tuple[str, ...] = OPERATIONS) -> dict[str, list[str]]:
    found = link(files, who, operations)
    return {one: [f"{item.site.kind} {item.site.location}" for item in items] for one, items in found.links.items()}


def link(files: Mapping[str, str], who: Client, operations: tuple[str, ...] = OPERATIONS) -> Linked:
    registrations = Registrations(operations=tuple(map(operation, operations)))
    return link_client(who, registrations, {}, facts_of(files))[0]


SCRIPT = {"api.js": 'fetch("https://shop.example.com/api/items?page=2");\n'}


def test_a_host_is_ours_where_the_base_says_so() -> None:
    assert calls(SCRIPT, client(BASE)) == {"GET /api/items": ["python-http it:api.js:1"]}
    assert calls(SCRIPT, client("https://SHOP.example.com/"), OPERATIONS)
    assert calls(SCRIPT, client("https://other.example.com")) == {}
    assert calls(SCRIPT, client()) == {}


def test_an_interfaces_requests_stay_what_they_are() -> None:
    assert calls(SCRIPT, client(BASE, Side.UI)) == {"GET /api/items": ["fetch it:api.js:1"]}
    program = {"sync.py": 'import requests\nrequests.post("https://shop.example.com/api/items", json={})\n'}
    assert calls(program, client(BASE, Side.UI)) == {"POST /api/items": ["fetch it:sync.py:2"]}


@pytest.mark.parametrize("base", ["https://gateway.example.net/shop", "https://gateway.example.net/shop/"])
def test_the_bases_own_path_is_taken_off(base: str) -> None:
    script = {"api.js": 'fetch("https://gateway.example.net/shop/api/items/3");\n'}
    assert calls(script, client(base)) == {"GET /api/items/{id}": ["python-http it:api.js:1"]}


def test_the_bases_own_path_may_be_the_projects_too() -> None:
    script = {"api.js": "const base = location.hash;\nfetch(`${base}/items/3`);\n"}
    assert calls(script, client("https://shop.example.com/api")) == {"GET /api/items/{id}": ["python-http it:api.js:2"]}


def test_a_base_that_is_not_decided_may_be_ours() -> None:
    script = {
        "api.js": """\
            const base = process.env.SHOP;
            fetch(`${base}/api/items`);
            fetch("http://localhost:8000/api/items", {method: "POST"});
            fetch("http://shop:5000/health");
            fetch("/about");
            fetch(`${base}/nothing/here`);
            """
    }
    found = link(script, client())
    assert {one: len(items) for one, items in found.links.items()} == {
        "GET /api/items": 1,
        "POST /api/items": 1,
        "GET /health": 1,
        "GET /about": 1,
    }
    assert [(str(item.location), item.why.partition(",")[0]) for item in found.unresolved] == [
        ("it:api.js:6", "the host is not known")
    ]
    assert not found.ghosts


def test_links_and_names_of_the_client_are_its_own() -> None:
    files = {
        "page.html": '<a href="/about">us</a><form method="post" action="/api/items"></form>',
        "app.py": 'from flask import redirect, url_for\ndef home():\n    return redirect(url_for("about"))\n',
        "tests/test_api.py": f'import requests\nrequests.get("{BASE}/api/items")\n',
    }
    found = link(files, client(BASE))
    assert not found.links
    assert not found.ghosts
    assert not found.unresolved
    absolute = {"page.html": f'<a href="{BASE}/about">the shop</a>'}
    assert calls(absolute, client(BASE)) == {"GET /about": ["link it:page.html:1"]}


def test_ghosts_are_told_only_where_the_host_is_surely_ours() -> None:
    script = {
        "api.js": f"""\
            fetch("{BASE}/api/gone");
            fetch("{BASE}/about", {{method: "DELETE"}});
            fetch("{BASE}/static/logo.png");
            fetch("http://localhost:8000/api/gone");
            fetch("https://elsewhere.example.net/api/gone");
            """
    }
    found = link(script, client(BASE))
    assert [(ghost.site.location.line, ghost.kind.value) for ghost in found.ghosts] == [
        (1, "no-operation"),
        (2, "wrong-method"),
    ]
    assert all(ghost.site.client == "it" and ghost.site.side is Side.SYSTEM for ghost in found.ghosts)


def test_files_of_the_same_name_are_kept_apart() -> None:
    page = {"app.js": 'fetch("/api/items");\n'}
    both = joined(linked(page, OPERATIONS), link(page, client(owner=Side.UI)))
    assert [str(item.site.location) for item in both.links["GET /api/items"]] == ["app.js:1", "it:app.js:1"]
