"""Facts of every file: remembered from earlier runs, read in this process, or read over processes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from scanner.cache.identity import identity
from scanner.cache.memory import key_of, write
from scanner.cache.past import Past
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.facts import FileFacts
from scanner.concepts.source import Language, SourceFile
from scanner.extract.one import Unread, read_file
from scanner.extract.processes import Readers, facts_of

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

Progress = Callable[[int, int], None]
"""Called with the number of files read, and of all files, every now and then."""

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
        self._past = past
        self._known = {} if past is None else _recall(past, files)
        self._missing = [file for file in files if file.path not in self._known]
        workers = jobs or processors()
        worth = jobs is not None or sum(file.size for file in self._missing if file.language in _SLOW) >= PARALLEL_BYTES
        self._readers = Readers(root, self._missing, workers) if self._missing and workers > 1 and worth else None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._readers is not None:
            self._readers.stop()

    def extraction(self, progress: Progress = lambda done, total: None) -> Extraction:
        """Everything, in the order of the files."""
        found: dict[str, FileFacts | Unread] = dict(self._known)
        total = len(self._files)
        documents: list[tuple[bytes, bytes]] = []
        for file, digest, result, document in self._read():
            found[file.path] = result
            if document is not None and digest:
                documents.append((_key(file, digest), document))
            if len(found) % _STEP == 0:
                progress(len(found), total)
        if self._past is not None:
            self._past.memory.keep_written(documents)
        return _gathered([found[file.path] for file in self._files])

    def _read(self) -> Iterator[tuple[SourceFile, bytes, FileFacts | Unread, bytes | None]]:
        """File, digest of its bytes, what it gave, and that as a document where it is worth remembering."""
        if self._readers is not None:
            for file, written in zip(self._missing, self._readers.outcomes(), strict=True):
                document = written.document if isinstance(written.document, bytes) else None
                yield file, written.digest, facts_of(written), document
            return
        for file in self._missing:
            outcome = read_file(self._root, file)
            worth = self._past is not None and isinstance(outcome.result, FileFacts)
            yield file, outcome.digest, outcome.result, write(outcome.result) if worth else None


def extract(root: Path, files: Sequence[SourceFile], jobs: int | None = None) -> Extraction:
    """Extract the facts of every file below `root`, remembering nothing."""
    with Extractor(root, files, jobs) as extractor:
        return extractor.extraction()


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _recall(past: Past, files: Sequence[SourceFile]) -> dict[str, FileFacts]:
    asked = [file for file in files if past.digests.get(file.path)]
    keys = [_key(file, past.digests[file.path]) for file in asked]
    recalled = zip(asked, past.memory.recall(FileFacts, keys), strict=True)
    return {file.path: facts for file, facts in recalled if facts is not None and facts.file == file.path}


def _key(file: SourceFile, digest: bytes) -> bytes:
    return key_of(identity(), "facts", file.path, file.language, file.role, digest)


def _gathered(results: Sequence[FileFacts | Unread]) -> Extraction:
    facts = {item.file: item for item in results if isinstance(item, FileFacts)}
    skipped = Counter(item.reason for item in results if isinstance(item, Unread))
    diagnostics = [item.diagnostic for item in results if isinstance(item, Unread) and item.diagnostic]
    for path in sorted(facts):
        diagnostics.extend(facts[path].diagnostics)
    return Extraction({path: facts[path] for path in sorted(facts)}, tuple(diagnostics), dict(sorted(skipped.items())))
