"""Cut a template into its segments: plain text, printed expressions, tags, comments. Nothing is rendered.

Jinja: https://jinja.palletsprojects.com/en/stable/templates/#synopsis
Django: https://docs.djangoproject.com/en/stable/ref/templates/language/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from scanner.extract.markup.templates.engine import Engine


class SegmentKind(StrEnum):
    """What a segment is."""

    DATA = "data"
    OUTPUT = "output"
    """`{{ expression }}`"""
    TAG = "tag"
    """`{% name rest %}`"""
    COMMENT = "comment"
    """`{# … #}` and `{% comment %} … {% endcomment %}`"""


@dataclass(frozen=True, slots=True)
class Segment:
    """Characters `start` to `end` of the file.

    `name` is a tag's first word. `source` is an output's expression or what follows a tag's name, and begins at
    character `at`.
    """

    kind: SegmentKind
    start: int
    end: int
    name: str = ""
    source: str = ""
    at: int = 0


_OPEN = re.compile(r"\{[{%#]")
_CLOSE = {"{{": "}}", "{%": "%}", "{#": "#}"}
_NAME = re.compile(r"\s*([^\s\"'()\[\]{}=|,]*)\s*")
_TOKEN = re.compile(r"[^\"'{}]+|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[\"'{}]", re.DOTALL)
_ATTEMPTS = 8
"""How many closing delimiters inside strings or dict displays are passed over before the first one is taken."""
_REACH = 2_000
"""Characters within which such a closing delimiter must follow."""
_LITERAL_TAGS: dict[Engine, dict[str, str]] = {
    Engine.JINJA: {"raw": "endraw"},
    Engine.DJANGO: {"verbatim": "endverbatim", "comment": "endcomment"},
    Engine.HTML: {},
    Engine.NONE: {},
}


def segment(text: str, engine: Engine) -> tuple[Segment, ...]:
    """The segments of a template, in order, without gaps. What is never closed is plain text."""
    if engine is Engine.NONE:
        return (Segment(SegmentKind.DATA, 0, len(text)),) if text else ()
    return tuple(_merged(_cut(text, engine)))


def _cut(text: str, engine: Engine) -> Iterator[Segment]:
    literal_tags = _LITERAL_TAGS[engine]
    closings = {opening: _Next(text, closing) for opening, closing in _CLOSE.items()}
    line_ends = _Next(text, "\n")
    position = data = 0
    while opening := _OPEN.search(text, position):
        start = opening.start()
        delimiter = opening.group()
        close = closings[delimiter].at(start + 2)
        if engine is Engine.DJANGO and close > line_ends.at(start):
            close = len(text)  # Django's delimiters stand on one line, or they are text
        if close == len(text):
            position = start + 1
            continue
        if data < start:
            yield Segment(SegmentKind.DATA, data, start)
        end = close + 2
        if engine is not Engine.DJANGO and delimiter != "{#":
            end = _balanced_end(text, start, close)
        found = _read(text, start, end, delimiter)
        if found.kind is SegmentKind.TAG and found.name in literal_tags:
            closing = _closing_tag(literal_tags[found.name], found.source).search(text, end)
            body_end, end = (closing.start(), closing.end()) if closing else (len(text), len(text))
            if found.name == "comment":
                yield Segment(SegmentKind.COMMENT, start, end)
            else:
                yield Segment(SegmentKind.COMMENT, start, found.end)
                if found.end < body_end:
                    yield Segment(SegmentKind.DATA, found.end, body_end)
                if body_end < end:
                    yield Segment(SegmentKind.COMMENT, body_end, end)
        else:
            yield found
        position = data = end
    if data < len(text):
        yield Segment(SegmentKind.DATA, data, len(text))


class _Next:
    """Where a needle stands next, asked for positions that only grow: the text is searched once in all."""

    def __init__(self, text: str, needle: str) -> None:
        self._text = text
        self._needle = needle
        self._found = -1

    def at(self, position: int) -> int:
        """The first place at or after `position`; the text's length where there is none."""
        if self._found < position:
            found = self._text.find(self._needle, position)
            self._found = found if found >= 0 else len(self._text)
        return self._found


def _balanced_end(text: str, start: int, close: int) -> int:
    """Where the construct ends whose first closing delimiter is at `close`: that one may stand in a string."""
    candidate = close
    for _ in range(_ATTEMPTS):
        if _balanced(text, start + 2, candidate):
            return candidate + 2
        candidate = text.find(text[close : close + 2], candidate + 1, candidate + _REACH)
        if candidate < 0:
            break
    return close + 2


def _balanced(text: str, start: int, end: int) -> bool:
    depth = 0
    for token in _TOKEN.finditer(text, start, end):
        match token.group():
            case "{":
                depth += 1
            case "}":
                depth -= 1
            case '"' | "'":
                return False
            case _:
                pass
    return depth <= 0


def _read(text: str, start: int, end: int, delimiter: str) -> Segment:
    if delimiter == "{#":
        return Segment(SegmentKind.COMMENT, start, end)
    first, last = start + 2, end - 2
    if first < last and text[first] in "-+":
        first += 1
    if first < last and text[last - 1] in "-+":
        last -= 1
    if delimiter == "{{":
        return Segment(SegmentKind.OUTPUT, start, end, "", text[first:last], first)
    match = _NAME.match(text, first, last)
    name, at = (match.group(1), match.end()) if match else ("", first)
    return Segment(SegmentKind.TAG, start, end, name, text[at:last], at)


def _closing_tag(name: str, label: str) -> re.Pattern[str]:
    """`{% endverbatim myblock %}` closes only the block of that label."""
    label = re.escape(label.strip()) if name == "endverbatim" else ""
    return re.compile(r"\{%[-+]?\s*" + name + r"\s*" + label + r"\s*[-+]?%\}")


def _merged(segments: Iterator[Segment]) -> Iterator[Segment]:
    """Neighbouring plain text as one segment."""
    held: Segment | None = None
    for item in segments:
        if held and item.kind is SegmentKind.DATA:
            held = Segment(SegmentKind.DATA, held.start, item.end)
            continue
        if held:
            yield held
            held = None
        if item.kind is SegmentKind.DATA:
            held = item
        else:
            yield item
    if held:
        yield held
