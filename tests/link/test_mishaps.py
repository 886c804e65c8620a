"""Mistakes of ours: the place that brings one to light is told, and all others are linked as before."""

from __future__ import annotations

import pytest

from scanner.concepts.diagnostic import DiagnosticSeverity
from scanner.concepts.linked import Linked
from scanner.concepts.registrations import Registrations
from scanner.link import script_requests
from scanner.link.effects.find import _Finder
from scanner.link.linker import link, prepare
from scanner.link.placing import Placer
from scanner.link.python_requests import PythonRequests
from scanner.link.tracing import Tracer
from scanner.link.view_calls import ViewCalls
from tests.link.project import facts_of, operation, sites

_FILES = {
    "a.js": 'function load() { fetch("/items") }\n',
    "b.js": 'function more() { fetch("/items") }\n',
    "page.html": '<a href="/items">all</a>\n<form action="/items" method="post"></form>\n',
    "client.py": 'import requests\n\n\ndef ask():\n    requests.get("http://localhost:5000/items/all")\n',
    "tests/test_a.py": "def test_a(client):\n    client.get('/items')\n",
}


def _linked(*, apart: bool = False) -> Linked:
    registrations = Registrations(operations=tuple(map(operation, ("GET /items", "POST /items", "GET /items/all"))))
    return link(registrations, prepare(facts_of(_FILES)), apart=apart)


def _fails_once(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> None:
    really = getattr(owner, name)
    calls: list[int] = []

    def failing(*arguments: object, **options: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise LookupError("what\nit says")
        return really(*arguments, **options)

    monkeypatch.setattr(owner, name, failing)


@pytest.mark.parametrize(
    ("owner", "name", "place", "lost"),
    [
        (script_requests, "_sink", "a.js:1", "fetch a.js:1"),
        (Tracer, "trace", "a.js:1", "fetch a.js:1"),
        (Placer, "place", "page.html:1", "link page.html:1"),
        (PythonRequests, "_sink", "client.py:4", "python-http client.py:5"),
    ],
)
def test_one_place_is_lost_and_told(
    owner: object, name: str, place: str, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _sites(_linked())
    _fails_once(monkeypatch, owner, name)
    found = _linked()
    (told,) = found.diagnostics
    assert told.severity is DiagnosticSeverity.WARNING
    assert str(told.location).startswith(place)
    assert told.message.startswith(
        "is not followed, by a bug in callside: please report it (LookupError: what it says, "
    )
    assert ".py:" in told.message
    assert whole - _sites(found) == {lost}


def test_the_effects_of_one_operation_are_lost_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    _fails_once(monkeypatch, _Finder, "effects")
    found = _linked()
    assert len(found.effects) == 2
    assert [item.message for item in found.diagnostics if "LookupError" in item.message]


@pytest.mark.parametrize("apart", [True, False])
def test_processes_tell_what_went_wrong_in_them(apart: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    _fails_once(monkeypatch, PythonRequests, "_sink")
    _fails_once(monkeypatch, ViewCalls, "_of_file")
    assert [str(item.location) for item in _linked(apart=apart).diagnostics] == ["client.py:4", "tests/test_a.py:1"]


def _sites(found: Linked) -> set[str]:
    return {site for one in found.links for site in sites(found, one)}
