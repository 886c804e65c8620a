"""Results of whole stages, found again where everything that they depend on is as it was, or only on other lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from scanner.cache.identity import identity
from scanner.cache.memory import Memory, key_of, read_moved, write
from scanner.concepts.source import Language, SourceFile

if TYPE_CHECKING:
    from scanner.cache.moved import Lines, Moves

T = TypeVar("T")

_MOST = 40
"""Edited files that are compared with what they were before: more of them are another state of the repository."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The files that a stage asked for when it last ran, by path, and digests of their content, in hexadecimal."""

    paths: tuple[str, ...]
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A module that a stage asked for."""

    text: str


@dataclass(frozen=True, slots=True)
class _Kept:
    """Where a result is kept: the digest of its own document, in hexadecimal, so that equal ones are kept once."""

    digest: str


@dataclass(frozen=True, slots=True)
class _Last:
    """The last result that was worked out: digests of all files' content then, and of its document."""

    contents: tuple[str, ...]
    digest: str


class Remembered(Generic[T]):
    """A result as a document, which is read where its value is asked for, and whose places may have moved since."""

    def __init__(
        self, kind: type[T], document: bytes | None, find: Callable[[], T], moves: Mapping[str, Lines] | None = None
    ) -> None:
        self._kind = kind
        self._document = document
        self._find = find
        self.moves: Mapping[str, Lines] = moves or {}
        """Where the lines of edited files went."""

    @classmethod
    def of(cls, value: T) -> Remembered[T]:
        """A result that is not remembered."""
        return cls(type(value), None, lambda: value)

    @property
    def origin(self) -> bytes:
        """A digest of the value as it was before its places moved; empty where it cannot be written."""
        return b"" if self._document is None else key_of(self._document)

    @property
    def digest(self) -> bytes:
        """A digest of the value; empty where it cannot be written."""
        moves = sorted((file, sorted(lines.items())) for file, lines in self.moves.items())
        return key_of(self.origin, repr(moves)) if self._document is not None else b""

    @cached_property
    def value(self) -> T:
        """The result itself."""
        known = None if self._document is None else read_moved(self._kind, self._document, self.moves)
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
        self._python = {file.path for file in files if file.language is Language.PYTHON}

    def of_all(self, kind: type[T], settings: str, find: Callable[[], T]) -> T:
        """A result that depends on the content of all files and on `settings`."""
        return self._result(kind, key_of(self._files, kind.__name__, settings, *self.digests.values()), find)

    def of_parts(self, kind: type[T], settings: str, parts: Iterable[bytes], find: Callable[[], T]) -> T:
        """A result that depends on what the digests `parts` stand for, whatever these came from, and on `settings`."""
        return self._result(kind, key_of(self._files, kind.__name__, "parts", settings, *parts), find)

    def of_last(
        self,
        kind: type[T],
        settings: str,
        find: Callable[[], T],
        moved: Callable[[str, bytes], Moves | None],
        text: Callable[[str], str],
    ) -> tuple[T, Collection[str]]:
        """A result, and the files whose places were only moved in it since it was last worked out.

        `moved` tells of a file and the digest that its content had then where the lines of its facts went, or None
        where more than that has changed; `text` is a module's text now.
        """
        key = key_of(self._files, kind.__name__, "last", settings)
        last = self.memory.recall_one(_Last, key)
        if last is not None:
            result, edited = self._moved(kind, last, moved, text)
            if result is not None:
                return result, edited
        found = find()
        if self._holds() and self._keep_document(found):
            assert self._kept is not None
            contents = tuple(digest.hex() for digest in self.digests.values())
            self.memory.keep([(key, _Last(contents, self._kept[1].hex()))])
        return found, ()

    def _moved(
        self, kind: type[T], last: _Last, moved: Callable[[str, bytes], Moves | None], text: Callable[[str], str]
    ) -> tuple[T | None, Collection[str]]:
        from scanner.cache.moved import told

        pairs = zip(self.digests.items(), last.contents, strict=True)
        edited = {path: bytes.fromhex(then) for (path, now), then in pairs if now.hex() != then}
        (document,) = self.memory.documents([bytes.fromhex(last.digest)])
        if document is None or len(edited) > _MOST:
            return None, ()
        moves: dict[str, Lines] = {}
        for path, then in edited.items():
            lines = moved(path, then)
            if lines is None:
                return None, ()
            # registration speaks of lines that facts need not hold
            syntax = self._syntax_moves(path, then, text)
            moves[path] = told({*syntax, *lines})
        return read_moved(kind, document, moves), moves

    def recall_asked(self, kind: type[T], find: Callable[[], T], text: Callable[[str], str]) -> Remembered[T] | None:
        """A result that depends on the names of all files, and on the content of those that it asked for; None where
        it has to be found anew.

        As long as these are the same, the stage would ask for the same files again. A module whose `text` was edited
        between its statements is the same, on other lines.
        """
        names = key_of(self._files, kind.__name__)
        known = self.memory.recall_one(_Asked, names)
        if known is None:
            return None
        (document,) = self.memory.documents([_asked_key(names, known)])
        moves = None if document is None else self._moves(known, text)
        return None if moves is None else Remembered(kind, document, find, moves)

    def keep_asked(self, result: T, asked: Iterable[str], text: Callable[[str], str]) -> Remembered[T]:
        """Keep a result that depends on the content of the files that it `asked` for, whose `text` is told."""
        names = key_of(self._files, type(result).__name__)
        document = write(result)
        if document is not None and self._holds():
            paths = sorted(asked)
            now = _Asked(tuple(paths), tuple(self.digests.get(path, b"").hex() for path in paths))
            last = self.memory.recall_one(_Asked, names)
            kept = set() if last is None else set(zip(last.paths, last.digests, strict=True))
            stated = zip(now.paths, now.digests, strict=True)
            modules = [path for path, digest in stated if path in self._python and (path, digest) not in kept]
            self.memory.keep([(names, now)])
            self.memory.keep([(_text_key(self.digests[path]), _Text(text(path))) for path in modules])
            self.memory.keep_written([(_asked_key(names, now), document)])
        return Remembered(type(result), document, lambda: result)

    def _moves(self, known: _Asked, text: Callable[[str], str]) -> Mapping[str, Lines] | None:
        """Where the lines of edited modules went; None where one of them, or another file, says something else."""
        pairs = zip(known.paths, known.digests, strict=True)
        edited = [(path, then) for path, then in pairs if self.digests.get(path, b"").hex() != then]
        if not edited:
            return {}
        if len(edited) > _MOST:
            return None
        from scanner.cache.moved import told

        found: dict[str, Lines] = {}
        for path, then in edited:
            lines = self._syntax_moves(path, bytes.fromhex(then), text)
            if not lines:
                return None
            found[path] = told(lines)
        return found

    def _syntax_moves(self, path: str, then: bytes, text: Callable[[str], str]) -> Moves:
        """Where the lines of a module's syntax went; empty where it is none, or not what it was."""
        from scanner.cache.moved import program_moved

        before = self.memory.recall_one(_Text, _text_key(then)) if path in self._python else None
        return (before is not None and program_moved(before.text, text(path))) or set()

    def _result(self, kind: type[T], key: bytes, find: Callable[[], T]) -> T:
        kept = self.memory.recall_one(_Kept, key)
        result = None if kept is None else self.memory.recall_one(kind, bytes.fromhex(kept.digest))
        if result is None:
            result = find()
            if self._holds() and self._keep_document(result):
                assert self._kept is not None
                self.memory.keep([(key, _Kept(self._kept[1].hex()))])
        return result

    def _keep_document(self, result: object) -> bool:
        """Keep a result by its own digest, whether or not it can be; what was kept just now is not written again."""
        if self._kept is None or self._kept[0] is not result:
            document = write(result)
            if document is None:
                return False
            self._kept = (result, key_of(document))
            self.memory.keep_written([(self._kept[1], document)])
        return True


def _asked_key(names: bytes, asked: _Asked) -> bytes:
    return key_of(names, *asked.paths, *asked.digests)


def _text_key(digest: bytes) -> bytes:
    return key_of(identity(), "text", digest)
