"""How deeply a text nests its brackets: parsers die of crafted nesting, so it is measured before they see the text."""

from __future__ import annotations

import re

_KEEP = b"()[]{}"
_DELETE = bytes(byte for byte in range(256) if byte not in _KEEP)
_SKIP_OR_BRACKET = re.compile(
    r'"""(?:[^\\"]|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^\\']|\\.|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+"?'
    r"|'(?:[^'\\\n]|\\.)*+'?"
    r"|\#[^\n]*+"
    r"|[()\[\]{}]",
    re.DOTALL,
)


def too_deep(text: str, limit: int) -> int:
    """The line where brackets nest deeper than `limit`, or 0. Brackets in Python's strings and comments do not count.

    Most files are settled without looking at strings: once matching pairs are taken away layer by layer, little is
    left of a file that does not nest deeply.
    """
    brackets = text.encode(errors="replace").translate(None, _DELETE)
    for _ in range(limit // 6):  # a turn takes away up to three layers, one of each kind
        fewer = brackets.replace(b"()", b"").replace(b"[]", b"").replace(b"{}", b"")
        if len(fewer) == len(brackets):
            break
        brackets = fewer
    if sum(brackets.count(opener) for opener in (b"(", b"[", b"{")) <= limit // 2:
        return 0
    depth = 0
    for match in _SKIP_OR_BRACKET.finditer(text):
        token = match[0]
        if token in "([{":
            depth += 1
            if depth > limit:
                return text.count("\n", 0, match.start()) + 1
        elif token in ")]}":
            depth = max(0, depth - 1)
    return 0
