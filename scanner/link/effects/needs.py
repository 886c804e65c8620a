"""What has to be true for a line to be reached: parameters that it stands under a test of.

`def require(scopes=None)` with `if scopes: self.acquire_token(scopes)` inside lets tokens in where a route gives
scopes: the argument that a decorator is called with decides who is let in.
"""

from __future__ import annotations

from scanner.concepts.expression import Call, Expression, Literal, Record, Sequence
from scanner.concepts.facts import ScopeKind
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined
from scanner.link.effects.found import Found


def needed(graph: CallGraph, function: Defined, line: int) -> frozenset[tuple[Defined, str]]:
    """Parameters of `function`, or of the functions around it, that are tested for truth above `line`."""
    tested = {
        guard.path
        for guard in graph.scope(function).guards
        if guard.first <= line <= guard.last and guard.path.isidentifier() and not guard.values and not guard.negated
    }
    found: set[tuple[Defined, str]] = set()
    scopes = graph.resolver.names[function.file].facts.scopes
    at: int | None = function.scope
    while tested and at is not None and scopes[at].kind is ScopeKind.FUNCTION:
        own = tested & {formal.name for formal in scopes[at].parameters}
        found |= {(Defined(function.file, at), name) for name in own}
        tested -= own | {binding.target.id for binding in scopes[at].bindings if hasattr(binding.target, "id")}
        at = scopes[at].parent
    return frozenset(found)


def given(graph: CallGraph, found: Found, function: Defined, call: Call | None) -> bool:
    """Whether a call of `function` gives what `found` needs of it; not so only where that is seen to be missing."""
    if call is None:
        return True
    return not any(owner == function and _empty(_argument(graph, function, call, name)) for owner, name in found.needs)


def _argument(graph: CallGraph, function: Defined, call: Call, name: str) -> Expression | None:
    named = dict(call.named)
    if name in named:
        return named[name]
    formals = graph.scope(function).parameters
    positional = [one for one in formals if one.kind == "plain"]
    if positional and positional[0].name in ("self", "cls"):
        positional = positional[1:]
    for formal, argument in zip(positional, call.arguments, strict=False):
        if formal.name == name:
            return argument
    return next((one.default for one in formals if one.name == name), None)


def _empty(value: Expression | None) -> bool:
    match value:
        case None | Literal(value=None | False | "" | 0):
            return True
        case Sequence(items=()) | Record(fields=(), rest=()):
            return True
        case _:
            return False
