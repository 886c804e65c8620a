"""Django REST framework's settings: what stands before views that state nothing themselves.

https://www.django-rest-framework.org/api-guide/settings/#api-policy-settings
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scanner.concepts.effects import BY_DEFAULT, EffectKind
from scanner.concepts.expression import Expression, Item, Literal, Name, Record, Sequence
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.source import Role
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Library, Value
from scanner.link.effects.found import Found
from scanner.link.effects.handlers import Handlers

_OWN = (Role.SOURCE, Role.GENERATED)
_SETTING = "REST_FRAMEWORK"
_AUTHENTICATION = "DEFAULT_AUTHENTICATION_CLASSES"
_STATED = "authentication_classes"
POLICIES = {
    _AUTHENTICATION: _STATED,
    "DEFAULT_PERMISSION_CLASSES": "permission_classes",
    "DEFAULT_THROTTLE_CLASSES": "throttle_classes",
}
_DECORATORS = "rest_framework.decorators."
REST_VIEW = _DECORATORS + "api_view"
_ASKED = frozenset({EffectKind.REQUIRES_LOGIN, EffectKind.REQUIRES_PERMISSION})
_HOW = frozenset({EffectKind.CHECKS_SESSION, EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_BASIC})


class RestDefaults:
    """What settings say of views that state nothing, and what the library does where settings are silent too."""

    def __init__(self, graph: CallGraph, handlers: Handlers) -> None:
        self._graph = graph
        self._handlers = handlers
        self.policies = tuple(_policies(graph))
        """(the class attribute that it stands for, the class, where it is set)."""
        names = graph.resolver.names.values()
        self._set = any(_sets_authentication(one.facts) for one in names if one.facts.role in _OWN)

    def login(self, operation: Operation, found: Iterable[Found]) -> Iterator[Found]:
        """HTTP Basic beside the session, where neither the view nor the settings say how people log in.

        `found`: what is known to stand before it. Where every permission lets everybody in, no credentials are asked.
        """
        decorators = {
            value.name
            for entry in self._handlers.entries(operation)
            for _, value in self._graph.decorators(entry)
            if isinstance(value, Library)
        }
        if self._set or not (is_rest(self._handlers.bases(operation)) or REST_VIEW in decorators):
            return
        # `request.user` is whoever any authentication class accepted: it tells nothing of how
        kinds = {one.kind for one in found if "request.user" not in one.detail}
        stated = _DECORATORS + _STATED in decorators or any(map(self._states, self._handlers.classes(operation)))
        if kinds & _ASKED and not kinds & _HOW and not stated:
            yield Found(EffectKind.CHECKS_BASIC, self._handlers.place(operation), BY_DEFAULT)

    def _states(self, owner: Defined) -> bool:
        names = [one.target.id for one in self._graph.scope(owner).bindings if isinstance(one.target, Name)]
        return _STATED in names or isinstance(self._graph.resolver.member(owner, "get_authenticators"), Defined)


def is_rest(bases: Iterable[str]) -> bool:
    """Whether a handler is one of REST framework's, by its library bases."""
    return any(base.startswith("rest_framework.") for base in bases)


def _policies(graph: CallGraph) -> Iterator[tuple[str, Value, Location]]:
    """`REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": […]}` in the project's settings."""
    for file, names in sorted(graph.resolver.names.items()):
        if names.facts.role not in _OWN or not names.facts.scopes:
            continue
        for binding in names.facts.scopes[0].bindings:
            match binding.target, binding.value:
                case Name(id=name), Record(fields=fields) if name == _SETTING:
                    for key, value in fields:
                        for item in members(value) if key in POLICIES else ():
                            if isinstance(item, Literal) and isinstance(item.value, str):
                                guard = graph.resolver.dotted(item.value, file)
                                yield POLICIES[key], guard, Location(file, binding.line)
                case _:
                    continue


def _sets_authentication(facts: FileFacts) -> bool:
    """Whether a file sets the default, or sets what cannot be seen through: a dict spread or computed elsewhere."""
    for binding in (one for scope in facts.scopes for one in scope.bindings):
        match binding.target:
            case Name(id=name) if name == _SETTING:
                value = binding.value
                if (
                    not isinstance(value, Record)
                    or value.rest
                    or any(key == _AUTHENTICATION for key, _ in value.fields)
                ):
                    return True
            case Item(base=Name(id=name), key=Literal(value=key)) if name == _SETTING and key == _AUTHENTICATION:
                return True
            case _:
                continue
    return False


def members(value: Expression) -> tuple[Expression, ...]:
    """The members of a list, or the single value."""
    return value.items if isinstance(value, Sequence) else (value,)
