"""Web app manifests that Python code builds."""

from __future__ import annotations

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Join, Literal, Name
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.python.module import read_module

CODE = """\
def manifest(request):
    return JsonResponse({
        "short_name": "Shop",
        "start_url": "/",
        "icons": [{"src": "/static/a.png"}],
        "shortcuts": [{"name": "New", "url": root + "items/new"}, {"name": "None"}],
        "share_target": {
            "action": "/share",
            "method": "POST",
        },
    })

def other(request):
    return JsonResponse({"name": "x", "shortcuts": [{"url": "/a"}], "share_target": {"action": "/b"}})
"""


def _requests(role: Role) -> list[tuple[CallKind, object, str | None, int]]:
    facts = read_module(SourceFile("app/views.py", Language.PYTHON, role, len(CODE)), CODE)
    return [(item.kind, item.url, item.method, item.line) for item in facts.requests]


def test_pages_that_the_installed_application_opens_and_the_form_that_it_sends() -> None:
    assert _requests(Role.SOURCE) == [
        (CallKind.LINK, Literal("/"), "GET", 4),
        (CallKind.LINK, Join((Name("root"), Literal("items/new"))), "GET", 6),
        (CallKind.FORM, Literal("/share"), "POST", 8),
    ]


def test_what_a_test_expects_of_a_manifest_asks_for_nothing() -> None:
    assert _requests(Role.TEST) == []
