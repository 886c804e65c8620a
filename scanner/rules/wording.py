"""Places that findings name."""

from __future__ import annotations

from collections.abc import Sequence

from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.report import AuditedOperation

SHOWN = 20
"""Related places given with one finding: beyond it, a list proves no more."""


def handler_place(operation: Operation) -> Location:
    """Where the handler is defined, or where the route is registered if a library supplies the handler."""
    handler = operation.handler
    return Location(handler.file, handler.line) if handler.file else operation.route


def operation_places(operations: Sequence[AuditedOperation]) -> tuple[tuple[Location, str], ...]:
    """Each operation at its handler, for findings about several."""
    return tuple((handler_place(audited.operation), str(audited.operation)) for audited in operations[:SHOWN])
