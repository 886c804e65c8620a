"""APIFlask: applications and blueprints with decorators for schemas and authentication.

https://apiflask.com/usage/
https://apiflask.com/api/app/
"""

from __future__ import annotations

from scanner.frameworks.flask.scaffold import Blueprint, Flask
from scanner.frameworks.flask.smorest import leaving
from scanner.frameworks.flask.views import view_function
from scanner.frameworks.protocol import Example, stands_for
from scanner.interpret.handlers import dotted_name, unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Class, Decorated, Instance
from scanner.interpret.values import Native, Value, plain


class APIScaffold(Instance):
    """What APIFlask adds to Flask's applications and blueprints."""

    def route(self, rule: Value = "", **options: Value) -> Value:
        """`@app.route("/pets/<int:id>")`, above a function or, up to release 1, a view class."""

        def decorate(i: Interpreter, view: Value) -> Value:
            view_class = unwrap(view)
            endpoint = options.pop("endpoint", None)
            shown = view
            if isinstance(view_class, Class):
                endpoint = plain(endpoint) or view_class.name
                shown = view_function(i, view, endpoint)
            self.send("add_url_rule", rule, endpoint, shown, **options)
            return view

        return Native(decorate)

    def input(self, *_: Value, **__: Value) -> Value:
        """`@app.input(PetIn)`: the request is validated."""
        return leaving("apiflask.APIFlask.input")

    def output(self, *_: Value, **__: Value) -> Value:
        """`@app.output(PetOut)`."""
        return leaving("apiflask.APIFlask.output")

    def doc(self, *_: Value, **__: Value) -> Value:
        """`@app.doc(tags=["Pet"])`."""
        return leaving("apiflask.APIFlask.doc")

    def auth_required(self, auth: Value, *_: Value, **__: Value) -> Value:
        """`@app.auth_required(auth)`; the authentication object's class is named too."""

        def decorate(_i: Interpreter, view: Value) -> Value:
            name = dotted_name(auth)
            return Decorated(Decorated(view, name) if name else view, "apiflask.APIFlask.auth_required")

        return Native(decorate, "apiflask.APIFlask.auth_required")


@stands_for("apiflask.APIFlask", "apiflask.app.APIFlask")
class APIFlask(APIScaffold, Flask):
    """An application. Its specification and documentation pages are the library's."""


@stands_for("apiflask.APIBlueprint", "apiflask.blueprint.APIBlueprint")
class APIBlueprint(APIScaffold, Blueprint):
    """A blueprint."""


EXAMPLES = (
    Example(
        """
        from apiflask import APIBlueprint, APIFlask, HTTPTokenAuth, Schema
        from apiflask.fields import String
        from flask.views import MethodView
        class PetIn(Schema):
            name = String()
        auth = HTTPTokenAuth()
        app = APIFlask(__name__, spec_path=None)
        bp = APIBlueprint("pets", __name__, url_prefix="/pets")
        @bp.post("/<int:pet_id>")
        @bp.auth_required(auth)
        @bp.input(PetIn)
        @bp.output(PetIn, status_code=201)
        def create(pet_id, json_data): ...
        class Pets(MethodView):
            @app.output(PetIn)
            def get(self): ...
            def delete(self): ...
        app.add_url_rule("/pets", view_func=Pets.as_view("pets"))
        app.register_blueprint(bp)
        """,
        gives=("DELETE /pets", "GET /pets", "POST /pets/{pet_id}"),
    ),
)
