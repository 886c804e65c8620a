"""OpenAPI and Swagger documents: every operation they describe is offered to readers of the document.

https://spec.openapis.org/oas/v3.1.0 https://swagger.io/specification/v2/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import read_address
from scanner.extract.other.tree import Node

NOTE = "openapi"
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_FIELDS = 50


def is_openapi(root: Node) -> bool:
    """Whether the document describes paths in either version's form."""
    described = root.get("paths")
    return ("openapi" in root.fields or "swagger" in root.fields) and described is not None and bool(described.fields)


def read_openapi(root: Node) -> Iterator[Request]:
    """One request per operation, its path prefixed by the first server's."""
    prefix = _prefix(root)
    paths = root.get("paths")
    for path, item in (paths.fields if paths else {}).items():
        for method in _METHODS:
            operation = item.get(method)
            if operation is None:
                continue
            enctype, fields = _body(operation)
            yield Request(
                kind=CallKind.DOCS,
                url=read_address(prefix + path),
                line=operation.line,
                method=method.upper(),
                enctype=enctype,
                fields=fields,
                note=NOTE,
            )


def _prefix(root: Node) -> str:
    servers = root.get("servers")
    url = servers.items[0].text("url") if servers and servers.items else ""
    if not url:
        host, base = root.text("host"), root.text("basePath")
        url = f"http://{host}{base}" if host else base
    return re.sub(r"/+$", "", url)


def _body(operation: Node) -> tuple[str, tuple[str, ...]]:
    """Media type of the request body and its inline properties; of Swagger 2, the body and form parameters."""
    content = operation.get("requestBody", "content")
    for media, schema in (content.fields if content else {}).items():
        properties = schema.get("schema", "properties")
        return media, tuple(properties.fields if properties else ())[:_FIELDS]
    parameters = operation.get("parameters")
    for parameter in parameters.items if parameters else ():
        if parameter.text("in") == "body":
            properties = parameter.get("schema", "properties")
            return "application/json", tuple(properties.fields if properties else ())[:_FIELDS]
        if parameter.text("in") == "formData":
            listed = parameters.items if parameters else []
            names = [item.text("name") for item in listed if item.text("in") == "formData"]
            return "application/x-www-form-urlencoded", tuple(names[:_FIELDS])
    return "", ()
