"""From signs to an owner: two sums of log-odds, four answers, and the probability of the chosen one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from scanner.concepts.evidence import Evidence, Owner, Side
from scanner.ownership.sign import Sign
from scanner.ownership.weights import BIAS, Weight

_OWNERS = {
    (True, False): Owner.UI,
    (False, True): Owner.SYSTEM,
    (True, True): Owner.SHARED,
    (False, False): Owner.NONE,
}


def evidence_from(signs: Iterable[Sign], table: Mapping[str, Weight]) -> tuple[Evidence, ...]:
    """Each sign as evidence for the sides it speaks to, the weightiest first; one of no weight stays."""
    rows: list[Evidence] = []
    for sign in signs:
        told = {side: round(table[sign.kind].on(side), 2) for side in Side}
        speaking = [side for side in Side if told[side]] or [Side.UI]
        rows.extend(Evidence(side, told[side], sign.kind, sign.text, sign.location) for side in speaking)
    return tuple(sorted(rows, key=lambda row: (-abs(row.weight), row.toward, row.kind)))


def log_odds(evidence: Iterable[Evidence], table: Mapping[str, Weight]) -> Mapping[Side, float]:
    """The two sums: used by the UI? offered to systems?"""
    sums = {side: table[BIAS].on(side) for side in Side}
    for row in evidence:
        sums[row.toward] += row.weight
    return sums


def owner_of(sums: Mapping[Side, float], *, somebodys: bool = False) -> tuple[Owner, float]:
    """The likeliest owner, and its probability: the two questions are asked apart, so their probabilities multiply.

    `somebodys`: it is known that somebody uses it, so that the likeliest of the other three answers.
    """
    used, offered = (_probability(sums[side]) for side in (Side.UI, Side.SYSTEM))
    if somebodys and used < 0.5 and offered < 0.5:
        alone = {Owner.UI: used * (1 - offered), Owner.SYSTEM: offered * (1 - used)}
        owner = max(alone, key=lambda one: alone[one])
        return owner, round(alone[owner] / (sum(alone.values()) + used * offered), 3)
    confidence = max(used, 1 - used) * max(offered, 1 - offered)
    return _OWNERS[used >= 0.5, offered >= 0.5], round(confidence, 3)


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
