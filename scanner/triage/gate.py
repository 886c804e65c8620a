"""The gate: which findings fail a run."""

from __future__ import annotations

from collections.abc import Iterable

from scanner.concepts.finding import Finding, Severity, State
from scanner.config import NEVER, Config


def failing(findings: Iterable[Finding], config: Config) -> tuple[Finding, ...]:
    """The findings that are new, grave enough and sure enough, in their order."""
    if config.fail_on == NEVER:
        return ()
    least = Severity(config.fail_on).rank
    return tuple(
        finding
        for finding in findings
        if finding.state is State.NEW and finding.severity.rank >= least and finding.confidence >= config.min_confidence
    )
