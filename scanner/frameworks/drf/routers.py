"""Routers: viewsets as routes.

https://www.django-rest-framework.org/api-guide/routers/
https://www.django-rest-framework.org/api-guide/routers/#custom-routers
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.frameworks.django.example import site
from scanner.frameworks.django.urls import Pattern
from scanner.frameworks.django.viewfunction import ViewFunction, new
from scanner.frameworks.drf.actions import extra_actions
from scanner.frameworks.drf.route_table import DynamicRoute, Route, default_routes, expanded, filled
from scanner.frameworks.protocol import Example
from scanner.interpret.handlers import unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.lookup import in_class
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Instance, NativeClass
from scanner.interpret.values import MISSING, DictValue, Dotted, ListValue, Unknown, Value, plain

_ROUTERS = "rest_framework.routers"
_NESTED = "rest_framework_nested.routers"
"""drf-nested-routers gives the routers that it builds on beside its own."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One `router.register(prefix, viewset, basename)`."""

    prefix: Text
    viewset: Value
    basename: str
    location: Location
    condition: str | None


class Row(tuple[Value, ...]):
    """A row of a registry, `(prefix, viewset, basename)`: other routers may take it over."""

    registration: Registration


@stands_for(f"{_ROUTERS}.BaseRouter")
class BaseRouter(Instance):
    """What routers share."""

    def prepare(self) -> None:
        """Nothing is registered yet."""
        self.registry: Value = ListValue()
        self.slash = "/"
        self.own_prefix = Text()
        self._routes: Value = None

    def register(self, prefix: Value, viewset: Value, basename: Value = None, base_name: Value = None) -> Value:
        """`router.register("books", BookViewSet)`; gives nothing, but routers of libraries may."""
        i = self.interpreter
        stated = plain(basename) or plain(base_name)
        if not isinstance(stated, str):
            stated = plain(self.send("get_default_basename", viewset))
        name = stated if isinstance(stated, str) else ""
        if isinstance(self.registry, ListValue):
            row = Row((prefix, viewset, name))
            row.registration = Registration(i.text(prefix), viewset, name, i.here(), i.condition())
            self.registry.items.append(row)
        return None

    def registered(self) -> Iterator[Registration]:
        """What the registry holds, rows that the project put there by itself included."""
        i = self.interpreter
        for row in i.iterate(self.read("registry"))[0]:
            if isinstance(row, Row):
                yield row.registration
            elif isinstance(row, tuple) and len(row) == 3:
                prefix, viewset, basename = row
                yield Registration(i.text(prefix), viewset, str(i.text(basename)), i.here(), i.condition())

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


@stands_for(f"{_ROUTERS}.SimpleRouter", f"{_NESTED}.SimpleRouter")
class SimpleRouter(BaseRouter):
    """List and detail routes, with extra actions."""

    def __init__(self, trailing_slash: Value = True, use_regex_path: Value = True) -> None:
        self.slash = "/" if plain(trailing_slash) is not False else ""

    def get_urls(self) -> Value:
        """One entry for each route of each viewset, in Django REST framework's order."""
        return ListValue([entry for registration in self.registered() for entry in self._entries(registration)])

    def get_lookup_regex(self, viewset: Value, lookup_prefix: Value = "") -> Value:
        """The group that matches one object."""
        i = self.interpreter
        field = plain(i.attribute(viewset, "lookup_field"))
        keyword = plain(i.attribute(viewset, "lookup_url_kwarg"))
        regex = plain(i.attribute(viewset, "lookup_value_regex"))
        name = keyword if isinstance(keyword, str) and keyword else field if isinstance(field, str) else "pk"
        return f"(?P<{plain(lookup_prefix) or ''}{name}>{regex if isinstance(regex, str) else '[^/.]+'})"

    @property
    def routes(self) -> Value:
        """The table, which a project's router may state itself or change."""
        if self._routes is None:
            self._routes = default_routes(self.interpreter)
        return self._routes

    @routes.setter
    def routes(self, value: Value) -> None:
        self._routes = value

    def get_routes(self, viewset: Value) -> Value:
        """The table for one viewset: a row for each of its actions where the table has a dynamic one."""
        i = self.interpreter
        inner = unwrap(viewset)
        actions = list(extra_actions(i, inner)) if isinstance(inner, Class) else []
        rows: list[Value] = []
        for route in i.iterate(self.read("routes"))[0]:
            if isinstance(route, DynamicRoute):
                rows += [expanded(route, extra) for extra in actions if extra.detail is route.is_detail]
            else:
                rows.append(route)
        return ListValue(rows)

    def _entries(self, registration: Registration) -> Iterator[Value]:
        viewset = unwrap(registration.viewset)
        if not isinstance(viewset, Class):
            return
        i = self.interpreter
        base = self.own_prefix + registration.prefix
        words: dict[str, Text | str] = {
            "prefix": base,
            "lookup": i.text(self.send("get_lookup_regex", registration.viewset)),
            "trailing_slash": self.slash,
            "basename": registration.basename,
        }
        for route in i.iterate(self.send("get_routes", registration.viewset))[0]:
            if not isinstance(route, Route):
                continue
            bound = {method: function for method, function in route.methods.items() if _has(i, viewset, function)}
            if not bound:
                continue
            path = filled(i.text(route.url), words)
            if not base.parts and path.head.startswith("^/"):
                path = Text.of("^", path.head[2:], *path.parts[1:])
            entry = new(i, Pattern)
            entry.kind = "regex"
            entry.route = path
            entry.callback = ViewFunction.of(i, registration.viewset, DictValue(dict[Value, Value](bound.items())), {})
            entry.name = str(filled(i.text(route.name), words))
            entry.location = registration.location
            entry.condition = registration.condition
            yield entry


