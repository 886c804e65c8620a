"""The operations that the last audit of a folder found, kept apart so that a shell can complete them at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scanner.cache.memory import Memory, key_of
from scanner.concepts.operation import Operation


@dataclass(frozen=True, slots=True)
class Known:
    """`METHOD /path` of each operation, and its route's name."""

    operations: tuple[tuple[str, str], ...] = ()


def keep_known(memory: Memory, root: Path, operations: Iterable[Operation]) -> None:
    """Remember the operations of a folder; nothing is written where they are as they were."""
    found = Known(tuple((str(operation), operation.name) for operation in operations))
    if recall_known(memory, root) != found:
        memory.keep([(_key(root), found)])


def recall_known(memory: Memory, root: Path) -> Known:
    """What the last audit of a folder found; nothing where there was none."""
    return memory.recall_one(Known, _key(root)) or Known()


def _key(root: Path) -> bytes:
    return key_of("known operations", str(root.resolve()))
