"""Conditions of templates and functions: which alternatives a value that is known leaves open.

A condition rules something out only where all that its subject may hold is known and says so; whatever is not known
keeps every alternative.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Choice, Expression, Item, Join, Literal, Member, Name, When
from scanner.concepts.facts import Binding, Guard, Scope
from scanner.concepts.text import Text
from scanner.link import members
from scanner.link import values as v
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MOST = 6
"""Conditions of one place that are asked for."""


def options(flow: Flow, choice: Choice, place: v.Place) -> Sequence[Expression]:
    """The alternatives of a choice that its conditions leave open; all of them if they leave none."""
    if len(choice.when) != len(choice.options):
        if Literal("") not in choice.options:
            return choice.options
        return [one for one in choice.options if not _of_nothing(flow, one, place)] or choice.options
    return [
        option
        for option, when in zip(choice.options, choice.when, strict=True)
        if not any(ruled_out(flow, item, place) for item in when[:_MOST])
    ] or choice.options


def _of_nothing(flow: Flow, option: Expression, place: v.Place) -> bool:
    """Whether an alternative joins what is left out: `${page ? `/${page}` : ""}` where no page is given."""
    for part in option.parts if isinstance(option, Join) else ():
        found = flow.evaluate(part, place) if isinstance(part, Name) else ()
        if found and all(value == v.Constant(None) for value in found):
            return True
    return False


def ruled_out(flow: Flow, when: When, place: v.Place) -> bool:
    """Whether a condition cannot be met at a place."""
    if not when.values and not when.negated and _absent(flow, when.subject, place):
        return True
    return not _open(flow.evaluate(when.subject, place), when)


def _absent(flow: Flow, subject: Expression, place: v.Place) -> bool:
    """Whether a field is asked for that the record written out does not have: `{% if row.note %}`."""
    match subject:
        case Member(base, name) | Item(base, Literal(str(name))):
            pass
        case _:
            return False
    records = flow.evaluate(base, place)
    return all(
        isinstance(value, v.Object) and not value.record.rest and name not in dict(value.record.fields)
        for value in records
    )


def _open(found: v.Values, when: When | Guard) -> bool:
    return any(meets(value, when.values, negated=when.negated) is not False for value in found)


def guards_around(flow: Flow, place: v.Place) -> Iterator[Guard]:
    """The conditions that a line of a template stands under, innermost scope first."""
    index = flow.index.file(place.scope.file)
    for current in index.enclosing(place.scope.index):
        for guard in index.scope(current).guards:
            if guard.path and guard.first <= place.line <= guard.last:
                yield guard


def reaching(flow: Flow, ref: v.ScopeRef, bindings: Sequence[Binding], line: int) -> Sequence[Binding]:
    """The bindings of a name in a template's scope that may hold on a line below them.

    One that is made wherever the line is shown replaces those before it; one made in the other alternative of a
    condition does not hold at all.
    """
    guards = flow.index.scope(ref).guards
    regions = [guard for guard in guards if not guard.path]
    here = {(item.first, item.last) for item in regions if item.first <= line <= item.last}
    found: list[Binding] = []
    for binding in reversed(bindings):
        if _exclusive(guards, binding.line, line):
            continue
        found.append(binding)
        if all((item.first, item.last) in here for item in regions if item.first <= binding.line <= item.last):
            break
    return found[::-1] or bindings


def _exclusive(guards: Sequence[Guard], one: int, other: int) -> bool:
    """Whether two lines stand in alternatives of the same condition."""
    first = {(item.path, item.values, item.negated) for item in guards if item.path and item.first <= one <= item.last}
    return any(
        (item.path, item.values, not item.negated) in first
        for item in guards
        if item.path and item.first <= other <= item.last
    )


def excluded(flow: Flow, place: v.Place) -> bool:
    """Whether a line of a template is never shown on the page assumed, as far as its conditions are known."""
    return any(_unmet(flow, guard, place) for guard in list(guards_around(flow, place))[:_MOST])


def _unmet(flow: Flow, guard: Guard, place: v.Place) -> bool:
    """Whether what the page is handed does not meet a condition; what the template itself sets is left open."""
    root, *path = guard.path.split(".")
    index = flow.index.file(place.scope.file)
    if any((current, root) in index.bindings for current in index.enclosing(place.scope.index)):
        return False
    found = flow.context.handed(place, root)
    for name in path:
        found = tuple(value for one in found for value in members.member(flow, one, name, place))
    return bool(found) and not _open(found, guard)


def returned(flow: Flow, scope: Scope, place: v.Place) -> Sequence[Expression]:
    """What a function may return when called so: not what stands under a condition that its arguments do not meet.

    `def get_absolute_url(self, api=False)` answers with one address where it is called without arguments.
    """
    names = {formal.name for formal in scope.parameters}
    guards = [guard for guard in scope.guards if guard.path in names]
    if not guards:
        return scope.returns
    shut = [guard for guard in guards[:_MOST] if not _open(flow.evaluate(Name(guard.path), place), guard)]
    return [
        result
        for result in scope.returns
        if not any(guard.first <= line <= guard.last for guard in shut for line in _lines(result))
    ] or scope.returns


def _lines(expression: Expression) -> Iterator[int]:
    """The line of the first call in an expression: only calls know theirs."""
    return islice((inner.line for inner in walk(expression) if isinstance(inner, Call) and inner.line), 1)


def narrowed(flow: Flow, name: str, found: v.Values, place: v.Place) -> v.Values:
    """The values of a name that the conditions around a line leave open; all of them if they leave none.

    What is not known is one of the values that a condition names.
    """
    for guard in guards_around(flow, place) if found else ():
        if guard.path == name:
            kept = tuple(item for item in found if meets(item, guard.values, negated=guard.negated) is not False)
            if guard.values and not guard.negated and any(meets(item, guard.values) is None for item in kept):
                kept = tuple(v.String(Text.of(value)) for value in guard.values)
            found = kept or found
    return found


def meets(value: v.Value, wanted: Sequence[str], *, negated: bool = False) -> bool | None:
    """Whether a value is one of those wanted, or true where none is named; None where that is not known."""
    met = _one_of(value, wanted) if wanted else _truth(value)
    return None if met is None else met is not negated


def _one_of(value: v.Value, wanted: Sequence[str]) -> bool | None:
    match value:
        case v.String(text):
            return None if text.literal is None else text.literal in wanted
        case v.Constant():
            return v.text_of(value).literal in wanted
        case _:
            return None


def _truth(value: v.Value) -> bool | None:
    match value:
        case v.Constant(held):
            return bool(held)
        case v.String(text):
            if text.literal is not None:
                return bool(text.literal)
            return True if any(isinstance(part, str | v.RouteHole) for part in text.parts) else None
        case v.Function() | v.Class() | v.Module():
            return True
        case v.Array(sequence):
            return True if sequence.items else None
        case _:
            return None
