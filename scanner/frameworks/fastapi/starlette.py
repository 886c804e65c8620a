"""Starlette: routers, routes, mounts and class-based endpoints, which FastAPI stands on.

https://www.starlette.io/routing/
https://www.starlette.io/endpoints/
"""

from __future__ import annotations

from collections.abc import Sequence

from scanner.concepts.location import Location
from scanner.concepts.operation import WEBSOCKET, Declared
from scanner.frameworks.conditions import without
from scanner.frameworks.protocol import Example, Interpreter, World, place, stands_for
from scanner.interpret.contexts import Managed, enter
from scanner.interpret.handlers import dotted_name, own_name
from scanner.interpret.objects import Instance
from scanner.interpret.values import MISSING, ListValue, Native, SetValue, Unknown, Value, plain


class BaseRoute(Instance):
    """What stands in `routes`: it knows where it was registered, and under which tests."""

    def prepare(self) -> None:
        self._location, self._condition = place(self.interpreter)
        self._steps: tuple[Step, ...] = ()
        self._declared = Declared()
        self._guards: tuple[str, ...] = ()
        self.path: Value = ""


class Step:
    """One `include_router` that a route came through: the prefix it added, of which router, where, under what test."""

    __slots__ = ("condition", "location", "prefix", "router")

    def __init__(self, prefix: str, router: str, location: Location, condition: str | None) -> None:
        self.prefix = prefix
        self.router = router
        self.location = location
        self.condition = condition


@stands_for("starlette.routing.BaseRoute", "fastapi.routing.BaseRoute")
class AnyRoute(BaseRoute):
    """The base of all routes, for the project to test against."""


@stands_for("starlette.routing.Route", "fastapi.routing.Route")
class Route(AnyRoute):
    """A path, what answers it, and its methods; none where the endpoint itself decides."""

    def __init__(
        self,
        path: Value = "",
        endpoint: Value = None,
        *,
        methods: Value = None,
        name: Value = None,
        include_in_schema: Value = True,
        **_: Value,
    ) -> None:
        self.path = path
        self.endpoint = endpoint
        self.methods = methods_of(self.interpreter, methods)
        self.name = name_of(self.interpreter, name, endpoint)
        self.include_in_schema = include_in_schema


@stands_for("starlette.routing.WebSocketRoute", "fastapi.routing.WebSocketRoute")
class WebSocketRoute(AnyRoute):
    """A websocket at a path."""

    def __init__(self, path: Value = "", endpoint: Value = None, *, name: Value = None, **_: Value) -> None:
        self.path = path
        self.endpoint = endpoint
        self.methods = SetValue({WEBSOCKET: None})
        self.name = name_of(self.interpreter, name, endpoint)


@stands_for("starlette.routing.Mount", "fastapi.routing.Mount")
class Mount(AnyRoute):
    """An application, or a list of routes, under a prefix."""

    def __init__(
        self, path: Value = "", app: Value = None, routes: Value = None, name: Value = None, **_: Value
    ) -> None:
        self.path = path
        self.app = app if app is not None else routes
        self.name = name
        World.of(self.interpreter).mounted.add(self.app)

    @property
    def routes(self) -> Value:
        return self.interpreter.attribute(self.app, "routes", self.app)


@stands_for("starlette.routing.Host")
class Host(AnyRoute):
    """An application for one host name."""

    def __init__(self, host: Value = None, app: Value = None, name: Value = None) -> None:
        self.host = host
        self.app = app
        World.of(self.interpreter).mounted.add(app)


@stands_for("starlette.staticfiles.StaticFiles", "fastapi.staticfiles.StaticFiles")
class StaticFiles(Instance):
    """Files of a directory."""

    def __init__(self, *_: Value, **__: Value) -> None:
        """Which directory does not matter here."""


@stands_for("starlette.endpoints.HTTPEndpoint")
class HTTPEndpoint(Instance):
    """A class whose methods answer the HTTP methods of their names."""


@stands_for("starlette.endpoints.WebSocketEndpoint")
class WebSocketEndpoint(Instance):
    """A class that answers a websocket."""


