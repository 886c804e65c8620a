"""Findings: a rule's advice at a place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.concepts.evidence import Evidence
from scanner.concepts.location import Location


class Severity(StrEnum):
    """How much a finding matters, were it true."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 2 for high."""
        return list(Severity).index(self)


class State(StrEnum):
    """What triage made of a finding."""

    NEW = "new"
    UNCHANGED = "unchanged"
    SUPPRESSED = "suppressed"


class WaivedIn(StrEnum):
    """Where a person waived a finding, in SARIF's words."""

    SOURCE = "inSource"
    """In a comment beside the code."""
    EXTERNAL = "external"
    """In the configuration."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A suppression that a finding met, with the reason given, which may be empty."""

    where: WaivedIn
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Advice. `confidence` is 0 to 1, apart from severity. `operation` is an id, or empty for a call site's finding.

    `subject` is the stable name of what the finding is about when there is no operation (a ghost's method and URL).
    `fingerprint` and `state` are filled in by triage.
    """

    rule: str
    name: str
    severity: Severity
    confidence: float
    message: str
    help: str
    location: Location
    operation: str = ""
    subject: str = ""
    evidence: tuple[Evidence, ...] = ()
    related: tuple[tuple[Location, str], ...] = ()
    """Other places, each with what it shows."""
    fingerprint: str = ""
    state: State = State.NEW
    reason: str = ""
    """Why it is suppressed or accepted."""
    waivers: tuple[Waiver, ...] = ()
    """What suppresses it, the comments first."""
