"""Patches: members that scripts give to what a package exports: `client.fetch = function …` after `import client`.

The package's own code is not here; what the project puts in its place is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Lambda, Member, Name
from scanner.link import values as v
from scanner.link.index import Assignment

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MOST = 8
_GLOBAL = {"$": "$", "jQuery": "$", "jquery": "$", "jquery.default": "$"}
"""jQuery's names, which plug-ins add members to: https://learn.jquery.com/plugins/basic-plugin-creation/"""


class Patches:
    """Functions that one project's scripts put into packages."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def member(self, library: v.Library, name: str) -> v.Values:
        """What a member of a package was replaced by; empty where nobody did."""
        found: list[v.Value] = []
        for path, item in self._by_name.get(name, ()):
            key = ("patch", id(item))
            if key in self._flow.active:
                continue
            self._flow.active.add(key)
            try:
                place = v.Place(v.ScopeRef(path, item.scope), item.binding.line)
                bases = self._flow.evaluate(item.base, place)
                if any(isinstance(base, v.Library) and _same(base.path, library.path) for base in bases):
                    found += self._flow.evaluate(item.binding.value, place)
            finally:
                self._flow.active.discard(key)
        return tuple(found[:_MOST])

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[tuple[str, Assignment], ...]]:
        """Functions assigned to members of imported names, and of what every script of a page knows."""
        found: dict[str, list[tuple[str, Assignment]]] = defaultdict(list)
        for name, assignments in self._flow.index.assigned.items():
            for path, item in assignments:
                root = _root(item.base)
                given = root in _GLOBAL or root in self._flow.index.file(path).imports
                if given and isinstance(item.binding.value, Lambda):
                    found[name].append((path, item))
        return {name: tuple(items) for name, items in found.items()}


def _same(patched: str, asked: str) -> bool:
    """Whether what was given a member is what is asked for it; selections of jQuery have the members of `$.fn`."""
    if _GLOBAL.get(patched, patched) == _GLOBAL.get(asked, asked):
        return True
    return patched.partition(".")[2] == "fn" and patched.partition(".")[0] in _GLOBAL and asked.startswith("$()")


def _root(expression: Expression) -> str:
    """The name that a chain of members begins with; empty for anything else."""
    while isinstance(expression, Member):
        expression = expression.base
    return expression.id if isinstance(expression, Name) else ""
