"""Results of whole stages, found again where everything that they depend on is as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from scanner.cache.identity import identity
from scanner.cache.memory import Memory, key_of, read, write
from scanner.concepts.source import SourceFile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The files that a stage asked for when it last ran, by path."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a result is kept: the digest of its own document, in hexadecimal, so that equal ones are kept once."""

    digest: str


class Remembered(Generic[T]):
    """A result as a document, which is read where its value is asked for."""

    def __init__(self, kind: type[T], document: bytes | None, find: Callable[[], T]) -> None:
        self._kind = kind
        self._document = document
        self._find = find

    @classmethod
    def of(cls, value: T) -> Remembered[T]:
        """A result that is not remembered."""
        return cls(type(value), None, lambda: value)

    @property
    def digest(self) -> bytes:
        """A digest of the value; empty where it cannot be written."""
        return b"" if self._document is None else key_of(self._document)

    @cached_property
    def value(self) -> T:
        """The result itself."""
        known = None if self._document is None else read(self._kind, self._document)
        return self._find() if known is None else known


class Past:
    """What earlier runs found of the same files. `digests` tells their content; `holds`, whether that is so still."""

    def __init__(
        self, memory: Memory, files: Sequence[SourceFile], digests: Mapping[str, bytes], holds: Callable[[], bool]
    ) -> None:
        self.memory = memory
        self.digests = digests
        self._holds = holds
        self._kept: tuple[object, bytes] | None = None
        names = (f"{file.path}\0{file.language}\0{file.role}" for file in files)
        self._files = key_of(identity(), *names)

    def of_all(self, kind: type[T], settings: str, find: Callable[[], T]) -> T:
        """A result that depends on the content of all files and on `settings`."""
        return self._result(kind, key_of(self._files, kind.__name__, settings, *self.digests.values()), find)

    def of_parts(self, kind: type[T], settings: str, parts: Iterable[bytes], find: Callable[[], T]) -> T:
        """A result that depends on what the digests `parts` stand for, whatever these came from, and on `settings`."""
        return self._result(kind, key_of(self._files, kind.__name__, "parts", settings, *parts), find)

    def of_asked(self, kind: type[T], find: Callable[[], T], asked: Callable[[], Collection[str]]) -> Remembered[T]:
        """A result that depends on the names of all files, and on the content of those that it asked for.

        As long as these are the same, the stage would ask for the same files again.
        """
        names = key_of(self._files, kind.__name__)
        known = self.memory.recall_one(_Asked, names)
        if known is not None:
            (document,) = self.memory.documents([self._asked_key(names, known.paths)])
            if document is not None:
                return Remembered(kind, document, find)
        result = find()
        document = write(result)
        if document is not None and self._holds():
            paths = tuple(sorted(asked()))
            self.memory.keep([(names, _Asked(paths))])
            self.memory.keep_written([(self._asked_key(names, paths), document)])
        return Remembered(kind, document, lambda: result)

    def _asked_key(self, names: bytes, paths: Collection[str]) -> bytes:
        return key_of(names, *(self.digests.get(path, b"") for path in paths))

    def _result(self, kind: type[T], key: bytes, find: Callable[[], T]) -> T:
        kept = self.memory.recall_one(_Kept, key)
        result = None if kept is None else self.memory.recall_one(kind, bytes.fromhex(kept.digest))
        if result is None:
            result = find()
            if self._holds():
                self._keep(key, result)
        return result

    def _keep(self, key: bytes, result: object) -> None:
        """Keep a result under a key; one that was kept under another key just now is not written again."""
        if self._kept is None or self._kept[0] is not result:
            document = write(result)
            if document is None:
                return
            self._kept = (result, key_of(document))
            self.memory.keep_written([(self._kept[1], document)])
        self.memory.keep([(key, _Kept(self._kept[1].hex()))])
