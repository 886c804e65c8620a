"""Imports as Python runs them: lazily, once for each file, with cycles, parents, submodules and star imports."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from scanner.interpret.frame import Frame
from scanner.interpret.objects import Module
from scanner.interpret.signals import Raised
from scanner.interpret.values import MISSING, DictValue, Dotted, ListValue, NamesValue, Unknown, Value, string_items

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

PROJECT = "/callside"
"""Where the project seems to stand: `__file__` of its modules is below this directory, which does not exist."""


class Importer:
    """The modules that are imported so far."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self.modules: dict[str, Module] = {}
        """By path without suffix, relative to the root."""
        self.search_path = ListValue()
        """What the program adds to `sys.path`."""
        self._named_as_library: dict[str, bool] = {}

    def absolute(self, dotted: str, importer: Module | None) -> Value:
        """`import a.b.c`, giving `a.b.c`: a module of the project, a stub, or a library's name."""
        interpreter = self._interpreter
        if interpreter.library.has(dotted):
            return interpreter.library.get(dotted)
        path = interpreter.finder.resolve(dotted, importer.directory if importer is not None else "")
        path = self._on_search_path(dotted) if path is None else path
        if path is None or self._means_library(path, dotted):
            parent, _, name = dotted.rpartition(".")
            if path is None and parent and not interpreter.library.has(parent.partition(".")[0]):
                above = self.absolute(parent, importer)
                if isinstance(above, Module):
                    return self.member(above, name)
            return interpreter.library.get(dotted)
        return self.load(path, dotted)

    def _on_search_path(self, dotted: str) -> str | None:
        """The path of a module in a folder that the program added to `sys.path`."""
        finder = self._interpreter.finder
        for item in self.search_path.items:
            folder = self._interpreter.text(item).literal or ""
            if folder.startswith(PROJECT + "/"):
                path = f"{folder.removeprefix(PROJECT).strip('/')}/{dotted.replace('.', '/')}"
                if finder.module_file(path):
                    return path
        return None

    def _means_library(self, path: str, dotted: str) -> bool:
        """Whether an absolute name that leads beside its importer, inside a package, means a library of that name.

        Python never looks there, but a package may as well be a folder of scripts. Where the module that stands there
        imports the name itself, as a `yaml.py` around the library does, it is the library's.
        """
        finder = self._interpreter.finder
        folder = path.removesuffix(dotted.replace(".", "/")).rstrip("/")
        top = dotted.partition(".")[0]
        beside = f"{folder}/{top}"
        if not folder or not finder.is_package(folder):
            return False
        if beside not in self._named_as_library:
            tree = self._interpreter.parse(f"{beside}.py") if finder.module_file(beside) == f"{beside}.py" else None
            self._named_as_library[beside] = tree is not None and any(
                (isinstance(node, ast.Import) and any(alias.name.partition(".")[0] == top for alias in node.names))
                or (isinstance(node, ast.ImportFrom) and not node.level and str(node.module).partition(".")[0] == top)
                for node in ast.walk(tree)
            )
        return self._named_as_library[beside]

    def relative(self, importer: Module, level: int, dotted: str) -> Value:
        """`from ..a import`, giving the module that the dots and the name mean."""
        directory = importer.directory
        package = importer.name if importer.is_package else importer.name.rpartition(".")[0]
        for _ in range(level - 1):
            if not directory:
                return self.missing(("." * level) + dotted)
            directory = directory.rpartition("/")[0]
            package = package.rpartition(".")[0]
        path = "/".join(part for part in (directory, dotted.replace(".", "/")) if part)
        name = ".".join(part for part in (package, dotted) if part)
        if self._interpreter.finder.module_file(path) is not None:
            return self.load(path, name)
        parent, _, last = path.rpartition("/")
        if dotted and self._interpreter.finder.module_file(parent):
            return self.member(self.load(parent, name.rpartition(".")[0]), last)
        return self.missing(("." * level) + dotted)

    def missing(self, name: str) -> Value:
        """A module of the project that is not there: an ImportError where something waits for it."""
        if self._interpreter.trying:
            raise Raised(self._interpreter.library.get("builtins.ImportError"))
        return Unknown("no such module", name)

    def member(self, module: Value, name: str) -> Value:
        """`from module import name`: an attribute, or a submodule."""
        interpreter = self._interpreter
        if isinstance(module, Module):
            found = self.attribute(module, name)
            if found is MISSING:
                if interpreter.trying and module.file and module.state == "done":
                    raise Raised(interpreter.library.get("builtins.ImportError"))
                return Unknown("no such name in the module", name)
            return found
        if type(module) is Dotted and "." not in module.dotted and not interpreter.library.has(module.dotted):
            inside = f"{module.dotted}.{name}"  # a directory without `__init__.py` counts where it leads to a module
            path = interpreter.finder.resolve(inside, interpreter.frames[-1].module.directory)
            if path is not None:
                return self.load(path, inside)
        return interpreter.attribute(module, name, Unknown("no such name", name))

    def attribute(self, module: Module, name: str) -> Value:
        """A name of a module or its submodule; MISSING where it has neither."""
        names = module.frame.names
        if name in names:
            return names[name]
        if module.is_package:
            path = f"{module.directory}/{name}" if module.directory else name
            if self._interpreter.finder.module_file(path) is not None:
                return self.load(path, f"{module.name}.{name}")
        hook = names.get("__getattr__")
        if hook is not None:
            return self._interpreter.call(hook, (name,))
        return MISSING

    def load(self, path: str, name: str = "") -> Module:
        """The module at a path (without suffix) that exists, with its parents, run if it is new."""
        found = self.modules.get(path)
        if found is not None:
            self._note(found)
            return found
        finder = self._interpreter.finder
        parent = path.rpartition("/")[0]
        if parent and finder.is_package(parent):
            above = self.load(parent)
            found = self.modules.get(path)
            if found is not None:
                return found
        else:
            above = None
        file = finder.module_file(path) or ""
        name = (finder.name_of(file) if file else "") or name or path.replace("/", ".")
        module = Module(name, file, path if finder.is_directory(path) and not file.endswith(path + ".py") else parent)
        module.frame = Frame(module)
        self.modules[path] = module
        if above is not None:
            above.frame.names.setdefault(path.rpartition("/")[2], module)
        self._note(module)
        self._run(module)
        return module

    def _note(self, module: Module) -> None:
        """Remember whether an import in the program is sure to happen, at once or when its importer's is."""
        interpreter = self._interpreter
        if not interpreter.frames:
            return
        frame = interpreter.frames[-1]
        importer = frame.module
        if not interpreter.conditions:
            self._is_sure(module)
        elif frame is importer.frame and len(interpreter.conditions) == importer.depth:
            importer.imports.append(module)
            if importer.sure:
                self._is_sure(module)

    def _is_sure(self, module: Module) -> None:
        pending = [module]
        while pending:
            one = pending.pop()
            if not one.sure:
                one.sure = True
                pending += one.imports
                above = self.modules.get(one.file.removesuffix("/__init__.py").rpartition("/")[0])
                if above is not None and above.is_package:
                    pending.append(above)

    def module_of(self, file: str) -> Module | None:
        """The module of a file that was imported."""
        return self.modules.get(file.removesuffix(".py").removesuffix("/__init__")) or self.modules.get(file)

    def load_file(self, file: str) -> Module:
        """The module of a Python file."""
        path = file.removesuffix(".py").removesuffix("/__init__")
        if self._interpreter.finder.module_file(path) == file:
            return self.load(path)
        found = self.modules.get(file)  # a script beside a package of its name, which nothing can import
        if found is None:
            found = self.modules[file] = Module(path.replace("/", "."), file, file.rpartition("/")[0])
            found.frame = Frame(found)
            self._run(found)
        return found

    def _run(self, module: Module) -> None:
        names = module.frame.names
        names["__name__"] = module.name
        names["__file__"] = f"{PROJECT}/{module.file}"
        names["__package__"] = module.name if module.is_package else module.name.rpartition(".")[0]
        names["__doc__"] = None
        if module.is_package:
            names["__path__"] = ListValue([f"{PROJECT}/{module.directory}"])
        interpreter = self._interpreter
        module.condition, module.depth = interpreter.condition(), len(interpreter.conditions)
        tree = interpreter.parse(module.file) if module.file else None
        module.state = "running"
        if tree is not None:
            if interpreter.depth >= interpreter.limits.depth:
                interpreter.limit("imports inside one another")
            else:
                self._execute(module, tree.body)
        module.state = "done"

    def _execute(self, module: Module, body: list[ast.stmt]) -> None:
        """Run a module's statements; one that raises is left behind, unless something waits for the exception."""
        interpreter = self._interpreter
        interpreter.frames.append(module.frame)
        interpreter.depth += 1
        conditions = len(interpreter.conditions)
        try:
            for statement in body:
                try:
                    interpreter.execute((statement,), module.frame)
                except Raised:
                    if interpreter.trying:
                        raise
        finally:
            del interpreter.conditions[conditions:]
            interpreter.depth -= 1
            interpreter.frames.pop()

    def star(self, module: Value, frame: Frame) -> None:
        """`from module import *`."""
        if not isinstance(module, Module):
            return
        listed = module.frame.names.get("__all__")
        names = list(string_items(listed)) if isinstance(listed, ListValue | tuple) else None
        if names is None:
            names = [name for name in module.frame.names if not name.startswith("_")]
        for name in names:
            if name in module.frame.names or listed is not None:
                frame.assign(name, self.member(module, name))

    def globals_of(self, module: Module) -> DictValue:
        """`globals()`: the module's own names, shared, so that writing there defines them."""
        return NamesValue(module.frame.names)


def as_bound_by_import(interpreter: Interpreter, dotted: str, importer: Module) -> Value:
    """What `import a.b.c` binds to `a`."""
    top = dotted.partition(".")[0]
    found = interpreter.import_module(dotted, importer)
    if "." not in dotted:
        return found
    if isinstance(found, Dotted) or interpreter.library.has(top):
        return interpreter.library.get(top)
    return interpreter.import_module(top, importer)
