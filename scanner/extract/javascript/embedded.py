"""Markup that a script holds as text: `` `<a href="${url}">` ``, `'<form action="' + url + '">'`, lit's templates."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from scanner.concepts.expression import Expression, Join, Literal
from scanner.extract.javascript.elements import Element, controls_of, record_element
from scanner.extract.javascript.reader import Reader

_HINT = re.compile(r"<[a-zA-Z][^<]*?[\s\"'](?:href|src|action|formaction|data-[\w-]+|hx-\w+)\s*=", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)((?:\"[^\"<]*\"|'[^'<]*'|[^<>\"'])*)>?")
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_HOLE = re.compile("\x00(\\d+)\x01")
_MAX_TEXT = 200_000


def read_markup(reader: Reader, pieces: Sequence[tuple[Expression, int]]) -> None:
    """Record the links, forms and attributes of a text given as pieces, each with the byte offset where it begins."""
    known = "".join(str(part.value) for piece, _ in pieces for part in _parts(piece) if isinstance(part, Literal))
    if _HINT.search(known) is None or len(known) > _MAX_TEXT:
        return
    holes: list[Expression] = []
    texts: list[str] = []
    length = 0
    starts: list[tuple[int, int]] = []
    for piece, offset in pieces:
        starts.append((length, offset))
        for part in _parts(piece):
            if isinstance(part, Literal) and isinstance(part.value, str):
                texts.append(part.value.replace("\x00", " "))
            else:
                texts.append(f"\x00{len(holes)}\x01")
                holes.append(part)
            length += len(texts[-1])
    _elements(reader, "".join(texts), holes, _Lines(reader, starts))


def _parts(piece: Expression) -> tuple[Expression, ...]:
    return piece.parts if isinstance(piece, Join) else (piece,)


class _Lines:
    """Lines of the source for offsets of a text that was put together from pieces; offsets may only grow."""

    def __init__(self, reader: Reader, starts: list[tuple[int, int]]) -> None:
        self._starts = starts
        self._index = 0
        self._reader = reader

    def at(self, offset: int) -> int:
        """The line of the source where the character at `offset` stands; escapes before it may shift it a little."""
        while self._index + 1 < len(self._starts) and self._starts[self._index + 1][0] <= offset:
            self._index += 1
        start, origin = self._starts[self._index]
        return self._reader.line_at(origin + offset - start)


def _elements(reader: Reader, text: str, holes: list[Expression], lines: _Lines) -> None:
    form: Element | None = None
    for match in _TAG.finditer(text):
        closing, tag, attributes = match.groups()
        tag = tag.lower()
        if closing:
            if tag == "form" and form is not None:
                record_element(reader, form)
                form = None
            continue
        element = Element(tag=tag, line=lines.at(match.start()))
        for attribute in _ATTRIBUTE.finditer(attributes):
            name, double, single, bare = attribute.groups()
            raw = next((value for value in (double, single, bare) if value is not None), "")
            line = lines.at(match.start(3) + attribute.start())
            element.attributes.append((name.lower(), _value(raw, holes), line))
        control = controls_of(tag, element.attributes)
        if control and form is not None:
            form.controls.append(control)
        if tag == "form":
            if form is not None:
                record_element(reader, form)
            form = element
        else:
            record_element(reader, element)
    if form is not None:
        record_element(reader, form)


def _value(raw: str, holes: list[Expression]) -> Expression:
    """An attribute's value, with the expressions back in their places."""
    pieces = _HOLE.split(raw)
    parts: list[Expression] = []
    for index, piece in enumerate(pieces):
        if index % 2:
            parts.append(holes[int(piece)])
        elif piece:
            parts.append(Literal(html.unescape(piece)))
    if len(parts) == 1:
        return parts[0]
    return Join(tuple(parts)) if parts else Literal("")
