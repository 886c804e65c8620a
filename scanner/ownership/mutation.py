"""Whether an operation changes state."""

from __future__ import annotations

from scanner.concepts.callsite import Aftermath, Body, CallKind
from scanner.concepts.effects import EffectKind
from scanner.ownership.case import Case

_NEAR = 2
"""Under a method that may only read, a change further away is bookkeeping: counters, caches, created defaults."""
_FILES = frozenset({
    "open", "unlink", "remove", "rmtree", "mkdir", "makedirs", "rmdir", "rename", "replace", "copy", "copyfile",
    "copytree", "move", "write_text", "write_bytes",
})  # fmt: skip
"""Under such a method, files come and go as scratch paper: exports, caches, uploads' leftovers."""
_ENDS = frozenset({"commit", "flush"})
"""What a helper or context manager ends every unit of work with, whether it changed anything or not."""
_INPUT = (EffectKind.READS_JSON, EffectKind.READS_FORM, EffectKind.READS_RAW, EffectKind.READS_FILES)
_WRITES = (EffectKind.MUTATES, EffectKind.STARTS_SESSION, EffectKind.SENDS_MAIL)


def mutates(case: Case) -> bool:
    """By effects under the method that reaches them; DELETE, PUT and PATCH change state by their meaning.

    A POST without a seen change is taken for a search or a calculation if its code was read, and for a change if not,
    or if its callers treat it as one.
    """
    method = case.operation.method
    if case.safe:
        if case.has(EffectKind.SENDS_MAIL, depth=_NEAR):
            return True
        changes = [one for one in case.effects if one.kind is EffectKind.MUTATES and one.depth <= _NEAR]
        return any(
            last not in _FILES and (one.depth == 0 or last not in _ENDS)
            for one in changes
            if (last := one.detail.rpartition(".")[2])
        )
    if method in ("PUT", "PATCH", "DELETE") or case.has(*_WRITES):
        return True
    return method == "POST" and (not case.effects or _acted_on(case))


def _acted_on(case: Case) -> bool:
    """Whether its callers treat it as a change: they send nothing to work on, bring the page up to date after it, or
    never look at the answer.
    """
    sites = [link.site for link in case.callers(CallKind.FETCH, CallKind.VIA_WRAPPER)]
    bodyless = bool(sites) and all(site.body is Body.NONE for site in sites) and not case.has(*_INPUT)
    return bodyless or any({Aftermath.RELOAD, Aftermath.IGNORED} & set(site.aftermath) for site in sites)
