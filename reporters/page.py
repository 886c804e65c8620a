"""What the HTML report shows, prepared for its templates: rows with anchors, heat tables, findings by theme."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from reporters.architecture import Architecture, architecture
from reporters.clean import clean
from reporters.comparison import Candidate, advice_on, lighter, stronger
from reporters.decision import baseline_entry, suppression
from reporters.detail import Detail, detail
from reporters.summary import Matrix, completeness, fits, matrix, most_valuable, shown, tally
from scanner.concepts.callsite import CallKind
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.concepts.finding import Finding, State
from scanner.concepts.location import Location
from scanner.concepts.operation import Handler, Operation
from scanner.concepts.report import AuditedOperation, Report
from scanner.concepts.rule import RuleInfo, Theme

LONGEST_LINE = 240
"""Characters of a source line."""

_UNSAFE = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An operation on the page. `anchor` stays the same from audit to audit, so that links to it last."""

    audited: AuditedOperation
    anchor: str
    href: str
    """Where its details are: on this page, or on that of its module."""
    module: str
    kinds: Mapping[CallKind, int]
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its own anchor and the address of its operation's details, if it has one."""

    finding: Finding
    anchor: str
    operation: str


@dataclass(frozen=True, slots=True)
class Module:
    """The operations of one source file: how many, in which shapes, whose, called how, with how many findings."""

    name: str
    operations: int
    shapes: tuple[tuple[Shape, int], ...]
    """The commonest first."""
    owners: Mapping[Owner, int]
    kinds: Mapping[CallKind, int]
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the templates need, in the order of the page."""

    report: Report
    title: str
    completeness: tuple[str, ...]
    tally: str
    matrix: Matrix
    fits: Mapping[Fit, int]
    first: tuple[ShownFinding, ...]
    themes: tuple[tuple[Theme | None, tuple[ShownFinding, ...]], ...]
    suppressed: tuple[Finding, ...]
    modules: tuple[Module, ...]
    numbers: Mapping[str, int]
    """Where each module stands among the choices of the filter, from 1."""
    kinds: tuple[CallKind, ...]
    rows: tuple[Row, ...]
    spoke: tuple[RuleInfo, ...]
    """The rules of the listed findings."""
    operations: Mapping[str, Operation]
    hrefs: Mapping[str, str]
    """The address of each operation's details, by its id."""
    shown: Mapping[str, ShownFinding]
    """The listed findings by fingerprint."""
    architecture: Architecture
    lighter: tuple[Candidate, ...]
    stronger: tuple[Candidate, ...]
    detailed: bool = True
    """Whether the operations' details are on this page."""
    home: str = ""
    """The address of the front page, empty on itself."""

    @property
    def busiest(self) -> int:
        """The most callers of one kind that any module has."""
        return max((number for module in self.modules for number in module.kinds.values()), default=0)

    def permalink(self, place: Location | Handler) -> str:
        """The address of a place on the project's forge; empty where none is known."""
        origin = None if Location(place.file, place.line).outside else self.report.origin
        return origin.permalink(place.file, place.line) if origin else ""

    def suppression(self, finding: Finding) -> str:
        """What waives the finding, to be pasted into the configuration."""
        return suppression(finding, self.operations)

    def baseline_entry(self, finding: Finding) -> str:
        """What accepts the finding as it is today, to be pasted into the baseline."""
        return baseline_entry(finding, self.operations)

    def detail(self, row: Row) -> Detail:
        """Everything about an operation beyond its row."""
        return detail(row.audited, self.source)

    def source(self, location: Location | None) -> str:
        """The source line at a place, without its indent; empty where it is not known."""
        if location is None:
            return ""
        line = self.report.snippets.get((location.file, location.line), "").strip()
        return line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE] + "…"


