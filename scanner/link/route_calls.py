"""Calls that give a route's address: the name that is reversed and the arguments that tell routes of one name apart.

`url_for(name, **arguments)`, `reverse(name, args=…)`, `{% url name %}`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from scanner.concepts.expression import Call, Expression, Literal, Member, Name, Opaque
from scanner.concepts.text import Text
from scanner.link import values as v
from scanner.link.index import last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_COMBINED = 16
_Stated: TypeAlias = tuple[tuple[str, Expression], ...]
_Given: TypeAlias = tuple[tuple[str, str], ...]


def reversed_route(flow: Flow, expression: Call, place: v.Place) -> v.Values:
    """A hole that names the route, for each name that may be meant."""
    named = dict(expression.named)
    first = expression.arguments[0] if expression.arguments else None
    if isinstance(first, Name | Member) and last_name(first) == "request" and expression.arguments[1:]:
        # an object's own helper (`tenant.url_for(request, name)`): it may add arguments of its own
        beside = (*expression.named, ("**", Opaque("what the helper adds")))
        expression = replace(expression, arguments=expression.arguments[1:], named=beside)
    target = expression.arguments[0] if expression.arguments else named.get("endpoint", named.get("viewname"))
    if target is None:
        return (v.Unknown("a route reversed without a name"),)
    stated = (
        *((str(position), item) for position, item in enumerate(expression.arguments[1:])),
        *_expanded(flow, expression, place),
    )
    written = tuple(
        (name, text or "") for name, item in stated if (text := _literal_text(item)) is not None or not name.isdigit()
    )
    views = [value.scope for value in flow.evaluate(target, place) if isinstance(value, v.Function)]
    if paths := tuple(v.String(path) for view in views for path in flow.context.answered_by(view)):
        return paths
    results: list[v.Value] = []
    for option in flow.texts(target, place):
        shown = any(isinstance(part, v.EndpointHole) for part in option.text.parts)
        literal = v.SHOWN_ROUTE if shown else option.text.literal
        if literal is None or literal.startswith("/"):
            # an address: what is called `url_for` here only puts a base before
            results.append(v.String(option.text, option.at))
            continue
        at = option.at if isinstance(target, Name | Member) else None
        given = _combinations(flow, stated, place) if flow.context.told_apart(literal) else (written,)
        holes = (v.RouteHole(literal, "a route's address", place.scope.file, items) for items in given)
        results += (v.String(Text((hole,)), at) for hole in holes)
    return tuple(results)


def _expanded(flow: Flow, expression: Call, place: v.Place) -> _Stated:
    """The named arguments, with those of a spread record or dict that is written out or filled beside the call."""
    found: dict[str, Expression] = {}
    for name, value in expression.named:
        if name != "**":
            found[name] = value
            continue
        for item in flow.evaluate(value, place):
            if isinstance(item, v.Object) and not item.record.rest:
                found.update((field, inner) for field, inner in item.record.fields if field not in found)
            else:
                found.setdefault("**", value)
        for field, inner in _filled(flow, value, place):
            found.setdefault(field, inner)
    return tuple(found.items())


def _filled(flow: Flow, record: Expression, place: v.Place) -> _Stated:
    """What a function puts into a dict of its own: `arguments["page"] = page`."""
    if not isinstance(record, Name):
        return ()
    return tuple(
        (field, item.binding.value)
        for field, items in flow.index.file(place.scope.file).assignments.items()
        for item in items
        if item.base == record and item.scope == place.scope.index
    )


def _combinations(flow: Flow, stated: _Stated, place: v.Place) -> tuple[_Given, ...]:
    """What the arguments may hold, each combination; empty text where it is not known, no argument for None."""
    options: list[_Given] = [()]
    for name, item in stated:
        found: dict[_Given, None] = {}
        for value in flow.evaluate(item, place):
            if not isinstance(value, v.Constant) or value.value is not None:
                found[((name, v.text_of(value).literal or ""),)] = None
            else:
                found[()] = None
        options = [(*option, *one) for option in options for one in found][:_COMBINED]
    return tuple(dict.fromkeys(options))


def _literal_text(expression: Expression) -> str | None:
    if isinstance(expression, Literal) and isinstance(expression.value, str | int) and expression.value is not True:
        return str(expression.value)
    return None
