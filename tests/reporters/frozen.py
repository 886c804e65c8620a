"""Reports of the fixture projects, frozen: formats are held to snapshots of them, whatever the analysis says tomorrow.

Kept as JSON with the names of classes and fields, so that a field with a default may be added without a new freeze.
`python -m tests.reporters.frozen` audits the fixtures and freezes their reports anew.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import scanner.concepts
from scanner.concepts.report import Report

FOLDER = Path(__file__).parent / "frozen"
PROJECTS = ("django_library", "fastapi_tickets", "flask_shop")


def _classes() -> Iterator[tuple[str, type]]:
    for module in pkgutil.iter_modules(scanner.concepts.__path__, "scanner.concepts."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, type) and value.__module__ == module.name:
                yield name, value


CLASSES = dict(_classes())


def plain(value: Any) -> Any:
    """Values of the concepts as JSON: objects and mappings as tagged lists, fields at their defaults left out."""
    match value:
        case Enum():
            return [type(value).__name__, value.value]
        case tuple():
            return ["", *map(plain, value)]
        case Mapping():
            return ["{}", *([plain(key), plain(item)] for key, item in value.items())]
        case _ if is_dataclass(value):
            # a stage may hand on a kind of its own, which reporters see as what it derives from
            known = next(one for one in type(value).__mro__ if CLASSES.get(one.__name__) is one)
            held = {field.name: (getattr(value, field.name), field.default) for field in fields(known)}
            return [
                known.__name__,
                {name: plain(item) for name, (item, default) in held.items() if item is not default},
            ]
        case _:
            return value


def thawed(value: Any) -> Any:
    """What `plain` was made of."""
    match value:
        case ["", *items]:
            return tuple(map(thawed, items))
        case ["{}", *pairs]:
            return {thawed(key): thawed(item) for key, item in pairs}
        case [str(name), dict(held)]:
            return CLASSES[name](**{key: thawed(item) for key, item in held.items()})
        case [str(name), kind]:
            return CLASSES[name](kind)
        case _:
            return value


def report(project: str) -> Report:
    """The frozen report of a fixture project."""
    value = thawed(json.loads((FOLDER / f"{project}.json").read_text("utf-8")))
    assert isinstance(value, Report)
    return value


def freeze() -> None:
    """Audit every fixture project and keep its report, without what differs from run to run and place to place."""
    from dataclasses import replace

    from scanner.config import load_config
    from scanner.pipeline import audit, reproducible, with_patches

    FOLDER.mkdir(exist_ok=True)
    for project in PROJECTS:
        root = Path(__file__).parents[2] / "fixtures" / project
        found = with_patches(reproducible(audit(root, load_config(root), jobs=1)), root)
        found = replace(found, version="0.1.0", origin=None)
        (FOLDER / f"{project}.json").write_text(json.dumps(plain(found), indent=0, ensure_ascii=True) + "\n", "utf-8")


if __name__ == "__main__":
    freeze()
