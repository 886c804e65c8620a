"""Macros: a request written in a template's macro is decided where the macro is called.

A link or form whose address is a macro's parameter, or the page that the macro is used on, is no call site of its own:
each call of the macro is one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Literal
from scanner.concepts.facts import ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import values as v
from scanner.link.callers import Reached

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_HOPS = 4
_MOST = 400
_TEMPLATE = frozenset({ScopeKind.TEMPLATE, ScopeKind.BLOCK, ScopeKind.MACRO})


@dataclass(frozen=True, slots=True)
class Decided:
    """What a request in a template asks for: the address, where it is decided, and the macros between."""

    url: v.String
    place: v.Place
    calls: tuple[Location, ...] = ()
    """The calls of macros on the way, innermost first; empty where the request decides itself."""
    shown_by: tuple[str, ...] = ()
    """The operations whose pages ask so, where not all pages with the place do."""


class Macros:
    """Calls of one project's macros."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: dict[v.ScopeRef, tuple[Reached, ...]] = {}

    def decide(self, expression: Expression, place: v.Place) -> Iterator[Decided]:
        """Every address that an expression of a template may hold, through the callers of the macros around it."""
        pending: list[tuple[v.Place, tuple[Reached, ...]]] = [(place, ())]
        visited: set[tuple[object, ...]] = set()
        given = 0
        if not self._reached(place.scope):
            return
        while pending and given < _MOST:
            current, hops = pending.pop(0)
            around = hops[-1].place if hops else place
            for text in self._flow.ask_texts(expression, current):
                owner = self._open_to(text.text, around) if len(hops) < _HOPS else None
                callers = self.callers(owner) if owner is not None else ()
                if callers and _of_page(text.text.parts[0]) and any(map(self._optional, callers)):
                    given += 1
                    yield Decided(_asked_from(text, place.scope.file), place)  # not every page with the macro asks
                    continue
                for reached in callers:
                    key = (owner, reached.site.file, reached.site.scope, reached.site.call.line, id(reached.site.call))
                    if owner is not None and key not in visited:
                        visited.add(key)
                        there = v.Place(reached.place.scope, reached.place.line, current.bound)
                        bound = {**current.bound, owner: v.Arguments(reached.site.call, there)}
                        pending.append((replace(current, bound=bound), (*hops, reached)))
                if not callers:
                    given += 1
                    calls = tuple(Location(hop.site.file, hop.site.call.line, hop.site.call.column) for hop in hops)
                    yield Decided(_asked_from(text, around.scope.file), around, calls)

    def _optional(self, reached: Reached) -> bool:
        """Whether a macro calls another one under a condition of its own."""
        scope = self._flow.index.scope(reached.place.scope)
        line = reached.site.call.line
        return scope.kind is ScopeKind.MACRO and any(guard.first <= line <= guard.last for guard in scope.guards)

    def _reached(self, ref: v.ScopeRef) -> bool:
        """Whether a place is outside macros, or in one that some template names: else no page shows it."""
        index = self._flow.index.file(ref.file)
        owner = next((one for one in index.enclosing(ref.index) if index.scope(one).kind is ScopeKind.MACRO), None)
        if owner is None:
            return True
        name = index.scope(owner).name
        for local in dict.fromkeys((name, *self._aliases.get(name, ()))):
            for site in self._flow.index.calls.get(local, ()):
                inside = site.file == ref.file and owner in index.enclosing(site.scope)
                if self._flow.facts[site.file].language is not Language.MARKUP or not inside:
                    return True
        return name in self._named_in_code

    @cached_property
    def _named_in_code(self) -> frozenset[str]:
        """Macros whose name Python code hands over as text, for a template to look up: `Column("name_cell")`."""
        facts = self._flow.facts.values()
        names = {scope.name for one in facts for scope in one.scopes if scope.kind is ScopeKind.MACRO}
        calls = (
            call
            for one in facts
            if one.language is Language.PYTHON and one.role is Role.SOURCE and names
            for scope in one.scopes
            for call in scope.calls
        )
        given = (item for call in calls for item in (*call.arguments, *(value for _, value in call.named)))
        texts = {item.value for item in given if isinstance(item, Literal) and isinstance(item.value, str)}
        return frozenset(names & texts)

    def callers(self, ref: v.ScopeRef) -> tuple[Reached, ...]:
        """The calls of a macro in templates, in order of file and line."""
        found = self._known.get(ref)
        if found is None:
            found = self._known[ref] = tuple(self._find(ref))
        return found

    def _find(self, ref: v.ScopeRef) -> Iterator[Reached]:
        flow = self._flow
        name = flow.index.scope(ref).name
        for local in dict.fromkeys((name, *self._aliases.get(name, ()))):
            for site in flow.index.calls.get(local, ()):
                facts = flow.facts[site.file]
                if facts.language is not Language.MARKUP or facts.scopes[site.scope].kind not in _TEMPLATE:
                    continue
                place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                for value in flow.ask(site.call.callee, place):
                    if isinstance(value, v.Function) and value.scope == ref and not site.reference:
                        yield Reached(site, value)

    @cached_property
    def _aliases(self) -> Mapping[str, tuple[str, ...]]:
        """Local names of imported macros: `{% from "x.html" import a as b %}`."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for facts in self._flow.facts.values():
            for item in facts.inclusions:
                for there, local in item.names:
                    found[there][local] = None
        return {name: tuple(locals_) for name, locals_ in found.items()}

    def _open_to(self, text: Text, place: v.Place) -> v.ScopeRef | None:
        """The macro whose callers decide a text: by a parameter, or because it asks for the page it is used on."""
        for owner in v.owners(text):
            if self._flow.index.scope(owner).kind is ScopeKind.MACRO:
                return owner
        if text.parts and _of_page(text.parts[0]):
            index = self._flow.index.file(place.scope.file)
            for current in index.enclosing(place.scope.index):
                if index.scope(current).kind is ScopeKind.MACRO:
                    return v.ScopeRef(place.scope.file, current)
        return None


def _asked_from(text: v.String, file: str) -> v.String:
    """A name relative to a blueprint is relative to the template that writes it."""
    parts = tuple(
        replace(part, file=file) if isinstance(part, v.RouteHole) and part.name.startswith(".") else part
        for part in text.text.parts
    )
    return v.String(Text(parts), text.at)


def _of_page(part: str | Hole) -> bool:
    """Whether an address begins at the page that the macro is used on."""
    return isinstance(part, v.HereHole) or (isinstance(part, v.RouteHole) and part.name == v.SHOWN_ROUTE)
