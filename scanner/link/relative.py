"""Relative addresses: `.`, `./save`, `../list` mean what the address of the page being shown makes of them.

https://url.spec.whatwg.org/#concept-url-parser
"""

from __future__ import annotations

import re

from scanner.concepts.path import PathTemplate
from scanner.concepts.text import Hole, Text

_RELATIVE = re.compile(r"\.{1,2}(?:/|\?|#|$)")


def is_relative(text: Text) -> bool:
    """Whether a text says that it begins at the page being shown: with a dot segment."""
    return bool(_RELATIVE.match(text.head)) and (len(text.parts) == 1 or not re.fullmatch(r"\.{1,2}", text.head))


def is_below(text: Text) -> bool:
    """Whether a text is written out as an address below another one: without a scheme, a host or a slash before it."""
    first = text.parts[0] if text.parts else None
    return isinstance(first, str) and not re.match(r"/|\?|#|[a-zA-Z][\w+.-]*:", first)


def resolved(page: PathTemplate, text: Text) -> Text:
    """The address that a relative text means on a page."""
    folders: list[list[str | Hole]] = [[]]
    for part in page.parts:
        if isinstance(part, str):
            first, *rest = part.split("/")
            folders[-1].append(first)
            folders += [[piece] for piece in rest]
        else:
            folders[-1].append(Hole(part.name, "a path parameter"))
    folders.pop()  # what follows the last slash is the page itself
    head = text.head
    while match := re.match(r"\.{1,2}(?:/|$)", head):
        if match.group().startswith("..") and len(folders) > 1:
            folders.pop()
        head = head[match.end() :]
    base = Text.of(*(part for folder in folders for part in (*folder, "/")))
    return Text.of(base, head, *text.parts[1:])
