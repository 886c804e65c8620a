"""Diagnostics: about the scan itself (an unparsed file, a limit reached). Never a finding."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.concepts.location import Location


class DiagnosticSeverity(StrEnum):
    """How much of the answer a diagnostic puts in doubt."""

    NOTE = "note"
    WARNING = "warning"
    """Something was not read or not decided: the audit is incomplete, and `--strict` fails."""
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What went unread or undecided, where, and what to do about it."""

    severity: DiagnosticSeverity
    message: str
    location: Location | None = None
