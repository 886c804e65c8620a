"""Stub classes from a table: for libraries whose view classes differ only in their bases and the methods they have."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import ModuleType
from typing import TypeAlias

from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance
from scanner.interpret.values import Unknown, Value

Classes: TypeAlias = dict[str, type[Instance]]


def _answer(self: Instance, *_: Value, **__: Value) -> Value:
    return Unknown("a response")


def _incidental(self: Instance, *_: Value, **__: Value) -> Value:
    return Unknown("a response")


def incidental(function: object) -> bool:
    """Whether a class has this method only because its library's code is shared between views."""
    return getattr(function, "run", function) is _incidental


def classes_from(
    rows: str,
    known: Mapping[str, type[Instance]],
    aliases: Callable[[str], tuple[str, ...]] = lambda dotted: (),
    extra: Mapping[str, Mapping[str, object]] | None = None,
) -> Classes:
    """One class a row: `dotted name | bases, by their own names | methods`; a star marks an incidental method.

    `known` holds classes that rows may name as bases; `aliases` gives a class's other dotted names; `extra` adds
    attributes by class name. The result holds the new classes by name.
    """
    made: Classes = {}
    for row in rows.strip().splitlines():
        dotted, bases, methods = (part.strip() for part in row.split("|"))
        name = dotted.rpartition(".")[2]
        members: dict[str, object] = {"__doc__": f"`{name}`.", "__module__": __name__}
        for method in methods.split():
            members[method.rstrip("*")] = _incidental if method.endswith("*") else _answer
        members.update((extra or {}).get(name, {}))
        above = tuple(made.get(base) or known[base] for base in bases.split()) or (Instance,)
        made[name] = stands_for(dotted, *aliases(dotted))(type(name, above, members))
    return made


def as_module(classes: Classes) -> ModuleType:
    """The classes as a module of stubs."""
    module = ModuleType(__name__)
    vars(module).update(classes)
    return module
