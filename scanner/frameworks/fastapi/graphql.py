"""GraphQL and metrics endpoints that libraries put on an application.

https://strawberry.rocks/docs/integrations/fastapi
https://github.com/trallnag/prometheus-fastapi-instrumentator
"""

from __future__ import annotations

from scanner.frameworks.fastapi.routers import APIRouter
from scanner.frameworks.protocol import Example, stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import Dotted, Value

_ROUTER = "strawberry.fastapi.GraphQLRouter"


@stands_for(_ROUTER, "strawberry.fastapi.router.GraphQLRouter")
class GraphQLRouter(APIRouter):
    """One endpoint for every query: GET, POST, and a websocket for subscriptions."""

    def __init__(self, schema: Value = None, path: Value = "", *_: Value, **options: Value) -> None:
        named = ("prefix", "tags", "dependencies", "include_in_schema", "default_response_class")
        super().__init__(**{name: options[name] for name in named if name in options})
        self.schema = schema
        for method in ("GET", "POST"):
            self.send("add_api_route", path, Dotted(f"{_ROUTER}.handle_http"), methods=(method,))
        self.send("add_api_websocket_route", path, Dotted(f"{_ROUTER}.websocket_endpoint"))


@stands_for("prometheus_fastapi_instrumentator.Instrumentator")
class Instrumentator(Instance):
    """Measures requests, and exposes the measures."""

    def __init__(self, *_: Value, **__: Value) -> None:
        """What is measured does not matter here."""

    def instrument(self, *_: Value, **__: Value) -> Value:
        """Gives itself, so that `expose` may follow."""
        return self

    def add(self, *_: Value, **__: Value) -> Value:
        """Gives itself."""
        return self

    def expose(
        self,
        app: Value,
        should_gzip: Value = False,
        endpoint: Value = "/metrics",
        include_in_schema: Value = True,
        tags: Value = None,
        **_: Value,
    ) -> Value:
        """A route that answers GET."""
        i = self.interpreter
        view = Dotted("prometheus_fastapi_instrumentator.Instrumentator.expose.metrics")
        options = {"include_in_schema": include_in_schema, "tags": tags}
        i.call(i.attribute(app, "add_api_route"), (endpoint, view), options)
        return self


EXAMPLES = (
    Example(
        """
        import strawberry
        from fastapi import FastAPI
        from strawberry.fastapi import GraphQLRouter
        @strawberry.type
        class Query:
            name: str
        app = FastAPI()
        app.include_router(GraphQLRouter(strawberry.Schema(Query)), prefix="/graphql")
        """,
        gives=("GET /graphql", "POST /graphql", "WEBSOCKET /graphql"),
    ),
    Example(
        """
        from fastapi import FastAPI
        from prometheus_fastapi_instrumentator import Instrumentator
        app = FastAPI()
        Instrumentator().instrument(app).expose(app, endpoint="/internal/metrics")
        """,
        gives=("GET /internal/metrics",),
    ),
)
