"""Effects of every operation: its own functions, what stands before them, its library bases, what it declares.

A function view that answers several methods shares its code among operations. A place counts for those methods that
reach it (`if request.method == "POST":`, `form.validate_on_submit()`). Where no region is marked in a handler that
behaves like a form's (it reads a form, validates, looks at the method), a change is taken to belong to the
methods that may change state: HTTP calls GET safe (https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1). Where
nothing at all tells methods apart, every method changes state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.facts import FileFacts
from scanner.concepts.operation import ANY, Operation
from scanner.concepts.registrations import Registrations
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined
from scanner.link.effects.answers import PLAIN, Answers
from scanner.link.effects.breaks.find import Breaks
from scanner.link.effects.direct import Direct, guard_kinds
from scanner.link.effects.found import METHODS, SAFE, UNSAFE, Found, nearest
from scanner.link.effects.guards import Guards
from scanner.link.effects.handlers import Handlers
from scanner.link.effects.hooks import Hooks
from scanner.link.effects.limits import application_limits
from scanner.link.effects.rest import is_rest
from scanner.link.effects.summary import KEPT, Summaries
from scanner.link.effects.tables import catalogue
from scanner.link.effects.tables.lookup import Lookup
from scanner.link.mishaps import Mishaps

_BASES = Lookup(catalogue.BASES)
_WRITES = frozenset({EffectKind.MUTATES, EffectKind.FLASHES, EffectKind.SENDS_MAIL, EffectKind.STARTS_SESSION})
_TELLING = frozenset({EffectKind.CHECKS_METHOD, EffectKind.VALIDATES, EffectKind.READS_FORM})
_FILES = frozenset({"starlette.staticfiles.StaticFiles", "fastapi.staticfiles.StaticFiles"})
_RESPONSES = {
    "HTMLResponse": EffectKind.RENDERS,
    "RedirectResponse": EffectKind.REDIRECTS,
    "FileResponse": EffectKind.ANSWERS_FILE,
    "StreamingResponse": EffectKind.STREAMS,
    "PlainTextResponse": EffectKind.ANSWERS_TEXT,
}


def find_effects(
    registrations: Registrations, facts: Mapping[str, FileFacts], mishaps: Mishaps
) -> Mapping[str, tuple[Effect, ...]]:
    """Operation id → what its code does, nearest first within each kind, in a fixed order."""
    finder = _Finder(CallGraph(facts), registrations)

    def effects(operation: Operation) -> Iterator[tuple[str, tuple[Effect, ...]]]:
        yield operation.id, finder.effects(operation)

    return dict(mishaps.each(registrations.operations, lambda operation: operation.route, effects))


class _Finder:
    def __init__(self, graph: CallGraph, registrations: Registrations) -> None:
        self._graph = graph
        self._direct = Direct(graph)
        self._answers = Answers(graph, self._direct)
        self._summaries = Summaries(graph, self._direct)
        self._handlers = Handlers(graph)
        hooks = Hooks(graph, self._summaries)
        self._breaks = Breaks(graph, self._handlers)
        self._guards = Guards(graph, self._direct, self._summaries, self._handlers, hooks)
        self._methods: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
        for operation in registrations.operations:
            self._methods[operation.handler.file, operation.handler.line].add(operation.method)
        self._summaries.prepare(
            function for operation in registrations.operations for function in self._handlers.entries(operation)
        )
        # with several applications in one repository, only registrations tell whose hook it is
        several = len({one.location.file for one in registrations.applications}) > 1
        self._hooks = () if several else hooks.all()
        self._loading = () if several else hooks.loading()
        self._limits = () if several else application_limits(graph)

    def effects(self, operation: Operation) -> tuple[Effect, ...]:
        entries = self._handlers.entries(operation)
        answers = _explicit(self._answered(operation, entries))
        stated = bool(answers) and not any(one.kind is EffectKind.ANSWERS_JSON for one in answers)
        # a base class answers data, unless the handler is seen to answer something else
        inherited = [one for one in self._inherited(operation) if not stated or one.kind is not EffectKind.ANSWERS_JSON]
        found = [*answers, *inherited, *self._declared(operation), *self._default_answer(operation)]
        found.extend(self._own(operation))
        found.extend(self._breaks.of(operation))
        before = [*self._guards.before(operation), *self._hooks]
        if any(one.kind is EffectKind.REQUIRES_LOGIN for one in (*found, *before)):
            before += self._loading
        if not any(one.kind is EffectKind.ANSWERS_JSON for one in found):
            # a hook that accepts tokens everywhere opens data to programs, not pages
            before = [one for one in before if one not in (*self._hooks, *self._loading)]
        sure = (one for one in (*found, *before, *self._limits) if not one.optional)
        kept = nearest((one for one in sure if _reached(one, operation)), KEPT)
        rest = is_rest(self._handlers.bases(operation))
        return tuple(_effect(one, operation) for one in kept if not _other_framework(one, operation, rest))

    def _answered(self, operation: Operation, entries: tuple[Defined, ...]) -> list[Found]:
        """What the code of an operation answers.

        What a handler made inside another function says itself is its answer: the objects around it, whose methods it
        runs, answer through it alone.
        """
        handler = (operation.handler.file, operation.handler.line)
        for entry in entries:
            place = (entry.file, self._graph.scope(entry).line)
            if place == handler and self._answers.whole(entry):
                return list(self._answers.of(entry))
        return [one for entry in entries for one in self._answers.of(entry)]

    def _own(self, operation: Operation) -> Iterator[Found]:
        shared = operation.method in SAFE and bool(
            self._methods[operation.handler.file, operation.handler.line] & UNSAFE
        )
        for entry in self._handlers.entries(operation):
            found = self._summaries.of(entry)
            # nothing marks the region of a method, yet the code behaves like a form's: the change is the form's
            told = bool(self._direct.regions(entry))
            form = any(one.kind in _TELLING for one in found)
            for one in found:
                others = shared and form and not told and one.kind in _WRITES and one.methods is None
                if not one.guarding and not others:
                    yield one

    def _inherited(self, operation: Operation) -> Iterator[Found]:
        location = self._handlers.place(operation)
        for base in self._handlers.bases(operation):
            for kind in guard_kinds(base) or ():
                yield Found(kind, location, base)
            for method, kinds in (_BASES.library(base) or {}).items():
                methods = None if method == "*" else frozenset({method})
                for kind in kinds:
                    yield Found(kind, location, base, 0, methods)

    def _declared(self, operation: Operation) -> Iterator[Found]:
        declared, route = operation.declared, operation.route
        if declared.body and operation.method not in SAFE:
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
        """FastAPI makes JSON of whatever is not a response; a mounted folder answers files.

        https://fastapi.tiangolo.com/tutorial/response-model/ https://fastapi.tiangolo.com/advanced/custom-response/
        """
        if operation.framework not in ("fastapi", "ninja") or operation.method == "WEBSOCKET":
            return
        location = self._handlers.place(operation)
        response = operation.declared.response or ""
        kind = _RESPONSES.get(response.rpartition(".")[2])
        if kind is not None:
            yield Found(kind, location, response)
            return
        if any(base in _FILES for base in self._handlers.bases(operation)):
            yield Found(EffectKind.ANSWERS_FILE, location, "StaticFiles")
            return
        entries = self._handlers.entries(operation)
        if not entries or any(self._answers.plain(entry) for entry in entries):
            yield Found(EffectKind.ANSWERS_JSON, location, response or "the framework's default")


def _explicit(answers: list[Found]) -> list[Found]:
    """Beside a page that helpers render, the plain values that other helpers return are no answers."""
    if not any(one.kind is EffectKind.RENDERS for one in answers):
        return answers
    return [one for one in answers if one.detail != PLAIN or one.depth == 0]


def _reached(one: Found, operation: Operation) -> bool:
    return one.methods is None or operation.method not in METHODS or operation.method in one.methods


def _other_framework(one: Found, operation: Operation, rest: bool) -> bool:
    """What a read means depends on the framework: `request.data` is the raw body in Flask and the parsed one in REST
    framework, whose `request.user` is whoever any of its authentication classes accepted.
    """
    if one.detail.endswith("request.data"):
        return (one.kind is EffectKind.READS_JSON) == (operation.framework == "flask")
    return rest and one.kind is EffectKind.CHECKS_SESSION and "request.user" in one.detail


def _effect(one: Found, operation: Operation) -> Effect:
    """The effect as the operation has it; `method` is set where the code tells that only this method reaches it."""
    method = ""
    if one.methods is not None:
        if operation.method in one.methods:
            method = operation.method
        elif operation.method == ANY and len(one.methods) == 1:
            (method,) = one.methods
    return Effect(one.kind, one.location, one.detail, one.depth, method)
