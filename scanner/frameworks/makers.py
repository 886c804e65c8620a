"""Makers: functions that give what an application factory of the project makes, and so call it with its arguments.

    def create_app(path=None):
        app = factory.create_app(blueprints=BLUEPRINTS, config=path)
        return app

A factory serves what its arguments say: it is run as the project calls it, from the outermost maker or from the module
or start script that calls it. Other functions that call one, as commands and tasks do, count where they state what the
factory cannot do without.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scanner.frameworks.entries import Entries, Entry
from scanner.interpret.objects import Function, FunctionNode

_MOST = 40
"""Callers of one factory that are looked at."""


def callers_of(entries: Entries, factory: Function) -> tuple[list[Entry], list[Entry]]:
    """What calls a factory of the project: makers and modules, outermost first; and what may do more besides, which
    is run where nothing else calls it: start scripts, then functions that state what it needs."""
    sure: dict[Entry, None] = {}
    scripts: dict[Entry, None] = {}
    functions: dict[Entry, None] = {}
    needs = _needs_arguments(factory)
    pending = [(factory.module.file, _called_name(factory))]
    while pending and len(sure) + len(scripts) + len(functions) < _MOST:
        file, name = pending.pop(0)
        for user in entries.users_of(name, file):
            if user.function is factory.node or user in sure:
                continue
            if user.function is None:
                if any(_passes_arguments(statement, name) for statement in user.main or entries.body(user.file)):
                    (scripts if user.main else sure)[user] = None
            elif _gives(user.function, name):
                sure[user] = None
                pending.append((user.file, user.function.name))
            elif needs and _states_arguments(user.function, name):
                functions[user] = None
    return list(reversed(sure)), [*scripts, *functions]


def _needs_arguments(factory: Function) -> bool:
    """Whether a factory has parameters without a default, besides what a method works on."""
    signature = factory.node.args
    positional = len(signature.posonlyargs) + len(signature.args) - len(factory.defaults)
    required = sum(default is None for default in signature.kw_defaults)
    return positional - (factory.cell is not None) + required > 0


def _called_name(factory: Function) -> str:
    """The name by which a factory is called: the class's for what makes its objects."""
    if factory.name in ("__new__", "__init__"):
        return factory.qualname.split(".")[-2]
    return factory.name


def _gives(node: FunctionNode, name: str) -> bool:
    """Whether a function returns what a call of the name gave, as it is or wrapped."""
    made = {
        target.id
        for statement in ast.walk(node)
        if isinstance(statement, ast.Assign) and _calls(statement.value, name)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }

    def is_made(value: ast.expr | None) -> bool:
        return _calls(value, name) or (isinstance(value, ast.Name) and value.id in made)

    return any(
        is_made(value) or (isinstance(value, ast.Call) and any(map(is_made, value.args)))
        for statement in ast.walk(node)
        if isinstance(statement, ast.Return)
        for value in _parts(statement.value)
    )


def _parts(value: ast.expr | None) -> Iterator[ast.expr | None]:
    yield from value.elts if isinstance(value, ast.Tuple) else (value,)


def _calls(value: ast.AST | None, name: str) -> bool:
    if not isinstance(value, ast.Call):
        return False
    return (value.func.attr if isinstance(value.func, ast.Attribute) else getattr(value.func, "id", "")) == name


def _passes_arguments(node: ast.stmt, name: str) -> bool:
    """Whether a statement calls the name with any arguments: without them, it says nothing that is not known."""
    return any(
        _calls(call, name) and bool(call.args or call.keywords) for call in ast.walk(node) if isinstance(call, ast.Call)
    )


def _states_arguments(node: FunctionNode, name: str) -> bool:
    """Whether a function calls the name with arguments, none of which its own callers decide."""
    local = {inner.arg for inner in ast.walk(node.args) if isinstance(inner, ast.arg)}
    local |= {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)}
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and _calls(call, name):
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            used = {inner.id for value in given for inner in ast.walk(value) if isinstance(inner, ast.Name)}
            if given and used.isdisjoint(local):
                return True
    return False
