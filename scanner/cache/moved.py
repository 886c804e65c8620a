"""Where lines went: a file that was edited between its statements says the same as before, on other lines.

What was found out from the old text then holds for the new one once its lines are moved. Nothing here guesses: where a
change may be more than that, the answer is None.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import Any

from scanner.concepts.facts import FileFacts, Scope, ScopeKind
from scanner.concepts.source import Language

Moves = Set[tuple[int, int]]
"""The old and the new line of everything that stands in a file."""
Lines = Mapping[int, int]
"""Old line to new line."""
Region = tuple[int, int]
"""First and last line."""

_NOWHERE = (0, 0)
_SHORT = 30
"""Lines of a Python function that are nowhere thought many, nor the distance of any two of them."""
_LINES = frozenset({"line", "end"})
"""Fields of facts that hold lines on which something stands."""
_REGION = frozenset({"first", "last"})
"""Fields that bound a region of lines: what stands in it must stay there."""


def facts_moved(old: FileFacts, new: FileFacts) -> Moves | None:
    """Where the lines of a file's facts went; None where the facts differ in more than lines.

    Linking and rules compare distances in lines: those within a function must stay as they are, unless it is short, and
    in anything but Python, where what belongs together stands loosely side by side, all of them.
    """
    if (old.file, old.language, old.role, len(old.scopes)) != (new.file, new.language, new.role, len(new.scopes)):
        return None
    regions: list[tuple[Region, Region]] = []
    lines = _compared(old, new, regions)
    if lines is None:
        return None
    for before, after in zip(old.scopes, new.scopes, strict=True):
        own = _compared(before, after, regions)
        if own is None or (before.parent is not None and _stretched(own) and not _short(before, after)):
            return None
        if before.kind is ScopeKind.TEMPLATE and old.language is Language.COMPONENT:
            own.discard((1, 1))  # what its markup may name is bound where the file begins
        lines |= own
    if _stretched(lines) and old.language is not Language.PYTHON:
        return None
    held = all((a <= here <= b) == (c <= there <= d) for (a, b), (c, d) in regions for here, there in lines)
    return lines if held else None


def program_moved(old: str, new: str) -> Moves | None:
    """Where the lines of a Python module's syntax went; None where the programs differ, or one is none."""
    lines: set[tuple[int, int]] = set()
    try:
        pending: list[tuple[Any, Any]] = [(ast.parse(old), ast.parse(new))]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    while pending:
        before, after = pending.pop()
        if type(before) is not type(after):
            return None
        if isinstance(before, list):
            if len(before) != len(after):
                return None
            pending += zip(before, after, strict=True)
        elif isinstance(before, ast.AST):
            for name in (*before._fields, "col_offset", "end_col_offset"):
                pending.append((getattr(before, name, None), getattr(after, name, None)))
            if isinstance(before, ast.expr | ast.stmt | ast.excepthandler):
                lines |= {(before.lineno, after.lineno), (before.end_lineno or 0, after.end_lineno or 0)}
        elif repr(before) != repr(after):
            return None
    return lines


def _is_whole_file(value: object) -> bool:
    """Whether it is the scope of a file, or of a component's markup, which begins and ends with it."""
    return isinstance(value, Scope) and (value.parent is None or value.kind is ScopeKind.TEMPLATE)


def _stretched(lines: Moves) -> bool:
    return len({there - here for here, there in lines}) > 1


def _short(*scopes: Scope) -> bool:
    return all(scope.end - scope.line < _SHORT for scope in scopes)


def told(moves: Moves) -> Lines:
    """Where each line went; one that went to several is left out: nothing tells what stood where."""
    found = {1: 1}  # what is said of a whole file is said of its first line, wherever its text begins
    unclear: set[int] = set()
    for here, there in moves:
        if found.setdefault(here, there) != there:
            unclear.add(here)
    return {here: there for here, there in found.items() if here not in unclear}


def _compared(old: Any, new: Any, regions: list[tuple[Region, Region]]) -> set[tuple[int, int]] | None:
    """The lines of two values side by side; None where they differ in anything else. Regions are added to `regions`.

    Of facts, what their scopes hold is left out. Where a file begins and ends is no line on which anything stands.
    """
    lines: set[tuple[int, int]] = set()
    pending = [(old, new)]
    while pending:
        before, after = pending.pop()
        if type(before) is not type(after):
            return None
        if isinstance(before, tuple):
            if len(before) != len(after):
                return None
            pending += zip(before, after, strict=True)
        elif is_dataclass(before):
            names = {field.name for field in fields(before)}
            if names >= _REGION:
                bounds = attrgetter("first", "last")
                regions.append((bounds(before), bounds(after)))
                names -= _REGION
            if isinstance(before, FileFacts):
                names -= {"scopes", "lines"}
            for name in names:
                pair = getattr(before, name), getattr(after, name)
                if name not in _LINES:
                    pending.append(pair)
                elif pair != _NOWHERE and not _is_whole_file(before):
                    lines.add(pair)
        elif before != after:
            return None
    return lines


__all__ = ["Lines", "Moves", "facts_moved", "program_moved", "told"]
