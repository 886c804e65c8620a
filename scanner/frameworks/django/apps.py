"""The application registry: INSTALLED_APPS, app configs with their `ready()`, and what Django imports by itself.

https://docs.djangoproject.com/en/stable/ref/applications/
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.frameworks.django.settings import installed_apps
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.protocol import World
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Instance, Module
from scanner.interpret.signals import Raised
from scanner.interpret.values import Dotted, ListValue, Unknown, Value, plain

MODELS = "django.models"
"""Where models are kept, in the order of their creation."""


@stands_for("django.apps.AppConfig", "django.apps.config.AppConfig")
class AppConfig(Instance):
    """One installed application. A project's subclass sets `name` and may set `label`."""

    def __init__(self, app_name: Value, app_module: Value) -> None:
        self.name = app_name
        self.module = app_module
        self.apps: Value = None
        stated = plain(self.read("label"))
        self.label = stated if isinstance(stated, str) else str(app_name).rpartition(".")[2]

    def ready(self) -> None:
        """Runs when all applications are loaded."""

    def import_models(self) -> None:
        """Runs before `ready`."""

    def get_models(self, *_: Value, **__: Value) -> Value:
        """The application's models."""
        return ListValue(list(models(self.interpreter, plain(self.read("label")))))

    def get_model(self, model_name: Value, *_: Value, **__: Value) -> Value:
        """One of them."""
        return _model(self.interpreter, plain(self.read("label")), plain(model_name))


@stands_for("django.apps.registry.Apps")
class Apps(Instance):
    """`django.apps.apps`."""

    def prepare(self) -> None:
        """Nothing is installed yet."""
        self.app_configs: dict[str, Instance] = {}

    def get_app_config(self, app_label: Value) -> Value:
        """The config of an installed application."""
        label = plain(app_label)
        return (
            self.app_configs.get(label, Unknown("an app that is not installed"))
            if isinstance(label, str)
            else Unknown("an app")
        )

    def get_app_configs(self) -> Value:
        """All of them, in the order of INSTALLED_APPS."""
        return ListValue(list(self.app_configs.values()))

    def is_installed(self, app_name: Value) -> Value:
        """Whether an application is installed, by its name."""
        names = {plain(config.read("name")) for config in self.app_configs.values()}
        return True if plain(app_name) in names else Unknown("an app that may be installed", "apps.is_installed")

    def get_model(self, app_label: Value, model_name: Value = None, *_: Value, **__: Value) -> Value:
        """`get_model("shop", "Book")` or `get_model("shop.Book")`."""
        label, name = plain(app_label), plain(model_name)
        if name is None and isinstance(label, str):
            label, _dot, name = label.partition(".")
        return _model(self.interpreter, label, name)

    def get_models(self, *_: Value, **__: Value) -> Value:
        """All models: the project's, besides those of libraries."""
        return ListValue(list(models(self.interpreter)), True)


def models(i: Interpreter, label: Value = None) -> Iterator[Class]:
    """The project's models that have tables, of one application or of all."""
    kept = World.of(i).shelf.get(MODELS)
    for model in kept.items if isinstance(kept, ListValue) else ():
        options = i.attribute(model, "_meta")
        wanted = label is None or plain(i.attribute(options, "app_label")) == label
        if isinstance(model, Class) and wanted and i.attribute(options, "abstract") is not True:
            yield model


def _model(i: Interpreter, label: Value, name: Value) -> Value:
    for model in models(i, label) if isinstance(label, str) and isinstance(name, str) else ():
        if model.name.lower() == str(name).lower():
            return model
    return Unknown("a model")


@stands_for("django.contrib.auth.get_user_model")
def get_user_model(i: Interpreter) -> Value:
    """The model that AUTH_USER_MODEL names; Django's own where it names none of the project."""
    stated = plain(i.attribute(i.library.get("django.conf.settings"), "AUTH_USER_MODEL"))
    label, _, name = str(stated).partition(".")
    found = _model(i, label, name)
    return found if isinstance(found, Class) else Dotted("django.contrib.auth.models.User")


def populate(i: Interpreter, apps: Apps, settings: Module) -> None:
    """Load INSTALLED_APPS as Django does: create the configs, run `ready`, then import the admin modules."""
    installed: list[tuple[str, Instance]] = []
    for entry in installed_apps(i, settings):
        config = i.root(lambda entry=entry: _config(i, entry, settings))  # type: ignore[misc]
        if isinstance(config, Instance):
            label = plain(config.read("label"))
            if isinstance(label, str):
                apps.app_configs.setdefault(label, config)
                installed.append((str(plain(config.read("name"))), config))
    for name, _ in installed:
        i.root(lambda name=name: i.import_module(f"{name}.models", settings))  # type: ignore[misc]
    for _, config in installed:
        i.root(lambda config=config: config.send("ready"))  # type: ignore[misc]
    for name, _ in installed:
        i.root(lambda name=name: i.import_module(f"{name}.admin", settings))  # type: ignore[misc]


def _config(i: Interpreter, entry: str, settings: Module) -> Value:
    """The config that an entry means: a config class, or a package with at most one of them in its `apps` module."""
    package, _, name = entry.rpartition(".")
    if package:
        module = i.import_module(package, settings)
        found = i.attribute(module, name) if isinstance(module, Module) else None
        if isinstance(found, Class):
            return _instance(i, found, entry, settings)
    module = i.import_module(entry, settings)
    if not isinstance(module, Module):
        return None  # a library's: its routes are counted where they are included
    config_class = _only_config(i, i.import_module(f"{entry}.apps", settings))
    if config_class is not None:
        return _instance(i, config_class, entry, settings)
    config = new(i, AppConfig)
    config.__init__(entry, module)  # type: ignore[misc]
    return config


def _only_config(i: Interpreter, module: Value) -> Class | None:
    if not isinstance(module, Module):
        return None
    classes = [
        value
        for value in module.frame.names.values()
        if isinstance(value, Class) and value.module is module and issubclass(value.python, AppConfig)
    ]
    stated = [class_ for class_ in classes if i.truth(i.attribute(class_, "default")) is True]
    return next(iter(stated or classes), None)


def _instance(i: Interpreter, config_class: Class, entry: str, settings: Module) -> Value:
    name = plain(i.attribute(config_class, "name"))
    name = name if isinstance(name, str) else entry
    try:
        return i.call(config_class, (name, i.import_module(name, settings)))
    except Raised:
        return None
