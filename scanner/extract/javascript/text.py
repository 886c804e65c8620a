"""Text: strings, template literals, concatenation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from tree_sitter import Node

from scanner.concepts.expression import Expression, Join, Literal, Opaque
from scanner.extract.javascript.embedded import read_markup
from scanner.extract.javascript.reader import Reader

Piece: TypeAlias = tuple[Expression, int]
"""A part of a text, and the byte offset where it begins."""


def string(reader: Reader, node: Node) -> Expression:
    """A string. Markup in it is read."""
    start = node.start_byte + 1
    raw = reader.source[start : node.end_byte - 1]
    value = reader.string(raw)
    if "<" in raw:
        read_markup(reader, [(value, start)])
    return value


def template(reader: Reader, node: Node) -> Expression:
    """A template literal. Markup in it is read."""
    start, end = node.start_byte + 1, node.end_byte - 1
    source = reader.source
    if source.find("${", start, end) < 0:
        return string(reader, node)
    pieces: list[Piece] = []
    for child in node.children:
        if child.type != "template_substitution":
            continue
        begin = child.start_byte
        if begin > start:
            pieces.append((reader.string(source[start:begin]), start))
        inner = reader.parts(child)
        pieces.append((reader.lower(inner[0]) if inner else Opaque("unreadable"), begin))
        start = child.end_byte
    if end > start:
        pieces.append((reader.string(source[start:end]), start))
    return concatenated(reader, pieces)


def operand(reader: Reader, node: Node) -> Piece:
    """One term of a concatenation; markup is looked for in the whole text, once."""
    start = node.start_byte
    if node.type == "string":
        return reader.string(reader.source[start + 1 : node.end_byte - 1]), start + 1
    return reader.lower(node), start


def concatenated(reader: Reader, pieces: Sequence[Piece]) -> Expression:
    """The text that pieces make. Markup in it is read."""
    if any(isinstance(piece, Literal) and isinstance(piece.value, str) and "<" in piece.value for piece, _ in pieces):
        read_markup(reader, pieces)
    return joined([piece for piece, _ in pieces])


def joined(parts: Sequence[Expression]) -> Expression:
    """Concatenation: inner Joins are flattened, neighbouring text literals merge."""
    flat: list[Expression] = []
    run: list[str] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Join) else (part,):
            if isinstance(piece, Literal) and isinstance(piece.value, str):
                run.append(piece.value)
                continue
            if run:
                flat.append(Literal("".join(run)))
                run = []
            flat.append(piece)
    if run or not flat:
        flat.append(Literal("".join(run)))
    return flat[0] if len(flat) == 1 and isinstance(flat[0], Literal) else Join(tuple(flat))
