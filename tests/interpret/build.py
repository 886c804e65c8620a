"""Small programs, interpreted for a test."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from textwrap import dedent

from scanner.interpret.finder import Finder
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.library import standard_library
from scanner.interpret.limits import Limits
from scanner.interpret.values import DictValue, IteratorValue, ListValue, SetValue, Unknown, Value


def interpret(files: str | Mapping[str, str], limits: Limits | None = None) -> Interpreter:
    """Import every file of a small project; a single source is `main.py`."""
    sources = {"main.py": files} if isinstance(files, str) else files
    trees = {path: dedent(text) for path, text in sources.items()}
    interpreter = Interpreter(Finder(trees), lambda path: ast.parse(trees[path]), standard_library(), limits)
    interpreter.strict = True
    for path in trees:
        if path.endswith(".py"):
            interpreter.root(lambda path=path: interpreter.importer.load_file(path))
    return interpreter


def names(files: str | Mapping[str, str], module: str = "main") -> dict[str, object]:
    """The names of a module after it has run, as plain Python where they are known."""
    interpreter = interpret(files)
    return {name: plain_python(value) for name, value in interpreter.importer.modules[module].frame.names.items()}


def plain_python(value: Value) -> object:
    """Lists, dicts and sets as Python's own; text with holes as its display; an unknown value as `...`."""
    match value:
        case ListValue() | IteratorValue():
            return [plain_python(item) for item in value.items]
        case SetValue():
            return [plain_python(item) for item in value.items]
        case DictValue():
            return {plain_python(key): plain_python(item) for key, item in value.items.items()}
        case tuple():
            return tuple(plain_python(item) for item in value)
        case Unknown():
            return ...
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)
