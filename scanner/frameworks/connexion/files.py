"""Finding the file that `add_api` names."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from scanner.frameworks.protocol import World
from scanner.frameworks.roots import Roots
from scanner.interpret.imports import PROJECT
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Module

_SHELF = "connexion.files"
_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Files:
    """The descriptions that a project may hold, and how to read one."""

    paths: frozenset[str]
    text: Callable[[str], str]


def remember(roots: Roots) -> None:
    """Keep the project's files for `find`."""
    paths = frozenset(file.path for file in roots.files if file.path.endswith(_ENDINGS))
    roots.world.shelf[_SHELF] = Files(paths, roots.text)


def find(i: Interpreter, importer: Module, directory: str, name: str) -> tuple[str, str] | None:
    """Path and text of a description, looked for beside the module that names it, below the folder that was given."""
    files = World.of(i).shelf.get(_SHELF)
    if not isinstance(files, Files):
        return None
    beside = posixpath.dirname(importer.file)
    tried = (
        posixpath.join(beside, directory, name),
        posixpath.join(directory, name),
        posixpath.join(beside, name),
        name,
    )
    for path in tried:
        wanted = posixpath.normpath(path.removeprefix(f"{PROJECT}/"))
        if wanted in files.paths:
            return wanted, files.text(wanted)
    ending = "/" + posixpath.normpath(posixpath.join(directory, name)).removeprefix(f"{PROJECT}/").lstrip("./")
    same = sorted(path for path in files.paths if f"/{path}".endswith(ending))
    return (same[0], files.text(same[0])) if len(same) == 1 else None
