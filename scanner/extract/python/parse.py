"""Text to `ast`, within bounds: crafted nesting, newer syntax and Python 2 are diagnostics, never a crash."""

from __future__ import annotations

import ast
import warnings

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.location import Location
from scanner.extract.nesting import too_deep
from scanner.extract.python.lower import lower_syntax

BRACKETS = 150
"""Brackets inside one another; Python itself allows 200."""


def parse(text: str, file: str) -> tuple[ast.Module | None, tuple[Diagnostic, ...]]:
    """The module, and what went wrong; the module is None where no parser takes the text. Raises nothing.

    Syntax newer than the running interpreter is lowered to what it reads, on the same lines.
    """
    line = too_deep(text, BRACKETS)
    if line:
        return None, (_unread(file, line, f"brackets nest more than {BRACKETS} deep"),)
    module, error = _read(text)
    if module is not None:
        return module, ()
    if not isinstance(error, SyntaxError):
        return None, (_unread(file, 1, _reason(error)),)
    lowered = lower_syntax(text)
    if lowered is not None:
        module, _ = _read(lowered)
        if module is not None:
            return module, ()
    return None, (_unread(file, error.lineno or 1, _reason(error)),)


def _read(text: str) -> tuple[ast.Module | None, Exception | None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text), None
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            return None, error


def _reason(error: Exception | None) -> str:
    match error:
        case SyntaxError(msg=message):
            if message and "Missing parentheses in call to 'print'" in message:
                return "Python 2 syntax (a print statement)"
            return f"not valid Python: {message}"
        case RecursionError() | MemoryError():
            return "expressions nest too deeply to parse"
        case _:
            return f"not valid Python: {error}"


def _unread(file: str, line: int, reason: str) -> Diagnostic:
    return Diagnostic(DiagnosticSeverity.WARNING, f"not read: {reason}", Location(file, line))
