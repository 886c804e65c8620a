"""Aftermath: what the code around a request does when it has succeeded.

Followed are the request's own callbacks and promise chain, and, where it has none, what comes after it in its function:
`await` leaves no trace in the facts, so the rest of the function may wait for the answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.concepts.callsite import Aftermath, CallKind
from scanner.concepts.expression import Call, Expression, Here, Item, Lambda, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import Binding, Formal, Scope, ScopeKind
from scanner.concepts.source import Language
from scanner.link import values as v
from scanner.link.gestures import by_script_alone
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
_ASKS = frozenset({"fetch", "getJSON", "ajax", "refetch", "invalidateQueries"})
_REFRESHES = (".ajax.reload", "$.get", "$.post", "$.load", "axios.get", "axios.post", "htmx.ajax", "htmx.trigger")
"""A table widget asks for its rows again: https://datatables.net/reference/api/ajax.reload()"""
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
_Known = tuple[Aftermath, str]
"""What follows, and the variable under which alone it does; empty where it does in any case."""
_Found = dict[_Known, None]


class Aftermaths:
    """Looks at what follows a request and each call that led to it."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._memo: dict[tuple[v.ScopeRef, _Place], tuple[_Known, ...]] = {}
        self._by_script: dict[v.ScopeRef, bool] = {}

    def of(self, seen: Seen) -> tuple[Aftermath, ...]:
        """What follows one request."""
        if seen.kind not in _ASKING:
            return ()
        found: dict[Aftermath, None] = {}
        gesture: set[Aftermath] = set()
        outer: Call | None = None
        for ref, call in reversed(seen.steps):
            if self._flow.facts[ref.file].language is not Language.PYTHON:
                if ref not in self._by_script:
                    self._by_script[ref] = by_script_alone(self._flow, ref)
                if self._by_script[ref]:
                    gesture.add(Aftermath.BY_SCRIPT)
                formals = self._flow.index.scope(ref).parameters
                found.update(
                    dict.fromkeys(
                        one for one, flag in self._after(ref, call) if outer is None or _raised(flag, formals, outer)
                    )
                )
                if self._polls(ref):
                    found[Aftermath.POLLING] = None
            outer = call
        if not found and seen.steps:
            if self._kept(*seen.steps[-1]):
                found[Aftermath.OTHER] = None
            elif self._ignored(*seen.steps[0]):
                found[Aftermath.IGNORED] = None
        return tuple(sorted(gesture.union(found)))

    def _kept(self, ref: v.ScopeRef, call: Call) -> bool:
        """Whether a variable keeps what is answered, or it is handed on."""
        scope = self._flow.index.scope(ref)
        values = (*(one.value for one in scope.bindings), *scope.returns)
        return any(isinstance(value, Call) and _at(value) == _at(call) for value in values)

    def _ignored(self, ref: v.ScopeRef, call: Call) -> bool:
        """Whether a request is a statement of its own: no callback, no chain, no variable, and nothing returned."""
        chain = _Chain(self._flow.index.scope(ref), call)
        told = any(True for item in _handlers(call) for _ in self._functions(item, ref, call.line))
        return len(chain.calls) == 1 and not (told or chain.listeners or self._kept(ref, call))

    def _after(self, ref: v.ScopeRef, call: Call) -> tuple[_Known, ...]:
        key = (ref, _at(call))
        if key not in self._memo:
            self._memo[key] = ()  # for a function that leads back here
            found: _Found = {}
            self._follow(ref, call, found)
            self._memo[key] = tuple(found)
        return self._memo[key]

    def _polls(self, ref: v.ScopeRef) -> bool:
        """Whether a timer runs the function: `setInterval(ask, 5000)`, or a `setTimeout` of itself in it."""
        index = self._flow.index.file(ref.file)
        for number in index.enclosing(ref.index):
            scope = index.scope(number)
            held = index.given_to.get(number)
            if held is not None and last_name(held[1].callee) == "setInterval":
                return True
            if scope.name and scope.name in index.timed:
                return True
        return False

    def _follow(self, ref: v.ScopeRef, call: Call, found: _Found) -> None:
        chain = _Chain(self._flow.index.scope(ref), call)
        handlers = [item for link in chain.calls for item in _handlers(link)] + list(chain.listeners)
        telling = [scope for item in handlers for scope in self._functions(item, ref, call.line)]
        for scope in telling:
            self._scan(scope, found, _HOPS)
        if not any(self._tells(scope) for scope in telling):
            self._scan_rest(ref, chain, found)
        self._climb(ref, found)

    def _climb(self, ref: v.ScopeRef, found: _Found) -> None:
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

    def _scan_rest(self, ref: v.ScopeRef, chain: _Chain, found: _Found) -> None:
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

    def _scan(self, ref: v.ScopeRef, found: _Found, hops: int) -> None:
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
        found: _Found,
        hops: int,
    ) -> None:
        scope = self._flow.index.scope(ref)
        for call in calls:
            name, flag = last_name(call.callee), _flag_at(scope, call.line)
            if _navigates(call):
                found[Aftermath.RELOAD, flag] = None
            elif name in _MARKUP_CALLS and isinstance(call.callee, Member) and _builds(call.arguments):
                found[Aftermath.MARKUP, flag] = None
            elif name in _ASKS or dotted(call.callee).endswith(_REFRESHES):
                found[Aftermath.ASKS_AGAIN, flag] = None
            elif hops and (Aftermath.RELOAD, "") not in found and isinstance(call.callee, Name):
                if Literal(False) in call.arguments:
                    continue  # `close(false)`: told not to
                for helper in self._functions(call.callee, ref, call.line):
                    for one in self._leads_to(helper, hops - 1, call):
                        found[one, flag] = None
        for binding in bindings:
            flag = _flag_at(scope, binding.line)
            if _is_location(binding.target):
                found[Aftermath.RELOAD, flag] = None
            elif last_name(binding.target) in _MARKUP_MEMBERS and _made(binding.value):
                found[Aftermath.MARKUP, flag] = None

    def _leads_to(self, helper: v.ScopeRef, hops: int, call: Call) -> set[Aftermath]:
        """Whether a function called after success leaves the page or asks for more; what it builds is its own affair.

        One that is told to (`show(message, true)`) may do it when its dialog is closed.
        """
        told = Literal(True) in call.arguments
        key = (helper, (-1 - told, hops))
        if key not in self._memo:
            self._memo[key] = ()
            found: _Found = {}
            inner = self._flow.index.file(helper.file).nested.get(helper.index, ()) if told else ()
            for number in (helper.index, *inner):
                ref = v.ScopeRef(helper.file, number)
                scope = self._flow.index.scope(ref)
                self._scan_parts(ref, scope.calls, scope.bindings, found, hops)
            self._memo[key] = tuple(found)
        formals = self._flow.index.scope(helper).parameters
        known = {one for one, flag in self._memo[key] if _raised(flag, formals, call)}
        return known & {Aftermath.RELOAD, Aftermath.ASKS_AGAIN}


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


def _flag_at(scope: Scope, line: int) -> str:
    """The variable that must be true for a line to run; the innermost, and empty where there is none."""
    flags = [one.path for one in scope.guards if one.first <= line <= one.last and not (one.negated or one.values)]
    return flags[-1] if flags else ""


def _raised(flag: str, formals: tuple[Formal, ...], call: Call) -> bool:
    """Whether a call may give a true value to the parameter that a line stands under; other variables may be true."""
    for position, formal in enumerate(formals):
        if formal.name == flag:
            if position >= len(call.arguments):
                return formal.default is not None and formal.default != Literal(False)
            return call.arguments[position] not in (Literal(False), Literal(None))
    return True


def _builds(arguments: tuple[Expression, ...]) -> bool:
    """Whether markup made of something is put in."""
    return any(map(_made, arguments))


def _made(value: Expression) -> bool:
    """Whether a value may come from the answer: not a fixed text, nor one picked from a list of them."""
    return not isinstance(value, Literal | Item)
