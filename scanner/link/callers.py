"""Callers: which calls reach a function, found by flow from the calls that end in one of its names."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Choice, Lambda, Member, Name, Record
from scanner.concepts.facts import Formal, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import ASIDE, Language
from scanner.link import heirs
from scanner.link import values as v
from scanner.link.fixtures import fixture_name
from scanner.link.index import SCRIPTS, CallPlace, last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_CANDIDATES = 6_000
_SITES = 1_500
_HEIRS = 40
_CONSTRUCTIONS = 16
_ALIASES = 24
_HANDED = 3
"""Functions that hand a parameter on to each other."""
_SITES_HANDING = 60


@dataclass(frozen=True, slots=True)
class Reached:
    """A call that reaches a function: where, and what it hands over."""

    site: CallPlace
    function: v.Function
    assumed: tuple[tuple[v.ScopeRef, Call], ...] = ()
    """The calls that gave the functions around the call what it is made on."""

    @property
    def place(self) -> v.Place:
        """The place of the call."""
        return v.Place(v.ScopeRef(self.site.file, self.site.scope), self.site.call.line)


@dataclass(slots=True)
class _Called:
    """What the calls that end in a name may be, each with its number among them: functions and classes by their
    scope, and members of parameters, which the callers around them decide.
    """

    reaching: dict[v.ScopeRef, list[tuple[int, CallPlace, v.Function | v.Class]]]
    handed: list[tuple[int, CallPlace, v.Parameter]]
    known: bool = True
    """Whether it is known of each call what it is."""


class Callers:
    """Resolved callers of functions and constructions of classes, each worked out once."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._functions: dict[v.ScopeRef, tuple[Reached, ...]] = {}
        self._classes: dict[v.ScopeRef, tuple[Reached, ...]] = {}
        self._asking: set[v.ScopeRef] = set()
        self._by_name: dict[tuple[str, bool], _Called] = {}
        self._naming: set[tuple[str, bool]] = set()

    def of(self, ref: v.ScopeRef) -> tuple[Reached, ...]:
        """The calls that reach a function, in order of file and line."""
        found = self._functions.get(ref)
        if found is None:
            self._functions[ref] = ()
            found = self._functions[ref] = self._find(ref, self.names(ref), construct=False)
        return found

    def uncalled(self, ref: v.ScopeRef) -> bool:
        """Whether nothing calls a script's function, nor anything by its names that is not known to be another one."""
        return not self.of(ref) and all(self._called(name, python=False).known for name in self.names(ref))

    def constructions(self, ref: v.ScopeRef) -> tuple[Reached, ...]:
        """The calls that construct a class (or a constructor function)."""
        found = self._classes.get(ref)
        if found is None:
            self._classes[ref] = ()
            found = self._classes[ref] = self._find(ref, self.names(ref), construct=True)
        return found

    def _find(self, ref: v.ScopeRef, names: tuple[str, ...], *, construct: bool) -> tuple[Reached, ...]:
        flow = self._flow
        python = flow.facts[ref.file].language is Language.PYTHON
        found: dict[tuple[str, int, int, int, str], Reached] = {}
        for site, value, assumed in self._candidates(ref, names, python, handed=not python and not construct):
            reached = _reaches(value, ref, site.call, construct)
            if reached is not None:
                key = (site.file, site.call.line, site.call.column, site.scope, receiver_key(reached))
                found.setdefault(key, Reached(site, reached, assumed))
            if len(found) >= _SITES:
                break
        if not python and not construct:
            for site, function in flow.computed.of(ref):
                key = (site.file, site.call.line, site.call.column, site.scope, receiver_key(function))
                found.setdefault(key, Reached(site, function))
        return tuple(found[key] for key in sorted(found))

    def _candidates(
        self, ref: v.ScopeRef, names: tuple[str, ...], python: bool, *, handed: bool
    ) -> Iterator[tuple[CallPlace, v.Value, tuple[tuple[v.ScopeRef, Call], ...]]]:
        """Calls under these names that may reach a scope, with what they call; `handed`: also by what is handed to
        the functions around them.
        """
        left = _CANDIDATES
        for name in names:
            called = self._called(name, python)
            of_parameters = called.handed if handed else []
            for number, site, value in heapq.merge(called.reaching.get(ref, ()), of_parameters, key=itemgetter(0)):
                if number >= left:
                    break
                if isinstance(value, v.Parameter):
                    place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                    yield from ((site, *option) for option in self._handed(value, site, place))
                else:
                    yield site, value, ()
            left -= len(self._flow.index.calls.get(name, ()))
            if left <= 0:
                return

    def _called(self, name: str, python: bool) -> _Called:
        """What the calls of a name in Python, or in scripts and markup, may be: asked once for all functions of it."""
        known = self._by_name.get((name, python))
        if known is not None:
            return known
        sites = self._flow.index.calls.get(name, ())
        called = _Called({}, [], known=len(sites) <= _CANDIDATES)
        # what is asked of the same name meanwhile knows a part of the answers only
        outermost = (name, python) not in self._naming
        self._naming.add((name, python))
        try:
            for number, site in enumerate(sites[:_CANDIDATES]):
                if (self._flow.facts[site.file].language is Language.PYTHON) != python:
                    continue
                place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                for value in self._flow.ask(site.call.callee, place):
                    if isinstance(value, v.Function | v.Class):
                        called.reaching.setdefault(value.scope, []).append((number, site, value))
                    elif isinstance(value, v.Parameter):
                        called.handed.append((number, site, value))
                    if not isinstance(value, v.Function | v.Class | v.Library):
                        called.known = False
        finally:
            if outermost:
                self._naming.discard((name, python))
        if outermost:
            self._by_name[name, python] = called
        return called

    def _handed(
        self, value: v.Value, site: CallPlace, place: v.Place
    ) -> list[tuple[v.Value, tuple[tuple[v.ScopeRef, Call], ...]]]:
        """What is called where a member of a parameter is (`api.list()` in `useList(api)`): by what callers hand over.

        https://vuejs.org/guide/reusability/composables
        """
        match value:
            case v.Parameter(owner, _, (_, *_)) if owner not in self._asking and len(self._asking) < _HANDED:
                pass
            case _:
                return [(value, ())]
        self._asking.add(owner)
        try:
            found: list[tuple[v.Value, tuple[tuple[v.ScopeRef, Call], ...]]] = []
            for reached in self.of(owner)[:_SITES_HANDING]:
                bound = {**reached.function.place.bound, owner: v.Arguments(reached.site.call, reached.place)}
                options = self._flow.ask(site.call.callee, v.Place(place.scope, place.line, bound))
                found += [
                    (option, ((owner, reached.site.call),))
                    for option in options
                    if not _called_back(option, reached.site)
                ]
            return found or [(value, ())]
        finally:
            self._asking.discard(owner)

    def names(self, ref: v.ScopeRef) -> tuple[str, ...]:
        """Names under which a function may be called: its own, those it is bound, put or imported under."""
        scope = self._flow.index.scope(ref)
        found: dict[str, None] = {}
        if scope.name:
            found[scope.name] = None
        for name in self._bound_names.get(ref, ()):
            found[name] = None
        if scope.parent is not None and (
            given := fixture_name(self._flow.index.scope(v.ScopeRef(ref.file, scope.parent)))
        ):
            found[given] = None  # the function that a fixture gives to tests
        for name in tuple(found):
            found.update(dict.fromkeys(self._aliases.get(name, ())[:_ALIASES]))
        if scope.kind is ScopeKind.FUNCTION and scope.name in ("constructor", "__init__") and scope.parent is not None:
            return self.names(v.ScopeRef(ref.file, scope.parent))
        pending = list(found)
        for name in (*pending, "default"):
            if name == "default" and not self._is_default(ref):
                continue
            for local in self._import_aliases.get((ref.file, name), ()):
                found[local] = None
        return tuple(found)

    def _is_default(self, ref: v.ScopeRef) -> bool:
        scope = self._flow.index.scope(ref)
        for export in self._flow.facts[ref.file].exports:
            if export.name == "default" and (
                (isinstance(export.value, Lambda) and export.value.scope == ref.index)
                or (isinstance(export.value, Name) and export.value.id in (scope.name, *self._bound_names.get(ref, ())))
            ):
                return True
        return False

    @cached_property
    def _bound_names(self) -> dict[v.ScopeRef, tuple[str, ...]]:
        """Function scopes by the names that bindings, record fields and assignments give them."""
        found: dict[v.ScopeRef, dict[str, None]] = defaultdict(dict)
        for path, facts in self._flow.facts.items():
            for scope in facts.scopes:
                for binding in scope.bindings:
                    name = binding.target.id if isinstance(binding.target, Name) else ""
                    name = binding.target.name if isinstance(binding.target, Member) else name
                    if name and isinstance(binding.value, Lambda):
                        found[v.ScopeRef(path, binding.value.scope)][name] = None
                    elif name and isinstance(binding.value, Call):
                        for inner in binding.value.arguments:
                            if isinstance(inner, Lambda):  # `const save = useCallback(() => …)`, `debounce(function…)`
                                found[v.ScopeRef(path, inner.scope)][name] = None
            if facts.language in SCRIPTS or facts.language is Language.MARKUP:
                index = self._flow.index.file(path)
                for number, owner in index.members_of.items():
                    for field, value in owner.record.fields:
                        if isinstance(value, Lambda) and value.scope == number:
                            found[v.ScopeRef(path, number)][field] = None
        return {ref: tuple(names) for ref, names in found.items()}

    @cached_property
    def _aliases(self) -> dict[str, tuple[str, ...]]:
        """Names that scripts give to functions which have another name: `const act = on ? api.start : api.stop`,
        `{ load: api.list }`.
        """
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for facts in self._flow.facts.values():
            if facts.language not in SCRIPTS and facts.language is not Language.MARKUP:
                continue
            for scope in facts.scopes:
                given = [(last_name(binding.target), binding.value) for binding in scope.bindings]
                while given:
                    name, value = given.pop()
                    for item in value.options if isinstance(value, Choice) else (value,):
                        if isinstance(item, Record):
                            given += item.fields
                        elif name and isinstance(item, Name | Member) and last_name(item) != name:
                            found[last_name(item)][name] = None
        return {name: tuple(names) for name, names in found.items()}

    @cached_property
    def _import_aliases(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
        for path, facts in self._flow.facts.items():
            script = facts.language is not Language.PYTHON
            for item in facts.imports:
                if not item.local or item.name is None or item.local == item.name:
                    continue
                modules = self._flow.scripts if script else self._flow.python
                target = modules.resolve(path, item.module)
                if target:
                    found[(target, item.name)][item.local] = None
                    found[("", item.name)][item.local] = None
        return {key: tuple(value) for key, value in found.items()}

    def construction_values(self, ref: v.ScopeRef, position: int, formal: Formal, place: v.Place) -> v.Values:
        """What a constructor's parameter holds, from all the places that construct the class."""
        owner = self._constructed(ref)
        if owner is None:
            return ()
        key = ("construct", ref, position)
        if key in self._flow.active:
            return ()
        self._flow.active.add(key)
        try:
            shift = 0
            scope = self._flow.index.scope(ref)
            if scope.name == "__init__":
                shift = 1
            found: list[v.Value] = []
            beside = self._flow.facts[ref.file].role in ASIDE
            made = self._with_heirs(owner)
            inside = [item for item in made if beside or self._flow.facts[item.site.file].role not in ASIDE]
            for reached in inside[:_CONSTRUCTIONS]:
                call = reached.site.call
                named = dict(call.named).get(formal.name)
                if named is None and 0 <= position - shift < len(call.arguments):
                    named = call.arguments[position - shift]
                if named is not None:
                    at = Location(reached.site.file, call.line)
                    found += [_at(value, at) for value in self._flow.evaluate(named, reached.place)]
                elif formal.default is not None:
                    found += self._flow.evaluate(formal.default, v.Place(v.ScopeRef(ref.file, scope.parent or 0)))
            return tuple(found[:16])
        finally:
            self._flow.active.discard(key)

    def _with_heirs(self, cls: v.ScopeRef) -> tuple[Reached, ...]:
        """Constructions of a class and of those that inherit its constructor, and what runs it by `super(…)`."""
        flow = self._flow
        found = list(self.constructions(cls))
        pending = list(flow.subclasses.get(cls, ()))
        for heir in pending[:_HEIRS]:
            own = heirs.constructor(flow, heir)
            if own is None:
                found += self.constructions(heir)
                pending += flow.subclasses.get(heir, ())
            elif (site := heirs.super_call(flow, own)) is not None:
                found.append(Reached(site, v.Function(own, v.Place(heir))))
            if len(found) >= _CONSTRUCTIONS:
                break
        return tuple(found)

    def _constructed(self, ref: v.ScopeRef) -> v.ScopeRef | None:
        """The class that a constructor scope belongs to."""
        index = self._flow.index.file(ref.file)
        scope = index.scope(ref.index)
        if scope.kind is not ScopeKind.FUNCTION:
            return None
        if scope.name in ("constructor", "__init__") and scope.parent is not None:
            if index.scope(scope.parent).kind is ScopeKind.CLASS:
                return v.ScopeRef(ref.file, scope.parent)
            return None
        return ref if ref.index in index.constructors else None

    def property_values(self, cls: v.ScopeRef, position: int, name: str, instance: v.Instance) -> v.Values:
        """What a TypeScript parameter property holds; a library type stands for its instance."""
        index = self._flow.index.file(cls.file)
        constructor = index.children[(cls.index, "constructor")]
        ref = v.ScopeRef(cls.file, constructor)
        formal = index.scope(constructor).parameters[position]
        given = heirs.arguments_for(self._flow, instance, cls)
        place = v.Place(ref, 0, {ref: given} if given is not None else {})
        if given is not None and position < len(given.call.arguments):
            return self._flow.evaluate(Name(formal.name), place)
        found = self.construction_values(ref, position, formal, place)
        if found:
            return found
        if formal.default is not None:
            return self._flow.evaluate(formal.default, v.Place(v.ScopeRef(ref.file, cls.index)))
        if formal.annotation:
            return annotated(self._flow, formal.annotation, place)
        return (v.Parameter(ref, name),)


def _called_back(value: v.Value, handing: CallPlace) -> bool:
    """Whether a function is one of the options that its own script hands over: who calls it back asks for nothing."""
    return (
        isinstance(value, v.Function)
        and isinstance(value.this, v.Object)
        and value.this.place.scope.file == handing.file
    )


def receiver_key(function: v.Function) -> str:
    """What tells apart the receivers that one call may reach a method of."""
    match function.this:
        case v.Instance(cls):
            return f"{cls.scope.file}:{cls.scope.index}"
        case v.Object(record):
            return str(id(record))
        case _:
            return ""


def _at(value: v.Value, location: Location) -> v.Value:
    return v.String(value.text, location) if isinstance(value, v.String) and value.at is None else value


def annotated(flow: Flow, annotation: str, place: v.Place) -> v.Values:
    """An instance of the annotated type, of the project's classes or a library's."""
    name = annotation.strip("\"' ").split("[", 1)[0].split("<", 1)[0].split("|", 1)[0].strip()
    head, *rest = name.split(".")
    if not head.isidentifier():
        return (v.Unknown("an annotated parameter", annotation),)
    from scanner.link import members

    values = flow.evaluate(Name(head), place)
    for part in rest:
        values = flow.each(values, lambda value, part=part: members.member(flow, value, part, place))
    results: list[v.Value] = []
    for value in values:
        match value:
            case v.Class():
                results.append(v.Instance(value))
            case v.Library(path):
                results.append(v.Library(f"{path}()"))
            case _:
                results.append(v.Unknown("an annotated parameter", annotation))
    return tuple(results)


def _reaches(value: v.Value, ref: v.ScopeRef, call: Call, construct: bool) -> v.Function | None:
    if construct:
        if isinstance(value, v.Class) and value.scope == ref:
            return v.Function(ref, value.place)
        if isinstance(value, v.Function) and value.scope == ref and call.new:
            return value
        return None
    return value if isinstance(value, v.Function) and value.scope == ref else None
