"""Python modules: which file of the project an import names.

https://docs.python.org/3/reference/import.html
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable

_Path = tuple[str, ...]


class Modules:
    """The project's Python files, addressed as imports address them. Built once from POSIX paths."""

    def __init__(self, files: Iterable[str]) -> None:
        self._file: dict[_Path, str] = {}
        self._packages: set[_Path] = set()
        self._by_last: defaultdict[str, list[_Path]] = defaultdict(list)
        for file in sorted(files):
            *folders, last = file.split("/")
            stem = last.removesuffix(".py")
            if stem == "__init__":
                self._packages.add(tuple(folders))
                self._file[tuple(folders)] = file  # a package wins over a module of the same name
            else:
                self._file.setdefault((*folders, stem), file)
        for path in self._file:
            if path:
                self._by_last[path[-1]].append(path)

    def find(self, importer: str, module: str) -> str | None:
        """The file of `module` (leading dots: relative to `importer`), or None where it is not the project's."""
        dots = len(module) - len(module.lstrip("."))
        parts = tuple(part for part in module.lstrip(".").split(".") if part)
        folder = tuple(importer.split("/")[:-1])
        if dots:
            base = folder[: len(folder) - (dots - 1)] if dots - 1 <= len(folder) else None
            return None if base is None else self._file.get(base + parts)
        if not parts:
            return None
        for root in self._roots(folder):
            if found := self._file.get(root + parts):
                return found
        return self._elsewhere(folder, parts) or self._beside_script(folder, parts)

    def split(self, importer: str, dotted: str) -> tuple[str, str] | None:
        """Split `pkg.module.Class.method` into the file of its longest module prefix and the rest."""
        parts = dotted.split(".")
        for cut in range(len(parts), 0, -1):
            if file := self.find(importer, ".".join(parts[:cut])):
                return file, ".".join(parts[cut:])
        return None

    def _roots(self, folder: _Path) -> Iterable[_Path]:
        """Folders that may stand on `sys.path` for a file in `folder`: its package's parent first, then upwards."""
        top = len(folder)
        while top > 0 and folder[:top] in self._packages:
            top -= 1
        return (folder[:length] for length in range(top, -1, -1))

    def _elsewhere(self, folder: _Path, parts: _Path) -> str | None:
        """A module under another root of the repository (`src/`, a sibling project): the nearest one."""
        if parts[0] in sys.stdlib_module_names:
            return None
        found = [
            path
            for path in self._by_last[parts[-1]]
            if path[-len(parts) :] == parts and path[: -len(parts)] not in self._packages
        ]
        if not found:
            return None
        return self._file[min(found, key=lambda path: (-_shared(path, folder), len(path), path))]

    def _beside_script(self, folder: _Path, parts: _Path) -> str | None:
        """A module under a package around the importer: a script started in it puts its folder on `sys.path`.

        https://docs.python.org/3/library/sys.html#sys.path A single name may as well be a library's.
        """
        if len(parts) < 2 or parts[0] in sys.stdlib_module_names:
            return None
        roots = (folder[:length] for length in range(1, len(folder) + 1))
        return next((found for root in roots if (found := self._file.get(root + parts))), None)


def _shared(left: _Path, right: _Path) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
