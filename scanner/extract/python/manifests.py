"""Web app manifests that Python builds: a dict with a start page, shortcuts or a share target, answered as JSON.

The browser that installed the application opens these pages and sends that form.
https://developer.mozilla.org/docs/Web/Progressive_web_apps/Manifest/Reference
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TypeAlias

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Literal, Record, Sequence
from scanner.concepts.facts import Request

NOTE = "manifest"
_TITLES = frozenset({"name", "short_name", "icons"})
_LISTS = {"shortcuts": "url", "protocol_handlers": "url", "file_handlers": "action"}
_Entries: TypeAlias = Mapping[str, tuple[ast.expr, Expression]]


def read_manifest(node: ast.Dict, record: Record, scope: int) -> Iterator[Request]:
    """The requests that a manifest states; none where a dict is no manifest."""
    entries = _entries(node, record)
    if "start_url" not in entries or not _TITLES & entries.keys():
        return
    found = [entries["start_url"]]
    for name, key in _LISTS.items():
        found += (item[key] for item in _listed(entries.get(name)) if key in item)
    for at, url in found:
        if url not in (Literal(""), Literal("."), Literal("./")):
            yield Request(kind=CallKind.LINK, url=url, line=at.lineno, method="GET", scope=scope, note=NOTE)
    share = _inner(entries.get("share_target"))
    if "action" in share:
        at, url = share["action"]
        method = share["method"][1] if "method" in share else Literal("GET")
        stated = str(method.value).upper() if isinstance(method, Literal) else None
        yield Request(kind=CallKind.FORM, url=url, line=at.lineno, method=stated, scope=scope, note=NOTE)


def _entries(node: ast.Dict, record: Record) -> _Entries:
    """The entries of a dict by their text keys: where each stands, and what it was lowered to."""
    lowered = dict(record.fields)
    return {
        key.value: (value, lowered[key.value])
        for key, value in zip(node.keys, node.values, strict=True)
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value in lowered
    }


def _inner(entry: tuple[ast.expr, Expression] | None) -> _Entries:
    match entry:
        case (ast.Dict() as node, Record() as record):
            return _entries(node, record)
        case _:
            return {}


def _listed(entry: tuple[ast.expr, Expression] | None) -> list[_Entries]:
    match entry:
        case (ast.List(elts=nodes), Sequence(items)):
            return [_inner(pair) for pair in zip(nodes, items, strict=False)]
        case _:
            return []
