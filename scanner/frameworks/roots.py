"""Roots: from where registration code is run, whatever the framework.

Every module that imports a supported framework is imported; start-up work runs; then what nothing called so far:
application factories, with unknown arguments, and hooks that take an application or router, as conditional.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Sequence
from functools import partial

from scanner.concepts.source import Language, Role, SourceFile
from scanner.frameworks.entries import DECORATORS, REGISTRATIONS, Entries, Entry, is_main_test, may_register, registers
from scanner.frameworks.makers import callers_of
from scanner.frameworks.protocol import Framework, World
from scanner.frameworks.receivers import call_unstated
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Class, Function, Module, NativeClass
from scanner.interpret.values import Value

_FACTORY = re.compile(r"^_?(create|make|build|get|init|setup|configure|new)?_?\w*(app|application|api|server)$")
_REGISTERING = re.compile(
    r"^\s*(?:return )?\w+\.(?:register_blueprint|include_router|add_url_rule|add_api_route)\(", re.MULTILINE
)
_HOOK_PARAMETERS = frozenset({"app", "application", "router", "api", "blueprint", "bp", "flask_app", "fastapi_app"})


class Roots:
    """One run over a project: what is there to run, and the running of it."""

    def __init__(
        self,
        interpreter: Interpreter,
        files: Sequence[SourceFile],
        text: Callable[[str], str],
        frameworks: Sequence[Framework],
    ) -> None:
        self.interpreter = interpreter
        self.files = files
        self.text = text
        self.frameworks = frameworks
        self.world = World.of(interpreter)
        self._mains: set[ast.stmt] = set()
        """The first statement of each start script that was run."""
        names = "|".join(sorted(re.escape(name) for framework in frameworks for name in framework.imports))
        self._imports = re.compile(rf"^[ \t]*(?:from|import)[ \t]+(?:{names})\b", re.MULTILINE)

    def run(self) -> None:
        """Run every root of the project's own code."""
        for framework in self.frameworks:
            if framework.run_roots is not None:
                framework.run_roots(self)
        sources = [file for file in self.files if file.role in (Role.SOURCE, Role.GENERATED)]
        modules = self._import(sources)
        self._start()
        self._call_factories(modules)
        self._start()
        self._run_mains(modules)
        self._run_entries(modules)
        self._call_hooks(modules)
        self._start()

    def run_others(self) -> None:
        """Run test, example and documentation code that makes applications or routers: it is counted apart."""
        names = self.interpreter.library.class_names(lambda python: getattr(python, "holds_routes", False))
        makes = re.compile(rf"\b(?:{'|'.join(sorted(names))})\(")
        others = [file for file in self.files if file.role in (Role.TEST, Role.EXAMPLE, Role.DOCS)]
        modules = self._import([file for file in others if makes.search(self.text(file.path))])
        for function in self._factories(modules):
            if function.node not in self.interpreter.called:
                self.interpreter.root(partial(call_unstated, self.interpreter, function))

    def _import(self, files: Sequence[SourceFile]) -> list[Module]:
        """Import the modules that import a framework, or register on what other modules made, in order of path."""
        interpreter = self.interpreter
        modules: list[Module] = []
        for file in files:
            if file.language is Language.PYTHON and self._concerned(self.text(file.path)):
                module = interpreter.root(partial(interpreter.importer.load_file, file.path))
                if isinstance(module, Module):
                    modules.append(module)
        return modules

    def _concerned(self, text: str) -> bool:
        return bool(self._imports.search(text) or _REGISTERING.search(text))

    def _start(self) -> None:
        while self.world.starting:
            work = self.world.starting.pop(0)
            self.interpreter.root(work)

    # Factories

    def _call_factories(self, modules: Sequence[Module]) -> None:
        """Call what makes an application as the project does; with unknown arguments where nothing calls it."""
        called = self.interpreter.called
        entries = Entries(self.interpreter, self.files, self.text)
        for function in self._factories(modules):
            callers, others = callers_of(entries, function)
            for entry in callers:
                self._run_entry(entry, sure=True)
            for entry in others:
                if function.node not in called:
                    self._run_entry(entry, sure=True)
            if function.node not in called:
                self.interpreter.root(partial(call_unstated, self.interpreter, function))

    def _factories(self, modules: Sequence[Module]) -> list[Function]:
        """The functions that make an application, the likeliest names first."""
        candidates: list[Function] = []
        functions = self._functions(modules)
        for module in modules:
            names = self._application_names(module)
            if any(f"{name}(" in self.text(module.file) for name in names):
                candidates += [
                    function
                    for function in functions.get(module, ())
                    if not function.guards and _calls_any(function, names)
                ]
        candidates.sort(key=lambda function: (not _FACTORY.match(function.name), function.module.file, function.line))
        return candidates

    def _application_names(self, module: Module) -> set[str]:
        """What a module calls to make an application: its own names for such classes, and the libraries' names."""
        names = {name for name, value in module.frame.names.items() if _is_application_class(value)}
        return names | self.interpreter.library.class_names(lambda python: getattr(python, "is_application", False))

    def _functions(self, modules: Sequence[Module]) -> dict[Module, list[Function]]:
        """The functions and methods that each module itself defines."""
        found: dict[Module, list[Function]] = {module: [] for module in modules}
        for value in self.interpreter.functions.values():
            if isinstance(value, Function) and value.module in found:
                found[value.module].append(value)
        return found

    # Entries

    def _run_entries(self, modules: Sequence[Module]) -> None:
        """Run what leads to functions that register routes and that nothing called so far."""
        registering = [
            Entry(function.module.file, function.node)
            for module, functions in self._functions(modules).items()
            if may_register(self.text(module.file))
            for function in functions
            if function.node not in self.interpreter.called
            and isinstance(function.node, ast.FunctionDef | ast.AsyncFunctionDef)
            and registers(function.node)
        ]
        entries = Entries(self.interpreter, self.files, self.text)
        for entry in entries.above(registering):
            self._run_entry(entry)
        for entry in registering:
            if not entries.decided(entry):  # what was run above it does not lead there
                self._run_entry(entry)

    def _run_entry(self, entry: Entry, sure: bool = False) -> None:
        interpreter = self.interpreter
        module = interpreter.root(partial(interpreter.importer.load_file, entry.file))
        if not isinstance(module, Module):
            return
        if entry.main:
            interpreter.root(partial(self._run_main, entry.main, module))
        function = interpreter.functions.get(entry.function) if entry.function is not None else None
        if not isinstance(function, Function) or function.node in interpreter.called:
            return
        if sure:
            interpreter.root(partial(call_unstated, interpreter, function))
        elif _hook_parameter(function) is None:
            interpreter.root(partial(self._call_entry, function))

    def _call_entry(self, function: Function) -> Value:
        """A function that a script or a server is told to call is sure to run; one that nothing names may be."""
        interpreter = self.interpreter
        target = f"{function.module.name}:{function.qualname}"
        scripts = {value for _, value in interpreter.entry_points.get("console_scripts", ())}
        if target in scripts or _FACTORY.match(function.name):
            return call_unstated(interpreter, function)
        interpreter.frames.append(function.module.frame)
        function.module.frame.line = function.line
        with interpreter.under(f"{function.name}() is called"):
            return call_unstated(interpreter, function)

    # Hooks

    def _call_hooks(self, modules: Sequence[Module]) -> None:
        """Call functions that take an application or router and register on it, and that nothing called."""
        for functions in self._functions(modules).values():
            for function in functions:
                parameter = _hook_parameter(function)
                if parameter is not None and function.node not in self.interpreter.called:
                    self.interpreter.root(partial(self._call_hook, function, parameter))

    def _call_hook(self, function: Function, parameter: str) -> Value:
        interpreter = self.interpreter
        interpreter.frames.append(function.module.frame)
        function.module.frame.line = function.line
        applications = self.world.applications
        target = applications[0] if len(applications) == 1 else self._loose_router(function)
        if target is None:
            return None
        with interpreter.under(f"{function.name}() is called"):
            return call_unstated(interpreter, function, {parameter: target})

    def _loose_router(self, function: Function) -> Value:
        """A router that nothing mounts, for a hook whose application is not known."""
        text = self.text(function.module.file)
        for framework in self.frameworks:
            names = "|".join(map(re.escape, framework.imports))
            if framework.loose_router and re.search(rf"\b(?:{names})\b", text):
                return self.interpreter.call(self.interpreter.library.get(framework.loose_router))
        return None

    # Scripts

    def _run_mains(self, modules: Sequence[Module]) -> None:
        """Run what stands under `if __name__ == "__main__"`: a script that starts an application is an entry."""
        for module in modules:
            tree = self.interpreter.parse(module.file)
            for statement in tree.body if tree is not None else ():
                if isinstance(statement, ast.If) and is_main_test(statement.test):
                    self.interpreter.root(partial(self._run_main, statement.body, module))

    def _run_main(self, body: Sequence[ast.stmt], module: Module) -> Value:
        interpreter = self.interpreter
        if body[0] not in self._mains:
            self._mains.add(body[0])
            interpreter.frames.append(module.frame)
            interpreter.execute(body, module.frame)
        return None


