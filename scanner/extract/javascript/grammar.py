"""The grammars: which tree-sitter language reads which script language, and dispatch tables over its node kinds.

https://tree-sitter.github.io/py-tree-sitter/ · https://github.com/tree-sitter/tree-sitter-javascript ·
https://github.com/tree-sitter/tree-sitter-typescript
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cache
from itertools import count
from typing import TypeVar

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language as Grammar
from tree_sitter import Parser, Tree

from scanner.concepts.source import Language

Entry = TypeVar("Entry")

MAX_SECONDS = 5.0
"""Of processor time for one script. Two megabytes of code take a third of a second; crafted garbage takes hours, for
error recovery is quadratic."""

_CHUNK = 65_536
_PATIENCE = 32
"""Answers between two looks at the clock: at most a tenth of a second, in the worst garbage."""


@cache
def grammar_of(language: Language) -> Grammar:
    """The grammar that reads a script language; JavaScript's (which knows JSX) for every language not named here."""
    match language:
        case Language.TYPESCRIPT:
            return Grammar(tree_sitter_typescript.language_typescript())
        case Language.TSX:
            return Grammar(tree_sitter_typescript.language_tsx())
        case _:
            return Grammar(tree_sitter_javascript.language())


@cache
def _parser_of(language: Language) -> Parser:
    return Parser(grammar_of(language))


def parse(source: bytes, language: Language) -> Tree | None:
    """The syntax tree of a script; errors are nodes of it. None where parsing was given up (`MAX_SECONDS`)."""
    started = time.thread_time()
    asked = count(1)
    parser = _parser_of(language)

    def late(_offset: int, _error: bool) -> bool:
        # it asks every few microseconds, and this clock is a system call
        return next(asked) % _PATIENCE == 0 and time.thread_time() - started > MAX_SECONDS

    try:
        return parser.parse(lambda offset, _: source[offset : offset + _CHUNK], progress_callback=late)
    except ValueError:  # what tree-sitter raises once the callback has said stop
        parser.reset()
        return None


def table(language: Language, entries: Mapping[str, Entry], default: Entry) -> list[Entry]:
    """Entries by numeric node kind: several numbers may share one name, and a list is quicker than a mapping."""
    grammar = grammar_of(language)
    kinds = [grammar.node_kind_for_id(number) for number in range(grammar.node_kind_count)]
    named = [grammar.node_kind_is_named(number) for number in range(grammar.node_kind_count)]
    return [
        entries.get(kind, default) if kind is not None and is_named else default
        for kind, is_named in zip(kinds, named, strict=True)
    ]
