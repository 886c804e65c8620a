"""Effects of every operation: its own functions, what stands before them, its library bases, what it declares.

A function view that answers several methods shares its code among operations. A place counts for those methods that
reach it (`if request.method == "POST":`, `form.validate_on_submit()`). Where nothing in the function tells methods
apart, a mutation is taken to belong to the methods that may mutate, if it answers any such method: HTTP calls GET safe
(https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1), and a place that tells nothing is no proof of the contrary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.expression import Expression, Name, Record, Sequence
from scanner.concepts.facts import Binding, FileFacts, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.operation import ANY, Operation
from scanner.concepts.registrations import Registrations
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Instance, Library, Value
from scanner.link.effects.answers import Answers
from scanner.link.effects.direct import Direct, guard_kinds
from scanner.link.effects.found import METHODS, SAFE, UNSAFE, Found, nearest
from scanner.link.effects.hooks import application_hooks
from scanner.link.effects.summary import GUARDING, KEPT, Summaries
from scanner.link.effects.tables import catalogue
from scanner.link.effects.tables.lookup import Lookup

_BASES = Lookup(catalogue.BASES)
_CLASS_GUARDS = frozenset({
    "permission_classes", "authentication_classes", "throttle_classes", "decorators", "method_decorators", "auth",
    "serializer_class", "schema_class",
})  # fmt: skip
"""Class attributes that name what stands before the methods.

