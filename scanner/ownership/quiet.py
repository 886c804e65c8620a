"""Operations that access logs leave out, although they cover the operations beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from scanner.concepts.operation import Operation
from scanner.concepts.registrations import Registrations
from scanner.concepts.traffic import Traffic

_FEWEST = 3


def quiet(registrations: Registrations, traffic: Mapping[str, Traffic]) -> Mapping[str, tuple[int, int]]:
    """Operation id → (siblings that are in use, all siblings).

    Only where silence says something: at least three operations of the same file, and more than half, are in use.
    """
    beside: dict[str, list[Operation]] = defaultdict(list)
    for operation in registrations.operations:
        if operation.handler.file and not operation.inherited:
            beside[operation.handler.file].append(operation)
    found: dict[str, tuple[int, int]] = {}
    for group in beside.values():
        used = sum(one.id in traffic and traffic[one.id].used for one in group)
        for one in group:
            if one.id not in traffic and used >= _FEWEST and used * 2 > len(group) - 1:
                found[one.id] = (used, len(group) - 1)
    return found
