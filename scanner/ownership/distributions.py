"""Packages of their own in one repository: folders with packaging of their own, beside the server's.

https://packaging.python.org/en/latest/tutorials/packaging-projects/
"""

from __future__ import annotations

from collections.abc import Iterable

_PACKAGING = frozenset({"setup.py", "pyproject.toml"})


def distributions(files: Iterable[str]) -> frozenset[str]:
    """The folders that hold packaging; the repository's own root is an empty text."""
    split = (path.rpartition("/") for path in files)
    return frozenset(folder for folder, _, name in split if name in _PACKAGING)


def apart(file: str, handler: str, roots: frozenset[str]) -> bool:
    """Whether a file is shipped in a package of its own, that the handler's code is no part of."""
    root = _root(file, roots)
    return bool(root) and not handler.startswith(f"{root}/")


def _root(file: str, roots: frozenset[str]) -> str:
    folder = file.rpartition("/")[0]
    while folder and folder not in roots:
        folder = folder.rpartition("/")[0]
    return folder
