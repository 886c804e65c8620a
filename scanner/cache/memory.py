"""Values that earlier runs found, by keys that hold everything they depend on."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Any, TypeVar

from scanner.cache.codec import Codec
from scanner.cache.store import Store

T = TypeVar("T")

_LARGEST = 1024 * 1024 * 1024
"""Bytes that one value may unpack to."""


_CODECS: dict[type[Any], Codec[Any]] = {}


class Memory:
    """What is remembered between runs. Whatever goes wrong with it, an audit only takes longer."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def recall(self, kind: type[T], keys: Iterable[bytes]) -> Iterator[T | None]:
        """The value of each key, in their order; None where it must be found anew."""
        for document in self.documents(keys):
            yield None if document is None else read(kind, document)

    def documents(self, keys: Iterable[bytes]) -> Iterator[bytes | None]:
        """The document of each key, in their order, unread; None where there is none."""
        return self._store.get(keys)

    def recall_one(self, kind: type[T], key: bytes) -> T | None:
        """The value of a key, or None."""
        return next(self.recall(kind, (key,)))

    def keep(self, values: Iterable[tuple[bytes, Any]]) -> None:
        """Keep values by key; those that cannot be written are left out."""
        written = ((key, write(value)) for key, value in values)
        self.keep_written((key, document) for key, document in written if document is not None)

    def keep_written(self, documents: Iterable[tuple[bytes, bytes]]) -> None:
        """Keep values that are written already."""
        self._store.put(dict(documents))


def key_of(*parts: str | bytes) -> bytes:
    """A key of fixed size for any parts, in their order."""
    digest = blake2b(digest_size=20)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def write(value: Any) -> bytes | None:
    """The document of a frozen dataclass, or None for one that cannot be written: a number of thousands of digits."""
    try:
        return zlib.compress(_codec(type(value)).encode(value), 1)
    except (ValueError, TypeError):
        return None


def read(kind: type[T], document: bytes) -> T | None:
    """The value of a document, or None where it is not a document of that kind."""
    return read_moved(kind, document, {})


def read_moved(kind: type[T], document: bytes, moves: Mapping[str, Mapping[int, int]]) -> T | None:
    """The value of a document with the places in some files moved: old line to new line, by file.

    None where it is not a document of that kind, or where one of these places is on a line that is not told.
    """
    machine = zlib.decompressobj()
    codec = _codec(kind)
    try:
        plain: bytes | None = machine.decompress(document, _LARGEST)
        if plain is not None and moves:
            plain = codec.relocate(plain, moves)
        return codec.decode(plain) if machine.eof and plain is not None else None
    except (zlib.error, json.JSONDecodeError, ValueError, TypeError, LookupError, AttributeError):
        return None


def _codec(kind: type[T]) -> Codec[T]:
    codec = _CODECS.get(kind)
    if codec is None:
        codec = _CODECS[kind] = Codec(kind)
    return codec
