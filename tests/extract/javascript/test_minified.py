from __future__ import annotations

import time

import pytest

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
        ("fetch", None, "('/api/v1/solutions/' + <minified> + '/z')", 3, "literal"),
        ("websocket", None, "'/ws'", 3, ""),
    ]
    assert facts.requests[0].column == 1
    assert len(facts.scopes) == 1


@pytest.mark.parametrize(
    ("text", "method", "url"),
    [
        ('c.fetch("/api/x",{headers:{A:"b"},method:"PUT"})', "PUT", "'/api/x'"),
        ("c.fetch(`/api/x/${e}`,{method:'DELETE'})", "DELETE", "('/api/x/' + <minified>)"),
        ('c.fetch("/api/x/"+w.ID+"/y",{method:"POST"})', "POST", "('/api/x/' + <minified> + '/y')"),
        ('function a(e){let t="/api/x";t+=e;return c.fetch(t,{method:"PATCH"})}', "PATCH", "'/api/x'"),
        ('d(){let t,i;e?(t=1,i="PATCH"):(t="/api/x",i="POST"),c.fetch(t,{method:i})}', "POST", "'/api/x'"),
        ('c.fetch("/api/x",{credentials:"same-origin"});c.fetch(u,{method:"PUT"})', None, "'/api/x'"),
        ('c.fetch("/api/x"),c.fetch(u,{method:"PUT"})', None, "'/api/x'"),
    ],
)
def test_the_method_stands_in_the_options_behind_the_address(text: str, method: str | None, url: str) -> None:
    (request,) = read(text, path="static/bundle.min.js", role=Role.MINIFIED).requests
    assert (request.method, show(request.url)) == (method, url)


def test_members_of_the_records_that_a_package_offers() -> None:
    facts = read(
        'async function a(e){return D.fetch(`/api/x/${e}`,{method:"GET"})}'
        'const b=async(e,t="y")=>D.fetch("/api/x/"+t,{method:"POST",body:e});'
        "async function c(e){let t=await a(e);show(t)}function d(){return 1}"
        "async function f(){return D.fetch('/api/z',{method:'GET'})}f();"
        "const p={things:{load:a,show:c,count:d},other:{save:b}};D={pages:p,fetch:g};",
        path="static/bundle.min.js",
        role=Role.MINIFIED,
    )
    assert [(one.method, show(one.url), one.members) for one in facts.requests] == [
        ("GET", "('/api/x/' + arguments[0])", ("things.load", "things.show")),
        ("POST", "('/api/x/' + arguments[1])", ("other.save",)),
        ("GET", "'/api/z'", ()),
    ]


def test_one_endless_word_takes_linear_time() -> None:
    text = 'x="' + "a" * 900_000 + '";fetch("/api/x")'
    began = time.process_time()
    facts = read(text, path="static/bundle.min.js", role=Role.MINIFIED)
    assert [show(request.url) for request in facts.requests] == ["'/api/x'"]
    assert time.process_time() - began < 5
