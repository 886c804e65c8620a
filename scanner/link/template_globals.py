"""Template globals: what every template of the project may name, as Python code registers it.

Flask: https://flask.palletsprojects.com/en/stable/templating/#context-processors and `jinja_env.globals`. Django:
https://docs.djangoproject.com/en/stable/ref/templates/api/#writing-your-own-context-processors
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Item, Lambda, Literal, Member, Name, Record
from scanner.concepts.facts import Scope, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.link import values as v
from scanner.link.index import dotted, last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_REGISTERING = frozenset({"template_global", "app_template_global", "simple_tag", "contextfunction"})
_PROCESSORS = frozenset({"context_processor", "app_context_processor"})


def template_globals(flow: Flow) -> Mapping[str, tuple[v.Deferred, ...]]:
    """Expressions by the name under which templates know them."""
    found: dict[str, list[v.Deferred]] = defaultdict(list)
    for path, facts in flow.facts.items():
        if facts.language is not Language.PYTHON or facts.role is not Role.SOURCE:
            continue
        for number, scope in enumerate(facts.scopes):
            ref = v.ScopeRef(path, number)
            for call in scope.calls:
                if dotted(call.callee).endswith(("globals.update", "jinja_env.globals.update")):
                    for name, value in _named(call):
                        found[name].append(v.Deferred(value, v.Place(ref, call.line)))
            for binding in scope.bindings:
                match binding.target:
                    case Item(Member(_, "globals"), Literal(str(name))):
                        found[name].append(v.Deferred(binding.value, v.Place(ref, binding.line)))
                    case _:
                        pass
            if scope.kind is ScopeKind.FUNCTION and _decorated(scope, _REGISTERING):
                outer = v.Place(v.ScopeRef(path, scope.parent or 0))
                found[scope.name].append(v.Deferred(Lambda(number), outer))
                found[f"tag:{scope.name}"].append(v.Deferred(Call(Lambda(number), line=scope.line), outer))
            if scope.kind is ScopeKind.FUNCTION and _processes(scope):
                for result in scope.returns:
                    for name, value in _fields(result):
                        found[name].append(v.Deferred(value, v.Place(ref)))
    return {name: tuple(items[:4]) for name, items in found.items()}


def _named(call: Call) -> tuple[tuple[str, Expression], ...]:
    return (*call.named, *(field for item in call.arguments for field in _fields(item)))


def _fields(expression: Expression) -> tuple[tuple[str, Expression], ...]:
    if isinstance(expression, Record):
        return expression.fields
    if isinstance(expression, Call) and last_name(expression.callee) == "dict":
        return expression.named
    return ()


def _decorated(scope: Scope, names: frozenset[str]) -> bool:
    for decorator in scope.decorators:
        callee = decorator.callee if isinstance(decorator, Call) else decorator
        if isinstance(callee, Name | Member) and last_name(callee) in names:
            return True
    return False


def _processes(scope: Scope) -> bool:
    """Flask's decorated context processors; Django's are plain functions of one request in a module of that name."""
    if _decorated(scope, _PROCESSORS):
        return True
    return "context_processor" in scope.qualname.lower() or scope.name.endswith("_processor")
