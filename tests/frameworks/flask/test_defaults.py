from __future__ import annotations

from tests.frameworks.build import discovered


def test_a_rule_keeps_what_it_gives_to_the_view_instead_of_the_path() -> None:
    found = discovered(
        """
        from flask import Flask
        app = Flask(__name__)

        @app.route("/", defaults={"page": 1})
        @app.route("/page/<int:page>")
        def index(page):
            return str(page)

        @app.route("/hot", defaults={"kind": "hot", "since": app.config["SINCE"]})
        def listing(kind, since):
            return kind
        """
    )
    assert {one.path.text: one.defaults for one in found.operations} == {
        "/": (("page", "1"),),
        "/page/{page}": (),
        "/hot": (("kind", "hot"), ("since", "")),
    }


def test_a_wrapped_function_keeps_its_name_behind_a_librarys_decorator() -> None:
    found = discovered(
        """
        from functools import wraps
        from flask import Flask
        from flask_security import login_required
        app = Flask(__name__)

        def checked(view):
            @wraps(view)
            @login_required
            def inner(*args):
                return view(*args)
            return inner

        def guarded(view):
            @wraps(view)
            @checked
            def wrapper(*args):
                return view(*args)
            return wrapper

        @app.get("/")
        @guarded
        def index():
            return "home"
        """
    )
    assert [one.name for one in found.operations] == ["index"]
