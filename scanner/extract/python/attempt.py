"""One attempt of the running interpreter's own parser, which may fail in many ways but never beyond this call."""

from __future__ import annotations

import ast
import warnings


def attempt(text: str) -> tuple[ast.Module | None, Exception | None]:
    """The module, or why there is none: SyntaxError, ValueError, or what crafted nesting gives."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text), None
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return None, error


def is_read(text: str) -> bool:
    """Whether the running interpreter reads the text."""
    return attempt(text)[0] is not None
