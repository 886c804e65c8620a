"""Views that serve an API's description, made by a function.

https://www.django-rest-framework.org/api-guide/schemas/#get_schema_view
https://drf-yasg.readthedocs.io/en/stable/readme.html#quickstart
"""

from __future__ import annotations

from scanner.frameworks.django.viewfunction import ViewFunction
from scanner.frameworks.drf.views import APIView
from scanner.frameworks.protocol import class_method, stands_for
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.values import Unknown, Value


@stands_for("drf_yasg.views.SchemaView")
class SchemaView(APIView):
    """What drf-yasg's `get_schema_view` gives: a class with a view for each user interface."""

    def get(self, *_: Value, **__: Value) -> Value:
        """The description, or a page that shows it."""
        return Unknown("a response")

    @class_method
    def with_ui(i: Interpreter, class_: Value, *_: Value, **__: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`schema_view.with_ui("swagger")`."""
        return ViewFunction.of(i, class_, None, {})

    @class_method
    def without_ui(i: Interpreter, class_: Value, *_: Value, **__: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`schema_view.without_ui()`."""
        return ViewFunction.of(i, class_, None, {})


@stands_for("drf_yasg.views.get_schema_view")
def get_yasg_schema_view(i: Interpreter, *_: Value, **__: Value) -> Value:
    """The class."""
    return i.library.class_of(SchemaView)


@stands_for("rest_framework.schemas.get_schema_view")
def get_schema_view(i: Interpreter, *_: Value, **__: Value) -> Value:
    """A view that answers GET."""
    return ViewFunction.of(i, i.library.get("rest_framework.schemas.views.SchemaView"), None, {})
