"""A rule's documentation as HTML. It is our own Markdown, of a few fixed forms, so a few lines read it.

Forms: `##` and `###` headings, fenced code, `-` lists, paragraphs, `code` within text. Everything is escaped first.
"""

from __future__ import annotations

import re
from html import escape
from itertools import groupby

from reporters.clean import clean_block

_CODE = re.compile(r"`([^`]+)`")
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADINGS = {"## ": "h3", "### ": "h4"}


def prose(text: str) -> str:
    """HTML markup of a page of documentation."""
    text = clean_block(text)
    parts: list[str] = []
    position = 0
    for fence in _FENCED.finditer(text):
        parts += _blocks(text[position : fence.start()])
        body = fence.group().split("\n")[1:-1]
        parts.append(f"<pre>{escape(chr(10).join(body))}</pre>")
        position = fence.end()
    parts += _blocks(text[position:])
    return "".join(parts)


def _blocks(text: str) -> list[str]:
    blocks = []
    for filled, group in groupby(text.split("\n"), key=lambda line: bool(line.strip())):
        if filled:
            blocks.append(_block(list(group)))
    return blocks


def _block(lines: list[str]) -> str:
    for mark, tag in _HEADINGS.items():
        if lines[0].startswith(mark):
            rest = _block(lines[1:]) if lines[1:] else ""
            return f"<{tag}>{_inline(lines[0].removeprefix(mark))}</{tag}>{rest}"
    if lines[0].startswith("- "):
        items = "\n".join(lines)[2:].split("\n- ")
        return "<ul>" + "".join(f"<li>{_inline(item)}</li>" for item in items) + "</ul>"
    return f"<p>{_inline(' '.join(line.strip() for line in lines))}</p>"


def _inline(text: str) -> str:
    return _CODE.sub(r"<code>\1</code>", escape(text))
