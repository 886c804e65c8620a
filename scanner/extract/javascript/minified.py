"""Minified bundles whose source is not in the repository: read as far as literals go, without parsing them.

Every literal that has the shape of a path below the root is a Request of kind `fetch`. Where it is the first argument
of a call that is known to make requests (`fetch("/api/x")`, `e.post("/api/x")`), the note is empty, and the verb gives
the method, or the options behind it do. Elsewhere the note is `literal`: nothing tells what the path is used for, so it
counts only where an operation answers to it. What is concatenated to a literal is unknown text, unless it is an
argument of a function that a package offers (`packages`).
"""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Item, Join, Literal, Name, Opaque
from scanner.concepts.facts import FileFacts, Request, Scope, ScopeKind
from scanner.concepts.source import SourceFile
from scanner.extract.javascript.packages import Definition, Package

NOTE = "literal"
"""The note of a Request whose use is not known."""

_MINIFIED = Opaque("minified")
_PATH = re.compile(
    r"(?<![+])(?:\"(?P<double>/[^\"\\\s<>]{1,300})\"|'(?P<single>/[^'\\\s<>]{1,300})'|`(?P<template>/[^`\\\s<>]{1,300})`)"
    r"(?P<more>\.concat\([^()]{0,300}|\s*\+)?"
)
_CALLEE = re.compile(r"(?<![\w$+])([\w$]{1,60}(?:\.[\w$]{1,60})?)\($")
_BEFORE = 130
"""Characters before a literal that may hold what is called with it; a search of the whole text would be quadratic."""
_SHAPE = re.compile(r"/[A-Za-z][\w.~%{}$:@-]*(?:/[\w.~%{}$:@()!-]*)*(?:\?[\w=&%{}$.-]*)?$")
_HOLE = re.compile(r"\$\{[^{}]*\}")
_VERBS = {
    "get": "GET",
    "getJSON": "GET",
    "post": "POST",
    "put": "PUT",
    "patch": "PATCH",
    "delete": "DELETE",
    "del": "DELETE",
}
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD")
_FUNCTIONS = frozenset({"fetch", "EventSource", "request", "ajax", "sendBeacon"})
_MAX_PATHS = 2_000
_BEHIND = 300
"""Characters after a literal that may hold the options of its request."""
_OPTIONS = (
    r",\{(?:[^{}]|\{[^{}]*\})*?(?<![\w$])(?:method|type):"
    r"(?:[\"'`](?P<verb>[A-Z]{3,7})[\"'`]|(?P<name>[\w$]{1,40}))"
)
_BEHIND_CALL = re.compile(r"\)*" + _OPTIONS)
_VARIABLE = re.compile(r"(?<![\w$.])([\w$]{1,40})=$")
_NEXT = re.compile(r"\s*([\w$.]{1,80}(?:\([^()]{0,80}\))?)(?:\s*\+\s*[\"']([^\"'\\\s<>]{1,200})[\"'])?(\s*\+)?")
"""What is concatenated next: a name or call, maybe text behind it, and whether more follows."""
_CHAIN = 6
_NEAR = 600
"""Characters around a literal that may belong to its function, where that is not known."""
_ASSET = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|css|js|mjs|map|woff2?|ttf|eot|webp|html?)$", re.IGNORECASE)


def read_minified(file: SourceFile, text: str) -> FileFacts:
    """The facts that the literals of a minified bundle give."""
    requests: dict[tuple[str, str | None, str, str], Request] = {}
    makers: dict[tuple[str, str | None, str, str], Definition] = {}
    package = Package(text)
    line, begin, counted = 1, 0, 0
    for match in _PATH.finditer(text):
        path = match["double"] or match["single"] or match["template"]
        if _SHAPE.match(path) is None or _ASSET.search(path):
            continue
        maker = package.around(match.start())
        callee = _CALLEE.search(text[max(0, match.start() - _BEFORE) : match.start()])
        kind, method, note = _use(callee[1] if callee else "")
        url, end = _url(text, match, path, maker)
        stated, body = _stated(text, match, end, maker)
        if method is None and stated is not None:
            method, note = stated, ""
        key = (str(url), method, note, maker.name if maker is not None else "")
        if key in requests:
            continue
        start = match.start() - (len(callee[0]) if callee else 0)
        line += text.count("\n", counted, start)
        begin = max(begin, text.rfind("\n", counted, start) + 1)
        counted = start
        requests[key] = Request(
            kind=kind, url=url, line=line, column=start - begin + 1, method=method, enctype=body, note=note
        )
        if maker is not None:
            makers[key] = maker
        if len(requests) >= _MAX_PATHS:
            break
    lines = text.count("\n") + 1
    scope = Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=lines)
    return FileFacts(
        file=file.path,
        language=file.language,
        role=file.role,
        lines=lines,
        scopes=(scope,),
        requests=_offered(package, requests, makers),
    )


