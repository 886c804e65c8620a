"""Cutting text with holes: slices, strips and replacements whose bounds are written out.

A hole has no length, so a cut that reaches one stops there: what is left still shows the address that it shows.
"""

from __future__ import annotations

from scanner.concepts.text import Hole, Text


def sliced(text: Text, start: int, end: int | None) -> Text:
    """`text[start:end]` as far as holes allow: a bound that lies behind a hole leaves its side as it is."""
    literal = text.literal
    if literal is not None:
        return Text.of(literal[start:end])
    head = text.head
    if end is not None and 0 <= start <= end <= len(head):
        return Text.of(head[start:end])
    parts = list(text.parts)
    if end is not None and end < 0 and isinstance(parts[-1], str):
        parts[-1] = parts[-1][:end]
    if start > 0 and isinstance(parts[0], str):
        parts[0] = parts[0][start:]
    elif start < 0 and isinstance(parts[-1], str) and len(parts[-1]) >= -start:
        parts = [parts[-1][start:]]
    return Text.of(*parts)


def until(text: Text, mark: str, *, last: bool, keep: bool) -> Text:
    """The text before the first or last `mark`, with it if `keep`; the whole text where there is none."""
    positions = [number for number, part in enumerate(text.parts) if isinstance(part, str) and mark in part]
    if not mark or not positions:
        return text
    number = positions[-1 if last else 0]
    part = text.parts[number]
    assert isinstance(part, str)
    at = part.rfind(mark) if last else part.find(mark)
    return Text.of(*text.parts[:number], part[: at + (len(mark) if keep else 0)])


def stripped(text: Text, method: str, characters: str | None) -> Text:
    """`strip`, `lstrip`, `rstrip`, `removeprefix`, `removesuffix` and their scripts' namesakes, at literal ends."""
    parts = list(text.parts)
    if parts and isinstance(parts[0], str) and method in _LEFT:
        parts[0] = getattr(parts[0], _LEFT[method])(characters)
    if parts and isinstance(parts[-1], str) and method in _RIGHT:
        parts[-1] = getattr(parts[-1], _RIGHT[method])(characters)
    return Text.of(*parts)


_LEFT = {"strip": "lstrip", "lstrip": "lstrip", "trim": "lstrip", "trimStart": "lstrip", "removeprefix": "removeprefix"}
_RIGHT = {"strip": "rstrip", "rstrip": "rstrip", "trim": "rstrip", "trimEnd": "rstrip", "removesuffix": "removesuffix"}
STRIPS = frozenset(_LEFT) | frozenset(_RIGHT)


def replaced(text: Text, old: str, new: Text, most: int) -> Text:
    """The text with `new` for `old`, at most `most` times (-1: wherever it stands)."""
    parts: list[str | Hole | Text] = []
    for part in text.parts:
        if not isinstance(part, str) or old not in part or most == 0:
            parts.append(part)
            continue
        for number, piece in enumerate(part.split(old, most)):
            parts += [new, piece] if number else [piece]
        most = max(most - part.count(old), 0) if most > 0 else most
    return Text.of(*parts)


def joined(before: Text, after: Text) -> Text:
    """Both, with one slash where a path ends with one and goes on with one: nobody means an empty segment."""
    last = before.parts[-1] if before.parts else None
    doubled = (
        isinstance(last, str)
        and last.endswith("/")
        and not last.endswith(("//", ":/"))
        and after.head.startswith("/")
        and not any(isinstance(part, str) and "?" in part for part in before.parts)
    )
    return sliced(before, 0, -1) + after if doubled else before + after