def _is_application_class(value: Value) -> bool:
    return isinstance(value, Class | NativeClass) and bool(getattr(value.python, "is_application", False))


def _calls_any(function: Function, names: set[str]) -> bool:
    """Whether the function's own body, inner functions and classes left out, calls one of the names."""
    pending: list[ast.AST] = list(ast.iter_child_nodes(function.node))
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Call):
            called = node.func
            if (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in names:
                return True
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda):
            pending += ast.iter_child_nodes(node)
    return False


def _hook_parameter(function: Function) -> str | None:
    """The parameter that a function registers on, if it is one."""
    arguments = function.node.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    names = {
        parameter.arg
        for parameter in parameters
        if parameter.arg in _HOOK_PARAMETERS or _annotated_as_router(parameter.annotation)
    }
    if not names:
        return None
    for node in ast.walk(function.node):
        if (
            isinstance(node, ast.Attribute)
            and node.attr in REGISTRATIONS | DECORATORS
            and isinstance(node.value, ast.Name)
            and node.value.id in names
        ):
            return node.value.id
    return None


def _annotated_as_router(annotation: ast.expr | None) -> bool:
    name = annotation.id if isinstance(annotation, ast.Name) else getattr(annotation, "attr", "")
    return name in ("FastAPI", "APIRouter", "Flask", "Blueprint", "Starlette", "Router")
