"""A script inside another file: an inline `<script>`, an event attribute, the script block of a component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.expression import Expression
from scanner.concepts.facts import Attribute, Export, Import, Request, Scope, ScopeKind
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import Language
from scanner.extract.javascript.walk import given_up, walk


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The facts of a fragment, ready to be appended to those of its file.

    `scopes[0]` is the fragment's top level and has index `first_scope` in the file; every scope index found in the
    other facts counts from there too. Lines and columns are the file's.
    """

    scopes: tuple[Scope, ...]
    imports: tuple[Import, ...] = ()
    exports: tuple[Export, ...] = ()
    requests: tuple[Request, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    declarations: tuple[Declaration, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def read_fragment(
    text: str,
    *,
    file: str,
    language: Language,
    line: int,
    first_scope: int,
    kind: ScopeKind,
    parent: int | None,
    placeholders: Mapping[str, Expression],
    column: int = 1,
    name: str = "",
) -> Fragment:
    """Read a script that begins at `line` and `column` (1-based) of `file`.

    `language` is JAVASCRIPT, TYPESCRIPT or TSX. `kind` is SCRIPT for what shares its page's names (inline scripts,
    event attributes) and MODULE for a component's script block; `name` is the top scope's name, if it has one.

    `placeholders` maps identifiers that the markup reader wrote in place of template expressions (`__cs0__`) to those
    expressions. As an identifier a placeholder is its expression; inside a string or template literal it splits the
    text into a `Join`. An event attribute may hold `return`, and statements without a terminator.

    Never raises: what cannot be parsed is passed over, with a note among the diagnostics.
    """
    walked = walk(
        text,
        file=file,
        language=language,
        kind=kind,
        line=line,
        column=column,
        first_scope=first_scope,
        parent=parent,
        name=name,
        placeholders=placeholders,
    )
    if walked is None:
        end = line + text.count("\n")
        scope = Scope(kind=kind, name=name, qualname="", parent=parent, line=line, end=end)
        return Fragment(scopes=(scope,), diagnostics=(given_up(file, line),))
    reader = walked.reader
    return Fragment(
        scopes=tuple(scope.freeze() for scope in reader.scopes),
        imports=tuple(reader.imports),
        exports=tuple(reader.exports),
        requests=tuple(reader.requests),
        attributes=tuple(reader.attributes),
        suppressions=walked.suppressions,
        declarations=walked.declarations,
        diagnostics=walked.diagnostics,
    )
