"""Lookups of what a request names, where a miss is an exception: an index, a row, a key that is not there.

`KINDS[kind]` raises KeyError, `Model.objects.get(pk=id)` DoesNotExist, `query.filter_by(id=id).one()` NoResultFound;
`row = Row.query.get(id)` gives None, and `row.name` an AttributeError. Each counts only where the function asks nothing
about the value, catches nothing, and hands it to nobody who might.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from scanner.concepts.expression import Call, Expression, Item, Lambda, Member, Name, Opaque, Record
from scanner.concepts.facts import Binding, Scope
from scanner.concepts.location import Location
from scanner.link.callgraph.annotations import assigned
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Instance, Library, Value
from scanner.link.effects.breaks.broken import KEY, NO_RESULT, NO_ROW, NONE, Broken, caught, given_to
from scanner.link.effects.expressions import dotted
from scanner.link.walk import walk

_INDEX = re.compile(r"(?P<base>[A-Za-z_][\w.]*)\[(?P<key>[A-Za-z_]\w*)\]")
_CONVERSIONS = frozenset({"int", "str", "UUID", "uuid.UUID"})
_QUERIES = frozenset({"query", "session", "filter", "filter_by", "where", "execute", "scalars", "select", "options"})
_SESSIONS = frozenset({"db", "db_session", "async_session", "sess"})
"""What projects call a session of SQLAlchemy's: `db.get(Row, id)`."""
_ONE = frozenset({"one", "scalar_one", "get_one"})
_OR_NONE = frozenset({"first", "one_or_none", "scalar_one_or_none", "get_or_none", "find_one", "afirst"})
_RAISED = frozenset({"KeyError", "IndexError", "LookupError"})
_ASKING = frozenset({"isinstance", "hasattr", "bool", "len"})
_CALLS = 3
"""Calls followed from the handler: a service, its repository, and a helper of that."""


