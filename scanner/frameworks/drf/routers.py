"""Routers: viewsets and their extra actions as routes.

https://www.django-rest-framework.org/api-guide/routers/
https://www.django-rest-framework.org/api-guide/viewsets/#marking-extra-actions-for-routing
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.frameworks.django.example import site
from scanner.frameworks.django.urls import Pattern
from scanner.frameworks.django.viewfunction import ViewFunction, new
from scanner.frameworks.drf.views import MethodMapper
from scanner.frameworks.protocol import Example
from scanner.interpret.handlers import unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.lookup import in_class
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Function, Instance, NativeClass
from scanner.interpret.values import MISSING, DictValue, Dotted, ListValue, Native, Unknown, Value, plain

_LIST = {"get": "list", "post": "create"}
_DETAIL = {"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"}
_ROUTERS = "rest_framework.routers"


@dataclass(frozen=True, slots=True)
class ExtraAction:
    """A method under `@action`: where its route goes and what it answers."""

    name: str
    url_path: str
    url_name: str
    detail: bool
    methods: dict[str, str]


@stands_for("rest_framework.decorators.action")
def action(
    i: Interpreter,
    methods: Value = None,
    detail: Value = None,
    url_path: Value = None,
    url_name: Value = None,
    **_: Value,
) -> Value:
    """`@action(detail=True, methods=["post"])`; GET alone where no method is named."""
    return _marker(i, methods, plain(detail) is True, url_path, url_name)


@stands_for("rest_framework.decorators.detail_route")
def detail_route(
    i: Interpreter, methods: Value = None, url_path: Value = None, url_name: Value = None, **_: Value
) -> Value:
    """`@detail_route` of releases before 3.8."""
    return _marker(i, methods, True, url_path, url_name)


@stands_for("rest_framework.decorators.list_route")
def list_route(
    i: Interpreter, methods: Value = None, url_path: Value = None, url_name: Value = None, **_: Value
) -> Value:
    """`@list_route` of releases before 3.8."""
    return _marker(i, methods, False, url_path, url_name)


def _marker(i: Interpreter, methods: Value, detail: bool, url_path: Value, url_name: Value) -> Value:
    verbs = [text.lower() for text in i.strings(methods)] if methods is not None else ["get"]

    def mark(_i: Interpreter, function: Value) -> Value:
        inner = unwrap(function)
        if isinstance(inner, Function):
            mapper = new(i, MethodMapper)
            mapper.methods = dict.fromkeys(verbs or ["get"], inner.name)
            path, name = plain(url_path), plain(url_name)
            inner.attributes["mapping"] = mapper
            inner.attributes["detail"] = detail
            inner.attributes["url_path"] = path if isinstance(path, str) else inner.name
            inner.attributes["url_name"] = name if isinstance(name, str) else inner.name.replace("_", "-")
        return function

    return Native(mark, "action")


def extra_actions(i: Interpreter, viewset: Class) -> Iterator[ExtraAction]:
    """The marked methods of a viewset, inherited ones included, by name as Django REST framework orders them."""
    marked: dict[str, Function] = {}
    for entry in reversed(viewset.mro):
        if isinstance(entry, Class):
            for name, value in entry.namespace.items():
                marked.pop(name, None)
                inner = unwrap(value)
                if isinstance(inner, Function) and isinstance(inner.attributes.get("mapping"), MethodMapper):
                    marked[name] = inner
    for name in sorted(marked):
        attributes = marked[name].attributes
        mapper = attributes["mapping"]
        if isinstance(mapper, MethodMapper):
            yield ExtraAction(
                name,
                str(attributes["url_path"]),
                str(attributes["url_name"]),
                attributes["detail"] is True,
                dict(mapper.methods),
            )


@dataclass(frozen=True, slots=True)
class Registration:
    """One `router.register(prefix, viewset, basename)`."""

    prefix: Text
    viewset: Value
    basename: str
    location: Location
    condition: str | None


@stands_for(f"{_ROUTERS}.BaseRouter")
class BaseRouter(Instance):
    """What routers share."""

    def prepare(self) -> None:
        """Nothing is registered yet."""
        self.registry: Value = ListValue()
        self.registered: list[Registration] = []
        self.slash = "/"
        self.own_prefix = Text()

    def register(self, prefix: Value, viewset: Value, basename: Value = None, base_name: Value = None) -> Value:
        """`router.register("books", BookViewSet)`; gives nothing, but routers of libraries may."""
        i = self.interpreter
        stated = plain(basename) or plain(base_name)
        if not isinstance(stated, str):
            stated = plain(self.send("get_default_basename", viewset))
        name = stated if isinstance(stated, str) else ""
        self.registered.append(Registration(i.text(prefix), viewset, name, i.here(), i.condition()))
        if isinstance(self.registry, ListValue):
            self.registry.items.append((prefix, viewset, name))
        return None

    def get_default_basename(self, viewset: Value) -> Value:
        """The lower-case name of the model of the viewset's queryset; its class's name where that is not known."""
        i = self.interpreter
        queryset = i.attribute(viewset, "queryset")
        model = i.attribute(queryset, "model", MISSING) if isinstance(queryset, Instance) else MISSING
        if isinstance(model, Class):
            return model.name.lower()
        if isinstance(queryset, Dotted):
            if isinstance(queryset.receiver, Class):
                return queryset.receiver.name.lower()
            return queryset.dotted.partition(".objects")[0].rpartition(".")[2].lower()
        name = getattr(unwrap(viewset), "name", "")
        return name.removesuffix("ViewSet").lower()

    @property
    def urls(self) -> Value:
        """The routes, as URLconfs take them."""
        return self.send("get_urls")


@stands_for(f"{_ROUTERS}.SimpleRouter")
class SimpleRouter(BaseRouter):
    """List and detail routes, with extra actions."""

    def __init__(self, trailing_slash: Value = True, use_regex_path: Value = True) -> None:
        self.slash = "/" if plain(trailing_slash) is not False else ""

    def get_urls(self) -> Value:
        """One entry for each route of each viewset, in Django REST framework's order."""
        return ListValue([entry for registration in self.registered for entry in self._entries(registration)])

    def get_lookup_regex(self, viewset: Value, lookup_prefix: Value = "") -> Value:
        """The group that matches one object."""
        i = self.interpreter
        field = plain(i.attribute(viewset, "lookup_field"))
        keyword = plain(i.attribute(viewset, "lookup_url_kwarg"))
        regex = plain(i.attribute(viewset, "lookup_value_regex"))
        name = keyword if isinstance(keyword, str) and keyword else field if isinstance(field, str) else "pk"
        return f"(?P<{plain(lookup_prefix) or ''}{name}>{regex if isinstance(regex, str) else '[^/.]+'})"

    def _entries(self, registration: Registration) -> Iterator[Value]:
        viewset = unwrap(registration.viewset)
        if not isinstance(viewset, Class):
            return
        i = self.interpreter
        name = registration.basename
        lookup = i.text(self.send("get_lookup_regex", registration.viewset))
        base = self.own_prefix + registration.prefix
        detail = Text.of(base, "/", lookup) if base.parts else lookup
        actions = list(extra_actions(i, viewset))
        yield from self._entry(registration, base, _LIST, f"{name}-list")
        for extra in actions:
            if not extra.detail:
                yield from self._entry(
                    registration, _below(base, extra.url_path), extra.methods, f"{name}-{extra.url_name}"
                )
        yield from self._entry(registration, detail, _DETAIL, f"{name}-detail")
        for extra in actions:
            if extra.detail:
                yield from self._entry(
                    registration, _below(detail, extra.url_path), extra.methods, f"{name}-{extra.url_name}"
                )

    def _entry(self, registration: Registration, path: Text, actions: dict[str, str], name: str) -> Iterator[Value]:
        i = self.interpreter
        viewset = unwrap(registration.viewset)
        bound = {
            method: function
            for method, function in actions.items()
            if isinstance(viewset, Class | NativeClass) and _has(i, viewset, function)
        }
        if not bound:
            return
        entry = new(i, Pattern)
        entry.kind = "regex"
        entry.route = Text.of("^", path, self.slash if path.parts else "", "$")
        entry.callback = ViewFunction.of(i, registration.viewset, DictValue(dict[Value, Value](bound.items())), {})
        entry.name = name
        entry.location = registration.location
        entry.condition = registration.condition
        yield entry


