"""Small projects, discovered for a test."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from textwrap import dedent

from scanner.concepts.operation import Operation
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role, SourceFile
from scanner.frameworks.registry import discover_operations


def discovered(files: str | Mapping[str, str], roles: Mapping[str, Role] | None = None) -> Registrations:
    """What a small project registers; a single source is `app.py`."""
    sources = {"app.py": files} if isinstance(files, str) else files
    texts = {path: dedent(text).lstrip() for path, text in sources.items()}
    found = [
        SourceFile(
            path,
            Language.PYTHON if path.endswith(".py") else Language.TOML,
            (roles or {}).get(path, Role.SOURCE),
            len(text),
        )
        for path, text in texts.items()
    ]
    return discover_operations(found, lambda path: ast.parse(texts[path]), lambda path: texts[path], strict=True)


def described(operations: Sequence[Operation]) -> list[str]:
    """`METHOD /path`, with ` if TEST` where conditional and ` unmounted` where no root reaches it."""
    return sorted(
        f"{one.method} {one.path}"
        + (f" if {one.conditional}" if one.conditional else "")
        + ("" if one.mounted else " unmounted")
        for one in operations
    )


def operation(registrations: Registrations, id_: str) -> Operation:
    """The operation with an id."""
    return next(one for one in registrations.operations if one.id == id_)
