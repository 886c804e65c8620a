"""Small Python projects for tests: source texts become facts, handlers become operations."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.facts import FileFacts, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.operation import CodeRef, Declared, Handler, Operation
from scanner.concepts.path import PathTemplate
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.python.module import read_module
from scanner.link.effects import find_effects
from scanner.link.mishaps import Mishaps


def facts_of(files: Mapping[str, str]) -> dict[str, FileFacts]:
    """Read each text as a Python source file."""
    return {
        path: read_module(SourceFile(path, Language.PYTHON, Role.SOURCE, len(text)), dedent(text))
        for path, text in files.items()
    }


def operation(
    facts: Mapping[str, FileFacts],
    method: str,
    handler: str,
    *,
    path: str = "/x",
    framework: str = "flask",
    declared: Declared | None = None,
    bases: tuple[str, ...] = (),
    id: str = "",  # noqa: A002
) -> Operation:
    """An operation answered by `file:qualname`."""
    file, _, qualname = handler.partition(":")
    scope = next(one for one in facts[file].scopes if one.qualname == qualname)
    runs: tuple[CodeRef, ...] = (CodeRef(file, qualname, scope.line),)
    if scope.kind is ScopeKind.CLASS:
        own = {one.qualname for one in facts[file].scopes}
        runs = tuple(
            CodeRef(file, f"{qualname}.{name}", 0)
            for name in (method.lower(), "form_valid")
            if f"{qualname}.{name}" in own
        )
    return Operation(
        id=id or f"{method} {path}",
        method=method,
        path=PathTemplate.parse(path),
        framework=framework,
        application="app",
        name=qualname,
        handler=Handler(handler, file, scope.line, runs, bases),
        route=Location(file, scope.line),
        declared=declared or Declared(),
    )


def effects(facts: Mapping[str, FileFacts], *operations: Operation) -> list[dict[EffectKind, list[Effect]]]:
    """The effects of each operation, by kind."""
    mishaps = Mishaps()
    found = find_effects(Registrations(operations=operations), facts, mishaps)
    assert mishaps.told() == ()
    tables: list[dict[EffectKind, list[Effect]]] = []
    for one in operations:
        table: dict[EffectKind, list[Effect]] = {}
        for effect in found[one.id]:
            table.setdefault(effect.kind, []).append(effect)
        tables.append(table)
    return tables
