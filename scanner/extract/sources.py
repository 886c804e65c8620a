"""Files on demand: the interpreter of registration code asks for the modules that it runs and the metadata it needs."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from pathlib import Path

from scanner.concepts.source import Language, SourceFile
from scanner.extract.decode import decode, read_bytes
from scanner.extract.python.parse import parse


class ProjectSources:
    """Reads files of one repository and parses its Python. Only files that discovery found are ever opened."""

    def __init__(self, root: Path, files: Iterable[SourceFile]) -> None:
        self._root = root
        self._languages = {file.path: file.language for file in files}
        self._texts: dict[str, str] = {}
        self.asked: set[str] = set()
        """The files that were asked for: what was found out from these sources depends on them alone."""

    def text(self, path: str) -> str:
        """The source text, or nothing where the file cannot be read: extraction has reported that."""
        language = self._languages.get(path)
        if language is None:
            return ""
        text = self._texts.get(path)
        if text is None:
            self.asked.add(path)
            try:
                text = decode(read_bytes(self._root, path), language)[0] or ""
            except OSError:
                text = ""
            self._texts[path] = text
        return text

    def tree(self, path: str) -> ast.Module | None:
        """The syntax tree, or None where the file does not parse: extraction has reported that too."""
        return parse(self.text(path), path)[0] if self._languages.get(path) is Language.PYTHON else None
