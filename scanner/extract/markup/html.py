"""HTML as a stream of tokens with exact places, by the tokenization rules of the standard.

Malformed markup has one defined reading, as in browsers; tags need not balance, as they never do in templates with
conditions. Time is linear in the size of the text whatever it holds.
https://html.spec.whatwg.org/multipage/parsing.html#tokenization
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from scanner.extract.markup.mask import FILLER


@dataclass(frozen=True, slots=True)
class Attr:
    """An attribute: its name in lower case and as written, where it stands, and its value's place (-1: no value)."""

    name: str
    written: str
    start: int
    value_start: int = -1
    value_end: int = -1


@dataclass(frozen=True, slots=True)
class StartTag:
    """`<name attributes>`"""

    name: str
    written: str
    attributes: tuple[Attr, ...]
    start: int
    end: int
    closed: bool
    """Whether it ends with `/>`."""


@dataclass(frozen=True, slots=True)
class EndTag:
    """`</name>`"""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Comment:
    """`<!-- … -->`, and what browsers treat alike."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Characters:
    """Text. `of` is the element whose raw text it is (`script`, `style`, `textarea`, `title`), or empty."""

    start: int
    end: int
    of: str = ""


Token: TypeAlias = StartTag | EndTag | Comment | Characters

_RAW = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}
_NAME_START = re.compile(r"[A-Za-z" + FILLER + "]")
_TAG_NAME = re.compile(r"[^\s/>]+")
_BEFORE_ATTRIBUTE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(
    r"(?P<name>=?[^\s/>=]*)(?:\s*=\s*(?:\"(?P<double>[^\"]*)(?:\"|\Z)|'(?P<single>[^']*)(?:'|\Z)|(?P<bare>[^\s>]*)))?"
)
_COMMENT_END = re.compile(r"--!?>")
_RAW_END = {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}


def tokenize(text: str, start: int = 0, end: int | None = None) -> Iterator[Token]:
    """The tokens of `text[start:end]`, in order and without gaps."""
    limit = len(text) if end is None else end
    position = start
    while position < limit:
        opening = text.find("<", position, limit)
        if opening < 0 or opening + 1 >= limit:
            break
        token: Token | None = None
        following = text[opening + 1]
        if _NAME_START.match(following):
            token = _start_tag(text, opening, limit)
        elif following == "/" and opening + 2 < limit and _NAME_START.match(text[opening + 2]):
            token = _end_tag(text, opening, limit)
        elif following in "!?/":
            token = _declaration(text, opening, limit)
        if token is None:
            yield Characters(position, opening + 1)
            position = opening + 1
            continue
        if position < opening:
            yield Characters(position, opening)
        yield token
        position = token.end
        if isinstance(token, StartTag) and not token.closed and token.name in _RAW:
            close = _RAW_END[token.name].search(text, position, limit)
            finish = close.start() if close else limit
            yield Characters(position, finish, token.name)
            position = finish
    if position < limit:
        yield Characters(position, limit)


def _start_tag(text: str, opening: int, limit: int) -> StartTag:
    match = _TAG_NAME.match(text, opening + 1, limit)
    written = match.group() if match else ""
    attributes, end, closed = _attributes(text, opening + 1 + len(written), limit)
    return StartTag(written.lower(), written, attributes, opening, end, closed)


def _end_tag(text: str, opening: int, limit: int) -> EndTag:
    match = _TAG_NAME.match(text, opening + 2, limit)
    written = match.group() if match else ""
    _, end, _ = _attributes(text, opening + 2 + len(written), limit)
    return EndTag(written.lower(), opening, end)


def _attributes(text: str, position: int, limit: int) -> tuple[tuple[Attr, ...], int, bool]:
    """The attributes from `position` on, where the tag ends, and whether it closes itself."""
    attributes: list[Attr] = []
    while True:
        blank = _BEFORE_ATTRIBUTE.match(text, position, limit)
        position = blank.end() if blank else position
        if position >= limit:
            return tuple(attributes), limit, False
        if text[position] == ">":
            return tuple(attributes), position + 1, text[position - 1] == "/"
        match = _ATTRIBUTE.match(text, position, limit)
        if match is None or match.end() == position:
            position += 1
            continue
        attributes.append(_attribute(match, position))
        position = match.end()


def _attribute(match: re.Match[str], start: int) -> Attr:
    written = match["name"]
    for group in ("double", "single", "bare"):
        if match[group] is not None:
            return Attr(written.lower(), written, start, match.start(group), match.end(group))
    return Attr(written.lower(), written, start)


def _declaration(text: str, opening: int, limit: int) -> Token | None:
    """Comments, document types, processing instructions; CDATA, which only XML has, is text."""
    if text.startswith("<!--", opening):
        if text.startswith((">", "->"), opening + 4):
            return Comment(opening, text.index(">", opening) + 1)
        close = _COMMENT_END.search(text, opening + 4, limit)
        return Comment(opening, close.end() if close else limit)
    if text.startswith("<![CDATA[", opening):
        finish = text.find("]]>", opening, limit)
        return Characters(opening, finish + 3 if finish >= 0 else limit)
    finish = text.find(">", opening, limit)
    return Comment(opening, finish + 1 if finish >= 0 else limit)
