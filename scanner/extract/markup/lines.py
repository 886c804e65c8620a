"""From character offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right

_NEWLINE = re.compile("\n")


class Lines:
    """The line starts of one text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]

    @property
    def count(self) -> int:
        """The number of lines."""
        return len(self._starts)

    def line(self, offset: int) -> int:
        """The 1-based line of a character."""
        return bisect_right(self._starts, offset)

    def before(self, offset: int) -> str:
        """What stands before a character on its line."""
        return self._text[offset - self.column(offset) + 1 : offset]

    def rest(self, offset: int) -> str:
        """What follows a character on its line."""
        end = self._text.find("\n", offset)
        return self._text[offset : end if end >= 0 else len(self._text)]

    def column(self, offset: int) -> int:
        """The 1-based column of a character."""
        return offset - self._starts[bisect_right(self._starts, offset) - 1] + 1
