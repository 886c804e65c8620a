"""URLconfs: `path`, `re_path`, `include`, and what they give.

https://docs.djangoproject.com/en/stable/ref/urls/
"""

from __future__ import annotations

from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.operation import Declared
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.django.example import site
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.protocol import Answer, Example
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance, Module
from scanner.interpret.values import Dotted, ListValue, Unknown, Value, plain


@dataclass(frozen=True, slots=True)
class Library:
    """URL patterns that a library supplies, known by its dotted name alone."""

    dotted: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What a library that fills URLconfs knows of a route by itself, instead of what a view tells."""

    framework: str
    answers: tuple[Answer, ...]
    declared: Declared


class Entry(Instance):
    """One entry of `urlpatterns`. `kind` is how its route is written: `path`, `regex`, or `locale` for a language."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        self.kind = "path"
        self.route: Text = Text()
        self.location = Location("", 0)
        self.condition: str | None = None
        self.kwargs: Value = None


@stands_for("django.urls.resolvers.URLPattern", "django.urls.URLPattern")
class Pattern(Entry):
    """A route to a view."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        super().prepare()
        self.callback: Value = None
        self.name: Value = None
        self.stated: Stated | None = None

    @property
    def lookup_str(self) -> Value:
        """The dotted name of the view: only a run computes it."""
        return Unknown("a view's dotted name")


@stands_for("django.urls.resolvers.URLResolver", "django.urls.URLResolver")
class Resolver(Entry):
    """A prefix before other entries: `children` is a list of them, a module with `urlpatterns`, or a library's."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        super().prepare()
        self.children: Value = None
        self.app_name: Value = None
        self.namespace: Value = None

    @property
    def url_patterns(self) -> Value:
        """The entries below the prefix."""
        return patterns_of(self.interpreter, self.children)


@stands_for("django.urls.path", "django.urls.conf.path")
def path(i: Interpreter, route: Value, view: Value = None, kwargs: Value = None, name: Value = None) -> Value:
    """`path(route, view, kwargs, name)`."""
    return _entry(i, "path", route, view, kwargs, name)


@stands_for("django.urls.re_path", "django.urls.conf.re_path")
def re_path(i: Interpreter, route: Value, view: Value = None, kwargs: Value = None, name: Value = None) -> Value:
    """`re_path(route, view, kwargs, name)`."""
    return _entry(i, "regex", route, view, kwargs, name)


@stands_for("django.conf.urls.url")
def url(i: Interpreter, regex: Value, view: Value = None, kwargs: Value = None, name: Value = None) -> Value:
    """The `re_path` of Django 1 to 3."""
    return _entry(i, "regex", regex, view, kwargs, name)


def _entry(i: Interpreter, kind: str, route: Value, view: Value, kwargs: Value, name: Value) -> Entry:
    entry: Entry
    if isinstance(view, tuple | ListValue | Module) or hasattr(type(view), "urlpatterns"):
        entry = resolver = new(i, Resolver)
        resolver.children, resolver.app_name, resolver.namespace = _included(i, view)
    elif isinstance(view, Dotted) and view.name in ("urls", "urlpatterns"):
        entry = resolver = new(i, Resolver)  # a router or admin site of a library
        resolver.children = Library(view.dotted)
    else:
        entry = pattern = new(i, Pattern)
        pattern.callback = view
        pattern.name = plain(name)
    entry.kind = kind
    entry.route = i.text(route)
    entry.location = i.here()
    entry.condition = i.condition()
    entry.kwargs = kwargs
    return entry


def _included(i: Interpreter, value: Value) -> tuple[Value, Value, Value]:
    """What `include` gave, as `path` unpacks it: children, application name, namespace."""
    if isinstance(value, tuple):
        padded = (*value, None, None)
        return padded[0], plain(padded[1]), plain(padded[2])
    return value, None, None


