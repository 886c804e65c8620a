"""The content of all files at one moment: digests for keys, and whether the files are still as they were."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scanner.concepts.source import SourceFile
from scanner.extract.decode import digest_of, read_bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Digests by path, empty for a file that cannot be read; and what the file system said of each file before."""

    root: Path
    digests: Mapping[str, bytes]
    stamps: Mapping[str, tuple[int, int]]

    @classmethod
    def take(cls, root: Path, files: Iterable[SourceFile]) -> Snapshot:
        """Read every file once. Raises nothing."""
        digests: dict[str, bytes] = {}
        stamps: dict[str, tuple[int, int]] = {}
        for file in files:
            stamps[file.path] = _stamp(root, file.path)
            try:
                digests[file.path] = digest_of(read_bytes(root, file.path))
            except OSError:
                digests[file.path] = b""
        return cls(root, digests, stamps)

    def holds(self) -> bool:
        """Whether no file has changed since: what was found meanwhile is then true of these digests."""
        return all(_stamp(self.root, path) == stamp for path, stamp in self.stamps.items())


def _stamp(root: Path, path: str) -> tuple[int, int]:
    try:
        status = os.lstat(f"{root}/{path}")
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)
