"""Lower expressions: every call, dotted read and lambda is noted in the current scope, and the value comes back.

Recursion is bounded: what is nested deeper than `DEPTH` is opaque, and read afterwards for its calls.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Item,
    Lambda,
    Literal,
    Member,
    Name,
    Opaque,
    Record,
    Sequence,
)
from scanner.concepts.facts import Read, ScopeKind
from scanner.extract.python.formatting import EACH, add, format_text, join, joined, percent
from scanner.extract.python.parameters import read_parameters
from scanner.extract.python.walk import Walk

DEPTH = 80
_ITEMS = 5_000
_TEXT = 100_000
_CALLED_LINKS = 8

_COMPARISON = Opaque("comparison")
_ARITHMETIC = Opaque("arithmetic")
_TOO_DEEP = Opaque("nested too deeply")
_PLACEHOLDER = Call(Name(""))


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
    handler = _HANDLERS.get(type(node), _unknown)
    walk.depth += 1
    value = handler(walk, node)
    walk.depth -= 1
    return value


def lower_pending(walk: Walk) -> None:
    """Read what was nested too deeply, for its calls and reads."""
    while walk.pending:
        lower(walk, walk.pending.pop())


def lower_target(walk: Walk, node: ast.expr) -> Expression:
    """An assignment's target: nothing is read but what its base calls."""
    if isinstance(node, ast.Name):
        return walk.names[node.id]
    if isinstance(node, ast.Attribute):
        return _chain(walk, node)[0]
    if isinstance(node, ast.Subscript):
        return Item(lower_target(walk, node.value), lower(walk, node.slice))
    return lower(walk, node)


def bind_target(walk: Walk, node: ast.expr, value: Expression) -> None:
    """Note `node = value`; tuples are taken apart, from left to right."""
    waiting = [(node, value)]
    while waiting:
        node, value = waiting.pop()
        if not isinstance(node, ast.Tuple | ast.List):
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


def _constant(walk: Walk, value: object) -> Expression:
    if isinstance(value, str):
        if len(value) > _TEXT:
            return Opaque("very long text")
        return walk.texts[value]
    if value is None or isinstance(value, bool | int | float):
        return Literal(value)
    if isinstance(value, bytes) and len(value) <= _TEXT:
        try:
            return Literal(value.decode())
        except UnicodeDecodeError:
            return Opaque("bytes")
    return Opaque("..." if value is Ellipsis else type(value).__name__)


def _chain(walk: Walk, node: ast.Attribute) -> tuple[Expression, str]:
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


def _attribute(walk: Walk, node: ast.Attribute) -> Expression:
    value, path = _chain(walk, node)
    if not path:
        path = path_of(node)
    if path:
        walk.scope.reads.append(Read(path, node.lineno))
    return value


def path_of(node: ast.expr) -> str:
    """`a.b`, `a.b().c`, `a["k"].c` as text; empty where the expression starts at no plain name or is very long."""
    parts: list[str] = []
    for _ in range(_CALLED_LINKS):
        while isinstance(node, ast.Attribute):
            parts.append(f".{node.attr}")
            node = node.value
        if isinstance(node, ast.Name):
            parts.append(node.id)
            return "".join(reversed(parts))
        if isinstance(node, ast.Call):
            parts.append("()")
            node = node.func
        elif isinstance(node, ast.Subscript):
            key = node.slice
            text = f'"{key.value}"' if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            parts.append(f"[{text}]")
            node = node.value
        else:
            return ""
    return ""


def _call(walk: Walk, node: ast.Call) -> Expression:
    calls = walk.scope.calls
    slot = len(calls)
    calls.append(_PLACEHOLDER)
    function = node.func
    if type(function) is ast.Attribute:
        callee, path = _chain(walk, function)
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
        else:
            arguments.append(lower(walk, argument))
    for keyword in node.keywords:
        named.append((keyword.arg or "**", lower(walk, keyword.value)))  # noqa: PERF401 - a frame less for each level
    return tuple(arguments), tuple(named)


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


def _subscript(walk: Walk, node: ast.Subscript) -> Expression:
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
    return Item(base, lower(walk, key))


def _binary(walk: Walk, node: ast.BinOp) -> Expression:
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
    if type(node.op) is ast.Div and isinstance(after, Literal) and isinstance(after.value, str):
        # nothing but a path or a URL can be divided by text: `base / "users"`
        return join((before, Literal("/"), after))
    return _ARITHMETIC


def _formatted(walk: Walk, node: ast.JoinedStr) -> Expression:
    parts: list[Expression] = []
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            parts.append(lower(walk, value.value))
            if isinstance(value.format_spec, ast.JoinedStr):
                lower(walk, value.format_spec)
        elif isinstance(value, ast.Constant):
            parts.append(_constant(walk, value.value))
        else:
            parts.append(lower(walk, getattr(value, "value", value)))
    return join(parts)


