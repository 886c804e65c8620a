"""What pytest hands to test functions by the names of their parameters: fixtures and parametrized values.

https://docs.pytest.org/en/stable/how-to/fixtures.html · https://docs.pytest.org/en/stable/how-to/parametrize.html
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Literal, Sequence
from scanner.concepts.facts import Scope, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.link import values as v
from scanner.link.index import dotted, last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_ALTERNATIVES = 16


class Fixtures:
    """Values of the parameters that pytest fills."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def values(self, ref: v.ScopeRef, name: str, place: v.Place) -> v.Values:
        """What pytest gives to a parameter; empty where it fills none, or no fixture of the project is called so."""
        facts = self._flow.facts[ref.file]
        scope = self._flow.index.scope(ref)
        if facts.role is not Role.TEST or facts.language is not Language.PYTHON:
            return ()
        if not scope.name.startswith("test") and not fixture_name(scope):
            return ()
        stated = tuple(self._parametrized(ref, scope, name))
        if stated:
            return stated[:_ALTERNATIVES]
        key = ("fixture", ref, name)
        if key in self._flow.active:
            return ()
        self._flow.active.add(key)
        try:
            found = self._fixture(ref, name)
            if found is None:
                return ()
            inner = v.Place(found, 0, {}, place.this)
            given = [
                value for one in self._flow.index.scope(found).returns for value in self._flow.evaluate(one, inner)
            ]
            return tuple(given[:_ALTERNATIVES])
        finally:
            self._flow.active.discard(key)

    def _parametrized(self, ref: v.ScopeRef, scope: Scope, name: str) -> Iterator[v.Value]:
        outer = self._flow.index.scope(v.ScopeRef(ref.file, scope.parent)) if scope.parent is not None else None
        around = outer.decorators if outer is not None and outer.kind is ScopeKind.CLASS else ()
        top = v.Place(v.ScopeRef(ref.file, 0), scope.line)
        for decorator in (*scope.decorators, *around):
            if not isinstance(decorator, Call) or last_name(decorator.callee) != "parametrize":
                continue
            if len(decorator.arguments) < 2:
                continue
            names = _names(decorator.arguments[0])
            if name not in names:
                continue
            for value in self._flow.evaluate(decorator.arguments[1], top):
                if isinstance(value, v.Array):
                    for row in value.sequence.items[:_ALTERNATIVES]:
                        cell = _cell(row, names.index(name), alone=len(names) == 1)
                        if cell is not None:
                            yield from self._flow.evaluate(cell, value.place)

    def _fixture(self, ref: v.ScopeRef, name: str) -> v.ScopeRef | None:
        """The fixture of a name that is nearest: in the class, the file, or a `conftest.py` in a folder around."""
        scope = self._flow.index.scope(ref)
        parent = scope.parent or 0
        for holder in dict.fromkeys((parent, 0)):
            found = self._defined(ref.file, holder, name)
            if found is not None and found != ref:
                return found
        folder = posixpath.dirname(ref.file)
        while True:
            path = posixpath.join(folder, "conftest.py")
            if path in self._flow.facts:
                found = self._defined(path, 0, name)
                if found is not None and found != ref:
                    return found
            if not folder:
                return None
            folder = posixpath.dirname(folder)

    def _defined(self, file: str, holder: int, name: str) -> v.ScopeRef | None:
        index = self._flow.index.file(file)
        for inner in index.nested.get(holder, ()):
            if fixture_name(index.scope(inner)) == name:
                return v.ScopeRef(file, inner)
        return None


def fixture_name(scope: Scope) -> str:
    """The name of the fixture that a function defines; empty where it defines none."""
    if scope.kind is not ScopeKind.FUNCTION:
        return ""
    for decorator in scope.decorators:
        callee = decorator.callee if isinstance(decorator, Call) else decorator
        if dotted(callee) in ("pytest.fixture", "fixture", "pytest_asyncio.fixture"):
            stated = dict(decorator.named).get("name") if isinstance(decorator, Call) else None
            return str(stated.value) if isinstance(stated, Literal) else scope.name
    return ""


def _names(expression: Expression) -> tuple[str, ...]:
    match expression:
        case Literal(str(names)):
            return tuple(part.strip() for part in names.split(","))
        case Sequence(items):
            return tuple(str(item.value) if isinstance(item, Literal) else "" for item in items)
        case _:
            return ()


def _cell(row: Expression, position: int, *, alone: bool) -> Expression | None:
    """A row's value for one name: `"/a"`, `("/a", 200)`, `pytest.param("/a", 200, id="a")`."""
    if isinstance(row, Call) and last_name(row.callee) == "param":
        return row.arguments[position] if position < len(row.arguments) else None
    if alone:
        return row
    return row.items[position] if isinstance(row, Sequence) and position < len(row.items) else None
