"""Terminal text: what a person reads in ten seconds, then each finding with its source, then how to read on."""

from __future__ import annotations

from collections import Counter

from reporters.console import FAINT, OWNER_STYLES, PLAIN, SEVERITY_STYLES, STRONG, Options, Sheet, Span
from reporters.snippet import excerpt
from reporters.summary import completeness, fits, matrix, most_valuable, plural, shown, tally
from reporters.wording import once, untold
from scanner.concepts.diagnostic import DiagnosticSeverity
from scanner.concepts.evidence import Fit, Owner
from scanner.concepts.finding import Finding, State
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation, Report

__all__ = ["Options", "finding_text", "quoted", "render", "render_diagnostics"]

_MOST_VALUABLE = 5
_MOST_PLACES = 2
_NOTE = 11
"""Width of a note's title: `= because: `."""
_DIAGNOSTIC_STYLES = {
    DiagnosticSeverity.NOTE: "blue",
    DiagnosticSeverity.WARNING: "yellow",
    DiagnosticSeverity.ERROR: "red",
}


def render(report: Report, options: Options = PLAIN) -> str:
    """Summary, findings (or counts per rule), closing line."""
    sheet = Sheet(options)
    listed = shown(report.findings)
    if options.quiet == 0:
        _summary(sheet, report)
        _valuable(sheet, listed)
    if options.statistics:
        _statistics(sheet, listed)
    elif options.quiet < 2:
        _findings(sheet, report, listed)
    if options.verbose:
        _undecided(sheet, report)
    _closing(sheet, report)
    return sheet.text()


def render_diagnostics(report: Report, options: Options = PLAIN) -> str:
    """What was not read or not decided, a line each: the command line writes it to stderr."""
    sheet = Sheet(options)
    for diagnostic in report.diagnostics:
        spans: list[Span] = [(f"{diagnostic.severity}: ", _DIAGNOSTIC_STYLES[diagnostic.severity])]
        if diagnostic.location is not None:
            spans += [sheet.place(diagnostic.location), ": "]
        sheet.line(*spans, diagnostic.message)
    return sheet.text()


def _summary(sheet: Sheet, report: Report) -> None:
    operations = plural(len(report.operations), "operation")
    applications = plural(len(report.applications), "application")
    frameworks = ", ".join(report.frameworks) or "no framework"
    sheet.line(("callside", STRONG), f" {report.version}: {operations} of {applications} ({frameworks})")
    sheet.blank()
    if report.operations:
        _matrix(sheet, report)
        sheet.blank()
        parts: list[Span] = []
        for fit, number in fits(report).items():
            parts += [", " if parts else "", (f"{number} {fit}", FAINT if fit is Fit.KEEP else STRONG)]
        sheet.paragraph(*parts, indent=6, first=[("fit", FAINT)])
    seconds = report.coverage.seconds
    clauses = [*completeness(report), *([f"{seconds:.1f} s"] if seconds is not None else [])]
    sheet.paragraph("; ".join(clauses), indent=6, first=[("read", FAINT)])
    sheet.blank()


def _matrix(sheet: Sheet, report: Report) -> None:
    """Owners down, shapes across; columns that do not fit are summed up in one."""
    counts = matrix(report)
    shapes, rest = list(counts.shapes), 0
    while len(shapes) > 1 and 10 + sum(len(shape) + 2 for shape in shapes) + 8 * bool(rest) + 7 > sheet.width:
        shapes.pop()
        rest += 1
    header: list[Span] = [(f"{'owner':<8}", FAINT), *((f"  {shape}", FAINT) for shape in shapes)]
    if rest:
        header.append(("   other", FAINT))
    sheet.line(*header, ("  total", FAINT), indent=2)
    for owner in Owner:
        total = counts.total(owner)
        cells: list[Span] = [(f"{owner:<8}", OWNER_STYLES[owner])]
        for shape in shapes:
            number = counts.counts.get((owner, shape), 0)
            cells.append((f"  {number or '·':>{len(shape)}}", "" if number else FAINT))
        if rest:
            other = sum(counts.counts.get((owner, shape), 0) for shape in counts.shapes[len(shapes) :])
            cells.append((f"  {other or '·':>6}", "" if other else FAINT))
        sheet.line(*cells, (f"  {total:>5}", STRONG if total else FAINT), indent=2)


def _valuable(sheet: Sheet, findings: tuple[Finding, ...]) -> None:
    chosen = most_valuable(findings, _MOST_VALUABLE)
    if len(findings) <= len(chosen):
        return
    sheet.line(("Read first", STRONG))
    for finding in chosen:
        head: list[Span] = ["  ", (finding.rule, SEVERITY_STYLES[finding.severity])]
        sheet.paragraph(finding.message, ("  ", ""), sheet.place(finding.location, FAINT), indent=9, first=head)
    sheet.blank()


def _statistics(sheet: Sheet, findings: tuple[Finding, ...]) -> None:
    counts = Counter((finding.rule, finding.name) for finding in findings)
    gravest = {finding.rule: finding.severity for finding in sorted(findings, key=lambda one: one.severity.rank)}
    for (rule, name), number in counts.most_common():
        sheet.line(f"{number:>5}  ", (rule, SEVERITY_STYLES[gravest[rule]]), f"  {name}")


