"""Flask-Classful: view classes whose public methods become routes when the class is registered.

https://flask-classful.teracy.org/
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.frameworks.flask.scaffold import Rule, Scaffold
from scanner.frameworks.protocol import Example, Interpreter, class_method, place, stands_for
from scanner.interpret.handlers import dotted_name, unwrap
from scanner.interpret.objects import Class, Decorated, Function, Instance
from scanner.interpret.values import Native, Value, plain

_SPECIAL = {
    "get": ("GET",), "put": ("PUT",), "patch": ("PATCH",), "post": ("POST",), "delete": ("DELETE",), "index": ("GET",),
}  # fmt: skip
_TYPES = {"str": "string", "int": "int", "float": "float", "UUID": "uuid"}
_RULES = "flask_classful.rules"
_METHODS = "flask_classful.methods"


@dataclass(frozen=True, slots=True)
class Stated:
    """One `@route` above a method."""

    rule: Text
    options: dict[str, Value]
    location: Location
    condition: str | None


@stands_for("flask_classful.route", "flask_classy.route")
def route(i: Interpreter, rule: Value, **options: Value) -> Value:
    """`@route("/word/<id>", methods=["POST"])` above a method."""
    location, condition = place(i)

    def decorate(_i: Interpreter, view: Value) -> Value:
        inner = unwrap(view)
        if isinstance(inner, Function):
            before = inner.attributes.get(_RULES, ())
            stated = Stated(i.text(rule), options, location, condition)
            inner.attributes[_RULES] = (stated, *before) if isinstance(before, tuple) else (stated,)
        return view

    return Native(decorate, "flask_classful.route")


@stands_for("flask_classful.method")
def method(i: Interpreter, name: Value) -> Value:
    """`@method("POST")` above a method; several add up."""

    def decorate(_i: Interpreter, view: Value) -> Value:
        inner = unwrap(view)
        if isinstance(inner, Function):
            before = inner.attributes.get(_METHODS, ())
            inner.attributes[_METHODS] = (*before, name) if isinstance(before, tuple) else (name,)
        return view

    return Native(decorate, "flask_classful.method")


@stands_for("flask_classful.FlaskView", "flask_classy.FlaskView")
class FlaskView(Instance):
    """A view class; a registered subclass is routed method by method."""

    route_base: Value = None
    route_prefix: Value = None
    trailing_slash: Value = True
    method_dashified: Value = False
    base_args: Value = ()
    excluded_methods: Value = ()
    decorators: Value = ()
    default_methods: Value = ("GET",)

    @class_method
    def register(i: Interpreter, class_: Value, app: Value, *_: Value, **options: Value) -> None:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`QuotesView.register(app, route_base="/quotes")`."""
        view_class = unwrap(class_)
        if isinstance(view_class, Class) and isinstance(app, Scaffold):
            for rule in _Registration(i, view_class, options).rules():
                app._add(rule)


