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
