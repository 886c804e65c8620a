"""The index over facts: who defines, assigns and calls what, by name, so that flow asks instead of searching.

Building it is linear in the facts; each file's part is built when it is first asked for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Item,
    Join,
    Lambda,
    Literal,
    Member,
    Name,
    Opaque,
    Record,
    Sequence,
)
from scanner.concepts.facts import Binding, FileFacts, Import, Scope, ScopeKind
from scanner.concepts.source import Language
from scanner.link.callbacks import CALLING_BACK, called_back
from scanner.link.values import ScopeRef

SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT, Language.TSX, Language.COMPONENT})


@dataclass(frozen=True, slots=True)
class Assignment:
    """`base.name = value` in a scope: a member given from outside a display or class body."""

    scope: int
    base: Expression
    binding: Binding


@dataclass(frozen=True, slots=True)
class CallPlace:
    """A call and the scope that evaluates it. `reference` marks a function handed on without being called here."""

    file: str
    scope: int
    call: Call
    reference: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """The record display that holds a function as a member, and the scope it is written in."""

    record: Record
    scope: int
    line: int


@dataclass(frozen=True)
class FileIndex:
    """One file's names."""

    facts: FileFacts

    @cached_property
    def children(self) -> Mapping[tuple[int, str], int]:
        """Functions and classes by (parent scope, name); the last definition wins."""
        found: dict[tuple[int, str], int] = {}
        for index, scope in enumerate(self.facts.scopes):
            if scope.parent is not None and scope.name and scope.kind in _CODE:
                found[(scope.parent, scope.name)] = index
        return found

    @cached_property
    def bindings(self) -> Mapping[tuple[int, str], tuple[Binding, ...]]:
        """Bindings of plain names by (scope, name), in source order."""
        found: dict[tuple[int, str], list[Binding]] = defaultdict(list)
        for index, scope in enumerate(self.facts.scopes):
            for binding in scope.bindings:
                if isinstance(binding.target, Name):
                    found[(index, binding.target.id)].append(binding)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def scopes_binding(self) -> Mapping[str, tuple[int, ...]]:
        """Scopes that bind a plain name."""
        found: dict[str, list[int]] = defaultdict(list)
        for scope, name in self.bindings:
            found[name].append(scope)
        return {name: tuple(scopes) for name, scopes in found.items()}

    @cached_property
    def assignments(self) -> Mapping[str, tuple[Assignment, ...]]:
        """`x.name = value` by name; a constant key counts (`x["name"] = value`)."""
        found: dict[str, list[Assignment]] = defaultdict(list)
        for index, scope in enumerate(self.facts.scopes):
            for binding in scope.bindings:
                match binding.target:
                    case Member(base, name) | Item(base, Literal(str(name))):
                        found[name].append(Assignment(index, base, binding))
                    case _:
                        pass
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def imports(self) -> Mapping[str, tuple[Import, ...]]:
        """Imports by the name that they bind."""
        found: dict[str, list[Import]] = defaultdict(list)
        for item in self.facts.imports:
            if item.local:
                found[item.local].append(item)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def star_imports(self) -> tuple[Import, ...]:
        """`from x import *` and scripts' side-effect star imports."""
        return tuple(item for item in self.facts.imports if item.name == "*" and not item.local)

    @cached_property
    def members_of(self) -> Mapping[int, Owner]:
        """Functions that are written as members of a record display, with the display."""
        found: dict[int, Owner] = {}
        for index, scope in enumerate(self.facts.scopes):
            for binding in scope.bindings:
                _collect_owners(binding.value, index, binding.line, found)
            for call in scope.calls:
                for argument in (*call.arguments, *(value for _, value in call.named)):
                    _collect_owners(argument, index, call.line, found)
            for value in scope.returns:
                _collect_owners(value, index, scope.end, found)
        for export in self.facts.exports:
            if export.value is not None:
                _collect_owners(export.value, 0, 0, found)
        return found

    @property
    def classic(self) -> bool:
        """Whether a page may load the script by itself: it exports nothing, or to Node alone and imports nothing.

        `if (typeof module !== "undefined") { module.exports = Shop; }`
        """
        node = any(item.base == Name("module") for item in self.assignments.get("exports", ()))
        return not self.facts.exports or (node and not self.facts.imports)

    @cached_property
    def hung_on_window(self) -> frozenset[int]:
        """Functions in the records that are hung on the window: `window.shop = { list() {…} }`."""
        found: dict[int, Owner] = {}
        for assignments in self.assignments.values():
            for item in assignments:
                if isinstance(item.base, Name) and item.base.id in WINDOW:
                    _collect_owners(item.binding.value, item.scope, item.binding.line, found)
        return frozenset(found)

    @cached_property
    def prototypes(self) -> Mapping[int, tuple[Expression, int]]:
        """Functions assigned as `X.prototype.name`: scope → (X, the scope that assigns)."""
        found: dict[int, tuple[Expression, int]] = {}
        for assignments in self.assignments.values():
            for item in assignments:
                match item.base, item.binding.value:
                    case Member(base, "prototype"), Lambda(scope):
                        found[scope] = (base, item.scope)
                    case _:
                        pass
        return found

    @cached_property
    def given_to(self) -> Mapping[int, tuple[int, Call, int]]:
        """Functions written inside a call: scope → (the calling scope, the call, position; -1: called on the spot)."""
        found: dict[int, tuple[int, Call, int]] = {}
        for index, scope in enumerate(self.facts.scopes):
            for call in scope.calls:
                match call.callee:
                    case Lambda(called):
                        found[called] = (index, call, -1)
                    case Member(Lambda(called), "call"):
                        moved = Call(Lambda(called), call.arguments[1:], call.named, call.line, call.column)
                        found[called] = (index, moved, -1)
                    case _:
                        pass
                for back in _called_back(call):
                    if isinstance(back.callee, Lambda):
                        found[back.callee.scope] = (index, back, -1)
                for position, argument in enumerate(call.arguments):
                    if isinstance(argument, Lambda):
                        found.setdefault(argument.scope, (index, call, position))
        return found

    @cached_property
    def timed(self) -> frozenset[str]:
        """Names of functions that a timer runs again and again: `setInterval(f, …)`, and `setTimeout(f, …)` in f."""
        found = set()
        for number, scope in enumerate(self.facts.scopes):
            around = {self.scope(one).name for one in self.enclosing(number)}
            for call in scope.calls:
                name = call.arguments[0].id if call.arguments and isinstance(call.arguments[0], Name) else ""
                timer = last_name(call.callee)
                if name and (timer == "setInterval" or (timer == "setTimeout" and name in around)):
                    found.add(name)
        return frozenset(found)

    @cached_property
    def appended(self) -> Mapping[tuple[int, str], tuple[Expression, ...]]:
        """What is put into a list after its display: (scope, variable) to the elements."""
        found: dict[tuple[int, str], list[Expression]] = defaultdict(list)
        for number, scope in enumerate(self.facts.scopes):
            for call in scope.calls:
                if not isinstance(call.callee, Member) or not isinstance(call.callee.base, Name):
                    continue  # as of most calls: patterns would take several times as long
                into = (number, call.callee.base.id)
                match call.callee.name, call.arguments:
                    case ("append", (element,)) | ("insert", (_, element)):
                        found[into].append(element)
                    case ("extend", (elements,)):
                        found[into].append(Item(elements, Opaque("each element")))
                    case _:
                        pass
        return {key: tuple(elements) for key, elements in found.items()}

    @cached_property
    def constructors(self) -> frozenset[int]:
        """Plain functions that assign members of `this`: constructors of the old style."""
        found: set[int] = set()
        for assignments in self.assignments.values():
            for item in assignments:
                if not isinstance(item.base, Name) or not self._is_this(item.scope, item.base.id):
                    continue
                for number in self.enclosing(item.scope):
                    scope = self.facts.scopes[number]
                    if scope.kind is ScopeKind.FUNCTION and not scope.arrow:
                        found.add(number)
                    if not scope.arrow:
                        break
        return frozenset(found)

    def _is_this(self, scope: int, name: str) -> bool:
        """Whether a name is `this`, or a variable that holds it (`const self = this`)."""
        bindings = self.bindings.get((scope, name), ())
        return name == "this" or any(isinstance(item.value, Name) and item.value.id == "this" for item in bindings)

    def scope(self, index: int) -> Scope:
        """The scope at an index."""
        return self.facts.scopes[index]

    def enclosing(self, index: int) -> Iterator[int]:
        """The scope itself and the scopes around it, innermost first."""
        current: int | None = index
        seen = 0
        while current is not None and seen < 200:
            yield current
            current = self.facts.scopes[current].parent
            seen += 1

    def function_at(self, line: int) -> int | None:
        """The innermost named function around a line."""
        return self._functions_by_line.get(line)

    @cached_property
    def _functions_by_line(self) -> Mapping[int, int]:
        found: dict[int, int] = {}
        named = [
            (scope.line, -scope.end, index)
            for index, scope in enumerate(self.facts.scopes)
            if scope.kind is ScopeKind.FUNCTION and scope.name
        ]
        for line, end, index in sorted(named):  # outer functions first, inner ones over them
            found.update(dict.fromkeys(range(line, -end + 1), index))
        return found

    @cached_property
    def nested(self) -> Mapping[int, tuple[int, ...]]:
        """Scopes written directly inside a scope."""
        found: dict[int, list[int]] = defaultdict(list)
        for index, scope in enumerate(self.facts.scopes):
            if scope.parent is not None:
                found[scope.parent].append(index)
        return {key: tuple(value) for key, value in found.items()}