def _boolean(walk: Walk, node: ast.BoolOp) -> Expression:
    options = [lower(walk, value) for value in node.values]
    # `a and b` is b wherever it is anything useful
    return Choice(tuple(options)) if type(node.op) is ast.Or else options[-1]


def _unary(walk: Walk, node: ast.UnaryOp) -> Expression:
    value = lower(walk, node.operand)
    if type(node.op) is ast.Not:
        return _COMPARISON
    if type(node.op) is ast.USub and isinstance(value, Literal) and isinstance(value.value, int | float):
        return Literal(-value.value)
    return _ARITHMETIC


def _compare(walk: Walk, node: ast.Compare) -> Expression:
    lower(walk, node.left)
    for operand in node.comparators:
        lower(walk, operand)
    return _COMPARISON


def _conditional(walk: Walk, node: ast.IfExp) -> Expression:
    body = lower(walk, node.body)
    lower(walk, node.test)
    return Choice((body, lower(walk, node.orelse)))


def _display(walk: Walk, node: ast.List | ast.Tuple | ast.Set) -> Expression:
    items: list[Expression] = []
    for element in node.elts:
        if type(element) is ast.Starred:
            items.append(Item(lower(walk, element.value), EACH))
        else:
            items.append(lower(walk, element))
    return Sequence(tuple(items)) if len(items) <= _ITEMS else Opaque(f"a list of {len(items)} items")


def _dict(walk: Walk, node: ast.Dict) -> Expression:
    fields: list[tuple[str, Expression]] = []
    rest: list[Expression] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            rest.append(lower(walk, value))
            continue
        name = lower(walk, key)
        lowered = lower(walk, value)
        if isinstance(name, Literal) and isinstance(name.value, str):
            fields.append((name.value, lowered))
    return Record(tuple(fields), tuple(rest)) if len(fields) <= _ITEMS else Opaque(f"a dict of {len(fields)} keys")


def _comprehension(walk: Walk, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Expression:
    element = lower(walk, node.elt)
    _generators(walk, node.generators)
    return Sequence((element,))


def _dict_comprehension(walk: Walk, node: ast.DictComp) -> Expression:
    lower(walk, node.key)
    lower(walk, node.value)
    _generators(walk, node.generators)
    return Opaque("dict comprehension")


def _generators(walk: Walk, generators: list[ast.comprehension]) -> None:
    for generator in generators:
        bind_target(walk, generator.target, Item(lower(walk, generator.iter), EACH))
        for condition in generator.ifs:
            lower(walk, condition)


def _lambda(walk: Walk, node: ast.Lambda) -> Expression:
    draft = walk.open(ScopeKind.FUNCTION, "<lambda>", node.lineno, node.end_lineno or node.lineno)
    draft.parameters = read_parameters(walk, node.args, lower)
    walk.bodies.append((draft, node.body))
    return Lambda(draft.index)


def _awaited(walk: Walk, node: ast.Await | ast.Starred) -> Expression:
    return lower(walk, node.value)


def _yielded(walk: Walk, node: ast.Yield | ast.YieldFrom) -> Expression:
    """What a generator yields is what its callers get: a pytest fixture's client, a context manager's value."""
    if node.value is not None:
        value = lower(walk, node.value)
        walk.scope.returns.append(Item(value, EACH) if isinstance(node, ast.YieldFrom) else value)
    return Opaque("value sent to a generator")


def _named(walk: Walk, node: ast.NamedExpr) -> Expression:
    value = lower(walk, node.value)
    bind_target(walk, node.target, value)
    return value


def _unknown(walk: Walk, node: ast.expr) -> Expression:
    """Syntax newer than this reader: its parts are read, its value is not known."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            lower(walk, child)
    return Opaque(type(node).__name__)


# by name, not by class: t-strings (3.14) are not in every running interpreter's `ast`
_BY_NAME: dict[str, Callable[[Walk, Any], Expression]] = {
    "Attribute": _attribute,
    "Await": _awaited,
    "BinOp": _binary,
    "BoolOp": _boolean,
    "Call": _call,
    "Compare": _compare,
    "Dict": _dict,
    "DictComp": _dict_comprehension,
    "GeneratorExp": _comprehension,
    "IfExp": _conditional,
    "JoinedStr": _formatted,
    "Lambda": _lambda,
    "List": _display,
    "ListComp": _comprehension,
    "NamedExpr": _named,
    "Set": _display,
    "SetComp": _comprehension,
    "Starred": _awaited,
    "Subscript": _subscript,
    "TemplateStr": _formatted,
    "Tuple": _display,
    "UnaryOp": _unary,
    "Yield": _yielded,
    "YieldFrom": _yielded,
}

_HANDLERS = {getattr(ast, name): handler for name, handler in _BY_NAME.items() if hasattr(ast, name)}
