"""OpenAPI and Swagger files: their operations, with the line of each.

https://connexion.readthedocs.io/en/stable/routing.html
https://spec.openapis.org/oas/v3.0.3#paths-object
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_CONTROLLERS = ("x-openapi-router-controller", "x-swagger-router-controller")
_LARGEST = 4_000_000
_DEEPEST = 100
_DEEP_BLOCK = re.compile(rf"(?:[-?][ \t]+){{{_DEEPEST}}}|^[ ]{{400}}", re.MULTILINE)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Described:
    """One operation of a file. `guards` are the functions that its security schemes name."""

    path: str
    method: str
    operation_id: str
    controller: str
    line: int
    tags: tuple[str, ...]
    guards: tuple[str, ...]
    body: str
    form: bool
    response: str


class Specification:
    """One file, read without resolving references to others."""

    def __init__(self, text: str) -> None:
        self._root = _composed(text)

    @property
    def base_path(self) -> str:
        """Swagger's `basePath`, or the path of the first server."""
        stated = _text(_at(self._root, "basePath"))
        servers = _at(self._root, "servers")
        if not stated and isinstance(servers, yaml.SequenceNode) and servers.value:
            server = servers.value[0]
            stated = _text(_at(server, "url"))
            for name, variable in _pairs(_at(server, "variables")):
                stated = stated.replace("{" + name + "}", _text(_at(variable, "default")))
            stated = urlsplit(stated).path if "{" not in stated else ""
        return stated.rstrip("/")

    def operations(self) -> Iterator[Described]:
        """Each method of each path, in the order of the file."""
        schemes = {name: _functions(scheme) for name, scheme in self._schemes()}
        everywhere = _at(self._root, "security")
        for path, item in _pairs(_at(self._root, "paths")):
            shared = _controller(item)
            for key, operation in item.value if isinstance(item, yaml.MappingNode) else ():
                method = _text(key)
                if method.lower() not in _METHODS:
                    continue
                security = _at(operation, "security") or everywhere
                body = _at(operation, "requestBody")
                content = _at(body, "content")
                yield Described(
                    path=path,
                    method=method.upper(),
                    operation_id=_text(_at(operation, "operationId")),
                    controller=_controller(operation) or shared,
                    line=key.start_mark.line + 1,
                    tags=tuple(map(_text, _items(_at(operation, "tags")))),
                    guards=tuple(
                        dict.fromkeys(name for scheme in _names(security) for name in schemes.get(scheme, ()))
                    ),
                    body=_schema(content) or ("body" if body is not None else _swagger_body(operation)),
                    form=any(media in _FORMS for media, _ in _pairs(content)) or _has_form(operation),
                    response=_response(operation),
                )

    def _schemes(self) -> Iterator[tuple[str, yaml.Node]]:
        yield from _pairs(_at(self._root, "securityDefinitions"))
        yield from _pairs(_at(_at(self._root, "components"), "securitySchemes"))


def _composed(text: str) -> yaml.Node | None:
    """The node tree; nothing where the file is no YAML, too large, or nested as no description is."""
    if len(text) > _LARGEST or _brackets(text) > _DEEPEST or _DEEP_BLOCK.search(text):
        return None
    try:
        composed: yaml.Node | None = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError, AttributeError, TypeError):
        return None
    return composed


def _brackets(text: str) -> int:
    """How deep brackets nest, those in strings counted too: the reader of YAML takes quadratic time for them."""
    depth = deepest = 0
    for character in re.findall(r"[][{}]", text):
        depth = depth + 1 if character in "[{" else max(depth - 1, 0)
        deepest = max(deepest, depth)
    return deepest


def _pairs(node: yaml.Node | None) -> Iterator[tuple[str, yaml.Node]]:
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if isinstance(key, yaml.ScalarNode):
            yield str(key.value), value


def _at(node: yaml.Node | None, name: str) -> yaml.Node | None:
    return next((value for key, value in _pairs(node) if key == name), None)


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _text(node: yaml.Node | None) -> str:
    return str(node.value) if isinstance(node, yaml.ScalarNode) else ""


def _controller(node: yaml.Node | None) -> str:
    return next(filter(None, (_text(_at(node, name)) for name in _CONTROLLERS)), "")


def _names(security: yaml.Node | None) -> Iterator[str]:
    """The schemes that a list of requirements names."""
    for requirement in _items(security):
        yield from (name for name, _ in _pairs(requirement))


def _functions(scheme: yaml.Node) -> tuple[str, ...]:
    """`x-bearerInfoFunc: app.auth.decode` and its kin."""
    return tuple(_text(value) for key, value in _pairs(scheme) if key.startswith("x-") and key.endswith("Func"))


def _schema(content: yaml.Node | None) -> str:
    """The name of the first schema that is referred to."""
    for _, media in _pairs(content):
        reference = _text(_at(_at(media, "schema"), "$ref"))
        if reference:
            return reference.rpartition("/")[2]
    return ""


def _parameters(operation: yaml.Node) -> Iterator[tuple[str, yaml.Node]]:
    for parameter in _items(_at(operation, "parameters")):
        yield _text(_at(parameter, "in")), parameter


def _swagger_body(operation: yaml.Node) -> str:
    for place, parameter in _parameters(operation):
        if place == "body":
            return _text(_at(_at(parameter, "schema"), "$ref")).rpartition("/")[2] or "body"
    return ""


def _has_form(operation: yaml.Node) -> bool:
    return any(place == "formData" for place, _ in _parameters(operation))


def _response(operation: yaml.Node) -> str:
    for status, answer in _pairs(_at(operation, "responses")):
        if status.startswith("2"):
            reference = _text(_at(_at(answer, "schema"), "$ref")).rpartition("/")[2]
            return reference or _schema(_at(answer, "content"))
    return ""
