"""Context managers made of generators: the `with` body runs where the generator yields, between its two halves.

https://docs.python.org/3/library/contextlib.html#contextlib.contextmanager
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.interpret import calls
from scanner.interpret.signals import Raised
from scanner.interpret.values import Unknown, Value

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter
    from scanner.interpret.objects import Function


class Managed:
    """A call of a function under `contextmanager` that was not entered yet."""

    __slots__ = ("args", "function", "kwargs", "open_")

    def __init__(self, function: Function, args: tuple[Value, ...], kwargs: dict[str, Value], open_: bool) -> None:
        self.function = function
        self.args = args
        self.kwargs = kwargs
        self.open_ = open_


def enter(interpreter: Interpreter, manager: Managed, body: Callable[[Value], None] | None = None) -> None:
    """Run the generator and, where it first yields, the body, which is given what is yielded."""
    frame, trying = interpreter.frames[-1] if interpreter.frames else None, interpreter.trying
    ran = False
    kept: list[tuple[ast.expr, bool] | str] = []
    raised: Raised | None = None

    def run(value: Value) -> None:
        nonlocal ran, raised
        ran = True
        if body is None:
            return
        inner, interpreter.trying = interpreter.trying, trying
        depth = len(interpreter.conditions)
        if frame is not None:
            interpreter.frames.append(frame)
        try:
            body(value)
        except Raised as exception:
            raised = exception
            raise
        finally:
            if frame is not None:
                interpreter.frames.pop()
            kept.extend(interpreter.conditions[depth:])
            del interpreter.conditions[depth:]
            interpreter.trying = inner

    function = manager.function
    calls.call_function(interpreter, function, manager.args, manager.kwargs, manager.open_, run)
    if not ran:
        run(Unknown("a context manager's value"))
    interpreter.conditions += kept
    if raised is not None and not any(isinstance(node, ast.ExceptHandler) for node in ast.walk(function.node)):
        raise raised
