"""`callside why`: one operation from its callers to its verdict, as terminal text."""

from __future__ import annotations

from reporters.console import FAINT, OWNER_STYLES, PLAIN, STRONG, Options, Sheet, Span
from reporters.snippet import excerpt
from reporters.summary import plural
from reporters.terminal import finding_text
from reporters.wording import (
    circumstances,
    fit_meaning,
    owner_meaning,
    question,
    registration,
    request,
    steps,
    traffic,
    turn_sentence,
    untold,
    weighed,
    weight,
)
from scanner.concepts.callsite import CallKind
from scanner.concepts.evidence import Side
from scanner.concepts.operation import Operation
from scanner.concepts.report import AuditedOperation, Report

_FIELD = 12
_CONCERN = 25


def render(report: Report, audited: AuditedOperation, options: Options = PLAIN) -> str:
    """What it is, who requests it and from which page, the evidence, what its code does, its findings."""
    sheet = Sheet(options)
    _identity(sheet, audited)
    _callers(sheet, report, audited)
    _chains(sheet, audited)
    _evidence(sheet, audited)
    _turns(sheet, audited)
    _comparison(sheet, audited)
    _effects(sheet, audited)
    _findings(sheet, report, audited)
    return sheet.text()


def _identity(sheet: Sheet, audited: AuditedOperation) -> None:
    operation, verdict = audited.operation, audited.verdict
    sheet.line((str(operation), STRONG))
    owner: Span = (verdict.owner.value, f"bold {OWNER_STYLES[verdict.owner]}")
    _field(sheet, "owner", owner, f", confidence {verdict.confidence:.2f}: {owner_meaning(verdict.owner)}")
    if verdict.declared is not None:
        _field(sheet, "declared", verdict.declared)
    mutates = ", changes state" if verdict.mutates else ""
    _field(sheet, "shape", f"{verdict.shape}{mutates}")
    _field(sheet, "fit", f"{verdict.fit}: {fit_meaning(verdict.fit)}")
    handler = operation.handler
    _field(sheet, "handler", handler.name, f"  {handler.file}:{handler.line}" if handler.file else "  (a library's)")
    _field(sheet, "route", _names(operation), "  ", sheet.place(operation.route))
    for mount in operation.mounts:
        _field(sheet, "mount", f"{mount.prefix or '(no prefix)'} by {mount.router}  ", sheet.place(mount.location))
    if audited.traffic is not None:
        _field(sheet, "traffic", traffic(audited.traffic))
    doubt = registration(operation)
    if doubt:
        _field(sheet, "note", doubt)
    sheet.blank()


def _names(operation: Operation) -> str:
    application = f" of {operation.application}" if operation.application else ""
    return f"{operation.name or 'unnamed'}, {operation.framework}{application}"


def _callers(sheet: Sheet, report: Report, audited: AuditedOperation) -> None:
    tests = len(audited.links) - len(audited.callers)
    sheet.line((f"Callers: {len(audited.callers)}", STRONG), f", and {plural(tests, 'test')}")
    for link in audited.links:
        style = FAINT if link.site.kind is CallKind.TEST else ""
        head: list[Span] = [(f"  {link.site.kind}", style)]
        sheet.paragraph(sheet.place(link.site.location), f"  {request(link.site)}", indent=2 + _FIELD, first=head)
        location = link.site.location
        source = report.snippets.get((location.file, location.line))
        if source and source.strip():
            shown = excerpt(source.strip(), 0, sheet.width - _FIELD - 4)
            sheet.line(("| ", FAINT), shown.text, indent=2 + _FIELD)
        sheet.paragraph((circumstances(link), FAINT), indent=2 + _FIELD)
    sheet.blank()


def _chains(sheet: Sheet, audited: AuditedOperation) -> None:
    if not audited.chains:
        return
    sheet.line(("From a page to it", STRONG))
    for chain in audited.chains:
        for depth, step in enumerate(steps(chain, audited.operation)):
            sheet.paragraph(
                step, indent=2 + 2 * depth + 3 * bool(depth), first=["  " * depth, "  -> " if depth else ""]
            )
    sheet.blank()


def _evidence(sheet: Sheet, audited: AuditedOperation) -> None:
    for side in Side:
        evidence = weighed(audited.verdict.evidence, side)
        total = sum(one.weight for one in evidence)
        sheet.line((question(side), STRONG), f"  evidence {weight(total)}" if evidence else "  no evidence")
        for one in evidence:
            style = "green" if one.weight > 0 else "red" if one.weight < 0 else FAINT
            place = untold(one.text, one.location)
            where: list[Span] = ["  ", sheet.place(place, FAINT)] if place else []
            sheet.paragraph(one.text, *where, indent=9, first=[(f"  {weight(one.weight):>5}", style)])
    sheet.blank()


def _turns(sheet: Sheet, audited: AuditedOperation) -> None:
    """What would change the owner; what is declared, only a person changes."""
    if audited.verdict.declared is None and not audited.verdict.turns:
        return
    sheet.line(("What would change the owner", STRONG))
    if audited.verdict.declared is not None:
        sheet.paragraph("it is declared: only another declaration would", indent=2)
    for turn in audited.verdict.turns:
        sheet.paragraph(turn_sentence(turn), indent=2)
    sheet.blank()


def _comparison(sheet: Sheet, audited: AuditedOperation) -> None:
    comparison = audited.comparison
    if comparison is None:
        return
    sheet.line(("Form action or boundary", STRONG))
    for row in comparison.concerns:
        sheet.paragraph(row.fact, indent=2 + _CONCERN, first=[(f"  {row.concern}", FAINT)])
    if comparison.missing:
        sheet.paragraph(", ".join(comparison.missing), indent=2 + _CONCERN, first=[("  unseen", FAINT)])
    if comparison.target:
        sheet.paragraph(comparison.target, indent=2 + _CONCERN, first=[("  would become", FAINT)])
    sheet.blank()


def _effects(sheet: Sheet, audited: AuditedOperation) -> None:
    if not audited.effects:
        return
    sheet.line(("What its code does", STRONG))
    for effect in audited.effects:
        calls = f", {plural(effect.depth, 'call')} away" if effect.depth else ""
        detail = f"  {effect.detail}" if effect.detail else ""
        sheet.paragraph(f"{effect.kind}{detail}  ", sheet.place(effect.location, FAINT), (calls, FAINT), indent=2)
    sheet.blank()


def _findings(sheet: Sheet, report: Report, audited: AuditedOperation) -> None:
    findings = [finding for finding in report.findings if finding.operation == audited.operation.id]
    if not findings:
        sheet.line("No findings.")
    for number, finding in enumerate(findings):
        if number:
            sheet.blank()
        finding_text(sheet, report, finding, None)


def _field(sheet: Sheet, title: str, *spans: Span) -> None:
    sheet.paragraph(*spans, indent=2 + _FIELD, first=[(f"  {title}", FAINT)])
