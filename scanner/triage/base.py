"""`--base REF`: findings that were there where this branch began are not new.

A template's edit changes a view's finding, so both trees are audited whole and compared by fingerprint; looking at
changed files alone would miss half of it.
"""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.finding import Finding, State
from scanner.concepts.report import Report
from scanner.triage.baseline import accept_all, compare, identities_of


def known_before(report: Report, base: Report, ref: str) -> tuple[Finding, ...]:
    """The report's findings; those that `base`, the audit of the revision where both parted, has too are unchanged.

    What was waived there by a suppression that is gone now counts as new.
    """
    new = [finding for finding in report.findings if finding.state is State.NEW]
    identities = identities_of(report, new)
    entries = accept_all(identities_of(base, [f for f in base.findings if f.state is not State.SUPPRESSED]))
    accepted = iter(compare(identities, entries).accepted)
    return tuple(
        replace(finding, state=State.UNCHANGED, reason=f"there already at {ref}")
        if finding.state is State.NEW and next(accepted) is not None
        else finding
        for finding in report.findings
    )
