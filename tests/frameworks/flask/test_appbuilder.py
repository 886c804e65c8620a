"""Flask-AppBuilder: whose code answers, what stands before it, and what is the library's own."""

from __future__ import annotations

from tests.frameworks.build import described, discovered, operation

_APP = """
from flask import Flask
from flask_appbuilder import AppBuilder
app = Flask(__name__)
"""


def test_inherited_methods_are_the_librarys_and_written_ones_the_projects() -> None:
    found = discovered(
        {
            "app.py": _APP + "import views\nbuilder = AppBuilder(app)\nbuilder.add_api(views.Users)\n",
            "base.py": """
                from flask_appbuilder import ModelRestApi
                from flask_appbuilder.api import expose
                class Base(ModelRestApi):
                    @expose("/related/<name>")
                    def related(self, name): ...
            """,
            "views.py": """
                from flask_appbuilder.api import expose, protect
                from base import Base
                class Users(Base):
                    include_route_methods = {"get", "post", "related"}
                    @expose("/", methods=["POST"])
                    @protect()
                    def post(self): ...
            """,
        }
    )
    assert described(found.operations) == [
        "GET /api/v1/users/related/{name}",
        "GET /api/v1/users/{pk}",
        "POST /api/v1/users/",
    ]
    post = operation(found, "POST /api/v1/users/")
    assert (post.handler.name, post.handler.file, post.route.line) == ("views.Users.post", "views.py", 5)
    assert post.declared.guards == ("flask_appbuilder.api.protect",)
    assert post.name == "Users.post"
    assert [(step.prefix, step.location.file) for step in post.mounts] == [("/api/v1/users", "app.py")]
    assert not post.inherited
    assert operation(found, "GET /api/v1/users/related/{name}").handler.file == "base.py"
    one = operation(found, "GET /api/v1/users/{pk}")
    assert (one.handler.name, one.handler.file) == ("flask_appbuilder.api.ModelRestApi.get", "")
    assert one.inherited


def test_hooks_of_a_class_stand_before_its_methods() -> None:
    found = discovered(
        _APP
        + """
from flask_appbuilder import BaseView, expose
from flask_appbuilder.hooks import before_request
class Pages(BaseView):
    @before_request(only=["closed"])
    def check(self): ...
    @expose("/open")
    def open(self): ...
    @expose("/closed")
    def closed(self): ...
AppBuilder(app).add_view_no_menu(Pages)
"""
    )
    assert operation(found, "GET /pages/open").declared.guards == ()
    assert operation(found, "GET /pages/closed").declared.guards == ("app.Pages.check",)


def test_a_text_names_the_methods_that_it_holds() -> None:
    found = discovered(
        _APP
        + """
from flask_appbuilder import ModelRestApi
class Rows(ModelRestApi):
    include_route_methods = "get_list"
AppBuilder(app).add_api(Rows)
"""
    )
    assert described(found.operations) == ["GET /api/v1/rows/", "GET /api/v1/rows/{pk}"]


def test_the_librarys_own_views_are_counted_apart() -> None:
    found = discovered(_APP + "AppBuilder(app)\n")
    assert found.operations == ()
    mounts = {mount.prefix: mount.library for mount in found.library_mounts}
    assert mounts["/login/"] == "flask_appbuilder.security.views.AuthDBView"
    assert mounts["/users/edit/{pk}"] == "flask_appbuilder.security.views.UserDBModelView"


def test_views_that_a_setting_chooses_are_conditional() -> None:
    found = discovered(
        _APP
        + """
from flask_appbuilder import expose
from flask_appbuilder.security.manager import AUTH_OAUTH
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.views import AuthDBView, AuthOAuthView
class Password(AuthDBView):
    route_base = "/password"
    @expose("/")
    def login(self): ...
    logout = None
class Provider(AuthOAuthView):
    route_base = "/provider"
    @expose("/")
    def login(self): ...
    oauth_authorized = None
    logout = None
class Security(SecurityManager):
    authdbview = Password
    authoauthview = Provider
app.config["AUTH_TYPE"] = AUTH_OAUTH
AppBuilder(app, security_manager_class=Security)
"""
    )
    assert described(found.operations) == ["GET /password/ if AUTH_TYPE is AUTH_DB", "GET /provider/"]