_Key = tuple[str, str | None, str, str]


def _offered(package: Package, requests: dict[_Key, Request], makers: dict[_Key, Definition]) -> tuple[Request, ...]:
    """The requests, each with the members of a package that make it; once for those that are no package's."""
    members = package.members({maker.name: maker for maker in makers.values()}) if makers else {}
    found: dict[tuple[object, ...], Request] = {}
    for key, request in requests.items():
        offered = members.get(key[3], ())
        made = replace(request, members=offered) if offered else request
        found.setdefault((key[:3], offered), made)
    return tuple(found.values())


def _stated(text: str, match: re.Match[str], end: int, maker: Definition | None) -> tuple[str | None, str]:
    """What the options behind an address that ends at `end` state, or those behind the variable that holds it: the
    method, and the type of the body.
    """
    found = _BEHIND_CALL.match(text, end, end + _BEHIND)
    first, last = (maker.start, maker.end) if maker is not None else (max(0, match.start() - _NEAR), end + _NEAR)
    if found is None:
        variable = _VARIABLE.search(text[max(0, match.start() - _BEFORE) : match.start()])
        used = re.compile(r"[(,]" + re.escape(variable[1]) + _OPTIONS) if variable is not None else None
        found = used.search(text, end, last) if used is not None else None
    if found is None:
        return None, ""
    options = text[found.start() : found.end() + _BEHIND].partition("fetch(")[0]
    body = "application/json" if "JSON.stringify(" in options else ""
    if found["verb"]:
        return (found["verb"] if found["verb"] in _METHODS else None), body
    # `url = "/a", verb = "POST"`: of all that a variable holds in the function, what is written nearest
    held = re.compile(r"(?<![\w$.])" + re.escape(found["name"]) + r"=[\"'`](" + "|".join(_METHODS) + r")[\"'`]")
    written = list(held.finditer(text, first, last))
    return (min(written, key=lambda one: abs(one.start() - match.end()))[1] if written else None), body


def _url(text: str, match: re.Match[str], path: str, maker: Definition | None) -> tuple[Expression, int]:
    """The address, and where it ends; what a function is called with stays to be told (`Request.members`)."""
    parameters = maker.parameters if maker is not None else ()
    parts: list[Expression] = []
    position = 0
    for hole in _HOLE.finditer(path) if match["template"] is not None else ():
        parts += [Literal(path[position : hole.start()]), _given(hole[0][2:-1], parameters)]
        position = hole.end()
    parts.append(Literal(path[position:]))
    end = match.end()
    if match["more"] is not None and not match["more"].endswith("+"):
        parts.append(_MINIFIED)
    elif match["more"] is not None:
        for _ in range(_CHAIN):
            joined = _NEXT.match(text, end)
            parts.append(_given(joined[1], parameters) if joined is not None else _MINIFIED)
            if joined is None:
                break
            end = joined.end()
            parts.append(Literal(joined[2] or ""))
            if joined[3] is None:
                break
    parts = [part for part in parts if part != Literal("")]
    return (parts[0] if len(parts) == 1 else Join(tuple(parts))), end


def _given(name: str, parameters: tuple[str, ...]) -> Expression:
    return Item(Name("arguments"), Literal(parameters.index(name))) if name and name in parameters else _MINIFIED


def _use(callee: str) -> tuple[CallKind, str | None, str]:
    """The kind of request, its method and the note, from what a path is the first argument of."""
    base, _, name = callee.rpartition(".")
    if base and name in _VERBS:
        return CallKind.FETCH, _VERBS[name], ""
    if name == "WebSocket":
        return CallKind.WEBSOCKET, None, ""
    return CallKind.FETCH, None, "" if name in _FUNCTIONS else NOTE
