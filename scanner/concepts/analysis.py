"""The analysis: everything in a report that depends on the content of files, and on no day, baseline or threshold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.concepts.callsite import Ghost, Unresolved
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.finding import Finding
from scanner.concepts.marks import Suppression
from scanner.concepts.operation import Application, LibraryMount
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import RuleInfo
from scanner.concepts.traffic import AccessLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the stages up to the rules found. `findings` are not triaged yet.

    `read` counts the files with facts; `skipped` those without, by reason; `suppressions` are what comments waive, by
    file.
    """

    frameworks: tuple[str, ...]
    applications: tuple[Application, ...]
    operations: tuple[AuditedOperation, ...]
    findings: tuple[Finding, ...]
    unresolved: tuple[Unresolved, ...]
    ghosts: tuple[Ghost, ...]
    diagnostics: tuple[Diagnostic, ...]
    read: int
    skipped: Mapping[str, int] = field(default_factory=dict)
    excluded: Mapping[str, int] = field(default_factory=dict)
    library_mounts: tuple[LibraryMount, ...] = ()
    rules: tuple[RuleInfo, ...] = ()
    snippets: Mapping[tuple[str, int], str] = field(default_factory=dict)
    suppressions: Mapping[str, tuple[Suppression, ...]] = field(default_factory=dict)
    logs: tuple[AccessLog, ...] = ()
