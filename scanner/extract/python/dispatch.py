"""Lower one expression, whatever its kind; recursion is bounded.

What is nested deeper than `DEPTH` is opaque, and read afterwards for its calls.
"""

from __future__ import annotations

import ast

from scanner.concepts.expression import Expression, Literal, Opaque
from scanner.extract.python.walk import Walk

DEPTH = 80
_TEXT = 100_000
_TOO_DEEP = Opaque("nested too deeply")


def lower(walk: Walk, node: ast.expr) -> Expression:
    """The value of an expression; its calls and reads are noted in `walk.scope`."""
    # exact types, names and text first: this runs once for every expression of a repository
    if type(node) is ast.Name:
        return walk.names[node.id]
    if type(node) is ast.Constant:
        return _constant(walk, node.value)
    if walk.depth >= DEPTH:
        walk.pending.append(node)
        return _TOO_DEEP
    handler = walk.handlers.get(type(node), _unknown)
    walk.depth += 1
    value = handler(walk, node)
    walk.depth -= 1
    return value


def lower_pending(walk: Walk) -> None:
    """Read what was nested too deeply, for its calls and reads."""
    while walk.pending:
        lower(walk, walk.pending.pop())


def _constant(walk: Walk, value: object) -> Expression:
    if type(value) is str:
        return walk.texts[value] if len(value) <= _TEXT else Opaque("very long text")
    if value is None or isinstance(value, bool | int | float):
        return Literal(value)
    if isinstance(value, bytes) and len(value) <= _TEXT:
        try:
            return Literal(value.decode())
        except UnicodeDecodeError:
            return Opaque("bytes")
    return Opaque("..." if value is Ellipsis else type(value).__name__)


def _unknown(walk: Walk, node: ast.expr) -> Expression:
    """Syntax newer than this reader: its parts are read, its value is not known."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            lower(walk, child)
    return Opaque(type(node).__name__)
