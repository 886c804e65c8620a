"""Read one file: bytes, text, role by content, facts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.decode import decode, digest_of, read_bytes
from scanner.extract.roles import role_by_content

READERS = (
    "scanner.extract.javascript.script", "scanner.extract.markup.component", "scanner.extract.markup.page",
    "scanner.extract.other.documents", "scanner.extract.python.module",
)  # fmt: skip
"""The modules that read files by language. Each is imported where a file needs it: after an edit, that is one."""


@dataclass(frozen=True, slots=True)
class Unread:
    """A file without facts: the reason under which it is counted, and what to tell people."""

    reason: str
    diagnostic: Diagnostic | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one file gave, and the digest of the bytes that gave it."""

    digest: bytes
    result: FileFacts | Unread


def read_file(root: Path, file: SourceFile) -> Outcome:
    """Read a file below `root`. Raises nothing."""
    try:
        data = read_bytes(root, file.path)
    except OSError as error:
        return Outcome(b"", Unread("unreadable", warning(file, f"cannot be read: {error.strerror or error}")))
    try:
        return Outcome(digest_of(data), _read_bytes(file, data))
    except Exception as error:
        # a mistake of ours that one file brings to light must not cost what all the others tell
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return Outcome(
            b"", Unread("crashed", warning(file, f"is not read, by a bug in callside: please report it ({what})"))
        )


def warning(file: SourceFile, message: str) -> Diagnostic:
    """A diagnostic about a whole file."""
    return Diagnostic(DiagnosticSeverity.WARNING, message, Location(file.path, 1))


def _read_bytes(file: SourceFile, data: bytes) -> FileFacts | Unread:
    text, complaint = decode(data, file.language)
    if text is None:
        return Unread("binary", warning(file, complaint))
    file = replace(file, role=role_by_content(file.path, file.language, file.role, text))
    if file.role is Role.VENDORED:
        return Unread("vendored")
    facts = _read_text(file, text)
    if complaint:
        facts = replace(facts, diagnostics=(*facts.diagnostics, warning(file, complaint)))
    return facts


def _read_text(file: SourceFile, text: str) -> FileFacts:
    match file.language:
        case Language.PYTHON:
            from scanner.extract.python.module import read_module as read
        case Language.JAVASCRIPT | Language.TYPESCRIPT | Language.TSX:
            from scanner.extract.javascript.script import read_script as read
        case Language.COMPONENT:
            from scanner.extract.markup.component import read_component as read
        case Language.MARKUP:
            from scanner.extract.markup.page import read_page as read
        case _:
            from scanner.extract.other.documents import read_document as read
    return read(file, text)
