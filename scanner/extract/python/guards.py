"""Regions of a scope that run only under a test: a request method, a valid form, a media type asked for."""

from __future__ import annotations

import ast
import json
from dataclasses import dataclass

from scanner.concepts.facts import Guard
from scanner.extract.python.paths import path_of

_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_LEAVING_CALLS = {"abort", "exit"}
_ARGUMENTS = 3


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a test says: `path` is one of `values`, or true; or not so."""

    path: str
    values: tuple[str, ...] = ()
    negated: bool = False

    def inverted(self) -> Condition:
        """The opposite."""
        return Condition(self.path, self.values, not self.negated)

    def over(self, first: int, last: int) -> Guard:
        """The guard of these lines."""
        return Guard(self.path, self.values, first, last, self.negated)


def when_true(test: ast.expr) -> tuple[Condition, ...]:
    """What holds where the test is true: every part of an `and`; an `or` only if all of it is about one path."""
    if isinstance(test, ast.BoolOp):
        parts = [_simple(value) for value in test.values]
        if isinstance(test.op, ast.And):
            return tuple(part for part in parts if part is not None)
        return _united(parts)
    condition = _simple(test)
    return () if condition is None else (condition,)


def when_false(test: ast.expr) -> tuple[Condition, ...]:
    """What holds where the test is false: the opposite of a simple test, or of every part of an `or`."""
    if isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.And):
            return ()
        parts = [_simple(value) for value in test.values]
        return tuple(part.inverted() for part in parts if part is not None)
    condition = _simple(test)
    return () if condition is None else (condition.inverted(),)


def leaves(body: list[ast.stmt]) -> bool:
    """Whether nothing after this block runs once the block has run."""
    last = body[-1]
    while isinstance(last, ast.With | ast.AsyncWith):
        last = last.body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return path_of(last.value.func).rpartition(".")[2] in _LEAVING_CALLS
    return isinstance(last, _LEAVING)


def match_condition(subject: ast.expr, pattern: ast.pattern) -> Condition | None:
    """`match request.method: case "POST" | "PUT":`."""
    path = _path(subject)
    options = pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]
    values: list[str] = []
    for option in options:
        if not isinstance(option, ast.MatchValue):
            return None
        text = _text(option.value)
        if text is None:
            return None
        values.append(text)
    return Condition(path, tuple(values)) if path else None


def _simple(test: ast.expr) -> Condition | None:
    negated = False
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        negated = not negated
        test = test.operand
    if isinstance(test, ast.Compare):
        condition = _comparison(test)
        return condition.inverted() if condition and negated else condition
    path = _path(test)
    return Condition(path, (), negated) if path else None


def _comparison(test: ast.Compare) -> Condition | None:
    if len(test.ops) != 1:
        return None
    left, right, operator = test.left, test.comparators[0], test.ops[0]
    values: tuple[str, ...] | None
    match operator:
        case ast.Eq() | ast.NotEq():
            value = _text(right)
            if value is None:
                left, right = right, left
                value = _text(right)
            values = None if value is None else (value,)
        case ast.In() | ast.NotIn():
            values = _texts(right)
        case _:
            return None
    path = _path(left)
    if not path or values is None:
        return None
    return Condition(path, values, isinstance(operator, ast.NotEq | ast.NotIn))


def _united(parts: list[Condition | None]) -> tuple[Condition, ...]:
    values: list[str] = []
    path = ""
    for part in parts:
        if part is None or part.negated or not part.values or (path and part.path != path):
            return ()
        path = part.path
        values.extend(part.values)
    return (Condition(path, tuple(values)),)


def _path(node: ast.expr) -> str:
    """The dotted path of a read, or of a call whose arguments are plain text."""
    if not isinstance(node, ast.Call):
        return path_of(node)
    texts = _all_texts(node.args)
    function = path_of(node.func)
    if not function or node.keywords or texts is None or len(texts) > _ARGUMENTS:
        return f"{function}()" if function else ""
    arguments = ", ".join(json.dumps(text, ensure_ascii=False) for text in texts)
    return f"{function}({arguments})"


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _texts(node: ast.expr) -> tuple[str, ...] | None:
    return _all_texts(node.elts) if isinstance(node, ast.Tuple | ast.List | ast.Set) else None


def _all_texts(nodes: list[ast.expr]) -> tuple[str, ...] | None:
    texts = [_text(node) for node in nodes]
    known = [text for text in texts if text is not None]
    return tuple(known) if len(known) == len(texts) else None
