"""Which program wrote an entry: any change to callside, to Python or to a parser makes older entries misses."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import scanner

_PARSERS = ("jinja2", "libcst", "yaml", "tree_sitter", "tree_sitter_javascript", "tree_sitter_typescript")
"""Modules, by the names they are imported under."""


@cache
def identity() -> bytes:
    """A digest of this program: the version of Python; the size and time of every parser's and of our own files."""
    digest = blake2b(digest_size=16)
    for part in (sys.version, *map(_installed, _PARSERS), *_own_files(Path(scanner.__file__).parent)):
        digest.update(part.encode("utf-8", "surrogateescape") + b"\0")
    return digest.digest()


def _installed(module: str) -> str:
    """Where a module is and when it was put there: reading the versions that are installed takes longer."""
    found = find_spec(module)
    return _stamp(found.origin, Path(found.origin).stat()) if found is not None and found.origin is not None else ""


def _stamp(path: str, status: os.stat_result) -> str:
    """Of what a path leads to: installers may link their files."""
    return f"{path} {status.st_size} {status.st_mtime_ns}"


def _own_files(folder: Path) -> Iterator[str]:
    """A source tree in development keeps its version while its code changes: size and time tell."""
    pending = [str(folder)]
    while pending:
        for entry in sorted(os.scandir(pending.pop()), key=lambda entry: entry.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    pending.append(entry.path)
            else:
                yield _stamp(entry.path, entry.stat())
