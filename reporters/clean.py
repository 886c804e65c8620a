"""The cleaning sink: text from the scanned repository, made safe to show.

A file name or a source line may hold escape sequences that drive a terminal, or bidirectional controls that make text
read differently from what it is (https://trojansource.codes/). Reporters show them as visible escapes (`\\x1b`,
`\\u202e`) and never as themselves.
"""

from __future__ import annotations

import unicodedata

_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, format characters (bidi, zero width, tags), lone surrogates, line and paragraph separators."""

_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def clean(text: str) -> str:
    """One line: every control and format character, newlines and tabs included, becomes a visible escape."""
    if text.isprintable():
        return text
    return "".join(_visible(character) for character in text)


def clean_block(text: str) -> str:
    """Several lines: newlines stay and tabs become four spaces; everything else is cleaned."""
    lines = text.replace("\r\n", "\n").expandtabs(4).split("\n")
    return "\n".join(clean(line) for line in lines)


def _visible(character: str) -> str:
    if unicodedata.category(character) not in _HIDDEN:
        return character
    point = ord(character)
    if point <= 0xFF:
        return _NAMED.get(character, f"\\x{point:02x}")
    return f"\\u{point:04x}" if point <= 0xFFFF else f"\\U{point:08x}"
