"""Print the routing table of a fixture, as Django's resolver has it.

Run inside the fixture: `django_routes.py SETTINGS`.

A function view without a method guard answers every method: ANY. Method guards close over their list.
"""

import inspect
import json
import os
import re
import sys

import django
from django.urls import URLPattern, get_resolver

sys.path.insert(0, ".")
os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]
django.setup()

HTTP_METHODS = ["get", "post", "put", "patch", "delete"]
LIBRARY = ("django.contrib.admin",)


def text(pattern: object) -> str:
    """A pattern's path: `<int:pk>` and `(?P<pk>…)` become `{pk}`."""
    plain = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"{\1}", str(pattern))
    return re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", plain).strip("^$").replace("\\", "")


def guarded(view: object) -> list[str] | None:
    """The list of methods that a `require_http_methods` guard holds in its closure."""
    while view is not None:
        for cell in getattr(view, "__closure__", None) or ():
            if isinstance(cell.cell_contents, list) and cell.cell_contents:
                return cell.cell_contents
        view = getattr(view, "__wrapped__", None)
    return None


def methods(view: object) -> list[str]:
    """What a view answers."""
    if hasattr(view, "actions"):
        return [method.upper() for method in view.actions if method != "head"]
    cls = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if cls is not None:
        return [name.upper() for name in HTTP_METHODS if name in cls.http_method_names and hasattr(cls, name)]
    return guarded(view) or ["ANY"]


rows = []


def walk(patterns: list[object], prefix: str) -> None:
    """Every route below a prefix, what libraries add left out."""
    for entry in patterns:
        path = prefix + text(entry.pattern)
        if not isinstance(entry, URLPattern):
            if not str(getattr(entry, "app_name", "")).startswith("admin"):
                walk(entry.url_patterns, path)
            continue
        module = inspect.getmodule(entry.callback)
        if path.endswith("{format}") or "{format}" in path or (module and module.__name__.startswith(LIBRARY)):
            continue
        if getattr(entry.callback, "cls", None) and entry.callback.cls.__module__.startswith(LIBRARY):
            continue
        rows.extend((method, "/" + path) for method in methods(entry.callback))


walk(get_resolver().url_patterns, "")
sys.stdout.write(json.dumps(rows))
