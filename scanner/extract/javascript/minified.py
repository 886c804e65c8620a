"""Minified bundles whose source is not in the repository: read as far as literals go, without parsing them.

Every literal that has the shape of a path below the root is a Request of kind `fetch`. Where it is the first argument
of a call that is known to make requests (`fetch("/api/x")`, `e.post("/api/x")`), the note is empty, and the verb gives
the method. Elsewhere the note is `literal`: nothing tells what the path is used for, so it counts only where an
operation answers to it. What is concatenated to a literal is unknown text.
"""

from __future__ import annotations

import re

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Join, Literal, Opaque
from scanner.concepts.facts import FileFacts, Request, Scope, ScopeKind
from scanner.concepts.source import SourceFile

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
_FUNCTIONS = frozenset({"fetch", "EventSource", "request", "ajax", "sendBeacon"})
_MAX_PATHS = 2_000
_ASSET = re.compile(r"\.(?:png|jpe?g|gif|svg|ico|css|js|mjs|map|woff2?|ttf|eot|webp|html?)$", re.IGNORECASE)


def read_minified(file: SourceFile, text: str) -> FileFacts:
    """The facts that the literals of a minified bundle give."""
    requests: dict[tuple[str, str | None, str], Request] = {}
    line, begin, counted = 1, 0, 0
    for match in _PATH.finditer(text):
        path = match["double"] or match["single"] or match["template"]
        url = _url(path, joined=match["more"] is not None, template=match["template"] is not None)
        if url is None:
            continue
        callee = _CALLEE.search(text[max(0, match.start() - _BEFORE) : match.start()])
        kind, method, note = _use(callee[1] if callee else "")
        if (path, method, note) in requests:
            continue
        start = match.start() - (len(callee[0]) if callee else 0)
        line += text.count("\n", counted, start)
        begin = max(begin, text.rfind("\n", counted, start) + 1)
        counted = start
        requests[path, method, note] = Request(
            kind=kind, url=url, line=line, column=start - begin + 1, method=method, note=note
        )
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
        requests=tuple(requests.values()),
    )


def _url(path: str, *, joined: bool, template: bool) -> Expression | None:
    if _SHAPE.match(path) is None or _ASSET.search(path):
        return None
    pieces = _HOLE.split(path) if template else [path]
    parts: list[Expression] = []
    for index, piece in enumerate(pieces):
        if index:
            parts.append(_MINIFIED)
        if piece:
            parts.append(Literal(piece))
    if joined:
        parts.append(_MINIFIED)
    return parts[0] if len(parts) == 1 else Join(tuple(parts))


def _use(callee: str) -> tuple[CallKind, str | None, str]:
    """The kind of request, its method and the note, from what a path is the first argument of."""
    base, _, name = callee.rpartition(".")
    if base and name in _VERBS:
        return CallKind.FETCH, _VERBS[name], ""
    if name == "WebSocket":
        return CallKind.WEBSOCKET, None, ""
    return CallKind.FETCH, None, "" if name in _FUNCTIONS else NOTE
