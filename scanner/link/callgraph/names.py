"""Names of one file: what each scope binds, ready to be looked up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

from scanner.concepts.expression import Expression, Member, Name
from scanner.concepts.facts import FileFacts, Formal, Import, ScopeKind


@dataclass(frozen=True, slots=True)
class Nested:
    """A function or class defined in the scope."""

    scope: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """A value bound in the scope."""

    value: Expression


@dataclass(frozen=True, slots=True)
class Parameter:
    """A formal parameter and its position."""

    formal: Formal
    position: int


Entry: TypeAlias = Nested | Assigned | Parameter | Import


class Names:
    """An index over one file's facts: scope → name → what binds it, in source order."""

    def __init__(self, facts: FileFacts) -> None:
        self.facts = facts
        self.stars: defaultdict[int, list[Import]] = defaultdict(list)
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        self.by_qualname: dict[str, int] = {}
        self._entries: defaultdict[int, defaultdict[str, list[Entry]]] = defaultdict(lambda: defaultdict(list))
        self._attributes: dict[int, dict[str, list[tuple[int, Expression]]]] = {}
        for index, scope in enumerate(facts.scopes):
            if scope.parent is not None:
                self.children[scope.parent].append(index)
                if scope.name:
                    self._entries[scope.parent][scope.name].append(Nested(index))
            if scope.qualname:
                # the last definition of a name wins when Python runs; property setters must not hide their getter
                self.by_qualname.setdefault(scope.qualname, index)
            for position, formal in enumerate(scope.parameters):
                if formal.name:
                    self._entries[index][formal.name].append(Parameter(formal, position))
            for binding in scope.bindings:
                if isinstance(binding.target, Name):
                    self._entries[index][binding.target.id].append(Assigned(binding.value))
        for imported in facts.imports:
            if imported.name == "*":
                self.stars[imported.scope].append(imported)
            elif imported.local:
                self._entries[imported.scope][imported.local].append(imported)

    def entries(self, scope: int, name: str) -> list[Entry]:
        """What binds `name` in exactly this scope."""
        table = self._entries.get(scope)
        return table.get(name, []) if table is not None else []

    def visible(self, scope: int) -> list[int]:
        """The scopes a name is looked up in from `scope`, innermost first: class bodies are skipped from inside."""
        found = [scope]
        parent = self.facts.scopes[scope].parent
        while parent is not None and len(found) < 64:
            if self.facts.scopes[parent].kind is not ScopeKind.CLASS:
                found.append(parent)
            parent = self.facts.scopes[parent].parent
        return found

    def attributes(self, class_scope: int) -> dict[str, list[tuple[int, Expression]]]:
        """What methods of a class assign to `self.name`: (method's scope, value)."""
        if class_scope not in self._attributes:
            found: dict[str, list[tuple[int, Expression]]] = {}
            for method in self.children[class_scope]:
                for binding in self.facts.scopes[method].bindings:
                    match binding.target:
                        case Member(base=Name(id="self" | "cls"), name=name):
                            found.setdefault(name, []).append((method, binding.value))
                        case _:
                            continue
            self._attributes[class_scope] = found
        return self._attributes[class_scope]

    def at_line(self, line: int) -> int | None:
        """The function or class whose `def` stands on `line`."""
        for index, scope in enumerate(self.facts.scopes):
            if scope.line == line and scope.kind in (ScopeKind.FUNCTION, ScopeKind.CLASS):
                return index
        return None
