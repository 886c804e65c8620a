"""Cadwyn: a FastAPI application that serves its routes in several versions, told apart by a header.

https://docs.cadwyn.dev/quickstart/setup/
https://docs.cadwyn.dev/concepts/endpoint_migrations/
"""

from __future__ import annotations

from scanner.frameworks.fastapi.routers import APIRouter, FastAPI
from scanner.frameworks.fastapi.starlette import BaseRoute
from scanner.frameworks.protocol import Example, joined, stands_for
from scanner.interpret.handlers import unwrap
from scanner.interpret.values import ListValue, Native, Unknown, Value

_OLDER = "an older API version is asked for"


@stands_for(
    "cadwyn.VersionedAPIRouter", "cadwyn.route_generation.VersionedAPIRouter", "cadwyn.routing.VersionedAPIRouter"
)
class VersionedAPIRouter(APIRouter):
    """A router whose routes may belong to older versions alone."""

    def only_exists_in_older_versions(self, endpoint: Value) -> Value:
        """Mark the routes of an endpoint that is already registered."""
        routes = self.interpreter.attribute(self, "routes")
        for route in routes.items if isinstance(routes, ListValue) else ():
            if isinstance(route, BaseRoute) and unwrap(getattr(route, "endpoint", None)) is unwrap(endpoint):
                route._condition = joined((route._condition, _OLDER))
        return endpoint


@stands_for("cadwyn.Cadwyn", "cadwyn.applications.Cadwyn")
class Cadwyn(FastAPI):
    """The application. Its documentation pages are methods, which are operations where the project overrides them."""

    def __init__(
        self,
        *,
        openapi_url: Value = "/openapi.json",
        docs_url: Value = "/docs",
        redoc_url: Value = "/redoc",
        changelog_url: Value = "/changelog",
        **options: Value,
    ) -> None:
        super().__init__(openapi_url=openapi_url, **options)
        i = self.interpreter
        pages = (
            (changelog_url, "generate_changelog"),
            (openapi_url, "openapi_jsons"),
            (docs_url, "swagger_dashboard"),
            (redoc_url, "redoc_dashboard"),
        )
        for url, name in pages:
            answer = i.attribute(self, name)
            if url is not None and not isinstance(answer, Native):
                self.add_route(url, answer, include_in_schema=False)

    def generate_and_include_versioned_routers(self, *routers: Value) -> None:
        """The newest version's routes; older versions serve them too, with other schemas."""
        for router in routers:
            self.send("include_router", router)

    def add_header_versioned_routers(self, *routers: Value, header_value: Value = None) -> Value:
        """The routes of one version."""
        self.generate_and_include_versioned_routers(*routers)
        return ListValue(open_=True)

    def openapi_jsons(self, *_: Value) -> Value:
        """The schema of the version that is asked for."""
        return Unknown("a response")

    def swagger_dashboard(self, *_: Value) -> Value:
        """A page on the API."""
        return Unknown("a response")

    def redoc_dashboard(self, *_: Value) -> Value:
        """Another."""
        return Unknown("a response")

    def generate_changelog(self, *_: Value) -> Value:
        """What changed between versions."""
        return Unknown("a response")


EXAMPLES = (
    Example(
        """
        from datetime import date
        from cadwyn import Cadwyn, HeadVersion, Version, VersionBundle, VersionedAPIRouter
        from fastapi import APIRouter, FastAPI
        health, users = APIRouter(), VersionedAPIRouter(prefix="/users")
        @health.get("/health")
        def ok(): ...
        @users.get("/{name}")
        def show(name: str): ...
        api = APIRouter()
        api.include_router(health)
        api.include_router(users)
        class Documented(Cadwyn):
            async def openapi_jsons(self, req):
                return await super().openapi_jsons(req)
        inner = Documented(versions=VersionBundle(HeadVersion(), Version(date(2024, 1, 1))))
        inner.generate_and_include_versioned_routers(api)
        app = FastAPI()
        app.mount("/api", inner)
        """,
        gives=("GET /api/health", "GET /api/openapi.json", "GET /api/users/{name}"),
    ),
    Example(
        """
        from cadwyn import Cadwyn, VersionedAPIRouter
        from versions import bundle
        router = VersionedAPIRouter()
        @router.only_exists_in_older_versions
        @router.get("/old")
        def old(): ...
        app = Cadwyn(versions=bundle)
        app.generate_and_include_versioned_routers(router)
        """,
        gives=("GET /old if an older API version is asked for",),
    ),
)