_Named = tuple[str, int, Call, Expression | None]
"""File, scope, call, and what of it is handed on where it is not the callee that has the name; the callee itself where
a library is handed the function and calls it so."""


class CallsByName:
    """Calls and functions handed on, by name. Most names are never asked for, so places are made where they are."""

    def __init__(self, named: Mapping[str, list[_Named]]) -> None:
        self._named = named
        self._made: dict[str, tuple[CallPlace, ...]] = {}

    def get(self, name: str, default: tuple[CallPlace, ...] = ()) -> tuple[CallPlace, ...]:
        """The places of a name, in the order of files and of calls in them."""
        made = self._made.get(name)
        if made is None:
            named = self._named.get(name)
            if named is None:
                return default
            made = self._made[name] = tuple(
                CallPlace(path, index, call, reference=value is not None)
                if value is None or value is call.callee
                else CallPlace(path, index, Call(value, line=call.line, column=call.column), reference=True)
                for path, index, call, value in named
            )
        return made


_CODE = frozenset({ScopeKind.FUNCTION, ScopeKind.CLASS, ScopeKind.MACRO})


class Index:
    """All files' names, and the calls of the whole project by the last part of what they call."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        self.facts = facts
        self._files: dict[str, FileIndex] = {}

    def file(self, path: str) -> FileIndex:
        """One file's index."""
        found = self._files.get(path)
        if found is None:
            found = self._files[path] = FileIndex(self.facts[path])
        return found

    def scope(self, ref: ScopeRef) -> Scope:
        """The scope that a reference names."""
        return self.facts[ref.file].scopes[ref.index]

    @cached_property
    def calls(self) -> CallsByName:
        """Calls by the last name of their callee, and functions handed on by name (arguments, record fields)."""
        found: dict[str, list[_Named]] = defaultdict(list)
        for path, facts in self.facts.items():
            for index, scope in enumerate(facts.scopes):
                for call in scope.calls:
                    callee = call.callee
                    for name in called_names(callee):
                        found[name].append((path, index, call, None))
                    if isinstance(callee, Member) and callee.name == "call":
                        on = Call(callee.base, call.arguments[1:], call.named, call.line, call.column)
                        found[last_name(callee.base)].append((path, index, on, None))
                    for back in _called_back(call):
                        found[last_name(back.callee)].append((path, index, back, back.callee))
                    for value in (*_handed_on(call), *_taken(call)):
                        name = last_name(value)
                        if name:
                            found[name].append((path, index, call, value))
        return CallsByName(found)

    @cached_property
    def assigned(self) -> Mapping[str, tuple[tuple[str, Assignment], ...]]:
        """Member assignments of all scripts, by member name."""
        found: dict[str, list[tuple[str, Assignment]]] = defaultdict(list)
        for path, facts in self.facts.items():
            if facts.language in SCRIPTS or facts.language is Language.MARKUP:
                for name, assignments in self.file(path).assignments.items():
                    found[name].extend((path, item) for item in assignments)
        return {key: tuple(value) for key, value in found.items()}

    @cached_property
    def page_globals(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """Names that classic scripts share: top-level names of script files and inline scripts, by name.

        `window.x = …` counts wherever it stands; the scope is the one that binds.
        """
        found: dict[str, dict[tuple[str, int], None]] = defaultdict(dict)
        for path, facts in self.facts.items():
            if facts.language not in SCRIPTS and facts.language is not Language.MARKUP:
                continue
            index = self.file(path)
            classic = index.classic
            for number, scope in enumerate(facts.scopes):
                shared = scope.kind is ScopeKind.SCRIPT or (scope.kind is ScopeKind.MODULE and classic)
                if shared:
                    for binding in scope.bindings:
                        if isinstance(binding.target, Name):
                            found[binding.target.id][(path, number)] = None
                if scope.kind in _CODE and scope.parent is not None:
                    parent = facts.scopes[scope.parent]
                    if parent.kind is ScopeKind.SCRIPT or (parent.kind is ScopeKind.MODULE and classic):
                        found[scope.name][(path, scope.parent)] = None
            for name, assignments in index.assignments.items():
                for item in () if name in _WRAPPED else assignments:
                    if isinstance(item.base, Name) and item.base.id in WINDOW:
                        found[name][(path, item.scope)] = None
        return {key: tuple(value) for key, value in found.items()}


_WRAPPED = frozenset({"fetch", "WebSocket", "EventSource", "XMLHttpRequest"})
"""What browsers give to scripts: `window.fetch = function (url, options) {…}` goes round it, and asks it in the end."""
WINDOW = frozenset({"window", "globalThis", "self", "global", "top"})


def last_name(expression: Expression) -> str:
    """The name that a callee ends with: `fetch`, `a.b.get` → `get`; empty where there is none."""
    # asked of every call: patterns would take three times as long
    if isinstance(expression, Member):
        return expression.name
    if isinstance(expression, Name):
        return expression.id
    if isinstance(expression, Item) and isinstance(expression.key, Literal) and isinstance(expression.key.value, str):
        return expression.key.value
    return ""


def called_names(callee: Expression) -> tuple[str, ...]:
    """The names that a callee may end with: several for `(own || fetch)(url)`."""
    options = callee.options if isinstance(callee, Choice) else (callee,)
    return tuple(dict.fromkeys(name for name in map(last_name, options) if name))


def dotted(expression: Expression) -> str:
    """`a.b.c` of plain names and members, or empty."""
    parts: list[str] = []
    while isinstance(expression, Member):
        parts.append(expression.name)
        expression = expression.base
    if isinstance(expression, Name):
        parts.append(expression.id)
        return ".".join(reversed(parts))
    return ""


def _called_back(call: Call) -> Iterator[Call]:
    name = last_name(call.callee)
    return called_back(call, name) if name in CALLING_BACK else iter(())


def _handed_on(call: Call) -> Iterator[Expression]:
    for value in (*call.arguments, *(item for _, item in call.named)):
        if isinstance(value, Name | Member):
            yield value
        elif isinstance(value, Record):
            yield from (item for _, item in value.fields if isinstance(item, Name | Member))


def _taken(call: Call) -> Iterator[Expression]:
    """`service.list.bind(service)`: a function taken from elsewhere; `this.save.bind(this)` only fixes its own."""
    match call.callee:
        case Member(Name() as function, "bind"):
            yield function
        case Member(Member(base) as function, "bind") if base != Name("this"):
            yield function
        case _:
            pass


def _collect_owners(expression: Expression, scope: int, line: int, found: dict[int, Owner]) -> None:
    pending = [expression]
    while pending:
        match pending.pop():
            case Record(fields, rest) as record:
                for _, value in fields:
                    if isinstance(value, Lambda):
                        found.setdefault(value.scope, Owner(record, scope, line))
                    else:
                        pending.append(value)
                pending.extend(rest)
            case Sequence(items) | Join(items) | Choice(items):
                pending.extend(items)
            case Call(_, arguments, named):
                pending.extend(arguments)
                pending.extend(value for _, value in named)
            case _:
                pass


__all__ = [
    "SCRIPTS",
    "WINDOW",
    "Assignment",
    "CallPlace",
    "FileIndex",
    "Index",
    "Owner",
    "called_names",
    "dotted",
    "last_name",
]
