"""FastAPI: applications, routers, path operations and how routers are included.

https://fastapi.tiangolo.com/reference/apirouter/
https://fastapi.tiangolo.com/tutorial/bigger-applications/
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.concepts.operation import StaticMount
from scanner.frameworks import paths
from scanner.frameworks.fastapi import signature, starlette
from scanner.frameworks.fastapi.signature import dependency_names
from scanner.frameworks.fastapi.starlette import (
    BaseRoute,
    Mount,
    Route,
    Router,
    Starlette,
    Step,
    WebSocketRoute,
    append,
)
from scanner.frameworks.protocol import Example, Interpreter, World, place, stands_for
from scanner.interpret.classes import bare
from scanner.interpret.objects import Instance
from scanner.interpret.values import Dotted, ListValue, Native, Value, plain


@stands_for("fastapi.routing.APIRoute")
class APIRoute(Route):
    """A path operation."""

    def __init__(
        self, path: Value = "", endpoint: Value = None, *, methods: Value = None, name: Value = None, **options: Value
    ) -> None:
        i = self.interpreter
        self.path = path
        self.endpoint = endpoint
        self.methods = starlette.methods_of(i, methods, default="GET")
        self.name = starlette.name_of(i, name, endpoint)
        self.dependencies = ListValue(*i.iterate(options.get("dependencies") or ()))
        self.tags = ListValue(*i.iterate(options.get("tags") or ()))
        self.include_in_schema = options.get("include_in_schema", True)
        self.response_model = options.get("response_model")
        self.response_class = options.get("response_class")
        self.status_code = options.get("status_code")


@stands_for("fastapi.routing.APIWebSocketRoute")
class APIWebSocketRoute(WebSocketRoute):
    """A websocket with dependencies."""

    def __init__(
        self, path: Value = "", endpoint: Value = None, *, name: Value = None, dependencies: Value = None, **_: Value
    ) -> None:
        super().__init__(path, endpoint, name=name)
        self.dependencies = ListValue(*self.interpreter.iterate(dependencies or ()))


class Include:
    """One `include_router`, remembered so that routes added to the child later are included too."""

    __slots__ = ("child", "copied", "options", "prefix", "step")

    def __init__(self, child: Instance, prefix: Value, options: dict[str, Value], step: Step) -> None:
        self.child = child
        self.prefix = prefix
        self.options = options
        self.step = step
        self.copied: dict[Value, None] = {}


@stands_for("fastapi.APIRouter", "fastapi.routing.APIRouter")
class APIRouter(Router):
    """Routes under a prefix, to be included elsewhere."""

    def prepare(self) -> None:
        super().prepare()
        self.prefix: Value = ""
        self.tags: Value = ListValue()
        self.dependencies: Value = ListValue()
        self.include_in_schema: Value = True
        self.default_response_class: Value = None
        self.route_class: Value = None
        self._includes: list[Include] = []

    def __init__(
        self,
        *,
        prefix: Value = "",
        tags: Value = None,
        dependencies: Value = None,
        default_response_class: Value = None,
        include_in_schema: Value = True,
        routes: Value = None,
        route_class: Value = None,
        lifespan: Value = None,
        on_startup: Value = None,
        **_: Value,
    ) -> None:
        i = self.interpreter
        if routes is not None:
            self.routes = ListValue(*i.iterate(routes))
        self.prefix = prefix
        self.tags = ListValue(*i.iterate(tags or ()))
        self.dependencies = ListValue(*i.iterate(dependencies or ()))
        self.include_in_schema = include_in_schema
        self.default_response_class = default_response_class
        self.route_class = route_class
        starlette.defer(self, lifespan)
        for function in i.iterate(on_startup or ())[0]:
            starlette.defer(self, function, ())

    def add_api_route(self, path: Value, endpoint: Value, **options: Value) -> None:
        i = self.interpreter
        own = i.attribute(self, "prefix", "")
        given = dict(options)
        given["dependencies"] = _both(i, i.attribute(self, "dependencies"), options.get("dependencies"))
        given["tags"] = _both(i, i.attribute(self, "tags"), options.get("tags"))
        given["include_in_schema"] = _and(
            i, options.get("include_in_schema", True), i.attribute(self, "include_in_schema", True)
        )
        if given.get("response_class") is None:
            given["response_class"] = i.attribute(self, "default_response_class")
        whole = prefixed(i, own, path)
        append(self, i.call(i.library.class_of(APIRoute), (whole, endpoint), given))

    def api_route(self, path: Value, **options: Value) -> Value:
        def decorate(i: Interpreter, function: Value) -> Value:
            i.call(i.attribute(self, "add_api_route"), (path, function), options)
            return function

        return Native(decorate)

    def add_api_websocket_route(
        self, path: Value, endpoint: Value, name: Value = None, *, dependencies: Value = None
    ) -> None:
        i = self.interpreter
        whole = prefixed(i, i.attribute(self, "prefix", ""), path)
        given = {"name": name, "dependencies": _both(i, i.attribute(self, "dependencies"), dependencies)}
        append(self, i.call(i.library.class_of(APIWebSocketRoute), (whole, endpoint), given))

    def websocket(self, path: Value, name: Value = None, *, dependencies: Value = None) -> Value:
        def decorate(i: Interpreter, function: Value) -> Value:
            i.call(
                i.attribute(self, "add_api_websocket_route"),
                (path, function),
                {"name": name, "dependencies": dependencies},
            )
            return function

        return Native(decorate)

    def get(self, path: Value = "", default: Value = None, **options: Value) -> Value:
        return self._operation("GET", path, options)

    def put(self, path: Value, **options: Value) -> Value:
        return self._operation("PUT", path, options)

    def post(self, path: Value, **options: Value) -> Value:
        return self._operation("POST", path, options)

    def delete(self, path: Value, **options: Value) -> Value:
        return self._operation("DELETE", path, options)

    def patch(self, path: Value, **options: Value) -> Value:
        return self._operation("PATCH", path, options)

    def options(self, path: Value, **options: Value) -> Value:
        return self._operation("OPTIONS", path, options)

    def head(self, path: Value, **options: Value) -> Value:
        return self._operation("HEAD", path, options)

    def trace(self, path: Value, **options: Value) -> Value:
        return self._operation("TRACE", path, options)

    def _operation(self, method: str, path: Value, options: dict[str, Value]) -> Value:
        return self.interpreter.call(
            self.interpreter.attribute(self, "api_route"), (path,), {**options, "methods": (method,)}
        )

    def include_router(self, router: Value, *, prefix: Value = "", **options: Value) -> None:
        i = self.interpreter
        if isinstance(router, Starlette):
            router = router.router
        if isinstance(router, Dotted):  # a library's own router: its routes are counted where it is mounted
            path = prefixed(i, i.attribute(self, "prefix", ""), prefix)
            append(self, i.call(i.library.class_of(Mount), (path, router)))
        if not isinstance(router, Router):
            return
        location, condition = place(i)
        step = Step(str(i.text(prefix)), _label(router), location, condition)
        include = Include(router, prefix, options, step)
        self._includes.append(include)
        self._take(include)

    def _take(self, include: Include) -> bool:
        """Copy the routes of an included router that were not copied yet; whether there were any."""
        routes = self.interpreter.attribute(include.child, "routes")
        taken = False
        for route in list(routes.items) if isinstance(routes, ListValue) else ():
            if route not in include.copied and isinstance(route, BaseRoute):
                include.copied[route] = None
                append(self, self._copy(route, include))
                taken = True
        return taken

    def _copy(self, route: BaseRoute, include: Include) -> Value:
        i = self.interpreter
        made = bare(i, route.class_)
        assert isinstance(made, BaseRoute)
        made.__dict__.update(route.__dict__)
        made.path = prefixed(i, i.attribute(self, "prefix", ""), prefixed(i, include.prefix, starlette.path_of(route)))
        made._steps = (include.step, *route._steps)
        if isinstance(route, APIRoute | APIWebSocketRoute):
            before = _both(i, i.attribute(self, "dependencies"), include.options.get("dependencies"))
            made.__dict__["dependencies"] = _both(i, before, route.dependencies)
        if isinstance(route, APIRoute):
            made.__dict__["tags"] = _both(
                i, _both(i, i.attribute(self, "tags"), include.options.get("tags")), route.tags
            )
            shown = _and(
                i, include.options.get("include_in_schema", True), i.attribute(self, "include_in_schema", True)
            )
            made.__dict__["include_in_schema"] = _and(i, route.include_in_schema, shown)
        return made


@stands_for("fastapi.FastAPI", "fastapi.applications.FastAPI")
class FastAPI(Starlette):
    """An application: an `APIRouter` with documentation pages, which are the library's and no operations."""

    framework = "fastapi"

    def _new_router(self) -> Value:
        return self.interpreter.call(self.interpreter.library.class_of(APIRouter))

    def __init__(
        self,
        *,
        routes: Value = None,
        dependencies: Value = None,
        default_response_class: Value = None,
        include_in_schema: Value = True,
        openapi_url: Value = "/openapi.json",
        root_path: Value = "",
        lifespan: Value = None,
        on_startup: Value = None,
        **_: Value,
    ) -> None:
        i = self.interpreter
        self.root_path = root_path
        self.openapi_url = openapi_url
        router = self.router
        assert isinstance(router, APIRouter)
        if routes is not None:
            router.routes = ListValue(*i.iterate(routes))
        router.dependencies = ListValue(*i.iterate(dependencies or ()))
        router.default_response_class = default_response_class
        router.include_in_schema = include_in_schema if openapi_url is not None else False
        starlette.defer(self, lifespan)
        for function in i.iterate(on_startup or ())[0]:
            starlette.defer(self, function, ())

    def add_api_route(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("add_api_route", args, kwargs)

    def api_route(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("api_route", args, kwargs)

    def add_api_websocket_route(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("add_api_websocket_route", args, kwargs)

    def websocket(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("websocket", args, kwargs)

    def include_router(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("include_router", args, kwargs)

    def get(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("get", args, kwargs)

    def put(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("put", args, kwargs)

    def post(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("post", args, kwargs)

    def delete(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("delete", args, kwargs)

    def patch(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("patch", args, kwargs)

    def options(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("options", args, kwargs)

    def head(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("head", args, kwargs)

    def trace(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("trace", args, kwargs)

    def frontend(self, path: Value = "/", *_: Value, **__: Value) -> None:
        """A built front end served under a path: files, no operation."""
        prefix = str(paths.braced(self.interpreter.text(path)))
        World.of(self.interpreter).static_mounts.append(StaticMount(prefix, self.interpreter.here()))

    def openapi(self) -> Value:
        return Native(lambda i: None)


def prefixed(i: Interpreter, prefix: Value, path: Value) -> Value:
    """A prefix before a path, as FastAPI puts them together: end to end."""
    return plain(i.text(prefix) + i.text(path))


def _both(i: Interpreter, first: Value, second: Value) -> ListValue:
    items: list[Value] = []
    for value in (first, second):
        if value is not None:
            items += i.iterate(value)[0]
    return ListValue(items)


def _and(i: Interpreter, first: Value, second: Value) -> Value:
    decided = (i.truth(first), i.truth(second))
    if False in decided:
        return False
    return True if decided == (True, True) else None


def _label(router: Instance) -> str:
    """How a mount names the router: the module it was made in."""
    origin = World.of(router.interpreter).origins[router]
    for name, value in origin.module.frame.names.items():
        if value is router:
            return f"{origin.module.name}.{name}"
    return origin.module.name


def complete(routers: Sequence[Instance]) -> None:
    """Include what was added to routers after they were included, as far as it goes through others."""
    for _ in range(len(routers) + 1):
        taken = [
            router._take(include) for router in routers if isinstance(router, APIRouter) for include in router._includes
        ]
        if not any(taken):
            return


def declare(route: BaseRoute) -> None:
    """Write down what a route's registration and its endpoint's signature declare."""
    i = route.interpreter
    dependencies = getattr(route, "dependencies", None)
    names = dependency_names(i, i.iterate(dependencies)[0]) if dependencies is not None else ()
    found = signature.declared(i, route)
    route._declared = found
    route._guards = tuple(dict.fromkeys((*names, *found.guards)))


EXAMPLES = (
    Example(
        """
        from fastapi import APIRouter, FastAPI, WebSocket
        app = FastAPI()
        inner = APIRouter(prefix="/inner")
        outer = APIRouter(prefix="/outer")
        @inner.get("/{item}")
        def show(item: int): ...
        @inner.api_route("/many", methods=["PUT", "PATCH"])
        def many(): ...
        @outer.post("")
        def make(): ...
        @app.websocket("/ws/{room}")
        async def ws(socket: WebSocket, room: str): ...
        outer.include_router(inner)
        app.include_router(outer, prefix="/api")
        app.include_router(inner, prefix="/again")
        app.add_api_route("/plain", show, methods=["DELETE"])
        """,
        gives=(
            "DELETE /plain",
            "GET /again/inner/{item}",
            "GET /api/outer/inner/{item}",
            "PATCH /again/inner/many",
            "PATCH /api/outer/inner/many",
            "POST /api/outer",
            "PUT /again/inner/many",
            "PUT /api/outer/inner/many",
            "WEBSOCKET /ws/{room}",
        ),
    ),
    Example(
        """
        from fastapi import APIRouter, FastAPI
        class Crud(APIRouter):
            def __init__(self, name, *operations):
                super().__init__(prefix=f"/{name}", tags=[name])
                for operation in operations:
                    self.add_api_route("/" + operation.__name__, operation, methods=["GET"])
        def make(name):
            def ping(): ...
            def pong(): ...
            return Crud(name, ping, pong)
        app = FastAPI()
        for name in ("a", "b"):
            app.include_router(make(name))
        v1 = FastAPI()
        v1.get("/x")(lambda: None)
        app.mount("/v1", app=v1)
        """,
        gives=("GET /a/ping", "GET /a/pong", "GET /b/ping", "GET /b/pong", "GET /v1/x"),
    ),
    Example(
        """
        from contextlib import asynccontextmanager
        from fastapi import FastAPI
        @asynccontextmanager
        async def lifespan(app):
            app.add_api_route("/late", lambda: None)
            yield
        app = FastAPI(lifespan=lifespan)
        """,
        gives=("GET /late",),
    ),
)
