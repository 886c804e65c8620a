"""The state of one walk over a module: the scopes under construction, and what the whole file shares."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from scanner.concepts.expression import Call, Expression, Literal, Name
from scanner.concepts.facts import Binding, Caught, Formal, Guard, Import, Read, Request, Scope, ScopeKind

_DOC_LIMIT = 4_000


@dataclass(slots=True)
class Draft:
    """A scope under construction; `freeze` makes the fact of it."""

    kind: ScopeKind
    name: str
    qualname: str
    parent: int | None
    line: int
    end: int
    index: int = 0
    parameters: tuple[Formal, ...] = ()
    bindings: list[Binding] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    returns: list[Expression] = field(default_factory=list)
    raises: list[Expression] = field(default_factory=list)
    bases: tuple[Expression, ...] = ()
    decorators: tuple[Expression, ...] = ()
    reads: list[Read] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    tests: dict[str, None] = field(default_factory=dict)
    caught: list[Caught] = field(default_factory=list)
    doc: str = ""
    doc_line: int = 0
    annotation: str = ""
    elsewhere: dict[str, Draft] = field(default_factory=dict)
    """Names declared `global` or `nonlocal`, with the scope that owns them."""

    def freeze(self) -> Scope:
        """The finished scope."""
        return Scope(
            kind=self.kind,
            name=self.name,
            qualname=self.qualname,
            parent=self.parent,
            line=self.line,
            end=self.end,
            parameters=self.parameters,
            bindings=tuple(self.bindings),
            calls=tuple(self.calls),
            returns=tuple(self.returns),
            raises=tuple(self.raises),
            bases=self.bases,
            decorators=self.decorators,
            reads=tuple(self.reads),
            guards=tuple(self.guards),
            tests=tuple(self.tests),
            caught=tuple(self.caught),
            doc=self.doc[:_DOC_LIMIT],
            annotation=self.annotation,
        )


Handlers: TypeAlias = "Mapping[type[ast.AST], Callable[[Walk, Any], Expression]]"


class _Names(dict[str, Name]):
    """One value per name: most expressions are names, and most names come again."""

    def __missing__(self, key: str) -> Name:
        name = self[key] = Name(key)
        return name


class _Texts(dict[str, Literal]):
    """One value per literal text."""

    def __missing__(self, key: str) -> Literal:
        literal = self[key] = Literal(key)
        return literal


class Walk:
    """What the readers of expressions and statements share while they walk one module.

    `scope` is where facts go now. Bodies of functions, lambdas and classes wait in `bodies`, so that nesting costs no
    stack; expressions nested too deeply wait in `pending`, so that their calls are still seen.
    """

    __slots__ = (
        "_lines", "ascii", "bodies", "depth", "handlers", "imports", "members", "names", "pending", "requests", "scope",
        "scopes",        "text", "texts",
    )  # fmt: skip

    def __init__(self, text: str, handlers: Handlers) -> None:
        self.text = text
        self.handlers = handlers
        self.scope = Draft(ScopeKind.MODULE, "", "", None, 1, text.count("\n") + 1)
        self.scopes = [self.scope]
        self.imports: list[Import] = []
        self.bodies: deque[tuple[Draft, list[ast.stmt] | ast.expr]] = deque()
        self.pending: list[ast.expr] = []
        self.requests: list[Request] = []
        self.depth = 0
        self.names = _Names()
        self.texts = _Texts()
        self.members: dict[str, Expression] = {}
        self.ascii = text.isascii()
        self._lines: list[str] | None = None

    @property
    def lines(self) -> list[str]:
        """The lines as `ast` counts them: other line separators than newlines do not count."""
        if self._lines is None:
            self._lines = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines

    def column(self, node: ast.expr) -> int:
        """The 1-based column in characters; `ast` counts bytes."""
        if self.ascii:
            return node.col_offset + 1
        line = self.lines[node.lineno - 1] if node.lineno <= len(self.lines) else ""
        if line.isascii():
            return node.col_offset + 1
        return len(line.encode()[: node.col_offset].decode(errors="ignore")) + 1

    def source(self, node: ast.expr) -> str:
        """The source text of an expression, on one line."""
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        first, last = node.lineno, node.end_lineno or node.lineno
        rows = [line.encode() for line in self.lines[first - 1 : last]]
        if not rows:
            return ""
        rows[-1] = rows[-1][: node.end_col_offset]
        rows[0] = rows[0][node.col_offset :]
        return " ".join(row.decode(errors="ignore").strip() for row in rows)

    def open(self, kind: ScopeKind, name: str, line: int, end: int) -> Draft:
        """A new scope inside the current one."""
        outer = self.scope
        qualname = f"{outer.qualname}.{name}" if outer.qualname else name
        draft = Draft(kind, name, qualname, outer.index, line, end, len(self.scopes))
        self.scopes.append(draft)
        return draft

    def bind(self, target: Expression, value: Expression, line: int) -> None:
        """Note `target = value` in the scope that owns the name."""
        scope = self.scope
        if scope.elsewhere and isinstance(target, Name):
            scope = scope.elsewhere.get(target.id, scope)
        scope.bindings.append(Binding(target, value, line))
