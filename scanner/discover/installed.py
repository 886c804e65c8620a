"""Packages that an installer unpacked into the repository, as `pip install --target libs` does.

Beside each, the installer leaves a `*.dist-info` folder whose RECORD lists every file that it wrote
(https://packaging.python.org/en/latest/specifications/recording-installed-packages/), so that nothing is guessed by a
folder's name, and a project's own modules in the same folder stay its own.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

_SUFFIX = ".dist-info"
_MAX_BYTES = 5_000_000


def records_of(names: Iterable[str]) -> tuple[str, ...]:
    """The lists of installed files that stand in a folder with entries of these names, as paths below it."""
    return tuple(sorted(f"{name}/RECORD" for name in names if name.endswith(_SUFFIX)))


def installed_names(folder: Path, records: Iterable[str]) -> frozenset[str]:
    """Which of a folder's entries an installer wrote, by its `records`. One that cannot be read says none."""
    found: set[str] = set()
    for record in records:
        found.add(record.partition("/")[0])
        found |= _recorded(folder / record)
    return frozenset(found)


def _recorded(record: Path) -> set[str]:
    """The first part of each path that is listed; scripts are written above the folder (`../bin/x`) and say nothing."""
    try:
        if record.is_symlink() or record.parent.is_symlink() or not record.is_file():
            return set()  # a pipe would keep its reader waiting
        if record.stat().st_size > _MAX_BYTES:
            return set()
        with record.open(encoding="utf-8", errors="replace", newline="") as lines:
            return {row[0].split("/", 1)[0] for row in csv.reader(lines) if row} - {"", ".", ".."}
    except (OSError, csv.Error):
        return set()
