"""An exception on its way up: what breaks, where, and which handlers would have caught it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from scanner.concepts.expression import Call, Expression
from scanner.concepts.facts import Scope
from scanner.concepts.location import Location
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined

KEY = ("KeyError", "LookupError")
NONE = ("AttributeError", "TypeError")
NO_ROW = ("DoesNotExist", "ObjectDoesNotExist")
"""https://docs.djangoproject.com/en/stable/ref/models/class/#doesnotexist"""
NO_RESULT = ("NoResultFound", "InvalidRequestError", "SQLAlchemyError")
"""https://docs.sqlalchemy.org/en/20/core/exceptions.html#sqlalchemy.exc.NoResultFound"""
_ALL = ("Exception", "BaseException")


@dataclass(frozen=True, slots=True)
class Broken:
    """`raises`: the exception and its bases, by their last names. `depth`: calls between the handler and the place."""

    location: Location
    detail: str
    raises: tuple[str, ...]
    depth: int = 0


def caught(scope: Scope, line: int, raises: Collection[str]) -> bool:
    """Whether a `try` around the line lets none of these exceptions out."""
    return any(one.first <= line <= one.last and _covers(one.names, raises) for one in scope.caught)


def _covers(names: Iterable[str], raises: Collection[str]) -> bool:
    known = {*raises, *_ALL}
    lasts = [name.rpartition(".")[2] for name in names]
    return not lasts or any(last in known for last in lasts)


def given_to(graph: CallGraph, target: Defined, call: Call) -> Iterable[tuple[str, Expression]]:
    """(formal, argument) of a call of `target`; the object of a method is not among them."""
    formals = [one for one in graph.scope(target).parameters if one.kind == "plain" and one.name]
    names = {one.name for one in formals}
    if formals and formals[0].name in ("self", "cls"):
        formals = formals[1:]
    yield from ((formal.name, argument) for formal, argument in zip(formals, call.arguments, strict=False))
    yield from ((name, value) for name, value in call.named if name in names)
