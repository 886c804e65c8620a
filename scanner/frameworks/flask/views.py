"""Flask's class-based views.

https://flask.palletsprojects.com/en/stable/views/
"""

from __future__ import annotations

from scanner.frameworks.protocol import ClassHandler, Interpreter, class_method, stands_for
from scanner.interpret.lookup import in_class
from scanner.interpret.native import Library
from scanner.interpret.objects import Class, Instance
from scanner.interpret.values import MISSING, Unknown, Value, string_items

VIEW_METHODS = ("get", "post", "put", "delete", "patch", "trace")


class ViewFunction(ClassHandler):
    """What `as_view()` gives: it has the class's `methods` and the given name."""


def _as_view(i: Interpreter, class_: Value, name: Value = "", *_: Value, **kwargs: Value) -> Value:
    return view_function(i, class_, name, kwargs)


@stands_for("flask.views.View", "quart.views.View")
class View(Instance):
    """A view class, which `as_view` makes a function of."""

    methods: Value = None
    decorators: Value = ()
    as_view = class_method(_as_view)


@stands_for("flask.views.MethodView", "quart.views.MethodView")
class MethodView(View):
    """Its methods are those it defines."""


def view_function(
    i: Interpreter, class_: Value, name: Value, arguments: dict[str, Value] | None = None
) -> ViewFunction:
    """A function that makes an object of the class for each request."""
    made = ViewFunction.__new__(ViewFunction)
    made.class_ = Library().class_of(ViewFunction)
    made.interpreter = i
    made.view_class = class_
    made.arguments = arguments or {}
    made.__dict__["methods"] = view_methods(i, class_)
    made.__dict__["__name__"] = name
    return made


def view_methods(i: Interpreter, class_: Value) -> Value:
    """The methods that a view class states, or those that it defines and inherits."""
    stated = i.attribute(class_, "methods")
    if stated is not None and not isinstance(stated, Unknown):
        return tuple(string_items(stated)) or stated
    if not isinstance(class_, Class) or not any(
        name in entry.namespace for entry in class_.mro if isinstance(entry, Class) for name in VIEW_METHODS
    ):
        return None
    found = ((name, in_class(i, class_, name)) for name in VIEW_METHODS)
    return tuple(name.upper() for name, value in found if value is not MISSING and not isinstance(value, Unknown))
