"""GraphQL views for Flask: one endpoint that takes every query.

https://strawberry.rocks/docs/integrations/flask
https://github.com/graphql-python/graphql-server
"""

from __future__ import annotations

from scanner.frameworks.flask.views import View
from scanner.frameworks.protocol import Example, stands_for


@stands_for(
    "strawberry.flask.views.GraphQLView",
    "strawberry.flask.views.AsyncGraphQLView",
    "strawberry.quart.views.GraphQLView",
)
class StrawberryView(View):
    """Queries by GET, anything by POST."""

    methods = ("GET", "POST")


@stands_for("flask_graphql.GraphQLView", "graphql_server.flask.GraphQLView", "graphql_server.flask.views.GraphQLView")
class GraphQLView(View):
    """The methods that the library lists."""

    methods = ("GET", "POST", "PUT", "DELETE")


EXAMPLES = (
    Example(
        """
        from flask import Flask
        from strawberry.flask.views import GraphQLView
        from strawberry import Schema, type as strawberry_type
        @strawberry_type
        class Query:
            name: str
        class Own(GraphQLView):
            def get_context(self, request, response): ...
        app = Flask(__name__)
        app.add_url_rule("/graphql", view_func=GraphQLView.as_view("graphql", schema=Schema(Query)))
        app.add_url_rule("/own", view_func=Own.as_view("own", schema=Schema(Query)))
        """,
        gives=("GET /graphql", "GET /own", "POST /graphql", "POST /own"),
    ),
)
