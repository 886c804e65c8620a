"""Tokens that a login issued since the process began, and that end with it: sessions, kept by hand.

    sessions = set()

    def login(): ...
        sessions.add(secrets.token_urlsafe())

    def guard(authorization=Header(None)):
        if authorization not in sessions: ...

No program can be given such a token to keep, so what it opens is open to whoever logs in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.expression import Call, Expression, Item, Member, Name, Record, Sequence
from scanner.concepts.facts import Scope, ScopeKind
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined
from scanner.link.effects.expressions import dotted

_ASKED = re.compile(r"^(?:self\.|cls\.)?(?P<kept>\w+)\[\w+\]$")
"""How facts note a test of membership: `token in sessions` asks about `sessions[token]`."""
_MADE_EMPTY = frozenset({"set", "dict", "list", "defaultdict", "TTLCache"})
_PUTS = frozenset({"add", "append", "setdefault"})
_DRAWS = ("token_urlsafe", "token_hex", "token_bytes", "uuid4", "urandom")
"""https://docs.python.org/3/library/secrets.html#generating-tokens"""


def checks_issued_token(graph: CallGraph, guard: Defined) -> bool:
    """Whether a guard, or a function that it calls, looks for a token among those that a login of this process drew."""
    inner = (guard, *(edge.target for edge in graph.edges(guard)))
    return any(_issues(graph, one.file, kept, inner) for one in inner for kept in _containers(graph.scope(one)))


def _containers(scope: Scope) -> Iterator[str]:
    """Names of what is asked whether it holds something."""
    for test in scope.tests:
        if asked := _ASKED.match(test):
            yield asked["kept"]
    for call in scope.calls:
        match call.callee:
            case Member(base=base, name="get") if name := _name(base):
                yield name
            case _:
                pass


def _issues(graph: CallGraph, file: str, kept: str, guards: tuple[Defined, ...]) -> bool:
    """Whether the file begins with an empty container of this name, and other functions put what they draw into it."""
    scopes = graph.resolver.names[file].facts.scopes
    if not any(_name(one.target) == kept and _empty(one.value) for scope in scopes for one in scope.bindings):
        return False
    return any(
        scope.kind is ScopeKind.FUNCTION
        and (one := Defined(file, index)) not in guards
        and _puts(scope, kept)
        and any(map(_draws, (scope, *(graph.scope(edge.target) for edge in graph.edges(one)))))
        for index, scope in enumerate(scopes)
    )


def _puts(scope: Scope, kept: str) -> bool:
    stored = any(isinstance(one.target, Item) and _name(one.target.base) == kept for one in scope.bindings)
    return stored or any(
        isinstance(call.callee, Member) and call.callee.name in _PUTS and _name(call.callee.base) == kept
        for call in scope.calls
    )


def _draws(scope: Scope) -> bool:
    return any(dotted(call.callee).endswith(_DRAWS) for call in scope.calls)


def _name(expression: Expression) -> str:
    """The name of a variable, or of an attribute of the object at hand."""
    match expression:
        case Name(id=name) | Member(base=Name(id="self" | "cls"), name=name):
            return name
        case _:
            return ""


def _empty(value: Expression) -> bool:
    match value:
        case Record(fields=(), rest=()) | Sequence(items=()):
            return True
        case Call(callee=callee):
            return dotted(callee).rpartition(".")[2] in _MADE_EMPTY
        case _:
            return False
