"""What discovery finds: the files to read, what was passed over, and what decided that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.source import SourceFile

MAX_BYTES = 1_000_000
"""Bytes of the largest file that is read."""
MAX_PYTHON_BYTES = 2_000_000
"""Bytes of the largest Python file that is read."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files to read, in path order; `skipped` counts what was passed over, by reason."""

    files: tuple[SourceFile, ...]
    skipped: Mapping[str, int]
    diagnostics: tuple[Diagnostic, ...]
    decided_by: tuple[str, ...] = ()
    """What else a walk would have to look at to find the same again, as paths: folders, ignore files, lists of
    installed files, and files passed over for their size."""
