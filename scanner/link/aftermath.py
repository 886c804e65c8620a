"""Aftermath: what the code around a request does when it has succeeded.

Followed are the request's own callbacks and promise chain, and, where it has none, what comes after it in its function:
`await` leaves no trace in the facts, so the rest of the function may wait for the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.concepts.callsite import Aftermath, CallKind
from scanner.concepts.expression import Call, Expression, Here, Lambda, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import Binding, Scope, ScopeKind
from scanner.concepts.source import Language
from scanner.link import values as v
from scanner.link.handlers import LISTENERS
from scanner.link.index import dotted, last_name
from scanner.link.requests import Seen

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_ASKING = frozenset({CallKind.FETCH, CallKind.WRAPPER, CallKind.VIA_WRAPPER})
_NAVIGATING = frozenset(
    {
        "location.reload", "location.assign", "location.replace", "router.push", "router.replace", "navigate",
        "history.go", "Turbo.visit", "router.refresh", "router.navigate", "$router.push", "goto",
    }
)  # fmt: skip
_MARKUP_CALLS = frozenset(
    {"html", "insertAdjacentHTML", "append", "prepend", "replaceWith", "after", "before", "appendChild"}
)
_MARKUP_MEMBERS = frozenset({"innerHTML", "outerHTML"})
_FAILING = frozenset(
    {"catch", "fail", "error", "onError", "onerror", "onFailure", "failure", "beforeSend", "mutationFn"}
)
_READING = frozenset({"json", "text", "blob", "clone", "arrayBuffer", "formData"})
_DEPTH = 4
_HOPS = 2
_NEAR = 40
"""Lines after a request that may belong to it."""

_Place = tuple[int, int]


class Aftermaths:
    """Looks at what follows a request and each call that led to it."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._memo: dict[tuple[v.ScopeRef, _Place], tuple[Aftermath, ...]] = {}

    def of(self, seen: Seen) -> tuple[Aftermath, ...]:
        """What follows one request."""
        if seen.kind not in _ASKING:
            return ()
        found: dict[Aftermath, None] = {}
        for ref, call in seen.steps:
            if self._flow.facts[ref.file].language is not Language.PYTHON:
                found.update(dict.fromkeys(self._after(ref, call)))
        return tuple(sorted(found))

    def _after(self, ref: v.ScopeRef, call: Call) -> tuple[Aftermath, ...]:
        key = (ref, _at(call))
        if key not in self._memo:
            self._memo[key] = ()  # for a function that leads back here
            found: dict[Aftermath, None] = {}
            self._follow(ref, call, found)
            self._memo[key] = tuple(found)
        return self._memo[key]

    def _follow(self, ref: v.ScopeRef, call: Call, found: dict[Aftermath, None]) -> None:
        chain = _Chain(self._flow.index.scope(ref), call)
        handlers = [item for link in chain.calls for item in _handlers(link)] + list(chain.listeners)
        telling = [scope for item in handlers for scope in self._functions(item, ref, call.line)]
        for scope in telling:
            self._scan(scope, found, _HOPS)
        if not any(self._tells(scope) for scope in telling):
            self._scan_rest(ref, chain, found)
        self._climb(ref, found)

    def _climb(self, ref: v.ScopeRef, found: dict[Aftermath, None]) -> None:
        """A request in a callback of a chain (`ask().then(() => fetch(u)).then(done)`), or in a record of callbacks
        (`{mutationFn: () => fetch(u), onSuccess: done}`): what follows the callback follows it.
        """
        index = self._flow.index.file(ref.file)
        held = index.given_to.get(ref.index)
        if held is not None and last_name(held[1].callee) == "then":
            outer = v.ScopeRef(ref.file, held[0])
            for link in _Chain(index.scope(held[0]), held[1]).calls[1:]:
                for item in _handlers(link):
                    for scope in self._functions(item, outer, link.line):
                        self._scan(scope, found, _HOPS)
        owner = index.members_of.get(ref.index)
        if owner is not None:
            for name, value in owner.record.fields:
                if name in ("onSuccess", "onSettled", "success", "then"):
                    for scope in self._functions(value, v.ScopeRef(ref.file, owner.scope), owner.line):
                        self._scan(scope, found, _HOPS)

    def _functions(self, expression: Expression, ref: v.ScopeRef, line: int) -> Iterator[v.ScopeRef]:
        """The functions of the project that an expression is, or that a record of callbacks holds."""
        match expression:
            case Lambda(scope):
                yield v.ScopeRef(ref.file, scope)
            case Record(fields):
                for name, field in fields:
                    if name not in _FAILING and isinstance(field, Lambda | Name | Member):
                        yield from self._functions(field, ref, line)
            case Name() | Member():
                for value in self._flow.ask(expression, v.Place(ref, line)):
                    if isinstance(value, v.Function):
                        yield value.scope
                    elif isinstance(value, v.Object):
                        for name, item in value.record.fields:
                            if name not in _FAILING and isinstance(item, Lambda):
                                yield v.ScopeRef(value.place.scope.file, item.scope)
            case _:
                pass

    def _tells(self, ref: v.ScopeRef) -> bool:
        """Whether a callback does more than to read the answer (`(r) => r.json()`)."""
        scope = self._flow.index.scope(ref)
        calls = [call for call in scope.calls if last_name(call.callee) not in _READING]
        return bool(calls or scope.bindings or self._flow.index.file(ref.file).nested.get(ref.index))

    def _scan_rest(self, ref: v.ScopeRef, chain: _Chain, found: dict[Aftermath, None]) -> None:
        """What comes after a request in its own function."""
        scope = self._flow.index.scope(ref)
        if scope.kind is not ScopeKind.FUNCTION:
            return
        last = chain.last
        calls = [item for item in scope.calls if last < _at(item) and item.line - last[0] <= _NEAR]
        bindings = [item for item in scope.bindings if last[0] <= item.line <= last[0] + _NEAR]
        self._scan_parts(ref, calls, bindings, found, _HOPS)
        for item in calls:
            if last_name(item.callee) in ("then", "setTimeout", "nextTick", "$nextTick", "requestAnimationFrame"):
                for value in item.arguments[:1]:
                    if isinstance(value, Lambda):
                        self._scan(v.ScopeRef(ref.file, value.scope), found, _HOPS)

    def _scan(self, ref: v.ScopeRef, found: dict[Aftermath, None], hops: int) -> None:
        """What a callback does, with the functions inside it that are not for other events or for failures."""
        index = self._flow.index.file(ref.file)
        pending = [(ref.index, 0)]
        while pending:
            current, depth = pending.pop()
            scope = index.scope(current)
            self._scan_parts(v.ScopeRef(ref.file, current), scope.calls, scope.bindings, found, hops)
            if depth < _DEPTH:
                handled = {
                    item.value.scope
                    for item in scope.bindings
                    if isinstance(item.value, Lambda) and last_name(item.target).startswith("on")
                }
                for inner in index.nested.get(current, ()):
                    held = index.given_to.get(inner)
                    name = last_name(held[1].callee) if held is not None else ""
                    if inner not in handled and name not in LISTENERS and name not in _FAILING:
                        pending.append((inner, depth + 1))

    def _scan_parts(
        self,
        ref: v.ScopeRef,
        calls: tuple[Call, ...] | list[Call],
        bindings: tuple[Binding, ...] | list[Binding],
        found: dict[Aftermath, None],
        hops: int,
    ) -> None:
        for call in calls:
            name = last_name(call.callee)
            if _navigates(call):
                found[Aftermath.RELOAD] = None
            elif name in _MARKUP_CALLS and isinstance(call.callee, Member) and _builds(call.arguments):
                found[Aftermath.MARKUP] = None
            elif hops and Aftermath.RELOAD not in found and isinstance(call.callee, Name):
                if Literal(False) in call.arguments:
                    continue  # `close(false)`: told not to
                for helper in self._functions(call.callee, ref, call.line):
                    if self._reloads(helper, hops - 1, told=Literal(True) in call.arguments):
                        found[Aftermath.RELOAD] = None
        for binding in bindings:
            if _is_location(binding.target):
                found[Aftermath.RELOAD] = None
            elif last_name(binding.target) in _MARKUP_MEMBERS and not _empty(binding.value):
                found[Aftermath.MARKUP] = None

    def _reloads(self, helper: v.ScopeRef, hops: int, *, told: bool) -> bool:
        """Whether a function called after success leaves the page; what it builds is its own affair.

        One that is told to (`show(message, true)`) may do it when its dialog is closed.
        """
        key = (helper, (-1 - told, hops))
        if key not in self._memo:
            self._memo[key] = ()
            found: dict[Aftermath, None] = {}
            inner = self._flow.index.file(helper.file).nested.get(helper.index, ()) if told else ()
            for number in (helper.index, *inner):
                ref = v.ScopeRef(helper.file, number)
                scope = self._flow.index.scope(ref)
                self._scan_parts(ref, scope.calls, scope.bindings, found, hops)
            self._memo[key] = tuple(found)
        return Aftermath.RELOAD in self._memo[key]