class _Registration:
    """One registration of a class: what it was given goes before what the class states."""

    def __init__(self, i: Interpreter, class_: Class, options: dict[str, Value]) -> None:
        self.i = i
        self.class_ = class_
        self.options = options
        base = self._stated("route_base")
        default = class_.name.removesuffix("View").lower()
        self.base = str(i.text(base)).strip("/") if base is not None else default
        prefix = self._stated("route_prefix")
        self.prefix = str(i.text(prefix)) if prefix is not None else ""
        self.slash = plain(self._stated("trailing_slash")) is not False
        self.ignored = {"self", *i.strings(self._stated("base_args")), *re.findall(r"<(?:[^<>:]*:)?(\w+)>", self.base)}
        self.location, self.condition = place(i)

    def _stated(self, name: str) -> Value:
        given = self.options.get(name)
        return given if given is not None else self.i.attribute(self.class_, name)

    def rules(self) -> Iterator[Rule]:
        """A rule for each public method, or for each `@route` above it."""
        for name, value, function in self._members():
            view = self._decorated(value)
            endpoint = f"{self.class_.name}:{name}"
            stated = function.attributes.get(_RULES, ())
            rows = [row for row in stated if isinstance(row, Stated)] if isinstance(stated, tuple) else []
            for index, row in enumerate(rows):
                given = plain(row.options.get("endpoint"))
                label = given if isinstance(given, str) else endpoint if len(rows) == 1 else f"{endpoint}_{index}"
                listed = tuple(text.upper() for text in self.i.strings(row.options.get("methods") or ()))
                rule = self._joined(str(row.rule))
                yield Rule(Text.of(rule), label, view, listed or None, row.location, row.condition or self.condition)
            if not rows:
                path, methods = self._implied(name, function)
                location = Location(function.module.file, function.line)
                yield Rule(Text.of(path), endpoint, view, methods, location, self.condition)

    def _members(self) -> Iterator[tuple[str, Value, Function]]:
        excluded = set(self.i.strings(self._stated("excluded_methods")))
        members: dict[str, Value] = {}
        for entry in reversed(self.class_.mro):
            if isinstance(entry, Class):
                members.update(entry.namespace)
        for name in sorted(members):
            inner = unwrap(members[name])
            hidden = name.startswith(("_", "before_", "after_")) or name in excluded
            if not hidden and isinstance(inner, Function) and isinstance(members[name], Function | Decorated):
                yield name, members[name], inner

    def _implied(self, name: str, function: Function) -> tuple[str, tuple[str, ...]]:
        """The path and methods that a method's name and parameters imply."""
        parts = [f"<{kind}:{text}>" if kind else f"<{text}>" for text, kind in self._parameters(function)]
        if name in _SPECIAL:
            return self._ended(self._joined("/", *parts)), _SPECIAL[name]
        given = function.attributes.get(_METHODS) or self._stated("default_methods")
        shown = name.replace("_", "-") if plain(self._stated("method_dashified")) is True else name
        return self._ended(self._joined(shown, *parts)), tuple(text.upper() for text in self.i.strings(given))

    def _parameters(self, function: Function) -> Iterator[tuple[str, str]]:
        """Parameters without a default, each with the converter of its annotation."""
        arguments = function.node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        for parameter in positional[: len(positional) - len(function.defaults)]:
            if parameter.arg not in self.ignored:
                note = parameter.annotation
                name = note.id if isinstance(note, ast.Name) else getattr(note, "attr", "")
                yield parameter.arg, _TYPES.get(name, "")

    def _joined(self, *parts: str) -> str:
        whole = "/".join(part for part in (self.prefix, self.base, *parts) if part)
        return re.sub("/{2,}", "/", f"/{whole}")

    def _ended(self, rule: str) -> str:
        bare = rule.rstrip("/")
        return f"{bare}/" if self.slash else bare or "/"

    def _decorated(self, view: Value) -> Value:
        """`decorators = [login_required]` of the class: the last is the innermost."""
        items, _ = self.i.iterate(self.i.attribute(self.class_, "decorators", ()) or ())
        for item in reversed(items):
            name = dotted_name(item)
            view = Decorated(view, name) if name else view
        return view


EXAMPLES = (
    Example(
        """
        from uuid import UUID
        from flask import Blueprint, Flask
        from flask_classful import FlaskView, method, route
        app = Flask(__name__)
        class Shared(FlaskView):
            def index(self): ...
        class QuotesView(Shared):
            excluded_methods = ["helper"]
            def get(self, id: int): ...
            def put(self, id, note=None): ...
            @route("/latest/<kind>", methods=["GET", "POST"])
            def latest(self, kind): ...
            def random(self): ...
            @method("POST")
            def vote_up(self, key: UUID): ...
            def helper(self): ...
            def _private(self): ...
            def before_request(self, name): ...
        class Plain(FlaskView):
            route_base = "/"
            trailing_slash = False
            def index(self): ...
            def about(self): ...
        QuotesView.register(app)
        bp = Blueprint("bp", __name__, url_prefix="/bp")
        Plain.register(bp, route_prefix="/v1")
        app.register_blueprint(bp)
        """,
        gives=(
            "GET /bp/v1",
            "GET /bp/v1/about",
            "GET /quotes/",
            "GET /quotes/latest/{kind}",
            "GET /quotes/random/",
            "GET /quotes/{id}/",
            "POST /quotes/latest/{kind}",
            "POST /quotes/vote_up/{key}/",
            "PUT /quotes/{id}/",
        ),
    ),
)
