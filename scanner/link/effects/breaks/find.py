"""What breaks an operation: its path's parameters followed into lookups, its body's keys, and who would catch it."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.expression import Call, Literal, Member, Name, Record
from scanner.concepts.operation import Operation
from scanner.concepts.source import Role
from scanner.link.callgraph.annotations import annotated
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Instance
from scanner.link.effects.breaks.bodies import missing_keys
from scanner.link.effects.breaks.broken import Broken, caught
from scanner.link.effects.breaks.misses import Misses
from scanner.link.effects.expressions import dotted
from scanner.link.effects.found import Found, Regions
from scanner.link.effects.handlers import Handlers

_HANDLERS = frozenset({"errorhandler", "app_errorhandler", "exception_handler", "error_handler"})
_REGISTERING = frozenset({"register_error_handler", "add_exception_handler", "exception_handler"})
_OVERRIDES = frozenset({"handle_error", "handle_exception", "process_exception", "handle_user_exception"})
"""Methods that frameworks ask before they answer 500.

https://docs.djangoproject.com/en/stable/topics/http/middleware/#process-exception
https://www.django-rest-framework.org/api-guide/views/#handle_exceptionself-exc
"""


class Breaks:
    """Exceptions of operations that nothing between the place and the framework catches."""

    def __init__(self, graph: CallGraph, handlers: Handlers) -> None:
        self._graph = graph
        self._handlers = handlers
        self._misses = Misses(graph)
        self._stated, self._open = _application_wide(graph)

    def of(self, operation: Operation) -> Iterator[Found]:
        """One effect for each place that breaks."""
        if self._open or self._overridden(operation):
            return
        for entry in self._handlers.entries(operation):
            scope = self._graph.scope(entry)
            named = {parameter.name for parameter in operation.path.parameters}
            for formal in scope.parameters:
                if formal.name in named and not self._checked(entry, formal.name):
                    if self._settled(formal.annotation, entry):
                        continue
                    for one in self._misses.of(entry, formal.name):
                        yield from self._told(EffectKind.BREAKS_ON_MISS, one, entry)
            for one in () if self._forwards(entry) else missing_keys(self._graph, entry, operation.framework):
                yield from self._told(EffectKind.BREAKS_ON_BODY, one, entry)

    def _told(self, kind: EffectKind, one: Broken, entry: Defined) -> Iterator[Found]:
        if self._stated & set(one.raises) or self._caught_around(entry, one.raises):
            return
        methods = Regions(self._graph.scope(entry)).at(one.location.line) if one.depth == 0 else None
        yield Found(kind, one.location, one.detail, one.depth, methods)

    def _caught_around(self, entry: Defined, raises: tuple[str, ...]) -> bool:
        """Whether a decorator calls the handler within a `try` that lets none of these out."""
        for edge in self._graph.edges(entry):
            if edge.before:
                wrapped = {formal.name for formal in self._graph.scope(edge.target).parameters}
                for inner in self._around(edge.target):
                    scope = self._graph.scope(inner)
                    for call in scope.calls:
                        if dotted(call.callee) in wrapped and caught(scope, call.line, raises):
                            return True
        return False

    def _forwards(self, entry: Defined) -> bool:
        """Whether it passes requests on by their own method: what they hold is the receiver's to check."""
        near = (entry, *(edge.target for edge in self._graph.edges(entry) if not edge.before))
        return any(
            dotted(argument) == "request.method"
            for one in near
            for call in self._graph.scope(one).calls
            for argument in (*call.arguments, *(value for _, value in call.named))
        )

    def _before(self, entry: Defined) -> Iterator[Defined]:
        """Decorators and dependencies, with the functions that decorators put around the handler."""
        for edge in self._graph.edges(entry):
            if edge.before:
                yield edge.target
                yield from self._around(edge.target)

    def _around(self, decorator: Defined) -> Iterator[Defined]:
        for index in self._graph.resolver.names[decorator.file].children[decorator.scope]:
            yield Defined(decorator.file, index)

    def _checked(self, entry: Defined, parameter: str) -> bool:
        """Whether what stands before the handler looks at the parameter: it may answer for what is missing."""
        for one in self._before(entry):
            scope = self._graph.scope(one)
            if any(formal.name == parameter for formal in scope.parameters):
                return True
            if any(Literal(parameter) in call.arguments for call in scope.calls):
                return True
            if any(f'["{parameter}"]' in read.path for read in scope.reads):
                return True
        return False

    def _settled(self, annotation: str, entry: Defined) -> bool:
        """Whether the framework lets in known values only: an enumeration, a `Literal`."""
        if "Literal[" in annotation:
            return True
        if not annotation:
            return False
        found = annotated(self._graph.resolver, annotation, entry.file, entry.scope, 0)
        return isinstance(found, Defined | Instance)

    def _overridden(self, operation: Operation) -> bool:
        classes = self._handlers.classes(operation)
        return any(
            isinstance(self._graph.resolver.member(one, name), Defined) for one in classes for name in _OVERRIDES
        )


def _application_wide(graph: CallGraph) -> tuple[frozenset[str], bool]:
    """Exceptions that a handler of the application answers, and whether some handler is told any of them.

    A handler of `Exception` answers 500 by another name, and does not count.
    """
    stated: set[str] = set()
    for names in graph.resolver.names.values():
        if names.facts.role is not Role.SOURCE:
            continue
        for scope in names.facts.scopes:
            if scope.name == "process_exception":
                return frozenset(), True
            registered = [one for one in scope.decorators if isinstance(one, Call)]
            for call in (*registered, *scope.calls):
                if not isinstance(call.callee, Member):
                    continue
                known = _HANDLERS if call in registered else _REGISTERING
                if call.callee.name in known and call.arguments:
                    stated.add(dotted(call.arguments[0]).rpartition(".")[2])
            for binding in scope.bindings:
                match binding.target, binding.value:
                    case Name(id="REST_FRAMEWORK"), Record(fields=fields) if "EXCEPTION_HANDLER" in dict(fields):
                        return frozenset(), True
                    case _:
                        continue
    return frozenset(stated - {"Exception", ""}), False
