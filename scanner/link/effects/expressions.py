"""Small readings of expressions that several tables need."""

from __future__ import annotations

from scanner.concepts.expression import Call, Expression, Item, Member, Name


def dotted(expression: Expression) -> str:
    """What the source calls a callee, calls and subscripts left out: `Note.query.filter_by.delete`."""
    parts: list[str] = []
    for _ in range(64):
        match expression:
            case Member(base=base, name=name):
                parts.append(name)
                expression = base
            case Call(callee=callee):
                expression = callee
            case Item(base=base):
                expression = base
            case Name(id=name):
                parts.append(name)
                break
            case _:
                break
    return ".".join(reversed(parts))
