"""`operator`: operators as functions, as `reduce(add, lists)` takes them.

https://docs.python.org/3/library/operator.html
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scanner.interpret.native import stands_for
from scanner.interpret.operators import binary
from scanner.interpret.subscripts import load
from scanner.interpret.values import Native, Unknown, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for("operator.itemgetter")
def itemgetter(i: Interpreter, *keys: Value) -> Value:
    """`operator.itemgetter(*keys)`."""

    def get(inner: Interpreter, value: Value) -> Value:
        found = tuple(load(inner, value, key) for key in keys)
        return found[0] if len(found) == 1 else found

    return Native(get, "itemgetter")


@stands_for("operator.attrgetter")
def attrgetter(i: Interpreter, *names: Value) -> Value:
    """`operator.attrgetter(*names)`."""

    def get(inner: Interpreter, value: Value) -> Value:
        found = []
        for name in names:
            result = value
            for step in str(name).split("."):
                result = inner.attribute(result, step, Unknown("no such attribute", step))
            found.append(result)
        return found[0] if len(found) == 1 else tuple(found)

    return Native(get, "attrgetter")


def _function(name: str, op: ast.operator) -> Native:
    def compute(i: Interpreter, left: Value, right: Value) -> Value:
        return binary(i, left, op, right)

    return Native(compute, name)


_OPERATORS: dict[str, ast.operator] = {
    "add": ast.Add(),
    "and_": ast.BitAnd(),
    "concat": ast.Add(),
    "iadd": ast.Add(),
    "iconcat": ast.Add(),
    "ior": ast.BitOr(),
    "mod": ast.Mod(),
    "mul": ast.Mult(),
    "or_": ast.BitOr(),
    "sub": ast.Sub(),
    "truediv": ast.Div(),
}
VALUES: dict[str, Value] = {f"operator.{name}": _function(name, op) for name, op in _OPERATORS.items()}
"""Functions of two operands, by dotted name."""
