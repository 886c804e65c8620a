"""Roots: what is run, in which order, and what is reported as conditional, unmounted or not the project's."""

from __future__ import annotations

from scanner.concepts.source import Role
from tests.frameworks.build import described, discovered, operation


def test_factories_are_called_with_unknown_arguments() -> None:
    found = discovered(
        {
            "shop/__init__.py": """
                from flask import Flask
                def create_app(config=None):
                    app = Flask(__name__)
                    app.config.from_object(config)
                    from shop import views
                    app.register_blueprint(views.bp, url_prefix=app.config.get("PREFIX", "/shop"))
                    return app
            """,
            "shop/views.py": """
                from flask import Blueprint
                bp = Blueprint("views", __name__)
                @bp.route("/")
                def index(): ...
            """,
        }
    )
    assert described(found.operations) == ["GET /shop/"]
    assert [one.name for one in found.applications] == ["shop:create_app"]
    assert operation(found, "GET /shop/").application == "shop:create_app"


def test_a_factory_that_the_entry_calls_runs_once() -> None:
    found = discovered(
        {
            "app.py": """
                from flask import Flask
                def make():
                    a = Flask(__name__)
                    a.add_url_rule('/x', 'x', lambda: '')
                    return a
            """,
            "wsgi.py": "import flask\nfrom app import make\napplication = make()",
        }
    )
    assert described(found.operations) == ["GET /x"]


def test_scripts_are_entries() -> None:
    source = """
        from fastapi import FastAPI
        app = FastAPI()
        if __name__ == "__main__":
            app.add_api_route("/from-main", lambda: None)
    """
    assert described(discovered(source).operations) == ["GET /from-main"]


def test_startup_work_registers() -> None:
    source = """
        from fastapi import FastAPI, APIRouter
        app = FastAPI()
        late = APIRouter()
        @late.get("/late")
        def show(): ...
        @app.on_event("startup")
        async def start():
            app.include_router(late)
    """
    assert described(discovered(source).operations) == ["GET /late"]


def test_hooks_that_take_an_application_are_conditional() -> None:
    found = discovered(
        {
            "main.py": "from fastapi import FastAPI\napp = FastAPI()",
            "plugin.py": """
                from fastapi import FastAPI
                def install(app: FastAPI):
                    @app.get("/plugin")
                    def show(): ...
            """,
        }
    )
    assert described(found.operations) == ["GET /plugin if install() is called"]


def test_tests_and_examples_are_counted_apart() -> None:
    found = discovered(
        {
            "app.py": "from flask import Flask\napp = Flask(__name__)\n@app.route('/a')\ndef a(): ...",
            "tests/test_app.py": """
                from flask import Flask
                def make():
                    t = Flask('t')
                    @t.route('/t')
                    def view(): ...
            """,
            "examples/run.py": """
                from fastapi import FastAPI
                app = FastAPI()
                @app.get('/e')
                def e(): ...
                @app.post('/e')
                def f(): ...
            """,
        },
        roles={"tests/test_app.py": Role.TEST, "examples/run.py": Role.EXAMPLE},
    )
    assert described(found.operations) == ["GET /a"]
    assert found.excluded == {"example": 2, "test": 1}
    assert len(found.applications) == 1


def test_several_applications_of_a_monorepo() -> None:
    found = discovered(
        {
            "one/main.py": "from fastapi import FastAPI\napp = FastAPI()\n@app.get('/users')\ndef users(): ...",
            "two/main.py": "from flask import Flask\napp = Flask(__name__)\n@app.get('/users')\ndef users(): ...",
        }
    )
    assert [(one.id, one.application) for one in found.operations] == [
        ("GET /users#one.main.users", "one.main:app"),
        ("GET /users#two.main.users", "two.main:app"),
    ]
    assert {one.framework for one in found.applications} == {"fastapi", "flask"}


def test_a_wsgi_application_below_an_asgi_one() -> None:
    source = """
        from fastapi import FastAPI
        from starlette.middleware.wsgi import WSGIMiddleware
        from flask import Flask
        old = Flask(__name__)
        @old.route("/page")
        def page(): ...
        app = FastAPI()
        app.mount("/old", WSGIMiddleware(old))
    """
    assert described(discovered(source).operations) == ["GET /old/page"]


def test_a_library_application_that_is_mounted_is_counted_apart() -> None:
    source = """
        from fastapi import FastAPI
        from fastapi.staticfiles import StaticFiles
        from somelib import make_app
        app = FastAPI()
        app.mount("/metrics", make_app())
        app.mount("/static", StaticFiles(directory="static"))
    """
    found = discovered(source)
    assert found.operations == ()
    assert [(one.prefix, one.library) for one in found.library_mounts] == [("/metrics", "somelib.make_app")]
    assert [one.prefix for one in found.static_mounts] == ["/static"]


def test_a_route_added_to_a_router_after_it_was_included_is_there() -> None:
    source = """
        from fastapi import APIRouter, FastAPI
        app, outer, inner = FastAPI(), APIRouter(), APIRouter(prefix="/in")
        outer.include_router(inner)
        app.include_router(outer, prefix="/api")
        @inner.get("/late")
        def late(): ...
    """
    assert described(discovered(source).operations) == ["GET /api/in/late"]


