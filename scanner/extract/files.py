"""Facts of every file: remembered from earlier runs, read in this process, or read over processes."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from scanner.cache.identity import identity
from scanner.cache.memory import key_of, read, write
from scanner.cache.moved import Moves, facts_moved
from scanner.cache.past import Past
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.facts import FileFacts
from scanner.concepts.source import Language, SourceFile
from scanner.extract.one import Unread, read_file

if TYPE_CHECKING:
    from scanner.extract.processes import Readers

PARALLEL_BYTES = 3_000_000
"""Of code and markup, which take a second to read. Starting two processes takes half a second of processor time."""

_SLOW = {
    Language.PYTHON,
    Language.JAVASCRIPT,
    Language.TYPESCRIPT,
    Language.TSX,
    Language.COMPONENT,
    Language.MARKUP,
}
"""What is parsed whole; the rest is looked through in no time."""

Progress = Callable[[int, int, float], None]
"""Called with the number of files done, of all files, and of files read in a second, every now and then."""

_STEP = 50


@dataclass(frozen=True, slots=True)
class Extraction:
    """Facts by path, in path order, and what went unread."""

    facts: dict[str, FileFacts]
    diagnostics: tuple[Diagnostic, ...]
    skipped: dict[str, int]


class Extractor:
    """The reading of all files below `root`, in `jobs` processes (default: as many as there are processors).

    Processes start at once and work while the caller does something else; `extraction` waits for them. The result is
    the same for any number of processes, and whether facts are remembered or read. Use it as a context.
    """

    def __init__(
        self,
        root: Path,
        files: Sequence[SourceFile],
        jobs: int | None = None,
        past: Past | None = None,
    ) -> None:
        self._root = root
        self._files = files
        self._by_path = {file.path: file for file in files}
        self._past = past
        self._documents = {} if past is None else _recall(past, files)
        self._found: dict[str, FileFacts | Unread] = {}
        self._extraction: Extraction | None = None
        self._missing = [file for file in files if file.path not in self._documents]
        workers = processes(self._missing, jobs)
        self._readers = _readers(root, self._missing, workers) if self._missing and workers > 1 else None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._readers is not None:
            self._readers.stop()

    def read(self, progress: Progress = lambda done, total, rate: None) -> None:
        """Read the files of which nothing is remembered; what is remembered of the others stays unread."""
        missing, self._missing = self._missing, []
        if not missing:
            return
        done, began = len(self._files) - len(missing), time.perf_counter()
        written: list[tuple[bytes, bytes]] = []
        for number, (file, digest, result, document) in enumerate(self._read(missing), 1):
            self._found[file.path] = result
            if document is not None:
                self._documents[file.path] = document
                if digest:
                    written.append((_key(file, digest), document))
            if number % _STEP == 0:
                progress(done + number, len(self._files), number / (time.perf_counter() - began))
        if self._past is not None:
            self._past.memory.keep_written(written)

    def marks(self) -> Iterator[bytes]:
        """A digest of what each file gave, in their order: two files that differ may give the same. Reads."""
        self.read()
        for file in self._files:
            document = self._documents.get(file.path)
            yield key_of(repr(self._found.get(file.path))) if document is None else key_of(document)

    def moved(self, path: str, digest: bytes) -> Moves | None:
        """Where the lines of a file went since its content had that digest; None where more has changed. Reads."""
        now, file = self.facts(path), self._by_path[path]
        then = None if self._past is None else self._past.memory.recall_one(FileFacts, _key(file, digest))
        return facts_moved(then, now) if then is not None and isinstance(now, FileFacts) else None

    def facts(self, path: str) -> FileFacts | Unread:
        """What one file gave. Reads."""
        self.read()
        return self._result(self._by_path[path])

    def extraction(self, progress: Progress = lambda done, total, rate: None) -> Extraction:
        """Everything, in the order of the files."""
        if self._extraction is None:
            self.read(progress)
            self._extraction = _gathered([self._result(file) for file in self._files])
        return self._extraction

    def _result(self, file: SourceFile) -> FileFacts | Unread:
        found = self._found.get(file.path)
        if found is None:
            found = read(FileFacts, self._documents[file.path])
            if found is None or found.file != file.path:
                found = read_file(self._root, file).result
        return found

    def _read(
        self, missing: Sequence[SourceFile]
    ) -> Iterator[tuple[SourceFile, bytes, FileFacts | Unread, bytes | None]]:
        """File, digest of its bytes, what it gave, and that as a document where it is worth remembering."""
        if self._readers is not None:
            from scanner.extract.processes import facts_of

            for file, written in zip(missing, self._readers.outcomes(), strict=True):
                document = written.document if isinstance(written.document, bytes) else None
                yield file, written.digest, facts_of(written), document
            return
        for file in missing:
            outcome = read_file(self._root, file)
            worth = self._past is not None and isinstance(outcome.result, FileFacts)
            yield file, outcome.digest, outcome.result, write(outcome.result) if worth else None


def extract(root: Path, files: Sequence[SourceFile], jobs: int | None = None) -> Extraction:
    """Extract the facts of every file below `root`, remembering nothing."""
    with Extractor(root, files, jobs) as extractor:
        return extractor.extraction()


def processes(files: Iterable[SourceFile], jobs: int | None) -> int:
    """How many processes are worth starting on work that grows with these files: `jobs`, if that is told."""
    if jobs is not None:
        return jobs
    large = sum(file.size for file in files if file.language in _SLOW) >= PARALLEL_BYTES
    return processors() if large else 1


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _readers(root: Path, files: Sequence[SourceFile], workers: int) -> Readers:
    # imported here: an edited file is read without any
    from scanner.extract.processes import Readers

    return Readers(root, files, workers)


def _recall(past: Past, files: Sequence[SourceFile]) -> dict[str, bytes]:
    asked = [file for file in files if past.digests.get(file.path)]
    documents = past.memory.documents([_key(file, past.digests[file.path]) for file in asked])
    return {file.path: document for file, document in zip(asked, documents, strict=True) if document is not None}


def _key(file: SourceFile, digest: bytes) -> bytes:
    return key_of(identity(), "facts", file.path, file.language, file.role, digest)


def _gathered(results: Sequence[FileFacts | Unread]) -> Extraction:
    facts = {item.file: item for item in results if isinstance(item, FileFacts)}
    skipped = Counter(item.reason for item in results if isinstance(item, Unread))
    diagnostics = [item.diagnostic for item in results if isinstance(item, Unread) and item.diagnostic]
    for path in sorted(facts):
        diagnostics.extend(facts[path].diagnostics)
    return Extraction({path: facts[path] for path in sorted(facts)}, tuple(diagnostics), dict(sorted(skipped.items())))
