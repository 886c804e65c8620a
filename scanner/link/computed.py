"""Computed members: which functions `api[`item${name}List`](…)` and `handlers[kind](…)` may call.

The names are those that flow and types tell; where a part of a name is not known, those that the text around it fits.
A name of which nothing is known may be any: of a table of functions each, of a client class or module none is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Item, Join, Literal, Name
from scanner.concepts.facts import ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import members
from scanner.link import values as v
from scanner.link.index import SCRIPTS, CallPlace
from scanner.link.requests import Seen
from scanner.link.types import texts_of_type

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_TELLING = 3
"""Literal characters that a name with an unknown part must show: less would fit anything."""
_WHY = "calls a member of a client by a name that is not known"
_MOST = 400
_TABLE = 40


class ComputedCalls:
    """All calls of computed members in scripts, each worked out once."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._by_function: dict[v.ScopeRef, list[tuple[CallPlace, v.Function]]] = defaultdict(list)
        self._open: list[tuple[CallPlace, frozenset[str]]] = []
        for site in _sites(flow):
            names = _names(flow, site)
            for base in _bases(flow, site):
                members_of = _member_names(flow, base)
                if names is None and not (isinstance(base, v.Object) and len(members_of) <= _TABLE):
                    self._open.append((site, _files(flow, base)))
                    continue
                for name in members_of:
                    if names is None or any(pattern.fullmatch(name) for pattern in names):
                        self._add(site, base, name)

    def _add(self, site: CallPlace, base: v.Value, name: str) -> None:
        place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
        for value in members.member(self._flow, base, name, place):
            if isinstance(value, v.Function):
                self._by_function[value.scope].append((site, value))

    def of(self, ref: v.ScopeRef) -> tuple[tuple[CallPlace, v.Function], ...]:
        """The calls that may call a function by a computed name."""
        return tuple(self._by_function.get(ref, ()))

    def undecided(self, asking: frozenset[str]) -> Iterator[Seen]:
        """Calls of clients' members of which nothing is known; `asking` are the files that make requests."""
        for site, files in self._open:
            if files & asking:
                yield Seen(
                    kind=CallKind.VIA_WRAPPER,
                    asked=CallKind.FETCH,
                    location=Location(site.file, site.call.line, site.call.column),
                    role=self._flow.facts[site.file].role,
                    url=v.String(Text((Hole("", _WHY),))),
                    scope=v.ScopeRef(site.file, site.scope),
                )


def _sites(flow: Flow) -> Iterator[CallPlace]:
    for path, facts in flow.facts.items():
        if facts.language not in SCRIPTS or facts.role not in (Role.SOURCE, Role.GENERATED):
            continue
        for index, scope in enumerate(facts.scopes):
            for call in scope.calls:
                if isinstance(call.callee, Item) and not isinstance(call.callee.key, Literal):
                    yield CallPlace(path, index, call)


def _bases(flow: Flow, site: CallPlace) -> Iterator[v.Value]:
    callee = site.call.callee
    if isinstance(callee, Item) and callee.base != Name("this"):
        for base in flow.ask(callee.base, v.Place(v.ScopeRef(site.file, site.scope), site.call.line)):
            if isinstance(base, v.Instance | v.Class | v.Object | v.Module):
                yield base


def _names(flow: Flow, site: CallPlace) -> tuple[re.Pattern[str], ...] | None:
    """What the name may be, as patterns; None where nothing is known of it."""
    callee = site.call.callee
    assert isinstance(callee, Item)
    place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
    parts = callee.key.parts if isinstance(callee.key, Join) else (callee.key,)
    options = [_options(flow, part, place) for part in parts]
    shown = sum(min(map(len, texts)) for texts in options if texts is not None)
    if any(texts is None for texts in options) and shown < _TELLING:
        return None
    written = [(r"\w+",) if texts is None else tuple(map(re.escape, texts)) for texts in options]
    combined = ["".join(chosen) for chosen, _ in zip(product(*written), range(_MOST), strict=False)]
    return tuple(re.compile(text) for text in combined)


def _options(flow: Flow, part: Expression, place: v.Place) -> tuple[str, ...] | None:
    """The texts that a part of a name may be, or None."""
    typed = texts_of_type(flow, part, place)
    if typed:
        return typed
    found = [item.text.literal for item in flow.ask_texts(part, place)]
    known = tuple(text for text in found if text is not None)
    return known if len(known) == len(found) and known else None


def _member_names(flow: Flow, base: v.Value) -> tuple[str, ...]:
    """The names of what a value holds."""
    match base:
        case v.Object(record):
            return tuple(name for name, _ in record.fields)
        case v.Module(file):
            facts = flow.facts[file]
            return () if facts.language is Language.PYTHON else tuple(export.name for export in facts.exports)
        case v.Instance(cls):
            return _class_names(flow, cls.scope)
        case v.Class(scope):
            return _class_names(flow, scope)
        case _:
            return ()


def _class_names(flow: Flow, ref: v.ScopeRef) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for cls in _lineage(flow, ref):
        for binding in flow.index.scope(cls).bindings:
            if isinstance(binding.target, Name):
                found[binding.target.id] = None
    return tuple(found)


def _lineage(flow: Flow, ref: v.ScopeRef) -> tuple[v.ScopeRef, ...]:
    """A class and the project's classes that it inherits from."""
    found: dict[v.ScopeRef, None] = {}
    pending = [ref]
    while pending:
        current = pending.pop()
        scope = flow.index.scope(current)
        if current in found or scope.kind is not ScopeKind.CLASS:
            continue
        found[current] = None
        around = v.Place(v.ScopeRef(current.file, scope.parent or 0), scope.line)
        pending += [
            value.scope for base in scope.bases for value in flow.ask(base, around) if isinstance(value, v.Class)
        ]
    return tuple(found)


def _files(flow: Flow, base: v.Value) -> frozenset[str]:
    match base:
        case v.Module(file):
            return frozenset({file})
        case v.Instance(cls):
            return frozenset(ref.file for ref in _lineage(flow, cls.scope))
        case v.Class(scope):
            return frozenset(ref.file for ref in _lineage(flow, scope))
        case _:
            return frozenset()
