"""The audit, stage by stage. Read this first: each line of `audit` is one folder of the house."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.evidence import Verdict
from scanner.concepts.finding import Finding
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.registrations import Registrations
from scanner.concepts.report import AuditedOperation, Coverage, Report
from scanner.config import Config
from scanner.discover.lines import source_lines
from scanner.discover.origin import origin
from scanner.discover.walk import Inventory, discover
from scanner.errors import NothingToScan
from scanner.extract.files import Extraction, extract
from scanner.extract.sources import ProjectSources
from scanner.frameworks.registry import discover_operations
from scanner.link.linker import link
from scanner.ownership.verdicts import judge
from scanner.rules.catalogue import RULES
from scanner.rules.run import check
from scanner.rules.subject import Subject
from scanner.triage.run import triage

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""


def audit(
    root: Path, config: Config | None = None, *, jobs: int | None = None, progress: Progress = lambda stage: None
) -> Report:
    """Audit the repository at `root` and return everything found; nothing is printed, nothing of it is run.

    Raises UsageError for a missing folder, ConfigError for a broken baseline, NothingToScan where no Flask, Django or
    FastAPI code is found.
    """
    with _uncollected():
        return _audit(root, config or Config(), jobs, progress)


def _audit(root: Path, config: Config, jobs: int | None, progress: Progress) -> Report:
    began = time.perf_counter()

    progress("reading files")
    inventory = discover(root, config.exclude)
    extraction = extract(root, inventory.files, jobs)

    progress("running registration code")
    sources = ProjectSources(root, inventory.files)
    registrations = discover_operations(inventory.files, sources.tree, sources.text)
    _require_framework(root, registrations)

    progress("linking callers")
    linked = link(registrations, extraction.facts)

    progress("weighing evidence")
    verdicts = judge(registrations, linked, extraction.facts, config.endpoints)
    operations = _audited(registrations, linked, verdicts)

    progress("applying rules")
    subject = Subject(registrations=registrations, operations=operations, linked=linked, facts=extraction.facts)
    rules = tuple(rule for rule in RULES if config.runs(rule.code))
    triaged = triage(root, check(subject, rules), operations, extraction.facts, config)

    return Report(
        version=tool_version(),
        root=".",
        frameworks=_frameworks(registrations),
        applications=registrations.applications,
        operations=operations,
        findings=triaged.findings,
        unresolved=linked.unresolved,
        ghosts=linked.ghosts,
        diagnostics=_in_order(
            inventory.diagnostics, extraction.diagnostics, registrations.diagnostics, triaged.diagnostics
        ),
        coverage=_coverage(inventory, extraction, registrations, time.perf_counter() - began),
        library_mounts=registrations.library_mounts,
        rules=tuple(rule.info for rule in rules),
        snippets=source_lines(root, _places(operations, triaged.findings)),
        stale=triaged.stale,
        origin=origin(root),
    )


def reproducible(report: Report) -> Report:
    """The report without what differs from run to run: timings."""
    return replace(report, coverage=replace(report.coverage, seconds=None))


def tool_version() -> str:
    """The installed version of callside, or `0` in a source tree that is not installed."""
    try:
        return version("callside")
    except PackageNotFoundError:
        return "0"


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without garbage collection: trees and facts are many objects that live long, and collecting halves the speed."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _require_framework(root: Path, registrations: Registrations) -> None:
    if not registrations.applications and not registrations.operations:
        raise NothingToScan(
            f"no Flask, Django or FastAPI application found in {root}",
            "give the folder that holds the application's Python code; see `callside audit --help` for --exclude",
        )


def _audited(
    registrations: Registrations, linked: Linked, verdicts: Mapping[str, Verdict]
) -> tuple[AuditedOperation, ...]:
    return tuple(
        AuditedOperation(
            operation=operation,
            verdict=verdicts[operation.id],
            links=linked.links.get(operation.id, ()),
            effects=linked.effects.get(operation.id, ()),
            chains=linked.chains.get(operation.id, ()),
        )
        for operation in registrations.operations
    )


def _frameworks(registrations: Registrations) -> tuple[str, ...]:
    return tuple(
        sorted(
            {operation.framework for operation in registrations.operations}
            | {application.framework for application in registrations.applications}
        )
    )


def _coverage(inventory: Inventory, extraction: Extraction, registrations: Registrations, seconds: float) -> Coverage:
    skipped = dict(inventory.skipped)
    for reason, count in extraction.skipped.items():
        skipped[reason] = skipped.get(reason, 0) + count
    return Coverage(
        files=len(inventory.files) + sum(inventory.skipped.values()),
        read=len(extraction.facts),
        skipped=dict(sorted(skipped.items())),
        excluded=registrations.excluded,
        seconds=round(seconds, 2),
    )


def _in_order(*groups: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All diagnostics once, by file and line; those without a place first."""
    nowhere = Location("", 0)
    unique = {diagnostic for group in groups for diagnostic in group}
    return tuple(sorted(unique, key=lambda item: (item.location or nowhere, item.severity, item.message)))


def _places(operations: Iterable[AuditedOperation], findings: Iterable[Finding]) -> Iterable[Location]:
    """Every place whose source line a reporter may show."""
    for item in operations:
        yield item.operation.route
        yield Location(item.operation.handler.file, item.operation.handler.line)
        yield from (link.site.location for link in item.links)
    for finding in findings:
        yield finding.location
        yield from (location for location, _ in finding.related)
