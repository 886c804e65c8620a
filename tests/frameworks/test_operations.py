"""What an operation carries: its handler behind decorators, its guards, its mounts, what it declares."""

from __future__ import annotations

from tests.frameworks.build import discovered, operation


def test_the_handler_is_found_behind_decorators_and_they_are_its_guards() -> None:
    found = discovered(
        {
            "app.py": """
                from functools import wraps, partial
                from flask import Flask
                from flask_login import login_required
                from guards import plain, admin, passing
                app = Flask(__name__)

                @app.before_request
                def load_user(): ...

                @app.route("/x")
                @login_required
                @admin("root")
                @plain
                @passing
                def x(): ...

                def y(kind): ...
                app.add_url_rule("/y", "y", partial(login_required(y), "k"))
            """,
            "guards.py": """
                from functools import wraps
                def plain(view):
                    def wrapper(*args, **kwargs):
                        return view(*args, **kwargs)
                    return wrapper
                def admin(role):
                    def decorate(view):
                        @wraps(view)
                        def wrapper(*args, **kwargs):
                            return view(*args, **kwargs)
                        return wrapper
                    return decorate
                def passing(view):
                    view.marked = True
                    return view
            """,
        }
    )
    x = operation(found, "GET /x")
    assert (x.handler.name, x.handler.file, x.handler.line) == ("app.x", "app.py", 15)
    assert x.route.line == 10
    assert x.declared.guards == (
        "app.load_user",
        "flask_login.login_required",
        "guards.admin",
        "guards.plain",
        "guards.passing",
    )
    y = operation(found, "GET /y")
    assert (y.handler.name, y.declared.guards) == ("app.y", ("app.load_user", "flask_login.login_required"))


def test_the_chain_of_mounts_has_every_file_and_line() -> None:
    found = discovered(
        {
            "main.py": """
                from fastapi import FastAPI
                from api import api
                app = FastAPI()
                app.include_router(api, prefix="/v1")
            """,
            "api.py": """
                from fastapi import APIRouter
                from users import router
                api = APIRouter()
                api.include_router(router, prefix="/users")
            """,
            "users.py": """
                from fastapi import APIRouter
                router = APIRouter()

                @router.get("/{id}")
                async def show(id: int): ...
            """,
        }
    )
    show = operation(found, "GET /v1/users/{id}")
    assert [(mount.prefix, mount.router, str(mount.location)) for mount in show.mounts] == [
        ("/v1", "api.api", "main.py:4"),
        ("/users", "users.router", "api.py:4"),
    ]
    assert (str(show.route), show.handler.name, show.handler.line, show.application) == (
        "users.py:4",
        "users.show",
        5,
        "main:app",
    )


def test_flask_views_say_what_runs_and_what_they_inherit() -> None:
    found = discovered(
        """
        from flask import Flask
        from flask.views import MethodView
        from flask_wtf.csrf import CSRFProtect
        from somelib import limit
        app = Flask(__name__)
        csrf = CSRFProtect(app)
        class Base(MethodView):
            def get(self): ...
        class Users(Base):
            decorators = [limit]
            def post(self): ...
        app.add_url_rule("/users", view_func=Users.as_view("users"))
        @app.post("/hook")
        @csrf.exempt
        def hook(): ...
        """
    )
    get, post, hook = (operation(found, name) for name in ("GET /users", "POST /users", "POST /hook"))
    assert (get.handler.name, get.handler.line, get.name) == ("app.Users", 9, "users")
    assert [run.qualname for run in get.handler.runs] == ["Base.get"]
    assert [run.qualname for run in post.handler.runs] == ["Users.post"]
    assert get.handler.bases == ("flask.views.MethodView", "flask.views.View")
    assert get.declared.guards == ("somelib.limit",)
    assert (post.declared.csrf_exempt, hook.declared.csrf_exempt) == (False, True)


def test_fastapi_signatures_declare() -> None:
    found = discovered(
        """
        from typing import Annotated
        from fastapi import APIRouter, Depends, FastAPI, Form, Query, Security, UploadFile, status
        from fastapi.responses import HTMLResponse
        from fastapi.security import OAuth2PasswordBearer
        from pydantic import BaseModel
        oauth = OAuth2PasswordBearer(tokenUrl="token")
        class Item(BaseModel):
            name: str
        def session(): ...
        def user(token: str = Depends(oauth)): ...
        User = Annotated[dict, Depends(user)]
        def admin(): ...
        app = FastAPI(dependencies=[Depends(session)])
        router = APIRouter(prefix="/items", tags=["items"], dependencies=[Depends(admin)])
        @router.post("/", status_code=status.HTTP_201_CREATED, response_model=Item)
        def make(item: Item, user: User): ...
        @router.post("/upload", include_in_schema=False)
        async def upload(file: UploadFile, note: Annotated[str, Form()], q: str | None = Query(None)): ...
        @router.get("/page", response_class=HTMLResponse, status_code=200)
        def page() -> str: ...
        @router.get("/typed")
        def typed() -> Item | None: ...
        app.include_router(router)
        """
    )
    make = operation(found, "POST /items/").declared
    assert make.guards == ("app.session", "app.admin", "app.user")  # what `user` takes is its own affair
    assert (make.body, make.form, make.response, make.status, make.in_schema, make.tags) == (
        "app.Item",
        None,
        "app.Item",
        201,
        True,
        ("items",),
    )
    upload = operation(found, "POST /items/upload").declared
    assert (upload.form, upload.body, upload.in_schema) == (True, None, False)
    page = operation(found, "GET /items/page").declared
    assert (page.response, page.status) == ("fastapi.responses.HTMLResponse", 200)
    assert operation(found, "GET /items/typed").declared.response == "app.Item"


def test_paths_keep_converters_and_holes() -> None:
    found = discovered(
        """
        from flask import Flask
        from somewhere import settings
        app = Flask(__name__)
        @app.route(f"/{settings.version}/<int:item>/<any(a, b):kind>/<path:rest>")
        def x(item, kind, rest): ...
        """
    )
    path = found.operations[0].path
    assert str(path) == "/{version}/{item}/{kind}/{rest}"
    assert [parameter.kind for parameter in path.parameters] == ["unknown", "int", "any(a, b)", "path"]


def test_colliding_operations_are_told_apart_by_their_handlers() -> None:
    found = discovered(
        """
        from flask import Flask
        app = Flask(__name__)
        @app.route("/x")
        def one(): ...
        @app.route("/x")
        def two(): ...
        """
    )
    assert [one.id for one in found.operations] == ["GET /x#app.one", "GET /x#app.two"]


def test_the_same_input_gives_the_same_answer_whatever_the_order_of_files() -> None:
    blueprint = """
        from flask import Blueprint
        bp = Blueprint("b{0}", __name__)
        @bp.route("/{0}")
        def view(): ...
    """
    files = {f"m{number}.py": blueprint.format(number) for number in range(5)}
    files["app.py"] = (
        "from flask import Flask\nimport m1, m2\napp = Flask(__name__)\nfor m in (m1, m2): app.register_blueprint(m.bp)"
    )
    assert discovered(files) == discovered(dict(reversed(files.items())))
