"""Expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.concepts.text import Text
from scanner.interpret import assignment, operators, subscripts
from scanner.interpret.classes import make_function
from scanner.interpret.frame import Frame
from scanner.interpret.objects import Class, Instance, Module, NativeClass, Super
from scanner.interpret.signals import Raised
from scanner.interpret.texts import concatenate, formatted
from scanner.interpret.values import (
    MISSING,
    DictValue,
    IteratorValue,
    ListValue,
    SetValue,
    Slice,
    Undecided,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def _constant(i: Interpreter, node: ast.Constant, frame: Frame) -> Value:
    return node.value


def _name(i: Interpreter, node: ast.Name, frame: Frame) -> Value:
    return look_up(i, node.id, frame)


def look_up(i: Interpreter, name: str, frame: Frame) -> Value:
    """A name as Python finds it: the frame, the functions around it, the module, the builtins."""
    scope: Frame | None = frame
    if frame.redirected is not None and name in frame.redirected:
        scope = frame.redirected[name]
    while scope is not None:
        found = scope.names.get(name, MISSING)
        if found is not MISSING and (scope is frame or not scope.is_class):
            return found
        scope = scope.parent
    if name == "__class__" and frame.cell is not None and frame.cell.class_ is not None:
        return frame.cell.class_
    found = i.builtins.get(name, MISSING)
    if found is not MISSING:
        return found
    if i.trying and frame.parent is None:
        raise Raised(i.library.get("builtins.NameError"))
    return Unknown("an undefined name", name)


def _attribute(i: Interpreter, node: ast.Attribute, frame: Frame) -> Value:
    value = i.evaluate(node.value, frame)
    found = i.attribute(value, node.attr, MISSING)
    if found is not MISSING:
        return found
    if i.trying and _is_wholly_known(value):
        raise Raised(i.library.get("builtins.AttributeError"))
    return Unknown("no such attribute", node.attr)


def _is_wholly_known(value: Value) -> bool:
    """Whether a missing attribute is sure to be missing; a stub of a library's class has only what matters here."""
    class_ = value.class_ if isinstance(value, Instance) else value
    return isinstance(value, Module) or (isinstance(class_, Class) and class_.python is Instance)


def _call(i: Interpreter, node: ast.Call, frame: Frame) -> Value:
    function = i.evaluate(node.func, frame)
    args: list[Value] = []
    open_ = False
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            items, more = i.iterate(i.evaluate(argument.value, frame))
            args += items
            open_ = open_ or more
        else:
            args.append(i.evaluate(argument, frame))
    kwargs: dict[str, Value] = {}
    for keyword in node.keywords:
        value = i.evaluate(keyword.value, frame)
        if keyword.arg is not None:
            kwargs[keyword.arg] = value
        elif isinstance(value, DictValue):
            kwargs.update((key, item) for key, item in value.items.items() if isinstance(key, str))
            open_ = open_ or value.open
        else:
            open_ = True
    if not args and function is i.super_:
        return _super(frame)
    frame.line = node.lineno
    return i.call(function, args, kwargs, open_)


def _super(frame: Frame) -> Value:
    scope: Frame | None = frame
    while scope is not None and scope.receiver is None:
        scope = scope.parent
    if scope is None or scope.cell is None or scope.cell.class_ is None:
        return Unknown("super() outside a method")
    return Super(scope.cell.class_, scope.receiver)


def _binary(i: Interpreter, node: ast.BinOp, frame: Frame) -> Value:
    """A long chain of operators is deep on its left side: it is walked, not recursed into."""
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    value = i.evaluate(chain[-1].left, frame)
    for step in reversed(chain):
        value = operators.binary(i, value, step.op, i.evaluate(step.right, frame))
    return value


def _boolean(i: Interpreter, node: ast.BoolOp, frame: Frame) -> Value:
    """Short-circuit where decided; otherwise what is known of the choices, so that a default survives."""
    stop = isinstance(node.op, ast.Or)
    undecided: list[Value] = []
    for index, expression in enumerate(node.values):
        value = _supposed(i, expression, frame) if undecided else i.evaluate(expression, frame)
        decided = i.truth(value)
        if index == len(node.values) - 1 or decided is stop:
            if not undecided:
                return value
            undecided.append(value)
            break
        if decided is None:
            undecided.append(value)
    if not stop:
        return undecided[-1] if undecided[-1] is False else Unknown("a conjunction")
    known = [value for value in undecided if not isinstance(value, Unknown | bool | None)]
    known = [value for value in known if operators.likely(value) is not False] or known[-1:]
    return known[0] if known else Unknown("a disjunction", getattr(undecided[0], "name", ""))


