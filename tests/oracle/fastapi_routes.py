"""Print the routing table of a fixture, as running FastAPI has it.

Run inside the fixture: `fastapi_routes.py MODULE`.
"""

import importlib
import json
import sys

from fastapi import routing

sys.path.insert(0, ".")
app = importlib.import_module(sys.argv[1]).app
walk = getattr(routing, "iter_route_contexts", iter)  # newer releases no longer flatten app.routes
rows = []
for route in walk(app.routes):
    endpoint = getattr(route, "endpoint", None)
    if endpoint is None or endpoint.__module__.split(".")[0] in {"fastapi", "starlette"}:
        continue
    methods = getattr(route, "methods", None) or {"WEBSOCKET"}
    rows += [(method, route.path) for method in methods - {"HEAD"}]
sys.stdout.write(json.dumps(rows))
