"""Bytes by key, in one SQLite file.

A cache may be lost at any time, so reading and writing raise nothing: what is locked, full, read-only, corrupted or
foreign is a miss, and after the first failure of the file the store is silent for the rest of the run.
https://www.sqlite.org/wal.html
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

LIMIT = 256 * 1024 * 1024
"""Bytes of entries beyond which the least recently used are dropped."""

T = TypeVar("T")

_WAIT = 2.0
"""Seconds to wait for another run that is writing."""
_DAY = 86_400
_SEAL = 16
_TABLE = "CREATE TABLE IF NOT EXISTS entries (key BLOB PRIMARY KEY, used INTEGER NOT NULL, data BLOB NOT NULL)"
_EVICT = """
DELETE FROM entries WHERE key IN (
    SELECT key FROM (
        SELECT key, SUM(LENGTH(data)) OVER (ORDER BY used DESC, rowid DESC) AS total FROM entries
    ) WHERE total > ?
)
"""
_CORRUPT = ("SQLITE_CORRUPT", "SQLITE_NOTADB")


@dataclass(frozen=True, slots=True)
class Usage:
    """How full a store is: entries, and bytes on disk."""

    entries: int
    size: int


class Store:
    """Entries by key. `day` counts days and tells what was used last; it is the current day unless given."""

    def __init__(self, path: Path, limit: int = LIMIT, day: int | None = None) -> None:
        self.path = path
        self._limit = limit
        self._day = int(time.time() // _DAY) if day is None else day
        self._connection: sqlite3.Connection | None = None
        self._used: list[bytes] = []
        self._failed = False

    def get(self, keys: Iterable[bytes]) -> Iterator[bytes | None]:
        """The value of each key, in their order; None where there is none."""
        for key in keys:
            row = self._attempt(_select(key))
            if row is None:
                yield None
                continue
            data, used = row
            if used != self._day:
                self._used.append(key)
            yield _unsealed(key, data)

    def put(self, entries: Mapping[bytes, bytes]) -> None:
        """Keep entries, all or none, and drop the least recently used where there are too many."""
        if entries:
            rows = [(key, self._day, _seal(key, value) + value) for key, value in entries.items()]
            self._attempt(lambda connection: _insert(connection, rows, self._limit))

    def usage(self) -> Usage:
        """How many entries there are, and what they take on disk."""
        try:
            size = self.path.stat().st_size
        except OSError:
            return Usage(0, 0)
        row = self._attempt(lambda connection: connection.execute("SELECT COUNT(*) FROM entries").fetchone())
        return Usage(row[0] if row else 0, size)

    def clear(self) -> None:
        """Remove every file of the store. Raises OSError where that is not allowed."""
        self.close()
        for suffix in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)

    def close(self) -> None:
        """Note what was used, and let go of the file."""
        if self._used:
            rows = [(self._day, key) for key in self._used]
            self._used = []
            self._attempt(lambda connection: _touch(connection, rows))
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _attempt(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        if self._failed:
            return None
        try:
            if self._connection is None:
                self._connection = _open(self.path)
            return work(self._connection)
        except (sqlite3.Error, OSError) as error:
            self._failed = True
            if getattr(error, "sqlite_errorname", "").startswith(_CORRUPT):
                # no entry can be trusted any more: the next run starts afresh
                with contextlib.suppress(OSError):
                    self.clear()
            return None


def _seal(key: bytes, value: bytes) -> bytes:
    """What stands before a value in the file, so that one that was damaged or moved is not taken for it."""
    return blake2b(value, digest_size=_SEAL, key=key).digest()


def _unsealed(key: bytes, data: object) -> bytes | None:
    if not isinstance(data, bytes) or data[:_SEAL] != _seal(key, data[_SEAL:]):
        return None
    return data[_SEAL:]


def _open(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_WAIT)
    connection.execute("PRAGMA synchronous = NORMAL")
    # a file that is in order is not written to, so that another run that writes now is no hindrance
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'entries'").fetchone():
        # space is given back only where the file is told so before it has a table
        connection.execute("PRAGMA auto_vacuum = FULL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(_TABLE)
    return connection


def _select(key: bytes) -> Callable[[sqlite3.Connection], tuple[object, object] | None]:
    def select(connection: sqlite3.Connection) -> tuple[object, object] | None:
        row: tuple[object, object] | None = connection.execute(
            "SELECT data, used FROM entries WHERE key = ?", (key,)
        ).fetchone()
        return row

    return select


def _insert(connection: sqlite3.Connection, rows: list[tuple[bytes, int, bytes]], limit: int) -> None:
    with connection:
        connection.executemany("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", rows)
        connection.execute(_EVICT, (limit,))


def _touch(connection: sqlite3.Connection, rows: list[tuple[int, bytes]]) -> None:
    with connection:
        connection.executemany("UPDATE entries SET used = ? WHERE key = ?", rows)
