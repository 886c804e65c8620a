"""Short ways to say an audited operation, its callers and its effects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from scanner.concepts.callsite import Aftermath, Body, CallKind, CallSite, Ghost, GhostKind, Link, MatchGrade
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Evidence, Fit, Owner, Shape, Side, Verdict
from scanner.concepts.facts import FileFacts, Import, Scope, ScopeKind
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.operation import CodeRef, Declared, Handler, Operation
from scanner.concepts.path import PathTemplate
from scanner.concepts.registrations import Registrations
from scanner.concepts.report import AuditedOperation
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Text
from scanner.rules.base import Rule
from scanner.rules.subject import Subject


def operation(
    name: str,
    *,
    handler: str = "app.views.handle",
    file: str = "app/views.py",
    line: int = 10,
    framework: str = "flask",
    application: str = "app",
    declared: Declared | None = None,
    runs: tuple[CodeRef, ...] = (),
    bases: tuple[str, ...] = (),
    inherited: bool = False,
    route: Location | None = None,
    conditional: str | None = None,
) -> Operation:
    """`name` is `METHOD /path`."""
    method, path = name.split(" ", 1)
    return Operation(
        id=name,
        method=method,
        path=PathTemplate.parse(path),
        framework=framework,
        application=application,
        name=handler.rpartition(".")[2],
        handler=Handler(handler, file, line, runs, bases),
        route=route or Location(file, line - 1),
        inherited=inherited,
        conditional=conditional,
        declared=declared or Declared(),
    )


def verdict(
    owner: Owner = Owner.UI,
    fit: Fit = Fit.KEEP,
    shape: Shape = Shape.JSON_API,
    *,
    mutates: bool = True,
    confidence: float = 0.9,
    declared: str | None = None,
    evidence: tuple[Evidence, ...] | None = None,
) -> Verdict:
    if evidence is None:
        evidence = (Evidence(Side.UI if owner is Owner.UI else Side.SYSTEM, 2.0, "caller", "a caller"),)
    return Verdict(owner, confidence, shape, fit, mutates, evidence, declared)


def link(
    target: str,
    kind: CallKind = CallKind.FETCH,
    *,
    file: str = "templates/page.html",
    line: int = 5,
    grade: MatchGrade = MatchGrade.EXACT,
    aftermath: tuple[Aftermath, ...] = (),
    server_rendered: bool | None = True,
    asserts: tuple[str, ...] = (),
    body: Body = Body.JSON,
) -> Link:
    method, path = target.split(" ", 1)
    site = CallSite(
        kind=kind,
        location=Location(file, line),
        role=Role.TEST if kind is CallKind.TEST else Role.SOURCE,
        url=Text.of(path),
        method=method,
        page=file,
        server_rendered=server_rendered,
        body=body,
        aftermath=aftermath,
        asserts=asserts,
    )
    return Link(site, target, grade)


def ghost(
    kind: GhostKind,
    target: str,
    *,
    call: CallKind = CallKind.FETCH,
    nearest: str = "",
    file: str = "templates/page.html",
    line: int = 5,
) -> Ghost:
    return Ghost(link(target, call, file=file, line=line).site, kind, nearest)


def effect(kind: EffectKind, detail: str = "", *, depth: int = 0, file: str = "app/views.py", line: int = 12) -> Effect:
    return Effect(kind, Location(file, line), detail, depth)


def audited(
    what: Operation | str,
    judged: Verdict,
    *,
    links: Iterable[Link] = (),
    effects: Iterable[Effect] = (),
) -> AuditedOperation:
    return AuditedOperation(
        operation=operation(what) if isinstance(what, str) else what,
        verdict=judged,
        links=tuple(links),
        effects=tuple(effects),
    )


def scope(name: str, line: int = 1, end: int = 99, **more: Any) -> Scope:
    """A function at the top of its file."""
    return Scope(kind=ScopeKind.FUNCTION, name=name, qualname=name, parent=0, line=line, end=end, **more)


def facts(
    file: str, *scopes: Scope, imports: tuple[Import, ...] = (), role: Role = Role.SOURCE
) -> dict[str, FileFacts]:
    """One Python file with these functions."""
    module = Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=999)
    language = Language.PYTHON
    return {file: FileFacts(file=file, language=language, role=role, scopes=(module, *scopes), imports=imports)}


def subject(
    *operations: AuditedOperation,
    ghosts: Iterable[Ghost] = (),
    facts: Mapping[str, FileFacts] | None = None,
) -> Subject:
    return Subject(
        registrations=Registrations(operations=tuple(item.operation for item in operations)),
        operations=operations,
        linked=Linked(ghosts=tuple(ghosts)),
        facts=facts or {},
    )


def reported(rule: Rule, seen: Subject) -> list[str]:
    """Operation ids, or subjects where there is no operation, in the rule's order."""
    return [finding.operation or finding.subject for finding in rule.findings(seen)]
