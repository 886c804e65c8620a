"""Flask-Admin: what a project exposes in its views; the library's own pages are counted apart.

https://flask-admin.readthedocs.io/en/stable/introduction.html
https://flask-admin.readthedocs.io/en/stable/api/mod_base/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.operation import LibraryMount
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.flask.scaffold import Blueprint, Flask, Rule
from scanner.frameworks.protocol import Example, Interpreter, World, place, stands_for
from scanner.interpret.handlers import own_name, unwrap
from scanner.interpret.lookup import in_class
from scanner.interpret.objects import BoundMethod, Class, Decorated, Function, Instance
from scanner.interpret.values import Native, Value, plain

_URLS = "flask_admin.urls"


@dataclass(frozen=True, slots=True)
class Exposed:
    """One `@expose` above a method."""

    url: Text
    methods: tuple[str, ...]
    location: Location
    condition: str | None


@stands_for("flask_admin.expose", "flask_admin.base.expose")
def expose(i: Interpreter, url: Value = "/", methods: Value = ("GET",)) -> Value:
    """`@expose("/reports", methods=("GET", "POST"))` above a method."""
    location, condition = place(i)

    def decorate(_i: Interpreter, view: Value) -> Value:
        inner = unwrap(view)
        if isinstance(inner, Function):
            before = inner.attributes.get(_URLS, ())
            listed = tuple(text.upper() for text in i.strings(methods))
            row = Exposed(i.text(url), listed, location, condition)
            inner.attributes[_URLS] = (*before, row) if isinstance(before, tuple) else (row,)
        return view

    return Native(decorate, "flask_admin.expose")


@stands_for("flask_admin.BaseView", "flask_admin.base.BaseView")
class BaseView(Instance):
    """A view of the admin: each exposed method is a route below the view's URL."""

    library = ""
    """The name under which the library's own pages of such a view are counted."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.endpoint: Value = None
        self.url: Value = None
        self.name: Value = None
        self.admin: Value = None

    def __init__(
        self, name: Value = None, category: Value = None, endpoint: Value = None, url: Value = None, **_: Value
    ) -> None:
        self.name = name
        self.endpoint = endpoint
        self.url = url

    def _default_endpoint(self) -> str:
        return self.class_.name.lower()

    def _address(self, base: str) -> tuple[str, str]:
        """Its endpoint and its URL below the admin's."""
        stated = plain(self.endpoint)
        endpoint = stated if isinstance(stated, str) and stated else self._default_endpoint()
        url = plain(self.url)
        if not isinstance(url, str):
            return endpoint, f"{base.rstrip('/')}/{endpoint}"
        return endpoint, url if url.startswith("/") else f"{base.rstrip('/')}/{url}"

    def _blueprint(self, base: str) -> Value:
        """The blueprint of the project's exposed methods, with what stands before them."""
        i = self.interpreter
        endpoint, url = self._address(base)
        prefix = None if url == "/" else url
        blueprint = i.call(i.library.class_of(Blueprint), (endpoint, "flask_admin"), {"url_prefix": prefix})
        guard = self._guard()
        if isinstance(blueprint, Blueprint):
            for name, view, row in self._exposed():
                shown = Decorated(view, guard) if guard else view
                blueprint._add(Rule(row.url, name, shown, row.methods, row.location, row.condition))
        return blueprint

    def _guard(self) -> str:
        """The project's `is_accessible`, which decides who sees the view."""
        found = in_class(self.interpreter, self.class_, "is_accessible")
        return own_name(found) if isinstance(unwrap(found), Function) else ""

    def _exposed(self) -> Iterator[tuple[str, Value, Exposed]]:
        members: dict[str, Value] = {}
        for entry in reversed(self.class_.mro) if isinstance(self.class_, Class) else ():
            if isinstance(entry, Class):
                members.update(entry.namespace)
        for name, value in members.items():
            inner = unwrap(value)
            rows = inner.attributes.get(_URLS, ()) if isinstance(inner, Function) else ()
            for row in rows if isinstance(rows, tuple) else ():
                if isinstance(row, Exposed):
                    yield name, BoundMethod(value, self), row


@stands_for("flask_admin.AdminIndexView", "flask_admin.base.AdminIndexView")
class AdminIndexView(BaseView):
    """The admin's first page."""

    library = "flask_admin"

    def __init__(
        self, name: Value = None, category: Value = None, endpoint: Value = None, url: Value = None, **_: Value
    ) -> None:
        super().__init__(name, category, endpoint or "admin", url or "/admin")


