"""Verdicts: who owns an operation, in what shape it is, where it fits, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.concepts.location import Location


class Owner(StrEnum):
    """Whose an operation is."""

    UI = "ui"
    SYSTEM = "system"
    SHARED = "shared"
    NONE = "none"


class Side(StrEnum):
    """Which of the two questions evidence speaks to: used by the UI? offered to systems?"""

    UI = "ui"
    SYSTEM = "system"


class Shape(StrEnum):
    """What an operation is today."""

    PAGE = "page"
    FRAGMENT = "fragment"
    FORM_ACTION = "form-action"
    JSON_API = "json-api"
    FILE = "file"
    REDIRECT = "redirect"
    FEED = "feed"
    WEBHOOK = "webhook"
    PROBE = "probe"
    STREAM = "stream"
    PROTOCOL = "protocol"
    OTHER = "other"


class Fit(StrEnum):
    """Whether the shape fits the owner."""

    LIGHTER = "lighter"
    STRONGER = "stronger"
    SPLIT = "split"
    RETIRE = "retire"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A located fact for one side (positive weight, in log-odds) or against it (negative).

    `kind` is a row of the table of weights.
    """

    toward: Side
    weight: float
    kind: str
    text: str
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One way to another owner: `without` these rows of the evidence, or with what `added` says, in a clause."""

    owner: Owner
    without: tuple[Evidence, ...] = ()
    added: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer for one operation. `confidence` is the probability, 0 to 1, that the owner is right.

    `declared` is the reason given where a person declared the owner in source or configuration. `turns` tells what
    would change the owner: the fewest signs whose absence does, then what would have to be added.
    """

    owner: Owner
    confidence: float
    shape: Shape
    fit: Fit
    mutates: bool
    evidence: tuple[Evidence, ...]
    declared: str | None = None
    turns: tuple[Turn, ...] = ()
