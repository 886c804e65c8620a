"""GitLab Code Quality: findings in merge requests.

The check's name is not shown there, so the description begins with it.
https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping

from reporters.clean import clean
from reporters.summary import shown
from scanner.concepts.finding import Severity
from scanner.concepts.report import Report

_SEVERITIES: Mapping[Severity, str] = {Severity.LOW: "info", Severity.MEDIUM: "minor", Severity.HIGH: "major"}


def render(report: Report) -> str:
    """A JSON array with an entry for each finding that is not suppressed; fingerprints are unique."""
    turns: Counter[str] = Counter()
    entries = []
    for finding in shown(report.findings):
        turn = turns[finding.fingerprint]
        turns[finding.fingerprint] += 1
        entries.append(
            {
                "description": f"{finding.rule} {finding.name}: {clean(finding.message)}",
                "check_name": finding.rule,
                "fingerprint": f"{finding.fingerprint}-{turn}" if turn else finding.fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {"path": finding.location.file, "lines": {"begin": max(finding.location.line, 1)}},
            }
        )
    return json.dumps(entries, indent=2, ensure_ascii=True) + "\n"
