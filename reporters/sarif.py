"""SARIF 2.1.0, for code scanning.

One run; places relative to `%SRCROOT%`; callers as related locations; triage as `baselineState` and `suppressions`;
what was not read as notifications. Fingerprints are written twice, because GitHub matches alerts by
`primaryLocationLineHash` alone. `security-severity` is set for the rules of the safety theme only, otherwise every
finding would be shown as a vulnerability.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias, assert_never
from urllib.parse import quote

from reporters.clean import clean, clean_block
from reporters.wording import request
from scanner.concepts.diagnostic import DiagnosticSeverity
from scanner.concepts.finding import Finding, Severity, State
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation, Report
from scanner.concepts.rule import RuleInfo, Theme

MOST_RESULTS = 5_000
"""GitHub keeps the first 5,000 results of a run."""
MOST_RELATED = 100
"""GitHub shows 100 locations of a result."""

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS: Mapping[Severity, str] = {Severity.LOW: "note", Severity.MEDIUM: "warning", Severity.HIGH: "error"}
_SECURITY: Mapping[Severity, str] = {Severity.LOW: "3.0", Severity.MEDIUM: "5.5", Severity.HIGH: "8.0"}

Object: TypeAlias = dict[str, object]


def render(report: Report) -> str:
    """The report as one SARIF log with one run."""
    operations = {audited.operation.id: audited for audited in report.operations}
    indexes = {rule.code: index for index, rule in enumerate(report.rules)}
    kept = _kept(report.findings)
    turns: Counter[str] = Counter()
    results = []
    for finding in kept:
        turns[finding.fingerprint] += 1
        audited = operations.get(finding.operation)
        results.append(_result(finding, indexes.get(finding.rule), audited, turns[finding.fingerprint]))
    driver: Object = {
        "name": "callside",
        "semanticVersion": report.version,
        "rules": [_rule(rule) for rule in report.rules],
    }
    run: Object = {
        "tool": {"driver": driver},
        "automationDetails": {"id": "callside/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report, len(kept))}],
        "results": results,
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _kept(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """As many as are shown: beyond the limit the least grave and least sure are left out; the order stays."""
    if len(findings) <= MOST_RESULTS:
        return findings
    ranked = sorted(range(len(findings)), key=lambda i: (-findings[i].severity.rank, -findings[i].confidence))
    return tuple(findings[index] for index in sorted(ranked[:MOST_RESULTS]))


def _rule(rule: RuleInfo) -> Object:
    properties: Object = {"tags": ["architecture", rule.theme.value]}
    if rule.theme is Theme.SAFETY:
        properties = {"tags": ["architecture", "security"], "security-severity": _SECURITY[rule.severity]}
    return {
        "id": rule.code,
        "name": _pascal(rule.name),
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.summary},
        "help": {"text": rule.doc, "markdown": rule.doc},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": properties,
    }


def _result(finding: Finding, index: int | None, audited: AuditedOperation | None, turn: int) -> Object:
    related = _related(finding, audited)
    message = _unlinked(finding.message)
    if related:
        message += "\n\nSee " + ", ".join(f"[{_label(text)}]({number})" for number, (_, text) in enumerate(related, 1))
    result: Object = {
        "ruleId": finding.rule,
        "level": _LEVELS[finding.severity],
        "rank": round(finding.confidence * 100, 1),
        "message": {"text": f"{message}\n\n{_unlinked(finding.help.strip())}"},
        "locations": [{"physicalLocation": _place(finding.location)}],
        "relatedLocations": [
            {"id": number, "physicalLocation": _place(location), "message": {"text": clean(text)}}
            for number, (location, text) in enumerate(related, 1)
        ],
        "baselineState": "unchanged" if finding.state is State.UNCHANGED else "new",
        "properties": {"confidence": round(finding.confidence, 4), "operation": clean(finding.operation)},
    }
    if index is not None:
        result["ruleIndex"] = index
    if finding.fingerprint:
        # equal fingerprints are told apart by their turn, as GitHub's own hash does
        result["partialFingerprints"] = {
            "callside/v1": finding.fingerprint,
            "primaryLocationLineHash": f"{finding.fingerprint}:{turn}",
        }
    if finding.state is State.SUPPRESSED:
        result["suppressions"] = [
            {"kind": waiver.where, "status": "accepted", "justification": clean(waiver.reason)}
            for waiver in finding.waivers
        ]
    return result


def _related(finding: Finding, audited: AuditedOperation | None) -> list[tuple[Location, str]]:
    """The finding's other places, its evidence, then the operation's callers; each place once."""
    places = list(finding.related)
    places += [(one.location, one.text) for one in finding.evidence if one.location is not None]
    if audited is not None:
        places += [(link.site.location, f"{link.site.kind}: {request(link.site)}") for link in audited.callers]
    once: dict[Location, str] = {}
    for location, text in places:
        if location.file:
            once.setdefault(location, text)
    return list(once.items())[:MOST_RELATED]


def _label(text: str) -> str:
    """Link text inside a message: brackets would end it."""
    return clean(text).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _unlinked(text: str) -> str:
    """Text in which nothing reads as one of SARIF's embedded links."""
    return clean_block(text).replace("](", "] (")


def _place(location: Location) -> Object:
    place: Object = {"artifactLocation": {"uri": _uri(location.file), "uriBaseId": _ROOT}}
    if location.line:
        region: Object = {"startLine": location.line}
        if location.column:
            region["startColumn"] = location.column
        place["region"] = region
    return place


def _uri(file: str) -> str:
    """Percent-encoded, and never taken for a scheme or an absolute path."""
    return quote(file.encode("utf-8", "surrogatepass"), safe="/").lstrip("/")


def _notifications(report: Report, kept: int) -> list[Object]:
    notes: list[Object] = []
    for diagnostic in report.diagnostics:
        note: Object = {"level": _level(diagnostic.severity), "message": {"text": clean(diagnostic.message)}}
        if diagnostic.location is not None:
            note["locations"] = [{"physicalLocation": _place(diagnostic.location)}]
        notes.append(note)
    for why, number in report.coverage.skipped.items():
        notes.append({"level": "note", "message": {"text": clean(f"{number} files skipped: {why}")}})
    if report.unresolved:
        notes.append({"level": "note", "message": {"text": f"{len(report.unresolved)} requests unresolved"}})
    if kept < len(report.findings):
        text = f"{len(report.findings) - kept} of {len(report.findings)} findings left out: the least grave, least sure"
        notes.append({"level": "warning", "message": {"text": text}})
    return notes


def _level(severity: DiagnosticSeverity) -> str:
    match severity:
        case DiagnosticSeverity.NOTE:
            return "note"
        case DiagnosticSeverity.WARNING:
            return "warning"
        case DiagnosticSeverity.ERROR:
            return "error"
        case _:
            assert_never(severity)


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("-"))
