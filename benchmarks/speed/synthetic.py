"""A project of any size: modules with services, routes in some of them, and pages and scripts that call these."""

from __future__ import annotations

from pathlib import Path

_APP = "from flask import Flask\n\n\ndef create_app():\n    app = Flask(__name__)\n{mounts}    return app\n"
_SERVICE = '''
def load_{n}(key, limit=10):
    """Rows for a key."""
    rows = []
    for index in range(limit):
        row = {{"id": index, "name": f"{{key}}-{{index}}"}}
        if index % 2:
            row["odd"] = True
        rows.append(row)
    return rows


class Service{n}:
    def __init__(self, session):
        self.session = session

    def save(self, name):
        item = load_{n}(name)[0]
        self.session.add(item)
        self.session.commit()
        return item
'''
_ROUTES = """
from flask import Blueprint, jsonify, render_template, request

bp = Blueprint("area{n}", __name__, url_prefix="/area{n}")
"""
_ROUTE = """

@bp.route("/items{k}/<int:item>", methods=["POST"])
def change{k}(item):
    data = request.get_json()
    return jsonify(Service{n}(None).save(data["name"]))
"""
_PAGE = (
    '<form action="/area{n}/items0/1" method="post"><input name="name"></form>\n'
    '<script src="/static/m{n}.js"></script>\n'
)
_SCRIPT = (
    "export function change{k}(item) {{\n  return fetch(`/area{n}/items{k}/${{item}}`, {{ method: 'POST' }});\n}}\n"
)


def write_project(folder: Path, modules: int, operations: int) -> None:
    """Write `modules` Python files with `operations` POST operations in all, each with a script that calls it."""
    each = max(1, operations // modules) if operations >= modules else 1
    areas = operations // each
    package = folder / "shop"
    for name in ("templates", "static"):
        (package / name).mkdir(parents=True)
    (package / "__init__.py").write_text("")
    mounts = "".join(
        f"    from shop.m{n} import bp as bp{n}\n    app.register_blueprint(bp{n})\n" for n in range(areas)
    )
    (package / "app.py").write_text(_APP.format(mounts=mounts))
    for n in range(modules):
        text = _SERVICE.format(n=n)
        if n < areas:
            text = _ROUTES.format(n=n) + text + "".join(_ROUTE.format(n=n, k=k) for k in range(each))
            (package / "templates" / f"m{n}.html").write_text(_PAGE.format(n=n))
            scripts = "".join(_SCRIPT.format(n=n, k=k) for k in range(each))
            (package / "static" / f"m{n}.js").write_text(scripts)
        (package / f"m{n}.py").write_text(text)
