"""What the `type` of a `<script>` says about its content.

https://html.spec.whatwg.org/multipage/scripting.html#attr-script-type
"""

from __future__ import annotations

import re
from enum import StrEnum

from scanner.concepts.source import Language


class Content(StrEnum):
    """What stands between `<script>` and `</script>`."""

    SCRIPT = "script"
    DATA = "data"
    """JSON that a script reads."""
    MARKUP = "markup"
    """A client-side template."""
    OTHER = "other"


_SCRIPT = re.compile(r"(?:(?:text|application)/(?:x-)?(?:java|ecma|type|live)script\b.*|module|text/babel|text/jsx|)$")
_DATA = re.compile(r".*\bjson$|importmap$|speculationrules$")
_MARKUP = re.compile(r".*(?:templ|tmpl|handlebars|mustache|html|ejs|underscore|jsrender)")


def content_of(kind: str) -> Content:
    """The content of a script element by its type, as written."""
    kind = kind.strip().lower()
    if _SCRIPT.match(kind):
        return Content.SCRIPT
    if _DATA.match(kind):
        return Content.DATA
    return Content.MARKUP if _MARKUP.match(kind) else Content.OTHER


def language_of(kind: str, lang: str) -> Language:
    """The language of a script element by its `type` and `lang`."""
    if lang in {"ts", "typescript"} or "typescript" in kind:
        return Language.TYPESCRIPT
    if lang in {"tsx", "jsx"} or kind in {"text/babel", "text/jsx"}:
        return Language.TSX
    return Language.JAVASCRIPT
