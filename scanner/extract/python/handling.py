"""What a function does about what may go wrong: values that it asks about, exceptions that it catches."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from scanner.concepts.facts import Caught
from scanner.extract.python.paths import path_of
from scanner.extract.python.walk import Draft

_SUPPRESSES = frozenset({"suppress", "contextlib.suppress"})
"""https://docs.python.org/3/library/contextlib.html#contextlib.suppress"""


def note_test(scope: Draft, test: ast.expr) -> None:
    """Note what a condition by itself asks about: `if row`, `if row.owner`. Comparisons note their own operands."""
    if type(test) is ast.Name:
        scope.tests[test.id] = None
    elif path := path_of(test):
        scope.tests[path] = None


def note_comparison(scope: Draft, node: ast.Compare) -> None:
    """Note both sides of a comparison, and the key that a membership test asks for."""
    for operand in (node.left, *node.comparators):
        note_test(scope, operand)
    if isinstance(node.ops[0], ast.In | ast.NotIn) and (base := path_of(node.comparators[0])):
        if isinstance(node.left, ast.Constant) and isinstance(node.left.value, str):
            scope.tests[f'{base}["{node.left.value}"]'] = None
        elif isinstance(node.left, ast.Name):
            scope.tests[f"{base}[{node.left.id}]"] = None


def note_try(scope: Draft, node: ast.Try) -> None:
    """Note which exceptions of a `try` body go no further."""
    names: list[str] = []
    for handler in node.handlers:
        if _raises_again(handler):
            continue
        if handler.type is None:
            names = []
            break
        names += _names([handler.type])
    else:
        if not names:
            return
    scope.caught.append(Caught(tuple(names), node.body[0].lineno, _end(node.body)))


def note_with(scope: Draft, node: ast.With | ast.AsyncWith) -> None:
    """Note what `with suppress(KeyError):` lets pass unseen."""
    for item in node.items:
        match item.context_expr:
            case ast.Call(func=function, args=arguments) if path_of(function) in _SUPPRESSES:
                if names := _names(arguments):
                    scope.caught.append(Caught(tuple(names), node.body[0].lineno, _end(node.body)))


def _names(classes: Iterable[ast.expr]) -> list[str]:
    parts = [part for one in classes for part in (one.elts if isinstance(one, ast.Tuple) else (one,))]
    return [path for part in parts if (path := path_of(part))]


def _raises_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _end(body: list[ast.stmt]) -> int:
    return body[-1].end_lineno or body[-1].lineno
