"""django-ninja-extra: class-based controllers.

https://eadwincode.github.io/django-ninja-extra/api_controller/
https://eadwincode.github.io/django-ninja-extra/api_controller/api_controller_route/
"""

from __future__ import annotations

from scanner.frameworks.django.example import site
from scanner.frameworks.ninja.api import NinjaAPI
from scanner.frameworks.ninja.operations import Operations, Row
from scanner.frameworks.protocol import Example, Interpreter, World, class_method, place, stands_for
from scanner.interpret.handlers import unwrap
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.values import Native, Value

_MARK = "ninja_extra.route"
_SHELF = "ninja_extra.controllers"
_EXTRA = "ninja_extra"


def _marking(methods: tuple[str, ...], path: Value, options: dict[str, Value]) -> Value:
    """A decorator that leaves on a method where its route goes; methods of base classes count too."""

    def decorate(i: Interpreter, view: Value) -> Value:
        inner = unwrap(view)
        location, condition = place(i)
        if isinstance(inner, Function):
            inner.attributes[_MARK] = Row(i.text(path), methods, view, options, location, condition)
        return view

    return Native(decorate, "ninja_extra.route")


@stands_for(f"{_EXTRA}.http_get", f"{_EXTRA}.controllers.route.http_get")
def http_get(i: Interpreter, path: Value = "", **options: Value) -> Value:
    """`@http_get("/path")`."""
    return _marking(("GET",), path, options)


@stands_for(f"{_EXTRA}.http_post", f"{_EXTRA}.controllers.route.http_post")
def http_post(i: Interpreter, path: Value = "", **options: Value) -> Value:
    """`@http_post("/path")`."""
    return _marking(("POST",), path, options)


@stands_for(f"{_EXTRA}.http_put", f"{_EXTRA}.controllers.route.http_put")
def http_put(i: Interpreter, path: Value = "", **options: Value) -> Value:
    """`@http_put("/path")`."""
    return _marking(("PUT",), path, options)


@stands_for(f"{_EXTRA}.http_patch", f"{_EXTRA}.controllers.route.http_patch")
def http_patch(i: Interpreter, path: Value = "", **options: Value) -> Value:
    """`@http_patch("/path")`."""
    return _marking(("PATCH",), path, options)


@stands_for(f"{_EXTRA}.http_delete", f"{_EXTRA}.controllers.route.http_delete")
def http_delete(i: Interpreter, path: Value = "", **options: Value) -> Value:
    """`@http_delete("/path")`."""
    return _marking(("DELETE",), path, options)


@stands_for(f"{_EXTRA}.http_generic", f"{_EXTRA}.controllers.route.http_generic")
def http_generic(i: Interpreter, path: Value = "", *, methods: Value = (), **options: Value) -> Value:
    """`@http_generic("/path", methods=["PUT", "PATCH"])`."""
    return _marking(tuple(text.upper() for text in i.strings(methods)), path, options)


