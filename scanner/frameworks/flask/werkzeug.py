"""Helpers of Werkzeug and Flask that find code by name, and say in which context it runs.

https://werkzeug.palletsprojects.com/en/stable/utils/
https://flask.palletsprojects.com/en/stable/api/#flask.has_request_context
"""

from __future__ import annotations

from scanner.frameworks.protocol import Interpreter, World, stands_for
from scanner.interpret.imports import PROJECT
from scanner.interpret.objects import Module, Proxy
from scanner.interpret.values import ListValue, Unknown, Value, plain


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


@stands_for("flask.has_request_context", "flask.ctx.has_request_context")
def has_request_context(i: Interpreter) -> Value:
    """No: routes are registered before there are requests."""
    return False


@stands_for("flask.has_app_context", "flask.ctx.has_app_context")
def has_app_context(i: Interpreter) -> Value:
    """No, as long as there is no application; afterwards only a run can know."""
    made = any(getattr(application, "framework", "") == "flask" for application in World.of(i).applications)
    return Unknown("an application context", "has_app_context") if made else False


@stands_for("flask.helpers.get_root_path", "flask.sansio.scaffold.get_root_path")
def get_root_path(i: Interpreter, import_name: Value) -> Value:
    """The directory of a package or module."""
    name = plain(import_name)
    module = i.import_module(name, i.frames[-1].module) if isinstance(name, str) else None
    return f"{PROJECT}/{module.directory}".rstrip("/") if isinstance(module, Module) else Unknown("a path", "root_path")
