"""`django.conf.settings`: the values of the project's settings module, Django's defaults, or unknown.

https://docs.djangoproject.com/en/stable/ref/settings/
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable

from scanner.concepts.source import Role, SourceFile
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Instance, Module
from scanner.interpret.values import MISSING, Configured, ListValue, Undecided, Unknown, Value, plain

_NAMED = re.compile(r"DJANGO_SETTINGS_MODULE[\"']?(?:\s*[,=:\]])+\s*[\"']([\w.]+)[\"']")
_STATED = re.compile(r"^[ \t]*ROOT_URLCONF\b", re.MULTILINE)
_ENTRY_NAMES = ("manage.py", "wsgi.py", "asgi.py")

_DEFAULTS: dict[str, Value] = {
    "LOGIN_URL": "/accounts/login/",
    "LOGIN_REDIRECT_URL": "/accounts/profile/",
    "LOGOUT_REDIRECT_URL": None,
    "STATIC_URL": "/static/",
    "MEDIA_URL": "/media/",
    "LANGUAGE_CODE": "en-us",
    "FORCE_SCRIPT_NAME": None,
    "APPEND_SLASH": True,
}


def settings_modules(interpreter: Interpreter, files: Iterable[SourceFile], text: Callable[[str], str]) -> list[Module]:
    """The settings modules of the project's sites, one a ROOT_URLCONF: those that an entry script names come first."""
    sources = [file for file in files if file.path.endswith(".py") and file.role in (Role.SOURCE, Role.GENERATED)]
    named: dict[str, None] = {}
    stating: list[str] = []
    for file in sources:
        name = file.path.rpartition("/")[2]
        content = text(file.path)
        if name in _ENTRY_NAMES:
            for dotted in _NAMED.findall(content):
                directory = file.path.rpartition("/")[0]
                found = interpreter.finder.resolve(dotted, directory)
                if found is not None and (path := interpreter.finder.module_file(found)):
                    named[path] = None
        if "ROOT_URLCONF" in content and _STATED.search(content):
            stating.append(file.path)
    stating.sort(key=lambda path: (path.count("/"), path))
    modules: dict[tuple[str, str], Module] = {}
    for path in dict.fromkeys((*named, *stating)):
        module = interpreter.root(lambda path=path: interpreter.importer.load_file(path))  # type: ignore[misc]
        if not isinstance(module, Module):
            continue
        urlconf = _urlconf_of(interpreter, module)
        if urlconf is not None:
            modules.setdefault((interpreter.finder.root_of(path), urlconf), module)
    for path in named if not modules else ():
        module = interpreter.importer.module_of(path)
        urlconf = _urlconf_beside(interpreter, path)
        if module is not None and urlconf is not None:
            module.frame.names["ROOT_URLCONF"] = urlconf
            modules.setdefault((interpreter.finder.root_of(path), urlconf), module)
    return list(modules.values())


def _urlconf_of(interpreter: Interpreter, module: Module) -> str | None:
    """ROOT_URLCONF of a module, or of a class in it whose attributes are the settings.

    https://django-configurations.readthedocs.io/ makes them so.
    """
    if interpreter.attribute(module, "ROOT_URLCONF", MISSING) is MISSING:
        stating = [
            value
            for value in module.frame.names.values()
            if isinstance(value, Class) and value.module is module and _of_class(interpreter, value) is not None
        ]
        for entry in reversed(stating[0].mro) if stating else ():
            if isinstance(entry, Class):
                module.frame.names.update({name: value for name, value in entry.namespace.items() if name.isupper()})
    urlconf = plain(interpreter.attribute(module, "ROOT_URLCONF"))
    return urlconf if isinstance(urlconf, str) else None


def _of_class(interpreter: Interpreter, class_: Class) -> str | None:
    urlconf = plain(interpreter.attribute(class_, "ROOT_URLCONF"))
    return urlconf if isinstance(urlconf, str) else None


def _urlconf_beside(interpreter: Interpreter, path: str) -> str | None:
    """The URLconf that a new project has beside its settings, for settings that do not say, such as files they run."""
    package = path.removesuffix("/__init__.py").rpartition("/")[0]
    file = f"{package}/urls.py" if package else "urls.py"
    return interpreter.finder.name_of(file) if interpreter.finder.is_file(file) else None


@stands_for("django.conf.LazySettings")
class Settings(Instance):
    """The settings object: it answers for the settings module nearest to the code that asks."""

    def prepare(self) -> None:
        """No module is known yet."""
        self.modules: list[Module] = []

    def __getattr__(self, name: str) -> Value:
        """A setting. What may differ between sites stays undecided in a test, and is taken as it is in a path."""
        if name.startswith("_") or not name.isupper():
            return Unknown("inside the settings object", name)
        for module in self.nearest():
            found = self.interpreter.attribute(module, name, MISSING)
            if found is not MISSING:
                return _configured(found, name)
        return _configured(_DEFAULTS[name], name) if name in _DEFAULTS else Unknown("a setting", f"settings.{name}")

    def nearest(self) -> list[Module]:
        """The settings modules, the one that shares most folders with the running code first."""
        here = self.interpreter.here().file
        return sorted(self.modules, key=lambda module: -_shared(module.file, here))


def _shared(one: str, other: str) -> int:
    """How many folders two paths have in common."""
    pairs = zip(one.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))


def _configured(value: Value, name: str) -> Value:
    value = plain(value)
    if isinstance(value, bool) or value is None:
        return Undecided(bool(value), "a setting", f"settings.{name}")
    return Configured(value) if isinstance(value, str) else value


def installed_apps(interpreter: Interpreter, module: Module) -> list[str]:
    """INSTALLED_APPS as dotted names."""
    stated = interpreter.attribute(module, "INSTALLED_APPS")
    return interpreter.strings(stated) if isinstance(stated, tuple | ListValue) else []
