"""Which program wrote an entry: any change to callside, to Python or to a parser makes older entries misses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import scanner

_PARSERS = ("jinja2", "libcst", "pyyaml", "tree-sitter", "tree-sitter-javascript", "tree-sitter-typescript")


@cache
def identity() -> bytes:
    """A digest of this program: version of the tool, of Python and of every parser; size and time of our own files."""
    digest = blake2b(digest_size=16)
    for part in (sys.version, *map(_version, ("callside", *_PARSERS)), *_own_files(Path(scanner.__file__).parent)):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.digest()


def _version(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""


def _own_files(folder: Path) -> Iterator[str]:
    """A source tree in development keeps its version while its code changes: size and time tell."""
    pending = [str(folder)]
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda entry: entry.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    pending.append(entry.path)
            else:
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
