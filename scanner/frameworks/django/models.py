"""Models: only their `_meta`, from which projects compute names and paths of routes.

https://docs.djangoproject.com/en/stable/ref/models/meta/
https://docs.djangoproject.com/en/stable/ref/models/options/
"""

from __future__ import annotations

import re

from scanner.frameworks.django.apps import MODELS, Apps
from scanner.frameworks.django.example import site
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.protocol import Example, World
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Instance
from scanner.interpret.values import MISSING, Dotted, ListValue, Unknown, Value, plain


def app_label(i: Interpreter, model: Class) -> str:
    """What its `Meta` states, the label of the installed application around it, or its package's name."""
    stated = _stated(i, model, "app_label")
    if isinstance(stated, str):
        return stated
    name = model.module.name
    installed = i.library.get("django.apps.apps")
    best = ("", "")
    for label, config in installed.app_configs.items() if isinstance(installed, Apps) else ():
        package = plain(config.read("name"))
        if isinstance(package, str) and f"{name}.".startswith(f"{package}.") and len(package) > len(best[0]):
            best = (package, label)
    if best[1]:
        return best[1]
    parts = name.split(".")
    above = parts[: parts.index("models")] if "models" in parts else parts[:-1]
    return (above or parts)[-1]


def _stated(i: Interpreter, model: Class, name: str) -> Value:
    """An option of the model's own `Meta`."""
    meta = model.namespace.get("Meta")
    return plain(i.attribute(meta, name, MISSING)) if isinstance(meta, Class) else MISSING


@stands_for("django.db.models.options.Options")
class Options(Instance):
    """`Model._meta`."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.model: Value = None

    def _text(self, name: str, default: str) -> Value:
        found = _stated(self.interpreter, self.model, name) if isinstance(self.model, Class) else MISSING
        return default if found is MISSING else found

    @property
    def app_label(self) -> Value:
        """`shop`."""
        return app_label(self.interpreter, self.model) if isinstance(self.model, Class) else ""

    @property
    def object_name(self) -> Value:
        """`OrderLine`."""
        return self.model.name if isinstance(self.model, Class) else ""

    @property
    def model_name(self) -> Value:
        """`orderline`."""
        return str(self.object_name).lower()

    @property
    def label(self) -> Value:
        """`shop.OrderLine`."""
        return f"{self.app_label}.{self.object_name}"

    @property
    def label_lower(self) -> Value:
        """`shop.orderline`."""
        return f"{self.app_label}.{self.model_name}"

    @property
    def verbose_name(self) -> Value:
        """`order line`, or what `Meta` states."""
        words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", str(self.object_name)).lower()
        return self._text("verbose_name", words)

    @property
    def verbose_name_plural(self) -> Value:
        """`order lines`, or what `Meta` states."""
        return self._text("verbose_name_plural", f"{self.verbose_name}s")

    @property
    def app_config(self) -> Value:
        """The config of the model's application."""
        installed = self.interpreter.library.get("django.apps.apps")
        return installed.get_app_config(self.app_label) if isinstance(installed, Apps) else Unknown("an app")

    @property
    def abstract(self) -> Value:
        """Whether its own `Meta` says so: this is not inherited."""
        meta = self.model.namespace.get("Meta") if isinstance(self.model, Class) else None
        return isinstance(meta, Class) and self.interpreter.truth(meta.namespace.get("abstract")) is True

    def __getattr__(self, name: str) -> Value:
        """Fields and relations: only a run can know them."""
        if name.startswith("_"):
            raise AttributeError(name)
        return Unknown("inside a model's options", name)


_BASES = (
    "django.db.models.Model",
    "django.db.models.base.Model",
    "django.contrib.auth.models.AbstractUser",
    "django.contrib.auth.models.AbstractBaseUser",
    "django.contrib.auth.models.Group",
    "django.contrib.auth.base_user.AbstractBaseUser",
    "django.contrib.gis.db.models.Model",
    "django_extensions.db.models.TimeStampedModel",
    "model_utils.models.TimeStampedModel",
    "modelcluster.models.ClusterableModel",
    "mptt.models.MPTTModel",
    "polymorphic.models.PolymorphicModel",
    "treebeard.mp_tree.MP_Node",
    "wagtail.models.Page",
)


@stands_for(*(f"{base}.__init_subclass__" for base in _BASES))
def make_model(i: Interpreter, model: Value) -> None:
    """What the metaclass of models adds to a class, as far as routes are computed from it."""
    if isinstance(model, Class):
        if isinstance(model.namespace.get("_meta"), Options):
            return
        options = new(i, Options)
        options.model = model
        model.namespace["_meta"] = options
        kept = World.of(i).shelf.setdefault(MODELS, ListValue())
        if isinstance(kept, ListValue):
            kept.items.append(model)
        for entry in reversed(model.mro):
            for name, value in list(entry.namespace.items()) if isinstance(entry, Class) else ():
                if _is_manager(value):
                    model.namespace[name] = Dotted(_MANAGER, called=True, receiver=model)


_MANAGER = "django.db.models.Manager"


def _is_manager(value: Value) -> bool:
    """A manager, which each model has for itself, inherited ones too."""
    if isinstance(value, Instance):
        names = value.class_.library_bases() if isinstance(value.class_, Class) else ()
        return any(name.endswith(("Manager", "QuerySet")) for name in names)
    made = ("Manager", ".as_manager", ".from_queryset")
    return isinstance(value, Dotted) and value.called and value.dotted.endswith(made)


EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                    from django.apps import apps
                    from django.urls import path
                    from django.views.generic import DetailView, ListView
                    from shop.models import Basket, OrderLine
                    from shop.views import PAGES
                    line = apps.get_model("store.OrderLine")
                    urlpatterns = [
                        path(f"{m._meta.app_label}/{m._meta.model_name}/<pk>/", DetailView.as_view(model=m))
                        for m in (Basket, OrderLine)
                    ]
                    urlpatterns += [path(f"all/{name}/", view) for name, view in PAGES.items()]
                    urlpatterns += [path(f"{line._meta.verbose_name}/", ListView.as_view(model=line))]
                    """,
                "shop/__init__.py": "",
                "shop/apps.py": """
                    from django.apps import AppConfig
                    class ShopConfig(AppConfig):
                        name = "shop"
                        label = "store"
                        def ready(self):
                            from shop.views import add
                            for model in self.get_models():
                                add(model)
                    """,
                "shop/views.py": """
                    from django.views.generic import ListView
                    PAGES = {}
                    def add(model):
                        PAGES[model._meta.model_name] = ListView.as_view(model=model)
                    """,
                "shop/models.py": """
                    from django.db import models
                    class Named(models.Model):
                        name = models.CharField(max_length=9)
                        class Meta:
                            abstract = True
                    class Basket(Named): ...
                    class OrderLine(Named):
                        class Meta:
                            verbose_name = "line"
                    """,
            },
            "django.contrib.contenttypes",
            "shop.apps.ShopConfig",
        ),
        gives=(
            "GET /all/basket/",
            "GET /all/orderline/",
            "GET /line/",
            "GET /store/basket/{pk}/",
            "GET /store/orderline/{pk}/",
        ),
    ),
)
