"""What stands between a request and an operation's work: authentication, CSRF protection, secrets in the address."""

from __future__ import annotations

import re

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Evidence, Owner, Side
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.report import AuditedOperation
from scanner.rules.wording import SHOWN

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that must not change state: https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods"""

CREDENTIALS = (EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_SIGNATURE, EffectKind.CHECKS_BASIC)
"""Checks that a program can pass without a browser."""

SESSION = (EffectKind.CHECKS_SESSION, EffectKind.REQUIRES_LOGIN)
"""Checks that a browser passes with its cookie."""

AUTHENTICATION = (*CREDENTIALS, *SESSION, EffectKind.REQUIRES_PERMISSION)

_SECRET = re.compile(
    r"(?i)(token|secret|signature|sig|hash|nonce|otp|uidb64|code)\b|(^|_)(key|uuid|guid)$|apikey|api_key"
)

_ENTRY = re.compile(r"(?i)(log|sign)[_-]?(in|up|out|on)|register|registration|password|reset|auth|token|session|invit")


def effects_of(audited: AuditedOperation, *kinds: EffectKind) -> tuple[Effect, ...]:
    """The operation's effects of these kinds that hold for its method, nearest to the handler first."""
    method = audited.operation.method
    found = [effect for effect in audited.effects if effect.kind in kinds and effect.method in ("", method)]
    return tuple(sorted(found, key=lambda effect: (effect.depth, effect.location)))


def has(audited: AuditedOperation, *kinds: EffectKind) -> bool:
    """Whether any effect of these kinds holds for the operation."""
    return bool(effects_of(audited, *kinds))


def bare_keys(audited: AuditedOperation) -> tuple[Effect, ...]:
    """Keys of its body that the handler reads unchecked, where no schema stands before it."""
    return () if has(audited, EffectKind.VALIDATES) else effects_of(audited, EffectKind.BREAKS_ON_BODY)


def faces_systems(audited: AuditedOperation) -> bool:
    """Whether programs outside this project are among its owners."""
    return audited.verdict.owner in (Owner.SYSTEM, Owner.SHARED)


def secret_in_address(operation: Operation) -> bool:
    """Whether the address itself is the credential: a token, key or signature among the path's parameters."""
    return any(_SECRET.search(parameter.name) for parameter in operation.path.parameters)


def is_entry(audited: AuditedOperation) -> bool:
    """Whether it is how one gets in: sign-in, registration, forgotten passwords, tokens. Nobody is known there yet."""
    operation = audited.operation
    words = f"{operation.path} {operation.handler.name.rpartition('.')[2]}"
    return has(audited, EffectKind.STARTS_SESSION) or _ENTRY.search(words) is not None


def effect_places(effects: tuple[Effect, ...], words: str) -> tuple[tuple[Location, str], ...]:
    """Each effect's place with what it does there."""
    return tuple(
        (effect.location, f"{words}: {effect.detail}" if effect.detail else words) for effect in effects[:SHOWN]
    )


def evidence_for(audited: AuditedOperation, *sides: Side) -> tuple[Evidence, ...]:
    """The evidence that speaks for these sides, the weightiest first."""
    speaking = [row for row in audited.verdict.evidence if row.toward in sides and row.weight > 0]
    return tuple(sorted(speaking, key=lambda row: -row.weight))
