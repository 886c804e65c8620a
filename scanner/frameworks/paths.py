"""Path text: joining prefixes, and from a framework's syntax to a path template."""

from __future__ import annotations

import re
from collections.abc import Callable

from scanner.concepts.path import Parameter, PathTemplate
from scanner.concepts.text import Hole, Text

_ANGLED = re.compile(r"<(?:([^<>:]*(?:\((?:[^()]|\([^()]*\))*\))?):)?([^<>:]+)>")
_BRACED = re.compile(r"\{([^{}:]*)(?::((?:[^{}]|\{[^{}]*\})*))?\}")
_MARK = re.compile("\x00(\\d+)\x00")


def strip_left(text: Text, characters: str = "/") -> Text:
    """`text.lstrip("/")`."""
    if text.parts and isinstance(text.parts[0], str):
        return Text.of(text.parts[0].lstrip(characters), *text.parts[1:])
    return text


def strip_right(text: Text, characters: str = "/") -> Text:
    """`text.rstrip("/")`."""
    if text.parts and isinstance(text.parts[-1], str):
        return Text.of(*text.parts[:-1], text.parts[-1].rstrip(characters))
    return text


def join(prefix: Text, rule: Text) -> Text:
    """A prefix and a rule with one slash between them; an empty rule is the prefix itself."""
    if not prefix.parts:
        return rule
    if not rule.parts:
        return prefix
    return Text.of(strip_right(prefix), "/", strip_left(rule))


def angled(text: Text) -> PathTemplate:
    """Flask's and Django's `<converter:name>`."""
    return _template(text, _ANGLED, lambda match: Parameter(match.group(2).strip(), (match.group(1) or "").strip()))


def braced(text: Text) -> PathTemplate:
    """Starlette's `{name:converter}`."""
    return _template(text, _BRACED, lambda match: Parameter(match.group(1).strip(), (match.group(2) or "").strip()))


def _template(text: Text, pattern: re.Pattern[str], parameter: Callable[[re.Match[str]], Parameter]) -> PathTemplate:
    """The template of a text whose literal parts hold parameters; a hole is a parameter too, of kind `unknown`."""
    holes = text.holes
    marks = iter(range(len(holes)))
    marked = "".join(
        part.replace("\x00", "") if isinstance(part, str) else f"\x00{next(marks)}\x00" for part in text.parts
    )
    if not marked.startswith("/"):
        marked = "/" + marked
    marked = re.sub("/{2,}", "/", marked)
    parts: list[str | Parameter] = []
    position = 0
    for match in pattern.finditer(marked):
        parts += _with_holes(marked[position : match.start()], holes)
        found = parameter(match)
        parts.append(Parameter(_MARK.sub("", found.name), _MARK.sub("", found.kind)))
        position = match.end()
    parts += _with_holes(marked[position:], holes)
    return _merged(parts)


def _with_holes(text: str, holes: tuple[Hole, ...]) -> list[str | Parameter]:
    parts: list[str | Parameter] = []
    for index, piece in enumerate(_MARK.split(text)):
        if index % 2:
            name = re.sub(r"\W+", "_", holes[int(piece)].name)
            parts.append(Parameter(name or "unknown", "unknown"))
        elif piece:
            parts.append(piece)
    return parts


def _merged(parts: list[str | Parameter]) -> PathTemplate:
    merged: list[str | Parameter] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return PathTemplate(tuple(merged) or ("/",))
