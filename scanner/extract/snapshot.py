"""The content of all files at one moment: digests for keys, and whether the files are still as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from scanner.cache.stamps import stamp_of
from scanner.concepts.source import SourceFile
from scanner.extract.decode import digest_of, read_bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Digests by path, empty for a file that cannot be read; and what the file system said of each file before."""

    root: Path
    digests: Mapping[str, bytes]
    stamps: Mapping[str, str]

    @classmethod
    def take(
        cls,
        root: Path,
        files: Iterable[SourceFile],
        known: Mapping[str, bytes] | None = None,
        stamp: Callable[[str], str] | None = None,
    ) -> Snapshot:
        """Read every file whose digest is not `known` once. `stamp` gives what the file system said of a path.

        Raises nothing.
        """
        known = known or {}
        stamp = stamp or (lambda path: stamp_of(f"{root}/{path}"))
        digests: dict[str, bytes] = {}
        stamps: dict[str, str] = {}
        for file in files:
            path = file.path
            stamps[path] = stamp(path)
            digest = known.get(path)
            if digest is None:
                try:
                    digest = digest_of(read_bytes(root, path))
                except OSError:
                    digest = b""
            digests[path] = digest
        return cls(root, digests, stamps)

    def holds(self) -> bool:
        """Whether no file has changed since: what was found meanwhile is then true of these digests."""
        return all(stamp_of(f"{self.root}/{path}") == stamp for path, stamp in self.stamps.items())
