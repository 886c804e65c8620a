"""An operation's own code: the functions it enters, its classes, and the library classes they inherit from."""

from __future__ import annotations

from scanner.concepts.facts import ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Library


class Handlers:
    """Finds the code of operations in the call graph, and remembers it."""

    def __init__(self, graph: CallGraph) -> None:
        self._graph = graph
        self._entries: dict[str, tuple[Defined, ...]] = {}

    def entries(self, operation: Operation) -> tuple[Defined, ...]:
        """The functions that answer, the most telling first; a class stands for its method of the operation's name."""
        if operation.id not in self._entries:
            self._entries[operation.id] = tuple(dict.fromkeys(self._find(operation)))
        return self._entries[operation.id]

    def classes(self, operation: Operation) -> tuple[Defined, ...]:
        """The handler's class and the project's classes it inherits from, nearest first."""
        return tuple(one for one in self._lineage(operation) if isinstance(one, Defined))

    def bases(self, operation: Operation) -> tuple[str, ...]:
        """Dotted names of the library classes it inherits from."""
        inherited = (one.name for one in self._lineage(operation) if isinstance(one, Library))
        own = () if operation.handler.file else (operation.handler.name,)  # a library's class, used as it is
        return tuple(dict.fromkeys((*own, *operation.handler.bases, *inherited)))

    def place(self, operation: Operation) -> Location:
        """The handler's `def` or `class`, or the route where a library supplies the handler."""
        handler = operation.handler
        return Location(handler.file, handler.line) if handler.file else operation.route

    def _find(self, operation: Operation) -> list[Defined]:
        handler = operation.handler
        found = [one for ref in handler.runs if (one := self._graph.function(ref)) is not None]
        if not found and (names := self._graph.resolver.names.get(handler.file)) is not None:
            index = names.at_line(handler.line)
            found = [Defined(handler.file, index)] if index is not None else []
        entries: list[Defined] = []
        for one in found:
            if self._graph.resolver.is_class(one):
                method = self._graph.resolver.member(one, operation.method.lower())
                entries += [method] if isinstance(method, Defined) else []
            else:
                entries.append(one)
        return entries

    def _lineage(self, operation: Operation) -> tuple[Defined | Library, ...]:
        names = self._graph.resolver.names.get(operation.handler.file)
        if names is None:
            return ()
        scope = names.at_line(operation.handler.line)
        while scope is not None and names.facts.scopes[scope].kind is not ScopeKind.CLASS:
            scope = names.facts.scopes[scope].parent
        return () if scope is None else self._graph.resolver.lineage(operation.handler.file, scope)
