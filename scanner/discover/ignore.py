"""Ignore patterns as git reads them, asked for many paths: most match nothing, and one expression tells.

https://git-scm.com/docs/gitignore
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pathspec

_NAMED_GROUP = re.compile(r"\(\?P<\w+>")


class Ignore:
    """The patterns of one file, or of one option."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._spec = pathspec.GitIgnoreSpec.from_lines(lines)
        patterns = [pattern.regex.pattern for pattern in self._spec.patterns if pattern.regex is not None]
        # names of groups may occur once only in an expression, and nothing asks for them here
        self._any = (
            re.compile("|".join(f"(?:{_NAMED_GROUP.sub('(?:', text)})" for text in patterns)) if patterns else None
        )

    def decides(self, path: str) -> bool | None:
        """Whether the path is ignored, or None where no pattern speaks of it. Folders end in a slash."""
        if self._any is None or self._any.search(path) is None:
            return None
        return self._spec.check_file(path).include