@stands_for(
    "starlette.middleware.wsgi.WSGIMiddleware", "fastapi.middleware.wsgi.WSGIMiddleware", "a2wsgi.WSGIMiddleware"
)
class WSGIMiddleware(Instance):
    """A WSGI application, such as Flask's, that an ASGI application mounts."""

    def __init__(self, app: Value = None, *_: Value, **__: Value) -> None:
        self.app = app
        World.of(self.interpreter).mounted.add(app)


@stands_for("starlette.routing.Router")
class Router(Instance):
    """A list of routes and the calls that add to it."""

    holds_routes = True

    def prepare(self) -> None:
        self.routes: Value = ListValue()
        World.of(self.interpreter).add_router(self)

    def __init__(self, routes: Value = None, *_: Value, lifespan: Value = None, **__: Value) -> None:
        if routes is not None:
            self.routes = ListValue(*self.interpreter.iterate(routes))
        defer(self, lifespan)

    def add_route(
        self,
        path: Value,
        endpoint: Value,
        methods: Value = None,
        name: Value = None,
        include_in_schema: Value = True,
    ) -> None:
        i = self.interpreter
        route = i.call(
            i.library.class_of(Route),
            (path, endpoint),
            {"methods": methods, "name": name, "include_in_schema": include_in_schema},
        )
        append(self, route)

    def route(self, path: Value, methods: Value = None, name: Value = None, include_in_schema: Value = True) -> Value:
        def decorate(i: Interpreter, endpoint: Value) -> Value:
            options = {"methods": methods, "name": name, "include_in_schema": include_in_schema}
            i.call(i.attribute(self, "add_route"), (path, endpoint), options)
            return endpoint

        return Native(decorate)

    def add_websocket_route(self, path: Value, endpoint: Value, name: Value = None, **_: Value) -> None:
        i = self.interpreter
        append(self, i.call(i.library.class_of(WebSocketRoute), (path, endpoint), {"name": name}))

    def websocket_route(self, path: Value, name: Value = None, **_: Value) -> Value:
        def decorate(i: Interpreter, endpoint: Value) -> Value:
            i.call(i.attribute(self, "add_websocket_route"), (path, endpoint), {"name": name})
            return endpoint

        return Native(decorate)

    def mount(self, path: Value, app: Value = None, name: Value = None) -> None:
        i = self.interpreter
        append(self, i.call(i.library.class_of(Mount), (path,), {"app": app, "name": name}))

    def host(self, host: Value, app: Value = None, name: Value = None) -> None:
        i = self.interpreter
        append(self, i.call(i.library.class_of(Host), (host, app)))

    def add_event_handler(self, event_type: Value, func: Value) -> None:
        if plain(event_type) == "startup":
            defer(self, func, ())

    def on_event(self, event_type: Value) -> Value:
        def decorate(i: Interpreter, func: Value) -> Value:
            self.send("add_event_handler", event_type, func)
            return func

        return Native(decorate)


