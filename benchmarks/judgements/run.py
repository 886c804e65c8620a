#!/usr/bin/env python3
"""Findings on real applications, rule by rule: how many, and how many of a draw hold when they are read at the source.

run.py REPORT.json… [--draw N] [--list] [--write]

Each REPORT.json is an audit of one application (`callside audit . --format json`), named as the application is. Of each
rule's findings, over all applications, N are drawn (10): those whose digest of project and fingerprint is lowest, which
is as good as chance and stays the same draw until a finding comes or goes. `judgements.json` holds what a person who
read each of them at its source decided: `true`, `false`, or `arguable` (what it says is so, and a good architect may
still leave it), with the reason in a sentence.

Prints findings per rule and application, then for each rule how many of the draw are true, false, arguable and not
judged. `--list` prints what is drawn and not judged; `--write` adds those to `judgements.json` with an empty verdict,
to be filled in by hand, and forgets rows that were never filled in.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

KEPT = Path(__file__).parent / "judgements.json"
VERDICTS = ("true", "false", "arguable")
SEED = "callside"


@dataclass(frozen=True, slots=True, order=True)
class Judgement:
    """What a person decided about one finding. `verdict` is empty until then."""

    rule: str
    project: str
    fingerprint: str
    operation: str
    place: str
    verdict: str = ""
    why: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What tells one finding from all others."""
        return self.project, self.fingerprint

    @property
    def lot(self) -> str:
        """Its place in the order of drawing."""
        return hashlib.sha256("\0".join((SEED, *self.key)).encode()).hexdigest()


def main() -> int:
    """Read reports and judgements, print, and write where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", type=Path, metavar="REPORT.json")
    parser.add_argument("--draw", type=int, default=10, metavar="N", help="findings of each rule to judge")
    parser.add_argument("--list", action="store_true", help="print what is drawn and not judged")
    parser.add_argument("--write", action="store_true", help="add what is drawn and not judged to judgements.json")
    args = parser.parse_args()
    known = read(KEPT) if KEPT.exists() else {}
    found = [one for report in args.reports for one in findings(report)]
    drawn = draw(found, args.draw)
    print_counts(found)
    print_verdicts(found, drawn, known)
    open_ = [one for group in drawn.values() for one in group if not judged(one, known)]
    if args.list:
        for one in open_:
            print(f"{one.rule} {one.project:14} {one.operation}  {one.place}  {one.fingerprint}")
    if args.write:
        write(KEPT, [*(one for one in known.values() if one.verdict), *open_])
    return 0


def findings(report: Path) -> list[Judgement]:
    """The findings of one report, none of them judged."""
    told = json.loads(report.read_text(encoding="utf-8"))
    names = {operation["id"]: f"{operation['method']} {operation['path']}" for operation in told["operations"]}
    return [
        Judgement(
            rule=one["rule"],
            project=report.stem,
            fingerprint=one["fingerprint"],
            operation=names.get(one["operation"]) or one["subject"] or "",
            place=f"{one['file']}:{one['line']}",
        )
        for one in told["findings"]
    ]


def draw(found: Iterable[Judgement], most: int) -> Mapping[str, Sequence[Judgement]]:
    """Of each rule's findings the first `most` by lot; a finding told twice is drawn once."""
    by_rule: dict[str, dict[tuple[str, str], Judgement]] = {}
    for one in found:
        by_rule.setdefault(one.rule, {}).setdefault(one.key, one)
    return {rule: sorted(group.values(), key=lambda one: one.lot)[:most] for rule, group in sorted(by_rule.items())}


def judged(one: Judgement, known: Mapping[tuple[str, str], Judgement]) -> str:
    """The verdict on a finding; empty where nobody has judged it."""
    return known[one.key].verdict if one.key in known else ""


def read(file: Path) -> dict[tuple[str, str], Judgement]:
    """The judgements kept. Raises ValueError for a verdict that is none, and for a judgement without a reason."""
    kept = [Judgement(**row) for row in json.loads(file.read_text(encoding="utf-8"))]
    for one in kept:
        if one.verdict and (one.verdict not in VERDICTS or not one.why):
            raise ValueError(f"{file.name}: {one.project} {one.rule} {one.operation}: {one.verdict!r}, {one.why!r}")
    return {one.key: one for one in kept}


def write(file: Path, judgements: Iterable[Judgement]) -> None:
    """One judgement a line, by rule and application, so that changes of it are read easily."""
    rows = [json.dumps(asdict(one), ensure_ascii=False) for one in sorted(judgements)]
    file.write_text("[\n" + ",\n".join(rows) + "\n]\n", encoding="utf-8")


def print_counts(found: Iterable[Judgement]) -> None:
    """Findings per rule and application."""
    counts = Counter((one.rule, one.project) for one in found)
    projects = sorted({project for _, project in counts})
    print(f"{'rule':6} {'all':>5}  {'  '.join(projects)}")
    for rule in sorted({rule for rule, _ in counts}):
        row = [counts[rule, project] for project in projects]
        cells = "  ".join(f"{number:{len(project)}}" for number, project in zip(row, projects, strict=True))
        print(f"{rule:6} {sum(row):5}  {cells}")


def print_verdicts(
    found: Iterable[Judgement],
    drawn: Mapping[str, Sequence[Judgement]],
    known: Mapping[tuple[str, str], Judgement],
) -> None:
    """Of each rule's draw: true, false, arguable, not judged. Beside it, all judged and still found."""
    every: dict[str, Counter[str]] = {}
    for one in {one.key: one for one in found}.values():
        every.setdefault(one.rule, Counter())[judged(one, known)] += 1
    print(
        f"\n{'rule':6} {'drawn':>6} {'true':>5} {'false':>6} {'arguable':>9} {'open':>5}   of all that are still found"
    )
    for rule, group in drawn.items():
        of = Counter(judged(one, known) for one in group)
        told = every[rule]
        rest = ", ".join(f"{told[verdict]} {verdict}" for verdict in VERDICTS if told[verdict])
        print(
            f"{rule:6} {len(group):6} {of['true']:5} {of['false']:6} {of['arguable']:9} {of['']:5}   "
            f"{rest or 'none judged'} of {sum(told.values())}"
        )


if __name__ == "__main__":
    sys.exit(main())
