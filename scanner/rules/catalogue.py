"""The rules, in the order of their codes. Adding a rule is one file and one line here."""

from __future__ import annotations

from scanner.rules import (
    csrf_hole,
    fetch_then_reload,
    form_in_disguise,
    ghost_call,
    html_for_programs,
    method_mismatch,
    mutating_get,
    session_guarded_boundary,
    two_audiences,
    uncalled_operation,
    unsigned_webhook,
)
from scanner.rules.base import Rule

RULES: tuple[Rule, ...] = (
    form_in_disguise.RULE,
    fetch_then_reload.RULE,
    session_guarded_boundary.RULE,
    unsigned_webhook.RULE,
    html_for_programs.RULE,
    mutating_get.RULE,
    two_audiences.RULE,
    uncalled_operation.RULE,
    ghost_call.RULE,
    method_mismatch.RULE,
    csrf_hole.RULE,
)
