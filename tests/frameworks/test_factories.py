"""View factories: what is run through a function that a factory made around something else."""

from __future__ import annotations

from tests.frameworks.build import discovered, operation


def test_a_function_made_around_a_class_runs_the_methods_of_that_class() -> None:
    found = discovered(
        """
        from flask import Flask, request
        class Page:
            def process(self):
                self.check()
                return getattr(self, "_on_" + request.method)()
            def check(self): ...
            def unused(self): ...
        class Cart(Page):
            def check(self):
                super().check()
            def _on_GET(self): ...
            def _on_POST(self): ...
        def view_of(page):
            def view(**arguments):
                return page(**arguments).process()
            return view
        app = Flask(__name__)
        app.add_url_rule("/cart", "cart", view_of(Cart), methods=["GET", "POST"])
        """
    )
    for method, other in (("GET", "POST"), ("POST", "GET")):
        runs = [one.qualname for one in operation(found, f"{method} /cart").handler.runs]
        assert runs[0].startswith("Cart.") and set(runs) == {
            "Cart.check", f"Cart._on_{method}", "Page.process", "Page.check", "view_of.<locals>.view",
        }, other  # fmt: skip


def test_a_function_made_around_functions_runs_each_that_it_calls() -> None:
    found = discovered(
        """
        from flask import Flask
        def event(): ...
        def category(): ...
        def never(): ...
        def view_of(view):
            def wrapper(**arguments):
                return view(**arguments)
            return wrapper
        def dispatch(one, other, last):
            inner = view_of(one)
            def view(kind):
                if kind == "event":
                    return inner()
                return other(last)
            return view
        def create_app():
            app = Flask(__name__)
            def helper(): ...
            @app.get("/own")
            def own():
                return helper()
            app.add_url_rule("/<kind>", "dispatch", dispatch(event, category, never))
            return app
        """
    )
    runs = [one.qualname for one in operation(found, "GET /{kind}").handler.runs]
    assert runs == ["category", "event", "view_of.<locals>.wrapper", "dispatch.<locals>.view"]
    own = operation(found, "GET /own").handler
    assert [one.qualname for one in own.runs] == ["create_app.<locals>.own"]


def test_a_function_made_around_an_object_runs_what_it_asks_of_it_and_does_not_make_it_again() -> None:
    found = discovered(
        """
        from flask import Flask, request
        class Store:
            def __init__(self): self.load()
            def load(self): ...
            def get(self): ...
            def add(self): self.save()
            def save(self): ...
            def __call__(self): ...
        def create_app():
            app = Flask(__name__)
            store = Store()
            @app.post("/add")
            def add():
                store.add()
                return request.args.get("next")
            @app.post("/call")
            def call():
                return store()
            return app
        """
    )
    runs = {name: {one.qualname for one in operation(found, name).handler.runs} for name in ("POST /add", "POST /call")}
    assert runs == {
        "POST /add": {"Store.add", "Store.save", "create_app.<locals>.add"},
        "POST /call": {"Store.__call__", "create_app.<locals>.call"},
    }
