"""Collecting Starlette's and FastAPI's routes: through mounts from every application, then what nothing includes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from scanner.concepts import operation as concepts
from scanner.concepts.operation import ANY, WEBSOCKET, LibraryMount, StaticMount
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.fastapi import cadwyn, routers, signature, starlette
from scanner.frameworks.fastapi.starlette import BaseRoute, Host, Mount, Router, Starlette, StaticFiles, WSGIMiddleware
from scanner.frameworks.protocol import Answer, Framework, Interpreter, Registered, World, settled
from scanner.interpret.handlers import dotted_name, unwrap
from scanner.interpret.lookup import in_class
from scanner.interpret.objects import Class, Function, Instance, NativeClass
from scanner.interpret.values import MISSING, Native, Unknown, Value, plain

_DEPTH = 20
_FILE_ANSWERS = ("get_response", "__call__", "file_response", "lookup_path")
"""Methods of `StaticFiles` that decide on an answer."""
_ENDPOINT_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class _Trail:
    """The way from the outermost application to a list of routes."""

    application: Instance | None
    framework: str
    prefix: Text = Text()  # noqa: RUF009 - immutable
    mounts: tuple[concepts.Mount, ...] = ()
    conditions: tuple[str | None, ...] = ()
    guards: tuple[str, ...] = ()
    depth: int = 0


def collect(world: World, i: Interpreter) -> Iterator[Registered]:
    """Every route of every application that is mounted in no other, then those of routers that nothing includes."""
    routers.complete(world.routers)
    mounted = {inner for router in world.routers for inner in _mounted_in(router, i, world)}
    walk = _Walk(world, i)
    for application in world.applications:
        if isinstance(application, Starlette) and application not in mounted:
            yield from walk.application(application, _Trail(application, application.framework))
    for router in world.routers:
        if isinstance(router, Router) and router not in mounted and router not in walk.seen:
            yield from walk.routes(i.attribute(router, "routes"), _Trail(None, "fastapi"))


def _mounted_in(router: Instance, i: Interpreter, world: World) -> Iterator[Instance]:
    """The applications and routers that a router mounts or includes, and an application's own router."""
    if isinstance(router, Starlette):
        if isinstance(router.router, Instance):
            yield router.router
        return
    if not isinstance(router, Router):
        return
    for include in getattr(router, "_includes", ()):
        yield include.child
    for route in i.iterate(i.attribute(router, "routes"))[0]:
        if isinstance(route, Mount | Host):
            yield from (one for one, _ in _candidates(route, world))
        if isinstance(route, Mount | Host) and isinstance(route.app, Instance):
            yield route.app
            wrapped = _wrapped(route.app)
            if wrapped is not None:
                yield wrapped
            if isinstance(route.app, WSGIMiddleware) and isinstance(route.app.app, Instance):
                yield route.app.app


def _wrapped(app: Instance) -> Starlette | None:
    """The application that an object of the project, such as its middleware, stands around."""
    if isinstance(app, Starlette | Router | WSGIMiddleware) or not isinstance(app.class_, Class):
        return None
    return next((one for one in app.__dict__.values() if isinstance(one, Starlette)), None)


def _candidates(route: Mount | Host, world: World) -> list[tuple[Starlette, str]]:
    """What may be mounted where a method of an unknown object says what is."""
    if type(route.app) is not Unknown:
        return []
    return [(made, by) for made, by in starlette.made_by(world, route.app.name) if isinstance(made, Starlette)]


