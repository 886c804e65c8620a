"""Triage, step by step: identify, waive, compare with the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.finding import Finding, State
from scanner.concepts.marks import Suppression
from scanner.concepts.report import AuditedOperation
from scanner.config import Config
from scanner.triage.baseline import compare, live
from scanner.triage.baseline_file import read_entries
from scanner.triage.fingerprint import identify
from scanner.triage.suppressions import Waivers


@dataclass(frozen=True, slots=True)
class Triaged:
    """Findings with fingerprint, state and reason, in their order; what is wrong with suppressions; stale entries."""

    findings: tuple[Finding, ...]
    diagnostics: tuple[Diagnostic, ...]
    stale: int
    """Baseline entries that no finding matches any more, in full or in part."""


def triage(
    root: Path,
    findings: Sequence[Finding],
    operations: Sequence[AuditedOperation],
    suppressions: Mapping[str, Sequence[Suppression]],
    config: Config,
    today: date | None = None,
) -> Triaged:
    """Tell waived, accepted and new findings apart. A waived finding uses up no baseline entry.

    `suppressions` are what comments waive, by file. `today` decides what has expired; it is the current day unless
    given. Raises ConfigError for a broken baseline.
    """
    today = today or date.today()
    by_id = {audited.operation.id: audited.operation for audited in operations}
    waivers = Waivers(suppressions, config, today)
    waived = [waivers.waivers(finding, by_id.get(finding.operation)) for finding in findings]
    identities = [identify(finding, by_id) for finding in findings]
    open_identities = [identity for identity, met in zip(identities, waived, strict=True) if not met]
    compared = compare(open_identities, live(read_entries(root / config.baseline), config, today))
    entries = iter(compared.accepted)
    triaged = []
    for finding, identity, met in zip(findings, identities, waived, strict=True):
        known = replace(finding, fingerprint=identity.fingerprint)
        if met:
            reason = next((waiver.reason for waiver in met if waiver.reason), "")
            triaged.append(replace(known, state=State.SUPPRESSED, reason=reason, waivers=met))
        elif (entry := next(entries)) is not None:
            triaged.append(replace(known, state=State.UNCHANGED, reason=entry.reason))
        else:
            triaged.append(replace(known, state=State.NEW))
    return Triaged(tuple(triaged), waivers.diagnostics(), len(compared.stale))
