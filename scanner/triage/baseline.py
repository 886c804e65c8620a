"""The baseline: accepted findings, by fingerprint and count. One more of the same kind is new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from scanner.concepts.finding import Finding, State
from scanner.concepts.report import Report
from scanner.config import Config
from scanner.triage.baseline_file import Entry, read_entries, save
from scanner.triage.fingerprint import Identity, identify, moved_key


def write_baseline(path: Path, report: Report, config: Config) -> int:
    """Accept every finding of the report that no suppression waives; returns how many.

    Reasons and days to come of entries that are there are kept, and so are entries of rules that did not run.
    Raises ConfigError where the file that is there is no baseline, or cannot be written.
    """
    identities = _identities(report)
    today = date.today()
    entries = [
        replace(entry, expires=None) if expired(entry, today) and config.runs(entry.rule) else entry
        for entry in read_entries(path)
    ]
    save(path, _accept(identities, entries, config, only_known=False))
    return len(identities)


def prune_baseline(path: Path, report: Report, config: Config) -> int:
    """Forget what no finding matches any more; returns how many entries were stale. Nothing new is accepted.

    Entries that were found again under a renamed route or a moved caller are rewritten to where they are now.
    """
    identities = _identities(report)
    entries = read_entries(path)
    if not entries:
        return 0
    stale = compare(identities, [entry for entry in entries if config.runs(entry.rule)]).stale
    save(path, _accept(identities, entries, config, only_known=True))
    return len(stale)


def identities_of(report: Report, findings: Iterable[Finding]) -> list[Identity]:
    """What these findings of the report are about, in their order."""
    operations = {audited.operation.id: audited.operation for audited in report.operations}
    return [identify(finding, operations) for finding in findings]


def accept_all(identities: Sequence[Identity]) -> tuple[Entry, ...]:
    """Entries that accept exactly these findings, without reasons."""
    return _accept(identities, (), Config(), only_known=False)


def _identities(report: Report) -> list[Identity]:
    return identities_of(report, [f for f in report.findings if f.state is not State.SUPPRESSED])


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings beside a baseline: each finding's entry or None, in order; and the entries no longer met in full."""

    accepted: tuple[Entry | None, ...]
    stale: tuple[Entry, ...]


def compare(identities: Sequence[Identity], entries: Iterable[Entry]) -> Compared:
    """Meet findings with entries as multisets: of three equal findings, an entry of count two accepts two.

    What is left on both sides is paired by the weaker key, one to one: a renamed route or a moved template stays known.
    """
    by_fingerprint = {entry.fingerprint: entry for entry in entries}
    left = Counter({fingerprint: entry.count for fingerprint, entry in by_fingerprint.items()})
    accepted: list[Entry | None] = []
    for identity in identities:
        fingerprint = identity.fingerprint
        known = left[fingerprint] > 0
        left[fingerprint] -= known
        accepted.append(by_fingerprint[fingerprint] if known else None)
    waiting: dict[tuple[str, ...], list[Entry]] = {}
    for entry in by_fingerprint.values():
        waiting.setdefault(entry.moved_key, []).extend([entry] * left[entry.fingerprint])
    for position, identity in enumerate(identities):
        if accepted[position] is None:
            key = moved_key(identity.rule, identity.endpoint, identity.caller, identity.handler)
            if candidates := waiting.get(key):
                accepted[position] = entry = candidates.pop(0)
                left[entry.fingerprint] -= 1
    stale = tuple(entry for entry in by_fingerprint.values() if left[entry.fingerprint] > 0)
    return Compared(tuple(accepted), stale)


def live(entries: Iterable[Entry], config: Config, today: date) -> tuple[Entry, ...]:
    """The entries that count today: of rules that run, and not past their day."""
    return tuple(entry for entry in entries if config.runs(entry.rule) and not expired(entry, today))


def expired(entry: Entry, today: date) -> bool:
    """Whether the entry's last day is past."""
    return entry.expires is not None and entry.expires < today


def _accept(
    identities: Sequence[Identity], entries: Sequence[Entry], config: Config, *, only_known: bool
) -> tuple[Entry, ...]:
    asleep = [entry for entry in entries if not config.runs(entry.rule)]
    compared = compare(identities, [entry for entry in entries if config.runs(entry.rule)])
    kept: dict[str, Entry] = {}
    for identity, entry in zip(identities, compared.accepted, strict=True):
        if entry is None and only_known:
            continue
        before = kept.get(identity.fingerprint)
        fresh = before or Entry.of(identity, count=0)
        source = entry or before
        kept[identity.fingerprint] = replace(
            fresh,
            count=fresh.count + 1,
            reason=source.reason if source else "",
            expires=source.expires if source else None,
        )
    return (*kept.values(), *asleep)
