"""Lower syntax newer than the running interpreter, line by line the same, so that its `ast` reads the file.

Type parameters and `type` statements (PEP 695, PEP 696), f-strings without the old limits (PEP 701), template strings
(PEP 750), `except A, B:` (PEP 758). LibCST finds them; the text is edited in place: every line keeps its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from scanner.extract.nesting import too_deep
from scanner.extract.python.attempt import is_read
from scanner.extract.python.format_strings import FormatStrings
from scanner.extract.python.source_text import Edit, SourceText

_SIZE = 500_000
_BRACKETS = 60
_CHAIN = 500
"""Operators, calls and attributes in one expression: LibCST dies of thousands and is slow from hundreds on."""
_BRANCHES = 200
_STATEMENTS = 5_000

_BARE_EXCEPT = re.compile(
    r"^([ \t]*except\*?[ \t]+)([A-Za-z_][\w.]*(?:[ \t]*,[ \t]*[A-Za-z_][\w.]*)+[ \t]*,?)([ \t]*:)", re.MULTILINE
)
_SIGN = re.compile(
    r"(?P<skip>\"\"\".*?\"\"\"|'''.*?'''|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'|\#[^\n]*+)"
    r"|(?P<reset>[,;])|(?P<newline>\n)|(?P<close>[)\]}])"
    r"|(?P<open>[(\[{])|(?P<link>\b(?:not|lambda|await|and|or|if|else|in|is)\b|[-+*/%@&|^~<>.])",
    re.DOTALL,
)
_ELIF = re.compile(r"^(?:(?P<branch>[ \t]*elif\b)|(?!else\b)[A-Za-z_@])", re.MULTILINE)
_STATEMENT = re.compile(r"^(?!(?:else|elif|except|finally)\b)[A-Za-z_@]", re.MULTILINE)


def lower_syntax(text: str) -> str | None:
    """The text with newer syntax rewritten, every line where it was; None where LibCST cannot read it either.

    Type parameters disappear, `type X = …` becomes `X = …`, f-strings and t-strings that the interpreter does not read
    become `"…".format(…)`. LibCST is slow, so it sees only the top-level statements that need it, and the whole text if
    these cannot be told apart. Raises nothing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _BARE_EXCEPT.sub(r"\1(\2)\3", text)
    if len(_STATEMENT.findall(text)) > _STATEMENTS:
        return _lower(text)
    lowered: list[str] = []
    for statement in _statements(text):
        done = statement if is_read(statement) else _lower(statement)
        if done is None:
            return _lower(text)
        lowered.append(done)
    return "".join(lowered)


def _statements(text: str) -> Iterator[str]:
    """The text cut where a line begins a new statement, as far as its first character tells."""
    start = 0
    decorated = False
    for match in _STATEMENT.finditer(text):
        if not decorated and match.start() > start:
            yield text[start : match.start()]
            start = match.start()
        decorated = match[0] == "@"
    yield text[start:]


def _lower(text: str) -> str | None:
    if not _is_bounded(text):
        return None
    try:
        wrapper = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
        return _edited(text, wrapper.module, wrapper.resolve(PositionProvider))
    except (cst.ParserSyntaxError, cst.CSTValidationError, RecursionError, ValueError):
        return None


def _edited(text: str, module: cst.Module, positions: Mapping[cst.CSTNode, CodeRange]) -> str:
    source = SourceText(text, positions)
    strings = FormatStrings(source)
    waiting: list[cst.CSTNode] = [module]
    while waiting:
        node = waiting.pop()
        waiting.extend(node.children)
        if isinstance(node, cst.TypeParameters):
            start, end = source.span(node)
            source.edits.append(Edit(start, end, partial(_blank, text[start:end])))
        elif isinstance(node, cst.TypeAlias):
            start = source.span(node)[0]
            end = source.span(node.name)[1]
            source.edits.append(Edit(start, end, partial(node.name.value.ljust, end - start)))
        elif isinstance(node, cst.BaseString):
            strings.read(node)
    return source.rewrite(0, len(text))


def _blank(text: str) -> str:
    """Spaces; a line break becomes a continued line, since no bracket holds the statement together any more."""
    return "\\\n".join(" " * len(line) for line in text.split("\n"))


def _is_bounded(text: str) -> bool:
    """Whether the text is small and flat enough that LibCST neither dies nor stalls."""
    if len(text) > _SIZE or too_deep(text, _BRACKETS):
        return False
    chain = depth = 0
    for match in _SIGN.finditer(text):
        match match.lastgroup:
            case "open":
                depth += 1
                chain += 1
            case "close":
                depth = max(0, depth - 1)
            case "link":
                chain += 1
            case "reset":
                chain = 0
            case "newline" if depth == 0:
                chain = 0
        if chain > _CHAIN:
            return False
    branches = 0
    for match in _ELIF.finditer(text):
        branches = branches + 1 if match["branch"] else 0
        if branches > _BRANCHES:
            return False
    return True
