"""Regular-expression routes as path templates.

https://docs.djangoproject.com/en/stable/topics/http/urls/#using-regular-expressions
"""

from __future__ import annotations

import re

_QUANTIFIER = re.compile(r"[*+?]\??|\{\d*,?\d*\}\??")
_ESCAPED = {"d", "w", "s", "D", "W", "S"}
_ANCHORS = {"A", "Z", "b", "B"}


def template_of(pattern: str) -> str:
    """The OpenAPI path of a pattern: groups become `{name:regex}` (unnamed ones are numbered), anchors vanish.

    What may be absent is taken as present, a group with the kind `(…)?`; of alternatives outside a captured group, the
    first is taken.
    """
    return _Reader(pattern).read()


class _Reader:
    """One pass over a pattern."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.unnamed = 0

    def read(self) -> str:
        """The template."""
        return self._sequence(self.pattern, 0)

    def _sequence(self, text: str, depth: int) -> str:
        out: list[str] = []
        position = 0
        while position < len(text):
            character = text[position]
            if character == "(":
                end = _group_end(text, position)
                absent = text[end + 1 : end + 2] in ("?", "*")
                out.append(self._group(text[position + 1 : end], depth, optional=absent))
                position = end + 1
            elif character == "[":
                end = _class_end(text, position)
                out.append(self._free(text[position : end + 1], text, end + 1))
                position = end + 1
            elif character == "\\":
                escaped = text[position + 1 : position + 2]
                if escaped in _ESCAPED:
                    out.append(self._free("\\" + escaped, text, position + 2))
                elif escaped not in _ANCHORS:
                    out.append(escaped)
                position += 2
            elif character in "^$":
                position += 1
            elif character == "." and _QUANTIFIER.match(text, position + 1):
                out.append(self._free(".", text, position + 1))
                position += 1
            elif character == "|":
                break
            else:
                out.append(character)
                position += 1
            quantifier = _QUANTIFIER.match(text, position)
            if quantifier:
                position = quantifier.end()
        return "".join(out)

    def _group(self, body: str, depth: int, *, optional: bool) -> str:
        named = re.match(r"\?P<(\w+)>", body)
        if named:
            return "{" + named.group(1) + ":" + _kind(body[named.end() :], optional=optional) + "}"
        if body.startswith(("?=", "?!", "?<=", "?<!", "?#")):
            return ""
        if body.startswith("?"):
            inner = body.partition(":")[2]
            return self._sequence(inner, depth + 1) if depth < 50 else ""
        return self._parameter(_kind(body, optional=optional))

    def _free(self, item: str, text: str, after: int) -> str:
        quantifier = _QUANTIFIER.match(text, after)
        return self._parameter(_kind(item + (quantifier.group() if quantifier else "")))

    def _parameter(self, kind: str) -> str:
        self.unnamed += 1
        return "{" + str(self.unnamed) + ":" + kind + "}"


def _kind(regex: str, *, optional: bool = False) -> str:
    """A regular expression as a parameter's kind; braces would end the parameter."""
    kind = regex.replace("{", "(").replace("}", ")")
    return f"({kind})?" if optional else kind


def _group_end(text: str, start: int) -> int:
    depth = 0
    position = start
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif character == "[":
            position = _class_end(text, position)
        elif character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
            if not depth:
                return position
        position += 1
    return len(text)


def _class_end(text: str, start: int) -> int:
    position = start + 1
    if text[position : position + 1] == "^":
        position += 1
    if text[position : position + 1] == "]":
        position += 1
    while position < len(text) and text[position] != "]":
        position += 2 if text[position] == "\\" else 1
    return position