@stands_for("django.urls.include", "django.urls.conf.include", "django.conf.urls.include")
def include(i: Interpreter, arg: Value, namespace: Value = None) -> Value:
    """`include(module)`, `include(list)`, `include((list, app_name), namespace)`."""
    app_name: Value = None
    children = plain(arg)
    if isinstance(children, tuple) and len(children) >= 2:
        app_name = plain(children[1])
        namespace = plain(namespace) or (plain(children[2]) if len(children) > 2 else None)
        children = plain(children[0])
    if isinstance(children, str):
        children = _urlconf(i, children)
    if isinstance(children, Module):
        stated = plain(i.attribute(children, "app_name"))
        app_name = stated if isinstance(stated, str) else app_name
    elif isinstance(children, Dotted):
        children = Library(children.dotted)
    return (children, app_name, plain(namespace) or app_name)


def _urlconf(i: Interpreter, dotted: str) -> Value:
    importer = next((frame.module for frame in reversed(i.frames) if frame.module.file), None)
    found = i.import_module(dotted, importer)
    return Library(dotted) if isinstance(found, Unknown) else found


def patterns_of(i: Interpreter, children: Value) -> Value:
    """The list of entries that a module or an included value holds."""
    if isinstance(children, Module):
        current = i.attribute(children, "urlpatterns", ListValue())
        before = (children.frame.displaced or {}).get("urlpatterns", [])
        if not before:
            return current
        every = [item for value in (*before, current) for item in i.iterate(value)[0]]
        return ListValue(list({id(item): item for item in every}.values()))
    if isinstance(children, Instance) and not isinstance(children, Entry):
        return i.attribute(children, "urlpatterns", children)
    return children


@stands_for("django.conf.urls.i18n.i18n_patterns")
def i18n_patterns(i: Interpreter, *urls: Value, prefix_default_language: Value = True) -> Value:
    """Entries below a language prefix; https://docs.djangoproject.com/en/stable/topics/i18n/translation/."""
    resolver = new(i, Resolver)
    resolver.kind = "locale" if plain(prefix_default_language) is not False else "path"
    resolver.children = ListValue(list(urls))
    resolver.location = i.here()
    resolver.condition = i.condition()
    return ListValue([resolver])


class Files(Entry):
    """Files served under a prefix."""


@stands_for("django.conf.urls.static.static")
def static(i: Interpreter, prefix: Value, *_: Value, **__: Value) -> Value:
    """`static(settings.MEDIA_URL, document_root=…)`: nothing without DEBUG, or where another host has the files."""
    files = new(i, Files)
    files.route = paths.strip_left(i.text(prefix))
    if "://" in files.route.head:
        return ListValue()
    files.location = i.here()
    files.condition = i.condition()
    return ListValue([files])


@stands_for("django.contrib.staticfiles.urls.staticfiles_urlpatterns")
def staticfiles_urlpatterns(i: Interpreter, prefix: Value = None) -> Value:
    """The static files of all applications, under STATIC_URL."""
    stated = prefix if prefix is not None else i.attribute(i.library.get("django.conf.settings"), "STATIC_URL")
    return static(i, stated)


EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                    from django.contrib.sitemaps.views import sitemap
                    from django.contrib.syndication.views import Feed
                    from django.urls import include, path, re_path
                    from django.views.decorators.cache import cache_page
                    from django.views.decorators.csrf import csrf_exempt
                    from django.views.generic import RedirectView, TemplateView
                    class Posts(Feed):
                        def items(self): ...
                    def hook(request): ...
                    inner = [re_path(r"^(?P<year>[0-9]{4})/$", TemplateView.as_view(template_name="year.html"))]
                    urlpatterns = [
                        path("feed/", Posts()),
                        path("sitemap.xml", cache_page(60)(sitemap), {"sitemaps": {}}),
                        path("old/", RedirectView.as_view(url="/new/", http_method_names=["get", "head"])),
                        path("hook/", csrf_exempt(hook)),
                        path("archive/", include((inner, "archive"))),
                        path("i18n/", include("django.conf.urls.i18n")),
                    ]
                    """,
            },
            "django.contrib.contenttypes",
            "django.contrib.sites",
        ),
        gives=(
            "ANY /feed/",
            "ANY /hook/",
            "ANY /sitemap.xml",
            "GET /archive/{year}/",
            "GET /old/",
        ),
    ),
)