class _Chain:
    """A request and the calls made on its promise, in a scope."""

    def __init__(self, scope: Scope, request: Call) -> None:
        self.calls = [request]
        self.listeners: list[Expression] = []
        places = {_at(request)}
        names: set[str] = set()
        holder = request.callee.base if isinstance(request.callee, Member) else None
        for binding in scope.bindings:
            match binding:
                case Binding(Name(name), Call() as value) if _at(value) in places:
                    names.add(name)
                case Binding(Member(base, event), value) if base == holder and event.startswith("on"):
                    if event != "onerror" and isinstance(base, Name):
                        self.listeners.append(value)  # `xhr.onload = …`
                case _:
                    pass
        for call in scope.calls:
            if _at(call) not in places and _continues(call, places, names):
                places.add(_at(call))
                self.calls.append(call)
        self.last = max(places)


def _continues(call: Call, places: set[_Place], names: set[str]) -> bool:
    """Whether a call is made on a promise of the chain, or is given it (`Promise.all([…])`)."""
    match call.callee:
        case Member(Call() as base, _) if _at(base) in places:
            return True
        case Member(Name(name), "then" | "done" | "success" | "always" | "finally") if name in names:
            return True
        case _:
            pass
    for item in call.arguments:
        for inner in item.items if isinstance(item, Sequence) else (item,):
            if isinstance(inner, Call) and _at(inner) in places:
                return True
    return False


def _handlers(call: Call) -> tuple[Expression, ...]:
    """The callbacks that a call of the chain is given for success."""
    name = last_name(call.callee)
    if name in _FAILING:
        return ()
    given = call.arguments[:1] if name == "then" else call.arguments
    return tuple(item for item in given if isinstance(item, Lambda | Record | Name | Member))


def _at(call: Call) -> _Place:
    return call.line, call.column


def _navigates(call: Call) -> bool:
    if isinstance(call.callee, Member) and isinstance(call.callee.base, Here):
        return call.callee.name in ("reload", "assign", "replace")
    return dotted(call.callee).removeprefix("window.").removeprefix("this.") in _NAVIGATING


def _is_location(target: Expression) -> bool:
    path = dotted(target)
    return (
        path.endswith("location.href")
        or path in ("location", "window.location", "document.location")
        or (isinstance(target, Member) and isinstance(target.base, Here))
    )


def _builds(arguments: tuple[Expression, ...]) -> bool:
    """Whether markup built from something is put in: not an empty text."""
    return bool(arguments) and not all(_empty(item) for item in arguments)


def _empty(value: Expression) -> bool:
    return isinstance(value, Literal) and not value.value
