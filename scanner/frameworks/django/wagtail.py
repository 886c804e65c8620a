"""Wagtail: the admin routes that a project's hooks add below the library's own.

https://docs.wagtail.org/en/stable/reference/hooks.html#register-admin-urls
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.django.example import site
from scanner.frameworks.django.routes import Branch, walk
from scanner.frameworks.protocol import Example, Framework, Registered, World
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.values import ListValue, Native, Value, plain

_HOOK = "register_admin_urls"
_ADMIN = "wagtail.admin.urls"


@stands_for("wagtail.hooks.register", "wagtail.core.hooks.register")
def register(i: Interpreter, hook_name: Value, fn: Value = None, order: Value = 0) -> Value:
    """`@hooks.register("register_admin_urls")` above a function, or with the function given."""

    def take(_i: Interpreter, function: Value) -> Value:
        if plain(hook_name) == _HOOK:
            kept = World.of(i).shelf.setdefault(_HOOK, ListValue())
            if isinstance(kept, ListValue):
                kept.items.append(function)
        return function

    return Native(take, "wagtail.hooks.register") if fn is None else take(i, fn)


def collect(world: World, i: Interpreter) -> Iterator[Registered]:
    """What the hooks give, below each place where the admin is included; runs when Django's sites are collected."""
    hooks = world.shelf.get(_HOOK)
    functions = hooks.items if isinstance(hooks, ListValue) else []
    admins = list(dict.fromkeys(mount.prefix for mount in world.library_mounts if mount.library == _ADMIN))
    sites = [one for one in world.applications if getattr(one, "framework", "") == "django"]
    for function in functions:
        entries = i.root(lambda function=function: i.call(function))  # type: ignore[misc]  # bound per function
        for prefix in admins or [""]:
            branch = Branch(sites[0] if sites and prefix else None, Text.of(prefix or "/"))
            yield from walk(world if prefix else World(), i, entries, branch)


EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                    from django.urls import include, path
                    from wagtail import urls as wagtail_urls
                    from wagtail.admin import urls as admin_urls
                    from wagtail.api.v2.router import WagtailAPIRouter
                    api = WagtailAPIRouter("wagtailapi")
                    urlpatterns = [
                        path("cms/", include(admin_urls)),
                        path("api/", api.urls),
                        path("", include(wagtail_urls)),
                    ]
                    """,
                "shop/__init__.py": "",
                "shop/wagtail_hooks.py": """
                    from django.urls import path
                    from wagtail import hooks
                    from shop import views
                    @hooks.register("register_admin_urls")
                    def urls():
                        return [path("sales/", views.sales, name="sales")]
                    @hooks.register("register_admin_menu_item")
                    def menu(): ...
                    """,
                "shop/views.py": """
                    def sales(request): ...
                    """,
            },
            *(f"django.contrib.{name}" for name in ("admin", "auth", "contenttypes", "messages", "sessions")),
            *(f"wagtail.{name}" for name in ("users", "snippets", "documents", "images", "search", "admin", "api.v2")),
            "wagtail",
            "taggit",
            "modelcluster",
            "shop",
        ),
        gives=("ANY /cms/sales/",),
    ),
)

FRAMEWORK = Framework(
    name="wagtail",
    modules=(sys.modules[__name__],),
    imports=("wagtail",),
    collect=collect,
    template=paths.braced,
)
