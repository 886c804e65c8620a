"""Suppressions: findings waived in a comment beside the code, or by a glob in the configuration.

A waiver without a rule code, past its day, or that waives nothing is a diagnostic: what hides findings must be seen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatchcase

from scanner.concepts.declared import ConfiguredSuppression
from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.finding import Finding, WaivedIn, Waiver
from scanner.concepts.location import Location
from scanner.concepts.marks import Suppression
from scanner.concepts.operation import Operation
from scanner.config import Config

FARTHEST = 60
"""Lines between a route's decorator and its `def` within which a comment counts as beside the handler."""


@dataclass(slots=True)
class Waivers:
    """All suppressions of a run, and which of them were met."""

    suppressions: Mapping[str, Sequence[Suppression]]
    """What comments waive, by file."""
    config: Config
    today: date
    _met: set[tuple[str, Suppression] | ConfiguredSuppression] = field(default_factory=set)

    def waivers(self, finding: Finding, operation: Operation | None) -> tuple[Waiver, ...]:
        """What waives the finding, comments first; empty where nothing does."""
        met = [Waiver(WaivedIn.SOURCE, suppression.reason) for suppression in self._inline(finding, operation)]
        label = str(operation) if operation is not None else finding.subject
        for row in self.config.suppressions:
            live = row.expires is None or self.today <= row.expires
            if live and self._names(row.rule, finding) and fnmatchcase(label, row.operation):
                self._met.add(row)
                met.append(Waiver(WaivedIn.EXTERNAL, row.reason))
        return tuple(met)

    def _inline(self, finding: Finding, operation: Operation | None) -> Iterator[Suppression]:
        file = finding.location.file
        beside = self.suppressions.get(file)
        if not beside:
            return
        lines = set(_lines(finding, operation))
        standing = {suppression.line for suppression in beside if suppression.alone}
        for suppression in beside:
            named = any(self._names(code, finding) for code in suppression.codes)
            if named and lines & set(_covered(suppression, standing)):
                self._met.add((file, suppression))
                yield suppression

    def _names(self, code: str, finding: Finding) -> bool:
        return code in (finding.rule, finding.name)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is wrong with the suppressions themselves; call it after every finding was asked for."""
        return (*self._inline_diagnostics(), *self._configured_diagnostics())

    def _inline_diagnostics(self) -> Iterator[Diagnostic]:
        for file, suppressions in self.suppressions.items():
            for suppression in suppressions:
                place = Location(file, suppression.line)
                if not suppression.codes:
                    yield _warning("suppression without a rule code, not obeyed: write callside: ignore[CS101]", place)
                elif (file, suppression) not in self._met and self._ran(suppression.codes):
                    yield _warning(f"unused suppression of {', '.join(suppression.codes)}: remove it", place)
                elif self.config.require_reason and not suppression.reason:
                    yield _warning("suppression without a reason: write callside: ignore[CODE] -- reason", place)

    def _configured_diagnostics(self) -> Iterator[Diagnostic]:
        for row in self.config.suppressions:
            what = f"configured suppression of {row.rule} on {row.operation}"
            if row.expires is not None and self.today > row.expires:
                yield _warning(f"{what} expired on {row.expires}: renew or remove it")
            elif row not in self._met and self._ran((row.rule,)):
                yield _warning(f"{what} waives nothing: remove it")

    def _ran(self, codes: Iterable[str]) -> bool:
        """Whether every rule named has run: a suppression of one that did not may well be needed."""
        return all(self.config.runs(code) for code in codes)


def _covered(suppression: Suppression, standing: Collection[int]) -> Iterable[int]:
    """Its own line; and, for one that stands alone, the next line that is not a suppression of its own."""
    if not suppression.alone:
        return (suppression.line,)
    line = suppression.line + 1
    while line in standing:
        line += 1
    return (suppression.line, line)


def _lines(finding: Finding, operation: Operation | None) -> Iterable[int]:
    """The lines beside which a comment is meant for the finding: a handler's decorators belong to it."""
    place = finding.location
    if operation is not None:
        route = operation.route
        if route.file == place.file and 0 <= place.line - route.line <= FARTHEST:
            return range(route.line, place.line + 1)
    return (place.line,)


def _warning(message: str, place: Location | None = None) -> Diagnostic:
    return Diagnostic(DiagnosticSeverity.WARNING, message, place)
