"""Flask-RESTX (and Flask-RESTPlus, from which it comes): namespaces of resources below an `Api`.

https://flask-restx.readthedocs.io/en/latest/quickstart.html
https://flask-restx.readthedocs.io/en/latest/scaling.html
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scanner.concepts.location import Location
from scanner.concepts.operation import Mount
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.flask.restful import resource_name
from scanner.frameworks.flask.scaffold import Rule, Scaffold
from scanner.frameworks.flask.views import MethodView, view_function
from scanner.frameworks.protocol import Example, joined, place, stands_for
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Instance
from scanner.interpret.values import ListValue, Native, Unknown, Value, plain


@stands_for("flask_restx.Resource", "flask_restplus.Resource", "flask_restx.resource.Resource")
class Resource(MethodView):
    """A view class."""


@dataclass(slots=True)
class Addition:
    """One resource at its URLs in a namespace."""

    resource: Value
    urls: tuple[Text, ...]
    endpoint: Value
    location: Location
    condition: str | None


class Quiet(Instance):
    """Decorators that document a method and leave it as it is."""

    def doc(self, *args: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def expect(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def marshal_with(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def marshal_list_with(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def response(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def param(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def header(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def produces(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)

    def errorhandler(self, *_: Value) -> Value:
        return Native(lambda i, thing: thing)

    def deprecated(self, thing: Value) -> Value:
        return thing

    def hide(self, thing: Value) -> Value:
        return thing

    def vendor(self, *_: Value, **__: Value) -> Value:
        return Native(lambda i, thing: thing)


@stands_for("flask_restx.Namespace", "flask_restplus.Namespace", "flask_restx.namespace.Namespace")
class Namespace(Quiet):
    """Resources under one path."""

    def prepare(self) -> None:
        self._added: list[Addition] = []
        self._apis: list[tuple[Api, Text, Mount]] = []

    def __init__(self, name: Value = "", description: Value = None, path: Value = None, **_: Value) -> None:
        self.name = name
        self.description = description
        self._path = path

    @property
    def path(self) -> Value:
        stated = self._path
        i = self.interpreter
        return stated if stated is not None else plain(Text.of("/", i.text(i.attribute(self, "name", ""))))

    def route(self, *urls: Value, **options: Value) -> Value:
        def decorate(i: Interpreter, class_: Value) -> Value:
            i.call(i.attribute(self, "add_resource"), (class_, *urls), options)
            return class_

        return Native(decorate)

    def add_resource(self, resource: Value, *urls: Value, endpoint: Value = None, **_: Value) -> None:
        i = self.interpreter
        location, condition = place(i)
        addition = Addition(resource, tuple(map(i.text, urls)), endpoint, location, condition)
        self._added.append(addition)
        for api, path, step in self._apis:
            api._register(self, path, addition, step)


@stands_for("flask_restx.Api", "flask_restplus.Api", "flask_restx.api.Api")
class Api(Quiet):
    """Namespaces below an application or blueprint, with a default one of its own."""

    def prepare(self) -> None:
        self._targets: list[Scaffold] = []
        self._registered: list[Rule] = []
        self.prefix: Value = ""
        i = self.interpreter
        self.default_namespace = i.call(i.library.class_of(Namespace), ("default",), {"path": "/"})
        if isinstance(self.default_namespace, Namespace):
            location, _ = place(i)
            self.default_namespace._apis.append((self, Text.of("/"), Mount("/", "default", location)))
        self.namespaces = ListValue([self.default_namespace])

    def __init__(self, app: Value = None, *_: Value, prefix: Value = "", doc: Value = "/", **__: Value) -> None:
        self.prefix = prefix
        self._doc = doc
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Value, **options: Value) -> None:
        if "prefix" in options:
            self.prefix = options["prefix"]
        if isinstance(app, Scaffold):
            self._targets.append(app)
            for rule in self._registered:
                app._add(rule)

    def add_namespace(self, ns: Value, path: Value = None) -> None:
        i = self.interpreter
        if not isinstance(ns, Namespace):
            return
        location, condition = place(i)
        text = i.text(path if path is not None else i.attribute(ns, "path"))
        step = Mount(str(text), str(i.text(i.attribute(ns, "name", ""))), location)
        ns._apis.append((self, text, step))
        if ns not in self.namespaces.items:
            self.namespaces.items.append(ns)
        for addition in ns._added:
            self._register(ns, text, replace(addition, condition=joined((condition, addition.condition))), step)

    def namespace(self, *args: Value, **kwargs: Value) -> Value:
        i = self.interpreter
        made = i.call(i.library.class_of(Namespace), args, kwargs)
        i.call(i.attribute(self, "add_namespace"), (made,))
        return made

    def route(self, *urls: Value, **options: Value) -> Value:
        return (
            self.default_namespace.send("route", *urls, **options)
            if isinstance(self.default_namespace, Instance)
            else None
        )

    def add_resource(self, resource: Value, *urls: Value, **options: Value) -> None:
        if isinstance(self.default_namespace, Instance):
            self.default_namespace.send("add_resource", resource, *urls, **options)

    def _register(self, ns: Namespace, path: Text, addition: Addition, step: Mount) -> None:
        i = self.interpreter
        stated = plain(addition.endpoint)
        name = str(i.text(i.attribute(ns, "name", "")))
        snake = "_".join(_words(resource_name(addition.resource))).lower()
        endpoint = stated if isinstance(stated, str) else (snake if name == "default" else f"{name}_{snake}")
        view = view_function(i, addition.resource, endpoint)
        methods = tuple(i.strings(view.read("methods") or ())) or None
        for url in addition.urls:
            whole = paths.join(i.text(i.attribute(self, "prefix", "")), paths.join(path, url))
            rule = Rule(whole, endpoint, view, methods, addition.location, addition.condition, (step,))
            self._registered.append(rule)
            for target in self._targets:
                target._add(rule)

    def model(self, name: Value = None, *args: Value, **_: Value) -> Value:
        return args[0] if args else Unknown("a model")

    def init(self) -> None:
        """Documentation pages are the library's own."""


def _words(name: str) -> list[str]:
    """`UserList` → `User`, `List`."""
    words: list[str] = []
    for character in name:
        if character.isupper() and (not words or not words[-1][-1:].isupper()):
            words.append(character)
        elif words:
            words[-1] += character
        else:
            words.append(character)
    return words


EXAMPLES = (
    Example(
        """
        from flask import Flask, Blueprint
        from flask_restx import Api, Namespace, Resource
        bp = Blueprint("api", __name__, url_prefix="/api")
        api = Api(bp, version="1")
        ns = Namespace("users")
        @ns.route("/<int:id>", "/by/<name>")
        class User(Resource):
            @ns.doc("x")
            def get(self): ...
            def patch(self): ...
        if ns not in api.namespaces:
            api.add_namespace(ns, "/people")
        @api.route("/ping")
        class Ping(Resource):
            def post(self): ...
        app = Flask(__name__)
        app.register_blueprint(bp)
        """,
        gives=(
            "GET /api/people/by/{name}",
            "GET /api/people/{id}",
            "PATCH /api/people/by/{name}",
            "PATCH /api/people/{id}",
            "POST /api/ping",
        ),
    ),
)
