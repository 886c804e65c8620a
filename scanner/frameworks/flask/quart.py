"""Quart: Flask's API with websockets.

https://quart.palletsprojects.com/en/latest/how_to_guides/websockets/
"""

from __future__ import annotations

from scanner.concepts.operation import WEBSOCKET
from scanner.frameworks.flask.scaffold import Blueprint as FlaskBlueprint
from scanner.frameworks.flask.scaffold import Flask
from scanner.frameworks.protocol import Example, stands_for
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Instance
from scanner.interpret.values import Native, Value


class Sockets(Instance):
    """What registers websockets."""

    def websocket(self, rule: Value, **options: Value) -> Value:
        """`@app.websocket("/ws")`."""

        def decorate(_i: Interpreter, view: Value) -> Value:
            self.send("add_websocket", rule, options.get("endpoint"), view)
            return view

        return Native(decorate)

    def add_websocket(self, rule: Value, endpoint: Value = None, view_func: Value = None, **_: Value) -> None:
        """`app.add_websocket("/ws", view_func=ws)`."""
        self.send("add_url_rule", rule, endpoint, view_func, methods=(WEBSOCKET,))

    def before_websocket(self, function: Value) -> Value:
        """Not a route."""
        return function

    def while_serving(self, function: Value) -> Value:
        """Start-up and shut-down work."""
        return function


@stands_for("quart.Quart", "quart.app.Quart", "quart_trio.QuartTrio")
class Quart(Sockets, Flask):
    """An application."""


@stands_for("quart.Blueprint", "quart.blueprints.Blueprint")
class Blueprint(Sockets, FlaskBlueprint):
    """A blueprint."""


EXAMPLES = (
    Example(
        """
        from quart import Blueprint, Quart
        from quart.views import MethodView
        app = Quart(__name__)
        bp = Blueprint("live", __name__, url_prefix="/live")
        @bp.websocket("/<int:room>")
        async def room(room): ...
        @app.post("/jobs")
        async def jobs(): ...
        class Items(MethodView):
            async def get(self): ...
        app.add_url_rule("/items", view_func=Items.as_view("items"))
        app.add_websocket("/ws", view_func=room)
        app.register_blueprint(bp)
        """,
        gives=("GET /items", "POST /jobs", "WEBSOCKET /live/{room}", "WEBSOCKET /ws"),
    ),
)
