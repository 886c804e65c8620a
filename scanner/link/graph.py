"""The graph: pages, templates, scripts, call sites and operations; the ways from a page to an operation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx as nx

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.operation import Operation
from scanner.link.pages import Pages

_WAYS = 3
_LINKS = 40
_LENGTH = 6


def build(operations: Sequence[Operation], links: Mapping[str, tuple[Link, ...]], pages: Pages) -> nx.DiGraph[str]:
    """Nodes `page:FILE`, `file:FILE`, `site:FILE:LINE`, `op:ID`; an edge leads to what the node brings about."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    by_id = {operation.id: operation for operation in operations}
    for template, ids in sorted(pages.rendering.items()):
        for one in ids:
            if by_id[one].method in ("GET", "ANY"):
                graph.add_edge(f"page:{by_id[one]}", f"file:{template}")
    for script, loaders in sorted(pages.scripts.loaded_by.items()):
        for loader in loaders:
            graph.add_edge(f"file:{loader}", f"file:{script}")
    for one, found in links.items():
        for item in found[:_LINKS]:
            if item.site.kind is CallKind.TEST:
                continue
            site = f"site:{item.site.location}"
            graph.add_edge(f"file:{item.site.location.file}", site)
            through = item.site.through
            for place in through:
                graph.add_edge(site, f"site:{place}")
                site = f"site:{place}"
            graph.add_edge(site, f"op:{one}")
    return graph


def chains(
    operations: Sequence[Operation], links: Mapping[str, tuple[Link, ...]], pages: Pages
) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The shortest few ways from a page to each operation, as readable steps, the page first."""
    graph = build(operations, links, pages)
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for operation in operations:
        target = f"op:{operation.id}"
        if target in graph:
            ways = _ways(graph, target)
            if ways:
                found[operation.id] = tuple((*way, str(operation)) for way in ways)
    return found


def _ways(graph: nx.DiGraph[str], target: str) -> tuple[tuple[str, ...], ...]:
    """Breadth first, backwards from the operation, until pages (or the outermost places) are met."""
    ways: list[tuple[str, ...]] = []
    fallback: list[tuple[str, ...]] = []
    pending: list[tuple[str, ...]] = [(target,)]
    seen = {target}
    position = 0
    while position < len(pending) and position < 400 and len(ways) < _WAYS:
        way = pending[position]
        position += 1
        head = way[0]
        if head.startswith("page:"):
            ways.append(way)
            continue
        before = sorted(node for node in graph.predecessors(head) if node not in seen)
        if not before or len(way) > _LENGTH:
            if len(way) > 1:
                fallback.append(way)
            continue
        for node in before[:12]:
            seen.add(node)
            pending.append((node, *way))
    return tuple(tuple(_readable(node) for node in way[:-1]) for way in (ways or fallback)[:_WAYS])


def _readable(node: str) -> str:
    kind, _, name = node.partition(":")
    return {"page": f"page {name}", "file": name, "site": name}.get(kind, name)
