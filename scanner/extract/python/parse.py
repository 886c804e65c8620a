"""Text to `ast`, within bounds: crafted nesting, newer syntax and Python 2 are diagnostics, never a crash."""

from __future__ import annotations

import ast

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.location import Location
from scanner.extract.nesting import too_deep
from scanner.extract.python.attempt import attempt

BRACKETS = 150
"""Brackets inside one another; Python itself allows 200."""


def parse(text: str, file: str) -> tuple[ast.Module | None, tuple[Diagnostic, ...]]:
    """The module, and what went wrong; the module is None where no parser takes the text. Raises nothing.

    Syntax newer than the running interpreter is lowered to what it reads, on the same lines.
    """
    line = too_deep(text, BRACKETS)
    if line:
        return None, (_unread(file, line, f"brackets nest more than {BRACKETS} deep"),)
    module, error = attempt(text)
    if module is None and isinstance(error, SyntaxError):
        # imported here: few files need LibCST, and importing it takes longer than reading a small project
        from scanner.extract.python.lower import lower_syntax

        lowered = lower_syntax(text)
        if lowered is not None:
            module, error = attempt(lowered)
    if module is not None:
        return module, ()
    line = (error.lineno or 1) if isinstance(error, SyntaxError) else 1
    return None, (_unread(file, line, _reason(error)),)


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
