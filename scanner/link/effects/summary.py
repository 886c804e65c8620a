"""What a function and everything it runs does: direct effects carried up the call graph, the nearest of each kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import networkx as nx

from scanner.concepts.effects import EffectKind
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined
from scanner.link.effects.direct import Direct
from scanner.link.effects.found import Found, nearest
from scanner.link.effects.needs import given
from scanner.link.effects.refusals import refuses

DEPTH = 8
"""Calls between handler and place beyond which an effect is no longer the handler's own."""
KEPT = 3
"""Places kept of each kind: enough to show, and it keeps the work linear in the edges."""

GUARDING = frozenset({
    EffectKind.CHECKS_SESSION, EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_SCOPE, EffectKind.CHECKS_SIGNATURE,
    EffectKind.CHECKS_BASIC, EffectKind.REQUIRES_LOGIN, EffectKind.REQUIRES_PERMISSION, EffectKind.CSRF_ON,
    EffectKind.CSRF_OFF,
    EffectKind.THROTTLES, EffectKind.VALIDATES, EffectKind.READS_FORM, EffectKind.READS_JSON, EffectKind.READS_RAW,
    EffectKind.READS_FILES, EffectKind.READS_QUERY, EffectKind.ANSWERS_JSON,
})  # fmt: skip
"""Kinds that pass from a decorator or dependency to what it stands before: a dependency that commits its session
does not make a page a mutation."""


class Summaries:
    """Effects of functions, helpers and services included."""

    def __init__(self, graph: CallGraph, direct: Direct) -> None:
        self._graph = graph
        self._direct = direct
        self._known: dict[Defined, tuple[Found, ...]] = {}

    def prepare(self, roots: Iterable[Defined]) -> None:
        """Work out everything that `roots` run, callees first; functions that call each other are settled together."""
        calls = self._reachable(roots)
        condensed = nx.condensation(calls)
        for component in reversed(list(nx.topological_sort(condensed))):
            members: set[Defined] = condensed.nodes[component]["members"]
            self._settle(sorted(members, key=lambda one: (one.file, one.scope)))

    def of(self, function: Defined) -> tuple[Found, ...]:
        """What `function` does, depth counted from it."""
        if function not in self._known:
            self.prepare([function])
        return self._known[function]

    def _reachable(self, roots: Iterable[Defined]) -> nx.DiGraph[Defined]:
        calls: nx.DiGraph[Defined] = nx.DiGraph()
        pending = [root for root in dict.fromkeys(roots) if root not in self._known]
        calls.add_nodes_from(pending)
        while pending:
            function = pending.pop()
            for edge in self._graph.edges(function):
                if edge.target in self._known:
                    continue
                if edge.target not in calls:
                    pending.append(edge.target)
                calls.add_edge(function, edge.target)
        return calls

    def _settle(self, members: list[Defined]) -> None:
        for member in members:
            self._known[member] = nearest(self._direct.of(member), KEPT)
        # effects travel one call a round; a component is settled once a round changes nothing
        for _ in range(min(len(members), DEPTH) + 1):
            changed = False
            for member in members:
                found = self._merged(member)
                if found != self._known[member]:
                    self._known[member] = found
                    changed = True
            if not changed:
                break

    def _merged(self, function: Defined) -> tuple[Found, ...]:
        found = list(self._direct.of(function))
        regions = self._direct.regions(function)
        for edge in self._graph.edges(function):
            methods = regions.at(edge.line)
            found.extend(
                one.guarded() if edge.before else one.called(methods)
                for one in self._known.get(edge.target, ())
                if one.depth < DEPTH
                and (not edge.before or (one.kind in GUARDING and given(self._graph, one, edge.target, edge.call)))
            )
        if any(one.optional for one in found) and refuses(self._graph.scope(function)):
            found = [replace(one, optional=False) for one in found]
        return nearest(found, KEPT)
