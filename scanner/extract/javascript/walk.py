"""From text to a finished reader: parse, walk, collect comments, and say what did not parse."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tree_sitter import Node

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.expression import Expression
from scanner.concepts.facts import ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import Language
from scanner.extract.comments import MARK, read_comment, split_comments
from scanner.extract.javascript.grammar import MAX_SECONDS, parse
from scanner.extract.javascript.reader import Reader
from scanner.extract.javascript.tables import tables_of


@dataclass(frozen=True, slots=True)
class Walked:
    """A reader that has read everything, and what stands beside the code."""

    reader: Reader
    suppressions: tuple[Suppression, ...]
    declarations: tuple[Declaration, ...]
    diagnostics: tuple[Diagnostic, ...]


def walk(
    text: str,
    *,
    file: str,
    language: Language,
    kind: ScopeKind,
    line: int = 1,
    column: int = 1,
    first_scope: int = 0,
    parent: int | None = None,
    name: str = "",
    placeholders: Mapping[str, Expression] | None = None,
) -> Walked | None:
    """Read a script; None where parsing it was given up.

    JavaScript that does not parse is read as TypeScript where that parses (type annotations).
    """
    source = text.encode("utf-8", "replace")
    tree = parse(source, language)
    if tree is not None and tree.root_node.has_error and language is Language.JAVASCRIPT:
        typed = parse(source, Language.TSX)
        if typed is not None and not typed.root_node.has_error:
            tree, language = typed, Language.TSX
    if tree is None:
        return None
    root = tree.root_node
    tables = tables_of(language)
    reader = Reader(
        source,
        lowers=tables.lowers,
        steps=tables.steps,
        comment_kinds=tables.comments,
        placeholders=placeholders,
        line=line,
        column=column,
        first_scope=first_scope,
    )
    reader.read(root, kind, name, parent)
    suppressions, declarations = split_comments(_comments(reader, root))
    diagnostics = (_unparsed(reader, root, file),) if root.has_error else ()
    return Walked(reader, suppressions, declarations, diagnostics)


def given_up(file: str, line: int) -> Diagnostic:
    """What is said about a script that takes too long to parse."""
    return Diagnostic(
        DiagnosticSeverity.WARNING,
        f"this script does not parse within {MAX_SECONDS:g} seconds: it was not read as code",
        Location(file, line),
    )


def _comments(reader: Reader, root: Node) -> list[Suppression | Declaration]:
    """What comments tell callside. Comments are looked for only where the mark stands."""
    found: list[Suppression | Declaration] = []
    source = reader.source
    end = 0
    while (offset := source.find(MARK, end)) >= 0:
        end = offset + len(MARK)
        node = root.descendant_for_byte_range(offset, offset)
        if node is not None and node.kind_id in reader.comment_kinds:
            before = source[source.rfind("\n", 0, node.start_byte) + 1 : node.start_byte]
            found.extend(read_comment(reader.text(node), reader.line(node), alone=not before.strip()))
            end = max(end, node.end_byte)
    return found


def _unparsed(reader: Reader, root: Node, file: str) -> Diagnostic:
    """A note that names the first place that did not parse."""
    node = root
    while True:
        inner = next((child for child in node.children if child.is_error or child.is_missing or child.has_error), None)
        if inner is None or node.is_error:
            break
        node = inner
    line, column = reader.place(node)
    return Diagnostic(
        DiagnosticSeverity.NOTE,
        "part of this script does not parse: what parses was read",
        Location(file, line, column),
    )
