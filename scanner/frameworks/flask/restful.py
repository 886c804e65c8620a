"""Flask-RESTful: resources, which are view classes, and the `Api` that gives them URLs.

https://flask-restful.readthedocs.io/en/latest/quickstart.html
https://flask-restful.readthedocs.io/en/latest/intermediate-usage.html
"""

from __future__ import annotations

from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.flask.scaffold import Rule, Scaffold
from scanner.frameworks.flask.views import MethodView, view_function
from scanner.frameworks.protocol import Example, place, stands_for
from scanner.interpret.handlers import unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Class, Instance
from scanner.interpret.values import Native, Value, plain


@stands_for("flask_restful.Resource")
class Resource(MethodView):
    """A view class; `method_decorators` stand before each of its methods."""


@dataclass(slots=True)
class Addition:
    """One `add_resource`."""

    resource: Value
    url: Text
    endpoint: str
    location: Location
    condition: str | None


@stands_for("flask_restful.Api")
class Api(Instance):
    """Resources are added at once, or when `init_app` says to what."""

    def prepare(self) -> None:
        self._targets: list[Scaffold] = []
        self._added: list[Addition] = []
        self.prefix: Value = ""

    def __init__(self, app: Value = None, prefix: Value = "", *_: Value, **__: Value) -> None:
        self.prefix = prefix
        self.app = app
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Value) -> None:
        if isinstance(app, Scaffold):
            self._targets.append(app)
            for addition in self._added:
                self._register(app, addition)

    def add_resource(self, resource: Value, *urls: Value, endpoint: Value = None, **_: Value) -> None:
        i = self.interpreter
        location, condition = place(i)
        name = plain(endpoint)
        if not isinstance(name, str):
            name = resource_name(resource).lower()
        for url in urls:
            addition = Addition(resource, i.text(url), name, location, condition)
            self._added.append(addition)
            for target in self._targets:
                self._register(target, addition)

    def resource(self, *urls: Value, **options: Value) -> Value:
        def decorate(i: Interpreter, class_: Value) -> Value:
            i.call(i.attribute(self, "add_resource"), (class_, *urls), options)
            return class_

        return Native(decorate)

    def _register(self, target: Scaffold, addition: Addition) -> None:
        i = self.interpreter
        view = view_function(i, addition.resource, addition.endpoint)
        methods = tuple(i.strings(view.read("methods") or ())) or None
        url = paths.join(i.text(i.attribute(self, "prefix", "")), addition.url)
        target._add(Rule(url, addition.endpoint, view, methods, addition.location, addition.condition))

    def representation(self, _: Value) -> Value:
        return Native(lambda i, function: function)


def resource_name(resource: Value) -> str:
    """The name of a resource class."""
    inner = unwrap(resource)
    return inner.name if isinstance(inner, Class) else ""


EXAMPLES = (
    Example(
        """
        from flask import Flask
        from flask_restful import Api, Resource
        app = Flask(__name__)
        api = Api(app, prefix="/v1")
        class Todo(Resource):
            def get(self, id): ...
            def delete(self, id): ...
        api.add_resource(Todo, "/todos/<int:id>", "/t/<int:id>")
        """,
        gives=("DELETE /v1/t/{id}", "DELETE /v1/todos/{id}", "GET /v1/t/{id}", "GET /v1/todos/{id}"),
    ),
    Example(
        """
        from flask import Flask, Blueprint
        from flask_restful import Api, Resource
        bp = Blueprint("api", __name__)
        api = Api()
        @api.resource("/ping")
        class Ping(Resource):
            def get(self): ...
        api.init_app(bp)
        app = Flask(__name__)
        app.register_blueprint(bp, url_prefix="/api")
        """,
        gives=("GET /api/ping",),
    ),
)