@stands_for(f"{_ROUTERS}.DefaultRouter")
class DefaultRouter(SimpleRouter):
    """A simple router with a root view that lists the others."""

    include_root_view = True
    include_format_suffixes = True

    def get_urls(self) -> Value:
        """The routes, then the root."""
        urls = super().get_urls()
        if isinstance(urls, ListValue) and plain(self.read("include_root_view")) is True:
            root = new(self.interpreter, Pattern)
            root.callback = ViewFunction.of(
                self.interpreter, self.interpreter.library.get(f"{_ROUTERS}.APIRootView"), None, {}
            )
            root.name = "api-root"
            root.location = self.interpreter.here()
            urls.items.append(root)
        return urls


@stands_for("rest_framework_nested.routers.NestedSimpleRouter", "rest_framework_nested.routers.NestedDefaultRouter")
class NestedSimpleRouter(SimpleRouter):
    """A router below a viewset of another one; https://github.com/alanjds/drf-nested-routers."""

    def __init__(self, parent_router: Value, parent_prefix: Value, lookup: Value = None, **options: Value) -> None:
        super().__init__(plain(options.get("trailing_slash", True)))
        i = self.interpreter
        prefix = str(i.text(parent_prefix))
        if isinstance(parent_router, SimpleRouter):
            self.slash = parent_router.slash
            for registration in parent_router.registered:
                if str(registration.prefix) == prefix:
                    name = f"{plain(lookup) or 'nested'}_"
                    regex = i.text(parent_router.send("get_lookup_regex", registration.viewset, name))
                    self.own_prefix = Text.of(parent_router.own_prefix, registration.prefix, "/", regex, "/")


