"""Hooks that run before every request of an application, where they accept a program's credentials or ask for CSRF.

Only what a hook adds for programs is taken: whom else it lets in, the handlers' own guards tell. A hook that looks at
the request's path treats operations differently in ways that are not decided here, and adds nothing.

https://flask.palletsprojects.com/en/stable/api/#flask.Flask.before_request
https://fastapi.tiangolo.com/tutorial/middleware/ https://docs.djangoproject.com/en/stable/topics/http/middleware/
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.expression import Call, Expression, Literal, Member, Name, Sequence
from scanner.concepts.facts import ScopeKind
from scanner.concepts.source import Role
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Library
from scanner.link.effects.direct import dotted
from scanner.link.effects.found import Found
from scanner.link.effects.summary import Summaries

_KINDS = frozenset(
    {
        EffectKind.CHECKS_TOKEN,
        EffectKind.CHECKS_BASIC,
        EffectKind.CHECKS_SIGNATURE,
        EffectKind.CSRF_ON,
        EffectKind.THROTTLES,
    }
)
_DECORATORS = frozenset({"before_request", "before_app_request", "middleware", "request_loader"})
_BY_PREFIX = (
    "request.path.startswith",
    "request.url.path.startswith",
    "request.endpoint.startswith",
    "path_info.startswith",
)
_METHODS = ("dispatch", "__call__", "process_request", "process_view", "__init__")


class Hooks:
    """The project's application-wide hooks, and what each adds."""

    def __init__(self, graph: CallGraph, summaries: Summaries) -> None:
        self._graph = graph
        self._summaries = summaries
        self.functions = frozenset(_hooks(graph))
        self._found: dict[Defined, tuple[Found, ...]] = {}

    def of(self, hook: Defined) -> tuple[Found, ...]:
        """What one hook adds for programs; nothing where it treats parts of the address space apart."""
        if hook not in self._found:
            apart = _looks_at_path(self._graph, hook)
            loads = _loads_users(self._graph, hook)
            self._found[hook] = tuple(
                one.guarded()
                for one in (() if apart else self._summaries.of(hook))
                if one.kind in _KINDS and (one.guarding or not loads)
            )
        return self._found[hook]

    def all(self) -> tuple[Found, ...]:
        """What all of them add."""
        return tuple(
            one for hook in sorted(self.functions, key=lambda one: (one.file, one.scope)) for one in self.of(hook)
        )


def _hooks(graph: CallGraph) -> Iterator[Defined]:
    for file, names in graph.resolver.names.items():
        if names.facts.role is not Role.SOURCE:
            continue
        for index, scope in enumerate(names.facts.scopes):
            if scope.kind is ScopeKind.FUNCTION and any(
                _is_hook(one, file, scope.parent or 0, graph) for one in scope.decorators
            ):
                yield Defined(file, index)
            for call in scope.calls:
                if isinstance(call.callee, Member) and call.callee.name == "add_middleware" and call.arguments:
                    yield from _methods(graph, call.arguments[0], file, index)
        for binding in names.facts.scopes[0].bindings if names.facts.scopes else ():
            if (
                isinstance(binding.target, Name)
                and binding.target.id == "MIDDLEWARE"
                and isinstance(binding.value, Sequence)
            ):
                for item in binding.value.items:
                    if isinstance(item, Literal) and isinstance(item.value, str):
                        yield from _methods_of(graph, graph.resolver.dotted(item.value, file))


def _loads_users(graph: CallGraph, hook: Defined) -> bool:
    """A Flask-Login request loader: one more way for a person to log in, unless it looks up a stored token.

    https://flask-login.readthedocs.io/en/latest/#custom-login-using-request-loader
    """
    return any(isinstance(one, Member) and one.name == "request_loader" for one in graph.scope(hook).decorators)


def _is_hook(decorator: Expression, file: str, scope: int, graph: CallGraph) -> bool:
    callee = decorator.callee if isinstance(decorator, Call) else decorator
    if not isinstance(callee, Member) or callee.name not in _DECORATORS:
        return False
    owner = graph.resolver.value(callee.base, file, scope)
    # a blueprint's own `before_request` stands before that blueprint alone
    return not (callee.name == "before_request" and isinstance(owner, Library) and owner.name.endswith("Blueprint"))


def _methods(graph: CallGraph, expression: Expression, file: str, scope: int) -> Iterator[Defined]:
    yield from _methods_of(graph, graph.resolver.value(expression, file, scope))


def _methods_of(graph: CallGraph, value: object) -> Iterator[Defined]:
    if not isinstance(value, Defined):
        return
    if not graph.resolver.is_class(value):
        yield value
        return
    for name in _METHODS:
        method = graph.resolver.member(value, name)
        if isinstance(method, Defined):
            yield method


def _looks_at_path(graph: CallGraph, hook: Defined) -> bool:
    """Whether whole parts of the address space are treated apart (`request.path.startswith("/api")`)."""
    scope = graph.scope(hook)
    return any(dotted(call.callee).endswith(_BY_PREFIX) for call in scope.calls) or any(
        guard.path.startswith("request.path") or guard.path.startswith("request.url") for guard in scope.guards
    )
