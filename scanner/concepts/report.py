"""The report: everything an audit found, in a fixed order, ready for any reporter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from scanner.concepts.callsite import Ghost, Link, Unresolved
from scanner.concepts.comparison import Comparison
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.effects import Effect
from scanner.concepts.evidence import Verdict
from scanner.concepts.finding import Finding
from scanner.concepts.operation import Application, LibraryMount, Operation
from scanner.concepts.rule import RuleInfo
from scanner.concepts.traffic import AccessLog, Traffic


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedOperation:
    """An operation with its callers, effects and verdict. Links are ordered by kind, file and line.

    `chains` are the ways from a page a person sees to the operation: each a tuple of steps, the page first.
    `comparison` is there where the shape does not fit the owner.
    """

    operation: Operation
    verdict: Verdict
    links: tuple[Link, ...] = ()
    effects: tuple[Effect, ...] = ()
    chains: tuple[tuple[str, ...], ...] = ()
    comparison: Comparison | None = None
    traffic: Traffic | None = None
    """What access logs show; None where they show nothing of it, or none were given."""

    @property
    def tested(self) -> bool:
        """Whether a test requests it."""
        return any(link.site.kind == "test" for link in self.links)

    @property
    def callers(self) -> tuple[Link, ...]:
        """The links that are not tests."""
        return tuple(link for link in self.links if link.site.kind != "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How completely the repository was read. `seconds` is None where the report must be reproducible."""

    files: int
    read: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)
    """Operations that only tests, examples or documentation register, by role."""
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the scanned commit can be read: what stands before a file's path, and before its line."""

    files: str
    lines: str

    def permalink(self, file: str, line: int) -> str:
        """The address of a line; of the file where the line is 0."""
        return self.files + quote(file, errors="replace") + (f"{self.lines}{line}" if line else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One audit. `snippets` holds the source lines that reporters show: (file, line) → text."""

    version: str
    root: str
    frameworks: tuple[str, ...]
    applications: tuple[Application, ...]
    operations: tuple[AuditedOperation, ...]
    findings: tuple[Finding, ...]
    unresolved: tuple[Unresolved, ...]
    ghosts: tuple[Ghost, ...]
    diagnostics: tuple[Diagnostic, ...]
    coverage: Coverage
    library_mounts: tuple[LibraryMount, ...] = ()
    rules: tuple[RuleInfo, ...] = ()
    snippets: Mapping[tuple[str, int], str] = field(default_factory=dict)
    stale: int = 0
    """Baseline entries that no finding matches any more."""
    logs: tuple[AccessLog, ...] = ()
    """The access logs that were read."""
    name: str = ""
    """The folder's name, for titles: nothing else of where it lies."""
    origin: Origin | None = None
    """Known where a remote on a public forge and a commit are."""
    patches: Mapping[str, str] = field(default_factory=dict)
    """Previews of changes, as unified diffs, by the fingerprint of the finding that advises them; where asked for."""
