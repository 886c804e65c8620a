"""Print the routing table of an example project, as Django's resolver has it.

Run inside the project: `run_django.py SETTINGS`. `own` are those that the project's code answers.
"""

from __future__ import annotations

import json
import os
import re
import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

warnings.simplefilter("ignore")
sys.path[0] = "."  # in place of this script's own folder
os.environ["DJANGO_SETTINGS_MODULE"] = sys.argv[1]

import django  # noqa: E402 - the settings are named first
from django.conf import settings  # noqa: E402
from django.urls import URLPattern, get_resolver  # noqa: E402

HTTP_METHODS = ("get", "post", "put", "patch", "delete")


def text(pattern: object) -> str:
    """A pattern's path: `<int:pk>` and `(?P<pk>…)` become `{pk}`."""
    plain = re.sub(r"\(\?P<(\w+)>[^()]*\)", r"{\1}", str(pattern))
    return re.sub(r"<(?:[^:<>]*:)?(\w+)>", r"{\1}", plain).replace("^", "").replace("$", "").replace("\\", "")


def held(function: object) -> Iterator[object]:
    """What a function's closure holds."""
    for cell in getattr(function, "__closure__", None) or ():
        yield cell.cell_contents


def methods(view: Any) -> list[str]:
    """What a view answers; ANY where nothing tells."""
    for value in held(view):
        if hasattr(value, "operations"):
            return [method for operation in value.operations for method in operation.methods]
    if hasattr(view, "actions") and view.actions is not None:
        return [method.upper() for method in view.actions if method != "head" and method in view.cls.http_method_names]
    cls = getattr(view, "cls", None) or getattr(view, "view_class", None)
    if cls is not None:
        names = getattr(view, "view_initkwargs", {}).get("http_method_names", cls.http_method_names)
        return [name.upper() for name in HTTP_METHODS if name in names and hasattr(cls, name)]
    while view is not None:
        for value in held(view):
            if isinstance(value, list) and value:
                return list(value)
        view = getattr(view, "__wrapped__", None)
    return ["ANY"]


def is_own(view: Any) -> bool:
    """Whether the project's code answers."""
    for value in held(view):
        if hasattr(value, "operations"):
            view = value.operations[0].view_func
    answers = getattr(view, "cls", None) or getattr(view, "view_class", None) or view
    module = sys.modules.get(getattr(answers, "__module__", None) or type(answers).__module__)
    return (getattr(module, "__file__", None) or "").startswith(str(Path.cwd()))


def rows(entries: Iterable[Any], prefix: str) -> Iterator[tuple[str, bool]]:
    """Every route below a prefix, and whether it is the project's."""
    for entry in entries:
        path = prefix + text(entry.pattern)
        if not isinstance(entry, URLPattern):
            yield from rows(entry.url_patterns, path)
        elif "{format}" not in path:
            yield from ((f"{method} {path}", is_own(entry.callback)) for method in methods(entry.callback))


settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
settings.STATIC_URL = "static/"
settings.WAGTAILADMIN_BASE_URL = "http://localhost"
settings.SECRET_KEY = "example"
django.setup()
found = list(rows(get_resolver().url_patterns, "/"))
sys.stdout.write(json.dumps({"all": [row for row, _ in found], "own": [row for row, own in found if own]}))
