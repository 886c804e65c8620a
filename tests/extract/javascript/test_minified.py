from __future__ import annotations

import time

from scanner.concepts.source import Role
from tests.extract.javascript.reading import read, show


def test_paths_in_a_bundle() -> None:
    facts = read(
        'e.get("/api/v1/users");fetch(`/api/v1/users/${t}/x`);\nn.post("/api/v1/x/".concat(e,"/y"));\n'
        'var r="/api/v1/solutions/"+e+"/z";new WebSocket("/ws");i="/img/logo.png";j="</a>";k="//x";l="/";'
        'e.get("/api/v1/users")',
        path="static/bundle.min.js",
        role=Role.MINIFIED,
    )
    assert [(one.kind.value, one.method, show(one.url), one.line, one.note) for one in facts.requests] == [
        ("fetch", "GET", "'/api/v1/users'", 1, ""),
        ("fetch", None, "('/api/v1/users/' + <minified> + '/x')", 1, ""),
        ("fetch", "POST", "('/api/v1/x/' + <minified>)", 2, ""),
        ("fetch", None, "('/api/v1/solutions/' + <minified>)", 3, "literal"),
        ("websocket", None, "'/ws'", 3, ""),
    ]
    assert facts.requests[0].column == 1
    assert len(facts.scopes) == 1


def test_one_endless_word_takes_linear_time() -> None:
    text = 'x="' + "a" * 900_000 + '";fetch("/api/x")'
    began = time.process_time()
    facts = read(text, path="static/bundle.min.js", role=Role.MINIFIED)
    assert [show(request.url) for request in facts.requests] == ["'/api/x'"]
    assert time.process_time() - began < 5
