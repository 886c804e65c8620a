"""A template's own names: what its tags bind, call, include and print; and the expression behind any stretch of it."""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Join,
    Literal,
    Member,
    Name,
    Opaque,
    When,
)
from scanner.concepts.facts import Binding, Formal, Guard, Inclusion, Scope, ScopeKind
from scanner.extract.markup.lines import Lines
from scanner.extract.markup.templates import django, jinja
from scanner.extract.markup.templates.conditions import UNDER_CONDITION, asked
from scanner.extract.markup.templates.engine import Engine
from scanner.extract.markup.templates.segments import Segment, SegmentKind, segment
from scanner.extract.markup.templates.statement import Statement, tag
from scanner.extract.markup.templates.tree import Branch, Group, Node, build
from scanner.extract.python.formatting import join
from scanner.extract.python.guards import Condition

_ESCAPING = frozenset({"force_escape", "escape", "e", "forceescape"})
"""https://docs.djangoproject.com/en/stable/ref/templates/builtins/#force-escape,
https://jinja.palletsprojects.com/en/stable/templates/#jinja-filters.escape"""
_MAX_CAPTURED = 500
"""Characters of a block, macro or captured text beyond which it is a page, not a value."""


@dataclass(slots=True)
class OpenScope:
    """A scope being filled."""

    kind: ScopeKind
    name: str
    parent: int | None
    line: int
    end: int
    parameters: tuple[Formal, ...] = ()
    bindings: list[Binding] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    guards: list[Guard] = field(default_factory=list)
    returns: tuple[Expression, ...] = ()

    def close(self, qualname: str) -> Scope:
        """The finished scope."""
        return Scope(
            kind=self.kind,
            name=self.name,
            qualname=qualname,
            parent=self.parent,
            line=self.line,
            end=self.end,
            parameters=self.parameters,
            bindings=tuple(self.bindings),
            calls=tuple(self.calls),
            guards=tuple(self.guards),
            returns=self.returns,
        )


