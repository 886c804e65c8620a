"""The audit, stage by stage. Read this first: each line of `_analyse` is one folder of the house."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scanner import VERSION
from scanner.cache.memory import Memory, key_of
from scanner.cache.past import Past, Remembered
from scanner.cache.tree import Tree
from scanner.concepts.analysis import Analysis
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.evidence import Verdict
from scanner.concepts.finding import Finding
from scanner.concepts.inventory import Inventory
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.registrations import Registrations
from scanner.concepts.report import AuditedOperation, Coverage, Report
from scanner.concepts.traffic import Observed
from scanner.config import Config
from scanner.discover.origin import origin
from scanner.errors import NothingToScan
from scanner.extract.snapshot import Snapshot
from scanner.fork import Forked
from scanner.triage.run import triage

if TYPE_CHECKING:
    from scanner.concepts.facts import FileFacts
    from scanner.discover.clients import ClientTree
    from scanner.extract.access_log.reader import Log
    from scanner.extract.files import Extraction
    from scanner.link.flow import Flow

Progress = Callable[[str], None]
"""Called with the name of each stage as it begins."""


def audit(
    root: Path,
    config: Config | None = None,
    *,
    jobs: int | None = 1,
    progress: Progress = lambda stage: None,
    memory: Memory | None = None,
) -> Report:
    """Audit the repository at `root` and return everything found; nothing is printed, nothing of it is run.

    `jobs` is how many processes read files; None is one a processor, for large repositories. A script that asks for
    more than one must not audit while it is imported: processes start by importing it
    (https://docs.python.org/3/library/multiprocessing.html#the-spawn-and-forkserver-start-methods). `memory` holds what
    earlier runs found; the report is the same with and without. Raises UsageError for a missing folder, ConfigError for
    a broken baseline or access log, NothingToScan where none of the frameworks is found.
    """
    with _uncollected():
        return _audit(root, config or Config(), jobs, progress, memory)


def _audit(root: Path, config: Config, jobs: int | None, progress: Progress, memory: Memory | None) -> Report:
    began = time.perf_counter()
    progress("finding files")
    tree = None if memory is None else Tree(memory, root, config.exclude)
    inventory = (tree and tree.inventory()) or _discover(root, config.exclude)
    settings = Config(endpoints=config.endpoints, select=config.select, ignore=config.ignore)
    beside = _beside(root, inventory, config)
    run = _Run(root, inventory, settings, beside, jobs, progress)
    if tree is None:
        analysis = _analyse(run, None)
    else:
        snapshot = Snapshot.take(root, inventory.files, tree.digests(), tree.stamp)
        tree.keep(inventory, snapshot.digests)
        past = Past(tree.memory, inventory.files, snapshot.digests, snapshot.holds)
        analysis = past.of_all(Analysis, repr(settings) + beside.digest, lambda: _analyse(run, past))
    triaged = triage(root, analysis.findings, analysis.operations, analysis.suppressions, config)
    return Report(
        version=VERSION,
        root=".",
        name=root.resolve().name,
        frameworks=analysis.frameworks,
        applications=analysis.applications,
        operations=analysis.operations,
        findings=triaged.findings,
        unresolved=analysis.unresolved,
        ghosts=analysis.ghosts,
        diagnostics=_in_order(inventory.diagnostics, analysis.diagnostics, triaged.diagnostics),
        coverage=_coverage(inventory, analysis, time.perf_counter() - began),
        library_mounts=analysis.library_mounts,
        rules=analysis.rules,
        snippets=analysis.snippets,
        stale=triaged.stale,
        logs=analysis.logs,
        origin=origin(root),
    )


def _discover(root: Path, exclude: tuple[str, ...]) -> Inventory:
    # imported here: a tree that is as it was is not walked
    from scanner.discover.walk import discover

    return discover(root, exclude)


def _analyse(run: _Run, past: Past | None) -> Analysis:
    # imported here: where all files are as they were, none of these is needed
    from scanner.concepts.facts import FileFacts
    from scanner.extract.files import Extractor
    from scanner.extract.sources import ProjectSources

    root, files, progress = run.root, run.inventory.files, run.progress
    sources = ProjectSources(root, files)

    def register() -> _Registered:
        from scanner.frameworks.registry import discover_operations

        found = discover_operations(files, sources.tree, sources.text)
        return _Registered(found, tuple(sorted(sources.asked)))

    def count(done: int, total: int, rate: float) -> None:
        progress(f"reading files: {done:,} of {total:,}, {rate:,.0f} a second")

    progress("running registration code")
    known = None
    if past is not None:
        known = past.recall_asked(Registrations, lambda: register().registrations, sources.text)
    with (
        Forked(_Registered, register, apart=run.apart and known is None) as registering,
        Extractor(root, files, run.jobs, past) as extractor,
    ):
        # meanwhile, what linking will ask for: where registration has to run, little is remembered of the rest
        flow = _prepared(extractor.extraction(count)) if registering.apart else None
        if known is None:
            ran = registering.value()
            new = ran.registrations
            _require_framework(root, new)
            known = Remembered.of(new) if past is None else past.keep_asked(new, ran.asked, sources.text)
        registered = known
        progress("reading files")
        extractor.read(count)

        def conclude() -> Analysis:
            extraction = extractor.extraction()
            return _conclude(run, past, registered.value, extraction, flow or _prepared(extraction))

        if past is None or not registered.digest:
            return conclude()
        # a file that was changed where nothing is read off it gives the same facts: only what is shown of it differs
        parts = (registered.digest, *extractor.marks())
        settled = repr(run.settings) + run.beside.digest

        def recall() -> Analysis:
            earlier = settled + registered.origin.hex()
            found, moved = past.of_last(Analysis, earlier, conclude, extractor.moved, sources.text)
            if not moved:
                return found
            marked = {file: extractor.facts(file) for file in moved if file in found.suppressions}
            comments = {file: facts.suppressions for file, facts in marked.items() if isinstance(facts, FileFacts)}
            shown = _snippets(root, run.beside, list(_places(found.operations, found.findings)))
            return replace(found, suppressions={**found.suppressions, **comments}, snippets=shown)

        found = past.of_parts(Analysis, settled, parts, recall)
        places = list(_places(found.operations, found.findings))
        shown = _snippets(root, run.beside, places)
        return found if shown == found.snippets else replace(found, snippets=shown)


def _prepared(extraction: Extraction) -> Flow:
    # imported here: after an edit that changes no fact, nothing is linked
    from scanner.link.linker import prepare

    return prepare(extraction.facts)


@dataclass(frozen=True, slots=True)
class _Run:
    """What one audit is given. The analysis sees of the settings those alone that do more than sort what it finds."""

    root: Path
    inventory: Inventory
    settings: Config
    beside: _Beside
    jobs: int | None
    progress: Progress

    @property
    def apart(self) -> bool:
        """Whether stages are worth processes of their own."""
        from scanner.extract.files import processes

        return processes(self.inventory.files, self.jobs) > 1


@dataclass(frozen=True, slots=True)
class _Registered:
    """What registration gave, and the files that it asked for."""

    registrations: Registrations
    asked: tuple[str, ...]


def _conclude(
    run: _Run, past: Past | None, registrations: Registrations, extraction: Extraction, flow: Flow
) -> Analysis:
    """What follows from all that was read."""
    from scanner.link.clients import joined, link_client
    from scanner.link.linker import link
    from scanner.link.traffic import observe
    from scanner.ownership.comparison import compare
    from scanner.ownership.declared import doubts as doubts_of
    from scanner.ownership.verdicts import judge
    from scanner.rules.catalogue import RULES
    from scanner.rules.run import check
    from scanner.rules.subject import Subject

    run.progress("linking callers")
    linked = link(registrations, flow, apart=run.apart)
    doubts: list[Diagnostic] = []
    for tree in run.beside.clients:
        run.progress(f"reading client {tree.client.name}")
        theirs = _client_facts(tree, run.jobs, past)
        found, said = link_client(tree.client, registrations, extraction.facts, theirs)
        linked = joined(linked, found)
        doubts += said

    if run.beside.logs:
        run.progress("reading access logs")
    entries = ((log.name, log.entries()) for log in run.beside.logs)
    observed, said = observe(registrations, extraction.facts, linked, entries)
    doubts += said

    run.progress("weighing evidence")
    verdicts = judge(registrations, linked, extraction.facts, run.settings.endpoints, observed)
    doubts += doubts_of(registrations.operations, extraction.facts, run.settings.endpoints)
    operations = tuple(
        replace(one, comparison=compare(one, extraction.facts))
        for one in _audited(registrations, linked, verdicts, observed)
    )

    run.progress("applying rules")
    subject = Subject(registrations=registrations, operations=operations, linked=linked, facts=extraction.facts)
    rules = tuple(rule for rule in RULES if run.settings.runs(rule.code))
    findings = tuple(check(subject, rules))

    return Analysis(
        frameworks=_frameworks(registrations),
        applications=registrations.applications,
        operations=operations,
        findings=findings,
        unresolved=linked.unresolved,
        ghosts=linked.ghosts,
        diagnostics=_in_order(extraction.diagnostics, registrations.diagnostics, linked.diagnostics, doubts),
        read=len(extraction.facts),
        skipped=extraction.skipped,
        excluded=registrations.excluded,
        library_mounts=registrations.library_mounts,
        rules=tuple(rule.info for rule in rules),
        snippets=_snippets(run.root, run.beside, list(_places(operations, findings))),
        logs=observed.logs,
        suppressions={file: facts.suppressions for file, facts in extraction.facts.items() if facts.suppressions},
    )


def with_patches(report: Report, root: Path, findings: Iterable[Finding] | None = None) -> Report:
    """The report with a preview of each change that `findings` advise, all of its own unless given; nothing is written.

    A handler's file that is gone or unreadable by now gives none.
    """
    from scanner.concepts.source import Language
    from scanner.extract.decode import decode, read_bytes
    from scanner.rewrite.preview import REWRITES, preview

    files = {item.operation.id: item.operation.handler.file for item in report.operations}
    patches: dict[str, str] = {}
    for finding in report.findings if findings is None else findings:
        file = files.get(finding.operation)
        if not file or finding.rule not in REWRITES:
            continue
        with suppress(OSError):
            text, _ = decode(read_bytes(root, file), Language.PYTHON)
            if text and (patch := preview(finding, report.operations, text)):
                patches[finding.fingerprint] = patch
    return replace(report, patches=patches)


def reproducible(report: Report) -> Report:
    """The report without what differs from run to run: timings."""
    return replace(report, coverage=replace(report.coverage, seconds=None))


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


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is read besides the repository, and a digest of it."""

    logs: tuple[Log, ...] = ()
    clients: tuple[ClientTree, ...] = ()
    digest: str = ""


def _beside(root: Path, inventory: Inventory, config: Config) -> _Beside:
    if not config.access_logs and not config.clients:
        return _Beside()
    from scanner.discover.clients import find_clients
    from scanner.extract.access_log.reader import open_log

    logs = tuple(open_log(root, Path(log)) for log in config.access_logs)
    clients = find_clients(root, inventory, config.clients)
    seen = [(log.name, log.digest) for log in logs]
    files = [
        (tree.client, file.path, digest)
        for tree in clients
        for file, digest in zip(
            tree.inventory.files, Snapshot.take(tree.root, tree.inventory.files).digests.values(), strict=True
        )
    ]
    return _Beside(logs, clients, key_of(repr(seen), repr(files)).hex())


def _client_facts(tree: ClientTree, jobs: int | None, past: Past | None) -> Mapping[str, FileFacts]:
    """The facts of a client's files, remembered as the repository's own are."""
    from scanner.extract.files import Extractor

    files = tree.inventory.files
    if past is not None:
        snapshot = Snapshot.take(tree.root, files)
        past = Past(past.memory, files, snapshot.digests, snapshot.holds)
    with Extractor(tree.root, files, jobs, past) as extractor:
        return extractor.extraction().facts


def _snippets(root: Path, beside: _Beside, places: list[Location]) -> Mapping[tuple[str, int], str]:
    """Source lines of the repository and of its clients."""
    from scanner.discover.lines import source_lines

    shown = dict(source_lines(root, places))
    for tree in beside.clients:
        start = tree.client.place("")
        theirs = [replace(at, file=at.file.removeprefix(start)) for at in places if at.file.startswith(start)]
        lines = source_lines(tree.root, theirs)
        shown |= {(tree.client.place(file), line): text for (file, line), text in lines.items()}
    return shown


def _require_framework(root: Path, registrations: Registrations) -> None:
    if not registrations.applications and not registrations.operations:
        raise NothingToScan(
            f"no Flask, Django or FastAPI application found in {root}",
            "give the folder that holds the application's Python code; see `callside audit --help` for --exclude",
        )


def _audited(
    registrations: Registrations, linked: Linked, verdicts: Mapping[str, Verdict], observed: Observed
) -> tuple[AuditedOperation, ...]:
    return tuple(
        AuditedOperation(
            operation=operation,
            verdict=verdicts[operation.id],
            links=linked.links.get(operation.id, ()),
            effects=linked.effects.get(operation.id, ()),
            chains=linked.chains.get(operation.id, ()),
            traffic=observed.traffic.get(operation.id),
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


def _coverage(inventory: Inventory, analysis: Analysis, seconds: float) -> Coverage:
    skipped = dict(inventory.skipped)
    for reason, count in analysis.skipped.items():
        skipped[reason] = skipped.get(reason, 0) + count
    return Coverage(
        files=len(inventory.files) + sum(inventory.skipped.values()),
        read=analysis.read,
        skipped=dict(sorted(skipped.items())),
        excluded=analysis.excluded,
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
