"""Lighter and stronger candidates side by side, each with what a reviewer weighs, those that gain most first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporters.summary import plural
from scanner.concepts.comparison import Comparison
from scanner.concepts.evidence import Fit
from scanner.concepts.finding import Finding
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import RuleInfo, Theme

MOST = 40
"""Candidates shown in a column; further ones are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An operation to decide on. `gain` is what its column is sorted by, in words; `concerns` are filled with facts."""

    audited: AuditedOperation
    findings: tuple[Finding, ...]
    gain: str
    concerns: tuple[tuple[str, str], ...]
    target: str
    """What it would become, in its framework's terms; empty where somebody else's contract says so."""


def lighter(operations: Iterable[AuditedOperation], advice: Mapping[str, tuple[Finding, ...]]) -> tuple[Candidate, ...]:
    """Operations for which a form action would do, those that save most client code first."""
    ranked = []
    for audited in operations:
        comparison = audited.comparison
        if audited.verdict.fit is Fit.LIGHTER and comparison is not None:
            saved = comparison.client_lines
            gain = f"{plural(saved, 'line')} of script to drop" if saved else "no scripted call seen"
            rank = (-saved, -len(audited.callers), -audited.verdict.confidence)
            ranked.append((rank, _candidate(audited, comparison, advice, gain)))
    return tuple(candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0]))


def stronger(
    operations: Iterable[AuditedOperation], advice: Mapping[str, tuple[Finding, ...]]
) -> tuple[Candidate, ...]:
    """Operations that owe a stronger boundary, the gravest advice first, then those that lack most."""
    ranked = []
    for audited in operations:
        comparison = audited.comparison
        if audited.verdict.fit is Fit.STRONGER and comparison is not None:
            lacks = comparison.missing
            mine = advice.get(audited.operation.id, ())
            gain = f"unseen: {', '.join(lacks)}" if lacks else "every guard was seen"
            gravest = max((finding.severity.rank for finding in mine), default=-1)
            rank = (-gravest, -len(lacks), -len(audited.callers))
            ranked.append((rank, _candidate(audited, comparison, advice, gain)))
    return tuple(candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0]))


def advice_on(findings: Iterable[Finding], rules: Iterable[RuleInfo]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings that speak for a lighter or stronger shape, by operation."""
    themes = {rule.code: rule.theme for rule in rules}
    groups: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        if finding.operation and themes.get(finding.rule) in (Theme.LIGHTER, Theme.STRONGER, Theme.SAFETY):
            groups[finding.operation] = (*groups.get(finding.operation, ()), finding)
    return groups


def _candidate(
    audited: AuditedOperation, comparison: Comparison, advice: Mapping[str, tuple[Finding, ...]], gain: str
) -> Candidate:
    return Candidate(
        audited=audited,
        findings=advice.get(audited.operation.id, ()),
        gain=gain,
        concerns=tuple((row.concern.value, row.fact) for row in comparison.concerns),
        target=comparison.target,
    )
