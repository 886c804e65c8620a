"""A repository as it was when it was last walked and read: where the file system says that nothing has changed since,
neither is done again.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from scanner.cache.identity import identity
from scanner.cache.memory import Memory, key_of
from scanner.cache.stamps import is_settled, size_of, stamp_of
from scanner.concepts.inventory import MAX_BYTES, Inventory


@dataclass(frozen=True, slots=True)
class _Walked:
    """What a walk found; stamps of what decided it, then of its files, and digests of these, in hexadecimal.

    A digest is empty where the file could not be read, or had changed so shortly before that its stamp tells nothing.
    """

    inventory: Inventory
    decided: tuple[str, ...]
    stamps: tuple[str, ...]
    digests: tuple[str, ...]


class Tree:
    """The repository at `root`, walked with the patterns of `exclude`."""

    def __init__(self, memory: Memory, root: Path, exclude: tuple[str, ...]) -> None:
        self.memory = memory
        self._root = str(root)
        self._key = key_of(identity(), "tree", str(root.resolve()), *exclude)
        # what is changed from now on has another stamp than what is settled by now, whenever that stamp is taken
        self._began = time.time_ns()
        self._stamps: dict[str, str] = {}

    @cached_property
    def _walked(self) -> _Walked | None:
        return self.memory.recall_one(_Walked, self._key)

    def inventory(self) -> Inventory | None:
        """What a walk would find now; None where that is not known."""
        walked = self._walked
        if walked is None or tuple(map(self.stamp, walked.inventory.decided_by)) != walked.decided:
            return None
        files = list(walked.inventory.files)
        for number, (file, then) in enumerate(zip(files, walked.stamps, strict=True)):
            now = self.stamp(file.path)
            if now != then:
                size = size_of(now)
                if not 0 <= size <= max(file.size, MAX_BYTES):
                    return None  # it may be too large by now
                files[number] = replace(file, size=size)
        return replace(walked.inventory, files=tuple(files))

    def digests(self) -> Mapping[str, bytes]:
        """Digests of the files that hold what they held, by path."""
        if self._walked is None:
            return {}
        known = zip(self._walked.inventory.files, self._walked.stamps, self._walked.digests, strict=True)
        return {
            file.path: bytes.fromhex(digest) for file, then, digest in known if digest and self.stamp(file.path) == then
        }

    def keep(self, inventory: Inventory, digests: Mapping[str, bytes]) -> None:
        """Keep what was found since this object was made, where it is not kept already."""
        decided = tuple(map(self.stamp, inventory.decided_by))
        if not all(is_settled(stamp, self._began) for stamp in decided):
            return
        stamps = tuple(self.stamp(file.path) for file in inventory.files)
        told = tuple(
            digests[file.path].hex() if is_settled(stamp, self._began) else ""
            for file, stamp in zip(inventory.files, stamps, strict=True)
        )
        walked = _Walked(inventory, decided, stamps, told)
        if walked != self._walked:
            self.memory.keep([(self._key, walked)])

    def stamp(self, path: str) -> str:
        """What the file system said of a path when it was first asked for."""
        stamp = self._stamps.get(path)
        if stamp is None:
            stamp = self._stamps[path] = stamp_of(f"{self._root}/{path}")
        return stamp
