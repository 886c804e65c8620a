"""Source lines with a gutter and a mark under the place, as compilers show them.

12 | account.post("/profile", save)
   | ^^^^^^^^^^^^
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from reporters.clean import clean

_TAB = 4
_REACH = 600
"""Characters looked at on either side of the mark: a minified line is megabytes long."""

_TOKEN = re.compile(r"""@?[\w$]+(?:\.[\w$]+)*|<\w[\w-]*|"[^"]*"|'[^']*'|`[^`]*`|\S""")


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One source line made fit to show, and where its mark begins and how far it goes, in terminal cells."""

    text: str
    start: int
    length: int


def excerpt(source: str, column: int, room: int) -> Excerpt:
    """Cut `source` to `room` cells around the 1-based `column`; 0 marks the whole line."""
    source = source.rstrip()
    begin, end = _span(source, column)
    low, high = max(begin - _REACH, 0), min(max(end, begin) + _REACH, len(source))
    cells = _cells(source[low:high])
    begin, end = begin - low, min(end, high) - low
    first, last = _window([width for _, width in cells], begin, room - 2)
    head = "…" if first or low else ""
    tail = "…" if last < len(cells) or high < len(source) else ""
    text = head + "".join(piece for piece, _ in cells[first:last]) + tail
    start = len(head) + sum(width for _, width in cells[first:begin])
    length = sum(width for _, width in cells[begin : min(end, last)])
    return Excerpt(text, start, max(length, 1))


def _span(source: str, column: int) -> tuple[int, int]:
    """The marked characters: the token at the column, or the line without its indent."""
    if 0 < column <= len(source):
        token = _TOKEN.match(source, column - 1)
        if token:
            return token.span()
    return len(source) - len(source.lstrip()), len(source)


def _cells(source: str) -> list[tuple[str, int]]:
    """Each character as it is shown, with its width."""
    from rich.cells import cell_len

    cells: list[tuple[str, int]] = []
    position = 0
    for character in source:
        shown = " " * (_TAB - position % _TAB) if character == "\t" else clean(character)
        width = cell_len(shown)
        cells.append((shown, width))
        position += width
    return cells


def _window(widths: list[int], begin: int, room: int) -> tuple[int, int]:
    """The range of characters to show: all of them, or as many as fit with the mark in the first third."""
    if sum(widths) <= room:
        return 0, len(widths)
    first, used = begin, 0
    while first > 0 and used + widths[first - 1] <= room // 3:
        first -= 1
        used += widths[first]
    last, used = first, 0
    while last < len(widths) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    return first, last
