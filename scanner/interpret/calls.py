"""Calls: functions with their arguments bound, methods, classes, natives, and library code known by name alone."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.concepts.diagnostic import DiagnosticSeverity
from scanner.interpret import classes, contexts
from scanner.interpret.binding import bind_arguments
from scanner.interpret.frame import Frame
from scanner.interpret.handlers import dotted_name, follows
from scanner.interpret.objects import (
    BoundMethod,
    Class,
    Decorated,
    Function,
    Instance,
    NativeClass,
    Partial,
    Proxy,
)
from scanner.interpret.signals import LimitReached, Raised, Signal
from scanner.interpret.values import (
    MISSING,
    ClassMethod,
    Configured,
    Dotted,
    IteratorValue,
    Native,
    StaticMethod,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

_RECURSION = 24
"""How often one function may be active at once; under an undecided test, where nothing ends it, much less."""
_UNDECIDED_RECURSION = 3


def call(
    interpreter: Interpreter, function: Value, args: tuple[Value, ...], kwargs: dict[str, Value], open_: bool
) -> Value:
    """Call any value."""
    if isinstance(function, Function):
        if function.results is None:
            return call_function(interpreter, function, args, kwargs, open_)
        key = (*args, *kwargs.items())
        if key not in function.results:
            function.results[key] = call_function(interpreter, function, args, kwargs, open_)
        return function.results[key]
    if isinstance(function, Native):
        return call_native(interpreter, function, args, kwargs)
    if isinstance(function, BoundMethod):
        return call(interpreter, function.function, (function.receiver, *args), kwargs, open_)
    if isinstance(function, Class | NativeClass):
        return classes.instantiate(interpreter, function, args, kwargs, open_)
    if isinstance(function, Decorated):
        return call(interpreter, function.inner, args, kwargs, open_)
    if isinstance(function, Partial):
        return call(interpreter, function.function, (*function.args, *args), {**function.kwargs, **kwargs}, open_)
    if isinstance(function, Instance):
        method = interpreter.attribute(function, "__call__", MISSING)
        if method is not MISSING:
            return call(interpreter, method, args, kwargs, open_)
    if isinstance(function, Proxy):
        target = function.resolve(interpreter)
        return (
            Unknown("behind a proxy") if isinstance(target, Proxy) else call(interpreter, target, args, kwargs, open_)
        )
    if isinstance(function, StaticMethod | ClassMethod):
        return call(interpreter, function.function, args, kwargs, open_)
    if isinstance(function, Unknown) and function.name == "rstrip" and args == ("/",):
        return Configured("")  # a base path that settings may put before all others, its slash taken off: mostly none
    if isinstance(function, Dotted):
        return _call_library(interpreter, function, args, kwargs)
    return Unknown("the result of an unknown call", function.name if isinstance(function, Unknown) else "")


def _call_library(
    interpreter: Interpreter, function: Dotted, args: tuple[Value, ...], kwargs: dict[str, Value]
) -> Value:
    """A call with one function or class alone is taken for a decorator at work: what it gives still answers.

    A context manager that is handed on, as to an `ExitStack`, is entered there.
    """
    for manager in args:
        if isinstance(manager, contexts.Managed):
            contexts.enter(interpreter, manager)
    if len(args) == 1 and not kwargs and _is_callable(args[0]):
        return decorated_by_library(args[0], function)
    return Dotted(function.dotted, called=True, receiver=function.receiver)


def _is_callable(value: Value) -> bool:
    """A function, a class, or an object of a library that is called, such as a view made from a class."""
    if isinstance(value, Instance):
        return "__call__" in dir(type(value))
    return isinstance(value, Function | Decorated | Class | BoundMethod)


def decorated_by_library(value: Value, decorator: Unknown) -> Value:
    """What a decorator that is not the project's makes of a function or class."""
    guard = decorator.dotted if isinstance(decorator, Dotted) else decorator.name
    return Decorated(value, guard) if guard else value


def call_native(interpreter: Interpreter, function: Native, args: tuple[Value, ...], kwargs: dict[str, Value]) -> Value:
    """Run library code; arguments that it does not take make the result unknown."""
    interpreter.step()
    try:
        return function.run(interpreter, *args, **kwargs)
    except TypeError:
        if not _takes(interpreter, function, args, kwargs):
            return Unknown(f"{function.name} called with other arguments")
        return _failed(interpreter, function)
    except (AttributeError, LookupError, ValueError, AssertionError, ArithmeticError):
        return _failed(interpreter, function)


