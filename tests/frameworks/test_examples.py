"""Each stub's own examples, run through the interpreter and, where the library is installed, under the library."""

from __future__ import annotations

import asyncio
import importlib.util
import re
import sys
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

import flask
import pytest
from fastapi import routing
from starlette.applications import Starlette

from scanner.frameworks.protocol import Example
from scanner.frameworks.table import FRAMEWORKS
from tests.frameworks.build import described, discovered

MODULES = [module for framework in FRAMEWORKS for module in framework.modules]
EXAMPLES = [
    pytest.param(example, id=f"{module.__name__.removeprefix('scanner.frameworks.')}-{index}")
    for module in MODULES
    for index, example in enumerate(getattr(module, "EXAMPLES", ()))
]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_stub_registers_what_the_example_says(example: Example) -> None:
    assert described(discovered(example.files()).operations) == sorted(example.gives)


def _runnable(example: Example) -> bool:
    files = example.files()
    if set(files) != {"app.py"} or any(" if " in line or "unmounted" in line for line in example.gives):
        return False
    imported = set(re.findall(r"^\s*(?:from|import) (\w+)", files["app.py"], re.MULTILINE))
    return all(name in sys.stdlib_module_names or importlib.util.find_spec(name) is not None for name in imported)


@pytest.mark.oracle
@pytest.mark.filterwarnings("ignore")  # of the libraries
@pytest.mark.parametrize("example", [one for one in EXAMPLES if _runnable(one.values[0])])  # type: ignore[arg-type]
def test_the_library_itself_agrees(example: Example) -> None:
    module = ModuleType("example")
    sys.modules["example"] = module
    try:
        exec(compile(example.files()["app.py"], "app.py", "exec"), vars(module))  # noqa: S102 - our own examples
    finally:
        del sys.modules["example"]
    assert _served(vars(module)["app"]) == sorted(example.gives)


def _served(app: object) -> list[str]:
    if isinstance(app, flask.Flask):
        return sorted(
            f"{method} {_braces(rule.rule)}"
            for rule in app.url_map.iter_rules()
            if rule.endpoint.rpartition(".")[2] != "static" and not _is_of_a_library(app.view_functions[rule.endpoint])
            for method in rule.methods or ()
            if method not in ("HEAD", "OPTIONS")
        )
    assert isinstance(app, Starlette)
    asyncio.run(_start(app))
    return sorted(set(_of_routes(app.routes, "")))


def _is_of_a_library(view: object) -> bool:
    """Whether a view is a method of an object whose class a library writes."""
    owner = getattr(view, "__self__", None)
    return owner is not None and type(owner).__module__ != "example"


async def _start(app: Starlette) -> None:
    async with app.router.lifespan_context(app):
        """Start-up work has run."""


def _braces(rule: str) -> str:
    return re.sub(r"<(?:[^<>:]*:)?([^<>]+)>", r"{\1}", rule)


def _of_routes(routes: Iterable[Any], prefix: str) -> Iterator[str]:
    walk = getattr(routing, "iter_route_contexts", iter)  # newer releases of FastAPI do not flatten what they include
    for route in walk(routes):
        path = prefix + re.sub(r"\{(\w+):[^{}]*\}", r"{\1}", route.path)
        endpoint = getattr(route, "endpoint", None)
        if endpoint is None:
            yield from _of_routes(getattr(getattr(route, "original_route", route), "routes", ()), path)
        elif endpoint.__module__.partition(".")[0] not in ("fastapi", "starlette"):
            methods = getattr(route, "methods", None) or _class_methods(endpoint) or ["WEBSOCKET"]
            yield from (f"{method} {path}" for method in methods if method not in ("HEAD", "OPTIONS"))


def _class_methods(endpoint: object) -> list[str]:
    return [name.upper() for name in ("get", "post", "put", "patch", "delete") if hasattr(endpoint, name)]
