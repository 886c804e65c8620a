"""Find operations in a report by what a person would type."""

from __future__ import annotations

from scanner.concepts.operation import ANY
from scanner.concepts.report import AuditedOperation, Report


def find_operations(report: Report, query: str) -> tuple[AuditedOperation, ...]:
    """The operations meant by `METHOD /path`, a path, a route name, a handler's dotted name, or `file:line`.

    The first of these readings that finds anything counts; an empty result means that none did.
    """
    query = query.strip()
    method, _, path = query.partition(" ")
    path = path.strip()
    readings = (
        lambda item: item.operation.id == query,
        lambda item: item.operation.method in (method.upper(), ANY) and _same_path(str(item.operation.path), path),
        lambda item: _same_path(str(item.operation.path), query),
        lambda item: item.operation.name == query,
        lambda item: item.operation.handler.name == query,
        lambda item: item.operation.handler.name.endswith("." + query),
        lambda item: query in _places(item),
    )
    for reading in readings:
        found = tuple(item for item in report.operations if reading(item))
        if found:
            return found
    return ()


def _same_path(path: str, query: str) -> bool:
    return query.startswith("/") and path.rstrip("/") == query.rstrip("/")


def _places(item: AuditedOperation) -> tuple[str, str]:
    handler = item.operation.handler
    return (f"{handler.file}:{handler.line}", str(item.operation.route))
