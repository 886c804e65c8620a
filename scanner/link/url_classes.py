"""Addresses that a model declares in a class of its own: `class urls(Urls): edit = "{base}edit/"`, `item.urls.edit`.

A pattern names other patterns of its class, and what hangs on the model (`{self.shop.urls.base}`). Whose address is
meant is told by the owner's class where flow knows it, else by the owner's name (`self.shop` is a `Shop`), else by the
pattern's name, where one model alone has it.

https://github.com/andrewgodwin/urlman
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from string import Formatter
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Literal, Member
from scanner.concepts.facts import ScopeKind
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import values as v
from scanner.link.index import last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_LIBRARY = "urlman"
_ROOT = "urlman.Urls"
_DEPTH = 12
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class _Declared:
    """One such class: the model that it stands in, and its patterns; None for what a method builds."""

    owner: v.ScopeRef
    name: str
    patterns: Mapping[str, str | None] = field(hash=False)


class UrlClasses:
    """All such classes of one project, by the name under which their models hold them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    @cached_property
    def groups(self) -> Mapping[str, tuple[_Declared, ...]]:
        """The classes by name: `urls`, `admin_urls`; empty in projects that do not use the library."""
        flow = self._flow
        if not any(
            item.module == _LIBRARY
            for facts in flow.facts.values()
            if facts.language is Language.PYTHON
            for item in facts.imports
        ):
            return {}
        found: dict[str, list[_Declared]] = defaultdict(list)
        for path, facts in flow.facts.items():
            if facts.language is not Language.PYTHON or facts.role is not Role.SOURCE:
                continue
            for number, scope in enumerate(facts.scopes):
                parent = scope.parent
                if scope.kind is not ScopeKind.CLASS or parent is None or not scope.bases:
                    continue
                if facts.scopes[parent].kind is ScopeKind.CLASS and self._descends(v.ScopeRef(path, number)):
                    found[scope.name].append(self._declared(path, number, parent))
        return {name: tuple(items) for name, items in found.items()}

    def address(self, base: Expression, name: str, place: v.Place) -> v.Values:
        """What `base.name` is, where `base` is `item.urls`; empty where that is no such class."""
        if not isinstance(base, Member) or base.name not in self.groups:
            return ()
        having = [item for item in self.groups[base.name] if name in item.patterns]
        if not having:
            return ()
        owners = {
            ref
            for value in self._flow.evaluate(base.base, place)
            for ref in (
                (value.cls.scope,)
                if isinstance(value, v.Instance)
                else value.classes
                if isinstance(value, v.Rows)
                else ()
            )
        }
        known = [item for item in having if item.owner in owners] or self._called(having, last_name(base.base))
        return tuple(v.String(self._text(item, name, _DEPTH)) for item in known)

    def _called(self, having: list[_Declared], variable: str) -> list[_Declared]:
        """Those whose model is called as a variable is; the only one there is, if none is."""
        wanted = variable.replace("_", "").lower()
        exact = [item for item in having if item.name.lower() == wanted]
        if exact:
            return exact
        partly = [item for item in having if wanted in map(str.lower, _WORD.findall(item.name))]
        return partly if len(partly) == 1 else having if len(having) == 1 else []

    def _text(self, declared: _Declared, name: str, depth: int) -> Text:
        pattern = declared.patterns.get(name)
        if pattern is None or not depth:
            return Text.of(Hole(name, "built by a method of its model"))
        parts: list[str | Hole | Text] = []
        try:
            for literal, inner, _, _ in Formatter().parse(pattern):
                parts.append(literal)
                if inner is not None:
                    parts.append(self._inner(declared, inner, depth - 1))
        except ValueError:
            return Text.of(Hole(name, "a pattern that is no format string"))
        return Text.of(*parts)

    def _inner(self, declared: _Declared, inner: str, depth: int) -> Text | Hole:
        """What stands between the braces of a pattern: another pattern, or a value of the model."""
        path = inner.split(".")
        if len(path) == 1 and inner in declared.patterns:
            return self._text(declared, inner, depth)
        if len(path) > 2 and path[-2] in self.groups:
            having = [item for item in self.groups[path[-2]] if path[-1] in item.patterns]
            own = [item for item in having if item.owner == declared.owner]
            chosen = own if path[-3] == "self" else self._called(having, path[-3])
            if len(chosen) == 1:
                return self._text(chosen[0], path[-1], depth)
        return Hole(path[-1], "a value of the model")

    def _declared(self, path: str, number: int, parent: int) -> _Declared:
        index = self._flow.index.file(path)
        patterns: dict[str, str | None] = {}
        for (scope, name), bindings in index.bindings.items():
            if scope == number:
                value = bindings[-1].value
                patterns[name] = value.value if isinstance(value, Literal) and isinstance(value.value, str) else None
        for scope, name in index.children:
            if scope == number and name.startswith("get_"):
                patterns.setdefault(name.removeprefix("get_"), None)
        return _Declared(v.ScopeRef(path, parent), index.scope(parent).name, patterns)

    def _descends(self, ref: v.ScopeRef) -> bool:
        """Whether a class is the library's by inheritance."""
        flow = self._flow
        pending = [ref]
        for _ in range(_DEPTH):
            if not pending:
                break
            current = pending.pop()
            scope = flow.index.scope(current)
            outer = v.Place(v.ScopeRef(current.file, scope.parent or 0), scope.line)
            for base in scope.bases:
                for value in flow.ask(base, outer):
                    if isinstance(value, v.Library) and value.path == _ROOT:
                        return True
                    if isinstance(value, v.Class):
                        pending.append(value.scope)
        return False
