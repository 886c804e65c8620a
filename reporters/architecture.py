"""The architecture in one picture: areas of the interface → modules of operations → kinds of outside systems.

Paths are collapsed into folders until a layer fits a screen. The layers are ordered by barycentres, so that few lines
cross (https://doi.org/10.1109/TSMC.1981.4308636, Sugiyama's second step).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporters.clean import clean
from scanner.concepts.callsite import CallKind, CallSite
from scanner.concepts.evidence import Owner, Shape
from scanner.concepts.report import AuditedOperation, Report

MOST_AREAS, MOST_MODULES, MOST_OUTSIDE = 14, 16, 10
"""Boxes in a layer: 40 in all."""
OTHERS = "others"
_SWEEPS = 6
_PROGRAMS = frozenset({CallKind.DOCS, CallKind.CONFIG, CallKind.PYTHON_HTTP, CallKind.TEST})
_AUDIENCES = {
    Shape.WEBHOOK: "senders of events",
    Shape.JSON_API: "clients of the API",
    Shape.FEED: "feed readers",
    Shape.PROBE: "probes and monitors",
    Shape.PROTOCOL: "partners by protocol",
    Shape.STREAM: "stream clients",
    Shape.FILE: "programs that fetch files",
}


@dataclass(frozen=True, slots=True)
class Node:
    """A box. `operations` counts those behind it; `filter` shows them in the table, empty where none can."""

    name: str
    operations: int
    owners: Mapping[Owner, int]
    filter: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from one layer to the next, with the number of operations that it stands for."""

    source: str
    target: str
    operations: int


@dataclass(frozen=True, slots=True)
class Architecture:
    """Three ordered layers, and the lines between the first and the second, the second and the third."""

    areas: tuple[Node, ...]
    modules: tuple[Node, ...]
    outside: tuple[Node, ...]
    uses: tuple[Edge, ...]
    serves: tuple[Edge, ...]


def architecture(report: Report) -> Architecture:
    """Collapse and order a report's operations."""
    operations = report.operations
    module_of = collapse(Counter(_module(item) for item in operations), MOST_MODULES)
    pages = Counter(page for item in operations for page in _pages(item))
    area_of = collapse(pages, MOST_AREAS)
    outside_of = _outside(operations)
    uses: Counter[tuple[str, str]] = Counter()
    serves: Counter[tuple[str, str]] = Counter()
    behind: dict[tuple[int, str], Counter[Owner]] = {}
    for item in operations:
        module = module_of[_module(item)]
        areas = {area_of[page] for page in _pages(item)}
        outside = [outside_of[key] for key in [(item.verdict.owner, item.verdict.shape)] if key in outside_of]
        uses.update((area, module) for area in areas)
        serves.update((module, kind) for kind in outside)
        for layer, names in enumerate((areas, (module,), outside)):
            for name in names:
                behind.setdefault((layer, name), Counter())[item.verdict.owner] += 1
    layers = _ordered([sorted(name for at, name in behind if at == layer) for layer in range(3)], uses, serves)
    filters = (_search, _under, dict(_outside_filters(outside_of)).__getitem__)
    areas_, modules, kinds = (
        tuple(
            Node(name, behind[layer, name].total(), behind[layer, name], filters[layer](name)) for name in layers[layer]
        )
        for layer in range(3)
    )
    return Architecture(areas_, modules, kinds, _edges(uses), _edges(serves))


def collapse(names: Mapping[str, int], most: int) -> Mapping[str, str]:
    """Each path → the folder (with a closing slash) or file that stands for it; at most `most` of these.

    The heaviest folder is opened first, as long as all that it holds still fits. Where even the outermost level does
    not fit, the lightest become `others`.
    """
    groups: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {(): {name: tuple(name.split("/")) for name in names}}
    closed: set[tuple[str, ...]] = set()
    while openable := [group for group in groups if group not in closed]:
        group = max(openable, key=lambda one: (sum(names[name] for name in groups[one]), one))
        inner: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
        for name, parts in groups[group].items():
            inner.setdefault(parts[: len(group) + 1], {})[name] = parts
        if set(inner) == {group} or (group and len(groups) - 1 + len(inner) > most):
            closed.add(group)
            continue
        del groups[group]
        groups |= inner
    heaviest = sorted(groups, key=lambda group: (-sum(names[name] for name in groups[group]), group))
    kept = set(heaviest if len(heaviest) <= most else heaviest[: most - 1])
    return {
        name: _label(group, parts) if group in kept else OTHERS
        for group, members in groups.items()
        for name, parts in members.items()
    }


def _label(group: tuple[str, ...], parts: tuple[str, ...]) -> str:
    return "/".join(group) + ("" if group == parts else "/")


def _module(item: AuditedOperation) -> str:
    return clean(item.operation.handler.file or item.operation.route.file)


def _pages(item: AuditedOperation) -> set[str]:
    return {clean(_page(link.site)) for link in item.callers if link.site.kind not in _PROGRAMS}


def _page(site: CallSite) -> str:
    return site.page or site.location.file


def _outside(operations: Iterable[AuditedOperation]) -> Mapping[tuple[Owner, Shape], str]:
    counts = Counter(
        (item.verdict.owner, item.verdict.shape)
        for item in operations
        if item.verdict.owner in (Owner.SYSTEM, Owner.SHARED)
    )
    heaviest = sorted(counts, key=lambda key: (-counts[key], key))
    kept = set(heaviest if len(heaviest) <= MOST_OUTSIDE else heaviest[: MOST_OUTSIDE - 2])
    return {
        (owner, shape): (f"{_AUDIENCES[shape]} ({owner})" if shape in _AUDIENCES else f"programs ({owner} {shape})")
        if (owner, shape) in kept
        else f"other programs ({owner})"
        for owner, shape in heaviest
    }


def _outside_filters(outside: Mapping[tuple[Owner, Shape], str]) -> Iterable[tuple[str, str]]:
    for (owner, shape), name in outside.items():
        yield name, f"owner={owner}" + ("" if name.startswith("other ") else f"&shape={shape}")


def _search(name: str) -> str:
    return "" if name == OTHERS else f"q={_quoted(name)}"


def _under(name: str) -> str:
    return "" if name == OTHERS else f"under={_quoted(name)}"


def _quoted(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="/")


def _edges(counts: Mapping[tuple[str, str], int]) -> tuple[Edge, ...]:
    return tuple(Edge(source, target, number) for (source, target), number in sorted(counts.items()))


def _ordered(
    layers: list[list[str]], uses: Mapping[tuple[str, str], int], serves: Mapping[tuple[str, str], int]
) -> list[list[str]]:
    neighbours: dict[tuple[int, str], list[tuple[int, str, int]]] = {}
    for left, edges in ((0, uses), (1, serves)):
        for (source, target), number in edges.items():
            neighbours.setdefault((left, source), []).append((left + 1, target, number))
            neighbours.setdefault((left + 1, target), []).append((left, source, number))
    for sweep in range(_SWEEPS):
        for layer in (0, 2) if sweep % 2 == 0 else (1,):
            place = {
                (at, name): (index + 0.5) / len(names)
                for at, names in enumerate(layers)
                for index, name in enumerate(names)
            }

            def centre(name: str, layer: int = layer, place: Mapping[tuple[int, str], float] = place) -> float:
                near = neighbours.get((layer, name), ())
                weight = sum(number for _, _, number in near)
                if not weight:
                    return place[layer, name]
                return sum(place[at, other] * number for at, other, number in near) / weight

            layers[layer] = sorted(layers[layer], key=lambda name: (centre(name), name))
    return layers
