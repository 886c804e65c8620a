"""Operators, formatted text, conditions: text where it is visible, otherwise what kind of value it is."""

from __future__ import annotations

import ast

from scanner.concepts.expression import Call, Choice, Expression, Item, Literal, Member, Name, Opaque
from scanner.extract.python.dispatch import lower
from scanner.extract.python.formatting import EACH, add, join, percent
from scanner.extract.python.handling import note_comparison, note_test
from scanner.extract.python.targets import bind_target
from scanner.extract.python.walk import Walk

_COMPARISON = Opaque("comparison")
_ARITHMETIC = Opaque("arithmetic")


def read_binary(walk: Walk, node: ast.BinOp) -> Expression:
    """Concatenation, `%` formatting, joining of paths by `/`; anything else is arithmetic.

    What a variable holds before `%`, text or number, is not seen here: a call of the method that the operator is.
    """
    if type(node.op) is ast.Add:
        operands: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            operands.append(left.right)
            left = left.left
        operands.append(left)
        return add([lower(walk, operand) for operand in reversed(operands)])
    before = lower(walk, node.left)
    after = lower(walk, node.right)
    if type(node.op) is ast.Mod and isinstance(before, Literal) and isinstance(before.value, str):
        return percent(before.value, after)
    if type(node.op) is ast.Mod and isinstance(before, Name | Member) and not _is_number(after):
        return Call(Member(before, "__mod__"), (after,), line=node.lineno, column=node.col_offset)
    if type(node.op) is ast.Div and isinstance(after, Literal) and isinstance(after.value, str):
        # nothing but a path or a URL can be divided by text: `base / "users"`
        return join((before, Literal("/"), after))
    return _ARITHMETIC


def _is_number(expression: Expression) -> bool:
    return isinstance(expression, Literal) and not isinstance(expression.value, str)


def read_formatted(walk: Walk, node: ast.JoinedStr) -> Expression:
    """f-strings and t-strings."""
    parts: list[Expression] = []
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            parts.append(lower(walk, value.value))
            if isinstance(value.format_spec, ast.JoinedStr):
                lower(walk, value.format_spec)
        elif isinstance(value, ast.Constant):
            parts.append(lower(walk, value))
        else:
            parts.append(lower(walk, getattr(value, "value", value)))
    return join(parts)


def read_boolean(walk: Walk, node: ast.BoolOp) -> Expression:
    """`a or b` is a choice."""
    for value in node.values:
        note_test(walk.scope, value)
    options = [lower(walk, value) for value in node.values]
    # `a and b` is b wherever it is anything useful
    return Choice(tuple(options)) if type(node.op) is ast.Or else options[-1]


def read_unary(walk: Walk, node: ast.UnaryOp) -> Expression:
    """Negative numbers stay numbers."""
    value = lower(walk, node.operand)
    if type(node.op) is ast.Not:
        note_test(walk.scope, node.operand)
        return _COMPARISON
    if type(node.op) is ast.USub and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(-value.value)
    return _ARITHMETIC


def read_comparison(walk: Walk, node: ast.Compare) -> Expression:
    """Comparisons are read for what they compare."""
    note_comparison(walk.scope, node)
    lower(walk, node.left)
    for operand in node.comparators:
        lower(walk, operand)
    return _COMPARISON


def read_conditional(walk: Walk, node: ast.IfExp) -> Expression:
    """`a if c else b` is a choice."""
    body = lower(walk, node.body)
    note_test(walk.scope, node.test)
    lower(walk, node.test)
    return Choice((body, lower(walk, node.orelse)))


def read_inner(walk: Walk, node: ast.Await | ast.Starred) -> Expression:
    """`await x` and `*x` are `x`."""
    return lower(walk, node.value)


def read_yield(walk: Walk, node: ast.Yield | ast.YieldFrom) -> Expression:
    """What a generator yields is what its callers get: a pytest fixture's client, a context manager's value."""
    if node.value is not None:
        value = lower(walk, node.value)
        walk.scope.returns.append(Item(value, EACH) if isinstance(node, ast.YieldFrom) else value)
    return Opaque("value sent to a generator")


def read_walrus(walk: Walk, node: ast.NamedExpr) -> Expression:
    """`(name := value)` binds and is the value."""
    value = lower(walk, node.value)
    bind_target(walk, node.target, value)
    return value
