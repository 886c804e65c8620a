"""Types that annotations state, and names that stand for whole annotations (`CurrentUser = Annotated[…]`)."""

from __future__ import annotations

import builtins
import re
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression
from scanner.concepts.facts import Import
from scanner.link.callgraph.names import Assigned
from scanner.link.callgraph.values import Library, Open, Value

if TYPE_CHECKING:
    from scanner.link.callgraph.resolver import Resolver

_TRIED = 6
"""Names of an annotation, and imports of a name, that are tried."""
_DOTTED = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_WRAPPERS = frozenset(
    {"Annotated", "Optional", "Union", "Depends", "Security", "None", "ClassVar", "Final", "Type", "type"}
)
_BUILTINS = frozenset(dir(builtins))


def annotated(resolver: Resolver, annotation: str, file: str, scope: int, depth: int) -> Value | None:
    """The first name of a parameter's annotation that is a class, seen from outside the function of `scope`."""
    parent = resolver.names[file].facts.scopes[scope].parent or 0
    for dotted in _DOTTED.findall(annotation)[:_TRIED]:
        head, *rest = dotted.split(".")
        if dotted.rpartition(".")[2] in _WRAPPERS:
            continue
        found = resolver.name(head, file, parent, depth + 1)
        for part in rest:
            found = resolver.member(found, part, depth + 1)
        if isinstance(found, Library) and found.name in _BUILTINS:
            continue
        if not isinstance(found, Open):
            return resolver.instance(found)
    return None


def assigned(resolver: Resolver, dotted: str, file: str, scope: int) -> tuple[Expression, str, int] | None:
    """The expression assigned to a name, followed through imports, with the file and scope it stands in."""
    head, *rest = dotted.split(".")
    for _ in range(_TRIED):
        names = resolver.names[file]
        entries = [entry for place in names.visible(scope) for entry in names.entries(place, head)]
        if not entries or (rest and not isinstance(entries[0], Import)):
            return None
        match entries[0]:
            case Assigned(value=value):
                return value, file, scope
            case Import() as imported:
                path = imported.module if imported.name is None else f"{imported.module}.{imported.name}"
                if imported.module and not imported.module.strip("."):
                    path = imported.module + (imported.name or "")
                at = resolver.modules.find(file, path)
                if at and rest:
                    head, *rest = rest
                elif not at and imported.name and (at := resolver.modules.find(file, imported.module)):
                    head = imported.name
                if not at:
                    return None
                file, scope = at, 0
            case _:
                return None
    return None
