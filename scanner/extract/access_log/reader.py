"""An access log as a stream of requests: plain or gzip, bounded memory, nothing skipped in silence."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from scanner.concepts.traffic import LogEntry, UnreadLine
from scanner.errors import ConfigError
from scanner.extract.access_log.objects import read_object
from scanner.extract.access_log.text import Row, read_text

_LINE = 65_536
"""Bytes of a line that are read; the rest of it is passed over."""
_TEXT = 2_000
"""Characters of a path, a user agent or a referrer that are kept: longer ones fill no memory."""
_GZIP = b"\x1f\x8b"
_FORMATS = "common or combined log format, JSON lines, or what gunicorn, uvicorn or uWSGI print; plain or gzip"


@dataclass(frozen=True, slots=True)
class Log:
    """A log that can be opened: where it lies, how it is called in reports, and a digest of its bytes."""

    path: Path
    name: str
    digest: bytes

    def entries(self) -> Iterator[LogEntry | UnreadLine]:
        """Every line in order. Raises ConfigError at the end where there are lines, and none is a request."""
        line, requests = 0, 0
        for line, text in _lines(self.path):
            if isinstance(text, UnreadLine):
                yield text
                continue
            entry = read_line(text, line)
            requests += entry is not None
            yield entry or UnreadLine(line)
        if line and not requests:
            raise ConfigError(f"{self.name}:1: none of its {line:,} lines states a request", f"give {_FORMATS}")


def open_log(root: Path, path: Path) -> Log:
    """A log, by a path relative to `root`. Raises ConfigError for what is missing, no regular file, or binary."""
    path = root / path
    name = log_name(root, path)
    try:
        mode = path.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = "a folder" if stat.S_ISDIR(mode) else "no regular file"
            raise ConfigError(
                f"{name}: {kind}, not an access log", "give the file itself; repeat the option for several"
            )
        with path.open("rb") as file:
            digest = blake2b(digest_size=20)
            while block := file.read(1 << 20):
                digest.update(block)
        with _open(path) as stream:
            head = stream.read(_LINE)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise ConfigError(f"{name}:1: not readable as gzip ({error})", f"give {_FORMATS}") from error
    except OSError as error:
        raise ConfigError(f"no such access log: {name}: {error.strerror}", "give a file that can be read") from error
    if b"\0" in head:
        line = head.count(b"\n", 0, head.index(b"\0")) + 1
        raise ConfigError(f"{name}:{line}: binary, not an access log", f"give {_FORMATS}")
    return Log(path, name, digest.digest())


def log_name(root: Path, path: Path) -> str:
    """POSIX path from the scanned root, which may lead out of it."""
    return Path(os.path.relpath(path, root)).as_posix()


def read_line(text: str, line: int) -> LogEntry | None:
    """The request of one line, or None."""
    text = text.strip()
    row = read_object(text) if text.startswith("{") else read_text(text)
    if row is None and "{" in text and text.endswith("}"):
        row = read_object(text[text.index("{") :])  # a container's or journal's prefix before the object
    return None if row is None else _entry(row, line)


def _entry(row: Row, line: int) -> LogEntry:
    path, host = row.target, row.host
    if "://" in path[:12]:
        try:
            parts = urlsplit(path)
            path, host = parts.path or "/", parts.hostname or host
        except ValueError:
            path = ""
    path = path.partition("?")[0].partition("#")[0]
    return LogEntry(
        line=line,
        method=row.method if path.startswith("/") else "",
        path=unquote(path[:_TEXT]),
        status=row.status,
        host=host,
        agent=None if row.agent is None else row.agent[:_TEXT],
        referrer=row.referrer[:_TEXT],
        day=row.day,
    )


def _lines(path: Path) -> Iterator[tuple[int, str | UnreadLine]]:
    number = 0
    try:
        with _open(path) as stream:
            while raw := stream.readline(_LINE):
                number += 1
                while len(raw) == _LINE and not raw.endswith(b"\n") and (more := stream.readline(_LINE)):
                    if more.endswith(b"\n"):
                        break
                if raw.strip():
                    yield number, raw.decode("utf-8", "replace")
    except (EOFError, zlib.error, OSError) as error:
        yield number + 1, UnreadLine(number + 1, f"the log breaks off ({error})")


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as file:
        packed = file.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