@stands_for(
    "flask_admin.contrib.sqla.ModelView",
    "flask_admin.contrib.sqla.view.ModelView",
    "flask_admin.contrib.sqlamodel.ModelView",
    "flask_admin.contrib.peewee.ModelView",
    "flask_admin.contrib.mongoengine.ModelView",
    "flask_admin.contrib.pymongo.ModelView",
    "flask_admin.model.BaseModelView",
)
class ModelView(BaseView):
    """The library's list, form and deletion pages of one model."""

    library = "flask_admin.model.BaseModelView"

    def prepare(self) -> None:
        """The fields, before they are known."""
        super().prepare()
        self.model: Value = None

    def __init__(
        self,
        model: Value = None,
        session: Value = None,
        name: Value = None,
        category: Value = None,
        endpoint: Value = None,
        url: Value = None,
        **_: Value,
    ) -> None:
        super().__init__(name, category, endpoint, url)
        self.model = model

    def _default_endpoint(self) -> str:
        name = plain(self.interpreter.attribute(self.model, "__name__"))
        return (name if isinstance(name, str) else self.class_.name).lower()


@stands_for("flask_admin.contrib.fileadmin.FileAdmin", "flask_admin.contrib.fileadmin.BaseFileAdmin")
class FileAdmin(BaseView):
    """The library's pages for files."""

    library = "flask_admin.contrib.fileadmin"

    def __init__(
        self,
        base_path: Value = None,
        base_url: Value = None,
        name: Value = None,
        category: Value = None,
        endpoint: Value = None,
        url: Value = None,
        **_: Value,
    ) -> None:
        super().__init__(name, category, endpoint, url)


@stands_for("flask_admin.Admin", "flask_admin.base.Admin")
class Admin(Instance):
    """An admin: views are added before or after the application is known."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.app: Value = None
        self.url: Value = "/admin"
        self._views: list[tuple[BaseView, Location]] = []

    def __init__(
        self,
        app: Value = None,
        name: Value = None,
        url: Value = None,
        subdomain: Value = None,
        index_view: Value = None,
        *_: Value,
        endpoint: Value = None,
        **__: Value,
    ) -> None:
        i = self.interpreter
        if not isinstance(index_view, BaseView):
            index_view = i.call(i.library.class_of(AdminIndexView), (), {"endpoint": endpoint, "url": url})
        stated = plain(url) or (plain(index_view.url) if isinstance(index_view, BaseView) else None)
        self.url = stated if isinstance(stated, str) else "/admin"
        self.index_view = index_view
        self.app = app
        self.add_view(index_view)

    def init_app(self, app: Value, *_: Value, **__: Value) -> None:
        """Register the views on an application."""
        self.app = app
        for view, _location in self._views:
            self._register(view)

    def add_view(self, view: Value) -> None:
        """`admin.add_view(ModelView(User, db.session))`."""
        if isinstance(view, BaseView):
            self._views.append((view, place(self.interpreter)[0]))
            view.admin = self
            self._register(view)

    def add_views(self, *views: Value) -> None:
        """Several."""
        for view in views:
            self.add_view(view)

    def _register(self, view: BaseView) -> None:
        app = self.app
        if not isinstance(app, Flask):
            return
        base = str(plain(self.url))
        app.send("register_blueprint", view._blueprint(base))
        if view.library:
            location = next(place_ for one, place_ in self._views if one is view)
            prefix = str(paths.angled(Text.of(view._address(base)[1])))
            World.of(self.interpreter).library_mounts.append(LibraryMount(prefix, view.library, location))


EXAMPLES = (
    Example(
        """
        from flask import Flask
        from flask_admin import Admin, AdminIndexView, BaseView, expose
        class Home(AdminIndexView):
            @expose("/")
            def index(self): ...
        class Guarded(BaseView):
            def is_accessible(self): ...
        class ReportView(Guarded):
            @expose("/")
            def index(self): ...
            @expose("/run/<int:id>", methods=("GET", "POST"))
            def run(self, id): ...
        app = Flask(__name__)
        admin = Admin(name="shop", index_view=Home(url="/manage"))
        admin.add_view(ReportView(name="Reports", endpoint="reports"))
        admin.init_app(app)
        admin.add_view(ReportView(name="Other", endpoint="other", url="/elsewhere"))
        """,
        gives=(
            "GET /elsewhere/",
            "GET /elsewhere/run/{id}",
            "GET /manage/",
            "GET /manage/reports/",
            "GET /manage/reports/run/{id}",
            "POST /elsewhere/run/{id}",
            "POST /manage/reports/run/{id}",
        ),
    ),
)
