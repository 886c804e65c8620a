"""The source lines that reporters show beside findings, handlers and callers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scanner.concepts.location import Location

MAX_LINE = 400


def source_lines(root: Path, places: Iterable[Location]) -> Mapping[tuple[str, int], str]:
    """(file, line) → that line without its end, cut at 400 characters. Places that cannot be read are left out."""
    wanted: dict[str, set[int]] = {}
    for place in places:
        wanted.setdefault(place.file, set()).add(place.line)
    shown: dict[tuple[str, int], str] = {}
    for file in sorted(wanted):
        path = root / file
        try:
            if path.is_symlink() or not path.is_file():
                continue
            lines = path.read_text("utf-8", "replace").splitlines()
        except (OSError, ValueError):
            continue
        for number in sorted(wanted[file]):
            if 0 < number <= len(lines):
                shown[file, number] = lines[number - 1][:MAX_LINE]
    return shown
