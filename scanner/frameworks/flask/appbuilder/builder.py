"""`AppBuilder`: the views and APIs that the project gives it, and those it brings itself.

https://flask-appbuilder.readthedocs.io/en/latest/api.html#flask_appbuilder.base.AppBuilder
"""

from __future__ import annotations

from scanner.frameworks.flask.appbuilder.security import SecurityManager
from scanner.frameworks.flask.appbuilder.views import AbstractView, IndexView, UtilView
from scanner.frameworks.protocol import Example, stands_for
from scanner.interpret.objects import Class, Decorated, Instance, NativeClass
from scanner.interpret.values import ListValue, Unknown, Value, plain


@stands_for("flask_appbuilder.AppBuilder", "flask_appbuilder.base.AppBuilder")
class AppBuilder(Instance):
    """An extension of an application; a view added before there is one waits for it."""

    def prepare(self) -> None:
        self.baseviews = ListValue()
        self.app: Value = None
        self.sm: Value = None
        self.session: Value = Unknown("a database session", "session")
        self.menu: Value = Unknown("the menu", "menu")
        self.indexview: Value = None
        self.security_manager_class: Value = None
        self._waiting: list[tuple[AbstractView, Value, Value]] = []

    def __init__(
        self,
        app: Value = None,
        session: Value = None,
        menu: Value = None,
        indexview: Value = None,
        base_template: Value = "appbuilder/baselayout.html",
        static_folder: Value = "static/appbuilder",
        static_url_path: Value = "/appbuilder",
        security_manager_class: Value = None,
        update_perms: Value = True,
        **_: Value,
    ) -> None:
        self.indexview = indexview
        self.security_manager_class = security_manager_class
        self.base_template = base_template
        if app is not None:
            self.send("init_app", app, session)

    def init_app(self, app: Value, session: Value = None) -> None:
        i = self.interpreter
        self.app = app
        self.baseviews = ListValue([view for view, _, _ in self._waiting])
        if session is not None:
            self.session = session
        i.set_attribute(app, "appbuilder", self)
        index = self._configured("FAB_INDEX_VIEW") or self.read("indexview") or i.library.class_of(IndexView)
        manager = (
            self._configured("FAB_SECURITY_MANAGER_CLASS")
            or self.read("security_manager_class")
            or i.library.class_of(SecurityManager)
        )
        self.sm = i.call(manager, (self,))
        self.add_view_no_menu(index)
        self.add_view_no_menu(i.library.class_of(UtilView))
        if isinstance(self.sm, Instance):
            self.sm.send("register_views")
        self._add_addons()
        for view, endpoint, static_folder in self._waiting:
            self._mount(view, endpoint, static_folder)
        self._waiting.clear()

    def _setting(self, name: str) -> Value:
        i = self.interpreter
        return i.call(i.attribute(i.attribute(self.app, "config"), "get"), (name,))

    def _configured(self, name: str) -> Value:
        """The class that a setting names by its dotted path."""
        stated = plain(self._setting(name))
        return self._import(stated) if isinstance(stated, str) else None

    def _import(self, dotted: str) -> Value:
        i = self.interpreter
        found = i.call(i.library.get("werkzeug.utils.import_string"), (dotted,))
        return found if isinstance(found, Class | NativeClass | Decorated) else None

    def _add_addons(self) -> None:
        """Managers that `ADDON_MANAGERS` names: each registers views of its own."""
        i = self.interpreter
        for dotted in i.strings(self._setting("ADDON_MANAGERS") or ()):
            manager = i.call(self._import(dotted), (self,))
            for step in ("pre_process", "register_views", "post_process"):
                if isinstance(manager, Instance):
                    manager.send(step)

    def add_view(self, baseview: Value, name: Value = "", *_: Value, **__: Value) -> Value:
        return self._add(baseview)

    def add_view_no_menu(self, baseview: Value, endpoint: Value = None, static_folder: Value = None) -> Value:
        return self._add(baseview, endpoint, static_folder)

    def add_api(self, baseview: Value) -> Value:
        return self._add(baseview)

    def add_link(self, *_: Value, **__: Value) -> None:
        """An entry of the menu."""

    def add_separator(self, *_: Value, **__: Value) -> None:
        """A line in the menu."""

    def _add(self, baseview: Value, endpoint: Value = None, static_folder: Value = None) -> Value:
        """Register a view once; a class is made an object of."""
        i = self.interpreter
        view = i.call(baseview) if isinstance(baseview, Class | NativeClass | Decorated) else baseview
        if not isinstance(view, AbstractView):
            return view
        if any(isinstance(one, AbstractView) and one.class_ is view.class_ for one in self.baseviews.items):
            return view
        view.appbuilder = self
        self.baseviews.items.append(view)
        if self.app is None:
            self._waiting.append((view, endpoint, static_folder))
        else:
            self._mount(view, endpoint, static_folder)
        return view

    def _mount(self, view: AbstractView, endpoint: Value, static_folder: Value) -> None:
        i = self.interpreter
        blueprint = i.call(i.attribute(view, "create_blueprint"), (self, endpoint, static_folder))
        i.call(i.attribute(self.app, "register_blueprint"), (blueprint,))


