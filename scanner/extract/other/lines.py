"""Line numbers of offsets in a text, without counting from its beginning each time."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate


class Lines:
    """The lines of a text that begins at line `first`."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._starts = [0, *accumulate(len(row) + 1 for row in text.split("\n"))]
        self._first = first

    def at(self, offset: int) -> int:
        """The line that holds the character at `offset`."""
        return self._first + bisect_right(self._starts, offset) - 1
