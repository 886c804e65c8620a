"""The stage: from the project's files to everything that its registration code registers."""

from __future__ import annotations

import ast
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.location import Location
from scanner.concepts.operation import Application
from scanner.concepts.path import PathTemplate
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role, SourceFile
from scanner.frameworks.conditions import without
from scanner.frameworks.entry_points import declared_entry_points
from scanner.frameworks.operations import excluded_of, operations_of
from scanner.frameworks.protocol import Framework, Registered, World
from scanner.frameworks.roots import Roots
from scanner.frameworks.table import FRAMEWORKS
from scanner.interpret.finder import Finder
from scanner.interpret.interpreter import Interpreter, Parse
from scanner.interpret.library import standard_library
from scanner.interpret.objects import Instance

_STACK = 512 * 1024 * 1024
_RECURSION = 20_000


def discover_operations(
    files: Sequence[SourceFile],
    read: Parse,
    text: Callable[[str], str],
    frameworks: Sequence[Framework] = FRAMEWORKS,
    *,
    strict: bool = False,
) -> Registrations:
    """Run the registration code of a project on abstract values; nothing of it is imported, opened or executed.

    `read` gives a Python file's syntax tree, or None; `text` its source, or nothing. Interpretation is recursive, so
    it runs in a thread with a stack of its own. Under `strict` a mistake in a stub raises, for tests.
    """
    results: list[Registrations] = []
    failures: list[BaseException] = []

    def work() -> None:
        limit = sys.getrecursionlimit()
        sys.setrecursionlimit(max(limit, _RECURSION))
        try:
            results.append(_discover(files, read, text, frameworks, strict))
        except BaseException as error:
            failures.append(error)
        finally:
            sys.setrecursionlimit(limit)

    before = threading.stack_size(_STACK)
    try:
        thread = threading.Thread(target=work, name="interpreter")
        thread.start()
    finally:
        threading.stack_size(before)
    thread.join()
    if failures:
        raise failures[0]
    return results[0]


def _discover(
    files: Sequence[SourceFile], read: Parse, text: Callable[[str], str], frameworks: Sequence[Framework], strict: bool
) -> Registrations:
    library = standard_library()
    for framework in frameworks:
        library.add_modules(framework.modules)
        for name, value in framework.values().items():
            library.add(name, value)
    interpreter = Interpreter(Finder(file.path for file in files), _remembered(read), library)
    interpreter.strict = strict
    interpreter.entry_points = declared_entry_points((file.path for file in files), text, interpreter.parse)
    roles = {file.path: file.role for file in files if file.language is Language.PYTHON}

    def role(file: str) -> Role:
        return roles.get(file, Role.SOURCE)

    roots = Roots(interpreter, files, text, frameworks)
    roots.run()
    world = World.of(interpreter)
    registered, frameworks_of = _collect(world, interpreter, frameworks)
    names = {application: _name(application, world) for application in world.applications}
    operations = operations_of(registered, names, role, world.places)
    result = Registrations(
        applications=_applications(world, names, frameworks_of, roles),
        operations=tuple(operations),
        library_mounts=tuple(
            sorted(set(world.library_mounts), key=lambda mount: (mount.prefix, mount.library, mount.location))
        ),
        static_mounts=tuple(sorted(set(world.static_mounts), key=lambda mount: (mount.prefix, mount.location))),
        diagnostics=_ordered(interpreter.diagnostics.values()),
        settings=dict(sorted(world.settings.items())),
        template_folders=tuple(world.template_folders),
    )
    roots.run_others()
    registered, _ = _collect(world, interpreter, frameworks)
    return replace(result, excluded=excluded_of(registered, operations, role, world.places))


def _remembered(read: Parse) -> Parse:
    trees: dict[str, ast.Module | None] = {}

    def parse(path: str) -> ast.Module | None:
        if path not in trees:
            trees[path] = read(path)
        return trees[path]

    return parse


def _collect(
    world: World, interpreter: Interpreter, frameworks: Sequence[Framework]
) -> tuple[list[tuple[Registered, PathTemplate]], dict[Instance, str]]:
    registered: list[tuple[Registered, PathTemplate]] = []
    templates = {framework.name: framework.template for framework in frameworks}
    frameworks_of: dict[Instance, str] = {}
    for framework in frameworks:
        for one in framework.collect(world, interpreter):
            one.conditions = _own_conditions(one, world)
            registered.append((one, templates.get(one.framework, framework.template)(one.path)))
            if one.application is not None:
                frameworks_of.setdefault(one.application, framework.name)
    return registered, frameworks_of


def _own_conditions(one: Registered, world: World) -> tuple[str | None, ...]:
    """The tests of a registration itself, without those under which a whole application was made that stands alone.

    They decide who makes it, not what it serves.
    """
    alone = one.application is not None and one.application not in world.mounted
    outer = world.made_under.get(one.application, "") if one.application is not None and alone else ""
    return tuple(without(condition, outer) for condition in one.conditions)


def _name(application: Instance, world: World) -> str:
    """`module:variable` of a module-level application, `module:factory` of one that a function makes."""
    made = world.origins[application]
    for name, value in made.module.frame.names.items():
        if value is application:
            return f"{made.module.name}:{name}"
    return f"{made.module.name}:{made.qualname}" if made.qualname else made.module.name


def _applications(
    world: World, names: dict[Instance, str], frameworks_of: dict[Instance, str], roles: dict[str, Role]
) -> tuple[Application, ...]:
    found: dict[tuple[str, Location], Application] = {}
    for application in world.applications:
        location = world.places[application]
        if roles.get(location.file, Role.SOURCE) in (Role.SOURCE, Role.GENERATED):
            framework = frameworks_of.get(application) or str(getattr(application, "framework", ""))
            found.setdefault((framework, location), Application(names[application], framework, location))
    return tuple(sorted(found.values(), key=lambda one: (one.location, one.name)))


def _ordered(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    nowhere = Location("", 0)
    return tuple(sorted(diagnostics, key=lambda one: (one.location or nowhere, one.message)))
