"""Mishaps: mistakes of ours that one place of a project brings to light. They cost that place alone, and are told."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath
from typing import TypeVar

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.location import Location

T = TypeVar("T")
R = TypeVar("R")


class Mishaps:
    """What went wrong while a project was linked, once a place."""

    def __init__(self) -> None:
        self._found: dict[Location, str] = {}

    def add(self, location: Location, error: Exception) -> None:
        """Note that nothing more is found out at a place."""
        raised = traceback.extract_tb(error.__traceback__)[-1]
        what = " ".join(f"{type(error).__name__}: {error}".split())
        self._found.setdefault(location, f"{what}, {PurePath(raised.filename).name}:{raised.lineno}")

    def each(self, items: Iterable[T], place: Callable[[T], Location], read: Callable[[T], Iterable[R]]) -> Iterator[R]:
        """All that `read` gives of each item; of one that it fails on, what it gave before."""
        for item in items:
            try:
                yield from read(item)
            except Exception as error:
                self.add(place(item), error)

    def told(self) -> tuple[Diagnostic, ...]:
        """A warning for each, in order of file and line."""
        return tuple(
            Diagnostic(
                DiagnosticSeverity.WARNING,
                f"is not followed, by a bug in callside: please report it ({what})",
                location,
            )
            for location, what in sorted(self._found.items())
        )
