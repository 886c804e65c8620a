"""Entry points that the project's own metadata declares, in each form, and plug-ins found through them."""

from __future__ import annotations

import ast

import pytest

from scanner.frameworks.entry_points import declared_entry_points
from tests.frameworks.build import described, discovered

FORMS = {
    "pyproject.toml": '[project.entry-points."shop.plugins"]\nfirst = "shop.first:Plugin"\n',
    "sub/pyproject.toml": '[tool.poetry.plugins."shop.plugins"]\nfirst = "shop.first:Plugin [extra]"\n',
    "setup.cfg": "[options.entry_points]\nshop.plugins =\n    first = shop.first:Plugin\n",
    "setup.py": "from setuptools import setup\nsetup(entry_points={'shop.plugins': ['first = shop.first:Plugin']})\n",
}


@pytest.mark.parametrize("path", FORMS)
def test_every_form_is_read(path: str) -> None:
    found = declared_entry_points([path], FORMS.__getitem__, lambda name: ast.parse(FORMS[name]))
    assert found == {"shop.plugins": [("first", "shop.first:Plugin")]}


@pytest.mark.parametrize("path", FORMS)
def test_broken_metadata_declares_nothing(path: str) -> None:
    broken = "]] [= entry_points(\n" * 3
    assert declared_entry_points([path], lambda _: broken, lambda _: None) == {}


def test_a_plugin_registers_through_its_entry_point() -> None:
    found = discovered(
        {
            "pyproject.toml": FORMS["pyproject.toml"],
            "shop/__init__.py": "",
            "shop/first.py": """
                from fastapi import APIRouter
                class Plugin:
                    router = APIRouter(prefix="/first")
                    @router.get("/")
                    def show(): ...
            """,
            "shop/main.py": """
                from importlib.metadata import entry_points
                from fastapi import FastAPI
                app = FastAPI()
                for point in entry_points().select(group="shop.plugins"):
                    app.include_router(point.load().router, prefix=f"/plugins/{point.name}")
            """,
        }
    )
    assert described(found.operations) == ["GET /plugins/first/first/"]
