"""Which file a dotted name means: import roots, packages and directories, from the list of discovered files alone."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import lru_cache

MARKERS = frozenset({"pyproject.toml", "setup.py", "setup.cfg", "manage.py", "requirements.txt", "Pipfile"})


class Finder:
    """An index of the project's files; nothing is read from disk."""

    def __init__(self, files: Iterable[str]) -> None:
        self.directories: dict[str, dict[str, bool]] = {"": {}}
        """Directory → its entries; True for a file, False for a directory."""
        self._with_python: set[str] = set()
        for file in sorted(files):
            self._add(file)
        self.roots = self._import_roots()
        self.resolve = lru_cache(maxsize=None)(self._resolve)

    def _add(self, file: str) -> None:
        directory, _, name = file.rpartition("/")
        is_file = True
        python = name.endswith(".py")
        while True:
            if python:
                self._with_python.add(directory)
            entries = self.directories.setdefault(directory, {})
            if name in entries and not python:
                return
            entries[name] = is_file
            if not directory:
                return
            is_file = False
            directory, _, name = directory.rpartition("/")

    def _import_roots(self) -> tuple[str, ...]:
        """Every directory that could be an entry of `sys.path`, the outermost first."""
        roots = {""}
        for directory, entries in self.directories.items():
            if directory not in self._with_python or "__init__.py" in entries:
                continue
            package = any(not is_file and self.is_package(_join(directory, name)) for name, is_file in entries.items())
            if package or not MARKERS.isdisjoint(entries):
                roots.add(directory)
        return tuple(sorted(roots, key=lambda root: (root.count("/") + bool(root), root)))

    def is_file(self, path: str) -> bool:
        """Whether the project has this file."""
        directory, _, name = path.rpartition("/")
        return self.directories.get(directory, {}).get(name) is True

    def is_directory(self, path: str) -> bool:
        """Whether the project has this directory."""
        return path in self.directories

    def is_package(self, directory: str) -> bool:
        """Whether the directory has an `__init__.py`."""
        return self.directories.get(directory, {}).get("__init__.py") is True

    def entries(self, directory: str) -> list[str]:
        """Names in a directory, sorted."""
        return sorted(self.directories.get(directory, {}))

    def submodules(self, directory: str) -> list[tuple[str, bool]]:
        """Names of the modules in a package directory, and whether each is a package; as pkgutil lists them."""
        found: list[tuple[str, bool]] = []
        for name in self.entries(directory):
            if self.directories[directory][name]:
                if name.endswith(".py") and name != "__init__.py":
                    found.append((name[:-3], False))
            elif self.is_package(_join(directory, name)):
                found.append((name, True))
        return found

    def module_file(self, path: str) -> str | None:
        """The file of the module at a path without suffix; empty for a namespace package; None where there is none."""
        if self.is_package(path):
            return path + "/__init__.py"
        if self.is_file(path + ".py"):
            return path + ".py"
        return "" if path in self._with_python else None

    def root_of(self, file: str) -> str:
        """The import root of a file: the nearest directory above its packages."""
        directory = file.rpartition("/")[0]
        while directory and self.is_package(directory):
            directory = directory.rpartition("/")[0]
        inside = [root for root in self.roots if root == directory or not root or directory.startswith(root + "/")]
        return inside[-1] if inside else directory

    def name_of(self, file: str) -> str:
        """The dotted name of a file, from its import root."""
        root = self.root_of(file)
        path = file[len(root) + 1 if root else 0 :].removesuffix(".py")
        if path == "__init__":
            return root.rpartition("/")[2]
        return path.removesuffix("/__init__").replace("/", ".")

    def _resolve(self, dotted: str, directory: str) -> str | None:
        """The path (without suffix) that an absolute name means for a file in `directory`; None: not the project's.

        A regular module wins over a directory without `__init__.py`, which counts only when it leads to a module.
        """
        path = dotted.replace(".", "/")
        namespace: str | None = None
        for root in self._search(dotted.partition(".")[0], directory):
            candidate = _join(root, path)
            file = self.module_file(candidate)
            if file:
                return candidate
            if file == "" and namespace is None and "." in dotted:
                namespace = candidate
        return namespace

    def _search(self, top: str, directory: str) -> Iterable[str]:
        above = [directory]
        while above[-1]:
            above.append(above[-1].rpartition("/")[0])
        standard = top in sys.stdlib_module_names
        own = [path for path in above if not self.is_package(path)]
        if standard:
            own = [path for path in own if path in self.roots]
        seen = dict.fromkeys(own)
        if not standard:
            seen.update(dict.fromkeys(self.roots))
            seen.update(dict.fromkeys(above))
        return seen


def _join(directory: str, name: str) -> str:
    return f"{directory}/{name}" if directory else name
