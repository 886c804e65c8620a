"""Names in use: attribute chains, calls, subscripts. Each notes what it reads and calls."""

from __future__ import annotations

import ast

from scanner.concepts.expression import Call, Expression, Item, Literal, Member, Name, Opaque, Sequence
from scanner.concepts.facts import Read
from scanner.extract.python.dispatch import lower
from scanner.extract.python.formatting import format_text, joined
from scanner.extract.python.paths import path_of
from scanner.extract.python.walk import Walk

_PLACEHOLDER = Call(Name(""))


def read_chain(walk: Walk, node: ast.Attribute) -> tuple[Expression, str]:
    """An attribute chain and, where it starts at a plain name, its dotted path."""
    base = node.value
    path = ""
    if type(base) is ast.Name:
        names = [node.attr]
        path = f"{base.id}.{node.attr}"
    else:
        names = [node.attr]
        while type(base) is ast.Attribute:
            names.append(base.attr)
            base = base.value
        names.reverse()
        if type(base) is ast.Name:
            path = f"{base.id}.{'.'.join(names)}"
    if path:
        known = walk.members.get(path)
        if known is not None:
            return known, path
    value = lower(walk, base)
    for name in names:
        value = Member(value, name)
    if path:
        walk.members[path] = value
    return value, path


def read_attribute(walk: Walk, node: ast.Attribute) -> Expression:
    """An attribute that is read; the chain is noted."""
    value, path = read_chain(walk, node)
    if not path:
        path = path_of(node)
    if path:
        walk.scope.reads.append(Read(path, node.lineno))
    return value


def read_call(walk: Walk, node: ast.Call) -> Expression:
    """A call, noted before the calls among its arguments; `"…".format(…)` and `"…".join([…])` are text."""
    calls = walk.scope.calls
    slot = len(calls)
    calls.append(_PLACEHOLDER)
    function = node.func
    if type(function) is ast.Attribute:
        callee, path = read_chain(walk, function)
        if path:
            walk.scope.reads.append(Read(path, node.lineno))
        elif isinstance(callee, Member) and isinstance(callee.base, Literal) and isinstance(callee.base.value, str):
            text = _text_method(walk, callee.base.value, node)
            if text is not None:
                del calls[slot]
                return text
    else:
        callee = lower(walk, function)
    arguments, named = _arguments(walk, node)
    call = Call(callee, arguments, named, node.lineno, walk.column(node))
    calls[slot] = call
    return call


def _arguments(walk: Walk, node: ast.Call) -> tuple[tuple[Expression, ...], tuple[tuple[str, Expression], ...]]:
    arguments: list[Expression] = []
    named: list[tuple[str, Expression]] = []
    for argument in node.args:
        if type(argument) is ast.Starred:
            named.append(("*", lower(walk, argument.value)))
        elif type(argument) is ast.Compare and type(argument.left) is ast.Attribute:
            arguments.append(_condition(walk, argument))
        else:
            arguments.append(lower(walk, argument))
    for keyword in node.keywords:
        named.append((keyword.arg or "**", lower(walk, keyword.value)))  # noqa: PERF401 - a frame less for each level
    return tuple(arguments), tuple(named)


def _condition(walk: Walk, node: ast.Compare) -> Expression:
    """`filter(Row.id == id)` hands a condition on to a database: a call of the method that the operator is.

    https://docs.sqlalchemy.org/en/20/core/operators.html
    """
    if type(node.ops[0]) is not ast.Eq or len(node.ops) > 1:
        return lower(walk, node)
    callee = Member(lower(walk, node.left), "__eq__")
    return Call(callee, (lower(walk, node.comparators[0]),), line=node.lineno, column=walk.column(node))


def _text_method(walk: Walk, text: str, node: ast.Call) -> Expression | None:
    """`"…".format(…)` and `"…".join([…])` are text, not calls."""
    method = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    if method == "format":
        arguments, named = _arguments(walk, node)
        return format_text(text, arguments, dict(named))
    if method == "join" and len(node.args) == 1 and isinstance(node.args[0], ast.List | ast.Tuple):
        items = lower(walk, node.args[0])
        return joined(text, items.items) if isinstance(items, Sequence) else Opaque("joined text")
    return None


def read_subscript(walk: Walk, node: ast.Subscript) -> Expression:
    """`base[key]`; with a text key or a variable it is noted as a read of its own."""
    base = lower(walk, node.value)
    key = node.slice
    if type(key) is ast.Slice:
        for bound in (key.lower, key.upper, key.step):
            if bound is not None:
                lower(walk, bound)
        return Item(base, Opaque("slice"))
    if isinstance(key, ast.Constant) and isinstance(key.value, str):
        path = path_of(node)
        if path:
            walk.scope.reads.append(Read(path, node.lineno))
    elif type(key) is ast.Name and (path := path_of(node.value)):
        walk.scope.reads.append(Read(f"{path}[{key.id}]", node.lineno))
    return Item(base, lower(walk, key))