https://www.django-rest-framework.org/api-guide/views/#api-policy-attributes
https://flask.palletsprojects.com/en/stable/api/#flask.views.View.decorators
"""
_WRITES = frozenset({EffectKind.MUTATES, EffectKind.FLASHES, EffectKind.SENDS_MAIL, EffectKind.STARTS_SESSION})
_CHECKS = frozenset({EffectKind.CHECKS_SESSION, EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_BASIC})


def find_effects(registrations: Registrations, facts: Mapping[str, FileFacts]) -> Mapping[str, tuple[Effect, ...]]:
    """Operation id → what its code does, nearest first within each kind, in a fixed order."""
    finder = _Finder(CallGraph(facts), registrations)
    return {operation.id: finder.effects(operation) for operation in registrations.operations}


class _Finder:
    def __init__(self, graph: CallGraph, registrations: Registrations) -> None:
        self._graph = graph
        self._direct = Direct(graph)
        self._answers = Answers(graph, self._direct)
        self._summaries = Summaries(graph, self._direct)
        self._methods: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        self._guards: dict[str, tuple[Found, ...]] = {}
        for operation in registrations.operations:
            self._methods[operation.handler.file, operation.handler.line].add(operation.method)
        self._summaries.prepare(
            function for operation in registrations.operations for function in self._entries(operation)
        )
        several = len({one.location.file for one in registrations.applications}) > 1
        # with several applications in one repository, whose hook it is stays open here
        self._hooks = () if several else application_hooks(graph, self._summaries)

    def effects(self, operation: Operation) -> tuple[Effect, ...]:
        found: list[Found] = [*self._own(operation), *self._before(operation), *self._inherited(operation)]
        found.extend(self._declared(operation))
        answers = [one for entry in self._entries(operation) for one in self._answers.of(entry)]
        found.extend(answers)
        found.extend(self._default_answer(operation))
        if any(one.kind is EffectKind.ANSWERS_JSON for one in found):
            found.extend(self._hooks)
        kept = nearest((one for one in found if _reached(one, operation)), KEPT)
        return tuple(_effect(one, operation) for one in kept if not _other_framework(one, operation))

    def _entries(self, operation: Operation) -> tuple[Defined, ...]:
        handler = operation.handler
        found = [one for ref in handler.runs if (one := self._graph.function(ref)) is not None]
        if not found and handler.file in self._graph.resolver.names:
            index = self._graph.resolver.names[handler.file].at_line(handler.line)
            if index is not None:
                found = [Defined(handler.file, index)]
        entries: dict[Defined, None] = {}
        for one in found:
            if self._graph.resolver.is_class(one):
                method = self._graph.resolver.member(one, operation.method.lower())
                if isinstance(method, Defined):
                    entries[method] = None
            else:
                entries[one] = None
        return tuple(entries)

    def _own(self, operation: Operation) -> Iterator[Found]:
        siblings = self._methods[operation.handler.file, operation.handler.line]
        for entry in self._entries(operation):
            told = bool(self._direct.regions(entry))
            for one in self._summaries.of(entry):
                # shared by a safe and an unsafe operation, and nothing tells which of them it serves
                shared = one.kind in _WRITES and one.methods is None and not told and bool(siblings & UNSAFE)
                if not one.guarding and not (shared and operation.method in SAFE):
                    yield one

    def _before(self, operation: Operation) -> Iterator[Found]:
        for name in operation.declared.guards:
            if name not in self._guards:
                value = self._graph.resolver.dotted(name, operation.handler.file or operation.route.file)
                self._guards[name] = tuple(self._guard(value, name, operation.route))
            yield from self._guards[name]
        for owner in self._classes(operation):
            for value, location in self._class_guards(owner):
                yield from self._guard(value, "", location)
            for edge in self._graph.edges(owner):
                yield from self._guard(edge.target, "", Location(owner.file, edge.line))
            yield from self._direct.of(owner)
        for entry in self._entries(operation):
            for edge in self._graph.edges(entry):
                if edge.before:
                    yield from self._refuses(edge.target)

    def _guard(self, value: Value, name: str, location: Location) -> Iterator[Found]:
        """What a decorator, dependency, permission or authentication class checks."""
        match value:
            case Library(name=library):
                for kind in guard_kinds(library) or ():
                    yield Found(kind, location, library)
            case Defined() if self._graph.resolver.is_class(value):
                yield from self._guard_class(value, location)
            case Instance():
                yield from self._guard_class(Defined(value.file, value.scope), location)
            case Defined():
                for one in self._summaries.of(value):
                    if one.kind in GUARDING:
                        yield one.guarded()
                yield from self._refuses(value)
            case _:
                return  # an undecided guard proves nothing

    def _guard_class(self, one: Defined, location: Location) -> Iterator[Found]:
        for ancestor in self._graph.resolver.lineage(one.file, one.scope):
            if isinstance(ancestor, Library):
                for kind in guard_kinds(ancestor.name) or ():
                    yield Found(kind, location, ancestor.name)
                continue
            for child in self._graph.resolver.names[ancestor.file].children[ancestor.scope]:
                method = Defined(ancestor.file, child)
                if self._graph.scope(method).kind is ScopeKind.FUNCTION:
                    yield from (found.guarded() for found in self._summaries.of(method) if found.kind in GUARDING)

    def _refuses(self, guard: Defined) -> Iterator[Found]:
        """A guard of the project that checks who asks requires a login; a sender's signature is none."""
        if any(one.kind in _CHECKS for one in self._summaries.of(guard)):
            scope = self._graph.scope(guard)
            yield Found(EffectKind.REQUIRES_LOGIN, Location(guard.file, scope.line), scope.qualname, 1)

    def _classes(self, operation: Operation) -> tuple[Defined, ...]:
        """The handler's class and the project's classes it inherits from, nearest first."""
        names = self._graph.resolver.names.get(operation.handler.file)
        index = names.at_line(operation.handler.line) if names is not None else None
        if names is None or index is None:
            return ()
        scope: int | None = index
        while scope is not None and names.facts.scopes[scope].kind is not ScopeKind.CLASS:
            scope = names.facts.scopes[scope].parent
        if scope is None:
            return ()
        lineage = self._graph.resolver.lineage(operation.handler.file, scope)
        return tuple(one for one in lineage if isinstance(one, Defined))

    def _class_guards(self, owner: Defined) -> Iterator[tuple[Value, Location]]:
        names = self._graph.resolver.names[owner.file]
        for attribute in sorted(_CLASS_GUARDS):
            for value, line in _listed(names.facts.scopes[owner.scope].bindings, attribute):
                yield self._graph.resolver.value(value, owner.file, owner.scope), Location(owner.file, line)

    def _inherited(self, operation: Operation) -> Iterator[Found]:
        bases = list(operation.handler.bases)
        for owner in self._classes(operation):
            lineage = self._graph.resolver.lineage(owner.file, owner.scope)
            bases.extend(one.name for one in lineage if isinstance(one, Library))
        location = (
            Location(operation.handler.file, operation.handler.line) if operation.handler.file else operation.route
        )
        for base in dict.fromkeys(bases):
            for kind in guard_kinds(base) or ():
                yield Found(kind, location, base)
            for method, kinds in (_BASES.library(base) or {}).items():
                methods = None if method == "*" else frozenset({method})
                for kind in kinds:
                    yield Found(kind, location, base, 0, methods)

    def _declared(self, operation: Operation) -> Iterator[Found]:
        declared, route = operation.declared, operation.route
        if declared.body:
            yield Found(EffectKind.READS_JSON, route, declared.body)
            yield Found(EffectKind.VALIDATES, route, declared.body)
        if declared.form:
            yield Found(EffectKind.READS_FORM, route, "form parameters")
            yield Found(EffectKind.VALIDATES, route, "form parameters")
        if declared.csrf_exempt is not None:
            yield Found(EffectKind.CSRF_OFF if declared.csrf_exempt else EffectKind.CSRF_ON, route, "declared")
        if declared.throttled:
            yield Found(EffectKind.THROTTLES, route, "declared")
        for template in declared.templates:
            yield Found(EffectKind.RENDERS, route, template, 0, SAFE if operation.method in SAFE else None)
        for target in declared.redirects:
            yield Found(EffectKind.REDIRECTS, route, target, 0, UNSAFE if operation.method in UNSAFE else None)

    def _default_answer(self, operation: Operation) -> Iterator[Found]:
        """FastAPI makes JSON of whatever is not a response.

        https://fastapi.tiangolo.com/tutorial/response-model/ https://fastapi.tiangolo.com/advanced/custom-response/
        """
        if operation.framework not in ("fastapi", "ninja") or operation.method == "WEBSOCKET":
            return
        location = Location(operation.handler.file, operation.handler.line)
        response = operation.declared.response or ""
        for name, kind in (
            ("HTMLResponse", EffectKind.RENDERS),
            ("RedirectResponse", EffectKind.REDIRECTS),
            ("FileResponse", EffectKind.ANSWERS_FILE),
            ("StreamingResponse", EffectKind.STREAMS),
            ("PlainTextResponse", EffectKind.ANSWERS_TEXT),
        ):
            if response.endswith(name):
                yield Found(kind, location, response)
                return
        entries = self._entries(operation)
        if not entries or any(self._answers.plain(entry) for entry in entries):
            yield Found(EffectKind.ANSWERS_JSON, location, response or "the framework's default")


