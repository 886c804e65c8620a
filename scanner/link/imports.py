"""Imports: what a name holds that another file gives: exports, re-exports, star imports, globals of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.expression import Name
from scanner.concepts.facts import Import, Scope, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.link import names
from scanner.link import values as v
from scanner.link.index import WINDOW, FileIndex

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_NEARBY = 8


def imported(flow: Flow, item: Import, file: str) -> v.Values:
    """What an import binds."""
    if flow.facts[file].language is Language.PYTHON:
        return _python_import(flow, item, file)
    target = flow.scripts.resolve(file, item.module)
    if target is None:
        path = item.module if item.name in (None, "default", "*") else f"{item.module}.{item.name}"
        return (v.Library(path),)
    if item.name is None or item.name == "*":
        return (v.Module(target),)
    return exported(flow, target, item.name) or (v.Unknown(f"{item.name} is not found in {target}", item.local),)


def exported(flow: Flow, file: str, name: str, depth: int = 0) -> v.Values:
    """What a script offers under a name, through re-exports."""
    key = ("export", file, name)
    if key in flow.active or depth > 12:
        return ()
    flow.active.add(key)
    try:
        facts = flow.facts[file]
        top = v.Place(v.ScopeRef(file, module_scope(facts.scopes)))
        starred = []
        for export in facts.exports:
            if export.name == name:
                if export.module:
                    target = flow.scripts.resolve(file, export.module)
                    if target is None:
                        return (v.Library(f"{export.module}.{export.imported or name}"),)
                    if export.imported == "*":
                        return (v.Module(target),)
                    return exported(flow, target, export.imported or name, depth + 1)
                if export.value is not None:
                    return flow.evaluate(export.value, top)
            elif export.name == "*" and export.module:
                starred.append(export.module)
        for module in starred:
            target = flow.scripts.resolve(file, module)
            found = exported(flow, target, name, depth + 1) if target else ()
            if found:
                return found
        if name == "default" and not any(export.name == "default" for export in facts.exports):
            return (v.Module(file),)
        if not facts.exports:
            return names.in_scope(flow, name, top, flow.index.file(file), top.scope.index)
        return ()
    finally:
        flow.active.discard(key)


def module_scope(scopes: tuple[Scope, ...]) -> int:
    """The scope that holds a script file's top-level names: its first, or a component's script block."""
    for index, scope in enumerate(scopes):
        if scope.kind is ScopeKind.MODULE:
            return index
    return 0


def _python_import(flow: Flow, item: Import, file: str) -> v.Values:
    if item.name is None:
        target = flow.python.resolve(file, item.module)
        if target is None:
            return (v.Library(item.module if item.local != item.module.split(".")[0] else item.local),)
        return (v.Module(target),)
    submodule = flow.python.resolve(
        file, f"{item.module}.{item.name}" if item.module.strip(".") else item.module + item.name
    )
    target = flow.python.resolve(file, item.module)
    if target is None:
        return (v.Module(submodule),) if submodule else (v.Library(f"{item.module}.{item.name}"),)
    found = module_name(flow, target, item.name)
    if found:
        return found
    return (v.Module(submodule),) if submodule else (v.Unknown(f"{item.name} is not found in {target}", item.local),)


def module_name(flow: Flow, file: str, name: str) -> v.Values:
    """What a Python module binds under a name, through imports and star imports."""
    key = ("module", file, name)
    if key in flow.active:
        return ()
    flow.active.add(key)
    try:
        index = flow.index.file(file)
        top = v.Place(v.ScopeRef(file, 0))
        return names.in_scope(flow, name, top, index, 0) or starred(flow, name, index)
    finally:
        flow.active.discard(key)


def starred(flow: Flow, name: str, index: FileIndex) -> v.Values:
    """What a module's star imports bring under a name."""
    for item in index.star_imports:
        target = flow.python.resolve(index.facts.file, item.module)
        found = module_name(flow, target, name) if target else ()
        if found:
            return found
    return ()


def page_global(flow: Flow, name: str, file: str) -> v.Values:
    """A name that another script of the page defines: the nearest file's definition."""
    places = flow.index.page_globals.get(name, ())
    if not places:
        return ()
    key = ("global", name)
    if key in flow.active:
        return ()
    flow.active.add(key)
    try:
        found: list[v.Value] = []
        for path, scope in sorted(places, key=lambda item: (_built(flow, item[0]), -_near(item[0], file), item))[
            :_NEARBY
        ]:
            index = flow.index.file(path)
            place = v.Place(v.ScopeRef(path, scope))
            values = names.in_scope(flow, name, place, index, scope)
            if not values:
                for item in index.assignments.get(name, ()):
                    if item.scope == scope and isinstance(item.base, Name) and item.base.id in WINDOW:
                        values = flow.evaluate(item.binding.value, v.Place(place.scope, item.binding.line))
            found += [value for value in values if not names.is_empty(value)]
            if any(isinstance(value, v.Function | v.Class | v.Object | v.Instance) for value in values):
                break
        return tuple(found[:_NEARBY])
    finally:
        flow.active.discard(key)


def _built(flow: Flow, path: str) -> bool:
    """Whether a script is built from others, which may be here."""
    return flow.facts[path].role is Role.MINIFIED


def _near(path: str, other: str) -> int:
    count = 0
    for ours, theirs in zip(path.split("/"), other.split("/"), strict=False):
        if ours != theirs:
            break
        count += 1
    return count
