"""Read files and extract their facts: in this process for small repositories, over processes for large ones."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.source import Language, SourceFile
from scanner.extract.decode import decode, read_bytes
from scanner.extract.javascript.script import read_script
from scanner.extract.markup.component import read_component
from scanner.extract.markup.page import read_page
from scanner.extract.other.documents import read_document
from scanner.extract.python.module import read_module
from scanner.extract.roles import role_by_content

PARALLEL_BYTES = 2_000_000
"""Below this, starting processes costs more than they save."""

BATCH_BYTES = 400_000


@dataclass(frozen=True, slots=True)
class Extraction:
    """Facts by path, in path order, and what went unread."""

    facts: dict[str, FileFacts]
    diagnostics: tuple[Diagnostic, ...]
    skipped: dict[str, int]


def extract(root: Path, files: Sequence[SourceFile], jobs: int | None = None) -> Extraction:
    """Extract the facts of every file below `root`; `jobs` processes (default: as many as there are processors).

    The result is the same for any number of processes. A file that kills its process costs that file alone.
    """
    workers = min(jobs or os.cpu_count() or 1, 61)
    total = sum(file.size for file in files)
    if workers == 1 or (jobs is None and total < PARALLEL_BYTES):
        results = [_read_file(root, file) for file in files]
    else:
        results = list(_in_processes(root, files, workers))
    facts = {item.file: item for item in results if isinstance(item, FileFacts)}
    skipped = Counter(item.reason for item in results if isinstance(item, _Unread))
    diagnostics = [item.diagnostic for item in results if isinstance(item, _Unread) and item.diagnostic]
    for path in sorted(facts):
        diagnostics.extend(facts[path].diagnostics)
    return Extraction({path: facts[path] for path in sorted(facts)}, tuple(diagnostics), dict(sorted(skipped.items())))


@dataclass(frozen=True, slots=True)
class _Unread:
    reason: str
    diagnostic: Diagnostic | None = None


def _read_file(root: Path, file: SourceFile) -> FileFacts | _Unread:
    try:
        data = read_bytes(root, file.path)
    except OSError as error:
        return _Unread("unreadable", _warning(file, f"cannot be read: {error.strerror or error}"))
    text, complaint = decode(data, file.language)
    if text is None:
        return _Unread("binary", _warning(file, complaint))
    file = replace(file, role=role_by_content(file.path, file.language, file.role, text))
    facts = _read_text(file, text)
    if complaint:
        facts = replace(facts, diagnostics=(*facts.diagnostics, _warning(file, complaint)))
    return facts


def _read_text(file: SourceFile, text: str) -> FileFacts:
    match file.language:
        case Language.PYTHON:
            return read_module(file, text)
        case Language.JAVASCRIPT | Language.TYPESCRIPT | Language.TSX:
            return read_script(file, text)
        case Language.COMPONENT:
            return read_component(file, text)
        case Language.MARKUP:
            return read_page(file, text)
        case _:
            return read_document(file, text)


def _warning(file: SourceFile, message: str) -> Diagnostic:
    return Diagnostic(DiagnosticSeverity.WARNING, message, Location(file.path, 1))


def _batches(files: Sequence[SourceFile]) -> Iterator[list[SourceFile]]:
    """Batches of about equal size, so that no process waits for one that drew all the large files."""
    batch: list[SourceFile] = []
    size = 0
    for file in files:
        batch.append(file)
        size += file.size
        if size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _read_batch(root: Path, batch: list[SourceFile]) -> list[FileFacts | _Unread]:
    return [_read_file(root, file) for file in batch]


def _in_processes(root: Path, files: Sequence[SourceFile], workers: int) -> Iterable[FileFacts | _Unread]:
    context = get_context("forkserver" if os.name == "posix" else "spawn")
    broken: list[list[SourceFile]] = []
    with ProcessPoolExecutor(workers, mp_context=context, initializer=gc.disable) as pool:
        pending = [(batch, pool.submit(_read_batch, root, batch)) for batch in _batches(files)]
        for batch, future in pending:
            try:
                yield from future.result()
            except BrokenProcessPool:
                broken.append(batch)
    for batch in broken:
        for file in batch:
            yield _alone(root, file)


def _alone(root: Path, file: SourceFile) -> FileFacts | _Unread:
    """Read one file in a process of its own: after a crash, to find the file that caused it."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        try:
            return pool.submit(_read_file, root, file).result()
        except BrokenProcessPool:
            return _Unread("crashed", _warning(file, "its content made the reader crash: the file is not read"))