def _listed(bindings: Iterable[Binding], attribute: str) -> Iterator[tuple[Expression, int]]:
    """The members of a list or tuple assigned to a class attribute, or the single value."""
    for binding in bindings:
        if isinstance(binding.target, Name) and binding.target.id == attribute:
            match binding.value:
                case Sequence(items=items):
                    yield from ((item, binding.line) for item in items)
                case Record(fields=fields):
                    yield from ((item, binding.line) for _, value in fields for item in _members(value))
                case value:
                    yield value, binding.line


def _members(value: Expression) -> tuple[Expression, ...]:
    return value.items if isinstance(value, Sequence) else (value,)


def _reached(one: Found, operation: Operation) -> bool:
    return one.methods is None or operation.method not in METHODS or operation.method in one.methods


def _other_framework(one: Found, operation: Operation) -> bool:
    """`request.data` is the raw body in Flask and the parsed one in REST framework."""
    if not one.detail.endswith("request.data"):
        return False
    return (one.kind is EffectKind.READS_JSON) == (operation.framework == "flask")


def _effect(one: Found, operation: Operation) -> Effect:
    """The effect as the operation has it; `method` is set where the code tells that only this method reaches it."""
    method = ""
    if one.methods is not None:
        if operation.method in one.methods:
            method = operation.method
        elif operation.method == ANY and len(one.methods) == 1:
            (method,) = one.methods
    return Effect(one.kind, one.location, one.detail, one.depth, method)
