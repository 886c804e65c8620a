"""AngularJS: what its injector gives to the parameters of functions, by their names.

`module.factory("Orders", ["$http", "ordersUrl", function ($http, ordersUrl) {…}])` registers what the function
returns; `service` what it constructs; `constant` and `value` a value. A function that asks for `Orders` by the name in
front of it in the list, by `$inject`, or by its parameter's own name, is given that.

https://docs.angularjs.org/guide/di · https://docs.angularjs.org/api/auto/service/$provide ·
https://docs.angularjs.org/api/ng/service/$http
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Lambda, Literal, Member, Name, Sequence
from scanner.link import heirs
from scanner.link import values as v
from scanner.link.index import SCRIPTS, CallPlace, dotted

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_VALUES = ("constant", "value")
_MADE = ("factory", "service")
_ASKING = (*_MADE, "controller", "directive", "component", "filter", "run", "config", "decorator")
_ROUTERS = ("$stateProvider.", "$routeProvider.")
_OWN = {"$http": "$http"}
"""AngularJS' own services that make requests, by the library path they are known under."""


class Services:
    """What AngularJS modules register, and which functions ask for it; nothing where no module is made."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def argument(self, ref: v.ScopeRef, position: int, name: str) -> v.Values:
        """What the injector gives to a function's parameter; empty where it gives nothing known."""
        if not self._used or self._flow.facts[ref.file].language not in SCRIPTS:
            return ()
        listed = self._asking.get(ref)
        if listed is None and not name.startswith("$") and not name[:1].isupper():
            return ()  # a function that nothing shows to be the injector's: its own names mean what they do anywhere
        wanted = listed[position] if listed and position < len(listed) else name
        if wanted in _OWN:
            return (v.Library(_OWN[wanted]),)
        return self._registered(wanted)

    def serves(self, ref: v.ScopeRef) -> bool:
        """Whether a function is part of a service that the injector makes, for whoever asks for it."""
        if not self._used or self._flow.facts[ref.file].language not in SCRIPTS:
            return False
        return any(
            v.ScopeRef(ref.file, one) in self._making for one in self._flow.index.file(ref.file).enclosing(ref.index)
        )

    @cached_property
    def _making(self) -> frozenset[v.ScopeRef]:
        """The functions and classes that make services."""
        made = (item for found in self._found.values() for item in found if item[0] in _MADE)
        return frozenset(value.scope for _, given, place in made for value in self._functions(given, place))

    @cached_property
    def routed(self) -> frozenset[str]:
        """Scripts that lay pages out in the browser: `$stateProvider.state(…)`, `$routeProvider.when(…)`.

        https://docs.angularjs.org/api/ngRoute/provider/$routeProvider · https://ui-router.github.io/ng1/
        """
        calls = self._flow.index.calls
        sites = (site for name in ("state", "when") for site in calls.get(name, ())) if self._used else ()
        return frozenset(site.file for site in sites if dotted(site.call.callee).startswith(_ROUTERS))

    @cached_property
    def _used(self) -> bool:
        calls = self._flow.index.calls.get("module", ())
        return any(dotted(place.call.callee) == "angular.module" for place in calls)

    def _registered(self, name: str) -> v.Values:
        key = ("angular", name)
        if name not in self._found or key in self._flow.active:
            return ()
        self._flow.active.add(key)
        try:
            found = [value for how, given, place in self._found[name] for value in self._made(how, given, place)]
            return tuple(dict.fromkeys(found))
        finally:
            self._flow.active.discard(key)

    def _made(self, how: str, given: Expression, place: v.Place) -> v.Values:
        flow = self._flow
        if how in _VALUES:
            return flow.evaluate(given, place)
        made: list[v.Value] = []
        for value in self._functions(given, place):
            ref = value.scope
            if isinstance(value, v.Class):
                made.append(v.Instance(value))
            elif how == "service" and ref.index in flow.index.file(ref.file).constructors:
                made.append(v.Instance(v.Class(ref, value.place)))
            else:
                at = v.Place(ref, 0, value.place.bound)
                made += [item for result in flow.index.scope(ref).returns for item in flow.evaluate(result, at)]
        return tuple(made)

    @cached_property
    def _found(self) -> dict[str, list[tuple[str, Expression, v.Place]]]:
        """What is registered, by name: how, the value or the function that makes it, where."""
        found: dict[str, list[tuple[str, Expression, v.Place]]] = defaultdict(list)
        for how in (*_VALUES, *_MADE):
            for site in self._registrations(how):
                match site.call.arguments:
                    case (Literal(str(name)), given):
                        place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                        found[name].append((how, given, place))
                    case _:
                        pass
        return found

    @cached_property
    def _asking(self) -> dict[v.ScopeRef, tuple[str, ...]]:
        """Functions that the injector calls, each with the names listed in front of it."""
        found: dict[v.ScopeRef, tuple[str, ...]] = {}
        for how in _ASKING:
            for site in self._registrations(how):
                if site.call.arguments:
                    given = site.call.arguments[-1]
                    place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                    for value in self._functions(given, place):
                        made = heirs.constructor(self._flow, value.scope) if isinstance(value, v.Class) else value.scope
                        if made is not None:
                            found[made] = _listed(given) or self._annotated(given, site.file)
        return found

    def _registrations(self, how: str) -> Iterator[CallPlace]:
        for site in self._flow.index.calls.get(how, ()):
            if isinstance(site.call.callee, Member) and self._flow.facts[site.file].language in SCRIPTS:
                yield site

    def _functions(self, given: Expression, place: v.Place) -> Iterator[v.Function | v.Class]:
        last = given.items[-1] if isinstance(given, Sequence) and given.items else given
        if isinstance(last, Lambda | Name):
            for value in self._flow.evaluate(last, place):
                if isinstance(value, v.Function | v.Class):
                    yield value

    def _annotated(self, given: Expression, file: str) -> tuple[str, ...]:
        """`Orders.$inject = ["$http"]`"""
        for path, item in self._flow.index.assigned.get("$inject", ()):
            if path == file and item.base == given and isinstance(item.binding.value, Sequence):
                return _literals(item.binding.value.items)
        return ()


def _listed(given: Expression) -> tuple[str, ...]:
    return _literals(given.items[:-1]) if isinstance(given, Sequence) else ()


def _literals(items: tuple[Expression, ...]) -> tuple[str, ...]:
    return tuple(str(item.value) if isinstance(item, Literal) else "" for item in items)


__all__ = ["Services"]
