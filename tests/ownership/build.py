"""Operations, links and effects for judging, built by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scanner.concepts.callsite import Aftermath, Body, CallKind, CallSite, Link, MatchGrade
from scanner.concepts.declared import DeclaredOwner
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Verdict
from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.operation import Declared, Handler, Operation
from scanner.concepts.path import PathTemplate
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Role
from scanner.ownership.verdicts import judge


def operation(
    name: str, *, framework: str = "flask", inherited: bool = False, bases: tuple[str, ...] = (), line: int = 10
) -> Operation:
    """`POST /path`, answered by `app.py`."""
    method, _, path = name.partition(" ")
    return Operation(
        id=name,
        method=method,
        path=PathTemplate.parse(path),
        framework=framework,
        application="app",
        name=path,
        handler=Handler(f"app.{path}", "app.py", line + 1, (), bases),
        route=Location("app.py", line),
        inherited=inherited,
        declared=Declared(),
    )


def link(
    kind: CallKind,
    *,
    file: str = "page.html",
    line: int = 1,
    server_rendered: bool | None = True,
    body: Body = Body.UNKNOWN,
    aftermath: tuple[Aftermath, ...] = (),
    role: Role = Role.SOURCE,
    fields: tuple[str, ...] = (),
) -> Link:
    """A link of this kind; `judged` fills in whose it is."""
    site = CallSite(
        kind=kind,
        location=Location(file, line),
        role=role,
        server_rendered=server_rendered,
        body=body,
        aftermath=aftermath,
        fields=fields,
    )
    return Link(site, "", MatchGrade.EXACT)


def effect(kind: EffectKind, detail: str = "", depth: int = 0) -> Effect:
    """An effect in `app.py`."""
    return Effect(kind, Location("app.py", 12), detail, depth)


def judged(
    one: Operation,
    links: Iterable[Link] = (),
    effects: Iterable[Effect] = (),
    *,
    others: Mapping[Operation, tuple[tuple[Link, ...], tuple[Effect, ...]]] | None = None,
    facts: Mapping[str, FileFacts] | None = None,
    configured: tuple[DeclaredOwner, ...] = (),
) -> Verdict:
    """The verdict of one operation, in a project that holds `others` besides: a linked page, if nothing is said."""
    page = operation("GET /")
    around = others if others is not None else {page: ((link(CallKind.LINK),), (effect(EffectKind.RENDERS, "p.html"),))}
    rows = {one: (tuple(links), tuple(effects)), **around}
    linked = Linked(
        links={operation.id: found for operation, (found, _) in rows.items()},
        effects={operation.id: found for operation, (_, found) in rows.items()},
    )
    return judge(Registrations(operations=tuple(rows)), linked, facts or {}, configured)[one.id]
