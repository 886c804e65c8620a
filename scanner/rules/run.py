"""Runs the rules. An exception in a check is a bug of ours and is not caught here: no rule is skipped in silence."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.concepts.finding import Finding
from scanner.rules.base import Rule
from scanner.rules.catalogue import RULES
from scanner.rules.subject import Subject


def check(subject: Subject, rules: Iterable[Rule] = RULES) -> tuple[Finding, ...]:
    """The rules' findings, in the report's order: by file, line, column, rule, then operation or subject."""
    findings = [finding for rule in rules for finding in rule.findings(subject)]
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[str, int, int, str, str, str]:
    place = finding.location
    return (place.file, place.line, place.column, finding.rule, finding.operation, finding.subject)
