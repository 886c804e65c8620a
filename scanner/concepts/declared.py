"""What people declare in configuration: owners of endpoints and waived findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scanner.concepts.evidence import Owner


@dataclass(frozen=True, slots=True)
class DeclaredOwner:
    """`[[tool.callside.endpoints]]`: the operations whose `METHOD /path` matches the glob belong to this owner."""

    operation: str
    owner: Owner
    reason: str


@dataclass(frozen=True, slots=True)
class ConfiguredSuppression:
    """`[[tool.callside.suppressions]]`: findings of a rule on operations that match the glob are waived until a day."""

    rule: str
    operation: str
    reason: str
    expires: date | None = None
