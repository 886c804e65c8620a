"""What Vue's and Svelte's components share: script blocks, and the scope of the template behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.concepts.expression import Expression, Name
from scanner.concepts.facts import Binding, Export, Import, Scope, ScopeKind
from scanner.concepts.source import SourceFile
from scanner.extract.javascript.fragment import read_fragment
from scanner.extract.markup.document import Document
from scanner.extract.markup.html import EndTag, StartTag, tokenize
from scanner.extract.markup.script_types import language_of
from scanner.extract.markup.templates.engine import Engine
from scanner.extract.markup.templates.template import Template


@dataclass(frozen=True, slots=True)
class Block:
    """A top-level block: its start tag, and where its content begins and ends."""

    tag: StartTag
    start: int
    end: int


class Component(Document):
    """A component being read; names in its template belong to the scope that `open_template` opens."""

    server_rendered = False

    def __init__(self, file: SourceFile, text: str) -> None:
        super().__init__(file, Template(text, Engine.NONE))
        self.facts.scopes.clear()
        self._template_scope = 0

    def scope_at(self, offset: int) -> int:
        """The template's scope, wherever the character is."""
        return self._template_scope

    def setting(self, tag: StartTag, name: str) -> str | None:
        """The text of an attribute of a block; empty where it has no value, None where it is absent."""
        return self.literal(next((item for item in tag.attributes if item.name == name), None))

    def read_script(self, block: Block) -> None:
        """Read a script block. A second one sees the names of the first."""
        line = self.lines.line(block.tag.start)
        if source := self.setting(block.tag, "src"):
            self.facts.imports.append(Import("", source, None, line))
            self.facts.exports.append(Export("*", None, source, "*"))
        first = len(self.facts.scopes)
        self.facts.add(
            read_fragment(
                self.text[block.start : block.end],
                file=self.file.path,
                language=language_of(self.setting(block.tag, "type") or "", self.setting(block.tag, "lang") or ""),
                line=self.lines.line(block.start),
                column=self.lines.column(block.start),
                first_scope=first,
                kind=ScopeKind.MODULE,
                parent=0 if first else None,
                placeholders={},
            )
        )
        self._template_scope = first

    def open_template(self, names: Iterator[tuple[str, Expression]]) -> None:
        """Open the template's scope, once the scripts are read; `names` are bound in it."""
        if not self.facts.scopes:
            self.facts.scopes.append(Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=1))
        bindings = tuple(Binding(Name(name), value, 1) for name, value in names)
        self.facts.scopes.append(
            Scope(
                kind=ScopeKind.TEMPLATE,
                name="",
                qualname="",
                parent=self._template_scope,
                line=1,
                end=self.lines.count,
                bindings=bindings,
            )
        )
        self._template_scope = len(self.facts.scopes) - 1


def blocks(text: str) -> Iterator[Block]:
    """The top-level blocks. Only a template nests; the others end at the first end tag, whatever they hold."""
    position = 0
    while tag := next((token for token in tokenize(text, position) if isinstance(token, StartTag)), None):
        position = tag.end
        if not tag.closed:
            position = _template_end(text, tag) if tag.name == "template" else _raw_end(text, tag)
        yield Block(tag, tag.end, position)


def _raw_end(text: str, tag: StartTag) -> int:
    close = re.compile(rf"</{re.escape(tag.name)}(?=[\s/>])", re.IGNORECASE).search(text, tag.end)
    return close.start() if close else len(text)


def _template_end(text: str, tag: StartTag) -> int:
    depth = 1
    for token in tokenize(text, tag.end):
        if isinstance(token, StartTag) and token.name == tag.name and not token.closed:
            depth += 1
        elif isinstance(token, EndTag) and token.name == tag.name:
            depth -= 1
            if depth == 0:
                return token.start
    return len(text)
