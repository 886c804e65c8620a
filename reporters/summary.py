"""What every report says first: operations by owner and shape, how complete the audit is, what to read first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scanner.concepts.diagnostic import DiagnosticSeverity
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.concepts.finding import Finding, Severity, State
from scanner.concepts.report import Report


@dataclass(frozen=True, slots=True)
class Matrix:
    """Operations by owner and shape. `shapes` are the columns that hold something, in the vocabulary's order."""

    counts: Mapping[tuple[Owner, Shape], int]
    shapes: tuple[Shape, ...]

    def row(self, owner: Owner) -> tuple[int, ...]:
        """The counts of one owner, one a column."""
        return tuple(self.counts.get((owner, shape), 0) for shape in self.shapes)

    def total(self, owner: Owner) -> int:
        """The operations of one owner."""
        return sum(self.row(owner))


_BY_HARM = ("CS2", "CS4", "CS3", "CS1")
"""Families of rules: boundaries, calls and owners, two audiences, lighter shapes."""


def matrix(report: Report) -> Matrix:
    """Count operations by owner and shape."""
    counts = Counter((audited.verdict.owner, audited.verdict.shape) for audited in report.operations)
    present = {shape for _, shape in counts}
    return Matrix(counts, tuple(shape for shape in Shape if shape in present))


def fits(report: Report) -> Mapping[Fit, int]:
    """Count operations by fit, in the vocabulary's order, zeros left out."""
    counts = Counter(audited.verdict.fit for audited in report.operations)
    return {fit: counts[fit] for fit in Fit if counts[fit]}


def shown(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are not suppressed."""
    return tuple(finding for finding in findings if finding.state is not State.SUPPRESSED)


def by_severity(findings: Iterable[Finding]) -> Mapping[Severity, tuple[Finding, ...]]:
    """Findings grouped by severity, the gravest first, each group in the report's order."""
    groups: dict[Severity, list[Finding]] = {severity: [] for severity in reversed(Severity)}
    for finding in findings:
        groups[finding.severity].append(finding)
    return {severity: tuple(group) for severity, group in groups.items() if group}


def most_valuable(findings: Iterable[Finding], count: int) -> tuple[Finding, ...]:
    """The findings to read first: gravest, then by harm, then surest, one a rule before a second of any rule.

    A weak boundary does harm, a broken call fails, what a form would do better only costs.

    A rule that fires fifty times says the same thing fifty times; its best instance stands for it.
    """
    ranked = sorted(findings, key=lambda finding: (-finding.severity.rank, _harm(finding), -finding.confidence))
    turn: Counter[str] = Counter()
    rounds: list[tuple[int, int, Finding]] = []
    for position, finding in enumerate(ranked):
        rounds.append((turn[finding.rule], position, finding))
        turn[finding.rule] += 1
    rounds.sort(key=lambda entry: entry[:2])
    return tuple(finding for _, _, finding in rounds[:count])


def _harm(finding: Finding) -> int:
    """The place of a rule's family (`CS2`, `CS4` …) among those that do harm; nothing of low severity does any."""
    if finding.severity is Severity.LOW:
        return 0
    family = finding.rule[:3]
    return _BY_HARM.index(family) if family in _BY_HARM else len(_BY_HARM)


def completeness(report: Report) -> tuple[str, ...]:
    """How completely the repository was read, a clause each; what was left out is never left unsaid."""
    coverage = report.coverage
    clauses = [f"{coverage.read} of {plural(coverage.files, 'file')} read"]
    if coverage.skipped:
        clauses.append("skipped " + ", ".join(f"{number} {why}" for why, number in coverage.skipped.items()))
    clauses.append(f"{plural(len(report.unresolved), 'request')} unresolved")
    if report.ghosts:
        clauses.append(f"{plural(len(report.ghosts), 'call')} to nothing")
    for severity in reversed(DiagnosticSeverity):
        number = sum(diagnostic.severity is severity for diagnostic in report.diagnostics)
        if number:
            clauses.append(plural(number, severity.value))
    if not report.diagnostics:
        clauses.append("no diagnostics")
    for log in report.logs:
        used = sum(log.file in audited.traffic.logs for audited in report.operations if audited.traffic)
        clauses.append(f"{log.file}: {log.matched:,} of {plural(log.lines, 'line')} reach {plural(used, 'operation')}")
    if report.logs:
        matched, lines = sum(log.matched for log in report.logs), sum(log.lines for log in report.logs)
        clauses.append(f"{matched} of {plural(lines, 'line')} of {plural(len(report.logs), 'access log')} matched")
    if coverage.excluded:
        total = sum(coverage.excluded.values())
        roles = ", ".join(coverage.excluded)
        clauses.append(f"{plural(total, 'operation')} of {roles} code left out")
    if report.library_mounts:
        clauses.append(f"{plural(len(report.library_mounts), 'library mount')} not expanded")
    return tuple(clauses)


def tally(report: Report) -> str:
    """The closing line: findings by severity, and what triage kept back."""
    if not report.findings:
        return "No findings."
    groups = by_severity(shown(report.findings))
    listed = sum(map(len, groups.values()))
    parts = ", ".join(f"{len(group)} {severity}" for severity, group in groups.items())
    line = plural(listed, "finding") + (f": {parts}" if parts else "")
    states = Counter(finding.state for finding in report.findings)
    kept = [f"{states[state]} {state}" for state in (State.UNCHANGED, State.SUPPRESSED) if states[state]]
    return line + (f" ({', '.join(kept)})." if kept else ".")


def plural(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
