"""What `View.as_view()` gives: a function that remembers its class."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from scanner.frameworks.protocol import ClassHandler
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import Unknown, Value

Made = TypeVar("Made", bound=Instance)


@stands_for("django.views.generic.base.view")
class ViewFunction(ClassHandler):
    """The function made by `as_view`: `view_class`, the arguments that override its attributes, DRF's `actions`."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.view_class: Value = None
        self.cls: Value = None
        self.arguments: Mapping[str, Value] = {}
        self.actions: Value = None
        self.csrf_exempt: Value = None

    @classmethod
    def of(
        cls, interpreter: Interpreter, view_class: Value, actions: Value, initkwargs: Mapping[str, Value]
    ) -> ViewFunction:
        """Make one."""
        made = new(interpreter, cls)
        made.view_class = made.cls = view_class
        made.actions = actions
        made.arguments = dict(initkwargs)
        return made

    def __call__(self, *_: Value, **__: Value) -> Value:
        return Unknown("a response")


def new(interpreter: Interpreter, python: type[Made]) -> Made:
    """An object of a stub class, ready but without its `__init__` run."""
    made = python.__new__(python)
    made.class_ = interpreter.library.class_of(python)
    made.interpreter = interpreter
    made.prepare()
    return made
