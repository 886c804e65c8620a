"""Whether a handler takes a document rather than a form: a list in the body whose elements have named fields.

A form sends a flat set of fields, and a list only of plain values (checkboxes). Rows edited in the browser, each with
fields of its own, are a document; a form action would need the same serialization in a hidden field.
"""

from __future__ import annotations

from collections.abc import Mapping

from scanner.concepts.expression import Call, Choice, Expression, Item, Literal, Member, Name, Opaque
from scanner.concepts.facts import FileFacts, Scope
from scanner.concepts.operation import Operation

_BODIES = frozenset({"json", "get_json", "data", "loads", "body"})
_DEPTH = 12


def takes_document(operation: Operation, facts: Mapping[str, FileFacts]) -> bool:
    """Whether the handler's own code loops over a list in its body and reads named fields of the elements."""
    for ref in operation.handler.runs:
        for scope in facts[ref.file].scopes if ref.file in facts else ():
            if scope.qualname == ref.qualname and _reads_rows(scope):
                return True
    return False


def _reads_rows(scope: Scope) -> bool:
    sources: set[str] = set()
    rows: set[str] = set()
    for binding in scope.bindings:
        if not isinstance(binding.target, Name):
            continue
        match binding.value:
            case Item(base=base, key=Opaque()) if _from_body(base, sources, 0):
                rows.add(binding.target.id)
            case value if _from_body(value, sources, 0):
                sources.add(binding.target.id)
            case _:
                continue
    fields = any(read.path.partition("[")[0] in rows and '["' in read.path for read in scope.reads)
    return fields or any(
        isinstance(call.callee, Member) and call.callee.name == "get" and _name(call.callee.base) in rows
        for call in scope.calls
    )


def _from_body(value: Expression, sources: set[str], depth: int) -> bool:
    if depth > _DEPTH:
        return False
    match value:
        case Name(id=name):
            return name in sources
        case Item(base=base, key=Literal()):
            return _from_body(base, sources, depth + 1)
        case Call(callee=Member(base=base, name="get")) if _from_body(base, sources, depth + 1):
            return True
        case Call(callee=Member(name=name)) | Member(name=name) if name in _BODIES:
            return True
        case Choice(options=options):
            return any(_from_body(option, sources, depth + 1) for option in options)
        case _:
            return False


def _name(expression: Expression) -> str:
    return expression.id if isinstance(expression, Name) else ""