def test_a_broken_or_empty_project_gives_nothing() -> None:
    assert discovered({}).operations == ()
    assert discovered({"app.py": ""}).operations == ()
    assert discovered(
        "import flask\nraise SystemExit\napp = flask.Flask('x')\napp.add_url_rule('/x', 'x', print)"
    ).applications


def test_a_factory_first_called_under_a_test_is_called_for_sure_too() -> None:
    found = discovered(
        {
            "a_tool.py": "import flask, shop\nif flask.has_app_context():\n    shop.create_app()",
            "shop.py": """
                from flask import Flask
                def create_app():
                    app = Flask(__name__)
                    app.add_url_rule("/x", "x", lambda: "")
                    return app
            """,
        }
    )
    assert described(found.operations) == ["GET /x"]


def test_an_application_mounted_under_a_test_stays_conditional() -> None:
    found = discovered(
        """
        from fastapi import FastAPI
        import settings
        def make():
            inner = FastAPI()
            inner.get("/x")(lambda: None)
            return inner
        app = FastAPI()
        if settings.INNER:
            app.mount("/inner", make())
        """
    )
    assert described(found.operations) == ["GET /inner/x if settings.INNER"]


def test_switches_in_a_configured_table_are_undecided() -> None:
    found = discovered(
        """
        from flask import Flask
        app = Flask(__name__)
        app.config["FEATURES"] = {"NEW": False}
        features = app.config["FEATURES"]
        if features["NEW"]:
            app.add_url_rule("/new", "new", lambda: "")
        """
    )
    assert described(found.operations) == ["GET /new if features['NEW']"]


def test_what_the_projects_application_serves_is_an_operation_wherever_it_stands() -> None:
    found = discovered(
        {
            "app.py": """
                from fastapi import FastAPI
                from examples import shop
                app = FastAPI()
                app.include_router(shop.router)
            """,
            "examples/shop.py": """
                from fastapi import APIRouter, FastAPI
                router = APIRouter()
                @router.get("/shop")
                def shop(): ...
                app = FastAPI()
                app.include_router(router, prefix="/demo")
            """,
        },
        roles={"examples/shop.py": Role.EXAMPLE},
    )
    assert described(found.operations) == ["GET /shop"]
    assert found.excluded == {"example": 1}


def test_an_application_that_an_unknown_objects_method_returns_is_mounted_under_a_condition() -> None:
    found = discovered(
        {
            "app.py": """
                from fastapi import FastAPI
                def create(manager):
                    app = FastAPI()
                    app.mount("/auth", manager.get_app())
                    app.mount("/other", manager.get_other())
                    return app
            """,
            "simple.py": """
                from fastapi import FastAPI
                class Simple:
                    def get_app(self):
                        made = FastAPI()
                        made.get("/login")(lambda: None)
                        return made
            """,
        }
    )
    assert described(found.operations) == ["GET /auth/login if get_app() is Simple.get_app()"]
    assert [mount.prefix for mount in found.library_mounts] == ["/other"]


def test_a_module_that_is_surely_imported_elsewhere_registers_for_sure() -> None:
    files = {
        "app.py": """
            from flask import Flask
            import settings
            app = Flask(__name__)
            if settings.EXTRA:
                import extra
        """,
        "extra.py": "import pages",
        "pages.py": "from app import app\nimport flask\n@app.route('/page')\ndef page(): ...\n",
    }
    assert described(discovered(files).operations) == ["GET /page if settings.EXTRA"]
    files["wsgi.py"] = "from app import app\nimport flask\nimport extra\n"
    assert described(discovered(files).operations) == ["GET /page"]


def test_a_factory_that_may_give_back_what_there_is_registers_for_sure() -> None:
    source = """
        from flask import Flask
        import state
        def create_app():
            if state.made:
                return state.app
            app = Flask(__name__)
            app.add_url_rule("/x", "x", lambda: "")
            if state.debug:
                app.add_url_rule("/debug", "debug", lambda: "")
            return app
    """
    assert described(discovered(source).operations) == ["GET /debug if state.debug", "GET /x"]


def test_a_module_that_registers_on_what_another_one_made_is_run() -> None:
    found = discovered(
        {
            "shop/__init__.py": "",
            "shop/main.py": "from server import app\n",
            "shop/made.py": "from flask import Flask\n\ndef create_app():\n    return Flask(__name__)\n",
            "shop/views.py": """
                from flask import Blueprint
                bp = Blueprint("views", __name__)
                @bp.route("/items")
                def items(): ...
                """,
            "shop/server.py": """
                from made import create_app
                from views import bp
                from settings import settings
                app = create_app()
                app.register_blueprint(bp, url_prefix=settings.base_url.rstrip("/") + "/api")
                """,
            "shop/settings.py": "import dynaconf\nsettings = dynaconf.Dynaconf()\n",
        }
    )
    (items,) = found.operations
    assert (str(items), items.mounted) == ("GET /api/items", True)