class Misses:
    """By function: for which of its parameters an unknown value breaks it. Remembered."""

    def __init__(self, graph: CallGraph) -> None:
        self._graph = graph
        self._known: dict[tuple[Defined, str], tuple[Broken, ...]] = {}

    def of(self, function: Defined, parameter: str, calls: int = _CALLS) -> tuple[Broken, ...]:
        """What breaks in `function` where `parameter` names nothing; depth counted from it."""
        key = (function, parameter)
        if key not in self._known:
            self._known[key] = ()  # a function that calls itself adds nothing
            self._known[key] = tuple(self._found(function, parameter, calls))
        return self._known[key]

    def _found(self, function: Defined, parameter: str, calls: int) -> Iterator[Broken]:
        scope = self._graph.scope(function)
        names = _same(scope, parameter)
        if not names or names & set(scope.tests):
            yield from self._raised(function, scope, names)
            return
        asked = self._asked_from(function, scope, names)
        yield from self._raised(function, scope, names)
        for found in (
            self._indexed(function, scope, names),
            self._no_row(function, scope, names),
            self._none(function, scope, names),
        ):
            yield from (one for one in found if one.location.line <= asked)
        if calls:
            yield from self._passed(function, scope, names, calls, asked)

    def _asked_from(self, function: Defined, scope: Scope, names: frozenset[str]) -> float:
        """The first line that looks up by the value and answers for a miss: below it, there is something."""
        lines = [
            one.line
            for one in scope.bindings
            if isinstance(one.target, Name) and one.target.id in scope.tests and _mentions(one.value, names)
        ]
        for position, call in enumerate(scope.calls):
            if not _mentions(call, names):
                continue
            callee = self._graph.callee(function, position)
            refuses = any(self._graph.scope(one).raises for one in _functions(self._graph, callee))
            handled = caught(scope, call.line, (*NO_ROW, *NO_RESULT, *KEY))
            if refuses or handled or "404" in dotted(call.callee):
                lines.append(call.line)
        return min(lines, default=math.inf)

    def _indexed(self, function: Defined, scope: Scope, names: frozenset[str]) -> Iterator[Broken]:
        for read in scope.reads:
            match = _INDEX.fullmatch(read.path)
            if match is None or match["key"] not in names or caught(scope, read.line, KEY):
                continue
            if any(isinstance(one.target, Item) and dotted(one.target) == match["base"] for one in scope.bindings):
                continue  # put there before
            if self._is_table(match["base"], function):
                yield Broken(Location(function.file, read.line), read.path, KEY)

    def _is_table(self, base: str, function: Defined) -> bool:
        """Whether a name stands for a dict of the project, or for one of its enumerations."""
        found = assigned(self._graph.resolver, base, function.file, function.scope)
        if found is not None and not isinstance(found[0], Lambda):
            return isinstance(found[0], Record) or found[0] == Opaque("dict comprehension")
        if "." in base:
            return False
        value = self._graph.resolver.name(base, function.file, function.scope)
        if not isinstance(value, Defined) or not self._graph.resolver.is_class(value):
            return False
        lineage = self._graph.resolver.lineage(value.file, value.scope)
        return any(isinstance(one, Library) and one.name.startswith("enum.") for one in lineage)

    def _no_row(self, function: Defined, scope: Scope, names: frozenset[str]) -> Iterator[Broken]:
        for call in scope.calls:
            *owners, last = dotted(call.callee).split(".")
            raises: tuple[str, ...]
            if last in ("get", "aget") and "objects" in owners:
                raises = NO_ROW
            elif last in _ONE and _QUERIES & set(owners):
                raises = NO_RESULT
            else:
                continue
            if _mentions(call, names) and not caught(scope, call.line, raises):
                yield Broken(Location(function.file, call.line), ".".join((*owners, last)), raises)

    def _none(self, function: Defined, scope: Scope, names: frozenset[str]) -> Iterator[Broken]:
        """A row that may be None, and is used as if it were there."""
        for binding in scope.bindings:
            match binding:
                case Binding(target=Name(id=row), value=Call() as call) if _mentions(call, names):
                    if not self._or_none(call, function) or _rebound(scope, row):
                        continue
                    line = self._use(function, scope, row, binding.line, 1)
                    if line and not caught(scope, line, NONE):
                        yield Broken(Location(function.file, binding.line), dotted(call.callee), NONE)
                case _:
                    continue

    def _or_none(self, call: Call, function: Defined) -> bool:
        *owners, last = dotted(call.callee).split(".")
        if last in _OR_NONE:
            return bool(_QUERIES & set(owners)) or "objects" in owners or last in ("get_or_none", "find_one")
        if last != "get" or len(owners) == 0:
            return False
        if owners[-1] in ("query", "session") or (owners[-1] in _SESSIONS and len(call.arguments) > 1):
            return True
        return len(call.arguments) == 1 and not call.named and self._is_table(".".join(owners), function)

    def _use(self, function: Defined, scope: Scope, row: str, after: int, calls: int) -> int:
        """The first line that takes `row` for an object; 0 where it is asked about, or may be, before."""
        if row in scope.tests:
            return 0
        uses = [one.line for one in scope.reads if one.line >= after and one.path.startswith(f"{row}.")]
        uses += [
            one.line
            for one in scope.bindings
            if isinstance(one.target, Member) and one.target.base == Name(row) and one.line >= after
        ]
        first = min(uses, default=0)
        for position, call in enumerate(scope.calls):
            if call.line < after or (first and call.line > first):
                continue
            if not any(value == Name(row) for value in (*call.arguments, *(value for _, value in call.named))):
                continue
            if dotted(call.callee) in _ASKING:
                return 0
            used = self._used_by(function, position, call, row, calls)
            if used is None:
                return 0
            if used:
                return call.line
        return first

    def _used_by(self, function: Defined, position: int, call: Call, row: str, calls: int) -> bool | None:
        """Whether a called function takes the row for an object; None where it may ask about it, or is not known."""
        callee = self._graph.callee(function, position)
        targets = _functions(self._graph, callee)
        if not targets or not calls:
            return None
        for target in targets:
            scope = self._graph.scope(target)
            for formal, argument in given_to(self._graph, target, call):
                if argument != Name(row):
                    continue
                if formal in scope.tests:
                    return None
                return bool(self._use(target, scope, formal, 0, calls - 1))
        return None

    def _raised(self, function: Defined, scope: Scope, names: frozenset[str]) -> Iterator[Broken]:
        """`raise KeyError` of a function that looks the value up by hand: nobody states such an answer."""
        if not names & set(scope.tests) and not any(_gets(call, names) for call in scope.calls):
            return
        for name in map(_class, scope.raises):
            if name in _RAISED:
                yield Broken(Location(function.file, scope.line), f"raise {name}", (name, *KEY))

    def _passed(
        self, function: Defined, scope: Scope, names: frozenset[str], calls: int, asked: float
    ) -> Iterator[Broken]:
        for position, call in enumerate(scope.calls):
            if call.line > asked:
                continue
            if not any(_is_one(value, names) for value in (*call.arguments, *(value for _, value in call.named))):
                continue
            callee = self._graph.callee(function, position)
            for target in _functions(self._graph, callee):
                for formal, argument in given_to(self._graph, target, call):
                    if _is_one(argument, names) and target != function:
                        for one in self.of(target, formal, calls - 1):
                            if not caught(scope, call.line, one.raises):
                                yield Broken(one.location, one.detail, one.raises, one.depth + 1)


def _same(scope: Scope, parameter: str) -> frozenset[str]:
    """The names that hold a parameter's value, as given or converted; none where it is replaced."""
    names = {parameter}
    for binding in scope.bindings:
        if not isinstance(binding.target, Name):
            continue
        if _is_one(binding.value, names):
            names.add(binding.target.id)
        elif binding.target.id == parameter:
            return frozenset()
    return frozenset(names)


def _is_one(value: Expression, names: frozenset[str] | set[str]) -> bool:
    match value:
        case Name(id=name):
            return name in names
        case Call(callee=callee, arguments=(Name(id=name),)):
            return name in names and dotted(callee) in _CONVERSIONS
        case _:
            return False


def _gets(call: Call, names: frozenset[str]) -> bool:
    """`KINDS.get(kind)`: looked up by hand."""
    return dotted(call.callee).endswith(".get") and any(
        argument in [Name(one) for one in names] for argument in call.arguments[:1]
    )


def _functions(graph: CallGraph, callee: Value) -> tuple[Defined, ...]:
    """The project's functions that a call enters."""
    return graph.entered(callee) if isinstance(callee, Defined | Instance) else ()


def _mentions(value: Expression, names: frozenset[str]) -> bool:
    return any(isinstance(one, Name) and one.id in names for one in walk(value))


def _rebound(scope: Scope, name: str) -> bool:
    return sum(one.target == Name(name) for one in scope.bindings) > 1


def _class(raised: Expression) -> str:
    return dotted(raised.callee if isinstance(raised, Call) else raised).rpartition(".")[2]
