"""Entries: functions that register routes are reached through whatever calls them, from where the program begins."""

from __future__ import annotations

from tests.frameworks.build import described, discovered

_PAGES = {
    "shop/__init__.py": "",
    "shop/pages.py": """
        from flask import Flask
        app = Flask(__name__)
        def register(prefix, pages):
            @app.route(prefix + "/home")
            def home(): ...
            for name in pages:
                app.add_url_rule(f"{prefix}/{name}", name, home)
    """,
}


def test_a_start_script_that_imports_no_framework() -> None:
    found = discovered(
        {
            **_PAGES,
            "shop/main.py": """
                import sys
                def main():
                    from shop.pages import register
                    register("/shop", ["a", "b"])
            """,
            "shop.py": "from shop.main import main\nif __name__ == '__main__':\n    main()\n",
        }
    )
    assert described(found.operations) == ["GET /shop/a", "GET /shop/b", "GET /shop/home"]


def test_a_declared_script() -> None:
    found = discovered(
        {
            **_PAGES,
            "pyproject.toml": '[project.scripts]\nshop = "shop.run:begin"\n',
            "shop/run.py": "from shop.pages import register\ndef begin():\n    register('/run', [])\n",
        }
    )
    assert described(found.operations) == ["GET /run/home"]


def test_a_module_that_calls_when_it_is_imported() -> None:
    found = discovered({**_PAGES, "wsgi.py": "from shop import pages\npages.register('/wsgi', [])\n"})
    assert described(found.operations) == ["GET /wsgi/home"]


def test_what_nothing_known_calls_is_conditional() -> None:
    found = discovered(
        {**_PAGES, "shop/run.py": "from shop.pages import register\ndef go():\n    register('/go', [])\n"}
    )
    assert described(found.operations) == ["GET /go/home if go() is called"]


def test_a_factory_that_returns_the_modules_application_is_sure() -> None:
    source = """
        from flask import Flask
        app = Flask(__name__)
        def create_app():
            app.add_url_rule("/x", "x", lambda: "")
            return app
    """
    assert described(discovered(source).operations) == ["GET /x"]


def test_a_caller_that_decided_not_to_call_is_believed() -> None:
    found = discovered(
        {
            **_PAGES,
            "run.py": """
                from shop import pages
                DEBUG = False
                def start():
                    if DEBUG:
                        pages.register("/debug", [])
                start()
            """,
        }
    )
    assert found.operations == ()


def test_a_registration_that_is_handed_on_to_be_called_later_is_run() -> None:
    found = discovered(
        {
            "shop/__init__.py": "",
            "shop/server.py": """
                import functools
                from flask import Flask
                app = Flask("shop")

                class Server:
                    def setup(self):
                        from shop.api import api
                        registrators = [functools.partial(app.register_blueprint, api, url_prefix="/api")]
                        registrators += self.plugins()
                        for registrator in registrators:
                            registrator()

                    def plugins(self):
                        return []
                """,
            "shop/api.py": """
                from flask import Blueprint
                api = Blueprint("api", __name__)
                @api.route("/items")
                def items(): ...
                """,
        }
    )
    (items,) = found.operations
    assert (str(items), items.mounted) == ("GET /api/items", True)
