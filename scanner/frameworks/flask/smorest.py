"""flask-smorest: an `Api` that registers blueprints, whose `route` takes functions and `MethodView` classes.

https://flask-smorest.readthedocs.io/en/latest/quickstart.html
"""

from __future__ import annotations

from scanner.frameworks.flask.scaffold import Blueprint as FlaskBlueprint
from scanner.frameworks.flask.scaffold import Scaffold
from scanner.frameworks.flask.views import view_function
from scanner.frameworks.protocol import Example, stands_for
from scanner.interpret.handlers import unwrap
from scanner.interpret.objects import Class, Decorated, Instance
from scanner.interpret.values import Native, Value, plain

_BLUEPRINT = "flask_smorest.Blueprint"


def leaving(name: str) -> Value:
    """A decorator that leaves its name on what it decorates, and nothing else."""
    return Native(lambda _i, view: Decorated(view, name), name)


@stands_for("flask_smorest.Api")
class Api(Instance):
    """What documents blueprints and registers them on the application."""

    def prepare(self) -> None:
        self._app: Value = None
        self._waiting: list[tuple[Value, dict[str, Value]]] = []

    def __init__(self, app: Value = None, **_: Value) -> None:
        self._app = app

    def init_app(self, app: Value, **_: Value) -> None:
        self._app = app
        for blueprint, options in self._waiting:
            self.register_blueprint(blueprint, **options)

    def register_blueprint(self, blp: Value, *, parameters: Value = None, **options: Value) -> None:
        if isinstance(self._app, Scaffold):
            self._app.send("register_blueprint", blp, **options)
        else:
            self._waiting.append((blp, options))


@stands_for(_BLUEPRINT, "flask_smorest.blueprint.Blueprint")
class Blueprint(FlaskBlueprint):
    """A blueprint whose routes are documented."""

    def add_url_rule(
        self,
        rule: Value = "",
        endpoint: Value = None,
        view_func: Value = None,
        provide_automatic_options: Value = None,
        *,
        methods: Value = None,
        parameters: Value = None,
        tags: Value = None,
        **options: Value,
    ) -> None:
        view_class = unwrap(view_func)
        if isinstance(view_class, Class):
            name = plain(endpoint)
            endpoint = name if isinstance(name, str) else view_class.name
            view_func = view_function(self.interpreter, view_func, endpoint)
        super().add_url_rule(rule, endpoint, view_func, provide_automatic_options, methods=methods, **options)

    def arguments(self, *_: Value, **__: Value) -> Value:
        return leaving(f"{_BLUEPRINT}.arguments")

    def response(self, *_: Value, **__: Value) -> Value:
        return leaving(f"{_BLUEPRINT}.response")

    def alt_response(self, *_: Value, **__: Value) -> Value:
        return leaving(f"{_BLUEPRINT}.alt_response")

    def paginate(self, *_: Value, **__: Value) -> Value:
        return leaving(f"{_BLUEPRINT}.paginate")

    def doc(self, *_: Value, **__: Value) -> Value:
        return leaving(f"{_BLUEPRINT}.doc")

    def etag(self, view: Value) -> Value:
        return Decorated(view, f"{_BLUEPRINT}.etag")


EXAMPLES = (
    Example(
        """
        from flask import Flask
        from flask.views import MethodView
        from flask_smorest import Api, Blueprint
        app = Flask(__name__)
        app.config.update(API_TITLE="Pets", API_VERSION="1", OPENAPI_VERSION="3.0.2")
        api = Api(app)
        blp = Blueprint("pets", __name__, url_prefix="/pets")
        @blp.route("/")
        class Pets(MethodView):
            @blp.response(200)
            def get(self): ...
            @blp.response(201)
            def post(self): ...
        @blp.route("/<pet_id>", methods=["GET", "DELETE"])
        @blp.response(200)
        def pet(pet_id): ...
        inner = Blueprint("toys", __name__, url_prefix="/<pet_id>/toys")
        @inner.get("")
        def toys(pet_id): ...
        blp.register_blueprint(inner)
        api.register_blueprint(blp, url_prefix="/v1/pets")
        """,
        gives=(
            "DELETE /v1/pets/{pet_id}",
            "GET /v1/pets/",
            "GET /v1/pets/{pet_id}",
            "GET /v1/pets/{pet_id}/toys",
            "POST /v1/pets/",
        ),
    ),
)
