"""Stage 2 for Python: one module becomes facts, in one walk."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterator
from dataclasses import replace

from scanner.concepts.facts import FileFacts, Request
from scanner.concepts.marks import Declaration, Suppression
from scanner.concepts.source import Role, SourceFile
from scanner.extract.comments import MARK, read_comment, split_comments
from scanner.extract.other.prose import mentions_requests, read_prose
from scanner.extract.python.dispatch import lower, lower_pending
from scanner.extract.python.expressions import EXPRESSIONS
from scanner.extract.python.parse import parse
from scanner.extract.python.statements import read_block, read_doc
from scanner.extract.python.walk import Walk


def read_module(file: SourceFile, text: str) -> FileFacts:
    """The facts of a Python file: scopes with their bindings, calls, reads and guards; imports; comments.

    Requests are those that docstrings show (curl, `POST /users`), of kind `docs`, and those of a web app manifest that
    the code builds. Raises nothing: a file that cannot be
    parsed has a module scope, its comments, and a diagnostic.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    module, diagnostics = parse(text, file.path)
    suppressions, declarations = _comments(text)
    facts = FileFacts(
        file=file.path,
        language=file.language,
        role=file.role,
        lines=text.count("\n") + 1,
        suppressions=suppressions,
        declarations=declarations,
        diagnostics=diagnostics,
    )
    walk = Walk(text, EXPRESSIONS)
    if module is None:
        return replace(facts, scopes=(walk.scope.freeze(),))
    read_doc(walk.scope, module.body)
    read_block(walk, module.body)
    while walk.bodies:
        walk.scope, body = walk.bodies.popleft()
        if isinstance(body, list):
            read_block(walk, body)
        else:
            walk.scope.returns.append(lower(walk, body))
            lower_pending(walk)
    return replace(
        facts,
        scopes=tuple(draft.freeze() for draft in walk.scopes),
        imports=tuple(walk.imports),
        requests=(*(() if file.role is Role.TEST else walk.requests), *_told(walk)),
    )


def _told(walk: Walk) -> Iterator[Request]:
    """What docstrings show being asked for."""
    for draft in walk.scopes:
        if draft.doc and mentions_requests(draft.doc):
            yield from read_prose(draft.doc, draft.doc_line, note="docstring", scope=draft.index)


def _comments(text: str) -> tuple[tuple[Suppression, ...], tuple[Declaration, ...]]:
    """Comments are looked for only in a file that names callside: tokenizing costs more than parsing."""
    found: list[Suppression | Declaration] = []
    if MARK in text:
        try:
            for token in tokenize.generate_tokens(io.StringIO(text).readline):
                if token.type == tokenize.COMMENT:
                    line, column = token.start
                    alone = not token.line[:column].strip()
                    found.extend(read_comment(token.string, line, alone))
        except (tokenize.TokenError, SyntaxError):
            # the rest of a broken file holds no comment that could be told from its text
            return split_comments(found)
    return split_comments(found)
