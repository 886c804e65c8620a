"""Svelte components: `{expression}` in text and attributes, `{#each}`, script blocks.

https://svelte.dev/docs/svelte/basic-markup
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.concepts.expression import Call, Choice, Expression, Literal, Member, Name, Opaque
from scanner.concepts.facts import Binding, ScopeKind
from scanner.concepts.source import SourceFile
from scanner.extract.markup.blocks import Block, Component
from scanner.extract.markup.document import Element, Inherited
from scanner.extract.markup.html import Attr, Characters, StartTag, tokenize
from scanner.extract.markup.mask import FILLER
from scanner.extract.markup.page import Markup
from scanner.extract.markup.scripts import Scripts
from scanner.extract.markup.templates.statement import each_of

_EMBEDDED = re.compile(r"<(?:script|style)\b|<!--", re.IGNORECASE)
_TOKEN = re.compile(r"[{}]|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`", re.DOTALL)
_EACH = re.compile(r"\{#each\s+(.+?)\s+as\s+([\w$]+)", re.DOTALL)
_SHORTHAND = re.compile(r"\{([\w$]+)\}$")
_MAX_BRACES = 5_000
_GIVEN = "given by whoever uses the component"


class Svelte(Component):
    """A Svelte component being read. Expressions in braces are hidden from the tokenizer: they may hold `>`."""

    def __init__(self, file: SourceFile, text: str) -> None:
        super().__init__(file, text)
        self.masked, self.braces = _mask(text)
        self._values: dict[int, Expression] = {}

    def element(self, token: StartTag, inherited: Inherited) -> Element:
        """The element that a start tag opens; `{href}` stands for `href={href}`."""
        attributes = tuple(self._written_out(item) for item in token.attributes)
        return super().element(replace(token, attributes=attributes), inherited)

    def value(self, attribute: Attr) -> Expression:
        """What an attribute is set to: text, an expression in braces, or both joined."""
        if FILLER not in self.masked_text(attribute):
            return super().value(attribute)
        if attribute.start not in self._values:
            self._values[attribute.start] = self._joined(attribute)
        return self._values[attribute.start]

    def _written_out(self, attribute: Attr) -> Attr:
        if attribute.value_start >= 0:
            return attribute
        end = attribute.start + len(attribute.written)
        match = _SHORTHAND.match(self.text, attribute.start, end)
        return (
            Attr(match.group(1).lower(), match.group(1), attribute.start, attribute.start, end) if match else attribute
        )

    def _joined(self, attribute: Attr) -> Expression:
        """The value as one script expression: `/users/{id}` is the template literal `/users/${id}`."""
        pieces = [""]
        position = attribute.value_start
        for start, end in self.braces:
            if attribute.value_start <= start and end <= attribute.value_end:
                pieces[-1] += self.text[position:start]
                pieces.extend((self.text[start + 1 : end - 1], ""))
                position = end
        pieces[-1] += self.text[position : attribute.value_end]
        if len(pieces) == 3 and not pieces[0] and not pieces[2]:
            source = pieces[1]
        else:
            source = (
                "`" + "".join("${" + piece + "}" if i % 2 else _quoted(piece) for i, piece in enumerate(pieces)) + "`"
            )
        read = Scripts(self).read_expression(source, attribute.value_start)
        return read[0] if read else Literal("")


def read_svelte(file: SourceFile, text: str) -> Svelte:
    """Read a component."""
    document = Svelte(file, text)
    opened: StartTag | None = None
    for token in tokenize(document.masked):
        if isinstance(token, StartTag):
            opened = token
        elif isinstance(token, Characters) and token.of == "script" and opened is not None:
            document.read_script(Block(opened, token.start, token.end))
    _leave_open(document)
    document.open_template(iter(()))
    scripts = Scripts(document)
    for name, value, line in _loops(document, scripts):
        document.facts.bind(document.scope_at(0), Binding(Name(name), value, line))
    _Template(document, scripts).read(0, len(text))
    return document


def _leave_open(document: Svelte) -> None:
    """Say of each property that is empty by default that whoever uses the component gives it.

    https://svelte.dev/docs/svelte/legacy-export-let https://svelte.dev/docs/svelte/$props
    """
    exported = {one.value.id for one in document.facts.exports if isinstance(one.value, Name)}
    for index, scope in enumerate(document.facts.scopes):
        if scope.kind is ScopeKind.MODULE:
            bindings = tuple(
                replace(one, value=Opaque(_GIVEN)) if _is_empty_property(one, exported) else one
                for one in scope.bindings
            )
            document.facts.scopes[index] = replace(scope, bindings=bindings)


def _is_empty_property(binding: Binding, exported: set[str]) -> bool:
    match binding:
        case Binding(target=Name(id=name), value=Literal(value=None)):
            return name in exported
        case Binding(value=Choice(options=(Member(base=Call(callee=Name(id="$props"))), Literal(value=None)))):
            return True
        case _:
            return False


class _Template(Markup):
    """The elements of a component; its scripts are read already."""

    def read_script(self, element: Element, start: int, end: int) -> None:
        """Nothing more to read."""


def _loops(document: Svelte, scripts: Scripts) -> Iterator[tuple[str, Expression, int]]:
    """`{#each items as item}`"""
    for start, end in document.braces:
        match = _EACH.match(document.text, start, end)
        if match and (read := scripts.read_value(*match.span(1))):
            yield match.group(2), each_of(read[0]), document.lines.line(start)


def _mask(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text with every expression in braces hidden, and where they stand. Scripts and styles keep their braces."""
    pieces: list[str] = []
    braces: list[tuple[int, int]] = []
    position = 0
    while embedded := _EMBEDDED.search(text, position):
        _mask_stretch(text, position, embedded.start(), pieces, braces)
        tokens = tokenize(text, embedded.start())
        first = next(tokens)
        last = next(tokens, first) if isinstance(first, StartTag) and not first.closed else first
        pieces.append(text[embedded.start() : last.end])
        position = last.end
    _mask_stretch(text, position, len(text), pieces, braces)
    return "".join(pieces), braces


def _mask_stretch(text: str, start: int, end: int, pieces: list[str], braces: list[tuple[int, int]]) -> None:
    position = start
    while (opening := text.find("{", position, end)) >= 0 and len(braces) < _MAX_BRACES:
        close = _closing(text, opening, end)
        if close < 0:
            break
        pieces.append(text[position:opening])
        blank = text.startswith(("{#", "{/", "{:", "{@"), opening)
        pieces.append((" " if blank else FILLER) * (close - opening))
        braces.append((opening, close))
        position = close
    pieces.append(text[position:end])


def _closing(text: str, opening: int, end: int) -> int:
    """Behind the brace that closes the one at `opening`, or -1."""
    depth = 0
    for match in _TOKEN.finditer(text, opening, end):
        if match.group() == "{":
            depth += 1
        elif match.group() == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("`", "\\`").replace("$", "\\$")