@stands_for("rest_framework.urlpatterns.format_suffix_patterns")
def format_suffix_patterns(i: Interpreter, urlpatterns: Value, *_: Value, **__: Value) -> Value:
    """Adds `.json` twins, which are the same operations."""
    return urlpatterns


def _below(base: Text, path: str) -> Text:
    return Text.of(base, "/", path) if base.parts else Text.of(path)


def _has(i: Interpreter, viewset: Class | NativeClass, name: str) -> bool:
    found = in_class(i, viewset, name)
    return found is not MISSING and not isinstance(found, Unknown)


REST = ("django.contrib.contenttypes", "django.contrib.auth", "rest_framework")

EXAMPLES = (
    Example(
        site(
            {
                "project/urls.py": """
                    from django.urls import include, path
                    from rest_framework.decorators import action, api_view
                    from rest_framework.routers import DefaultRouter
                    from rest_framework.viewsets import GenericViewSet, ModelViewSet, ViewSet
                    from rest_framework.mixins import ListModelMixin
                    class Books(ModelViewSet):
                        http_method_names = ["get", "post", "head"]
                        @action(detail=True, methods=["post"], url_path="lend/(?P<days>[0-9]+)")
                        def lend(self, request, pk=None, days=None): ...
                        @lend.mapping.get
                        def lent(self, request, pk=None, days=None): ...
                        @action(detail=False)
                        def recent(self, request): ...
                    class Loans(ListModelMixin, GenericViewSet):
                        def revoke(self, request, pk): ...
                    class Ping:
                        @staticmethod
                        @api_view(["GET", "PUT"])
                        def answer(request): ...
                    router = DefaultRouter(trailing_slash=False)
                    router.register(r"books", Books, basename="book")
                    urlpatterns = [
                        path("api/", include((router.urls, "api"), namespace="v1")),
                        path("loans/", Loans.as_view({"get": "list"})),
                        path("loans/<int:pk>/", Loans.as_view(actions={"delete": "revoke"})),
                        path("ping/", Ping.answer),
                    ]
                    """,
            },
            *REST,
        ),
        gives=(
            "DELETE /loans/{pk}/",
            "GET /api/",
            "GET /api/books",
            "GET /api/books/recent",
            "GET /api/books/{pk}",
            "GET /api/books/{pk}/lend/{days}",
            "GET /loans/",
            "GET /ping/",
            "POST /api/books",
            "POST /api/books/{pk}/lend/{days}",
            "PUT /ping/",
        ),
    ),
    Example(
        site(
            {
                "project/urls.py": """
                    from rest_framework.routers import SimpleRouter
                    from rest_framework.viewsets import ViewSet
                    from rest_framework_nested.routers import NestedSimpleRouter
                    class Domains(ViewSet):
                        lookup_field = "slug"
                        def list(self, request): ...
                    class Names(ViewSet):
                        def retrieve(self, request, pk, domain_slug): ...
                    class Marks(ViewSet):
                        def destroy(self, request, pk, domain_slug, name_pk): ...
                    router = SimpleRouter()
                    router.register("domains", Domains, basename="domain")
                    names = NestedSimpleRouter(router, "domains", lookup="domain")
                    names.register("names", Names, basename="name")
                    marks = NestedSimpleRouter(names, "names", lookup="name")
                    marks.register("marks", Marks, basename="mark")
                    urlpatterns = [*router.urls, *names.urls, *marks.urls]
                    """,
            },
            *REST,
        ),
        gives=(
            "DELETE /domains/{domain_slug}/names/{name_pk}/marks/{pk}/",
            "GET /domains/",
            "GET /domains/{domain_slug}/names/{pk}/",
        ),
    ),
)
