"""Print the routing table of a fixture, as running Flask has it. Run inside the fixture: `flask_routes.py MODULE`."""

import importlib
import json
import re
import sys

sys.path.insert(0, ".")
module = importlib.import_module(sys.argv[1])
app = module.create_app({"DATABASE": ":memory:"}) if hasattr(module, "create_app") else module.app
rows = [
    (method, re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", rule.rule))
    for rule in app.url_map.iter_rules()
    if rule.endpoint != "static"
    for method in rule.methods - {"HEAD", "OPTIONS"}
]
sys.stdout.write(json.dumps(rows))
