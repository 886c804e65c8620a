"""Hide template syntax from the HTML tokenizer: same length, same places, no quote or bracket left in it.

What prints something becomes filler, which may be part of a name or a value; what prints nothing becomes blanks, so
that `<input {% if a %}checked{% endif %}>` keeps its attributes apart. Straight after `=` even that is filler, as in
`value={% if a %}1{% else %}2{% endif %}`, until the unquoted value ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.extract.markup.templates.segments import Segment, SegmentKind

FILLER = "\ue000"
"""A character of Unicode's private use area: no markup has a meaning for it."""

_VALUE_BEGINS = re.compile(r"=[ \t]*\Z")
_VALUE_ENDS = re.compile(r"[\s\"'>]")


def mask(text: str, segments: Iterable[Segment], prints: frozenset[int]) -> str:
    """The text with every template construct hidden. `prints` holds the starts of the tags that print something."""
    done: list[str] = []
    in_value = False
    for item in segments:
        if item.kind is SegmentKind.DATA:
            piece = text[item.start : item.end]
            done.append(piece)
            if _VALUE_BEGINS.search(piece[-20:]):
                in_value = True
            elif _VALUE_ENDS.search(piece):
                in_value = False
        elif item.kind is SegmentKind.OUTPUT or item.start in prints or in_value:
            done.append(FILLER * (item.end - item.start))
        else:
            done.append(" " * (item.end - item.start))
    return "".join(done)