def _supposed(i: Interpreter, node: ast.expr, frame: Frame) -> Value:
    """What stands behind an undecided test: the test may be there to keep it from raising."""
    try:
        return i.evaluate(node, frame)
    except Raised:
        return Unknown("an exception was raised")


def _compare(i: Interpreter, node: ast.Compare, frame: Frame) -> Value:
    left = i.evaluate(node.left, frame)
    result: Value = True
    for op, expression in zip(node.ops, node.comparators, strict=True):
        right = i.evaluate(expression, frame)
        value = operators.compare(i, left, op, right)
        if value is False:
            return False
        if value is not True:
            result = value
        left = right
    return result


def _unary(i: Interpreter, node: ast.UnaryOp, frame: Frame) -> Value:
    value = i.evaluate(node.operand, frame)
    if isinstance(node.op, ast.Not):
        decided = i.truth(value)
        if decided is not None:
            return not decided
        default = operators.likely(value)
        name = getattr(value, "name", "")
        return Unknown("a negation", name) if default is None else Undecided(not default, "a negation", name)
    if isinstance(value, bool | int | float):
        if isinstance(node.op, ast.USub):
            return -value
        if isinstance(node.op, ast.UAdd):
            return +value
        if isinstance(value, int):
            return ~value
    return Unknown("arithmetic")


def _choice(i: Interpreter, node: ast.IfExp, frame: Frame) -> Value:
    test = i.evaluate(node.test, frame)
    decided = i.truth(test)
    if decided is not None:
        return i.evaluate(node.body if decided else node.orelse, frame)
    default = operators.likely(test)
    with i.under((node.test, False)):
        then = _supposed(i, node.body, frame)
    with i.under((node.test, True)):
        other = _supposed(i, node.orelse, frame)
    if default is not None:
        return then if default else other
    return then if not isinstance(then, Unknown | None) else other if not isinstance(other, Unknown) else then


def _lambda(i: Interpreter, node: ast.Lambda, frame: Frame) -> Value:
    return make_function(i, node, frame, "<lambda>")


def _items(i: Interpreter, nodes: list[ast.expr], frame: Frame) -> tuple[list[Value], bool]:
    items: list[Value] = []
    open_ = False
    for node in nodes:
        if isinstance(node, ast.Starred):
            more, unknown = i.iterate(i.evaluate(node.value, frame))
            items += more
            open_ = open_ or unknown
        else:
            items.append(i.evaluate(node, frame))
    return items, open_


def _list(i: Interpreter, node: ast.List, frame: Frame) -> Value:
    return ListValue(*_items(i, node.elts, frame))


def _tuple(i: Interpreter, node: ast.Tuple, frame: Frame) -> Value:
    items, open_ = _items(i, node.elts, frame)
    return ListValue(items, True) if open_ else tuple(items)


def _set(i: Interpreter, node: ast.Set, frame: Frame) -> Value:
    items, open_ = _items(i, node.elts, frame)
    return SetValue(dict.fromkeys(items), open_)


def _dict(i: Interpreter, node: ast.Dict, frame: Frame) -> Value:
    result = DictValue()
    for key, expression in zip(node.keys, node.values, strict=True):
        value = i.evaluate(expression, frame)
        if key is not None:
            subscripts.store(i, result, i.evaluate(key, frame), value)
        elif isinstance(value, DictValue):
            result.items.update(value.items)
            result.open = result.open or value.open
        else:
            result.open = True
    return result


def _subscript(i: Interpreter, node: ast.Subscript, frame: Frame) -> Value:
    value = i.evaluate(node.value, frame)
    if isinstance(value, Class | NativeClass) and not isinstance(node.slice, ast.Constant | ast.Name | ast.Attribute):
        return value  # a generic alias such as dict[str, int]; its arguments are types
    return subscripts.load(i, value, i.evaluate(node.slice, frame))


def _slice(i: Interpreter, node: ast.Slice, frame: Frame) -> Value:
    bounds = (None if part is None else i.evaluate(part, frame) for part in (node.lower, node.upper, node.step))
    return Slice(*bounds)


def _joined(i: Interpreter, node: ast.JoinedStr, frame: Frame) -> Value:
    parts: list[str | Text] = []
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        elif isinstance(part, ast.FormattedValue):
            parts.append(_replacement(i, part, frame))
    return concatenate(i, *parts)


def _replacement(i: Interpreter, node: ast.FormattedValue, frame: Frame) -> Text:
    spec: str | None = None
    if isinstance(node.format_spec, ast.JoinedStr):
        evaluated = _joined(i, node.format_spec, frame)
        spec = evaluated if isinstance(evaluated, str) else ""
    value = i.evaluate(node.value, frame)
    if isinstance(value, Unknown) and not value.name:
        value = Unknown(value.why, _name_for(node.value))
    return formatted(i, value, node.conversion, spec)


