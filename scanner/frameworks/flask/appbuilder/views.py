"""View and API classes: what each exposes, and the blueprint that it becomes.

https://flask-appbuilder.readthedocs.io/en/latest/views.html
https://flask-appbuilder.readthedocs.io/en/latest/rest_api.html
"""

from __future__ import annotations

from scanner.concepts.operation import LibraryMount
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.flask import csrf
from scanner.frameworks.flask.appbuilder.expose import answers, exposed, hooks
from scanner.frameworks.flask.scaffold import Blueprint, Rule
from scanner.frameworks.protocol import World, place, stands_for
from scanner.interpret.handlers import own_name
from scanner.interpret.objects import Class, Decorated, Instance
from scanner.interpret.values import Unknown, Value, plain

_FORM = ("GET", "POST")


class AbstractView(Instance):
    """What views and APIs share: a blueprint is made of each."""

    route_base: Value = None
    endpoint: Value = None
    blueprint: Value = None
    appbuilder: Value = None
    include_route_methods: Value = None
    exclude_route_methods: Value = ()
    base_permissions: Value = None
    class_permission_name: Value = None
    method_permission_name: Value = None

    def __init__(self, *_: Value, **__: Value) -> None:
        """Permissions are collected, which does not matter here."""

    def get_uninit_inner_views(self) -> Value:
        return ()

    def _base(self) -> Text:
        """The URL of a class that states none."""
        return Text.of("/", self.class_.name.lower())

    def create_blueprint(self, appbuilder: Value = None, endpoint: Value = None, static_folder: Value = None) -> Value:
        i = self.interpreter
        self.appbuilder = appbuilder
        stated = plain(endpoint)
        self.endpoint = stated if isinstance(stated, str) and stated else self.class_.name
        if self.read("route_base") is None:
            self.route_base = plain(self._base())
        given = {"url_prefix": self.read("route_base"), "template_folder": self.read("template_folder", None)}
        made = i.call(i.library.class_of(Blueprint), (self.endpoint, __name__), given)
        self.blueprint = made
        if isinstance(made, Blueprint):
            self._register(made)
        return made

    def _serves(self, name: str) -> bool:
        """Whether a method's routes are registered; a set or, as in Python, a text may say which."""
        i = self.interpreter
        included, excluded = self.read("include_route_methods"), self.read("exclude_route_methods")
        if included is not None and i.truth(i.contains(included, name)) is False:
            return False
        return not i.truth(i.contains(excluded, name))

    def _register(self, blueprint: Blueprint) -> None:
        """The rules of what is exposed; those of a class that is the library's own are counted apart."""
        i = self.interpreter
        location, _ = place(i)
        base = i.text(self.read("route_base"))
        for name, method, exposure in exposed(i, self):
            if not self._serves(name):
                continue
            if not isinstance(self.class_, Class):
                path = str(paths.angled(paths.join(base, exposure.url)))
                World.of(i).library_mounts.append(LibraryMount(path, self.class_.dotted, location))
                continue
            view = method
            for hook in hooks(i, self, name):
                view = Decorated(view, own_name(hook))
            where = exposure.location or location
            methods = exposure.methods or None
            blueprint._add(Rule(exposure.url, name, view, methods, where, exposure.condition))


@stands_for("flask_appbuilder.baseviews.BaseView", "flask_appbuilder.BaseView", "flask_appbuilder.views.BaseView")
class BaseView(AbstractView):
    """Pages under `/classname`."""

    default_view: Value = "list"
    template_folder: Value = "templates"

    def render_template(self, *_: Value, **__: Value) -> Value:
        return Unknown("a response")


@stands_for("flask_appbuilder.api.BaseApi")
class BaseApi(AbstractView):
    """An API under `/api/<version>/<resource name>`, exempt from CSRF protection."""

    version: Value = "v1"
    resource_name: Value = None
    csrf_exempt: Value = True
    allow_browser_login: Value = False

    def _base(self) -> Text:
        i = self.interpreter
        resource = self.read("resource_name")
        stated = i.text(resource) if resource is not None else Text.of(self.class_.name)
        name = Text.of(*(part.lower() if isinstance(part, str) else part for part in stated.parts))
        return Text.of("/api/", i.text(self.read("version")), "/", name)

    def create_blueprint(self, appbuilder: Value = None, endpoint: Value = None, static_folder: Value = None) -> Value:
        made = super().create_blueprint(appbuilder, endpoint, static_folder)
        if isinstance(made, Blueprint) and self.interpreter.truth(self.read("csrf_exempt")):
            csrf.exempt_blueprint(self.interpreter, made)
        return made


