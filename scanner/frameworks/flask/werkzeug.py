"""Werkzeug's helpers that find code by name.

https://werkzeug.palletsprojects.com/en/stable/utils/
"""

from __future__ import annotations

from scanner.frameworks.protocol import Interpreter, stands_for
from scanner.interpret.objects import Module, Proxy
from scanner.interpret.values import ListValue, Value, plain


@stands_for("werkzeug.local.LocalProxy", "werkzeug.LocalProxy")
def local_proxy(i: Interpreter, local: Value = None, *_: Value, **__: Value) -> Value:
    """What the function gives, asked at each use."""
    return Proxy(lambda interpreter: interpreter.call(local))


@stands_for("werkzeug.utils.find_modules")
def find_modules(
    i: Interpreter, import_path: Value, include_packages: Value = False, recursive: Value = False
) -> Value:
    """The dotted names of the modules below a package of the project."""
    name = plain(import_path)
    package = i.import_module(name, i.frames[-1].module) if isinstance(name, str) else None
    if not isinstance(package, Module):
        return ListValue([], True)
    found: list[Value] = []
    pending = [(package.directory, f"{name}.")]
    while pending:
        directory, prefix = pending.pop(0)
        for inner, is_package in i.finder.submodules(directory):
            if not is_package or i.truth(include_packages):
                found.append(prefix + inner)
            if is_package and i.truth(recursive):
                pending.append((f"{directory}/{inner}" if directory else inner, f"{prefix}{inner}."))
    return ListValue(found)
