"""`NinjaAPI` and `Router`.

https://django-ninja.dev/reference/api/
https://django-ninja.dev/guides/routers/
https://django-ninja.dev/guides/versioning/
"""

from __future__ import annotations

from scanner.concepts.text import Text
from scanner.frameworks.django.example import site
from scanner.frameworks.django.urls import Library, Resolver
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.ninja.operations import Operations, Setting, django_path, entries, is_stated
from scanner.frameworks.protocol import Example, World, stands_for
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.values import MISSING, ListValue, Value, plain


@stands_for("ninja.Router", "ninja.router.Router")
class Router(Operations):
    """Operations to be added to an API, or to another router, under a prefix."""

    def __init__(self, *, auth: Value = MISSING, tags: Value = MISSING, throttle: Value = MISSING, **_: Value) -> None:
        self._recorded.options = {"auth": auth, "tags": tags, "throttle": throttle}


@stands_for("ninja.NinjaAPI", "ninja.main.NinjaAPI")
class NinjaAPI(Operations):
    """An API. Its documentation pages are the library's."""

    def prepare(self) -> None:
        """The fields, before they are known."""
        super().prepare()
        self.version: Value = "1.0.0"
        self.urls_namespace: Value = None
        self._docs: tuple[Value, Value] = ("/docs", "/openapi.json")

    def __init__(
        self,
        *,
        version: Value = "1.0.0",
        openapi_url: Value = "/openapi.json",
        docs_url: Value = "/docs",
        urls_namespace: Value = None,
        auth: Value = MISSING,
        throttle: Value = MISSING,
        **_: Value,
    ) -> None:
        self.version = version
        self.urls_namespace = urls_namespace
        self._docs = (docs_url if openapi_url is not None else None, openapi_url)
        self._recorded.options = {"auth": auth, "throttle": throttle}

    @property
    def urls(self) -> Value:
        """What `path("api/", api.urls)` takes: patterns, application name, namespace."""
        i = self.interpreter
        stated = plain(self.urls_namespace)
        namespace = stated if isinstance(stated, str) and stated else str(Text.of("api-", i.text(self.version)))
        return (self, "ninja", namespace.rpartition(":")[2])

    @property
    def urlpatterns(self) -> Value:
        """The entries, as they are when routes are collected."""
        given = self._recorded.options
        setting = Setting().under({name: value for name, value in given.items() if is_stated(value)})
        return ListValue([*self._documentation(), *entries(self, setting, base=False).items])

    def _documentation(self) -> list[Value]:
        pages: list[Value] = []
        for url in self._docs:
            text = plain(url)
            if isinstance(text, str) and text:
                page = new(self.interpreter, Resolver)
                page.route = django_path(Text.of(text.lstrip("/")))
                page.children = Library("ninja.openapi")
                page.location = World.of(self.interpreter).places[self]
                pages.append(page)
        return pages


@stands_for("ninja.decorators.decorate_view", "ninja.decorate_view")
def decorate_view(i: Interpreter, *decorators: Value) -> Value:
    """`@decorate_view(cache_page(60))`: Django's decorators around an operation."""
    return i.call(i.library.get("django.utils.decorators.method_decorator"), (ListValue(list(decorators)),))


EXAMPLES = (
    Example(
        site(
            {
                "shop/__init__.py": "",
                "project/urls.py": """
                from django.urls import path
                from shop.api import api
                urlpatterns = [path("api/", api.urls)]
                """,
                "shop/api.py": """
                from ninja import NinjaAPI, Router, Schema
                from ninja.security import HttpBearer
                class Item(Schema):
                    name: str
                class Bearer(HttpBearer):
                    def authenticate(self, request, token): ...
                api = NinjaAPI(auth=Bearer())
                @api.get("/items")
                def items(request): ...
                @api.post("items", response={201: Item})
                def create(request, item: Item): ...
                @api.api_operation(["PUT", "PATCH"], "/items/{int:item_id}/", auth=None)
                def change(request, item_id: int): ...
                api.add_router("/events/", "shop.events.router")
                late = Router()
                api.add_router("late", late, tags=["late"])
                @late.delete("{uuid:key}")
                def remove(request, key): ...
                """,
                "shop/events.py": """
                from ninja import Router
                router = Router()
                inner = Router(tags=["deep"])
                @router.get("")
                def listed(request): ...
                @router.get("/{event_id}")
                def one(request, event_id: int): ...
                @inner.post("/close")
                def close(request, event_id: int): ...
                router.add_router("/{event_id}/", inner)
                """,
            },
            "shop",
        ),
        gives=(
            "DELETE /api/late/{key}",
            "GET /api/events/",
            "GET /api/events/{event_id}",
            "GET /api/items",
            "PATCH /api/items/{item_id}/",
            "POST /api/events/{event_id}/close",
            "POST /api/items",
            "PUT /api/items/{item_id}/",
        ),
    ),
    Example(
        site(
            {
                "project/urls.py": """
                from django.urls import include, path
                from ninja import NinjaAPI
                first = NinjaAPI(version="1", docs_url=None)
                second = NinjaAPI(version="2", urls_namespace="second")
                for api in (first, second):
                    @api.get("/ping")
                    def ping(request): ...
                orphan = NinjaAPI(version="3")
                @orphan.get("/lost")
                def lost(request): ...
                urlpatterns = [path("v1/", first.urls), path("", include([path("v2/", second.urls)]))]
                """,
            }
        ),
        gives=("GET /lost unmounted", "GET /v1/ping", "GET /v2/ping"),
    ),
)
