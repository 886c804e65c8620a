"""View classes behind decorators that are applied to what `as_view` gives."""

from __future__ import annotations

from tests.frameworks.build import described, discovered


def test_a_decorated_view_of_a_class_keeps_its_methods_and_name() -> None:
    found = discovered(
        """
        from functools import wraps
        from flask import Blueprint, Flask
        from flask.views import MethodView
        def guarded(function):
            @wraps(function)
            def inner(*arguments, **options):
                check()
                return function(*arguments, **options)
            return inner
        class Filters(MethodView):
            def get(self): ...
            def post(self): ...
        class Filter(MethodView):
            def put(self, number): ...
            def delete(self, number): ...
        pages = Blueprint("pages", __name__)
        for path, view in (("/filters", Filters), ("/filters/<int:number>", Filter)):
            pages.add_url_rule(path, view_func=guarded(view.as_view(view.__name__)))
        app = Flask(__name__)
        app.register_blueprint(pages)
        """
    )
    assert described(found.operations) == [
        "DELETE /filters/{number}",
        "GET /filters",
        "POST /filters",
        "PUT /filters/{number}",
    ]
    assert {one.name for one in found.operations} == {"pages.Filters", "pages.Filter"}
    assert {one.handler.name for one in found.operations} == {"app.Filters", "app.Filter"}
