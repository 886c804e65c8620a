"""What APIs, routers and controllers share: operations under paths, and the URL entries that these become.

https://django-ninja.dev/guides/routers/
https://django-ninja.dev/guides/authentication/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.frameworks import paths
from scanner.frameworks.django.urls import Pattern, Resolver, Stated
from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.ninja.signature import declared, guard_names
from scanner.frameworks.protocol import Answer, Interpreter, World, place
from scanner.interpret.handlers import own_name, unwrap
from scanner.interpret.objects import Class, Instance
from scanner.interpret.values import MISSING, Dotted, ListValue, Native, Value, plain

_DEPTH = 20
_SHOWN = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@dataclass(frozen=True, slots=True)
class Row:
    """One registered operation."""

    path: Text
    methods: tuple[str, ...]
    view: Value
    options: dict[str, Value]
    location: Location
    condition: str | None
    controller: Value = None
    """The class that a controller's method stands in."""


@dataclass(frozen=True, slots=True)
class Below:
    """A router added to an API or to another router."""

    prefix: Text
    router: Value
    options: dict[str, Value]
    location: Location
    condition: str | None


@dataclass(frozen=True, slots=True)
class Setting:
    """What routers hand down: authentication, tags, throttles; the nearest that states one counts."""

    auth: Value = MISSING
    tags: Value = MISSING
    throttle: Value = MISSING

    def under(self, options: dict[str, Value]) -> Setting:
        """The setting below something that was given these options."""
        stated = {name: options[name] for name in ("auth", "tags", "throttle") if is_stated(options.get(name, MISSING))}
        return replace(self, **stated)


def is_stated(value: Value) -> bool:
    """Whether an option is given: `NOT_SET` is the library's word for one that is not."""
    return value is not MISSING and not (isinstance(value, Dotted) and value.dotted.endswith(".NOT_SET"))


@dataclass(slots=True)
class Recorded:
    """What an API or router holds; apart from the object, whose attributes belong to the program."""

    rows: list[Row] = field(default_factory=list)
    below: list[Below] = field(default_factory=list)
    options: dict[str, Value] = field(default_factory=dict)
    reached: bool = False


class Operations(Instance):
    """What has `get`, `post` and the other registration calls."""

    holds_routes = True

    def prepare(self) -> None:
        """Nothing is registered yet."""
        self._recorded = Recorded()
        World.of(self.interpreter).add_router(self)

    def api_operation(self, methods: Value, path: Value = "", **options: Value) -> Value:
        """`@api_operation(["POST", "PATCH"], "/path")`."""
        listed = tuple(dict.fromkeys(text.upper() for text in self.interpreter.strings(methods)))
        location, condition = place(self.interpreter)

        def decorate(i: Interpreter, view: Value) -> Value:
            self._recorded.rows.append(Row(i.text(path), listed, view, options, location, condition))
            return view

        return Native(decorate, "api_operation")

    def get(self, path: Value = "", *_: Value, **options: Value) -> Value:
        """`@get("/path")`."""
        return self.send("api_operation", ("GET",), path, **options)

    def post(self, path: Value = "", *_: Value, **options: Value) -> Value:
        """`@post("/path")`."""
        return self.send("api_operation", ("POST",), path, **options)

    def put(self, path: Value = "", *_: Value, **options: Value) -> Value:
        """`@put("/path")`."""
        return self.send("api_operation", ("PUT",), path, **options)

    def patch(self, path: Value = "", *_: Value, **options: Value) -> Value:
        """`@patch("/path")`."""
        return self.send("api_operation", ("PATCH",), path, **options)

    def delete(self, path: Value = "", *_: Value, **options: Value) -> Value:
        """`@delete("/path")`."""
        return self.send("api_operation", ("DELETE",), path, **options)

    def add_router(self, prefix: Value, router: Value, **options: Value) -> None:
        """`add_router("/events", events_router)`; the router may be named by a string."""
        i = self.interpreter
        router = plain(router)
        if isinstance(router, str):
            router = i.call(i.library.get("django.utils.module_loading.import_string"), (router,))
        self._add_below(prefix, router, options)

    def _add_below(self, prefix: Value, router: Value, options: dict[str, Value]) -> None:
        location, condition = place(self.interpreter)
        self._recorded.below.append(Below(self.interpreter.text(prefix), router, options, location, condition))


def entries(holder: Operations, setting: Setting, base: bool, tail: str = "", depth: int = 0) -> ListValue:
    """The URL entries of an API or router, what was added to it last included.

    `base` tells whether some prefix of the library stands before them, `tail` is the slash that ended it: Ninja joins
    with slashes and takes two slashes for a mistake, so an entry brings the slash that stands before it.
    """
    recorded = holder._recorded
    recorded.reached = True
    found: list[Value] = list(_patterns(holder, recorded.rows, setting, base, tail))
    for below in recorded.below if depth < _DEPTH else ():
        if not isinstance(below.router, Operations):
            continue
        prefix = django_path(below.prefix)
        resolver = new(holder.interpreter, Resolver)
        resolver.route = _placed(paths.strip_right(prefix), base, tail) if prefix.parts else Text()
        ending = prefix.parts[-1] if prefix.parts else ""
        below_setting = setting.under(below.router._recorded.options).under(below.options)
        resolver.children = entries(
            below.router,
            below_setting,
            base or bool(resolver.route.parts),
            ("/" if isinstance(ending, str) and ending.endswith("/") else "") if prefix.parts else tail,
            depth + 1,
        )
        resolver.location, resolver.condition = below.location, below.condition
        found.append(resolver)
    return ListValue(found)


def _patterns(holder: Operations, rows: Iterable[Row], setting: Setting, base: bool, tail: str) -> Iterator[Pattern]:
    i = holder.interpreter
    for row in rows:
        nearest = setting.under(row.options)
        pattern = new(i, Pattern)
        pattern.route = _placed(django_path(row.path), base, tail)
        pattern.callback = row.view
        pattern.name = plain(row.options.get("url_name")) or _name(row.view)
        pattern.location, pattern.condition = row.location, row.condition
        runs = (row.view,)
        pattern.stated = Stated(
            "ninja",
            tuple(Answer(method, runs) for method in row.methods if method in _SHOWN),
            declared(i, row.view, row.options, _handed_down(i, nearest), nearest.tags, nearest.throttle),
        )
        yield pattern


def _handed_down(i: Interpreter, setting: Setting) -> tuple[str, ...]:
    return guard_names(i, setting.auth) if setting.auth is not MISSING else ()


def _name(view: Value) -> str:
    inner = unwrap(view)
    return inner.name if isinstance(inner, Class) else own_name(inner).rpartition(".")[2]


def _placed(route: Text, base: bool, tail: str) -> Text:
    """A path as it stands behind what comes before it."""
    if not base:
        return paths.strip_left(route)
    return Text.of("/", paths.strip_left(route)) if route.parts else Text.of(tail)


def django_path(path: Text) -> Text:
    """Ninja's `{item_id}` and `{int:item_id}` as Django's `<item_id>` and `<int:item_id>`."""
    return Text.of(
        *(part.replace("{", "<").replace("}", ">") if isinstance(part, str) else part for part in path.parts)
    )
