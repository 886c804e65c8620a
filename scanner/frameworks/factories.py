"""View factories: what a function runs that a factory made around a function, class or object of the project.

    def view_of(page):                      # the route's handler is `view`; what answers is `Page._process`
        def view(**arguments):
            return page(**arguments).process()
        return view

Which page it is, only this registration knows: the call graph sees a parameter. The same holds for the methods that a
base class calls on `self`: which override runs is known here, by the class.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from scanner.interpret.frame import Frame
from scanner.interpret.handlers import unwrap
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.values import Value

_MOST = 60
"""Methods that one operation is said to run."""


def stand_in_runs(function: Function, method: str) -> tuple[Function, ...]:
    """The project's functions that an inner function runs through what it was made around, overrides first."""
    return _made_around(function, method, frozenset())


def _made_around(function: Function, method: str, seen: frozenset[Function]) -> tuple[Function, ...]:
    given = {} if function in seen else _given(function)
    found: dict[Function, None] = {}
    for name, value in given.items():
        if isinstance(value, Function):
            if any(isinstance(call.func, ast.Name) and call.func.id == name for call in _calls(function)):
                found.update(dict.fromkeys((*_made_around(value, method, seen | {function}), value)))
            continue
        if isinstance(value, Class):
            wanted = {call.func.attr for call in _calls(function) if isinstance(call.func, ast.Attribute)}
            found.update(dict.fromkeys(reached_methods(value, sorted(wanted | {"__init__", "__call__"}), method)))
        elif isinstance(value, Instance) and isinstance(value.class_, Class):
            asked = sorted(_asked_of(name, function))  # made before the request: its `__init__` does not run again
            found.update(dict.fromkeys(reached_methods(value.class_, asked, method)))
    return tuple(found)


def _asked_of(name: str, function: Function) -> Iterator[str]:
    """The attributes of a variable that a function uses, and `__call__` where it calls the variable itself."""
    for node in ast.walk(function.node):
        match node:
            case ast.Attribute(value=ast.Name(id=owner), attr=attribute) if owner == name:
                yield attribute
            case ast.Call(func=ast.Name(id=called)) if called == name:
                yield "__call__"
            case _:
                pass


def reached_methods(class_: Class, names: Iterable[str], method: str) -> tuple[Function, ...]:
    """The project's methods that run where these are called on an object of the class, overrides first.

    `getattr(self, "on_" + request.method)` runs the one that is called after the HTTP method.
    """
    rows = [entry for entry in class_.mro if isinstance(entry, Class)]
    waiting = [(name, 0) for name in names]
    found: dict[Function, int] = {}
    while waiting and len(found) < _MOST:
        name, start = waiting.pop(0)
        for rank, entry in enumerate(rows[start:], start):
            function = unwrap(entry.namespace.get(name))
            if isinstance(function, Function):
                if function not in found:
                    found[function] = rank
                    waiting += [(one, 0) for one in _asked_of_self(function, rows, method)]
                    waiting += [(one, rank + 1) for one in _asked_of_super(function)]
                break
    return tuple(sorted(found, key=lambda one: found[one]))


def _given(function: Function) -> dict[str, Value]:
    """What the functions around an inner function were called with, by name: not what they define themselves."""
    found: dict[str, Value] = {}
    frame: Frame | None = function.closure
    used = {node.id for node in ast.walk(function.node) if isinstance(node, ast.Name)}
    while frame is not None and frame.parent is not None and not frame.is_class:
        for name, value in frame.names.items():
            inner = unwrap(value)
            own = isinstance(inner, Function) and inner.closure is frame
            made = isinstance(inner, Class) and "<locals>" in inner.qualname
            if own or made or inner is function or name not in used or name in found:
                continue
            if isinstance(inner, Function | Class | Instance):
                found[name] = inner
        frame = frame.parent
    return found


def _calls(function: Function) -> Iterator[ast.Call]:
    return (node for node in ast.walk(function.node) if isinstance(node, ast.Call))


def _asked_of_self(function: Function, rows: list[Class], method: str) -> Iterator[str]:
    receiver = _receiver(function)
    for node in ast.walk(function.node):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if name == receiver:
                yield attribute
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id=name), asked, *_]) if name == receiver:
                start = _start(asked)
                if start is not None:
                    ends = (start + method.lower(), start + method.upper())
                    yield from (one for one in ends if any(one in entry.namespace for entry in rows))
            case _:
                pass


def _asked_of_super(function: Function) -> Iterator[str]:
    for node in ast.walk(function.node):
        match node:
            case ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr=attribute):
                yield attribute
            case _:
                pass


def _receiver(function: Function) -> str:
    arguments = function.node.args
    first = next(iter((*arguments.posonlyargs, *arguments.args)), None)
    return first.arg if first is not None else ""


def _start(asked: ast.expr) -> str | None:
    """The literal text that a computed name begins with; empty where it is computed whole."""
    match asked:
        case ast.BinOp(left=ast.Constant(value=str(text)), op=ast.Add()):
            return text
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return text
        case ast.JoinedStr() | ast.Call() | ast.Attribute():
            return ""
        case _:
            return None
