"""Small projects in memory: files are read by the real extractors, operations are written down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import dedent

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.operation import CodeRef, Handler, LibraryMount, Operation, StaticMount
from scanner.concepts.path import PathTemplate
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role, SourceFile
from scanner.extract.javascript.script import read_script
from scanner.extract.markup.component import read_component
from scanner.extract.markup.page import read_page
from scanner.extract.python.module import read_module
from scanner.link.linker import link, prepare

_LANGUAGES = {
    ".py": Language.PYTHON,
    ".js": Language.JAVASCRIPT,
    ".jsx": Language.JAVASCRIPT,
    ".ts": Language.TYPESCRIPT,
    ".tsx": Language.TSX,
    ".vue": Language.COMPONENT,
    ".svelte": Language.COMPONENT,
    ".html": Language.MARKUP,
    ".txt": Language.MARKUP,
}


def facts_of(files: Mapping[str, str], roles: Mapping[str, Role] | None = None) -> dict[str, FileFacts]:
    """The facts of files by path; a path below `tests/` has the role of a test."""
    found = {}
    for path, text in sorted(files.items()):
        text = dedent(text)
        language = _LANGUAGES["." + path.rpartition(".")[2]]
        role = (roles or {}).get(path, Role.TEST if path.startswith("tests/") else Role.SOURCE)
        file = SourceFile(path, language, role, len(text))
        match language:
            case Language.PYTHON:
                found[path] = read_module(file, text)
            case Language.COMPONENT:
                found[path] = read_component(file, text)
            case Language.MARKUP:
                found[path] = read_page(file, text)
            case _:
                found[path] = read_script(file, text)
    return found


def operation(text: str, *, name: str = "", runs: str = "", framework: str = "flask") -> Operation:
    """`GET /users/{id}`; `runs` is `file.py:qualname`."""
    method, _, path = text.partition(" ")
    file, _, qualname = runs.partition(":")
    codes = (CodeRef(file, qualname, 0),) if runs else ()
    return Operation(
        id=text,
        method=method,
        path=PathTemplate.parse(path),
        framework=framework,
        application="app",
        name=name,
        handler=Handler(name, file, 0, codes),
        route=Location(file, 0),
    )


def linked(
    files: Mapping[str, str],
    operations: Iterable[str | Operation],
    *,
    roles: Mapping[str, Role] | None = None,
    static: tuple[str, ...] = ("/static",),
    mounts: tuple[str, ...] = (),
    settings: Mapping[str, str] | None = None,
) -> Linked:
    """Link a project."""
    registrations = Registrations(
        operations=tuple(operation(item) if isinstance(item, str) else item for item in operations),
        static_mounts=tuple(StaticMount(prefix) for prefix in static),
        library_mounts=tuple(LibraryMount(prefix, "library", Location("urls.py", 1)) for prefix in mounts),
        settings=settings or {},
    )
    found = link(registrations, prepare(facts_of(files, roles)))
    assert found.diagnostics == (), "a mistake of ours"
    return found


def sites(result: Linked, one: str, *kinds: CallKind) -> list[str]:
    """`kind file:line` of an operation's call sites, in order; all kinds, if none is given."""
    return [
        f"{item.site.kind} {item.site.location}"
        for item in result.links.get(one, ())
        if not kinds or item.site.kind in kinds
    ]