class Template:
    """A template read into scopes, inclusions and printed expressions. It never fails: see `not_understood`."""

    def __init__(self, text: str, engine: Engine) -> None:
        self.text = text
        self.engine = engine
        self.lines = Lines(text)
        self.segments = segment(text, engine)
        self.scopes = [OpenScope(ScopeKind.TEMPLATE, "", None, 1, self.lines.count)]
        self.inclusions: list[Inclusion] = []
        self.not_understood: list[int] = []
        """Lines of the tags and expressions that could not be read."""
        self.blocks: list[tuple[int, int]] = []
        """Where the bodies of blocks begin and end."""
        self.quoted: list[tuple[int, int]] = []
        """Where markup is escaped to be read by people: what stands there is an example, and asks for nothing."""
        self.printed: dict[int, Expression] = {}
        """What outputs and tags print, by their first character."""
        self._read_expression = django.read_output if engine is Engine.DJANGO else jinja.read_output
        self._read_statement = django.read_tag if engine is Engine.DJANGO else jinja.read_tag
        self._regions: list[tuple[int, int]] = [(0, 0)]
        self._conditions: dict[int, tuple[Condition, ...]] = {}
        """What holds in each alternative of a condition, by its first character; minus the end: where none is taken."""
        self._branches: list[tuple[int, tuple[tuple[int, int], ...]]] = [(0, ())]
        self._nodes = build(self.segments)
        self._read(self._nodes, 0, ())

    def scope_at(self, offset: int) -> int:
        """The index of the template's scope around a character."""
        return self._regions[bisect_right(self._regions, offset, key=lambda item: item[0]) - 1][1]

    def exclusive(self, one: int, other: int) -> bool:
        """Whether two characters stand in alternatives of the same condition: no page shows both."""
        first, second = dict(self._path(one)), dict(self._path(other))
        return any(second.get(group, branch) != branch for group, branch in first.items())

    def is_quoted(self, offset: int) -> bool:
        """Whether a character stands in markup that is shown as text."""
        return any(start <= offset < end for start, end in self.quoted)

    def between(self, start: int, end: int) -> Iterator[Segment]:
        """The segments that begin in a stretch of the text."""
        index = bisect_left(self.segments, start, key=lambda item: item.start)
        while index < len(self.segments) and self.segments[index].start < end:
            yield self.segments[index]
            index += 1

    def value(self, start: int, end: int) -> Expression:
        """What `text[start:end]` prints: text with the expressions in it, alternatives as a choice."""
        return _text(self._parts(self._around(start, end), start, end))

    def nodes_within(self, start: int, end: int) -> Iterator[Node]:
        """The nodes that a stretch of the text meets, below the groups that hold it whole."""
        return self.overlapping(self._around(start, end), start, end)

    def overlapping(self, nodes: Sequence[Node], start: int, end: int) -> Iterator[Node]:
        """Those of the nodes, which are in order, that a stretch of the text meets."""
        index = bisect_right(nodes, start, key=lambda node: node.end)
        while index < len(nodes) and nodes[index].start < end:
            yield nodes[index]
            index += 1

    def _around(self, start: int, end: int) -> Sequence[Node]:
        nodes: Sequence[Node] = self._nodes
        while (inner := _only_branch(nodes, start, end)) is not None:
            nodes = inner
        return nodes

    def finished_scopes(self) -> tuple[Scope, ...]:
        """The scopes of the template. A block's qualified name holds the blocks and macros around it."""
        done: list[Scope] = []
        for scope in self.scopes:
            parent = done[scope.parent].qualname if scope.parent is not None else ""
            done.append(scope.close(f"{parent}.{scope.name}" if parent else scope.name))
        return tuple(done)

    def _path(self, offset: int) -> tuple[tuple[int, int], ...]:
        return self._branches[bisect_right(self._branches, offset, key=lambda item: item[0]) - 1][1]

    def _read(self, nodes: Sequence[Node], scope: int, path: tuple[tuple[int, int], ...]) -> None:
        for node in nodes:
            if isinstance(node, Group):
                self._read_group(node, scope, path)
            elif node.kind is SegmentKind.OUTPUT:
                self._read_output(node, scope)
            elif node.kind is SegmentKind.TAG:
                self._read_tag(node, scope)

    def _read_output(self, item: Segment, scope: int) -> None:
        line = self.lines.line(item.at)
        lowered = self._read_expression(item.source, line)
        self.printed[item.start] = lowered.value
        self.scopes[scope].calls.extend(lowered.calls)
        if not lowered.understood:
            self.not_understood.append(line)

    def _read_tag(self, item: Segment, scope: int) -> Statement:
        line = self.lines.line(item.start)
        statement = self._read_statement(item.name, item.source, self.lines.line(item.at))
        owner = self.scopes[scope]
        owner.calls.extend(statement.calls)
        owner.bindings.extend(Binding(_target(name), value, line) for name, value in statement.bound)
        if statement.printed is not None:
            self.printed[item.start] = statement.printed
        if found := statement.included:
            self.inclusions.append(
                Inclusion(found.template, found.how, line, scope, found.local, found.names, found.bindings)
            )
        if not statement.understood:
            self.not_understood.append(line)
        return statement

    def _read_group(self, group: Group, scope: int, path: tuple[tuple[int, int], ...]) -> None:
        if group.name == "filter" and group.head.source.strip() in _ESCAPING:
            self.quoted.append((group.start, group.end))
        inner = scope
        statement = Statement()
        conditions: list[Condition] = []  # what holds where none of the alternatives so far is taken
        for index, branch in enumerate(group.branches):
            read = self._read_tag(branch.head, scope)
            if group.name in ("if", "for"):
                following = group.branches[index + 1].head.end if index + 1 < len(group.branches) else group.end
                self._conditions[branch.head.start] = (*conditions, *read.test.true)
                self.scopes[scope].guards.extend(self._guards(branch, following))
                conditions.extend(read.test.false)
            if index == 0:
                statement = read
                inner = self._open(group, read, scope)
            path_inside = (*path, (group.start, index)) if len(group.branches) > 1 else path
            if path_inside != path:
                self._branches.append((branch.start, path_inside))
            self._read(branch.nodes, inner, path_inside)
        self._conditions[-group.end] = tuple(conditions)
        if len(group.branches) > 1:
            self._branches.append((group.end, path))
        if inner != scope:
            self._regions.append((group.end, scope))
            self.scopes[inner].returns = self._captured(group.branches[0])
        if statement.captured:
            line = self.lines.line(group.start)
            value = self._captured(group.branches[0]) or (Opaque("captured markup"),)
            self.scopes[scope].bindings.append(Binding(_target(statement.captured), value[0], line))

    def _guards(self, branch: Branch, following: int) -> Iterator[Guard]:
        """The lines of an alternative, and what holds on those that belong to it alone.

        The next tag ends at character `following`.
        """
        lines = self.lines
        first, last = lines.line(branch.start), lines.line(branch.end)
        yield UNDER_CONDITION.over(first, last)
        if lines.before(branch.head.start).strip():
            first += 1
        if lines.rest(following).strip() or not lines.before(branch.end).strip():
            last -= 1
        if first <= last:
            yield from (condition.over(first, last) for condition in self._conditions[branch.head.start])

    def _open(self, group: Group, statement: Statement, scope: int) -> int:
        """The scope of a group's body: a new one for blocks and macros."""
        name = statement.block or statement.macro
        if not name:
            return scope
        kind = ScopeKind.BLOCK if statement.block else ScopeKind.MACRO
        first, last = self.lines.line(group.start), self.lines.line(group.end - 1)
        self.scopes.append(OpenScope(kind, name, scope, first, last, statement.parameters))
        self._regions.append((group.head.end, len(self.scopes) - 1))
        if statement.block:
            self.blocks.append((group.head.end, group.branches[-1].end))
        return len(self.scopes) - 1

    def _captured(self, branch: Branch) -> tuple[Expression, ...]:
        """The text that a body stands for, where it is a value rather than markup."""
        if branch.end - branch.start > _MAX_CAPTURED or "<" in self.text[branch.start : branch.end]:
            return ()
        value = stripped(_text(self._parts(branch.nodes, branch.start, branch.end)))
        return () if value == Literal("") else (value,)

    def _parts(self, nodes: Sequence[Node], start: int, end: int) -> list[Expression]:
        parts: list[Expression] = []
        for node in self.overlapping(nodes, start, end):
            if isinstance(node, Group):
                parts.extend(self._group_parts(node, start, end))
            elif node.kind is SegmentKind.DATA:
                parts.append(Literal(html.unescape(self.text[max(node.start, start) : min(node.end, end)])))
            elif (value := self.printed.get(node.start)) is not None:
                parts.append(value)
        return parts

    def _group_parts(self, group: Group, start: int, end: int) -> list[Expression]:
        if group.start < start or group.end > end:
            return [part for branch in group.branches for part in self._parts(branch.nodes, start, end)]
        if group.name in {"set", "macro"}:
            return []
        options = [_text(self._parts(branch.nodes, branch.start, branch.end)) for branch in group.branches]
        printed = self.printed.get(group.start)
        if group.name == "call":
            return [printed or Opaque("macro call")]
        if group.name == "block":
            return [_overridable(group.head, options[0])]
        if group.name == "for" and (group.start > start or group.end < end):
            return [Opaque("loop")]
        when = [asked(self._conditions.get(branch.head.start, ())) for branch in group.branches]
        if group.name.startswith("if") and group.branches[-1].head.name != "else":
            options.append(Literal(""))
            when.append(asked(self._conditions.get(-group.end, ())))
        return [options[0] if len(options) == 1 else _alternatives(options, when)]