def _name_for(node: ast.expr) -> str:
    while isinstance(node, ast.Call | ast.Subscript):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _comprehension(
    i: Interpreter, generators: list[ast.comprehension], frame: Frame, emit: Callable[[Frame], None]
) -> bool:
    """Run nested generators in a scope of their own; whether there may be more results than were emitted."""
    scope = Frame(frame.module, frame, frame.qualname)
    scope.line = frame.line
    scope.cell = frame.cell
    scope.receiver = frame.receiver
    return _generate(i, generators, 0, scope, emit)


def _generate(
    i: Interpreter, generators: list[ast.comprehension], index: int, scope: Frame, emit: Callable[[Frame], None]
) -> bool:
    if index == len(generators):
        emit(scope)
        return False
    generator = generators[index]
    source_scope = scope if index or scope.parent is None else scope.parent
    items, open_ = i.iterate(i.evaluate(generator.iter, source_scope))
    if not items and open_:
        items = [Unknown("an item of an unknown collection", getattr(generator.target, "id", ""))]
    if len(items) > i.limits.turns:
        i.limit("turns of a comprehension")
        items = items[: i.limits.turns]
    for item in items:
        i.step()
        assignment.assign(i, generator.target, item, scope)
        depth = len(i.conditions)
        keep = True
        for test in generator.ifs:
            decided = i.truth(i.evaluate(test, scope))
            if decided is False:
                keep = False
                break
            if decided is None:
                i.conditions.append((test, False))
        if keep:
            open_ = _generate(i, generators, index + 1, scope, emit) or open_
        del i.conditions[depth:]
    return open_


def _list_comprehension(i: Interpreter, node: ast.ListComp, frame: Frame) -> Value:
    items: list[Value] = []
    open_ = _comprehension(i, node.generators, frame, lambda scope: items.append(i.evaluate(node.elt, scope)))
    return ListValue([item for item in items if not (open_ and isinstance(item, Unknown))], open_)


def _generator(i: Interpreter, node: ast.GeneratorExp, frame: Frame) -> Value:
    items: list[Value] = []
    open_ = _comprehension(i, node.generators, frame, lambda scope: items.append(i.evaluate(node.elt, scope)))
    return IteratorValue([item for item in items if not (open_ and isinstance(item, Unknown))], open_)


def _set_comprehension(i: Interpreter, node: ast.SetComp, frame: Frame) -> Value:
    items: dict[Value, None] = {}
    open_ = _comprehension(i, node.generators, frame, lambda scope: items.setdefault(i.evaluate(node.elt, scope)))
    return SetValue(items, open_)


def _dict_comprehension(i: Interpreter, node: ast.DictComp, frame: Frame) -> Value:
    result = DictValue()

    def emit(scope: Frame) -> None:
        subscripts.store(i, result, i.evaluate(node.key, scope), i.evaluate(node.value, scope))

    if _comprehension(i, node.generators, frame, emit):
        result.open = True
        result.items = {key: value for key, value in result.items.items() if not isinstance(key, Unknown)}
    return result


def _await(i: Interpreter, node: ast.Await, frame: Frame) -> Value:
    return i.evaluate(node.value, frame)


def _yield(i: Interpreter, node: ast.Yield, frame: Frame) -> Value:
    value = None if node.value is None else i.evaluate(node.value, frame)
    if frame.yields is None:
        frame.yields = []
    frame.yields.append(value)
    if frame.on_yield is not None:
        body, frame.on_yield = frame.on_yield, None
        body(value)
    return Unknown("what is sent to a generator")


def _yield_from(i: Interpreter, node: ast.YieldFrom, frame: Frame) -> Value:
    items, _ = i.iterate(i.evaluate(node.value, frame))
    frame.yields = [*(frame.yields or ()), *items]
    return Unknown("what a generator returns")


def _walrus(i: Interpreter, node: ast.NamedExpr, frame: Frame) -> Value:
    value = i.evaluate(node.value, frame)
    assignment.assign(i, node.target, value, frame)
    return value


def _starred(i: Interpreter, node: ast.Starred, frame: Frame) -> Value:
    return i.evaluate(node.value, frame)


EXPRESSIONS: dict[type[ast.expr], Callable[..., Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.Compare: _compare,
    ast.UnaryOp: _unary,
    ast.IfExp: _choice,
    ast.Lambda: _lambda,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.JoinedStr: _joined,
    ast.FormattedValue: _replacement,
    ast.ListComp: _list_comprehension,
    ast.GeneratorExp: _generator,
    ast.SetComp: _set_comprehension,
    ast.DictComp: _dict_comprehension,
    ast.Await: _await,
    ast.Yield: _yield,
    ast.YieldFrom: _yield_from,
    ast.NamedExpr: _walrus,
    ast.Starred: _starred,
}
