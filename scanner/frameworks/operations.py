"""From what the frameworks collected to operations: handlers named, duplicates merged, ids given."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scanner.concepts.location import Location
from scanner.concepts.operation import CodeRef, Declared, Handler, Operation
from scanner.concepts.path import PathTemplate
from scanner.concepts.source import Role
from scanner.frameworks.conditions import weakest
from scanner.frameworks.factories import stand_in_runs
from scanner.frameworks.protocol import Answer, ClassHandler, Registered, joined
from scanner.interpret.handlers import dotted_name, guards_of, unwrap
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.values import Value


def operations_of(
    found: Iterable[tuple[Registered, PathTemplate]],
    names: Mapping[Instance, str],
    role: Callable[[str], Role],
    places: Mapping[Instance, Location],
) -> list[Operation]:
    """The operations of the project, each once.

    What an application of the project's own code serves is an operation, wherever its handler stands: a folder named
    `examples` may hold a part of it. An operation registered by several applications made at the same place, or by
    several runs of the same code, is one; reached beats unreached, and registered for sure, or either way, beats
    registered under a test.
    """
    merged: dict[tuple[str, str, str, int, str], Operation] = {}
    conditions: dict[tuple[str, str, str, int, str], list[str]] = {}
    for registered, path in found:
        for operation in _operations(registered, path, names):
            application = registered.application
            files = (operation.route.file, operation.handler.file)
            if _stranger(files if application is None else (places[application].file,), role) is not None:
                continue
            handler = operation.handler
            key = (operation.method, path.text, handler.file or handler.name, handler.line, handler.name)
            other = merged.get(key)
            if other is None or _rank(operation) < _rank(other):
                merged[key] = operation
            if operation.conditional is not None and operation.mounted:
                conditions.setdefault(key, []).append(operation.conditional)
    for key, texts in conditions.items():
        if len(texts) > 1 and merged[key].conditional is not None:
            merged[key] = replace(merged[key], conditional=weakest(texts))
    return _identified(_without_shadows(merged.values()))


def excluded_of(
    found: Iterable[tuple[Registered, PathTemplate]],
    operations: Iterable[Operation],
    role: Callable[[str], Role],
    places: Mapping[Instance, Location],
) -> dict[str, int]:
    """How many operations belong to test, example and documentation code and not to the project, by role."""
    own = {(operation.method, operation.path.text, operation.handler.name) for operation in operations}
    excluded: dict[str, set[tuple[str, str]]] = {}
    for registered, path in found:
        root = () if registered.application is None else (places[registered.application].file,)
        for operation in _operations(registered, path, {}):
            stranger = _stranger((operation.route.file, operation.handler.file, *root), role)
            if stranger is not None and (operation.method, path.text, operation.handler.name) not in own:
                excluded.setdefault(stranger.value, set()).add((operation.method, path.text))
    return {name: len(rows) for name, rows in sorted(excluded.items())}


def _stranger(files: Iterable[str], role: Callable[[str], Role]) -> Role | None:
    """The role of the first file that is not the project's own code."""
    return next((role(file) for file in files if file and role(file) not in (Role.SOURCE, Role.GENERATED)), None)


def _rank(operation: Operation) -> tuple[bool, bool]:
    return not operation.mounted, operation.conditional is not None


def _without_shadows(operations: Iterable[Operation]) -> list[Operation]:
    """Without what is unreached at one path when the same registration is reached at another."""
    rows = list(operations)
    reached = {_source(operation) for operation in rows if operation.mounted}
    return [operation for operation in rows if operation.mounted or _source(operation) not in reached]


def _source(operation: Operation) -> tuple[str, str, Location]:
    return operation.method, operation.handler.name, operation.route


def _operations(registered: Registered, path: PathTemplate, names: Mapping[Instance, str]) -> Iterator[Operation]:
    declared = registered.declared
    own = guards_of(registered.handler)
    guards = tuple(dict.fromkeys((*registered.guards, *own, *declared.guards)))
    application = names.get(registered.application, "") if registered.application is not None else ""
    for answer in registered.answers:
        handler = handler_of(registered.handler, answer)
        more = tuple(guard for run in answer.runs[:1] for guard in guards_of(run))
        yield Operation(
            id="",
            method=answer.method,
            path=path,
            framework=registered.framework,
            application=application,
            name=registered.name,
            handler=handler,
            route=registered.location,
            aliases=registered.aliases,
            mounts=registered.mounts,
            mounted=registered.application is not None,
            conditional=joined(registered.conditions),
            inherited=answer.inherited,
            declared=replace(declared, guards=tuple(dict.fromkeys((*guards, *more)))) if guards or more else declared,
            defaults=registered.defaults,
        )


def handler_of(value: Value, answer: Answer | None = None) -> Handler:
    """The function or class that answers, behind its decorators."""
    inner = unwrap(value)
    if isinstance(inner, ClassHandler):
        inner = unwrap(inner.view_class)
    runs = _references(answer.runs if answer is not None else ())
    if isinstance(inner, Function):
        own = CodeRef(inner.module.file, inner.qualname, inner.line)
        made = () if runs or answer is None else _references(stand_in_runs(inner, answer.method))
        return Handler(_display(inner), inner.module.file, inner.line, runs or (*made, own))
    if isinstance(inner, Instance) and isinstance(inner.class_, Class):
        inner = inner.class_
    if isinstance(inner, Class):
        return Handler(inner.dotted, inner.module.file, inner.line, runs, inner.library_bases())
    return Handler(dotted_name(inner) or "unknown", "", 0, runs)


def _display(function: Function) -> str:
    """A lambda is named by its line, for its name says nothing."""
    return f"{function.dotted}:{function.line}" if function.name == "<lambda>" else function.dotted


def _references(values: Sequence[Value]) -> tuple[CodeRef, ...]:
    found: dict[CodeRef, None] = {}
    for value in values:
        inner = unwrap(value)
        if isinstance(inner, Function) and inner.module.file:
            found[CodeRef(inner.module.file, inner.qualname, inner.line)] = None
    return tuple(found)


def _identified(operations: list[Operation]) -> list[Operation]:
    """`METHOD /path`; where two share it, the handler's name tells them apart, whatever the order."""
    groups: dict[str, list[Operation]] = {}
    for operation in operations:
        groups.setdefault(f"{operation.method} {operation.path}", []).append(operation)
    result: list[Operation] = []
    for base, group in groups.items():
        if len(group) == 1:
            result.append(replace(group[0], id=base))
            continue
        used: dict[str, int] = {}
        for operation in sorted(group, key=lambda one: (one.handler.name, one.route, one.application)):
            label = f"{base}#{operation.handler.name}"
            used[label] = used.get(label, 0) + 1
            result.append(replace(operation, id=label if used[label] == 1 else f"{label}#{used[label]}"))
    return sorted(result, key=lambda one: (one.path.text, one.method, one.id))


def only_declared(**values: object) -> Declared:
    """A `Declared` from the values that are stated."""
    return replace(Declared(), **{name: value for name, value in values.items() if value is not None})  # type: ignore[arg-type]  # names are fields of Declared
