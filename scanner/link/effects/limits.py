"""Rate limits of a whole application: a limiter's defaults, its settings, a middleware that counts every request.

https://flask-limiter.readthedocs.io/en/stable/configuration.html https://slowapi.readthedocs.io/en/latest/
https://docs.djangoproject.com/en/stable/topics/http/middleware/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.expression import Expression, Literal, Member, Name, Sequence
from scanner.concepts.facts import Scope
from scanner.concepts.location import Location
from scanner.concepts.source import Role
from scanner.link.callgraph.graph import CallGraph
from scanner.link.effects.expressions import dotted
from scanner.link.effects.found import Found

_LIMITER = re.compile(r"(^|\.)Limiter$")
_DEFAULTS = frozenset({"default_limits", "application_limits"})
_SETTINGS = frozenset({"RATELIMIT_DEFAULT", "RATELIMIT_APPLICATION"})
_MIDDLEWARE = re.compile(r"(?i)rate_?limit|throttl|slowapi")


def application_limits(graph: CallGraph) -> tuple[Found, ...]:
    """Every place in the project's source that limits all requests of its application."""
    return tuple(
        Found(EffectKind.THROTTLES, Location(file, line), detail)
        for file, names in sorted(graph.resolver.names.items())
        if names.facts.role is Role.SOURCE
        for scope in names.facts.scopes
        for line, detail in (*_calls(scope), *_settings(scope))
    )


def _calls(scope: Scope) -> Iterator[tuple[int, str]]:
    """`Limiter(default_limits=[…])` and `add_middleware(RateLimitMiddleware)`."""
    for call in scope.calls:
        name = dotted(call.callee)
        if _LIMITER.search(name):
            if any(key in _DEFAULTS and not _nothing(value) for key, value in call.named):
                yield call.line, name
        elif name.endswith(".add_middleware") and call.arguments and _MIDDLEWARE.search(dotted(call.arguments[0])):
            yield call.line, dotted(call.arguments[0])


def _settings(scope: Scope) -> Iterator[tuple[int, str]]:
    """Flask-Limiter's configuration, and entries of Django's `MIDDLEWARE`."""
    for binding in scope.bindings:
        match binding.target, binding.value:
            case Name(id=name) | Member(name=name), value if name in _SETTINGS and not _nothing(value):
                yield binding.line, name
            case Name(id="MIDDLEWARE"), Sequence(items=items):
                for item in items:
                    if isinstance(item, Literal) and isinstance(item.value, str) and _MIDDLEWARE.search(item.value):
                        yield binding.line, item.value
            case _:
                continue


def _nothing(value: Expression) -> bool:
    """Whether no limit is given: `[]`, `None`, an empty text. What is not known may be one."""
    match value:
        case Sequence(items=items):
            return not items
        case Literal(value=given):
            return not given
        case _:
            return False
