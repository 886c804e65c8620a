"""Declared owners: comments beside a route, and path globs in configuration. What a person states, stands.

What nobody can obey is told: an owner that there is none of, a comment beside no route, a glob that fits nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from scanner.concepts.declared import DeclaredOwner
from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.evidence import Owner
from scanner.concepts.expression import Call
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.marks import Declaration
from scanner.concepts.operation import Operation
from scanner.concepts.source import Role

_OWNERS = frozenset(Owner)
_PARAMETER = re.compile(r"\{[^{}]*\}|<[^<>]*>")


def declared_owner(
    operation: Operation, facts: Mapping[str, FileFacts], configured: Iterable[DeclaredOwner]
) -> tuple[Owner, str] | None:
    """The owner stated for an operation and the reason given; a comment in the source goes before configuration."""
    for _, declaration in _comments(operation, facts):
        if declaration.owner in _OWNERS:
            return Owner(declaration.owner), declaration.reason
    return next(((one.owner, one.reason) for one in configured if _fits(operation, one)), None)


def doubts(
    operations: Iterable[Operation], facts: Mapping[str, FileFacts], configured: Iterable[DeclaredOwner]
) -> Iterator[Diagnostic]:
    """Declarations that nothing obeys, and why."""
    known = tuple(operations)
    beside = {(file, declaration.line) for operation in known for file, declaration in _comments(operation, facts)}
    for path, item in facts.items():
        if item.role not in (Role.SOURCE, Role.GENERATED):
            continue
        for declaration in item.declarations:
            at = Location(path, declaration.line)
            if declaration.owner not in _OWNERS:
                known_owners = ", ".join(owner.value for owner in Owner)
                yield _doubt(f"owner={declaration.owner} is not obeyed: an owner is one of {known_owners}", at)
            elif (path, declaration.line) not in beside:
                yield _doubt("a declared owner beside no route and no handler: it is not obeyed", at)
    for one in configured:
        if not any(_fits(operation, one) for operation in known):
            yield _doubt(f"[[tool.callside.endpoints]] {one.operation!r} fits no operation", None)


def _doubt(message: str, at: Location | None) -> Diagnostic:
    return Diagnostic(DiagnosticSeverity.WARNING, message, at)


def _fits(operation: Operation, one: DeclaredOwner) -> bool:
    """Whether a glob means an operation, with its method or by the path alone; names of parameters do not count."""
    glob = _PARAMETER.sub("{}", one.operation)
    path = _PARAMETER.sub("{}", operation.path.text)
    return fnmatchcase(f"{operation.method} {path}", glob) or fnmatchcase(path, glob)


def _comments(operation: Operation, facts: Mapping[str, FileFacts]) -> Iterator[tuple[str, Declaration]]:
    for file, first, last in _beside(operation, facts):
        for declaration in facts[file].declarations if file in facts else ():
            if first <= declaration.line <= last and (declaration.alone or declaration.line > first):
                yield file, declaration


def _beside(operation: Operation, facts: Mapping[str, FileFacts]) -> Iterator[tuple[str, int, int]]:
    """Lines beside the method, the route and the handler: the line itself, the one above, and what stands between.

    The method of a class goes before the class, and this one's decorators belong to it.
    """
    route, handler = operation.route, operation.handler
    if own := next((ref for ref in handler.runs if ref.file == handler.file and ref.line > handler.line), None):
        yield own.file, _top(facts, own.file, own.line) - 1, own.line
    top = _top(facts, handler.file, handler.line)
    if route.file == handler.file and route.line <= handler.line:
        yield route.file, min(route.line, top) - 1, handler.line
        return
    yield route.file, route.line - 1, route.line
    if handler.file:
        yield handler.file, top - 1, handler.line


def _top(facts: Mapping[str, FileFacts], file: str, line: int) -> int:
    """The line of the first decorator of what is defined on a line."""
    scopes = facts[file].scopes if file in facts else ()
    decorators = next((scope.decorators for scope in scopes if scope.line == line and scope.decorators), ())
    called = [one.line for one in decorators if isinstance(one, Call) and one.line]
    return min([line - len(decorators), *called])  # a bare name has no line of its own, and takes one