def _findings(sheet: Sheet, report: Report, findings: tuple[Finding, ...]) -> None:
    operations = {audited.operation.id: audited for audited in report.operations}
    for finding in findings:
        finding_text(sheet, report, finding, operations.get(finding.operation))
        sheet.blank()


def finding_text(sheet: Sheet, report: Report, finding: Finding, audited: AuditedOperation | None) -> None:
    """One finding: head, message, source with its mark, other places, help, and the commands that tell more."""
    head: list[Span] = [(f"{finding.rule} {finding.name}", SEVERITY_STYLES[finding.severity])]
    head.append(f"  {finding.severity}, confidence {finding.confidence:.2f}")
    if finding.state is not State.NEW:
        reason = f": {finding.reason}" if finding.reason else ""
        head.append((f"  [{finding.state}{reason}]", FAINT))
    sheet.line(*head)
    places = [(finding.location, ""), *finding.related[:_MOST_PLACES]]
    gutter = max(len(str(location.line)) for location, _ in places) + 1
    sheet.paragraph((finding.message, STRONG), indent=2)
    for number, (location, label) in enumerate(places):
        _source(sheet, report, location, label, gutter, primary=number == 0)
    more = len(finding.related) - _MOST_PLACES
    if more > 0:
        _note(sheet, gutter, "note", f"and {plural(more, 'other place')}")
    if audited is not None:
        verdict = audited.verdict
        _note(
            sheet,
            gutter,
            "owner",
            f"{verdict.owner} {verdict.confidence:.2f}, shape {verdict.shape}, {_callers(audited)}",
        )
    for evidence in once(finding.evidence)[:3]:
        place = untold(evidence.text, evidence.location)
        where = f" ({place})" if place else ""
        _note(sheet, gutter, "because", f"{evidence.text}{where}")
    advice, *example = finding.help.strip().split("\n")
    _note(sheet, gutter, "help", advice)
    for line in example:
        sheet.line(line, indent=gutter + _NOTE)
    _note(sheet, gutter, "more", f"callside explain {finding.rule}")
    if audited is not None:
        sheet.line(f"callside why {quoted(str(audited.operation))}", indent=gutter + _NOTE)


def _source(sheet: Sheet, report: Report, location: Location, label: str, gutter: int, *, primary: bool) -> None:
    arrow = "-->" if primary else ":::"
    sheet.line((f"{' ' * (gutter - 1)}{arrow} ", FAINT), sheet.place(location))
    source = report.snippets.get((location.file, location.line))
    if source is None or not source.strip():
        if label:
            sheet.paragraph(label, indent=gutter + 4)
        return
    shown_line = excerpt(source, location.column, sheet.width - gutter - 2)
    bar: Span = (f"{' ' * gutter}| ", FAINT)
    mark = ("^" if primary else "-") * shown_line.length
    sheet.line(bar)
    sheet.line((f"{location.line:>{gutter - 1}} | ", FAINT), shown_line.text)
    sheet.line(bar, " " * shown_line.start, (mark, "bold red" if primary else "bold blue"))
    if label:
        sheet.paragraph(label, indent=gutter + 2, first=[bar])


def _note(sheet: Sheet, gutter: int, title: str, text: str) -> None:
    head: list[Span] = [(f"{' ' * gutter}= {title}: " if title else "", FAINT)]
    sheet.paragraph(text, indent=gutter + _NOTE, first=head)


def _callers(audited: AuditedOperation) -> str:
    kinds = Counter(link.site.kind for link in audited.callers)
    if not kinds:
        return "no callers"
    return "called by " + ", ".join(f"{number} {kind}" for kind, number in kinds.items())


def _undecided(sheet: Sheet, report: Report) -> None:
    if report.unresolved:
        sheet.line(("Unresolved requests", STRONG))
        for item in report.unresolved:
            sheet.paragraph(
                sheet.place(item.location), f": {item.kind} {item.method or '?'} {item.url}: {item.why}", indent=2
            )
        sheet.blank()
    if report.diagnostics:
        sheet.line(("Diagnostics", STRONG))
        for diagnostic in report.diagnostics:
            place = f"{diagnostic.location}: " if diagnostic.location else ""
            sheet.paragraph(f"{diagnostic.severity}: {place}{diagnostic.message}", indent=2)
        sheet.blank()


def _closing(sheet: Sheet, report: Report) -> None:
    sheet.paragraph((tally(report), STRONG))
    if report.stale:
        entries = "1 baseline entry matches" if report.stale == 1 else f"{report.stale} baseline entries match"
        sheet.paragraph(f"{entries} no finding any more: run `callside baseline prune`.")


def quoted(text: str) -> str:
    """Quoted for a shell: double quotes where that is enough, which reads best around `POST /users/{id}`."""
    if not set(text) & set('"$`\\!\n'):
        return f'"{text}"'
    return "'" + text.replace("'", "'\\''") + "'"
