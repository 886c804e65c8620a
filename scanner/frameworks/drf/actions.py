"""Extra actions: methods of a viewset that get routes of their own.

https://www.django-rest-framework.org/api-guide/viewsets/#marking-extra-actions-for-routing
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scanner.frameworks.django.viewfunction import new
from scanner.frameworks.drf.views import MethodMapper
from scanner.interpret.handlers import unwrap
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Function
from scanner.interpret.values import Native, Value, plain


@dataclass(frozen=True, slots=True)
class ExtraAction:
    """A method under `@action`: where its route goes and what it answers."""

    name: str
    url_path: str
    url_name: str
    detail: bool
    methods: dict[str, str]


@stands_for("rest_framework.decorators.action")
def action(
    i: Interpreter,
    methods: Value = None,
    detail: Value = None,
    url_path: Value = None,
    url_name: Value = None,
    **_: Value,
) -> Value:
    """`@action(detail=True, methods=["post"])`; GET alone where no method is named."""
    return _marker(i, methods, plain(detail) is True, url_path, url_name)


@stands_for("rest_framework.decorators.detail_route")
def detail_route(
    i: Interpreter, methods: Value = None, url_path: Value = None, url_name: Value = None, **_: Value
) -> Value:
    """`@detail_route` of releases before 3.8."""
    return _marker(i, methods, True, url_path, url_name)


@stands_for("rest_framework.decorators.list_route")
def list_route(
    i: Interpreter, methods: Value = None, url_path: Value = None, url_name: Value = None, **_: Value
) -> Value:
    """`@list_route` of releases before 3.8."""
    return _marker(i, methods, False, url_path, url_name)


def _marker(i: Interpreter, methods: Value, detail: bool, url_path: Value, url_name: Value) -> Value:
    verbs = [text.lower() for text in i.strings(methods)] if methods is not None else ["get"]

    def mark(_i: Interpreter, function: Value) -> Value:
        inner = unwrap(function)
        if isinstance(inner, Function):
            mapper = new(i, MethodMapper)
            mapper.methods = dict.fromkeys(verbs or ["get"], inner.name)
            path, name = plain(url_path), plain(url_name)
            inner.attributes["mapping"] = mapper
            inner.attributes["detail"] = detail
            inner.attributes["url_path"] = path if isinstance(path, str) else inner.name
            inner.attributes["url_name"] = name if isinstance(name, str) else inner.name.replace("_", "-")
        return function

    return Native(mark, "action")


def extra_actions(i: Interpreter, viewset: Class) -> Iterator[ExtraAction]:
    """The marked methods of a viewset, inherited ones included, by name as Django REST framework orders them."""
    marked: dict[str, Function] = {}
    for entry in reversed(viewset.mro):
        if isinstance(entry, Class):
            for name, value in entry.namespace.items():
                marked.pop(name, None)
                inner = unwrap(value)
                if isinstance(inner, Function) and isinstance(inner.attributes.get("mapping"), MethodMapper):
                    marked[name] = inner
    for name in sorted(marked):
        attributes = marked[name].attributes
        mapper = attributes["mapping"]
        if isinstance(mapper, MethodMapper):
            yield ExtraAction(
                name,
                str(attributes["url_path"]),
                str(attributes["url_name"]),
                attributes["detail"] is True,
                dict(mapper.methods),
            )
