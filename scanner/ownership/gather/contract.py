"""What is published: schemas, REST resources, versions. Pages that a framework generates by itself are no offer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.evidence import Shape
from scanner.ownership.case import Case
from scanner.ownership.sign import Sign

_VERSION = re.compile(r"^v\d+([._]\d+)*(alpha\d*|beta\d*)?$")
_INTERNAL = frozenset(
    {"internal", "private", "_internal", "ajax", "_ajax", "async", "xhr", "htmx", "partials", "fragments"}
)
_RESOURCES = (
    "flask_restful",
    "flask_restx",
    "flask_restplus",
    "rest_framework",
    "flask_smorest",
    "apiflask",
    "flask_appbuilder",
)
_DATA = frozenset({Shape.JSON_API, Shape.FILE, Shape.STREAM, Shape.OTHER})


def gather(case: Case) -> Iterator[Sign]:
    """Signs from declarations and addresses; names are weak signs only."""
    operation = case.operation
    if operation.declared.in_schema is False:
        yield Sign("left-out-of-schema", "it is left out of the API schema on purpose", operation.route)
    if case.shape in _DATA:
        if any(_VERSION.match(segment) for segment in case.segments):
            yield Sign("versioned-address", "its address carries a version", operation.route)
        if "api" in case.segments or any(segment.endswith((".json", "-api")) for segment in case.segments):
            yield Sign("api-address", "its address says API", operation.route)
        base = next((base for base in operation.handler.bases if base.startswith(_RESOURCES)), None)
        if base is not None or operation.framework == "drf":
            yield Sign("rest-resource", f"it is built as a REST resource ({base or 'REST framework'})", case.place)
        if not case.project.has_interface:
            yield Sign(
                "no-own-interface", "the project has no pages or scripts of its own that request anything", case.place
            )
    if _INTERNAL & set(case.segments):
        yield Sign("internal-address", "its address says that it is internal", operation.route)
    if case.accidental:
        yield Sign("inherited-method", "only a library's base class provides this method", case.place)
