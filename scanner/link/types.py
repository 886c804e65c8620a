"""Types: which texts an expression may be, as TypeScript declares it: `kind: "users" | "groups"`.

They answer where flow cannot: a value that comes from outside, but whose type names all the texts that it may be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from scanner.concepts.expression import Choice, Expression, Literal, Member, Name, Record
from scanner.concepts.facts import Formal, ScopeKind
from scanner.concepts.text import Text
from scanner.link import imports
from scanner.link import values as v
from scanner.link.index import SCRIPTS

if TYPE_CHECKING:
    from scanner.link.flow import Flow
    from scanner.link.requests import Reading

_TYPE = "type "
_OF = "typeof "
_DEPTH = 12
_MOST = 200
_QUOTED = re.compile(r"""^(?:"([^"]*)"|'([^']*)')$""")
_PLAIN = re.compile(r"^[A-Za-z_$][\w$]*$")

_Typed: TypeAlias = tuple[Expression, str]
"""A type and the file that it is written in."""


def texts_of_type(flow: Flow, expression: Expression, place: v.Place) -> tuple[str, ...]:
    """All the texts that an expression may be by its type; empty where the type does not name them all."""
    if flow.facts[place.scope.file].language not in SCRIPTS:
        return ()
    found: dict[str, None] = {}
    pending = list(_types(flow, expression, place, 0))
    if not pending:
        return ()
    for _ in range(_MOST):
        if not pending:
            return tuple(found)
        kind, file = pending.pop(0)
        match kind:
            case Literal(str(text)):
                found[text] = None
            case Choice(options):
                pending += [(option, file) for option in options]
            case Name():
                named = list(_named(flow, kind.id, file))
                if not named:
                    return ()
                pending += named
            case _:
                return ()
    return ()


def typed(flow: Flow, reading: Reading) -> tuple[Reading, ...]:
    """What a request may ask for by the declared types of parameters that no caller is known to give; empty where no
    parameter of the path has such a type.
    """
    options = [Text()]
    found = False
    for part in reading.url.text.parts:
        texts: tuple[str, ...] = ()
        if isinstance(part, v.ParameterHole):
            first, *rest = part.name.split(".")
            expression: Expression = Name(first)
            for name in rest:
                expression = Member(expression, name)
            texts = texts_of_type(flow, expression, v.Place(part.owner))
        found = found or bool(texts)
        options = [Text.of(option, text) for option in options for text in texts or (part,)][:_MOST]
    return tuple(replace(reading, url=v.String(text, reading.url.at), open_to=()) for text in options) if found else ()


def _types(flow: Flow, expression: Expression, place: v.Place, depth: int) -> Iterator[_Typed]:
    """The types that an expression is declared to have."""
    if depth > _DEPTH:
        return
    match expression:
        case Name(name) if name != "this":
            yield from _of_variable(flow, name, place, depth)
        case Member(Name("this"), name):
            yield from _of_field(flow, name, place)
        case Member(base, name):
            for kind, file in _types(flow, base, place, depth + 1):
                for record, where in _records(flow, kind, file):
                    yield from ((value, where) for field, value in record.fields if field == name)
        case _:
            pass


def _of_variable(flow: Flow, name: str, place: v.Place, depth: int) -> Iterator[_Typed]:
    file = place.scope.file
    index = flow.index.file(file)
    for current in index.enclosing(place.scope.index):
        for formal in index.scope(current).parameters:
            if formal.name == name or any(name in (local, field) for field, local, _ in formal.fields):
                yield from _of_formal(flow, formal, name, file)
                return
        declared = index.bindings.get((current, _OF + name), ())
        if declared:
            yield declared[-1].value, file
            return
        bound = index.bindings.get((current, name), ())
        if len(bound) == 1 and isinstance(bound[0].value, Name | Member):
            there = v.Place(v.ScopeRef(file, current), bound[0].line)
            yield from _types(flow, bound[0].value, there, depth + 1)
        if bound:
            return


def _of_formal(flow: Flow, formal: Formal, name: str, file: str) -> Iterator[_Typed]:
    kind = _written(formal.annotation)
    if kind is None:
        return
    if formal.name == name:
        yield kind, file
        return
    field = next(field for field, local, _ in formal.fields if name in (local, field))
    for record, where in _records(flow, kind, file):
        yield from ((value, where) for own, value in record.fields if own == field)


def _written(annotation: str) -> Expression | None:
    """The type that a parameter's annotation writes: texts, and names of types; None for anything else."""
    options: list[Expression] = []
    for piece in annotation.split("|"):
        text = piece.strip()
        quoted = _QUOTED.match(text)
        if quoted:
            options.append(Literal(quoted[1] if quoted[1] is not None else quoted[2]))
        elif text in ("null", "undefined", ""):
            continue
        elif _PLAIN.match(text):
            options.append(Name(_TYPE + text))
        else:
            return None
    return Choice(tuple(options)) if options else None


def _of_field(flow: Flow, name: str, place: v.Place) -> Iterator[_Typed]:
    """The declared type of `this.name`, of the class around."""
    file = place.scope.file
    index = flow.index.file(file)
    for current in index.enclosing(place.scope.index):
        if index.scope(current).kind is not ScopeKind.CLASS:
            continue
        for binding in index.bindings.get((current, _OF + name), ())[-1:]:
            yield binding.value, file
            return
        constructor = index.children.get((current, "constructor"))
        for formal in index.scope(constructor).parameters if constructor is not None else ():
            kind = _written(formal.annotation) if formal.name == name else None
            if kind is not None:
                yield kind, file
        return


def _records(flow: Flow, kind: Expression, file: str) -> Iterator[tuple[Record, str]]:
    pending: list[_Typed] = [(kind, file)]
    for _ in range(_MOST):
        if not pending:
            return
        current, where = pending.pop(0)
        match current:
            case Record():
                yield current, where
            case Choice(options):
                pending += [(option, where) for option in options]
            case Name(name):
                pending += _named(flow, name, where)
            case _:
                pass


def _named(flow: Flow, name: str, file: str) -> Iterator[_Typed]:
    """What a type's name means in a file: declared there, imported, or an enumeration."""
    index = flow.index.file(file)
    top = imports.module_scope(index.facts.scopes)
    for binding in index.bindings.get((top, name), ())[:1]:
        yield binding.value, file
        return
    local = name.removeprefix(_TYPE)
    for item in index.imports.get(local, ()):
        target = flow.scripts.resolve(file, item.module)
        if target is not None and item.name not in (None, "*"):
            found = tuple(_offered(flow, target, f"{_TYPE}{local if item.name == 'default' else item.name}", 0))
            if found:
                yield from found
                return
    for value in flow.ask(Name(local), v.Place(v.ScopeRef(file, top))):
        if isinstance(value, v.Object):
            yield Choice(tuple(option for _, option in value.record.fields)), value.place.scope.file


def _offered(flow: Flow, file: str, name: str, depth: int) -> Iterator[_Typed]:
    """A type that another script offers, through re-exports."""
    if depth > _DEPTH:
        return
    index = flow.index.file(file)
    own = index.bindings.get((imports.module_scope(index.facts.scopes), name), ())
    if own:
        yield own[0].value, file
        return
    local = name.removeprefix(_TYPE)
    for export in index.facts.exports:
        if export.module and export.name in (local, name, "*"):
            target = flow.scripts.resolve(file, export.module)
            if target is not None:
                imported = name if export.name == "*" else _TYPE + (export.imported or local)
                found = tuple(_offered(flow, target, imported, depth + 1))
                if found:
                    yield from found
                    return


__all__ = ["texts_of_type"]
