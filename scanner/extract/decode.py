"""From a file to its text: regular files only, decoded by the rules of their language. From bytes to their digest."""

from __future__ import annotations

import io
import os
import stat
import tokenize
from hashlib import blake2b
from pathlib import Path

from scanner.concepts.source import Language

_BINARY_PROBE = 4_096


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of a regular file. Raises OSError for anything else, a link included; never blocks on a pipe."""
    descriptor = os.open(f"{root}/{path}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError("not a regular file")
        return stream.read()


def digest_of(data: bytes) -> bytes:
    """What stands for a file's content in keys."""
    return blake2b(data, digest_size=20).digest()


def decode(data: bytes, language: Language) -> tuple[str | None, str]:
    """The text and a complaint (empty where there is none). The text is None where the bytes are not text at all.

    Python declares its encoding (PEP 263); everything else is read as UTF-8 (or UTF-16 with its byte order mark), with
    replacement characters where that fails, so that the rest of the file still counts.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), ""
    if b"\0" in data[:_BINARY_PROBE]:
        return None, "not a text file: it holds null bytes"
    encoding = "utf-8-sig"
    complaint = ""
    if language is Language.PYTHON:
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            if encoding == "utf-8":
                encoding = "utf-8-sig"
        except (SyntaxError, UnicodeDecodeError, LookupError):
            complaint = "its declared encoding is unknown or wrong: read as UTF-8"
    try:
        return data.decode(encoding), complaint
    except (UnicodeDecodeError, LookupError):
        return data.decode("utf-8", "replace"), "not valid UTF-8: unreadable characters are replaced"
