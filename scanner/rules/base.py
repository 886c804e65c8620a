"""What a rule is: its names, its page, its check and the examples that prove it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from scanner.concepts.evidence import Evidence
from scanner.concepts.finding import Finding, Severity
from scanner.concepts.location import Location
from scanner.concepts.rule import RuleInfo, Theme
from scanner.rules.subject import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What a check says at one place; the rule adds its code, name and severity.

    `operation` is an id. `subject` is a stable name for what the advice is about: it stands for the place in
    fingerprints, so it holds no line and no count. It may be empty where `operation` says it all.
    """

    confidence: float
    message: str
    help: str
    location: Location
    operation: str = ""
    subject: str = ""
    evidence: tuple[Evidence, ...] = ()
    related: tuple[tuple[Location, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A small project, path → text, and what the rule reports there: operation ids, or subjects; empty means silent."""

    files: Mapping[str, str]
    reports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of advice. `doc` is the module's docstring: the page that `callside explain` and SARIF help show."""

    code: str
    name: str
    severity: Severity
    theme: Theme
    doc: str
    check: Callable[[Subject], Iterable[Advice]]
    examples: tuple[Example, ...]

    @property
    def info(self) -> RuleInfo:
        """What reporters see of the rule."""
        return RuleInfo(code=self.code, name=self.name, severity=self.severity, theme=self.theme, doc=self.doc)

    def findings(self, subject: Subject) -> Iterable[Finding]:
        """The rule's advice as findings, in the order in which the check gives them."""
        for advice in self.check(subject):
            yield Finding(
                rule=self.code,
                name=self.name,
                severity=self.severity,
                confidence=round(min(max(advice.confidence, 0.0), 1.0), 2),
                message=advice.message,
                help=advice.help,
                location=advice.location,
                operation=advice.operation,
                subject=advice.subject,
                evidence=advice.evidence,
                related=advice.related,
            )