@stands_for("flask_appbuilder.api.ModelRestApi", "flask_appbuilder.ModelRestApi")
class ModelRestApi(BaseApi):
    """Rows of a model: their description, list, one, and changes."""

    info = answers("/_info")
    get_list = answers("/")
    get = answers("/<int:pk>")
    post = answers("/", methods=("POST",))
    put = answers("/<pk>", methods=("PUT",))
    delete = answers("/<pk>", methods=("DELETE",))


@stands_for("flask_appbuilder.views.IndexView", "flask_appbuilder.IndexView")
class IndexView(BaseView):
    """The start page."""

    route_base: Value = ""
    default_view: Value = "index"
    index = answers("/")


@stands_for("flask_appbuilder.views.UtilView")
class UtilView(BaseView):
    """The page before the last."""

    route_base: Value = ""
    default_view: Value = "back"
    back = answers("/back")


@stands_for("flask_appbuilder.baseviews.BaseFormView", "flask_appbuilder.views.BaseFormView")
class BaseFormView(BaseView):
    """A form."""

    default_view: Value = "this_form_get"


@stands_for("flask_appbuilder.views.SimpleFormView", "flask_appbuilder.SimpleFormView")
class SimpleFormView(BaseFormView):
    """A form and what its submission runs: the project writes `form_get` and `form_post`."""

    this_form_get = answers("/form")
    this_form_post = answers("/form", methods=("POST",))


@stands_for("flask_appbuilder.views.PublicFormView", "flask_appbuilder.PublicFormView")
class PublicFormView(SimpleFormView):
    """A form without a login."""


@stands_for("flask_appbuilder.baseviews.BaseModelView")
class BaseModelView(BaseView):
    """A view on a model."""


@stands_for("flask_appbuilder.baseviews.BaseCRUDView", "flask_appbuilder.views.BaseCRUDView")
class BaseCRUDView(BaseModelView):
    """A view that changes a model's rows."""


@stands_for("flask_appbuilder.views.ModelView", "flask_appbuilder.ModelView")
class ModelView(BaseCRUDView):
    """Pages that list, show, add, edit and delete rows of a model."""

    list = answers("/list/")
    show = answers("/show/<pk>")
    add = answers("/add", methods=_FORM)
    edit = answers("/edit/<pk>", methods=_FORM)
    delete = answers("/delete/<pk>", methods=_FORM)
    download = answers("/download/<string:filename>")
    action = answers("/action/<string:name>/<pk>", methods=_FORM)
    action_post = answers("/action_post", methods=("POST",))


@stands_for("flask_appbuilder.views.MasterDetailView", "flask_appbuilder.MasterDetailView")
class MasterDetailView(BaseCRUDView):
    """A list beside what belongs to one of its rows."""

    list = answers("/list/", "/list/<pk>")


@stands_for("flask_appbuilder.views.MultipleView", "flask_appbuilder.MultipleView")
class MultipleView(BaseView):
    """Several views on one page."""

    list = answers("/list/")


@stands_for("flask_appbuilder.views.CompactCRUDMixin", "flask_appbuilder.CompactCRUDMixin")
class CompactCRUDMixin(BaseCRUDView):
    """List, add and edit on one page."""

    list = answers("/list/", methods=_FORM)
    add = answers("/add/", methods=_FORM)
    edit = answers("/edit/<pk>", methods=_FORM)
    delete = answers("/delete/<pk>", methods=_FORM)


@stands_for("flask_appbuilder.charts.views.BaseChartView")
class BaseChartView(BaseModelView):
    """A chart."""

    default_view: Value = "chart"


@stands_for("flask_appbuilder.charts.views.GroupByChartView", "flask_appbuilder.GroupByChartView")
class GroupByChartView(BaseChartView):
    """A chart of groups."""

    chart = answers("/chart/<group_by>", "/chart/")


@stands_for("flask_appbuilder.charts.views.DirectByChartView", "flask_appbuilder.DirectByChartView")
class DirectByChartView(GroupByChartView):
    """A chart of rows."""


@stands_for("flask_appbuilder.charts.views.ChartView", "flask_appbuilder.charts.views.DirectChartView")
class ChartView(BaseChartView):
    """A chart, in the library's older way."""

    chart = answers("/chart/<group_by>", "/chart/")


@stands_for("flask_appbuilder.charts.views.TimeChartView")
class TimeChartView(BaseChartView):
    """A chart over time, in the library's older way."""

    chart = answers("/chart/<group_by>/<period>", "/chart/")
