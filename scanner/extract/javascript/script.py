"""A script file to its facts."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.facts import FileFacts, ScopeKind
from scanner.concepts.source import Role, SourceFile
from scanner.extract.javascript.minified import read_minified
from scanner.extract.javascript.settings import read_settings
from scanner.extract.javascript.walk import given_up, walk


def read_script(file: SourceFile, text: str) -> FileFacts:
    """The facts of a JavaScript, TypeScript, JSX or TSX file. `scopes[0]` is the module.

    Never raises: what cannot be parsed is passed over, with a note among the diagnostics. A minified bundle is read as
    far as its literals go (`minified`).
    """
    if file.role is Role.MINIFIED:
        return read_minified(file, text)
    walked = walk(text, file=file.path, language=file.language, kind=ScopeKind.MODULE)
    if walked is None:
        return replace(read_minified(file, text), diagnostics=(given_up(file.path, 1),))
    reader = walked.reader
    scopes = tuple(scope.freeze() for scope in reader.scopes)
    return FileFacts(
        file=file.path,
        language=file.language,
        role=file.role,
        lines=text.count("\n") + 1,
        scopes=scopes,
        imports=tuple(reader.imports),
        exports=tuple(reader.exports),
        requests=tuple(reader.requests),
        attributes=tuple(reader.attributes),
        suppressions=walked.suppressions,
        declarations=walked.declarations,
        diagnostics=walked.diagnostics,
        settings=read_settings(file.path, scopes, reader.exports),
    )