def stripped(value: Expression) -> Expression:
    """The value without blanks around it, as browsers read URLs and attribute keywords."""
    if isinstance(value, Literal) and isinstance(value.value, str):
        return Literal(value.value.strip())
    if not isinstance(value, Join):
        return value
    parts = list(value.parts)
    if isinstance(parts[0], Literal):
        parts[0] = Literal(str(parts[0].value).lstrip())
    if isinstance(parts[-1], Literal):
        parts[-1] = Literal(str(parts[-1].value).rstrip())
    parts = [part for part in parts if part != Literal("")]
    return parts[0] if len(parts) == 1 else Join(tuple(parts))


def _alternatives(options: Sequence[Expression], when: Sequence[tuple[When, ...]]) -> Choice:
    """The alternatives of a condition, each once, with what it asks for them."""
    if len(set(options)) < len(options) or not any(when):
        return Choice(tuple(dict.fromkeys(options)))
    return Choice(tuple(options), tuple(when))


def _text(parts: list[Expression]) -> Expression:
    """Parts that are printed one after the other; a single one is itself."""
    return parts[0] if len(parts) == 1 else join(parts)


def _target(name: str) -> Expression:
    base, dot, attribute = name.partition(".")
    return Member(Name(base), attribute) if dot else Name(name)


def _overridable(head: Segment, own: Expression) -> Expression:
    """A block inside a value: its own text, or what a template that extends this one puts there (`tag:block`)."""
    name = head.source.split()[0] if head.source.split() else ""
    elsewhere = Call(tag("block"), (Literal(name),))
    return elsewhere if own == Literal("") else Choice((own, elsewhere))


def _only_branch(nodes: Sequence[Node], start: int, end: int) -> Sequence[Node] | None:
    """The nodes of the one branch that holds the whole stretch, if there is one."""
    index = bisect_right(nodes, start, key=lambda node: node.end)
    if index == len(nodes):
        return None
    node = nodes[index]
    if isinstance(node, Group):
        for branch in node.branches:
            if branch.start <= start and end <= branch.end:
                return branch.nodes
    return None
