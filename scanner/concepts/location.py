"""Where something stands in the scanned repository."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: POSIX path relative to the scanned root, 1-based line, 1-based column (0: unknown)."""

    file: str
    line: int
    column: int = 0

    @property
    def outside(self) -> bool:
        """Whether the file is none of the scanned repository: a client's (`kiosk:app.ts`), or a log above it."""
        return self.file.startswith("../") or ":" in self.file.partition("/")[0]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
