"""Entries: where the program begins that calls a function which registers routes and which no root has called.

A function may register on an application that it does not make, and be called by a start script alone, through other
functions and with computed arguments. From each such function its callers are followed up, by name and among files
that can see it, to where nothing calls them: that is run.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scanner.concepts.source import Language, Role, SourceFile
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import FunctionNode

_UP = 8
"""How many callers above one another are followed."""
_MOST = 60
"""How many entries are run."""

REGISTRATIONS = frozenset(
    {
        "add_api", "add_api_route", "add_api_websocket_route", "add_namespace", "add_resource", "add_route",
        "add_url_rule", "add_view", "add_view_no_menu", "add_websocket_route", "include_router", "mount",
        "register_blueprint",
    }
)  # fmt: skip
"""Methods that register routes, by names that mean little else."""
_HANDED_ON = frozenset({"add_api_route", "add_url_rule", "include_router", "register_blueprint"})
"""Of these, what may as well be handed on to be called later: `partial(app.register_blueprint, bp)`."""
DECORATORS = frozenset({"api_route", "delete", "get", "patch", "post", "put", "route", "websocket"})
"""Methods that register what they decorate."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to run: a function, what stands under `if __name__ == "__main__"`, or a whole module (neither)."""

    file: str
    function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
    main: tuple[ast.stmt, ...] = ()


class Entries:
    """The search for them in a project's own code."""

    def __init__(self, interpreter: Interpreter, files: Sequence[SourceFile], text: Callable[[str], str]) -> None:
        self._interpreter = interpreter
        self._text = text
        self._files = [
            file.path
            for file in files
            if file.language is Language.PYTHON and file.role in (Role.SOURCE, Role.GENERATED)
        ]
        self._users: dict[tuple[str, str], list[Entry]] = {}

    def above(self, registering: Sequence[Entry]) -> list[Entry]:
        """The entries from which the given functions are called, each once; a function that nothing calls is its own.

        A caller that has run already has decided not to call.
        """
        found: dict[Entry, None] = {}
        seen: set[Entry] = set()
        pending = [(entry, 0) for entry in reversed(registering)]
        while pending and len(found) < _MOST:
            entry, depth = pending.pop()
            if entry in seen:
                continue
            seen.add(entry)
            if entry.function is None:
                found[entry] = None
                continue
            if entry.function in self._interpreter.called and depth:
                continue
            users = self.users_of(entry.function.name, entry.file)
            if users and depth < _UP:
                pending += [(user, depth + 1) for user in reversed(users)]
            else:
                found[entry] = None
        return list(found)

    def decided(self, entry: Entry) -> bool:
        """Whether a caller has run, and so has decided whether to call."""
        name = entry.function.name if entry.function is not None else ""
        return any(user.function in self._interpreter.called for user in self.users_of(name, entry.file))

    def body(self, path: str) -> Sequence[ast.stmt]:
        """The statements of a module."""
        tree = self._interpreter.parse(path)
        return tree.body if tree is not None else ()

    def users_of(self, name: str, file: str) -> list[Entry]:
        """Where a function of a file is named besides in itself."""
        key = (name, file)
        if key not in self._users:
            module = file.removesuffix(".py").removesuffix("/__init__").rpartition("/")[2]
            named, sees = re.compile(rf"\b{re.escape(name)}\b"), re.compile(rf"\b{re.escape(module)}\b")
            self._users[key] = [
                user
                for path in self._files
                for text in (self._text(path),)
                if named.search(text) and (path == file or sees.search(text))
                for user in self._users_in(path, name, path == file)
            ]
        return self._users[key]

    def _users_in(self, path: str, name: str, own: bool) -> Iterator[Entry]:
        """Where a file names it; in the function's `own` file, what has its name is taken for itself."""
        loaded = path.removesuffix(".py").removesuffix("/__init__") in self._interpreter.importer.modules
        for statement, function in _statements(self.body(path)):
            if function is not None:
                if not (own and function.name == name) and _names(function, name):
                    yield Entry(path, function)
            elif _names(statement, name):
                if isinstance(statement, ast.If) and is_main_test(statement.test):
                    yield Entry(path, None, tuple(statement.body))
                elif not loaded and not isinstance(statement, ast.Import | ast.ImportFrom):
                    yield Entry(path)


def _statements(
    body: Sequence[ast.stmt],
) -> Iterator[tuple[ast.stmt, ast.FunctionDef | ast.AsyncFunctionDef | None]]:
    """The statements of a module and of its classes; functions apart."""
    for statement in body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield statement, statement
        elif isinstance(statement, ast.ClassDef):
            for inner in statement.body:
                if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield inner, inner
        else:
            yield statement, None


def _names(node: ast.AST, name: str) -> bool:
    """Whether code calls or hands on something of a name."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name) and inner.id == name and isinstance(inner.ctx, ast.Load):
            return True
        if isinstance(inner, ast.Attribute) and inner.attr == name and isinstance(inner.ctx, ast.Load):
            return True
    return False


_MAY_REGISTER = re.compile(
    rf"\.\s*(?:{'|'.join(sorted(REGISTRATIONS))})\b|^[ \t]+@.*\.\s*(?:{'|'.join(sorted(DECORATORS))})\b", re.MULTILINE
)


def may_register(text: str) -> bool:
    """Whether any function of a module may be one that `registers`, as its text shows at a glance."""
    return _MAY_REGISTER.search(text) is not None


def registers(node: FunctionNode) -> bool:
    """Whether a function's own body registers routes; the bodies of inner functions are left out."""
    pending: list[ast.AST] = list(ast.iter_child_nodes(node))
    while pending:
        inner = pending.pop()
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            if any(_method(decorator) in DECORATORS for decorator in inner.decorator_list):
                return True
            continue
        if _method(inner) in REGISTRATIONS or (isinstance(inner, ast.Attribute) and inner.attr in _HANDED_ON):
            return True
        if not isinstance(inner, ast.Lambda):
            pending += ast.iter_child_nodes(inner)
    return False


def _method(node: ast.AST) -> str:
    """The name of the method that an expression calls."""
    called = node.func if isinstance(node, ast.Call) else None
    return called.attr if isinstance(called, ast.Attribute) else ""


def is_main_test(test: ast.expr) -> bool:
    """Whether a test is `__name__ == "__main__"`."""
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value == "__main__"
    )
