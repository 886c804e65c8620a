"""GitHub workflow commands: findings as annotations on the changed files.

GitHub shows ten annotations of a kind in a step and drops the rest without a word, so the tenth says how many more
there are. Data and properties are escaped, otherwise a file name with a newline in it could issue commands of its own.
https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Mapping

from reporters.clean import clean
from reporters.summary import by_severity, plural, shown
from scanner.concepts.finding import Finding, Severity
from scanner.concepts.report import Report

MOST = 10
"""Annotations of one kind that GitHub shows in a step."""
LONGEST = 4_000
"""Characters of a message; GitHub cuts at 4,096."""

_KINDS: Mapping[Severity, str] = {Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "notice"}


def render(report: Report) -> str:
    """A workflow command a line, the gravest findings first; nothing where there are no findings."""
    lines: list[str] = []
    for severity, findings in by_severity(shown(report.findings)).items():
        kind = _KINDS[severity]
        fit = findings if len(findings) <= MOST else findings[: MOST - 1]
        lines += [_annotation(kind, finding) for finding in fit]
        if len(fit) < len(findings):
            more = plural(len(findings) - len(fit), "finding")
            lines.append(f"::{kind} title=callside::and {more} more of severity {severity}: see the full report")
    return "".join(f"{line}\n" for line in lines)


def _annotation(kind: str, finding: Finding) -> str:
    location = finding.location
    properties = {"file": _property(clean(location.file))}
    if location.line:
        properties["line"] = str(location.line)
        if location.column:
            properties["col"] = str(location.column)
    properties["title"] = _property(f"{finding.rule} {finding.name}")
    message = f"{clean(finding.message)}\n{finding.help.strip()}"
    message = "\n".join(clean(line) for line in message.split("\n"))
    listed = ",".join(f"{name}={value}" for name, value in properties.items())
    return f"::{kind} {listed}::{_data(message[:LONGEST])}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
