"""fastapi-versioning: one application becomes a sub-application for each version.

https://github.com/DeanWay/fastapi-versioning
"""

from __future__ import annotations

from scanner.frameworks.fastapi.routers import APIRoute, APIRouter, FastAPI, complete
from scanner.frameworks.fastapi.starlette import append
from scanner.frameworks.protocol import Example, Interpreter, World, stands_for
from scanner.interpret.handlers import unwrap
from scanner.interpret.objects import Function
from scanner.interpret.values import Native, Value, plain

_VERSION = "_api_version"
_MODULES = ("fastapi_versioning", "fastapi_versioning.versioning")


@stands_for(*(f"{module}.version" for module in _MODULES))
def version(i: Interpreter, major: Value, minor: Value = 0) -> Value:
    """`@version(1, 2)` above an endpoint."""

    def decorate(_i: Interpreter, endpoint: Value) -> Value:
        inner = unwrap(endpoint)
        if isinstance(inner, Function):
            inner.attributes[_VERSION] = (major, minor)
        return endpoint

    return Native(decorate, "fastapi_versioning.version")


@stands_for(*(f"{module}.VersionedFastAPI" for module in _MODULES))
def versioned(
    i: Interpreter,
    app: Value,
    version_format: Value = "{major}.{minor}",
    prefix_format: Value = "/v{major}_{minor}",
    default_version: Value = (1, 0),
    enable_latest: Value = False,
    **_: Value,
) -> Value:
    """The application that serves each version below a prefix; a version has what older ones had."""
    world = World.of(i)
    if not isinstance(app, FastAPI) or not isinstance(app.router, APIRouter):
        return app
    complete(world.routers)
    routes = [route for route in i.iterate(i.attribute(app, "routes"))[0] if isinstance(route, APIRoute)]
    by_version: dict[tuple[int, int], list[APIRoute]] = {}
    for route in routes:
        by_version.setdefault(_version_of(route, default_version), []).append(route)
    parent = i.call(i.library.class_of(FastAPI))
    for one in (app, app.router):
        world.routers.remove(one)
    world.applications.remove(app)
    serving: dict[tuple[str, str], APIRoute] = {}
    pattern = plain(prefix_format)
    for major, minor in sorted(by_version):
        for route in by_version[major, minor]:
            key = (str(i.text(route.path)), ",".join(i.strings(i.attribute(route, "methods"))))
            serving[key] = route
        prefix = str(pattern).replace("{major}", str(major)).replace("{minor}", str(minor))
        _mount(i, parent, prefix, serving)
    if i.truth(enable_latest) is True:
        _mount(i, parent, "/latest", serving)
    return parent


def _version_of(route: APIRoute, default: Value) -> tuple[int, int]:
    endpoint = unwrap(route.endpoint)
    stated = endpoint.attributes.get(_VERSION, default) if isinstance(endpoint, Function) else default
    match stated:
        case (int() as major, int() as minor):
            return major, minor
        case _:
            return 1, 0


def _mount(i: Interpreter, parent: Value, prefix: str, routes: dict[tuple[str, str], APIRoute]) -> None:
    made = i.call(i.library.class_of(FastAPI))
    if isinstance(made, FastAPI) and isinstance(made.router, APIRouter):
        for route in routes.values():
            append(made.router, route)
        i.call(i.attribute(parent, "mount"), (prefix, made))


EXAMPLES = (
    Example(
        """
        from fastapi import APIRouter, FastAPI
        from fastapi_versioning import VersionedFastAPI, version
        inner = FastAPI()
        router = APIRouter(prefix="/items")
        @router.get("/")
        def items(): ...
        @router.post("/")
        @version(2)
        def create(): ...
        @inner.get("/ping")
        @version(1)
        def ping(): ...
        inner.include_router(router)
        app = VersionedFastAPI(inner, version_format="{major}", prefix_format="/v{major}", enable_latest=True)
        """,
        gives=(
            "GET /latest/items/",
            "GET /latest/ping",
            "GET /v1/items/",
            "GET /v1/ping",
            "GET /v2/items/",
            "GET /v2/ping",
            "POST /latest/items/",
            "POST /v2/items/",
        ),
    ),
)
