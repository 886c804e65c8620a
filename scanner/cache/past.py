"""Results of whole stages, found again where everything that they depend on is as it was."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from scanner.cache.identity import identity
from scanner.cache.memory import Memory, key_of
from scanner.concepts.source import SourceFile

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Asked:
    """The files that a stage asked for when it last ran, by path."""

    paths: tuple[str, ...]


class Past:
    """What earlier runs found of the same files. `digests` tells their content; `holds`, whether that is so still."""

    def __init__(
        self, memory: Memory, files: Sequence[SourceFile], digests: Mapping[str, bytes], holds: Callable[[], bool]
    ) -> None:
        self.memory = memory
        self.digests = digests
        self._holds = holds
        names = (f"{file.path}\0{file.language}\0{file.role}" for file in files)
        self._files = key_of(identity(), *names)

    def of_all(self, kind: type[T], settings: str, find: Callable[[], T]) -> T:
        """A result that depends on all files and on `settings`."""
        return self._result(kind, key_of(self._files, kind.__name__, settings, *self.digests.values()), find)

    def of_asked(self, kind: type[T], find: Callable[[], T], asked: Callable[[], Collection[str]]) -> T:
        """A result that depends on the names of all files, and on the content of those that it asked for.

        As long as these are the same, the stage would ask for the same files again.
        """
        names = key_of(self._files, kind.__name__)
        known = self.memory.recall_one(_Asked, names)
        if known is not None:
            result = self.memory.recall_one(kind, self._asked_key(names, known.paths))
            if result is not None:
                return result
        result = find()
        if self._holds():
            paths = tuple(sorted(asked()))
            self.memory.keep([(names, _Asked(paths)), (self._asked_key(names, paths), result)])
        return result

    def _asked_key(self, names: bytes, paths: Collection[str]) -> bytes:
        return key_of(names, *(self.digests.get(path, b"") for path in paths))

    def _result(self, kind: type[T], key: bytes, find: Callable[[], T]) -> T:
        result = self.memory.recall_one(kind, key)
        if result is None:
            result = find()
            if self._holds():
                self.memory.keep([(key, result)])
        return result
