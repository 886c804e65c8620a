"""Routes: the operations to choose from, by name and by path, mounted ones before those that nothing mounts.

An operation that no application mounts, as far as discovery can tell, keeps its own path: a gap in discovery must not
cost every link. Such links carry the grade of a path's end, since a mount may put a prefix before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scanner.concepts.callsite import MatchGrade
from scanner.concepts.operation import Operation
from scanner.concepts.path import Parameter
from scanner.link.addresses import Address
from scanner.link.matching import Match, Matcher, accepting
from scanner.link.prefixes import Prefix
from scanner.link.reverse import Names
from scanner.link.values import RouteHole


class Routes:
    """All operations of a project."""

    def __init__(self, operations: Sequence[Operation], prefixes: Iterable[Prefix] = ()) -> None:
        mounted = tuple(item for item in operations if item.mounted)
        loose = tuple(item for item in operations if not item.mounted)
        self._names = Names(mounted)
        self._loose_names = Names(loose)
        self._matcher = Matcher(mounted, prefixes)
        self._loose = Matcher(loose) if loose else None
        self._by_path: dict[tuple[str | Parameter, ...], list[Operation]] = defaultdict(list)
        for item in operations:
            self._by_path[_shape(item)].append(item)

    def named(self, hole: RouteHole, rendered_by: Sequence[Operation] = ()) -> tuple[Operation, ...]:
        """The operations that a name means, all methods; empty where it is unknown."""
        return self._names.operations(hole, rendered_by) or self._loose_names.operations(hole, rendered_by)

    def accepting(self, named: Sequence[Operation], method: str | None) -> tuple[Operation, ...]:
        """The operations that a request by name reaches: a name gives a path, and any handler there may answer."""
        taken = accepting(named, method)
        if taken or method is None:
            return taken
        beside = [other for path in dict.fromkeys(_shape(item) for item in named) for other in self._by_path[path]]
        return accepting([item for item in beside if item.mounted == named[0].mounted], method)

    def belongs(self, name: str) -> bool:
        """Whether an unknown name is in a namespace of the project, so that its absence is a fault."""
        return self._names.belongs(name)

    def match(self, address: Address, method: str | None) -> Match | None:
        """The operation that takes an address; None where there is none."""
        found = self._matcher.match(address, method)
        if self._loose is None or (found is not None and not found.wrong_method):
            return found
        loose = self._loose.match(address, method)
        if loose is None or loose.wrong_method or loose.guessed or loose.grade is MatchGrade.SUFFIX:
            return found
        return replace(loose, grade=MatchGrade.SUFFIX, unmounted=True)

    def take(self, path: str, method: str) -> tuple[Operation, ...]:
        """The operations that answer a path really asked for; empty where there are none."""
        return self._matcher.take(path, method) or (self._loose.take(path, method) if self._loose is not None else ())

    def undecided(self, address: Address, method: str | None) -> bool:
        """Whether several operations would fit, if the holes stood for literal text."""
        return self._matcher.undecided(address, method)

    def takes_anything(self, address: Address, method: str | None) -> bool:
        """Whether a route without literal text takes the address: a catch-all, so nothing there is missing."""
        if self._matcher.takes_anything(address, method):
            return True
        return self._loose is not None and self._loose.takes_anything(address, method)


def grade_by_name(operations: Sequence[Operation]) -> MatchGrade:
    """How sure a link by name is."""
    return MatchGrade.SUFFIX if operations and not operations[0].mounted else MatchGrade.BY_NAME


def _shape(operation: Operation) -> tuple[str | Parameter, ...]:
    """The path without its parameters' names."""
    return tuple(part if isinstance(part, str) else Parameter("", part.kind) for part in operation.path.parts)
