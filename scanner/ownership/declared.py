"""Declared owners: comments beside a route, and path globs in configuration. What a person states, stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from scanner.concepts.declared import DeclaredOwner
from scanner.concepts.evidence import Owner
from scanner.concepts.facts import FileFacts
from scanner.concepts.operation import Operation


def declared_owner(
    operation: Operation, facts: Mapping[str, FileFacts], configured: Iterable[DeclaredOwner]
) -> tuple[Owner, str] | None:
    """The owner stated for an operation and the reason given; a comment in the source goes before configuration."""
    for file, first, last in _beside(operation):
        for declaration in facts[file].declarations if file in facts else ():
            if first <= declaration.line <= last and declaration.owner in set(Owner):
                return Owner(declaration.owner), declaration.reason
    name = f"{operation.method} {operation.path}"
    for one in configured:
        if fnmatchcase(name, one.operation) or fnmatchcase(operation.path.text, one.operation):
            return one.owner, one.reason
    return None


def _beside(operation: Operation) -> Iterable[tuple[str, int, int]]:
    """Lines beside the route and its handler: the line itself, the one above, and what stands between the two."""
    route, handler = operation.route, operation.handler
    if route.file == handler.file and route.line <= handler.line:
        yield route.file, route.line - 1, handler.line
        return
    yield route.file, route.line - 1, route.line
    if handler.file:
        yield handler.file, handler.line - 1, handler.line
