"""Flask as a framework: its stubs, and those of the libraries on it, each a file beside this and a name here."""

from __future__ import annotations

from scanner.frameworks import paths
from scanner.frameworks.flask import config, csrf, restful, restx, scaffold, views, werkzeug
from scanner.frameworks.flask.appbuilder import builder, expose, security, security_views
from scanner.frameworks.flask.appbuilder import views as appbuilder_views
from scanner.frameworks.protocol import Framework
from scanner.interpret.objects import Proxy

FRAMEWORK = Framework(
    name="flask",
    modules=(
        scaffold,
        config,
        csrf,
        views,
        werkzeug,
        restful,
        restx,
        expose,
        appbuilder_views,
        security_views,
        security,
        builder,
    ),
    imports=("flask", "flask_restful", "flask_restplus", "flask_restx", "flask_appbuilder", "quart"),
    collect=scaffold.collect,
    template=paths.angled,
    values=lambda: {"flask.current_app": Proxy(scaffold.current_application), **security.VALUES},
    loose_router="flask.Blueprint",
)