class _Walk:
    """One pass over applications; `seen` are the routers that were reached."""

    def __init__(self, world: World, i: Interpreter) -> None:
        self.world = world
        self.i = i
        self.seen: set[Instance] = set()

    def application(self, application: Starlette, trail: _Trail) -> Iterator[Registered]:
        """The routes of an application."""
        inner = replace(
            trail,
            application=application,
            framework=application.framework,
            guards=(*trail.guards, *reversed(application._guards)),
        )
        if isinstance(application.router, Instance):
            self.seen.add(application.router)
        yield from self.routes(self.i.attribute(application, "routes"), inner)

    def routes(self, routes: Value, trail: _Trail) -> Iterator[Registered]:
        """A list of routes."""
        for route in self.i.iterate(routes)[0] if trail.depth < _DEPTH else ():
            if isinstance(route, Mount | Host):
                yield from self._mount(route, trail)
            elif isinstance(route, BaseRoute):
                yield self._route(route, trail)

    def _route(self, route: BaseRoute, trail: _Trail) -> Registered:
        routers.declare(route)
        endpoint = getattr(route, "endpoint", None)
        name = plain(self.i.attribute(route, "name"))
        steps = tuple(concepts.Mount(step.prefix, step.router, step.location) for step in route._steps)
        return Registered(
            framework=trail.framework,
            path=paths.join(trail.prefix, self.i.text(self.i.attribute(route, "path", ""))),
            answers=_answers(self.i, self.i.attribute(route, "methods"), endpoint),
            handler=endpoint,
            location=route._location,
            name=name if isinstance(name, str) else "",
            application=trail.application,
            conditions=(*trail.conditions, *_conditions(self.i, route)),
            mounts=(*trail.mounts, *steps),
            guards=(*trail.guards, *route._guards),
            declared=replace(route._declared, guards=()),
        )

    def _mount(self, route: Mount | Host, trail: _Trail) -> Iterator[Registered]:
        i = self.i
        own = i.text(i.attribute(route, "path", "")) if isinstance(route, Mount) else Text()
        prefix = paths.join(trail.prefix, own)
        app = unwrap(route.app)
        if isinstance(app, StaticFiles):
            self.world.static_mounts.append(StaticMount(str(paths.braced(prefix)), route._location))
        label = dotted_name(app) if not isinstance(app, Instance) else app.class_.name
        step = concepts.Mount(str(own), label, route._location)
        inner = replace(
            trail,
            prefix=prefix,
            mounts=(*trail.mounts, *(concepts.Mount(s.prefix, s.router, s.location) for s in route._steps), step),
            conditions=(*trail.conditions, *_conditions(i, route)),
            depth=trail.depth + 1,
        )
        if isinstance(app, StaticFiles):
            runs = tuple(filter(None, (_own(i, app.class_, name) for name in _FILE_ANSWERS)))
            if runs:
                yield self._application_itself(route, inner, app, Answer("GET", runs))
        elif isinstance(app, Starlette):
            yield from self.application(app, inner)
        elif isinstance(app, WSGIMiddleware):
            if isinstance(app.app, Instance):
                self.world.prefixes[app.app] = prefix
        elif isinstance(app, Router):
            self.seen.add(app)
            yield from self.routes(i.attribute(app, "routes"), inner)
        elif candidates := _candidates(route, self.world):
            for made, by in candidates:
                test = f"{getattr(app, 'name', '')}() is {by}()"
                yield from self.application(made, replace(inner, conditions=(*inner.conditions, test)))
        elif isinstance(app, Unknown):
            name = getattr(app, "dotted", "") or app.name
            self.world.library_mounts.append(LibraryMount(str(paths.braced(prefix)), name, route._location))
        elif isinstance(app, Instance) and isinstance(app.class_, Class):
            wrapped = _wrapped(app)
            if wrapped is not None:
                yield from self.application(wrapped, inner)
            else:
                call = _own(i, app.class_, "__call__")
                yield self._application_itself(route, inner, app, Answer(ANY, () if call is None else (call,)))
        elif isinstance(app, Function):
            yield self._application_itself(route, inner, route.app, Answer(ANY))
        else:
            yield from self.routes(app, inner)

    def _application_itself(self, route: Mount | Host, trail: _Trail, handler: Value, answer: Answer) -> Registered:
        """An application that the project writes without a framework: it answers below its prefix itself."""
        name = plain(self.i.attribute(route, "name"))
        return Registered(
            framework=trail.framework,
            path=trail.prefix if trail.prefix.parts else Text.of("/"),
            answers=(answer,),
            handler=handler,
            location=route._location,
            name=name if isinstance(name, str) else "",
            application=trail.application,
            conditions=trail.conditions,
            mounts=trail.mounts,
            guards=trail.guards,
        )


def _answers(i: Interpreter, methods: Value, endpoint: Value) -> tuple[Answer, ...]:
    """What a route answers: its methods, a class's own methods, or any."""
    listed = tuple(i.strings(methods)) if methods is not None else ()
    inner = unwrap(endpoint)
    if isinstance(inner, Class):
        if WEBSOCKET in listed or inner.is_a("starlette.endpoints.WebSocketEndpoint"):
            names = ("on_connect", "on_receive", "on_disconnect")
            return (Answer(WEBSOCKET, tuple(filter(None, (_own(i, inner, name) for name in names)))),)
        wanted = tuple(method.lower() for method in listed) or _ENDPOINT_METHODS
        found = [(name, _own(i, inner, name)) for name in wanted]
        return tuple(Answer(name.upper(), (run,)) for name, run in found if run is not None)
    if listed:
        return tuple(Answer(method) for method in listed if method not in ("HEAD", "OPTIONS") or len(listed) == 1)
    return (Answer("GET"),) if isinstance(inner, Function | Unknown) else (Answer(ANY),)


def _conditions(i: Interpreter, route: BaseRoute) -> tuple[str | None, ...]:
    """The tests under which a route was registered and, each time, included."""
    steps = (settled(i, step.condition, step.location) for step in route._steps)
    return (*steps, settled(i, route._condition, route._location))


def _own(i: Interpreter, class_: Class | NativeClass, name: str) -> Value:
    found = in_class(i, class_, name)
    return None if found is MISSING or isinstance(found, Unknown | Native) else found


FRAMEWORK = Framework(
    name="fastapi",
    modules=(routers, starlette, signature, cadwyn),
    imports=("fastapi", "starlette", "cadwyn"),
    collect=collect,
    template=paths.braced,
    loose_router="fastapi.APIRouter",
)
