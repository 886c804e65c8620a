"""Entry points that the project declares in its own metadata: `[project.entry-points]` and its older forms.

https://packaging.python.org/en/latest/specifications/entry-points/
"""

from __future__ import annotations

import ast
import configparser
import tomllib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from scanner.interpret.interpreter import Parse

EntryPoints = dict[str, list[tuple[str, str]]]
"""Group → names and the `module:attribute` that each means."""


def declared_entry_points(files: Iterable[str], text: Callable[[str], str], parse: Parse) -> EntryPoints:
    """The entry points of every `pyproject.toml`, `setup.cfg` and `setup.py` among the files."""
    found: EntryPoints = {}
    for path in files:
        name = path.rpartition("/")[2]
        rows: Iterator[tuple[str, str, str]] = iter(())
        if name == "pyproject.toml":
            rows = _from_pyproject(text(path))
        elif name == "setup.cfg":
            rows = _from_setup_cfg(text(path))
        elif name == "setup.py":
            rows = _from_setup_py(parse(path))
        for group, entry, target in rows:
            found.setdefault(group, []).append((entry, target.partition("[")[0].strip()))
    return found


def _from_pyproject(text: str) -> Iterator[tuple[str, str, str]]:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return
    poetry = _table(_table(data, "tool"), "poetry")
    for scripts in (_table(_table(data, "project"), "scripts"), _table(poetry, "scripts")):
        yield from (("console_scripts", name, target) for name, target in scripts.items() if isinstance(target, str))
    for groups in (_table(_table(data, "project"), "entry-points"), _table(poetry, "plugins")):
        for group, entries in groups.items():
            if isinstance(entries, dict):
                yield from ((group, name, target) for name, target in entries.items() if isinstance(target, str))


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _from_setup_cfg(text: str) -> Iterator[tuple[str, str, str]]:
    parser = configparser.ConfigParser(interpolation=None)
    try:
        parser.read_string(text)
    except configparser.Error:
        return
    if parser.has_section("options.entry_points"):
        for group, lines in parser.items("options.entry_points"):
            yield from _lines(group, lines.splitlines())


def _lines(group: str, lines: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    for line in lines:
        name, equals, target = line.partition("=")
        if equals:
            yield group, name.strip(), target.strip()


def _from_setup_py(tree: ast.Module | None) -> Iterator[tuple[str, str, str]]:
    """`setup(entry_points={"group": ["name = module:attribute"]})` written out; nothing is run."""
    for statement in tree.body if tree is not None else ():
        call = statement.value if isinstance(statement, ast.Expr) else None
        for keyword in call.keywords if isinstance(call, ast.Call) else ():
            if keyword.arg != "entry_points":
                continue
            try:
                groups = ast.literal_eval(keyword.value)
            except (ValueError, TypeError, RecursionError, MemoryError):
                continue
            for group, lines in groups.items() if isinstance(groups, dict) else ():
                listed = lines.splitlines() if isinstance(lines, str) else lines
                if isinstance(group, str) and isinstance(listed, list | tuple):
                    yield from _lines(group, (line for line in listed if isinstance(line, str)))
