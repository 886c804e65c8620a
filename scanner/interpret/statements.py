"""Statements: definitions, assignment, branches, loops, `with`, `try`, `match` and imports."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from scanner.interpret import assignment, classes, operators
from scanner.interpret.calls import apply_decorator
from scanner.interpret.contexts import Managed, enter
from scanner.interpret.frame import Frame
from scanner.interpret.handlers import dotted_name
from scanner.interpret.imports import as_bound_by_import
from scanner.interpret.objects import Class, Decorated, Instance, NativeClass
from scanner.interpret.signals import Raised, Signal
from scanner.interpret.values import MISSING, ListValue, Unknown, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def _expression(i: Interpreter, node: ast.Expr, frame: Frame) -> None:
    if not isinstance(node.value, ast.Constant):
        i.evaluate(node.value, frame)


def _assign(i: Interpreter, node: ast.Assign, frame: Frame) -> None:
    value = i.evaluate(node.value, frame)
    for target in node.targets:
        assignment.assign(i, target, value, frame)


def _annotated(i: Interpreter, node: ast.AnnAssign, frame: Frame) -> None:
    if node.value is not None:
        assignment.assign(i, node.target, i.evaluate(node.value, frame), frame)


def _augmented(i: Interpreter, node: ast.AugAssign, frame: Frame) -> None:
    assignment.augment(i, node, frame)


def _function(i: Interpreter, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
    function = classes.make_function(i, node, frame, node.name)
    value: Value = function
    if frame.parent is None or frame.is_class:
        i.functions[node] = function
    if node.decorator_list:
        decorators = []
        for expression in node.decorator_list:
            frame.line = expression.lineno
            decorators.append((expression.lineno, i.evaluate(expression, frame)))
        for line, decorator in reversed(decorators):
            frame.line = line
            value = apply_decorator(i, decorator, value)
    frame.assign(node.name, value)


def _class(i: Interpreter, node: ast.ClassDef, frame: Frame) -> None:
    decorators = []
    for expression in node.decorator_list:
        frame.line = expression.lineno
        decorators.append((expression.lineno, i.evaluate(expression, frame)))
    value = classes.define(i, node, frame)
    frame.assign(node.name, value)
    for line, decorator in reversed(decorators):
        frame.line = line
        if isinstance(decorator, Unknown):
            if isinstance(value, Class):
                value.guards = (dotted_name(decorator) or decorator.name, *value.guards)
            continue
        result = apply_decorator(i, decorator, value)
        value = result.inner if isinstance(result, Decorated) else result
    frame.assign(node.name, value)


def _return(i: Interpreter, node: ast.Return, frame: Frame) -> Signal:
    value = None if node.value is None else i.evaluate(node.value, frame)
    if frame.returns is None:
        frame.returns = []
    frame.returns.append(value)
    return Signal.RETURN


def _if(i: Interpreter, node: ast.If, frame: Frame) -> Signal | None:
    test = i.evaluate(node.test, frame)
    decided = i.truth(test)
    if decided is not None:
        return i.execute(node.body if decided else node.orelse, frame)
    return _both(i, node.test, node.body, node.orelse, frame, operators.likely(test))


class _Left:
    """Marks a branch that an exception left."""


_RAISED = _Left()


def _branch(
    i: Interpreter, test: ast.expr, negated: bool, body: Sequence[ast.stmt], frame: Frame
) -> Signal | _Left | None:
    frame.branches += 1
    depth = len(i.conditions)
    i.conditions.append((test, negated))
    try:
        return i.execute(body, frame)
    except Raised:
        return _RAISED
    finally:
        frame.branches -= 1
        del i.conditions[depth:]


def _both(
    i: Interpreter,
    test: ast.expr,
    body: Sequence[ast.stmt],
    orelse: Sequence[ast.stmt],
    frame: Frame,
    default: bool | None = None,
) -> Signal | None:
    """Run both sides of an undecided test, one after the other, on the same state.

    Where a side ends the block (return, break, continue), what follows stands under the test's other outcome; a side
    that raises is a check, and what follows is simply what happens. A name that both sides bind keeps the last value
    that says anything, and lists of objects, such as routes, are put together; where the test has a default, what the
    other side bound anew is put back.
    """
    frame.undecided += 1
    before = dict(frame.names) if orelse or default is False else {}
    then = _branch(i, test, False, body, frame)
    lists = _made_lists(frame, before) if orelse else {}
    frame.put_back(before if default is False else {})
    before = dict(frame.names) if orelse else {}
    other = _branch(i, test, True, orelse, frame) if orelse else None
    others = _made_lists(frame, before) if lists else {}
    frame.put_back(before if default is True else {})
    for name in lists.keys() & others.keys():
        frame.names[name] = ListValue([*lists[name], *others[name]], True)
    if Signal.BREAK in (then, other) or Signal.RETURN in (then, other):
        frame.leaving = True
    if then is not None and other is not None and not (then is _RAISED and other is _RAISED):
        return next(signal for signal in (other, then) if isinstance(signal, Signal))
    if isinstance(then, Signal):
        i.conditions.append((test, True))
    elif isinstance(other, Signal):
        i.conditions.append((test, False))
    return None


def _made_lists(frame: Frame, before: dict[str, Value]) -> dict[str, list[Value]]:
    """The items of each list of objects that a name was bound to anew."""
    return {
        name: list(value.items)
        for name, value in frame.names.items()
        if isinstance(value, ListValue)
        and before.get(name) is not value
        and value.items
        and all(isinstance(item, Instance) for item in value.items)
    }


def _for(i: Interpreter, node: ast.For | ast.AsyncFor, frame: Frame) -> Signal | None:
    items, open_ = i.iterate(i.evaluate(node.iter, frame))
    if not items and open_:
        items = [Unknown("an item of an unknown collection", getattr(node.target, "id", ""))]
    if len(items) > i.limits.turns:
        i.limit("turns of a loop")
        items = items[: i.limits.turns]
    depth = len(i.conditions)
    for item in items:
        i.step()
        assignment.assign(i, node.target, item, frame)
        signal = i.execute(node.body, frame)
        if signal is Signal.RETURN:
            if open_:
                break
            return signal
        del i.conditions[depth:]
        if signal is Signal.BREAK:
            return None
    return i.execute(node.orelse, frame) if node.orelse else None


_UNDECIDED_TURNS = 4
_ENDLESS_TURNS = 200
_ENDLESS_STEPS = 2_000
"""What a loop may use that never ends as far as its test tells: the loop of a worker, most likely."""


def _while(i: Interpreter, node: ast.While, frame: Frame) -> Signal | None:
    """The body runs as often as the test says; a body with undecided branches, which may never end, a few times."""
    depth = len(i.conditions)
    undecided = 0
    began = i.steps_since()
    for turn in range(_ENDLESS_TURNS if isinstance(node.test, ast.Constant) else i.limits.turns):
        test = i.evaluate(node.test, frame)
        decided = i.truth(test)
        if decided is False:
            break
        if test is True and turn >= _UNDECIDED_TURNS and i.steps_since(began) > _ENDLESS_STEPS and _is_flag(node.test):
            return None
        i.step()
        outer, frame.leaving = frame.leaving, False
        before = frame.undecided
        signal = i.execute(node.body, frame)
        leaving, frame.leaving = frame.leaving, outer
        undecided += frame.undecided > before
        if signal is Signal.RETURN and decided:
            return signal
        del i.conditions[depth:]
        if (
            decided is None
            or leaving
            or undecided == _UNDECIDED_TURNS
            or signal is Signal.BREAK
            or frame.yields is not None
        ):
            return None
    else:
        i.limit("turns of a loop")
    return i.execute(node.orelse, frame) if node.orelse else None


def _is_flag(test: ast.expr) -> bool:
    """Whether a test looks at something that is true or false, and compares nothing."""
    return isinstance(test, ast.Constant | ast.Name | ast.Attribute)


def _with(i: Interpreter, node: ast.With | ast.AsyncWith, frame: Frame) -> Signal | None:
    return _entered(i, node, frame, 0)


def _entered(i: Interpreter, node: ast.With | ast.AsyncWith, frame: Frame, index: int) -> Signal | None:
    """Enter the managers of a `with` from one on, then run its body."""
    if index == len(node.items):
        return i.execute(node.body, frame)
    item = node.items[index]
    manager = i.evaluate(item.context_expr, frame)
    signals: list[Signal | None] = []

    def inside(value: Value) -> None:
        if item.optional_vars is not None:
            assignment.assign(i, item.optional_vars, value, frame)
        signals.append(_entered(i, node, frame, index + 1))

    if isinstance(manager, Managed):
        enter(i, manager, inside)
    else:
        inside(_what_is_entered(i, manager))
    return signals[0] if signals else None


def _what_is_entered(i: Interpreter, manager: Value) -> Value:
    if not isinstance(manager, Instance):
        return manager if isinstance(manager, Unknown) else Unknown("a context manager's value")
    method = i.attribute(manager, "__enter__", MISSING)
    if method is MISSING:
        method = i.attribute(manager, "__aenter__", MISSING)
    return Unknown("a context manager's value") if method is MISSING else i.call(method)


def _try(i: Interpreter, node: Any, frame: Frame) -> Signal | None:
    """The body runs; a handler runs only for an exception that is sure to be raised."""
    signal: Signal | None
    i.trying += 1
    depth = len(i.conditions)
    try:
        signal = i.execute(node.body, frame)
        failed: Raised | None = None
    except Raised as raised:
        signal, failed = None, raised
        del i.conditions[depth:]
    finally:
        i.trying -= 1
    if failed is not None:
        handler = next((h for h in node.handlers if _catches(i, h, failed.value, frame)), None)
        if handler is None:
            i.execute(node.finalbody, frame)
            raise failed
        if handler.name:
            frame.assign(handler.name, failed.value)
        signal = i.execute(handler.body, frame)
    elif signal is None and node.orelse:
        signal = i.execute(node.orelse, frame)
    return i.execute(node.finalbody, frame) or signal


def _catches(i: Interpreter, handler: ast.ExceptHandler, raised: Value, frame: Frame) -> bool:
    if handler.type is None:
        return True
    caught = i.evaluate(handler.type, frame)
    class_ = raised.class_ if isinstance(raised, Instance) else raised
    if not isinstance(class_, Class | NativeClass):
        return True
    order = class_.mro if isinstance(class_, Class) else i.library.mro(class_)
    return any(isinstance(one, Unknown) or one in order for one in (caught if isinstance(caught, tuple) else (caught,)))


def _raise(i: Interpreter, node: ast.Raise, frame: Frame) -> None:
    raise Raised(Unknown("re-raised") if node.exc is None else i.evaluate(node.exc, frame))


def _assert(i: Interpreter, node: ast.Assert, frame: Frame) -> None:
    """An assertion is taken to hold."""


def _import(i: Interpreter, node: ast.Import, frame: Frame) -> None:
    for alias in node.names:
        if alias.asname:
            frame.assign(alias.asname, i.import_module(alias.name, frame.module))
        else:
            frame.assign(alias.name.partition(".")[0], as_bound_by_import(i, alias.name, frame.module))


def _import_from(i: Interpreter, node: ast.ImportFrom, frame: Frame) -> None:
    dotted = node.module or ""
    if dotted == "__future__":
        return
    if node.level:
        module = i.importer.relative(frame.module, node.level, dotted)
    else:
        module = i.import_module(dotted, frame.module)
    for alias in node.names:
        if alias.name == "*":
            i.importer.star(module, frame)
        else:
            frame.assign(alias.asname or alias.name, i.importer.member(module, alias.name))


def _global(i: Interpreter, node: ast.Global, frame: Frame) -> None:
    frame.redirected = {**(frame.redirected or {}), **dict.fromkeys(node.names, frame.module.frame)}


def _nonlocal(i: Interpreter, node: ast.Nonlocal, frame: Frame) -> None:
    redirected = dict(frame.redirected or {})
    for name in node.names:
        outer = frame.parent
        while outer is not None and name not in outer.names:
            outer = outer.parent
        if outer is not None:
            redirected[name] = outer
    frame.redirected = redirected


def _delete(i: Interpreter, node: ast.Delete, frame: Frame) -> None:
    for target in node.targets:
        assignment.delete(i, target, frame)


def _match(i: Interpreter, node: ast.Match, frame: Frame) -> Signal | None:
    subject = i.evaluate(node.subject, frame)
    for case in node.cases:
        decided = assignment.matches(i, case.pattern, subject, frame)
        if decided and case.guard is not None:
            decided = i.truth(i.evaluate(case.guard, frame))
        if decided:
            return i.execute(case.body, frame)
        if decided is None:
            test = case.guard or _pattern_test(node, case)
            _both(i, test, case.body, (), frame)
    return None


def _pattern_test(node: ast.Match, case: ast.match_case) -> ast.expr:
    try:
        text = f"{ast.unparse(node.subject)} matches {ast.unparse(case.pattern)}"
    except (RecursionError, ValueError):
        text = "a match"
    return ast.copy_location(ast.Name(text, ast.Load()), node.subject)


def _break(i: Interpreter, node: ast.Break, frame: Frame) -> Signal:
    return Signal.BREAK


def _continue(i: Interpreter, node: ast.Continue, frame: Frame) -> Signal:
    return Signal.CONTINUE


STATEMENTS: dict[type[ast.stmt], Callable[..., Signal | None]] = {
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Delete: _delete,
    ast.Match: _match,
    ast.Break: _break,
    ast.Continue: _continue,
}
