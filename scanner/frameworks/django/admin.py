"""The admin site: one mount of the library's routes, and what a project's sites and model admins add to it.

https://docs.djangoproject.com/en/stable/ref/contrib/admin/#overriding-admin-urls
"""

from __future__ import annotations

from scanner.concepts.text import Text
from scanner.frameworks.django.example import site
from scanner.frameworks.django.models import app_label
from scanner.frameworks.django.urls import Library, Resolver
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.protocol import Example
from scanner.interpret.handlers import dotted_name, unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.lookup import in_class
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Decorated, Function, Instance
from scanner.interpret.values import ListValue, Native, Value

_ADMIN = "django.contrib.admin"


@stands_for(f"{_ADMIN}.ModelAdmin", f"{_ADMIN}.options.ModelAdmin")
class ModelAdmin(Instance):
    """How the admin shows a model; `get_urls` may add routes of its own."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.model: Value = None
        self.admin_site: Value = None

    def __init__(self, model: Value = None, admin_site: Value = None) -> None:
        self.model = model
        self.admin_site = admin_site

    def get_urls(self) -> Value:
        """The library's own routes, which are counted with the site."""
        return ListValue()

    @property
    def urls(self) -> Value:
        """What the site includes."""
        return self.send("get_urls")


@stands_for(f"{_ADMIN}.AdminSite", f"{_ADMIN}.sites.AdminSite")
class AdminSite(Instance):
    """An admin site."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.name: Value = "admin"
        self.registry: list[tuple[Value, Value]] = []

    def __init__(self, name: Value = "admin") -> None:
        self.name = name

    def register(self, model_or_iterable: Value, admin_class: Value = None, **_: Value) -> None:
        """`site.register(Model, ModelAdmin)`; a model admin may come from a library's own class."""
        i = self.interpreter
        if not isinstance(admin_class, Class) or not isinstance(unwrap(in_class(i, admin_class, "get_urls")), Function):
            return
        several = isinstance(model_or_iterable, tuple | ListValue)
        for model in i.iterate(model_or_iterable)[0] if several else [model_or_iterable]:
            self.registry.append((model, admin_class))

    def admin_view(self, view: Value, *_: Value, **__: Value) -> Value:
        """Wraps a view so that only staff see it; the view still answers."""
        return Decorated(view, f"{_ADMIN}.sites.AdminSite.admin_view")

    def get_urls(self) -> Value:
        """The library's routes, and those of the model admins that add some."""
        entries: list[Value] = [_library(self.interpreter)]
        for model, admin_class in self.registry:
            model_admin = self.interpreter.call(admin_class, (model, self))
            if not isinstance(model_admin, Instance):
                continue
            model_admin.__dict__.setdefault("model", model)
            model_admin.__dict__.setdefault("admin_site", self)
            resolver = new(self.interpreter, Resolver)
            resolver.route = Text.of(_model_path(self.interpreter, model))
            resolver.children = model_admin.send("get_urls")
            resolver.location = self.interpreter.here()
            entries.append(resolver)
        return ListValue(entries)

    @property
    def urls(self) -> Value:
        """What `path("admin/", site.urls)` takes."""
        return (self.send("get_urls"), "admin", self.name)


def _library(i: Interpreter) -> Resolver:
    resolver = new(i, Resolver)
    resolver.children = Library(_ADMIN)
    resolver.location = i.here()
    return resolver


def _model_path(i: Interpreter, model: Value) -> str:
    """`app_label/model_name/`."""
    if isinstance(model, Class):
        return f"{app_label(i, model)}/{model.name.lower()}/"
    name = dotted_name(model).split(".")
    return f"{name[-3] if len(name) > 2 else name[0]}/{name[-1].lower()}/"


@stands_for(f"{_ADMIN}.register", f"{_ADMIN}.decorators.register")
def register(i: Interpreter, *models: Value, site: Value = None) -> Value:
    """`@admin.register(Model, site=…)`."""

    def decorate(_i: Interpreter, admin_class: Value) -> Value:
        target = site if isinstance(site, AdminSite) else i.library.get(f"{_ADMIN}.site")
        if isinstance(target, AdminSite):
            for model in models:
                target.send("register", model, admin_class)
        return admin_class

    return Native(decorate, "register")


@stands_for(f"{_ADMIN}.autodiscover")
def autodiscover(i: Interpreter) -> None:
    """Imports the admin modules: done when the applications are loaded."""


EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                    from django.contrib import admin
                    from django.urls import path
                    urlpatterns = [path("admin/", admin.site.urls)]
                    """,
                "shop/__init__.py": "",
                "shop/models.py": """
                    from django.db import models
                    class Book(models.Model): ...
                    class Loan(models.Model): ...
                    """,
                "shop/admin.py": """
                    from django.contrib import admin
                    from django.urls import path
                    from shop.models import Book, Loan
                    @admin.register(Book)
                    class BookAdmin(admin.ModelAdmin):
                        def get_urls(self):
                            mine = [path("import/", self.admin_site.admin_view(self.load), name="shop_book_import")]
                            return mine + super().get_urls()
                        def load(self, request): ...
                    class LoanAdmin(admin.ModelAdmin): ...
                    admin.site.register(Loan, LoanAdmin)
                    """,
            },
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.messages",
            "django.contrib.sessions",
            "django.contrib.admin",
            "shop",
        ),
        gives=("ANY /admin/shop/book/import/",),
    ),
)
