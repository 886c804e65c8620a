"""Syntax trees of Python files, on demand: the interpreter of registration code asks for the modules that it runs."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from scanner.concepts.source import Language, SourceFile
from scanner.extract.decode import decode, read_bytes
from scanner.extract.python.parse import parse


class PythonSources:
    """Reads and parses the Python files of one repository. Only files that discovery found are ever opened."""

    def __init__(self, root: Path, files: Iterable[SourceFile]) -> None:
        self._root = root
        self._paths = {file.path for file in files if file.language is Language.PYTHON}

    def text(self, path: str) -> str:
        """The source text, or nothing where the file cannot be read: extraction has reported that."""
        if path not in self._paths:
            return ""
        try:
            return decode(read_bytes(self._root, path), Language.PYTHON)[0] or ""
        except OSError:
            return ""

    def tree(self, path: str) -> ast.Module | None:
        """The syntax tree, or None where the file does not parse: extraction has reported that too."""
        return parse(self.text(path), path)[0] if path in self._paths else None
