"""Where a visitor comes back from another system: it adds the state that was sent along, and a code.

https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2 https://www.rfc-editor.org/rfc/rfc5849#section-2.2 (OAuth 1.0a)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.expression import Expression, Item, Literal
from scanner.concepts.facts import Scope
from scanner.link.effects.expressions import dotted

_QUERIES = ("request.GET", "request.args", "request.query_params", "request.values", "request.params")
_EXCHANGE = re.compile(r"(?i)exchange|fetch_(access_)?token|authorize_access_token|get_(access_)?token|obtain_token")
_SESSIONS = ("session", "request.session", "flask.session")


def returning_line(scope: Scope) -> int:
    """The line that reads what a provider sends back; 0 where none does.

    `state` alone may be any filter: it counts beside a `code`, or where the visitor's session is asked as well. A
    `code` alone may be anything: it counts where it is traded for a token.
    """
    keys = dict(_keys(scope))
    if "oauth_verifier" in keys:
        return keys["oauth_verifier"]
    if "state" not in keys:
        # without a state, trading the code for a token shows what the code is
        trades = any(_EXCHANGE.search(dotted(call.callee).rpartition(".")[2]) for call in scope.calls)
        return keys["code"] if "code" in keys and trades else 0
    formals = {formal.name for formal in scope.parameters}
    beside = "code" in keys or "code" in formals
    return keys["state"] if beside or _asks_session(scope) else 0


def _keys(scope: Scope) -> Iterator[tuple[str, int]]:
    """Query parameters that the function reads, each with its line."""
    for call in scope.calls:
        if dotted(call.callee) in {f"{query}.get" for query in _QUERIES} and call.arguments:
            key = call.arguments[0]
            if isinstance(key, Literal) and isinstance(key.value, str):
                yield key.value, call.line
    for read in scope.reads:
        for query in _QUERIES:
            if read.path.startswith(f'{query}["'):
                yield read.path[len(query) + 2 : -2], read.line
    formals = [formal.name for formal in scope.parameters]
    if "state" in formals and "code" in formals:
        yield "state", scope.line


def _asks_session(scope: Scope) -> bool:
    read = any(one.path.split("[")[0] in _SESSIONS for one in scope.reads)
    called = any(dotted(call.callee).rpartition(".")[0] in _SESSIONS for call in scope.calls)
    bound = any(_is_session(binding.value) for binding in scope.bindings)
    return read or called or bound


def _is_session(value: Expression) -> bool:
    return isinstance(value, Item) and dotted(value.base) in _SESSIONS
