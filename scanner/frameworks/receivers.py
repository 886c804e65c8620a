"""Calls of functions whose arguments nobody states: a method still gets an object or class of its own to work on."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.interpret.calls import call_function
from scanner.interpret.handlers import unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.signals import Raised
from scanner.interpret.values import ClassMethod, StaticMethod, Unknown, Value


def call_unstated(interpreter: Interpreter, function: Function, given: Mapping[str, Value] | None = None) -> Value:
    """Call a function of the project with unknown arguments, but for those given by name."""
    stated = dict(given or {})
    class_ = _class_of(function)
    if class_ is None:
        return call_function(interpreter, function, (), stated, True)
    if function.name in ("__new__", "__init__"):
        return interpreter.call(class_, (), stated, True)
    if isinstance(class_.namespace[function.name], ClassMethod):
        return call_function(interpreter, function, (class_,), stated, True)
    return call_function(interpreter, function, (_object_of(interpreter, class_),), stated, True)


def _class_of(function: Function) -> Class | None:
    """The class in whose body a method stands; None for a function and for a static method."""
    class_ = function.cell.class_ if function.cell is not None else None
    raw = class_.namespace.get(function.name) if class_ is not None else None
    if isinstance(raw, StaticMethod):
        return None
    inner = unwrap(raw.function if isinstance(raw, ClassMethod) else raw)
    return class_ if inner is function else None


def _object_of(interpreter: Interpreter, class_: Class) -> Value:
    """A new object, made without known arguments; unknown for a project's kind of application or router, for one
    more of these would be one that the project does not have."""
    if getattr(class_.python, "holds_routes", False):
        return Unknown("an application or router", "self")
    try:
        made = interpreter.call(class_, (), {}, True)
    except Raised:
        return Unknown("an object that could not be made", "self")
    return made if isinstance(made, Instance) else Unknown("an object of another class", "self")
