"""Handlers: the elements that a function works on, because it handles their events or is called for each of them.

https://api.jquery.com/on/ · https://api.jquery.com/each/ ·
https://developer.mozilla.org/docs/Web/API/EventTarget/addEventListener#the_value_of_this_within_the_handler
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Lambda, Member, Name
from scanner.concepts.facts import ScopeKind
from scanner.link import values as v
from scanner.link.elements import element

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_EVENTS = frozenset(
    {
        "click", "dblclick", "submit", "change", "input", "keyup", "keydown", "keypress", "focus", "blur", "hover",
        "mouseenter", "mouseleave", "mousedown", "mouseup", "mouseover", "mouseout", "select", "scroll",
    }
)  # fmt: skip
"""jQuery's short forms of `on`: https://api.jquery.com/category/events/"""
LISTENERS = frozenset({"addEventListener", "on", "one", "live", "bind", "delegate"}) | _EVENTS
_ITEM_FIRST = frozenset({"forEach", "map", "filter", "some", "every", "find", "flatMap"})
_EVENT_TARGETS = frozenset({"target", "currentTarget", "delegateTarget", "srcElement"})


class Handlers:
    """Functions by the elements that they are given, each worked out once."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: dict[v.ScopeRef, v.Element | None] = {}
        self._named: dict[str, dict[str, tuple[tuple[int, Call], ...]]] = {}

    def element(self, ref: v.ScopeRef) -> v.Element | None:
        """The element that is `this` in a function that is not an arrow, and the target of the event it is given."""
        if ref not in self._known:
            self._known[ref] = None  # for those who ask again on the way
            self._known[ref] = next(self._elements(ref), None)
        return self._known[ref]

    def around(self, place: v.Place) -> v.Element | None:
        """The element of the innermost function around a place that handles any."""
        index = self._flow.index.file(place.scope.file)
        for current in index.enclosing(place.scope.index):
            if index.scope(current).kind is not ScopeKind.FUNCTION:
                return None
            found = self.element(v.ScopeRef(place.scope.file, current))
            if found is not None:
                return found
        return None

    def target(self, parameter: v.Parameter, name: str) -> v.Element | None:
        """The element that a member of a handler's event names: `event.currentTarget`."""
        if parameter.path or name not in _EVENT_TARGETS:
            return None
        first = self._flow.index.scope(parameter.owner).parameters[:1]
        return self.element(parameter.owner) if first and first[0].name == parameter.name else None

    def item(self, ref: v.ScopeRef, position: int, place: v.Place) -> v.Values:
        """What a parameter holds in a function that is called for each item of a list or selection."""
        held = self._flow.index.file(ref.file).given_to.get(ref.index)
        if held is None or not isinstance(held[1].callee, Member) or held[2] != 0:
            return ()
        scope, call, _ = held
        name = call.callee.name if isinstance(call.callee, Member) else ""
        if not (position == 0 and name in _ITEM_FIRST) and not (position == 1 and name == "each"):
            return ()
        key = ("item", ref)
        if key in self._flow.active:
            return ()
        self._flow.active.add(key)
        try:
            found: list[v.Value] = []
            there = v.Place(v.ScopeRef(ref.file, scope), call.line, place.bound, place.this)
            for base in self._flow.evaluate(held[1].callee.base, there):
                if isinstance(base, v.Element):
                    found.append(base)
                elif isinstance(base, v.Array) and name in _ITEM_FIRST:
                    found += [
                        value for item in base.sequence.items[:16] for value in self._flow.evaluate(item, base.place)
                    ]
            return tuple(found[:16])
        finally:
            self._flow.active.discard(key)

    def _elements(self, ref: v.ScopeRef) -> Iterator[v.Element]:
        for scope, call, position in self._handings(ref):
            there = v.Place(v.ScopeRef(ref.file, scope), call.line)
            if not isinstance(call.callee, Member) or call.callee.name not in (*LISTENERS, "each"):
                continue
            delegated = self._delegated(call, position, there)
            if delegated:
                yield element(delegated)
                continue
            for base in self._flow.ask(call.callee.base, there):
                if isinstance(base, v.Element):
                    yield base
                elif (
                    isinstance(base, v.Library)
                    and base.path in ("document", "window", "$()")
                    and call.callee.name != "each"
                ):
                    yield v.Element()
        for owner, scope, line in self._properties(ref):
            for value in self._flow.ask(owner, v.Place(v.ScopeRef(ref.file, scope), line)):
                if isinstance(value, v.Element):
                    yield value

    def _delegated(self, call: Call, position: int, place: v.Place) -> str:
        """The selector of a delegated handler: `on(events, selector, f)`, `delegate(selector, events, f)`."""
        assert isinstance(call.callee, Member)
        at = {"on": 1, "one": 1, "delegate": 0}.get(call.callee.name, -1)
        if at < 0 or position < 2:
            return ""
        return next((item.text.literal or "" for item in self._flow.ask_texts(call.arguments[at], place)), "")

    def _handings(self, ref: v.ScopeRef) -> Iterator[tuple[int, Call, int]]:
        """The calls that a function is handed to, written in it or by name in the same file: scope, call, position."""
        index = self._flow.index.file(ref.file)
        held = index.given_to.get(ref.index)
        if held is not None and held[2] >= 0:
            yield held
        names = self._handed_names(ref.file)
        for name in self._flow.callers.names(ref) if names else ():
            for scope, call in names.get(name, ())[:16]:
                position = next(
                    number for number, item in enumerate(call.arguments) if isinstance(item, Name) and item.id == name
                )
                yield scope, call, position

    def _handed_names(self, file: str) -> dict[str, tuple[tuple[int, Call], ...]]:
        known = self._named.get(file)
        if known is None:
            found: dict[str, list[tuple[int, Call]]] = defaultdict(list)
            for number, scope in enumerate(self._flow.facts[file].scopes):
                for call in scope.calls:
                    if isinstance(call.callee, Member) and call.callee.name in LISTENERS:
                        for item in call.arguments:
                            if isinstance(item, Name):
                                found[item.id].append((number, call))
            known = self._named[file] = {name: tuple(items) for name, items in found.items()}
        return known

    def _properties(self, ref: v.ScopeRef) -> Iterator[tuple[Expression, int, int]]:
        """`element.onclick = function …`: the element's expression, the scope that assigns, the line."""
        index = self._flow.index.file(ref.file)
        parent = index.scope(ref.index).parent
        if parent is None:
            return
        for binding in index.scope(parent).bindings:
            if (
                isinstance(binding.target, Member)
                and binding.target.name.startswith("on")
                and isinstance(binding.value, Lambda)
                and binding.value.scope == ref.index
            ):
                yield binding.target.base, parent, binding.line
