"""A text under edit: places by LibCST position, and edits that may stand inside one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate

import libcst as cst
from libcst.metadata import CodeRange


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the text from `start` to `end` by what `render` gives; it keeps the number of line breaks."""

    start: int
    end: int
    render: Callable[[], str]


class SourceText:
    """The text, where its nodes stand, and the edits to make."""

    def __init__(self, text: str, positions: Mapping[cst.CSTNode, CodeRange]) -> None:
        self.text = text
        self.edits: list[Edit] = []
        self._positions = positions
        self._starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))]
        self._sorted = False

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Offsets of a node's first character and of the one after its last."""
        place = self._positions[node]
        return (
            self._starts[place.start.line - 1] + place.start.column,
            self._starts[place.end.line - 1] + place.end.column,
        )

    def rewrite(self, start: int, end: int) -> str:
        """The text from `start` to `end` with the edits inside it made; an edit inside another is the outer one's."""
        if not self._sorted:
            self.edits.sort(key=lambda edit: (edit.start, -edit.end))
            self._sorted = True
        done: list[str] = []
        position = start
        for edit in self.edits:
            if edit.start < position or edit.end > end:
                continue
            done.append(self.text[position : edit.start])
            done.append(edit.render())
            position = edit.end
        done.append(self.text[position:end])
        return "".join(done)
