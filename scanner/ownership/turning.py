"""What would change a verdict: the fewest signs without which the owner is another, and single signs that would do it.

Each question is a sum of log-odds, so the fewest signs that turn one are the heaviest on the side that it leans to; of
the two questions, the one that takes fewer, then less weight, is told. What new sign would turn a question is asked
only of those that people can bring about: a caller, a documented request, a credential for programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scanner.concepts.evidence import Evidence, Side, Turn
from scanner.ownership.weigh import log_odds, owner_of
from scanner.ownership.weights import Weight

_NEW = {
    Side.UI: {
        "linked-from-page": "a page linked to it",
        "called-by-form": "a form of this project sent to it",
        "called-by-script": "a script of this project requested it",
    },
    Side.SYSTEM: {
        "request-in-documentation": "documentation showed how to request it",
        "called-by-program": "a program requested it",
        "key-opens-it": "a token or key opened it",
    },
}
"""Signs that a change of the project could add, the least change first."""


def turns(evidence: Sequence[Evidence], table: Mapping[str, Weight]) -> tuple[Turn, ...]:
    """The ways to another owner: by what goes first, then by what comes. Empty where no few signs decide."""
    found = [turn for turn in (_without(evidence, table), *_with(evidence, table)) if turn is not None]
    return tuple(found)


def _without(evidence: Sequence[Evidence], table: Mapping[str, Weight]) -> Turn | None:
    ways = [way for side in Side if (way := _fewest(evidence, table, side))]
    if not ways:
        return None
    gone = min(ways, key=lambda rows: (len(rows), sum(abs(row.weight) for row in rows)))
    signs = {(row.kind, row.text) for row in gone}
    left = [row for row in evidence if (row.kind, row.text) not in signs]
    owner, _ = owner_of(log_odds(left, table))
    return Turn(owner, tuple(gone))


def _fewest(evidence: Sequence[Evidence], table: Mapping[str, Weight], side: Side) -> list[Evidence]:
    """The fewest rows of one question without which its answer is the other; empty where none decide."""
    total = log_odds(evidence, table)[side]
    leans = 1 if total >= 0 else -1
    speaking = [row for row in evidence if row.toward is side and row.weight * leans > 0]
    gone: list[Evidence] = []
    for row in sorted(speaking, key=lambda row: -abs(row.weight)):
        gone.append(row)
        total -= row.weight
        if (total >= 0) != (leans > 0):
            return gone
    return []


def _with(evidence: Sequence[Evidence], table: Mapping[str, Weight]) -> Iterator[Turn]:
    sums = log_odds(evidence, table)
    now, _ = owner_of(sums)
    seen = {row.kind for row in evidence}
    for side, kinds in _NEW.items():
        if sums[side] >= 0:
            continue
        for kind, words in kinds.items():
            owner, _ = owner_of({each: total + table[kind].on(each) for each, total in sums.items()})
            if kind not in seen and owner is not now:
                yield Turn(owner, added=words)
                break