def page(report: Report, address: Callable[[str], str] = lambda module: "") -> Page:
    """Prepare a report for the templates. `address` gives the page of a module's details, empty for this page."""
    ids = anchors("op", (audited.operation.id for audited in report.operations))
    href_of = {
        audited.operation.id: f"{address(module_of(audited.operation))}#{anchor}"
        for audited, anchor in zip(report.operations, ids, strict=True)
    }
    listed = shown(report.findings)
    marks = anchors("finding", (f"{finding.rule} {finding.fingerprint[:12]}" for finding in listed))
    shown_findings = tuple(
        ShownFinding(finding, mark, href_of.get(finding.operation, ""))
        for finding, mark in zip(listed, marks, strict=True)
    )
    mine: dict[str, list[ShownFinding]] = {}
    for one in shown_findings:
        mine.setdefault(one.finding.operation, []).append(one)
    rows = tuple(
        Row(
            audited=audited,
            anchor=anchor,
            href=f"{address(module_of(audited.operation))}#{anchor}",
            module=module_of(audited.operation),
            kinds=Counter(link.site.kind for link in audited.callers),
            findings=tuple(mine.get(audited.operation.id, ())),
        )
        for audited, anchor in zip(report.operations, ids, strict=True)
    )
    shown_as = {id(one.finding): one for one in shown_findings}
    advice = advice_on(listed, report.rules)
    present = {kind for row in rows for kind in row.kinds}
    rules = {rule.code: rule for rule in report.rules}
    return Page(
        report=report,
        title=_title(report),
        completeness=completeness(report),
        tally=tally(report),
        matrix=matrix(report),
        fits=fits(report),
        first=tuple(shown_as[id(finding)] for finding in most_valuable(listed, 6)),
        themes=_themes(shown_findings, rules),
        suppressed=tuple(finding for finding in report.findings if finding.state is State.SUPPRESSED),
        modules=_modules(rows),
        numbers={name: number for number, name in enumerate(sorted({row.module for row in rows}), 1)},
        kinds=tuple(kind for kind in CallKind if kind in present),
        rows=rows,
        operations={audited.operation.id: audited.operation for audited in report.operations},
        hrefs=href_of,
        shown={one.finding.fingerprint: one for one in shown_findings},
        architecture=architecture(report),
        lighter=lighter(report.operations, advice),
        stronger=stronger(report.operations, advice),
        spoke=tuple(rule for rule in report.rules if rule.code in {finding.rule for finding in listed}),
    )


def module_page(front: Page, module: Module, home: str) -> Page:
    """The page of one module's details, of a report whose front page is at `home`."""
    rows = tuple(replace(row, href=f"#{row.anchor}") for row in front.rows if row.module == module.name)
    return replace(front, title=module.name, rows=rows, modules=(module,), detailed=True, home=home)


def module_of(operation: Operation) -> str:
    """The file that holds the handler; for a library's handler the file that registers it."""
    return clean(operation.handler.file or operation.route.file)


def _title(report: Report) -> str:
    if report.root not in ("", "."):
        return report.root
    if report.name:
        return report.name
    return ", ".join(dict.fromkeys(application.name for application in report.applications)) or "this repository"


def _themes(
    findings: Iterable[ShownFinding], rules: Mapping[str, RuleInfo]
) -> tuple[tuple[Theme | None, tuple[ShownFinding, ...]], ...]:
    """Findings by the theme of their rule; those of a rule that the report does not describe come last."""
    groups: dict[Theme | None, list[ShownFinding]] = {theme: [] for theme in (*Theme, None)}
    for one in findings:
        rule = rules.get(one.finding.rule)
        groups[rule.theme if rule else None].append(one)
    return tuple((theme, tuple(group)) for theme, group in groups.items() if group)


def _modules(rows: Iterable[Row]) -> tuple[Module, ...]:
    """The largest first, then by name."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.module, []).append(row)
    modules = [
        Module(
            name,
            len(group),
            tuple(Counter(row.audited.verdict.shape for row in group).most_common()),
            Counter(row.audited.verdict.owner for row in group),
            sum((Counter(row.kinds) for row in group), Counter[CallKind]()),
            sum(len(row.findings) for row in group),
        )
        for name, group in groups.items()
    ]
    return tuple(sorted(modules, key=lambda module: (-module.operations, module.name)))


def anchors(prefix: str, names: Iterable[str]) -> tuple[str, ...]:
    """An HTML id for each name: readable, from the name alone, unique."""
    taken: Counter[str] = Counter()
    unique = []
    for name in names:
        digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:6]
        readable = _UNSAFE.sub("-", name.lower()).strip("-")[:40].rstrip("-")
        anchor = "-".join(part for part in (prefix, readable, digest) if part)
        taken[anchor] += 1
        unique.append(anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}")
    return tuple(unique)
