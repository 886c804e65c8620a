"""Libraries on Flask in the table: their routes stand on Flask's applications, which Flask's own entry collects."""

from __future__ import annotations

from scanner.frameworks import paths
from scanner.frameworks.flask import apiflask, classful, flask_admin, graphql, quart, smorest
from scanner.frameworks.protocol import Framework

FRAMEWORK = Framework(
    name="flask",
    modules=(apiflask, classful, flask_admin, graphql, quart, smorest),
    imports=("apiflask", "flask_admin", "flask_classful", "flask_classy", "flask_smorest", "quart", "quart_trio"),
    collect=lambda world, interpreter: (),
    template=paths.angled,
)
