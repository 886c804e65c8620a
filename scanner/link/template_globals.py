"""Template globals: what every template of the project may name, as Python code registers it.

Flask: https://flask.palletsprojects.com/en/stable/templating/#context-processors and `jinja_env.globals`. Django:
https://docs.djangoproject.com/en/stable/ref/templates/api/#writing-your-own-context-processors
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Item, Lambda, Literal, Member, Name, Record
from scanner.concepts.facts import Scope, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.link import values as v
from scanner.link.index import last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_GLOBALS = frozenset(
    {
        "template_global", "app_template_global", "add_template_global", "add_app_template_global",
        "contextfunction",
    }
)  # fmt: skip
_HELPERS = {
    "simple_tag": "tag", "filter": "filter", "template_filter": "filter", "app_template_filter": "filter",
    "add_template_filter": "filter", "add_app_template_filter": "filter",
}  # fmt: skip
"""What registers a function as a tag or a filter, as a decorator or with the function as its argument."""
_OWN_SYNTAX = "tag"
"""What registers a function that compiles a tag: `@register.tag`, `register.tag("name", function)`.

https://docs.djangoproject.com/en/stable/howto/custom-template-tags/#writing-the-compilation-function
"""
_URL_COMPILERS = frozenset({"django.template.defaulttags.url", "django.templatetags.future.url"})
_URL_TAG = Name("tag:url")
_ENVIRONMENTS = {"filters": "filter:", "globals": ""}
"""Tables of Jinja's environment, with what their keys are called in templates."""
_PROCESSORS = frozenset({"context_processor", "app_context_processor"})


def template_globals(flow: Flow) -> Mapping[str, tuple[v.Deferred, ...]]:
    """Expressions by the name under which templates know them; filters are `filter:NAME`, tags `tag:NAME`."""
    found: dict[str, list[v.Deferred]] = defaultdict(list)
    for path, facts in flow.facts.items():
        if facts.language is not Language.PYTHON or facts.role is not Role.SOURCE:
            continue
        for number, scope in enumerate(facts.scopes):
            place = v.Place(v.ScopeRef(path, number))
            for name, value, line in _registered(scope):
                found[name].append(v.Deferred(value, replace(place, line=line)))
            if scope.kind is not ScopeKind.FUNCTION:
                continue
            outer = v.Place(v.ScopeRef(path, scope.parent or 0))
            for name in _declared(scope):
                found[name].append(v.Deferred(Lambda(number), outer))
            for name in _compiled(scope):
                if _wraps_url(flow, scope, place):
                    found[name].append(v.Deferred(_URL_TAG, outer))
            if _processes(scope):
                for result in scope.returns:
                    for name, value in _returned(scope, result):
                        found[name].append(v.Deferred(value, place))
    return {name: tuple(items[:4]) for name, items in found.items()}


def _registered(scope: Scope) -> Iterator[tuple[str, Expression, int]]:
    """What statements register: `env.globals["x"] = …`, `env.filters.update(x=…)`, `register.filter("x", f)`."""
    for binding in scope.bindings:
        match binding.target:
            case Item(Member(_, "globals" | "filters" as table), Literal(str(name))):
                yield _ENVIRONMENTS[table] + name, binding.value, binding.line
            case _:
                pass
    for call in scope.calls:
        match call.callee:
            case Member(Member(_, "globals" | "filters" as table), "update"):
                yield from ((_ENVIRONMENTS[table] + name, value, call.line) for name, value in _named(call))
            case Member(_, registrar) if registrar in _HELPERS or registrar in _GLOBALS:
                yield from _given_function(call, registrar)
            case _:
                pass


def _given_function(call: Call, registrar: str) -> Iterator[tuple[str, Expression, int]]:
    """`register.filter("x", f)`, `app.add_template_filter(f, "x")`, `register.simple_tag(f)`."""
    functions = [item for item in call.arguments if isinstance(item, Name | Member)]
    names = [
        *(item for item in call.arguments if isinstance(item, Literal)),
        *(x for key, x in call.named if key == "name"),
    ]
    for function in functions[:1]:
        stated = next((str(item.value) for item in names if isinstance(item, Literal)), last_name(function))
        yield _prefix(registrar) + stated, function, call.line


def _declared(scope: Scope) -> Iterator[str]:
    """The names that a function's decorators give it: `@app.template_filter("x")`, `@register.simple_tag`."""
    for decorator in scope.decorators:
        callee = decorator.callee if isinstance(decorator, Call) else decorator
        registrar = last_name(callee) if isinstance(callee, Name | Member) else ""
        if registrar in _HELPERS or registrar in _GLOBALS:
            stated = (*decorator.arguments[:1], *dict(decorator.named).values()) if isinstance(decorator, Call) else ()
            texts = [item.value for item in stated if isinstance(item, Literal) and isinstance(item.value, str)]
            yield _prefix(registrar) + (texts[0] if texts else scope.name)


def _compiled(scope: Scope) -> Iterator[str]:
    """The tags that a function compiles."""
    for decorator in scope.decorators:
        callee = decorator.callee if isinstance(decorator, Call) else decorator
        if isinstance(callee, Member) and callee.name == _OWN_SYNTAX:
            stated = (*decorator.arguments[:1], *dict(decorator.named).values()) if isinstance(decorator, Call) else ()
            texts = [item.value for item in stated if isinstance(item, Literal) and isinstance(item.value, str)]
            yield f"{_OWN_SYNTAX}:{texts[0] if texts else scope.name}"


def _wraps_url(flow: Flow, scope: Scope, place: v.Place) -> bool:
    """Whether a tag's compilation hands its arguments on to Django's own `{% url %}`, whose syntax it has then."""
    return any(
        isinstance(value, v.Library) and value.path in _URL_COMPILERS
        for call in scope.calls
        if isinstance(call.callee, Name | Member)
        for value in flow.ask(call.callee, replace(place, line=call.line))
    )


def _prefix(registrar: str) -> str:
    kind = _HELPERS.get(registrar, "")
    return f"{kind}:" if kind else ""


def _returned(scope: Scope, result: Expression) -> tuple[tuple[str, Expression], ...]:
    """The fields of the record that a context processor returns, written there or filled before."""
    if not isinstance(result, Name):
        return _fields(result)
    found: list[tuple[str, Expression]] = []
    for binding in scope.bindings:
        match binding.target:
            case Name(name) if name == result.id:
                found += _fields(binding.value)
            case Item(Name(name), Literal(str(key))) if name == result.id:
                found.append((key, binding.value))
            case _:
                pass
    return tuple(found)


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