def _takes(interpreter: Interpreter, function: Native, args: tuple[Value, ...], kwargs: dict[str, Value]) -> bool:
    """Whether library code takes the arguments; what wraps it says what it calls, and with what before them."""
    underlying = getattr(function.run, "underlying", None)
    run, before = underlying(interpreter) if underlying is not None else (function.run, (interpreter,))
    try:
        inspect.signature(run).bind(*before, *args, **kwargs)
    except TypeError:
        return False
    return True


def _failed(interpreter: Interpreter, function: Native) -> Value:
    """Library code of ours that breaks on an odd value costs that one value, and says so; in tests it raises."""
    if interpreter.strict:
        raise
    interpreter.report(f"{function.name} could not be interpreted", DiagnosticSeverity.ERROR)
    return Unknown(f"{function.name} failed")


def call_function(
    interpreter: Interpreter,
    function: Function,
    args: tuple[Value, ...],
    kwargs: dict[str, Value],
    open_: bool,
    on_yield: Callable[[Value], None] | None = None,
) -> Value:
    """Run a function of the project; `on_yield` runs where it first yields."""
    interpreter.step()
    if function.manages and on_yield is None:
        return contexts.Managed(function, args, kwargs, open_)
    node = function.node
    interpreter.called.add(node)
    active = interpreter.active.get(node, 0)
    if interpreter.depth >= interpreter.limits.depth:
        return interpreter.limit("calls inside one another")
    if active >= (_UNDECIDED_RECURSION if interpreter.conditions else _RECURSION):
        return (
            Unknown("recursion")
            if interpreter.conditions
            else interpreter.limit("calls of one function inside one another")
        )
    frame = Frame(function.module, function.closure, function.qualname)
    frame.line = function.line
    frame.cell = function.cell
    frame.on_yield = on_yield
    bind_arguments(frame, function, args, kwargs, open_)
    if function.cell is not None and args:
        frame.receiver = args[0]
    conditions = len(interpreter.conditions)
    interpreter.frames.append(frame)
    interpreter.depth += 1
    interpreter.active[node] = active + 1
    end = interpreter.lend()
    try:
        if isinstance(node, ast.Lambda):
            return interpreter.evaluate(node.body, frame)
        signal = interpreter.execute(node.body, frame)
    except Raised:
        if interpreter.trying:
            raise
        return _result(frame, None) if frame.returns else Unknown("an exception was raised")
    except LimitReached:
        if interpreter.is_spent(end):
            raise
        return Unknown("a limit was reached")
    finally:
        interpreter.give_back(end)
        interpreter.active[node] = active
        interpreter.depth -= 1
        interpreter.frames.pop()
        del interpreter.conditions[conditions:]
    return _result(frame, signal)


def _result(frame: Frame, signal: Signal | None) -> Value:
    """The last value returned, unless it says nothing and one returned under an undecided test says more."""
    if frame.yields is not None:
        return IteratorValue(frame.yields)
    returns = frame.returns
    if returns is None:
        return None
    if signal is not None and not isinstance(returns[-1], Unknown | None):
        return returns[-1]
    for value in reversed(returns):
        if not isinstance(value, Unknown | None):
            return value
    return returns[-1]


def apply_decorator(interpreter: Interpreter, decorator: Value, target: Value) -> Value:
    """`@decorator` above a function or class: its result, which remembers what it decorates and by what name."""
    if isinstance(decorator, Unknown):
        if isinstance(target, Function | Decorated | Class | BoundMethod):
            return decorated_by_library(target, decorator)
        return target
    result = call(interpreter, decorator, (target,), {}, False)
    if isinstance(result, Unknown):
        return Decorated(target, dotted_name(decorator)) if isinstance(target, Function | Class | Decorated) else result
    guard = dotted_name(decorator)
    if not guard or isinstance(decorator, Native | NativeClass) or isinstance(result, Instance):
        return result
    if isinstance(result, Function) and result is not target:
        if result.wraps is None and follows(result, target):
            result.wraps = target
        if result.wraps is not None and guard not in result.guards:
            result.guards = (guard, *result.guards)
    elif isinstance(result, Function | Decorated) and isinstance(target, Function | Decorated):
        return Decorated(result, guard)
    return result
