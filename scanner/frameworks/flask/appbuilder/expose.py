"""`@expose`, which gives a method URLs, and `@before_request`, which puts a method before the others of its class.

https://flask-appbuilder.readthedocs.io/en/latest/api.html#flask_appbuilder.baseviews.expose
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.frameworks.conditions import without
from scanner.frameworks.protocol import Interpreter, place, stands_for
from scanner.interpret.objects import Class, Instance, NativeClass
from scanner.interpret.values import ListValue, Native, StaticMethod, Unknown, Value

_URLS = "_urls"
_HOOK = "_before_request_hook"
_HOOK_ONLY = "_before_request_only"


@dataclass(frozen=True, slots=True)
class Exposure:
    """One URL of a method, below its class's own."""

    url: Text
    methods: tuple[str, ...]
    location: Location | None = None
    """Where the project's code says it; None where the library does."""
    condition: str | None = None


@stands_for(
    "flask_appbuilder.expose",
    "flask_appbuilder.baseviews.expose",
    "flask_appbuilder.api.expose",
    "flask_appbuilder.views.expose",
    "flask_appbuilder.charts.views.expose",
    "flask_appbuilder.security.views.expose",
)
def expose(i: Interpreter, url: Value = "/", methods: Value = ("GET",)) -> Value:
    """A decorator that gives a method a URL; several add up."""

    def decorate(i: Interpreter, method: Value) -> Value:
        location, condition = place(i)
        condition = without(condition, i.frames[-1].module.condition or "")  # here nothing is registered yet
        made = Exposure(i.text(url), tuple(name.upper() for name in i.strings(methods)), location, condition)
        urls = i.attribute(method, _URLS)
        if not isinstance(urls, ListValue):
            urls = ListValue()
            i.set_attribute(method, _URLS, urls)
        urls.items.append(made)
        return method

    return Native(decorate)


@stands_for("flask_appbuilder.hooks.before_request")
def before_request(i: Interpreter, hook: Value = None, only: Value = None) -> Value:
    """A decorator for a method that runs before the class's exposed methods, or before those named."""

    def decorate(i: Interpreter, method: Value) -> Value:
        i.set_attribute(method, _HOOK, True)
        i.set_attribute(method, _HOOK_ONLY, only)
        return method

    return Native(decorate) if hook is None else decorate(i, hook)


def answers(*urls: str, methods: tuple[str, ...] = ("GET",)) -> Callable[..., Value]:
    """A method that the library itself writes and exposes, for a stub class."""

    def answer(self: Instance, *_: Value, **__: Value) -> Value:
        return Unknown("a response")

    answer.exposed = tuple(Exposure(Text.of(url), methods) for url in urls)  # type: ignore[attr-defined]
    return answer


def exposed(i: Interpreter, view: Instance) -> Iterator[tuple[str, Value, Exposure]]:
    """Name, bound method and URL of everything that a view's class exposes, inherited methods included."""
    for name in _names(i, view.class_):
        method = i.attribute(view, name)
        for exposure in exposures(i, method):
            yield name, method, exposure


def exposures(i: Interpreter, method: Value) -> tuple[Exposure, ...]:
    """The URLs of one method."""
    if isinstance(method, Native):
        run = getattr(method.run, "run", method.run)
        return getattr(run, "exposed", ())
    urls = i.attribute(method, _URLS) if method is not None else None
    return tuple(item for item in urls.items if isinstance(item, Exposure)) if isinstance(urls, ListValue) else ()


def hooks(i: Interpreter, view: Instance, name: str) -> Iterator[Value]:
    """The methods of a view's class that run before one of its methods."""
    for hook in _names(i, view.class_):
        method = i.attribute(view, hook)
        if not isinstance(method, Native) and i.attribute(method, _HOOK) is True:
            only = i.attribute(method, _HOOK_ONLY)
            if only is None or name in i.strings(only):
                yield method


def _names(i: Interpreter, class_: Class | NativeClass) -> list[str]:
    """The names of the functions along the MRO, sorted as `dir()` sorts them. Properties are left alone."""
    names: set[str] = set()
    for entry in class_.mro if isinstance(class_, Class) else i.library.mro(class_):
        if isinstance(entry, Class):
            names.update(name for name, value in entry.namespace.items() if _is_method(value))
        elif isinstance(entry, NativeClass):
            names.update(name for name, value in vars(entry.python).items() if hasattr(value, "exposed"))
    return sorted(names)


def _is_method(value: Value) -> bool:
    inner = value
    while hasattr(inner, "inner"):
        inner = inner.inner
    return hasattr(inner, "closure") or isinstance(inner, StaticMethod)
