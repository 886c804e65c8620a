"""Signs: located observations about one operation, not yet weighed."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.concepts.location import Location


@dataclass(frozen=True, slots=True)
class Sign:
    """`kind` is a row of weights.toml; `text` is the sentence shown to people."""

    kind: str
    text: str
    location: Location | None = None
