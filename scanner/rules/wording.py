"""Words of messages: counts, lists of names, places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.report import AuditedOperation

SHOWN = 20
"""Related places given with one finding: beyond it, a list proves no more."""


def count(number: int, noun: str, plural: str = "") -> str:
    """`1 page`, `3 pages`."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(names: Iterable[str], most: int = 3) -> str:
    """`a, b and c`, or `a, b, c and 4 more`; names are told once, in their first order."""
    unique = list(dict.fromkeys(names))
    if len(unique) > most:
        return f"{', '.join(unique[:most])} and {len(unique) - most} more"
    if len(unique) < 2:
        return "".join(unique)
    return f"{', '.join(unique[:-1])} and {unique[-1]}"


def handler_place(operation: Operation) -> Location:
    """Where the handler is defined, or where the route is registered if a library supplies the handler."""
    handler = operation.handler
    return Location(handler.file, handler.line) if handler.file else operation.route


def operation_places(operations: Sequence[AuditedOperation]) -> tuple[tuple[Location, str], ...]:
    """Each operation at its handler, for findings about several."""
    return tuple((handler_place(audited.operation), str(audited.operation)) for audited in operations[:SHOWN])