@stands_for("starlette.applications.Starlette")
class Starlette(Instance):
    """An application: a router with middleware and start-up work before it."""

    is_application = True
    holds_routes = True
    framework = "starlette"

    def prepare(self) -> None:
        world = World.of(self.interpreter)
        world.add_router(self, application=True)
        self._guards: dict[str, None] = {}
        self.router = self._new_router()
        world.made_under.pop(self.router, None)  # type: ignore[call-overload]  # it is one
        self.state = Unknown("app.state", "state")
        self.debug = Unknown("app.debug", "debug")

    def _new_router(self) -> Value:
        return self.interpreter.call(self.interpreter.library.class_of(Router))

    def __init__(
        self,
        debug: Value = False,
        routes: Value = None,
        *_: Value,
        lifespan: Value = None,
        on_startup: Value = None,
        **__: Value,
    ) -> None:
        if routes is not None:
            self.router.routes = ListValue(*self.interpreter.iterate(routes))  # type: ignore[attr-defined]  # a Router
        defer(self, lifespan)
        for function in self.interpreter.iterate(on_startup)[0] if on_startup is not None else ():
            defer(self, function, ())

    @property
    def routes(self) -> Value:
        return self.interpreter.attribute(self.router, "routes")

    def add_route(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("add_route", args, kwargs)

    def route(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("route", args, kwargs)

    def add_websocket_route(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("add_websocket_route", args, kwargs)

    def websocket_route(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("websocket_route", args, kwargs)

    def mount(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("mount", args, kwargs)

    def host(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("host", args, kwargs)

    def on_event(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("on_event", args, kwargs)

    def add_event_handler(self, *args: Value, **kwargs: Value) -> Value:
        return self._on_router("add_event_handler", args, kwargs)

    def _on_router(self, name: str, args: Sequence[Value], kwargs: dict[str, Value]) -> Value:
        return self.interpreter.call(self.interpreter.attribute(self.router, name), args, kwargs)

    def middleware(self, middleware_type: Value = "http") -> Value:
        def decorate(i: Interpreter, function: Value) -> Value:
            self._guards[own_name(function)] = None
            return function

        return Native(decorate)

    def add_middleware(self, middleware_class: Value = None, *_: Value, **__: Value) -> None:
        name = dotted_name(middleware_class)
        if name:
            self._guards[name] = None

    def exception_handler(self, exception: Value = None) -> Value:
        return Native(lambda i, function: function)

    def add_exception_handler(self, *_: Value) -> None:
        """Not a route."""


def append(router: Instance, route: Value) -> None:
    """Add a route to a router's list, wherever the program has put that."""
    routes = router.interpreter.attribute(router, "routes")
    if isinstance(route, BaseRoute):
        route._condition = without(route._condition, World.of(router.interpreter).made_under.get(router, ""))
    if isinstance(routes, ListValue):
        routes.items.append(route)


def made_by(world: World, name: str) -> list[tuple[Instance, str]]:
    """The applications and routers that a function or method of a name made and that nothing mounts, with its name.

    For `app.mount("/x", plugin.get_app())` where only a run can know the plug-in: any class's `get_app` may be meant.
    """
    return [
        (router, origin.qualname)
        for router, origin in world.origins.items()
        if name and origin.qualname.rpartition(".")[2] == name and router not in world.mounted
    ]


def defer(router: Instance, function: Value, args: Sequence[Value] | None = None) -> None:
    """Run start-up work when everything is imported; a lifespan is given the application."""
    if function is None or isinstance(function, Unknown):
        return
    given = (router,) if args is None else args
    World.of(router.interpreter).starting.append(lambda: _start(router.interpreter, function, given))


def _start(i: Interpreter, function: Value, given: Sequence[Value]) -> Value:
    result = i.call(function, given)
    if isinstance(result, Managed):
        enter(i, result)
    return result


def methods_of(i: Interpreter, methods: Value, default: str = "") -> Value:
    """The stated methods in upper case, as a set; None where nothing is stated."""
    if methods is None:
        return SetValue({default: None}) if default else None
    return SetValue(dict.fromkeys(method.upper() for method in i.strings(methods)))


def name_of(i: Interpreter, name: Value, endpoint: Value) -> Value:
    """The stated name, or the endpoint's."""
    if isinstance(plain(name), str):
        return plain(name)
    found = plain(i.attribute(endpoint, "__name__", MISSING))
    if isinstance(found, str):
        return found
    return endpoint.class_.name if isinstance(endpoint, Instance) else ""


def path_of(route: Instance) -> Value:
    """The path of a route as the program left it."""
    return route.interpreter.attribute(route, "path", "")


EXAMPLES = (
    Example(
        """
        from starlette.applications import Starlette
        from starlette.endpoints import HTTPEndpoint
        from starlette.routing import Mount, Route, Router, WebSocketRoute
        def home(request): ...
        class Users(HTTPEndpoint):
            async def get(self, request): ...
            async def delete(self, request): ...
        async def ws(socket): ...
        inner = Router([Route("/leaf", home)])
        app = Starlette(routes=[
            Route("/", home),
            Route("/both", home, methods=["POST", "GET"]),
            Mount("/api", routes=[Route("/users/{name:path}", Users), WebSocketRoute("/ws", ws)]),
            Mount("/router", app=inner),
        ])
        """,
        gives=(
            "DELETE /api/users/{name}",
            "GET /",
            "GET /api/users/{name}",
            "GET /both",
            "GET /router/leaf",
            "POST /both",
            "WEBSOCKET /api/ws",
        ),
    ),
)
