"""What stands before operations: registered guards, decorators, dependencies, class attributes, settings' defaults.

A guard of the project is followed through the call graph to what it checks; a library's is looked up in the tables;
one that stays undecided proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.expression import Call, Expression, Name, Record, Sequence
from scanner.concepts.facts import Binding, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Instance, Library, Value
from scanner.link.effects.direct import Direct, guard_kinds
from scanner.link.effects.found import Found
from scanner.link.effects.handlers import Handlers
from scanner.link.effects.hooks import Hooks
from scanner.link.effects.refusals import refuses
from scanner.link.effects.rest import POLICIES, REST_VIEW, RestDefaults, is_rest, members
from scanner.link.effects.summary import GUARDING, Summaries

_CLASS_GUARDS = (
    "permission_classes", "authentication_classes", "throttle_classes", "decorators", "method_decorators", "auth",
    "serializer_class", "schema_class",
)  # fmt: skip
"""Class attributes that name what stands before the methods.

https://www.django-rest-framework.org/api-guide/views/#api-policy-attributes
https://flask.palletsprojects.com/en/stable/api/#flask.views.View.decorators
"""
_CHECKS = frozenset({EffectKind.CHECKS_SESSION, EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_BASIC})


class Guards:
    """Effects of guards, followed once each."""

    def __init__(
        self, graph: CallGraph, direct: Direct, summaries: Summaries, handlers: Handlers, hooks: Hooks
    ) -> None:
        self._graph = graph
        self._direct = direct
        self._summaries = summaries
        self._handlers = handlers
        self._hooks = hooks
        self._registered: dict[tuple[str, str, Location], tuple[Found, ...]] = {}
        self._rest = RestDefaults(graph, handlers)

    def before(self, operation: Operation) -> tuple[Found, ...]:
        """What is checked before the operation's own code runs."""
        found = tuple(self._stated(operation))
        return (*found, *self._rest.login(operation, found))

    def _stated(self, operation: Operation) -> Iterator[Found]:
        for name in operation.declared.guards:
            file = operation.handler.file or operation.route.file
            key = (name, file, operation.route)
            if key not in self._registered:
                self._registered[key] = tuple(self._guard(self._graph.resolver.dotted(name, file), operation.route))
            yield from self._registered[key]
        yield from self._of_classes(operation)
        for entry in self._handlers.entries(operation):
            yield from self._of_function_view(entry)
            for edge in self._graph.edges(entry):
                if edge.before:
                    yield from self._refuses(edge.target)

    def _of_classes(self, operation: Operation) -> Iterator[Found]:
        stated: set[str] = set()
        for owner in self._handlers.classes(operation):
            bindings = self._graph.scope(owner).bindings
            for attribute in _CLASS_GUARDS:
                for value, line in _listed(bindings, attribute):
                    if attribute not in stated:
                        guard = self._graph.resolver.value(value, owner.file, owner.scope)
                        yield from self._guard(guard, Location(owner.file, line))
            # what a class states replaces what its bases state
            stated.update(binding.target.id for binding in bindings if isinstance(binding.target, Name))
            for edge in self._graph.edges(owner):
                yield from self._guard(edge.target, Location(owner.file, edge.line))
            yield from (one for one in self._direct.of(owner) if one.kind in GUARDING)
        if is_rest(self._handlers.bases(operation)):
            yield from self._by_default(stated)

    def _by_default(self, stated: set[str]) -> Iterator[Found]:
        """What REST framework's settings put before views that do not state it themselves."""
        for attribute, default, location in self._rest.policies:
            if attribute not in stated:
                yield from self._guard(default, location)

    def _of_function_view(self, function: Defined) -> Iterator[Found]:
        """A REST framework view that is a function states by decorators what a class states by attributes.

        https://www.django-rest-framework.org/api-guide/views/#api-policy-decorators
        """
        stated: set[str] = set()
        rest = False
        for decorator, value in self._graph.decorators(function):
            name = value.name if isinstance(value, Library) else ""
            rest = rest or name == REST_VIEW
            attribute = name.removeprefix("rest_framework.decorators.")
            if attribute in POLICIES.values() and isinstance(decorator, Call):
                stated.add(attribute)
                for item in (one for argument in decorator.arguments for one in members(argument)):
                    guard = self._graph.resolver.value(item, function.file, self._graph.scope(function).parent or 0)
                    yield from self._guard(guard, Location(function.file, decorator.line or 1))
        if rest:
            yield from self._by_default(stated)

    def _guard(self, value: Value, location: Location) -> Iterator[Found]:
        """What a decorator, dependency, permission or authentication class checks."""
        match value:
            case Library(name=library):
                for kind in guard_kinds(library) or ():
                    yield Found(kind, location, library)
            case Defined() if self._graph.resolver.is_class(value):
                yield from self._guard_class(value, location)
            case Instance():
                yield from self._guard_class(Defined(value.file, value.scope), location)
            case Defined() if value in self._hooks.functions:
                yield from self._hooks.of(value)
            case Defined():
                refusals = tuple(self._refuses(value))
                for one in self._summaries.of(value):
                    # looking at the session without ever refusing opens nothing and closes nothing
                    silent = one.kind is EffectKind.CHECKS_SESSION and not refusals
                    # a name alone does not tell what arguments a guard was given: its calls are followed as edges
                    if one.kind in GUARDING and not one.needs and not silent:
                        yield one.guarded()
                yield from refusals
            case _:
                return

    def _guard_class(self, one: Defined, location: Location) -> Iterator[Found]:
        called = isinstance(self._graph.resolver.member(one, "__call__"), Defined)
        for ancestor in self._graph.resolver.lineage(one.file, one.scope):
            if isinstance(ancestor, Library):
                # a library's guard that is called as a decorator is replaced by a `__call__` of the project
                for kind in () if called else guard_kinds(ancestor.name) or ():
                    yield Found(kind, location, ancestor.name)
                continue
            for child in self._graph.resolver.names[ancestor.file].children[ancestor.scope]:
                method = Defined(ancestor.file, child)
                if method in self._hooks.functions:
                    yield from self._hooks.of(method)
                elif self._graph.scope(method).kind is ScopeKind.FUNCTION:
                    seen = (one for one in self._summaries.of(method) if one.kind in GUARDING and not one.needs)
                    yield from (found.guarded() for found in seen)

    def _refuses(self, guard: Defined) -> Iterator[Found]:
        """A guard of the project that checks who asks and can refuse requires a login; a signature is no login."""
        if guard in self._hooks.functions or not any(one.kind in _CHECKS for one in self._summaries.of(guard)):
            return
        inner = (guard, *(edge.target for edge in self._graph.edges(guard)))
        inner = (*inner, *(edge.target for one in inner[1:] for edge in self._graph.edges(one)))
        if any(refuses(self._graph.scope(one)) for one in inner):
            scope = self._graph.scope(guard)
            yield Found(EffectKind.REQUIRES_LOGIN, Location(guard.file, scope.line), scope.qualname, 1)


def _listed(bindings: Iterable[Binding], attribute: str) -> Iterator[tuple[Expression, int]]:
    """The members of a list, tuple or dict of lists assigned to a class attribute, or the single value."""
    for binding in bindings:
        if isinstance(binding.target, Name) and binding.target.id == attribute:
            match binding.value:
                case Sequence(items=items):
                    yield from ((item, binding.line) for item in items)
                case Record(fields=fields):
                    yield from ((item, binding.line) for _, value in fields for item in members(value))
                case value:
                    yield value, binding.line
