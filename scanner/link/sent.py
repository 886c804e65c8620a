"""What a script sends, by name: the fields of the record that a request's body is made of.

The record is looked for where it is written: in the request itself, in a variable, and through the parameters of the
wrappers on the way. A body that is made in another way has no known fields.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Item, Lambda, Literal, Member, Name, Record
from scanner.concepts.facts import Scope
from scanner.link import values as v
from scanner.link.index import dotted

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_BODIES = ("body", "data", "json")
_OPTIONS = frozenset({*_BODIES, "method", "type", "headers", "url", "success", "credentials"})
_FETCH_OPTIONS = frozenset({"method", "headers", "credentials"})
"""https://developer.mozilla.org/en-US/docs/Web/API/RequestInit"""
_SERIALIZERS = frozenset({"JSON.stringify", "URLSearchParams", "$.param", "jQuery.param", "qs.stringify"})
_TOKEN = re.compile(r"(?i)csrf|xsrf")
_DEPTH = 6


def sent_fields(flow: Flow, steps: Sequence[tuple[v.ScopeRef, Call]]) -> tuple[str, ...]:
    """Names of the fields sent, in order, without the CSRF token; empty where they are not known.

    `steps` are the request's call and those that led to it, innermost first, each with its scope.
    """
    if not steps:
        return ()
    ref, call = steps[0]
    body, outer = _body(call), 1
    for _ in range(_DEPTH):
        scope = flow.index.scope(ref)
        match body:
            case Record(fields=fields):
                return _names(name for name, _ in fields)
            case Call(callee=callee, arguments=(inner, *_)) if dotted(callee).removeprefix("new ") in _SERIALIZERS:
                body = inner
            case Name(id=name) if (position := _position(scope, name)) is not None and outer < len(steps):
                ref, caller = steps[outer]
                body = caller.arguments[position] if position < len(caller.arguments) else None
                outer += 1
            case Name(id=name):
                fields = tuple(_of_variable(scope, name))
                if not {field for field, _ in fields} & _FETCH_OPTIONS:
                    return _names(field for field, _ in fields)
                # the options of the request, kept in a variable: `fetch(url, options)`
                body = next((value for field, value in fields if field in _BODIES), None)
            case _:
                return ()
    return ()


def _body(call: Call) -> Expression | None:
    """The body of a request's call: of its options, else the argument after the address."""
    for argument in call.arguments:
        if isinstance(argument, Record):
            fields = dict(argument.fields)
            stated = next((fields[name] for name in _BODIES if name in fields), None)
            if stated is not None or fields.keys() & _OPTIONS:
                return stated
    second = call.arguments[1] if len(call.arguments) > 1 else None
    return None if isinstance(second, Lambda) else second


def _position(scope: Scope, name: str) -> int | None:
    return next((position for position, formal in enumerate(scope.parameters) if formal.name == name), None)


def _of_variable(scope: Scope, name: str) -> Iterator[tuple[str, Expression]]:
    """Fields of the record that a variable of the same scope is given, and those that are set on it afterwards."""
    for binding in scope.bindings:
        match binding.target, binding.value:
            case Name(id=target), Record(fields=fields) if target == name:
                yield from fields
            case ((Item(Name(id=target), Literal(str() as field)) | Member(Name(id=target), field)), value) if (
                target == name
            ):
                yield field, value
            case _:
                continue


def _names(fields: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(field for field in fields if field and not _TOKEN.search(field)))
