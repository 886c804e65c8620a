"""Hooks that run before every request of an application, where they accept a program's credentials or ask for CSRF.

Only what a hook adds for programs is taken: whom else it lets in, the handlers' own guards tell. A hook that looks at
the request's path treats operations differently in ways that are not decided here, and adds nothing.

https://flask.palletsprojects.com/en/stable/api/#flask.Flask.before_request
https://fastapi.tiangolo.com/tutorial/middleware/ https://docs.djangoproject.com/en/stable/topics/http/middleware/
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.expression import Call, Literal, Member, Name, Sequence
from scanner.concepts.facts import Binding, ScopeKind
from scanner.concepts.source import Role
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Library, Value
from scanner.link.effects.expressions import dotted
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
_LOADER = "request_loader"
_REGISTERING = frozenset({"before_request", "before_app_request", "middleware", _LOADER})
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
        # True for Flask-Login's request loaders: one more way for a person to log in, unless it looks up a stored
        # token (https://flask-login.readthedocs.io/en/latest/#custom-login-using-request-loader)
        self._loaders: dict[Defined, bool] = {}
        for hook, loads in _hooks(graph):
            self._loaders[hook] = self._loaders.get(hook, True) and loads
        self.functions = frozenset(self._loaders)
        self._found: dict[Defined, tuple[Found, ...]] = {}

    def of(self, hook: Defined) -> tuple[Found, ...]:
        """What one hook adds for programs; nothing where it treats parts of the address space apart."""
        if hook not in self._found:
            seen = () if _looks_at_path(self._graph, hook) else self._summaries.of(hook)
            self._found[hook] = tuple(
                one.guarded() for one in seen if one.kind in _KINDS and (one.guarding or not self._loaders[hook])
            )
        return self._found[hook]

    def all(self) -> tuple[Found, ...]:
        """What those add that run before every request."""
        return self._of_each(loading=False)

    def loading(self) -> tuple[Found, ...]:
        """What request loaders add, where a login is asked for: they run only then."""
        return self._of_each(loading=True)

    def _of_each(self, *, loading: bool) -> tuple[Found, ...]:
        ordered = sorted(self.functions, key=lambda one: (one.file, one.scope))
        return tuple(one for hook in ordered if self._loaders[hook] is loading for one in self.of(hook))


def _hooks(graph: CallGraph) -> Iterator[tuple[Defined, bool]]:
    """Each hook, and whether it is a request loader."""
    for file, names in graph.resolver.names.items():
        if names.facts.role is not Role.SOURCE:
            continue
        for index, scope in enumerate(names.facts.scopes):
            for decorator in scope.decorators if scope.kind is ScopeKind.FUNCTION else ():
                callee = decorator.callee if isinstance(decorator, Call) else decorator
                if isinstance(callee, Member) and _registers(callee, file, scope.parent or 0, graph):
                    yield Defined(file, index), callee.name == _LOADER
            for call in scope.calls:
                match call:
                    case Call(callee=Member() as callee, arguments=(first, *_)) if (
                        callee.name == "add_middleware" or _registers(callee, file, index, graph)
                    ):
                        for hook in _functions(graph, graph.resolver.value(first, file, index)):
                            yield hook, callee.name == _LOADER
        for binding in names.facts.scopes[0].bindings if names.facts.scopes else ():
            match binding:
                case Binding(target=Name(id="MIDDLEWARE"), value=Sequence(items=items)):
                    for item in items:
                        if isinstance(item, Literal) and isinstance(item.value, str):
                            for hook in _functions(graph, graph.resolver.dotted(item.value, file)):
                                yield hook, False
                case _:
                    continue


def _registers(callee: Member, file: str, scope: int, graph: CallGraph) -> bool:
    """`app.before_request`, as a decorator or called with the function; a blueprint's stands before it alone."""
    if callee.name not in _REGISTERING:
        return False
    owner = graph.resolver.value(callee.base, file, scope)
    return not (callee.name == "before_request" and isinstance(owner, Library) and owner.name.endswith("Blueprint"))


def _functions(graph: CallGraph, value: Value) -> Iterator[Defined]:
    """A hook function itself, or the methods of a middleware class that run for a request."""
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