@stands_for(f"{_EXTRA}.route", f"{_EXTRA}.controllers.route", f"{_EXTRA}.controllers.route.route")
class Route(Instance):
    """`@route.get("/path")` and its kin."""

    @class_method
    def get(i: Interpreter, class_: Value, path: Value = "", **options: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`@route.get("/path")`."""
        return _marking(("GET",), path, options)

    @class_method
    def post(i: Interpreter, class_: Value, path: Value = "", **options: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`@route.post("/path")`."""
        return _marking(("POST",), path, options)

    @class_method
    def put(i: Interpreter, class_: Value, path: Value = "", **options: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`@route.put("/path")`."""
        return _marking(("PUT",), path, options)

    @class_method
    def patch(i: Interpreter, class_: Value, path: Value = "", **options: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`@route.patch("/path")`."""
        return _marking(("PATCH",), path, options)

    @class_method
    def delete(i: Interpreter, class_: Value, path: Value = "", **options: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`@route.delete("/path")`."""
        return _marking(("DELETE",), path, options)

    @class_method
    def generic(i: Interpreter, class_: Value, path: Value = "", methods: Value = (), **options: Value) -> Value:  # type: ignore[misc]  # noqa: N805 - called on the class
        """`@route.generic("/path", methods=["PUT", "PATCH"])`."""
        return _marking(tuple(text.upper() for text in i.strings(methods)), path, options)


class Controller(Operations):
    """The routes of one controller class."""

    def _of(self, class_: Class, prefix: Value, options: dict[str, Value]) -> None:
        self._prefix = prefix
        self._recorded.options = options
        rows: dict[str, Row] = {}
        for entry in reversed(class_.mro):
            for name, value in entry.namespace.items() if isinstance(entry, Class) else ():
                inner = unwrap(value)
                marked = inner.attributes.get(_MARK) if isinstance(inner, Function) else None
                rows.pop(name, None)
                if isinstance(marked, Row):
                    rows[name] = marked
        self._recorded.rows = list(rows.values())


def _controllers(i: Interpreter) -> dict[Value, Value]:
    shelf = World.of(i).shelf
    found = shelf.setdefault(_SHELF, {})
    assert isinstance(found, dict)
    return found


@stands_for(
    f"{_EXTRA}.api_controller", f"{_EXTRA}.controllers.base.api_controller", f"{_EXTRA}.controllers.api_controller"
)
def api_controller(i: Interpreter, prefix_or_class: Value = "", **options: Value) -> Value:
    """`@api_controller("/users", auth=…, tags=…)` above a class; its prefix may be left out."""
    if isinstance(prefix_or_class, Class):
        return _made(i, prefix_or_class, "", options)
    return Native(lambda inner, class_: _made(inner, class_, prefix_or_class, options), "ninja_extra.api_controller")


def _made(i: Interpreter, class_: Value, prefix: Value, options: dict[str, Value]) -> Value:
    inner = unwrap(class_)
    if isinstance(inner, Class):
        controller = i.call(i.library.class_of(Controller))
        assert isinstance(controller, Controller)
        controller._of(inner, prefix, options)
        _controllers(i)[inner] = controller
    return class_


@stands_for(f"{_EXTRA}.NinjaExtraAPI", f"{_EXTRA}.main.NinjaExtraAPI")
class NinjaExtraAPI(NinjaAPI):
    """An API that takes controllers."""

    def register_controllers(self, *controllers: Value) -> None:
        """`register_controllers(UsersController, OrdersController)`; a dotted path names one too."""
        i = self.interpreter
        for item in controllers:
            if isinstance(item, str):
                item = i.call(i.library.get("django.utils.module_loading.import_string"), (item,))
            controller = _controllers(i).get(unwrap(item))
            if isinstance(controller, Controller):
                self._add_below(controller._prefix, controller, {})

    def auto_discover_controllers(self) -> None:
        """Registers every controller of the installed applications that stands in a `controllers` or `api` module."""
        World.of(self.interpreter).starting.append(self._discover)

    def _discover(self) -> None:
        taken = {id(below.router) for below in self._recorded.below}
        for controller in _controllers(self.interpreter).values():
            if isinstance(controller, Controller) and id(controller) not in taken:
                self._add_below(controller._prefix, controller, {})


EXAMPLES = (
    Example(
        site(
            {
                "shop/__init__.py": "",
                "project/urls.py": """
                from django.urls import path
                from ninja_extra import NinjaExtraAPI
                from shop.controllers import UserController, Bare
                api = NinjaExtraAPI()
                api.register_controllers(UserController, "shop.controllers.Bare")
                urlpatterns = [path("api/", api.urls)]
                """,
                "shop/controllers.py": """
                from ninja_extra import ControllerBase, api_controller, http_get, http_post, http_generic, route
                class Listed:
                    @http_get("")
                    def listed(self): ...
                @api_controller("/users", tags=["users"])
                class UserController(Listed, ControllerBase):
                    @http_post("/")
                    def create(self): ...
                    @route.get("/{int:user_id}")
                    def one(self, user_id: int): ...
                    @http_generic("/{int:user_id}", methods=["PUT", "PATCH"])
                    def change(self, user_id: int): ...
                @api_controller
                class Bare:
                    @route.delete("/bare")
                    def remove(self): ...
                """,
            },
            "shop",
        ),
        gives=(
            "DELETE /api/bare",
            "GET /api/users",
            "GET /api/users/{user_id}",
            "PATCH /api/users/{user_id}",
            "POST /api/users/",
            "PUT /api/users/{user_id}",
        ),
    ),
)
