"""The table of a router: which paths a viewset gets, as Django REST framework and a project's own routers state it.

https://www.django-rest-framework.org/api-guide/routers/#custom-routers
"""

from __future__ import annotations

import re

from scanner.concepts.text import Hole, Text
from scanner.frameworks.drf.actions import ExtraAction
from scanner.frameworks.protocol import World
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import DictValue, ListValue, Native, Value, plain

_ROUTERS = "rest_framework.routers"


@stands_for(f"{_ROUTERS}.Route")
class Route(Instance):
    """One row of a router's table: a path, and which function of a viewset answers which method."""

    def __init__(
        self,
        url: Value = "",
        mapping: Value = None,
        name: Value = "",
        detail: Value = None,
        initkwargs: Value = None,
    ) -> None:
        self.url = url
        self.mapping = mapping
        self.name = name
        self.detail = detail
        self.initkwargs = initkwargs
        self._replace: Value = Native(lambda _i, **changes: _changed(self, changes), "_replace")

    @property
    def is_detail(self) -> bool:
        """Whether the path names one object."""
        return plain(self.detail) is True

    @property
    def methods(self) -> dict[str, str]:
        """HTTP methods and functions."""
        items = self.mapping.items if isinstance(self.mapping, DictValue) else {}
        return {str(plain(method)).lower(): str(plain(name)) for method, name in items.items()}


def _changed(route: Route, changes: dict[str, Value]) -> Value:
    """`route._replace(mapping={…})`: the same row with other fields, as for every named tuple."""
    given = {name: getattr(route, name) for name in ("url", "mapping", "name", "detail", "initkwargs")}
    if isinstance(route, DynamicRoute):
        del given["mapping"]
    return route.interpreter.call(route.class_, (), {**given, **changes})


@stands_for(f"{_ROUTERS}.DynamicRoute", f"{_ROUTERS}.DynamicListRoute", f"{_ROUTERS}.DynamicDetailRoute")
class DynamicRoute(Route):
    """A row for the actions of a viewset."""

    def __init__(self, url: Value = "", name: Value = "", detail: Value = None, initkwargs: Value = None) -> None:
        super().__init__(url, None, name, detail, initkwargs)


def expanded(route: DynamicRoute, extra: ExtraAction) -> Route:
    """The row of one action."""
    i = route.interpreter
    words: dict[str, Text | str] = {"url_path": extra.url_path, "url_name": extra.url_name}
    url, name = filled(i.text(route.url), words), filled(i.text(route.name), words)
    mapping = DictValue(dict[Value, Value](extra.methods.items()))
    made = i.call(i.library.class_of(Route), (url, mapping, name, route.detail, route.initkwargs))
    assert isinstance(made, Route)
    return made


def default_routes(i: Interpreter) -> Value:
    """The table of `SimpleRouter`: one for all routers, so that a change to its rows shows in each."""
    return World.of(i).shelf.setdefault(f"{_ROUTERS}.SimpleRouter.routes", _default_routes(i))


def _default_routes(i: Interpreter) -> Value:
    listed = DictValue({"get": "list", "post": "create"})
    one = DictValue({"get": "retrieve", "put": "update", "patch": "partial_update", "delete": "destroy"})
    rows: list[tuple[type[Route], tuple[Value, ...]]] = [
        (Route, ("^{prefix}{trailing_slash}$", listed, "{basename}-list", False)),
        (DynamicRoute, ("^{prefix}/{url_path}{trailing_slash}$", "{basename}-{url_name}", False)),
        (Route, ("^{prefix}/{lookup}{trailing_slash}$", one, "{basename}-detail", True)),
        (DynamicRoute, ("^{prefix}/{lookup}/{url_path}{trailing_slash}$", "{basename}-{url_name}", True)),
    ]
    return ListValue([i.call(i.library.class_of(class_), given) for class_, given in rows])


_WORD = re.compile(r"\{(\w+)\}")


def filled(template: Text, words: dict[str, Text | str]) -> Text:
    """`{prefix}/{lookup}{trailing_slash}` with its words put in."""
    parts: list[str | Hole | Text] = []
    for part in template.parts:
        if not isinstance(part, str):
            parts.append(part)
            continue
        position = 0
        for match in _WORD.finditer(part):
            parts += [part[position : match.start()], words.get(match.group(1), match.group())]
            position = match.end()
        parts.append(part[position:])
    return Text.of(*parts)
