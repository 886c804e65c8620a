"""Whether an operation changes state."""

from __future__ import annotations

from scanner.concepts.effects import EffectKind
from scanner.ownership.case import Case

_NEAR = 2
"""Under a method that may only read, a change further away is bookkeeping: counters, caches, created defaults."""
_WRITES = (EffectKind.MUTATES, EffectKind.STARTS_SESSION, EffectKind.SENDS_MAIL)


def mutates(case: Case) -> bool:
    """By effects under the method that reaches them; DELETE, PUT and PATCH change state by their meaning.

    A POST without a seen change is taken for a search or a calculation if its code was read, and for a change if not.
    """
    method = case.operation.method
    if case.safe:
        return case.has(*_WRITES[:1], depth=_NEAR)
    if method in ("PUT", "PATCH", "DELETE") or case.has(*_WRITES):
        return True
    return method == "POST" and not case.effects
