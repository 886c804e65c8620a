"""Relays: functions that hand a request on for others to make, so that those who call them are the callers.

A hook (`useOrders()`) and a maker of options (`ordersOptions()`) hold the request in a function that they give to a
library or return: `queryFn`, `mutationFn`, a `fetcher`. Nobody calls that function by its name; the component that uses
the hook asks. A hook that does more than that is a part of the page, and a component is shown, not called.

React's rules for hooks https://react.dev/reference/rules/rules-of-hooks · Vue's composables
https://vuejs.org/guide/reusability/composables.html#naming-convention · TanStack Query
https://tanstack.com/query/latest/docs/framework/react/guides/query-options
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Choice, Expression, Join, Lambda, Name, Record, Sequence
from scanner.concepts.facts import Scope, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.link import values as v
from scanner.link.callbacks import ASKED_WITH, ASKING
from scanner.link.index import last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_HOOK = re.compile(r"use[A-Z]\w*")
_COMPONENT = re.compile(r"[A-Z]")
_PARTS = 400
_HOPS = 5


class Relays:
    """Which functions of scripts hand requests on."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._holders: dict[v.ScopeRef, v.ScopeRef | None] = {}

    def holder(self, function: v.ScopeRef) -> v.ScopeRef | None:
        """The hook or maker of options around a function that is only handed on there; None where it is called, or
        what stands around it is no relay.
        """
        if function not in self._holders:
            self._holders[function] = self._holder(function)
        return self._holders[function]

    def _holder(self, function: v.ScopeRef) -> v.ScopeRef | None:
        flow = self._flow
        if flow.facts[function.file].language is Language.PYTHON:
            return None
        index = flow.index.file(function.file)
        outer = index.scope(function.index).parent
        if outer is None or index.scope(outer).kind is not ScopeKind.FUNCTION:
            return None
        around = index.scope(outer)
        if _COMPONENT.match(around.name or around.qualname) or not _gives(around, function.index):
            return None
        if any(not item.site.reference for item in flow.callers.of(function)):
            return None
        return v.ScopeRef(function.file, outer)

    def _hook(self, function: v.ScopeRef, asked: Call) -> bool:
        """Whether a function is a hook, and gives what a call in it made to a library that asks, or to its callers."""
        scope = self._flow.index.scope(function)
        if _HOOK.fullmatch(scope.name or scope.qualname) is None or any(value == asked for value in scope.returns):
            return _HOOK.fullmatch(scope.name or scope.qualname) is not None
        names = {item.target.id for item in scope.bindings if isinstance(item.target, Name) and item.value == asked}
        return any(
            part == asked or (isinstance(part, Name) and part.id in names)
            for call in scope.calls
            if last_name(call.callee) in ASKING
            for argument in call.arguments
            for part in _parts(argument)
        )

    def of_component(self, function: v.ScopeRef) -> bool:
        """Whether a function is written inside a component's: the component asks, whichever of its functions does."""
        index = self._flow.index.file(function.file)
        if index.facts.language is Language.COMPONENT:
            return all(item.site.file == function.file for item in self._flow.callers.of(function))
        return function.file.endswith((".tsx", ".jsx")) and any(
            index.scope(one).kind is ScopeKind.FUNCTION and _COMPONENT.match(index.scope(one).name)
            for one in index.enclosing(index.scope(function.index).parent or 0)
        )

    def idle(self, function: v.ScopeRef, depth: int = 0) -> bool:
        """Whether a generated relay is called by nobody, or by such relays alone: generators make one a route."""
        flow = self._flow
        if flow.facts[function.file].role is not Role.GENERATED or depth > _HOPS:
            return False
        for item in flow.callers.of(function):
            around = self.around(item.place.scope, item.site.call)
            if around is None or not self.idle(around, depth + 1):
                return False
        return True

    def around(self, ref: v.ScopeRef, asked: Call) -> v.ScopeRef | None:
        """The relay that a call stands in, if it stands in one."""
        if self._flow.facts[ref.file].language is Language.PYTHON:
            return None
        index = self._flow.index.file(ref.file)
        for current in index.enclosing(ref.index):
            if index.scope(current).kind is not ScopeKind.FUNCTION:
                continue
            found = v.ScopeRef(ref.file, current)
            if (holder := self.holder(found)) is not None:
                return holder
            if self._hook(found, asked):
                return found
            if self._flow.callers.names(found):
                return None
        return None


def _gives(scope: Scope, function: int) -> bool:
    """Whether a function hands one written in it to those who will ask with it, by a name or as it stands."""
    names = {
        item.target.id for item in scope.bindings if isinstance(item.target, Name) and item.value == Lambda(function)
    }
    for value in (*scope.returns, *(item.value for item in scope.bindings), *scope.calls):
        for part in _parts(value):
            match part:
                case Record(fields):
                    given = [item for name, item in fields if name in ASKED_WITH]
                case Call(callee, (_, fetcher, *_)) if last_name(callee) in ASKING:
                    given = [fetcher]
                case _:
                    continue
            if any(item == Lambda(function) or (isinstance(item, Name) and item.id in names) for item in given):
                return True
    return False


def _parts(value: Expression) -> tuple[Expression, ...]:
    """An expression and what it is made of, bodies of functions left out."""
    found: list[Expression] = []
    pending = [value]
    while pending and len(found) < _PARTS:
        item = pending.pop()
        found.append(item)
        match item:
            case Record(fields, rest):
                pending += [*(part for _, part in fields), *rest]
            case Sequence(items) | Join(items) | Choice(items):
                pending += items
            case Call(_, arguments, named):
                pending += [*arguments, *(part for _, part in named)]
            case _:
                pass
    return tuple(found)
