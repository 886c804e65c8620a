"""Importing by name, and walking the project's own packages.

https://docs.python.org/3/library/importlib.html
https://docs.python.org/3/library/pkgutil.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.interpret.attributes import find
from scanner.interpret.imports import PROJECT
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance, Module, Proxy
from scanner.interpret.values import MISSING, DictValue, IteratorValue, ListValue, Unknown, Value, plain

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for("importlib.import_module")
def import_module(i: Interpreter, name: Value, package: Value = None) -> Value:
    """A module by its dotted name, relative to a package where it begins with dots."""
    name, package = plain(name), plain(package)
    if not isinstance(name, str):
        return Unknown("a module with an unknown name")
    if name.startswith("."):
        if not isinstance(package, str):
            return Unknown("a module of an unknown package", name)
        level = len(name) - len(name.lstrip("."))
        parts = package.split(".")
        name = ".".join([*parts[: len(parts) - level + 1], *filter(None, [name.lstrip(".")])])
    return i.import_module(name, i.frames[-1].module if i.frames else None)


@stands_for("django.utils.module_loading.import_string", "werkzeug.utils.import_string", "pydoc.locate")
def import_string(i: Interpreter, *path: Value, **named: Value) -> Value:
    """What a dotted path or `module:attribute` names; each library has a name of its own for the parameter."""
    name = plain(next(iter((*path, *named.values())), None))
    if not isinstance(name, str):
        return Unknown("a name that only a run can know")
    module_name, _dot, attribute = name.replace(":", ".").rpartition(".")
    if not module_name:
        return i.import_module(name)
    module = i.import_module(module_name, i.frames[-1].module if i.frames else None)
    found = i.importer.member(module, attribute) if isinstance(module, Module) else find(i, module, attribute)
    return Unknown("no such name in the module", attribute) if found is MISSING else found


def project_directory(i: Interpreter, path: Value) -> str | None:
    """The directory of the project, relative to its root, that a path string means."""
    path = plain(path)
    if isinstance(path, str) and (path == PROJECT or path.startswith(PROJECT + "/")):
        directory = path[len(PROJECT) + 1 :].rstrip("/")
        return directory if i.finder.is_directory(directory) else None
    return None


@stands_for("pkgutil.ModuleInfo")
class ModuleInfo(Instance):
    """A row of pkgutil: it unpacks as `(module_finder, name, ispkg)`."""

    def __init__(self, module_finder: Value, name: Value, ispkg: Value) -> None:
        self.module_finder = module_finder
        self.name = name
        self.ispkg = ispkg

    def __iter__(self) -> Value:
        return (self.module_finder, self.name, self.ispkg)

    def __getitem__(self, key: Value) -> Value:
        row = (self.module_finder, self.name, self.ispkg)
        return row[key] if isinstance(key, int) and -3 <= key < 3 else Unknown("an item")


@stands_for("pkgutil.iter_modules")
def iter_modules(i: Interpreter, path: Value = None, prefix: Value = "") -> Value:
    """The modules in package directories of the project."""
    return _walk(i, path, prefix, deep=False)


@stands_for("pkgutil.walk_packages")
def walk_packages(i: Interpreter, path: Value = None, prefix: Value = "", *_: Value, **__: Value) -> Value:
    """The modules below package directories of the project."""
    return _walk(i, path, prefix, deep=True)


def _walk(i: Interpreter, path: Value, prefix: Value, deep: bool) -> Value:
    paths, open_ = i.iterate(path)
    start = prefix if isinstance(prefix, str) else ""
    rows: list[tuple[Value, ...]] = []
    pending = [
        (directory, start) for one in paths if (directory := project_directory(i, i.text(one).literal)) is not None
    ]
    open_ = open_ or len(pending) < len(paths)
    while pending:
        directory, before = pending.pop(0)
        for name, package in i.finder.submodules(directory):
            rows.append((Unknown("a module finder"), before + name, package))
            if deep and package:
                pending.append((f"{directory}/{name}" if directory else name, f"{before}{name}."))
    return ListValue([i.call(i.library.get("pkgutil.ModuleInfo"), row) for row in rows], open_)


@stands_for("importlib.metadata.EntryPoint", "pkg_resources.EntryPoint")
class EntryPoint(Instance):
    """A name that installed metadata gives to an object."""

    def __init__(self, name: Value = "", value: Value = "", group: Value = "") -> None:
        self.name = name
        self.value = value
        self.group = group

    def load(self, *_: Value, **__: Value) -> Value:
        """The object itself."""
        return import_string(self.interpreter, self.value)

    def resolve(self) -> Value:
        """The object itself, as `pkg_resources` calls it."""
        return self.load()


@stands_for("importlib.metadata.EntryPoints")
class EntryPoints(Instance):
    """Those that the project declares; what else is installed is not known."""

    def __init__(self, group: Value = None) -> None:
        i = self.interpreter
        class_ = i.library.class_of(EntryPoint)
        wanted = plain(group)
        self._items: list[Value] = [
            i.call(class_, (name, value, known))
            for known, entries in i.entry_points.items()
            if wanted is None or wanted == known
            for name, value in entries
        ]

    def select(self, *, group: Value = None, **_: Value) -> Value:
        """Those of a group."""
        return entry_points_of(self.interpreter, group=group)

    def get(self, group: Value = None, default: Value = None) -> Value:
        """Those of a group, as older releases gave them."""
        return entry_points_of(self.interpreter, group=group)

    def __getitem__(self, group: Value) -> Value:
        return entry_points_of(self.interpreter, group=group)

    def __iter__(self) -> Value:
        return IteratorValue(list(self._items), True)


@stands_for("importlib.metadata.entry_points", "importlib_metadata.entry_points")
def entry_points_of(i: Interpreter, *, group: Value = None, **_: Value) -> Value:
    """The entry points of a group, or all."""
    return i.call(i.library.class_of(EntryPoints), (group,))


@stands_for("pkg_resources.iter_entry_points")
def iter_entry_points(i: Interpreter, group: Value = None, *_: Value) -> Value:
    """The entry points of a group."""
    return entry_points_of(i, group=group)


@stands_for("importlib.reload")
def reload(i: Interpreter, module: Value) -> Value:
    """The module as it is."""
    return module


def _imported(i: Interpreter) -> Value:
    """`sys.modules`, as far as it is the project's."""
    return DictValue({module.name: module for module in i.importer.modules.values()}, True)


def _search_path(i: Interpreter) -> Value:
    """`sys.path`, as far as the program adds to it."""
    return i.importer.search_path


VALUES: dict[str, Value] = {"sys.modules": Proxy(_imported), "sys.path": Proxy(_search_path)}
"""Values of Python's own library that are neither classes nor functions."""
