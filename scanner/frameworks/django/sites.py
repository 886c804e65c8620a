"""Django as a framework: each settings module is a site whose ROOT_URLCONF is the root of its routes.

https://docs.djangoproject.com/en/stable/topics/http/urls/#how-django-processes-a-request
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.classtable import as_module
from scanner.frameworks.django import (
    admin,
    apps,
    generic,
    models,
    restrict,
    settings,
    third_party,
    urls,
    utilities,
    viewfunction,
)
from scanner.frameworks.django.apps import Apps, populate
from scanner.frameworks.django.routes import Branch, walk
from scanner.frameworks.django.settings import Settings, settings_modules
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.protocol import Framework, Registered, World
from scanner.frameworks.roots import Roots
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Instance, Module
from scanner.interpret.values import Value, plain

_ROUTE_SETTINGS = (
    "LOGIN_URL",
    "LOGIN_REDIRECT_URL",
    "LOGOUT_REDIRECT_URL",
    "FORCE_SCRIPT_NAME",
    "LANGUAGE_CODE",
    "STATIC_URL",
    "MEDIA_URL",
)


class Site(Instance):
    """One Django site: its settings module and its root URLconf."""

    framework = "django"

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.settings: Module
        self.urlconf: Value = None


def run_roots(roots: Roots) -> None:
    """Load settings, then applications, then URLconfs, in the order in which Django does."""
    i = roots.interpreter
    library = i.library
    current = new(i, Settings)
    library.add("django.conf.settings", current)
    installed = new(i, Apps)
    library.add("django.apps.apps", installed)
    site = new(i, admin.AdminSite)
    for name in ("django.contrib.admin.site", "django.contrib.admin.sites.site"):
        library.add(name, site)
    found = settings_modules(i, roots.files, roots.text)
    current.modules = found
    for module in found:
        i.root(lambda module=module: populate(i, installed, module))  # type: ignore[misc]  # bound per module
        i.root(lambda module=module: _open(roots.world, i, module))  # type: ignore[misc]  # bound per module


def _open(world: World, i: Interpreter, module: Module) -> None:
    """Make the site of a settings module, and import its URLconf."""
    site = new(i, Site)
    site.settings = module
    i.frames.append(module.frame)
    try:
        world.add_router(site, application=True)
        urlconf = plain(i.attribute(module, "ROOT_URLCONF"))
        site.urlconf = i.import_module(urlconf, module) if isinstance(urlconf, str) else None
    finally:
        i.frames.pop()
    for name in _ROUTE_SETTINGS:
        value = plain(i.attribute(module, name))
        if isinstance(value, str):
            world.settings.setdefault(name, value)


def collect(world: World, i: Interpreter) -> Iterator[Registered]:
    """The routes of every site, then those of URLconfs that no site reaches."""
    for site in world.applications:
        if isinstance(site, Site):
            language = plain(i.attribute(site.settings, "LANGUAGE_CODE"))
            branch = Branch(site)
            yield from walk(world, i, site.urlconf, branch, language if isinstance(language, str) else "en-us")
    yield from _loose(world, i)


def _loose(world: World, i: Interpreter) -> Iterator[Registered]:
    """URLconfs that were run and that nothing includes: their routes are reported, not mounted."""
    for module in list(i.importer.modules.values()):
        if module.frame.names.get("urlpatterns") is not None:
            yield from walk(World(), i, module, Branch(None, Text.of("/")), "")


FRAMEWORK = Framework(
    name="django",
    modules=(
        admin,
        apps,
        generic,
        as_module(generic.CLASSES),
        as_module(third_party.CLASSES),
        *third_party.MODULES,
        models,
        restrict,
        settings,
        urls,
        utilities,
        viewfunction,
    ),
    imports=("django",),
    collect=collect,
    template=paths.braced,
    values=restrict.decorators,
    run_roots=run_roots,
)
