"""Served addresses: routes whose address Python code puts into a record, to be asked for by whoever receives it.

A server hands addresses to its scripts in JSON (`{"cancelUrl": url_for("cancel", id=id)}`); a script then requests
`answer.cancelUrl`. The two meet by the field's name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Item, Literal, Opaque, Record
from scanner.concepts.facts import Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Text
from scanner.link import conditions
from scanner.link import values as v
from scanner.link.index import last_name
from scanner.link.python_tables import REVERSE_NAMES
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MOST = 6
_ADDRESS = re.compile(r"(?:^|_)(?:url|path|link|href|address)$")
"""Methods and properties named so may give an address of their object."""
_SHORTEST = 2


def served_fields(flow: Flow) -> Mapping[str, tuple[v.String, ...]]:
    """Routes' addresses by the name of the field that holds them; names used for many routes say nothing."""
    found: dict[str, dict[str, v.String]] = defaultdict(dict)
    for path, facts in flow.facts.items():
        if facts.language is not Language.PYTHON or facts.role is not Role.SOURCE:
            continue
        for number, scope in enumerate(facts.scopes):
            if not any(last_name(call.callee) in REVERSE_NAMES for call in scope.calls):
                continue
            for name, call in _fields(scope):
                place = v.Place(v.ScopeRef(path, number), call.line)
                for text in flow.ask_texts(call, place):
                    if text.text.parts and isinstance(text.text.parts[0], v.RouteHole):
                        found[name].setdefault(
                            str(text.text), v.String(text.text, text.at or Location(path, call.line))
                        )
    return {name: tuple(items.values()) for name, items in found.items() if len(items) <= _MOST}


def own_addresses(flow: Flow) -> Mapping[str, Mapping[str, tuple[v.String, ...]]]:
    """Addresses that objects give of themselves (`get_absolute_url`): by method or property, then by class.

    https://docs.djangoproject.com/en/stable/ref/models/instances/#get-absolute-url
    """
    found: dict[str, dict[str, tuple[v.String, ...]]] = defaultdict(dict)
    for path, facts in flow.facts.items():
        if facts.language is not Language.PYTHON or facts.role is not Role.SOURCE:
            continue
        for number, scope in enumerate(facts.scopes):
            holder = facts.scopes[scope.parent] if scope.parent is not None else None
            if scope.kind is not ScopeKind.FUNCTION or holder is None or holder.kind is not ScopeKind.CLASS:
                continue
            reverses = any(last_name(call.callee) in REVERSE_NAMES for call in scope.calls)
            if not reverses and not (_ADDRESS.search(scope.name) and len(scope.parameters) == 1):
                continue
            place = _asked_plainly(v.ScopeRef(path, number), scope)
            results = conditions.returned(flow, scope, place)
            texts = [text for result in results for text in flow.ask_texts(result, place)]
            routes = tuple(text for text in texts if _is_address(text.text))
            if routes:
                found[scope.name][holder.name.lower()] = routes
    return found


def _asked_plainly(ref: v.ScopeRef, scope: Scope) -> v.Place:
    """Inside a method that is called without arguments, as templates do; what it cannot do without stays open."""
    if any(formal.default is None for formal in scope.parameters[1:]):
        return v.Place(ref)
    return v.Place(ref, 0, {ref: v.Arguments(Call(Opaque("a template's call")), v.Place(ref))})


def _is_address(text: Text) -> bool:
    """Whether a text is a route's address, or a path of the site that is written out."""
    first = text.parts[0] if text.parts else ""
    if isinstance(first, str):
        return first.startswith("/") and not first.startswith("//") and len(first) > _SHORTEST
    return isinstance(first, v.RouteHole)


def _fields(scope: Scope) -> Iterator[tuple[str, Call]]:
    """Record fields and keys assigned that hold a reversed name."""
    expressions: list[Expression] = []
    for binding in scope.bindings:
        if isinstance(binding.target, Item) and isinstance(binding.target.key, Literal):
            yield from _reversal(str(binding.target.key.value), binding.value)
        expressions.append(binding.value)
    expressions += [*scope.calls, *scope.returns]
    for expression in expressions:
        for inner in walk(expression):
            if isinstance(inner, Record):
                for name, value in inner.fields:
                    yield from _reversal(name, value)


def _reversal(name: str, value: Expression) -> Iterator[tuple[str, Call]]:
    if isinstance(value, Call) and last_name(value.callee) in REVERSE_NAMES:
        yield name, value
