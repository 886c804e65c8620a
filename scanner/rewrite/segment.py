"""One handler cut out of its file, bounded before LibCST sees it.

LibCST reads by recursion in native code: crafted nesting ends the whole process. So only the handler's own lines are
given to it, and only if they are few and nested as people write.
"""

from __future__ import annotations

import ast
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

MAX_FILE = 1_000_000
MAX_CHARACTERS = 20_000
MAX_BRACKETS = 40
MAX_DEPTH = 80


@dataclass(frozen=True, slots=True)
class Segment:
    """A function or class with its decorators, its lines as they are.

    `start` and `end` are 0-based lines of the file, `end` excluded. An indented one needs a block around it to be read:
    `opening` is that block's first line, else empty.
    """

    code: str
    opening: str
    start: int
    end: int


def cut(text: str, line: int) -> Segment | None:
    """The function or class whose `def` or `class` stands at `line` (1-based), or None where it is not safely read."""
    tree = read(text)
    node = next((one for one in _definitions(tree) if one.lineno == line), None) if tree is not None else None
    if node is None or node.end_lineno is None:
        return None
    start = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)]) - 1
    lines = lines_of(text)[start : node.end_lineno]
    code = "".join(lines)
    if len(code) > MAX_CHARACTERS or _brackets(code) > MAX_BRACKETS or _depth(node) > MAX_DEPTH:
        return None
    return Segment(code, "if True:\n" if code[0].isspace() else "", start, node.end_lineno)


def lines_of(text: str) -> list[str]:
    """The lines as Python counts them, ends kept; `str.splitlines` would also split at form feeds and the like."""
    return io.StringIO(text, newline="").readlines()


def read(text: str) -> ast.Module | None:
    """The file's tree, or None where it is too large or not readable by this interpreter."""
    if len(text) > MAX_FILE:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _definitions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def _brackets(code: str) -> int:
    """The deepest nesting of brackets, those in strings included: it is a bound, not a measure."""
    deepest = depth = 0
    for character in code:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth -= 1
    return deepest


def _depth(node: ast.AST) -> int:
    deepest = 0
    pending: list[tuple[ast.AST, int]] = [(node, 1)]
    while pending:
        current, depth = pending.pop()
        deepest = max(deepest, depth)
        pending.extend((child, depth + 1) for child in ast.iter_child_nodes(current))
    return deepest
