"""The reader: one walk over a syntax tree, from nodes to scopes, bindings, calls and requests.

Statements are walked with a stack, function and class bodies are queued, and expressions are lowered by recursion to a
fixed depth; what lies deeper is queued as a statement of its own, so that its calls are found although its value is
not. Offsets are bytes: the source is kept as a string of one character per byte, and text that leaves it is decoded.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import TypeAlias

from tree_sitter import Node

from scanner.concepts.expression import Call, Expression, Join, Literal, Name, Opaque
from scanner.concepts.facts import Attribute, Export, Import, Request, ScopeKind
from scanner.extract.javascript.scopes import OpenScope

MAX_DEPTH = 80
"""Of nested expressions. People write less than 40; facts this deep can still be compared, pickled and printed."""

_MAX_QUALNAME = 300

TOO_DEEP = Opaque("too deep")
UNREADABLE = Opaque("unreadable")

Lower: TypeAlias = Callable[["Reader", Node], Expression]
Step: TypeAlias = Callable[["Reader", Node, list[Node]], None]

_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_CONTROL = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": "", "\r\n": "", "\r": ""}


class Reader:
    """The state of one walk. `lowers` and `steps` are the dispatch tables by node kind (`tables.py` fills them)."""

    __slots__ = (
        "_ascii",
        "_column",
        "_kinds",
        "_line",
        "_masks",
        "_newlines",
        "_placeholders",
        "_queue",
        "_steps",
        "attributes",
        "comment_kinds",
        "depth",
        "exports",
        "first_scope",
        "imports",
        "literals",
        "lowers",
        "names",
        "path",
        "requests",
        "scope",
        "scopes",
        "source",
    )

    def __init__(
        self,
        source: bytes,
        *,
        lowers: list[Lower],
        steps: list[Step | None],
        comment_kinds: frozenset[int],
        placeholders: Mapping[str, Expression] | None = None,
        line: int = 1,
        column: int = 1,
        first_scope: int = 0,
    ) -> None:
        self._ascii = source.isascii()
        self.source = source.decode("latin-1")
        self.lowers = lowers
        self._steps = steps
        self._kinds = len(steps)
        self.comment_kinds = comment_kinds
        self._placeholders = dict(placeholders or {})
        self._masks = (
            re.compile(
                "(" + "|".join(re.escape(key) for key in sorted(self._placeholders, key=len, reverse=True)) + ")"
            )
            if self._placeholders
            else None
        )
        self._newlines: list[int] | None = None
        self._line = line
        self._column = column
        self.first_scope = first_scope
        self.scopes: list[OpenScope] = []
        self._queue: list[tuple[OpenScope, Node, str, Callable[[Reader, Node], None] | None]] = []
        self.imports: list[Import] = []
        self.exports: list[Export] = []
        self.requests: list[Request] = []
        self.attributes: list[Attribute] = []
        self.names: dict[str, Expression] = dict(self._placeholders)
        self.literals: dict[str, Expression] = {}
        self.depth = 0
        self.path = ""
        """What the value being read is assigned to, dotted: the name of the functions in it."""

    # The walk

    def read(self, root: Node, kind: ScopeKind, name: str = "", parent: int | None = None) -> None:
        """Read a whole tree into scopes, the first of which is its top level."""
        row, end = root.start_point[0], root.end_point[0]
        top = OpenScope(
            index=self.first_scope,
            kind=kind,
            name=name,
            qualname="",
            parent=parent,
            outer=None,
            line=row + self._line,
            end=end + self._line,
        )
        self.scopes.append(top)
        self._queue.append((top, root, "", None))
        while self._queue:
            self.scope, node, self.path, enter = self._queue.pop()
            self.depth = 0
            if enter is None:
                self.statements(node)
            else:
                enter(self, node)

    def statements(self, node: Node) -> None:
        """Read a statement, or an expression for its effects, in the current scope."""
        stack = [node]
        steps = self._steps
        while stack:
            node = stack.pop()
            kind = node.kind_id
            if kind >= self._kinds:  # an ERROR node: what parsed inside it counts
                stack.extend(reversed(node.named_children))
            elif step := steps[kind]:
                step(self, node, stack)
            else:
                self.lower(node)

    def step(self, node: Node, stack: list[Node]) -> None:
        """Read one statement; what it leaves for later goes on the stack."""
        kind = node.kind_id
        step = self._steps[kind] if kind < self._kinds else None
        if step is None:
            stack.append(node)
        else:
            step(self, node, stack)

    def lower(self, node: Node) -> Expression:
        """The expression of a node; `Opaque` where it is nested too deeply, or is no expression."""
        depth = self.depth
        if depth >= MAX_DEPTH and node.child_count:
            self.defer(node)
            return TOO_DEEP
        kind = node.kind_id
        if kind >= self._kinds:  # an ERROR node
            return self.unreadable(node)
        self.depth = depth + 1
        value = self.lowers[kind](self, node)
        self.depth = depth
        return value

    def defer(self, node: Node) -> None:
        """Read a node later, as a statement of the current scope."""
        self.scope.deferred = True
        self._queue.append((self.scope, node, self.path, None))

    def unreadable(self, node: Node) -> Expression:
        """A node that is no expression (an ERROR, a statement in an odd place): its parts are read for themselves."""
        kind = node.kind_id
        if kind < self._kinds and self._steps[kind] is not None:
            self.defer(node)
        else:
            for child in reversed(node.named_children):
                self.defer(child)
        return UNREADABLE

    def open(self, kind: ScopeKind, name: str, node: Node, enter: Callable[[Reader, Node], None]) -> OpenScope:
        """Open a scope for a function or class and queue its body, which `enter` reads.

        It is called what it is assigned to, else by its own name, else like the scope around it.
        """
        around = self.scope
        called = self.path or name
        qualname = around.qualname or called
        if around.qualname and called and len(around.qualname) < _MAX_QUALNAME:
            qualname = f"{around.qualname}.{called}"
        scope = OpenScope(
            index=self.first_scope + len(self.scopes),
            kind=kind,
            name=name,
            qualname=qualname,
            parent=around.index,
            outer=around,
            line=node.start_point[0] + self._line,
            end=node.end_point[0] + self._line,
        )
        self.scopes.append(scope)
        self._queue.append((scope, node, "", enter))
        return scope

    def scope_at(self, index: int) -> OpenScope:
        """The scope of a `Lambda`."""
        return self.scopes[index - self.first_scope]

    # Text and places

    def text(self, node: Node) -> str:
        """The source of a node."""
        return self.decoded(self.source[node.start_byte : node.end_byte])

    def decoded(self, raw: str) -> str:
        """Text cut out of `source`, which has one character per byte."""
        if self._ascii or raw.isascii():
            return raw
        return raw.encode("latin-1").decode("utf-8", "replace")

    def line(self, node: Node) -> int:
        """The 1-based line where a node begins."""
        return int(node.start_point[0]) + self._line

    def last_line(self, node: Node) -> int:
        """The 1-based line where a node ends."""
        return int(node.end_point[0]) + self._line

    def line_at(self, offset: int) -> int:
        """The 1-based line of a byte offset."""
        if self._newlines is None:
            self._newlines = [match.start() for match in re.finditer("\n", self.source)]
        return bisect_left(self._newlines, offset) + self._line

    def place(self, node: Node) -> tuple[int, int]:
        """The 1-based line and column where a node begins."""
        row, column = node.start_point
        return row + self._line, column + (self._column if row == 0 else 1)

    def parts(self, node: Node) -> list[Node]:
        """The named children that are not comments."""
        children = node.named_children
        comments = self.comment_kinds
        for child in children:
            if child.kind_id in comments:
                return [child for child in children if child.kind_id not in comments]
        return children

    # Values

    def name(self, text: str) -> Name:
        """A name to bind, never a placeholder's expression."""
        known = self.names.get(text)
        if isinstance(known, Name):
            return known
        name = Name(self.decoded(text))
        if known is None:
            self.names[text] = name
        return name

    def string(self, raw: str) -> Expression:
        """The value of a string's source without its quotes: a Literal, or a Join around placeholders."""
        known = self.literals.get(raw)
        if known is None:
            text = self.decoded(raw)
            if "\\" in text:
                text = _ESCAPE.sub(_unescape, text)
            known = self.literals[raw] = self.masked(text)
        return known

    def masked(self, text: str) -> Expression:
        """Text in which placeholders stand for expressions."""
        if self._masks is None or self._masks.search(text) is None:
            return Literal(text)
        parts = [self._placeholders.get(part) or Literal(part) for part in self._masks.split(text) if part]
        return parts[0] if len(parts) == 1 else Join(tuple(parts))

    def call(self, callee: Expression, arguments: tuple[Expression, ...], node: Node, *, new: bool = False) -> Call:
        """A call that the current scope evaluates, standing where `node` begins."""
        row, column = node.start_point
        call = Call(callee, arguments, (), row + self._line, column + (self._column if row == 0 else 1), new)
        self.scope.calls.append(call)
        return call


def _unescape(match: re.Match[str]) -> str:
    braced, four, two, single = match.groups()
    digits = braced or four or two
    if digits:
        code = int(digits, 16)
        # A lone half of a surrogate pair is no character: it could not be written to any report.
        return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
    return _CONTROL.get(single, single)
