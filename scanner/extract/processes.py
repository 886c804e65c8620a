"""Read files over processes: batches of about equal size, and a file that kills its process costs itself alone."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from pathlib import Path

from scanner.cache.memory import read, write
from scanner.concepts.facts import FileFacts
from scanner.concepts.source import SourceFile
from scanner.extract.one import READERS, Outcome, Unread, read_file, warning
from scanner.fork import FORKS

BATCH_BYTES = 400_000

_MOST = 61
"""Processes that Windows can wait for."""


@dataclass(frozen=True, slots=True)
class Written:
    """An outcome on its way between processes: facts as a document, which is cheaper than pickling their objects."""

    digest: bytes
    document: bytes | Unread | FileFacts


class Readers:
    """Processes at work on files from the moment this is made; use it as a context, and ask for `outcomes` once."""

    def __init__(self, root: Path, files: Sequence[SourceFile], workers: int) -> None:
        self._root = root
        self._pool = ProcessPoolExecutor(min(workers, _MOST), mp_context=_context(), initializer=_begin)
        self._pending: list[tuple[list[SourceFile], Future[list[Written]]]] = [
            (batch, self._pool.submit(_read_batch, root, batch)) for batch in batches(files)
        ]

    def outcomes(self) -> Iterator[Written]:
        """What every file gave, in their order."""
        for batch, future in self._pending:
            try:
                yield from future.result()
            except BrokenProcessPool:
                # one file breaks the work on all: find out which
                yield from _apart(self._root, batch)

    def stop(self) -> None:
        """End the processes; what they have not begun is not done."""
        self._pool.shutdown(cancel_futures=True)


def batches(files: Sequence[SourceFile]) -> Iterator[list[SourceFile]]:
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


def facts_of(written: Written) -> FileFacts | Unread:
    """What a process sent, as a value again."""
    if not isinstance(written.document, bytes):
        return written.document
    facts = read(FileFacts, written.document)
    if facts is None:
        raise AssertionError("a document of our own cannot be read")
    return facts


def _context() -> BaseContext:
    if os.name != "posix":
        return get_context("spawn")
    if FORKS and threading.active_count() == 1:
        # cheaper by the start of an interpreter, and sound where no other thread holds a lock
        for reader in READERS:
            import_module(reader)
        return get_context("fork")
    context = get_context("forkserver")
    # processes are then forked with the readers loaded, instead of each loading them again
    context.set_forkserver_preload([__name__, *READERS])
    return context


def _begin() -> None:
    """Prepare a process: without garbage collection, and ending when the one that started it does, even if killed."""
    gc.disable()
    parent = parent_process()
    assert parent is not None

    def follow() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _read_batch(root: Path, batch: list[SourceFile]) -> list[Written]:
    return [_written(read_file(root, file)) for file in batch]


def _written(outcome: Outcome) -> Written:
    result = outcome.result
    return Written(outcome.digest, result if isinstance(result, Unread) else write(result) or result)


def _apart(root: Path, batch: list[SourceFile]) -> Iterator[Written]:
    """Read a batch in a process of its own, and where that breaks too, each of its files in one."""
    with ProcessPoolExecutor(1, mp_context=_context(), initializer=_begin) as pool:
        try:
            yield from pool.submit(_read_batch, root, batch).result()
        except BrokenProcessPool:
            if len(batch) > 1:
                for file in batch:
                    yield from _apart(root, [file])
            else:
                message = "its content made the reader crash: the file is not read"
                yield Written(b"", Unread("crashed", warning(batch[0], message)))