@stands_for(f"{_ROUTERS}.DefaultRouter", f"{_NESTED}.DefaultRouter")
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


@stands_for("rest_framework.urlpatterns.format_suffix_patterns")
def format_suffix_patterns(i: Interpreter, urlpatterns: Value, *_: Value, **__: Value) -> Value:
    """Adds `.json` twins, which are the same operations."""
    return urlpatterns


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
                    from rest_framework.decorators import action
                    from rest_framework.routers import DynamicRoute, Route, SimpleRouter
                    from rest_framework.viewsets import ViewSet
                    class Bulk(SimpleRouter):
                        def __init__(self, *args, **kwargs):
                            super().__init__(*args, **kwargs)
                            self.routes[0].mapping.update({"delete": "bulk_destroy"})
                    class ReadOnly(SimpleRouter):
                        routes = [
                            Route(
                                url=r"^{prefix}$",
                                mapping={"get": "list"},
                                name="{basename}-list",
                                detail=False,
                                initkwargs={},
                            ),
                            DynamicRoute(
                                url=r"^{prefix}/{lookup}/{url_path}$",
                                name="{basename}-{url_name}",
                                detail=True,
                                initkwargs={},
                            ),
                        ]
                    class Marks(ViewSet):
                        def list(self, request): ...
                        def create(self, request): ...
                        def bulk_destroy(self, request): ...
                        def run(self, request, pk): ...
                        @action(detail=True)
                        def history(self, request, pk): ...
                    class Running(SimpleRouter):
                        def get_routes(self, viewset):
                            return [
                                row._replace(mapping={**row.mapping, "post": "run"}) if row.detail else row
                                for row in super().get_routes(viewset)[:2]
                            ]
                    bulk, read, running, both = Bulk(), ReadOnly(), Running(), SimpleRouter()
                    running.register("run", Marks, basename="run")
                    bulk.register("bulk", Marks, basename="bulk")
                    read.register("read", Marks, basename="read")
                    other = SimpleRouter()
                    other.register("other", Marks, basename="other")
                    both.registry.extend(other.registry)
                    both.registry.append(("own", Marks, "own"))
                    urlpatterns = bulk.urls + read.urls + running.urls + both.urls
                    """,
            },
            *REST,
        ),
        gives=(
            "DELETE /bulk/",
            "DELETE /other/",
            "DELETE /own/",
            "GET /bulk/",
            "GET /bulk/{pk}/history/",
            "GET /other/",
            "GET /other/{pk}/history/",
            "GET /own/",
            "GET /own/{pk}/history/",
            "GET /read",
            "GET /read/{pk}/history",
            "DELETE /run/",
            "GET /run/",
            "POST /bulk/",
            "POST /other/",
            "POST /own/",
            "POST /run/",
            "POST /run/{pk}/",
        ),
    ),
)
