"""Receivers: what a method works on where nothing calls it."""

from __future__ import annotations

import pytest

from tests.frameworks.build import described, discovered


@pytest.mark.parametrize(
    "method",
    [
        "def __new__(cls, core, prefix=None):",
        "def __init__(self, core, prefix=None):",
        "def make(self, core, prefix=None):",
        "@classmethod\n            def make(cls, core, prefix=None):",
    ],
)
def test_a_method_that_makes_an_application_has_its_own_class(method: str) -> None:
    found = discovered(
        f"""
        from flask import Blueprint, Flask
        pages = Blueprint("pages", __name__)
        @pages.get("/home")
        def home(): ...
        class Shop:
            blueprints = [pages]
            {method}
                app = Flask(__name__)
                {"cls" if "cls" in method else "self"}.register(app, prefix)
                {"" if "__init__" in method else "return app"}
            @classmethod
            def register(cls, app, prefix):
                for blueprint in cls.blueprints:
                    app.register_blueprint(blueprint, url_prefix=prefix)
        """
    )
    assert described(found.operations) == ["GET /home"]


def test_a_static_method_works_on_nothing_and_a_kind_of_application_is_not_made_again() -> None:
    found = discovered(
        """
        from flask import Flask
        class Shop(Flask):
            def add_url_rule(self, rule, *arguments, **options):
                super().add_url_rule("/shop" + rule, *arguments, **options)
        class Make:
            @staticmethod
            def make(name):
                app = Flask(name)
                app.add_url_rule("/x", "x", lambda: "")
                return app
        """
    )
    assert described(found.operations) == ["GET /x"]
    assert [one.name for one in found.applications] == ["app:Make.make"]
