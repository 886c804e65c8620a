"""The block structure of a template: which segments stand inside which `{% if %}`, `{% for %}`, `{% block %}`.

Whatever tag has a matching `end…` tag is a group, so unknown extensions and custom tags nest too. Tags that close
nothing or are never closed stay simple segments: no template fails here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from scanner.extract.markup.templates.segments import Segment, SegmentKind

MAX_DEPTH = 50
"""Groups nested deeper than this are not told apart: walks over the tree may be recursive."""

_BRANCHING = {"elif", "else", "elseif", "empty", "plural", "pluralize"}


@dataclass(frozen=True, slots=True)
class Branch:
    """One alternative of a group: the tag that begins it and what follows, up to character `end`."""

    head: Segment
    nodes: tuple[Node, ...]
    end: int

    @property
    def start(self) -> int:
        """Where its body begins."""
        return self.head.end


@dataclass(frozen=True, slots=True)
class Group:
    """A tag with a body, from its first character to the end of its closing tag."""

    name: str
    branches: tuple[Branch, ...]
    start: int
    end: int

    @property
    def head(self) -> Segment:
        """The opening tag."""
        return self.branches[0].head


Node: TypeAlias = Segment | Group


@dataclass(slots=True)
class _Open:
    """A group being read. `done` are its finished branches; `head` and `nodes` are the branch that is growing."""

    name: str
    head: Segment
    nodes: list[Node] = field(default_factory=list)
    done: list[Branch] = field(default_factory=list)


def build(segments: Iterable[Segment]) -> tuple[Node, ...]:
    """The tree of a template's segments."""
    segments = tuple(segments)
    closable = {item.name[3:] for item in segments if item.name.startswith("end")}
    root: list[Node] = []
    stack: list[_Open] = []
    waiting: Counter[str] = Counter()
    for item in segments:
        nodes = stack[-1].nodes if stack else root
        if item.kind is not SegmentKind.TAG:
            nodes.append(item)
        elif item.name.startswith("end") and waiting[item.name[3:]]:
            _close(item, stack, root, waiting)
        elif item.name in _BRANCHING and stack:
            top = stack[-1]
            top.done.append(Branch(top.head, tuple(top.nodes), item.start))
            top.head, top.nodes = item, []
        elif item.name in closable and len(stack) < MAX_DEPTH and not _stands_alone(item):
            stack.append(_Open(item.name, item))
            waiting[item.name] += 1
        else:
            nodes.append(item)
    for unclosed in stack:
        root.extend(_spliced(unclosed))
    return tuple(root)


def _stands_alone(item: Segment) -> bool:
    """`{% set x = 1 %}` has no body, though `{% set x %}…{% endset %}` has; nor has Django's `{% trans "text" %}`."""
    if item.name == "set":
        return "=" in item.source
    return item.name == "trans" and item.source.startswith(("'", '"', "_("))


def _close(end: Segment, stack: list[_Open], root: list[Node], waiting: Counter[str]) -> None:
    """End the nearest open group of that name; groups inside it that were never closed dissolve into it."""
    name = end.name[3:]
    index = max(position for position, item in enumerate(stack) if item.name == name)
    group = stack[index]
    for unclosed in stack[index + 1 :]:
        waiting[unclosed.name] -= 1
        group.nodes.extend(_spliced(unclosed))
    del stack[index:]
    waiting[name] -= 1
    branches = (*group.done, Branch(group.head, tuple(group.nodes), end.start))
    nodes = stack[-1].nodes if stack else root
    nodes.append(Group(name, branches, branches[0].head.start, end.end))


def _spliced(unclosed: _Open) -> Iterator[Node]:
    for branch in unclosed.done:
        yield branch.head
        yield from branch.nodes
    yield unclosed.head
    yield from unclosed.nodes
