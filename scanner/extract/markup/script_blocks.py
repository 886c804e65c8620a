"""Template blocks that hold script: the template they extend has its `<script>` around them, in another file.

`{% block js %} $.get("/items", show); {% endblock %}` has no tag of its own; its text tells what it is.
"""

from __future__ import annotations

import re

from scanner.concepts.source import Language
from scanner.extract.markup.document import Document
from scanner.extract.markup.html import Characters, tokenize
from scanner.extract.markup.scripts import Scripts

_SIGN = re.compile(
    r"\bfunction\b[^(\n]{0,80}\(|\b(?:const|let|var)\s+[\w${\[]|\b(?:document|window)\.\w|\bfetch\(|\baddEventListener\("
    r"|=>\s*[{(]|\$\(\s*[\"'#.\w]|\$\.\w+\("
)
_STATEMENT_END = re.compile(r"[;{})]\s*$", re.MULTILINE)
_MARKUP = re.compile(r"^\s*<[A-Za-z!/]", re.MULTILINE)


def read_script_blocks(document: Document, scripts: Scripts) -> None:
    """Read such blocks as scripts, and hide them from the HTML tokenizer. In a file without blocks, try the whole."""
    template = document.template
    spans = template.blocks or ([] if template.inclusions else [(0, len(document.text))])
    found = [span for span in spans if _is_script(document.masked[slice(*span)])]
    if not found:
        return
    raw = [
        (token.start, token.end)
        for token in tokenize(document.masked)
        if isinstance(token, Characters) and token.of in {"script", "style"}
    ]
    read_until = 0
    for start, end in sorted(found):
        if start < read_until or any(first <= start < last for first, last in raw):
            continue
        scripts.read(start, end, Language.JAVASCRIPT)
        document.hide(start, end)
        read_until = end


def _is_script(text: str) -> bool:
    if _MARKUP.search(text) is not None:
        return False
    return _SIGN.search(text) is not None and _STATEMENT_END.search(text) is not None
