"""What one template tag or printed expression says, whatever the engine."""

from __future__ import annotations

from dataclasses import dataclass

from scanner.concepts.expression import Call, Expression, Item, Literal, Name, Opaque
from scanner.concepts.facts import Formal
from scanner.extract.markup.templates.conditions import NOTHING, Test


@dataclass(frozen=True, slots=True)
class Lowered:
    """An expression, with every call in it (nested ones too) in source order."""

    value: Expression
    calls: tuple[Call, ...] = ()
    understood: bool = True


@dataclass(frozen=True, slots=True)
class Included:
    """Another template brought in; see `scanner.concepts.facts.Inclusion`."""

    template: Expression
    how: str
    local: str = ""
    names: tuple[tuple[str, str], ...] = ()
    bindings: tuple[tuple[str, Expression], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a tag does.

    `printed` is what it writes into the page. `bound` are names it sets here, `captured` the name it gives to the text
    of its body. `block` and `macro` name what its body is. `test` is what a condition says of its body.
    """

    printed: Expression | None = None
    bound: tuple[tuple[str, Expression], ...] = ()
    captured: str = ""
    calls: tuple[Call, ...] = ()
    included: Included | None = None
    block: str = ""
    macro: str = ""
    parameters: tuple[Formal, ...] = ()
    test: Test = NOTHING
    understood: bool = True


def each_of(iterable: Expression) -> Expression:
    """An element of what a loop runs over."""
    return Item(iterable, Opaque("each element"))


def unpacked(names: tuple[str, ...], iterable: Expression, *, flat: bool = True) -> tuple[tuple[str, Expression], ...]:
    """What the loop variables are bound to; in names that are not flat (`(a, b), c`) positions mean nothing."""
    if len(names) == 1:
        return ((names[0], each_of(iterable)),)
    return tuple(
        (name, Item(each_of(iterable), Literal(position) if flat else Opaque("each element")))
        for position, name in enumerate(names)
    )


def tag(name: str) -> Name:
    """The callee that stands for a template tag."""
    return Name(f"tag:{name}")


def filter_named(name: str) -> Name:
    """The callee that stands for a filter; the filtered value is its first argument."""
    return Name(f"filter:{name}")
