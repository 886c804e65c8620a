"""Assignment targets: what is bound, tuples taken apart."""

from __future__ import annotations

import ast

from scanner.concepts.expression import Expression, Item, Literal, Sequence
from scanner.extract.python.calls import read_chain
from scanner.extract.python.dispatch import lower
from scanner.extract.python.formatting import EACH
from scanner.extract.python.walk import Walk


def lower_target(walk: Walk, node: ast.expr) -> Expression:
    """An assignment's target: nothing is read but what its base calls."""
    if isinstance(node, ast.Name):
        return walk.names[node.id]
    if isinstance(node, ast.Attribute):
        return read_chain(walk, node)[0]
    if isinstance(node, ast.Subscript):
        return Item(lower_target(walk, node.value), lower(walk, node.slice))
    return lower(walk, node)


def bind_target(walk: Walk, node: ast.expr, value: Expression) -> None:
    """Note `node = value`; tuples are taken apart, from left to right."""
    if type(node) is ast.Name:
        walk.bind(walk.names[node.id], value, node.lineno)
        return
    waiting = [(node, value)]
    while waiting:
        node, value = waiting.pop()
        if not isinstance(node, (ast.Tuple, ast.List)):
            target = node.value if isinstance(node, ast.Starred) else node
            walk.bind(lower_target(walk, target), value, node.lineno)
            continue
        parts: list[tuple[ast.expr, Expression]] = []
        starred = False
        known = value.items if isinstance(value, Sequence) else ()
        whole = len(known) == len(node.elts)
        for index, element in enumerate(node.elts):
            starred = starred or isinstance(element, ast.Starred)
            if starred:
                parts.append((element, Item(value, EACH)))
            else:
                parts.append((element, known[index] if whole else Item(value, Literal(index))))
        waiting.extend(reversed(parts))
