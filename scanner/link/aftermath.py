"""Aftermath: what the code around a request does when it has succeeded, as far as its function shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.callsite import Aftermath, CallKind
from scanner.concepts.expression import Here, Literal, Member
from scanner.concepts.facts import Scope, ScopeKind
from scanner.concepts.source import Language
from scanner.link.index import dotted, last_name
from scanner.link.requests import Seen
from scanner.link.values import ScopeRef

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
_DEPTH = 4


class Aftermaths:
    """Looks into the function around a call site, its callbacks, and its wrappers."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._memo: dict[ScopeRef, tuple[Aftermath, ...]] = {}

    def of(self, seen: Seen) -> tuple[Aftermath, ...]:
        """What follows one request."""
        if seen.kind not in _ASKING or seen.scope is None:
            return ()
        if self._flow.facts[seen.scope.file].language is Language.PYTHON:
            return ()
        found: dict[Aftermath, None] = {}
        for ref in (seen.scope, *seen.wrappers):
            found.update(dict.fromkeys(self._in(self._function(ref))))
        return tuple(sorted(found))

    def _function(self, ref: ScopeRef) -> ScopeRef:
        """The function around a scope, past callbacks that sit inside another function's calls."""
        index = self._flow.index.file(ref.file)
        current = ref.index
        for candidate in index.enclosing(ref.index):
            scope = index.scope(candidate)
            if scope.kind is not ScopeKind.FUNCTION:
                break
            current = candidate
            if scope.name:
                break
        return ScopeRef(ref.file, current)

    def _in(self, ref: ScopeRef) -> tuple[Aftermath, ...]:
        known = self._memo.get(ref)
        if known is not None:
            return known
        found: dict[Aftermath, None] = {}
        index = self._flow.index.file(ref.file)
        top = index.scope(ref.index)
        pending = [(ref.index, 0)]
        while pending:
            current, depth = pending.pop()
            scope = index.scope(current)
            self._scan(scope, found)
            if depth < _DEPTH and top.kind is ScopeKind.FUNCTION:
                pending += [(inner, depth + 1) for inner in index.nested.get(current, ())]
        result = tuple(found)
        self._memo[ref] = result
        return result

    def _scan(self, scope: Scope, found: dict[Aftermath, None]) -> None:
        for call in scope.calls:
            path = dotted(call.callee)
            name = last_name(call.callee)
            here = (
                isinstance(call.callee, Member)
                and isinstance(call.callee.base, Here)
                and name in ("reload", "assign", "replace")
            )
            if here or path.removeprefix("window.").removeprefix("this.") in _NAVIGATING:
                found[Aftermath.RELOAD] = None
            elif (
                name in _MARKUP_CALLS and isinstance(call.callee, Member) and call.arguments and _builds(call.arguments)
            ):
                found[Aftermath.MARKUP] = None
        for binding in scope.bindings:
            path = dotted(binding.target)
            if (
                path.endswith("location.href")
                or path in ("location", "window.location", "document.location")
                or (isinstance(binding.target, Member) and isinstance(binding.target.base, Here))
            ):
                found[Aftermath.RELOAD] = None
            elif last_name(binding.target) in _MARKUP_MEMBERS and not _empty(binding.value):
                found[Aftermath.MARKUP] = None


def _builds(arguments: tuple[object, ...]) -> bool:
    """Whether markup built from something is put in: not an empty text."""
    return not all(_empty(item) for item in arguments)


def _empty(value: object) -> bool:
    return isinstance(value, Literal) and not value.value