_SETTINGS = 'app.config.update(SECRET_KEY="x" * 32, SQLALCHEMY_DATABASE_URI="sqlite://", BABEL_DEFAULT_LOCALE="en")'

EXAMPLES = (
    Example(
        f"""
        from flask import Flask
        from flask_appbuilder import AppBuilder, BaseView, expose, has_access
        from flask_appbuilder.api import BaseApi, protect, safe
        from flask_appbuilder.models.sqla.base import SQLA
        app = Flask(__name__)
        {_SETTINGS}
        class Pages(BaseView):
            default_view = "first"
            @expose("/first/")
            @has_access
            def first(self): ...
            @expose("/second/<string:name>", methods=["GET", "POST"])
            @expose("/again")
            def second(self, name=""): ...
        class Based(Pages):
            route_base = "/based"
            exclude_route_methods = {{"second"}}
            def first(self): ...
            @expose("/own")
            def own(self): ...
        class Greeting(BaseApi):
            resource_name = "Hello"
            version = "v2"
            method_permission_name = {{"greet": "read"}}
            @expose("/greet", methods=("POST",))
            @protect()
            @safe
            def greet(self): ...
        class Plain(BaseApi):
            include_route_methods = {{"one"}}
            @expose("/one")
            def one(self): ...
            @expose("/two")
            def two(self): ...
        with app.app_context():
            appbuilder = AppBuilder(app, SQLA(app).session)
            appbuilder.add_view(Pages, "Pages", category="All")
            appbuilder.add_separator("All")
            appbuilder.add_link("Elsewhere", href="/elsewhere", category="All")
            appbuilder.add_view_no_menu(Based())
            appbuilder.add_api(Greeting)
            appbuilder.add_api(Plain)
            appbuilder.add_api(Plain)
        """,
        gives=(
            "GET /api/v1/plain/one",
            "GET /based/own",
            "GET /pages/again",
            "GET /pages/first/",
            "GET /pages/second/{name}",
            "POST /api/v2/hello/greet",
            "POST /pages/second/{name}",
        ),
    ),
    Example(
        f"""
        from flask import Flask
        from flask_appbuilder import AppBuilder, IndexView, Model, ModelRestApi, ModelView, SimpleFormView, expose
        from flask_appbuilder.models.sqla.base import SQLA
        from flask_appbuilder.models.sqla.interface import SQLAInterface
        from flask_appbuilder.security.sqla.manager import SecurityManager
        from flask_appbuilder.security.views import AuthDBView
        from sqlalchemy import Column, Integer, String
        from wtforms import Form
        class Contact(Model):
            __tablename__ = "contact"
            id = Column(Integer, primary_key=True)
            name = Column(String(50))
        class Contacts(ModelView):
            datamodel = SQLAInterface(Contact)
            include_route_methods = {{"list", "edit", "extra"}}
            @expose("/list/")
            def list(self): ...
            @expose("/extra")
            def extra(self): ...
        class ContactApi(ModelRestApi):
            resource_name = "contact"
            datamodel = SQLAInterface(Contact)
            exclude_route_methods = {{"info", "get", "put", "delete"}}
            @expose("/", methods=["POST"])
            def post(self): ...
        class Start(IndexView):
            @expose("/")
            def index(self): ...
        class Feedback(SimpleFormView):
            form = Form
            route_base = "/feedback"
            def form_post(self, form): ...
        class Login(AuthDBView):
            @expose("/login/", methods=["GET", "POST"])
            def login(self): ...
        class Security(SecurityManager):
            authdbview = Login
        appbuilder = AppBuilder(indexview=Start, security_manager_class=Security)
        def create_app():
            app = Flask(__name__)
            {_SETTINGS}
            db = SQLA(app)
            with app.app_context():
                appbuilder.init_app(app, db.session)
                appbuilder.add_view(Contacts, "Contacts")
                appbuilder.add_api(ContactApi)
                appbuilder.add_view_no_menu(Feedback)
            return app
        app = create_app()
        """,
        gives=(
            "GET /",
            "GET /api/v1/contact/",
            "GET /contacts/edit/{pk}",
            "GET /contacts/extra",
            "GET /contacts/list/",
            "GET /feedback/form",
            "GET /login/",
            "GET /logout/",
            "POST /api/v1/contact/",
            "POST /contacts/edit/{pk}",
            "POST /feedback/form",
            "POST /login/",
        ),
    ),
)
