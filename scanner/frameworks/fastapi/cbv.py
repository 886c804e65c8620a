"""Class-based views of fastapi-utils and fastapi-restful.

https://fastapi-utils.davidmontague.xyz/user-guide/class-based-views/
https://fastapi-restful.netlify.app/user-guide/class-resources/
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.frameworks.fastapi.routers import APIRoute, APIRouter, APIWebSocketRoute
from scanner.frameworks.fastapi.signature import Depends, annotation_of
from scanner.frameworks.protocol import Example, Interpreter, stands_for
from scanner.interpret.handlers import unwrap
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.values import ListValue, Native, Value

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


@stands_for("fastapi_utils.cbv.cbv", "fastapi_restful.cbv.cbv", "fastapi_restful.cbv_base.cbv")
def cbv(i: Interpreter, router: Value, *urls: Value) -> Value:
    """`@cbv(router)` above a class: its dependencies stand before each of its routes."""

    def decorate(_i: Interpreter, class_: Value) -> Value:
        inner = unwrap(class_)
        if isinstance(inner, Class) and isinstance(router, APIRouter):
            _take(i, router, inner, urls)
        return class_

    return Native(decorate, "fastapi_utils.cbv.cbv")


def _take(i: Interpreter, router: APIRouter, class_: Class, urls: tuple[Value, ...]) -> None:
    functions = _functions(class_)
    for url in urls:
        for verb in _VERBS:
            if verb in functions and not _routed(i, router, functions[verb]):
                i.call(i.attribute(router, "add_api_route"), (url, functions[verb]), {"methods": (verb.upper(),)})
    depends = list(_dependencies(i, class_, functions))
    wanted = [unwrap(function) for function in functions.values()]
    for route in i.iterate(i.attribute(router, "routes"))[0] if depends else ():
        if isinstance(route, APIRoute | APIWebSocketRoute) and unwrap(route.endpoint) in wanted:
            route.__dict__["dependencies"] = ListValue([*depends, *i.iterate(route.dependencies)[0]])


def _functions(class_: Class) -> dict[str, Value]:
    """The methods by name, inherited ones included."""
    found: dict[str, Value] = {}
    for entry in reversed(class_.mro):
        if isinstance(entry, Class):
            found.update(
                {name: value for name, value in entry.namespace.items() if isinstance(unwrap(value), Function)}
            )
    return found


def _routed(i: Interpreter, router: APIRouter, function: Value) -> bool:
    routes = i.iterate(i.attribute(router, "routes"))[0]
    return any(isinstance(route, APIRoute) and unwrap(route.endpoint) is unwrap(function) for route in routes)


def _dependencies(i: Interpreter, class_: Class, functions: dict[str, Value]) -> Iterator[Value]:
    """`session: Session = Depends(get_session)` in the body of the class."""
    sample = next((inner for inner in map(unwrap, functions.values()) if isinstance(inner, Function)), None)
    for entry in class_.mro:
        if isinstance(entry, Class):
            yield from (value for value in entry.namespace.values() if isinstance(value, Depends))
            for node in entry.annotations.values():
                metadata = annotation_of(i, node, sample).metadata if sample is not None else []
                yield from (one for one in metadata if isinstance(one, Depends))


@stands_for("fastapi_utils.inferring_router.InferringRouter", "fastapi_restful.inferring_router.InferringRouter")
class InferringRouter(APIRouter):
    """A router that reads response models from annotations."""


@stands_for("fastapi_utils.Resource", "fastapi_utils.cbv_base.Resource", "fastapi_restful.Resource")
class Resource(Instance):
    """A class whose methods answer the HTTP methods of their names."""


@stands_for("fastapi_utils.Api", "fastapi_utils.cbv_base.Api", "fastapi_restful.Api")
class Api(Instance):
    """Puts resources on an application."""

    def __init__(self, app: Value = None) -> None:
        self.app = app

    def add_resource(self, resource: Value, *urls: Value, **options: Value) -> None:
        """`api.add_resource(Users(), "/users")`."""
        i = self.interpreter
        class_ = resource.class_ if isinstance(resource, Instance) else unwrap(resource)
        router = i.call(i.library.class_of(APIRouter))
        if isinstance(class_, Class) and isinstance(router, APIRouter):
            _take(i, router, class_, urls)
            i.call(i.attribute(self.app, "include_router"), (router,), options)


EXAMPLES = (
    Example(
        """
        from fastapi import APIRouter, Depends, FastAPI
        from fastapi_utils.cbv import cbv
        from fastapi_utils.cbv_base import Api, Resource
        router = APIRouter(prefix="/items")
        def session(): ...
        @cbv(router)
        class Items:
            session: str = Depends(session)
            @router.get("/")
            def listed(self): ...
            @router.delete("/{key}")
            def remove(self, key: int): ...
        class Users(Resource):
            def get(self): ...
            def post(self): ...
        app = FastAPI()
        app.include_router(router)
        Api(app).add_resource(Users(), "/users")
        """,
        gives=("DELETE /items/{key}", "GET /items/", "GET /users", "POST /users"),
    ),
)
