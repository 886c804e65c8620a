"""What is known of a rule without running it: reporters and `callside explain` show it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.concepts.finding import Severity


class Theme(StrEnum):
    """What kind of advice a rule gives."""

    LIGHTER = "lighter"
    STRONGER = "stronger"
    SPLIT = "split"
    RETIRE = "retire"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInfo:
    """Code (`CS101`), name (`form-in-disguise`), default severity, theme, and the documentation page as Markdown."""

    code: str
    name: str
    severity: Severity
    theme: Theme
    doc: str

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.doc.strip().splitlines()[0]
