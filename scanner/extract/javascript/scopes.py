"""Scopes while they are being read: what `scanner.concepts.facts.Scope` freezes."""

from __future__ import annotations

from scanner.concepts.expression import Call, Expression, Name
from scanner.concepts.facts import Binding, Formal, Guard, Scope, ScopeKind


class OpenScope:
    """A scope that still grows. `index` is its place in the file; `outer` the scope around it."""

    __slots__ = (
        "arrow",
        "bases",
        "bindings",
        "calls",
        "decorators",
        "deferred",
        "end",
        "guards",
        "index",
        "kind",
        "line",
        "modules",
        "modules_line",
        "name",
        "outer",
        "parameters",
        "parent",
        "qualname",
        "raises",
        "returns",
    )

    def __init__(
        self,
        *,
        index: int,
        kind: ScopeKind,
        name: str,
        qualname: str,
        parent: int | None,
        outer: OpenScope | None,
        line: int,
        end: int,
    ) -> None:
        self.index = index
        self.kind = kind
        self.name = name
        self.qualname = qualname
        self.parent = parent
        self.outer = outer
        self.line = line
        self.end = end
        self.parameters: list[Formal] = []
        self.bindings: list[Binding] = []
        self.calls: list[Call] = []
        self.returns: list[Expression] = []
        self.raises: list[Expression] = []
        self.bases: list[Expression] = []
        self.decorators: list[Expression] = []
        self.guards: list[Guard] = []
        self.arrow = False
        """Whether it is an arrow function, which has no `this` of its own."""
        self.modules: tuple[str, ...] = ()
        """What an AMD loader passes for the parameters."""
        self.modules_line = 0
        self.deferred = False
        """Whether a part nested too deeply was read after the rest, out of order."""

    def bind(self, target: Expression, value: Expression, line: int) -> None:
        """Add `target = value`."""
        self.bindings.append(Binding(target, value, line))

    def binds(self, name: str) -> bool:
        """Whether this scope or one around it has, so far, a variable of that name."""
        target = Name(name)
        scope: OpenScope | None = self
        while scope is not None:
            if scope.kind is not ScopeKind.CLASS:
                if any(binding.target == target for binding in scope.bindings):
                    return True
                if any(
                    formal.name == name or any(local == name for _, local, _ in formal.fields)
                    for formal in scope.parameters
                ):
                    return True
            scope = scope.outer
        return False

    def freeze(self) -> Scope:
        """The finished scope."""
        if self.deferred:
            self.calls.sort(key=lambda call: (call.line, call.column))
        return Scope(
            kind=self.kind,
            name=self.name,
            qualname=self.qualname,
            parent=self.parent,
            line=self.line,
            end=self.end,
            parameters=tuple(self.parameters),
            bindings=tuple(self.bindings),
            calls=tuple(self.calls),
            returns=tuple(self.returns),
            raises=tuple(self.raises),
            bases=tuple(self.bases),
            decorators=tuple(self.decorators),
            guards=tuple(self.guards),
            arrow=self.arrow,
        )
