"""Which reader lowers which kind of expression."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from scanner.concepts.expression import Expression
from scanner.extract.python.calls import read_attribute, read_call, read_subscript
from scanner.extract.python.displays import (
    read_comprehension,
    read_dict,
    read_dict_comprehension,
    read_display,
    read_lambda,
)
from scanner.extract.python.operators import (
    read_binary,
    read_boolean,
    read_comparison,
    read_conditional,
    read_formatted,
    read_inner,
    read_unary,
    read_walrus,
    read_yield,
)
from scanner.extract.python.walk import Walk

# by name, not by class: t-strings (3.14) are not in every running interpreter's `ast`
_BY_NAME: dict[str, Callable[[Walk, Any], Expression]] = {
    "Attribute": read_attribute,
    "Await": read_inner,
    "BinOp": read_binary,
    "BoolOp": read_boolean,
    "Call": read_call,
    "Compare": read_comparison,
    "Dict": read_dict,
    "DictComp": read_dict_comprehension,
    "GeneratorExp": read_comprehension,
    "IfExp": read_conditional,
    "JoinedStr": read_formatted,
    "Lambda": read_lambda,
    "List": read_display,
    "ListComp": read_comprehension,
    "NamedExpr": read_walrus,
    "Set": read_display,
    "SetComp": read_comprehension,
    "Starred": read_inner,
    "Subscript": read_subscript,
    "TemplateStr": read_formatted,
    "Tuple": read_display,
    "UnaryOp": read_unary,
    "Yield": read_yield,
    "YieldFrom": read_yield,
}

EXPRESSIONS: Mapping[type[ast.AST], Callable[[Walk, Any], Expression]] = {
    getattr(ast, name): reader for name, reader in _BY_NAME.items() if hasattr(ast, name)
}
