"""Who answers: the function or class of the project behind decorators, partials and bound methods, and their names."""

from __future__ import annotations

from scanner.interpret.frame import Frame
from scanner.interpret.objects import BoundMethod, Class, Decorated, Function, Instance, NativeClass, Partial
from scanner.interpret.values import ClassMethod, Dotted, Native, StaticMethod, Value

_HOPS = 50


def unwrap(value: Value) -> Value:
    """The innermost function, class or object that a handler value stands for."""
    for _ in range(_HOPS):
        match value:
            case Decorated():
                value = value.inner
            case Partial() | BoundMethod() | StaticMethod() | ClassMethod():
                value = value.function
            case Function() if value.wraps is not None:
                value = value.wraps
            case Dotted() if value.receiver is not None:
                value = value.receiver
            case _:
                break
    return value


def guards_of(value: Value) -> tuple[str, ...]:
    """Dotted names of the decorators that a handler value passed through, outermost first."""
    guards: list[str] = []
    for _ in range(_HOPS):
        match value:
            case Decorated():
                guards.append(value.guard)
                value = value.inner
            case Partial() | BoundMethod() | StaticMethod() | ClassMethod():
                value = value.function
            case Function():
                guards += value.guards
                if value.wraps is None:
                    break
                value = value.wraps
            case Class():
                guards += value.guards
                break
            case _:
                break
    return tuple(dict.fromkeys(guards))


def dotted_name(value: Value) -> str:
    """The dotted name of a decorator, dependency or base class; empty where it has none."""
    for _ in range(_HOPS):
        match value:
            case Function():
                return _without_locals(value)
            case Class() | NativeClass() | Dotted():
                return value.dotted
            case Native():
                return value.name
            case BoundMethod():
                if isinstance(value.receiver, Instance) and isinstance(value.function, Function | Decorated):
                    inner = unwrap(value.function)
                    return f"{dotted_name(value.receiver.class_)}.{getattr(inner, 'name', '')}"
                value = value.function
            case Decorated():
                value = value.inner
            case Partial() | StaticMethod() | ClassMethod():
                value = value.function
            case Instance():
                value = value.class_
            case _:
                return ""
    return ""


def own_name(value: Value) -> str:
    """The dotted name of a function itself, inside whatever function it stands."""
    inner = unwrap(value)
    return inner.dotted.replace(".<locals>", "") if isinstance(inner, Function) else dotted_name(inner)


def _without_locals(function: Function) -> str:
    """An inner function is named after the function that made it: `permission(...)` rather than its wrapper."""
    return f"{function.module.name}.{function.qualname.partition('.<locals>')[0]}"


def follows(function: Function, target: Value) -> bool:
    """Whether a function closes over another value: an inner function that stands in for what was decorated."""
    frame: Frame | None = function.closure
    inner = unwrap(target)
    while frame is not None and frame.parent is not None and not frame.is_class:
        if any(value is target or value is inner for value in frame.names.values()):
            return True
        frame = frame.parent
    return False
