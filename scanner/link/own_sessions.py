"""Sessions of the project's own: classes that inherit from an HTTP client's, and what they make of an address.

`class Service(requests.Session)` may put its base address before every path in `request`, which the client's other
methods call; `class Service(httpx.Client)` may hand it to the client's constructor.

https://requests.readthedocs.io/en/latest/api/#requests.Session.request ·
https://www.python-httpx.org/api/#client
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Literal, Member, Name
from scanner.concepts.text import Text
from scanner.link import members
from scanner.link import values as v
from scanner.link.python_tables import HTTP_CLIENTS
from scanner.link.requests import argument

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_ANCESTORS = 12


@dataclass(frozen=True, slots=True)
class OwnSession:
    """An instance of a class that is an HTTP client by inheritance."""

    instance: v.Instance
    library: str
    """The client that it is: `requests.Session()`."""

    def addresses(self, flow: Flow, call: Call, target: Expression, place: v.Place) -> tuple[v.String, ...]:
        """What the session asks for where `call` gives it `target`, by its own `request` or its base address."""
        method = getattr(call.callee, "name", "").upper()
        for value in members.member(flow, self.instance, "request", place):
            if isinstance(value, v.Function):
                asked = Call(call.callee, (Literal(method), target), call.named, call.line, call.column)
                bound = {**place.bound, value.scope: v.Arguments(asked, place)}
                for inner in _of_super(flow, value.scope, "request"):
                    url = argument(inner, 1, "url")
                    if url is not None:
                        return flow.ask_texts(url, v.Place(value.scope, inner.line, bound, self.instance))
        found = flow.ask_texts(target, place)
        return tuple(_under(base, text) for base in self._bases(flow) for text in found) or found

    def _bases(self, flow: Flow) -> tuple[Text, ...]:
        for value in members.member(flow, self.instance, "__init__", v.Place(self.instance.cls.scope)):
            if not isinstance(value, v.Function):
                continue
            given = self.instance.arguments
            bound = {value.scope: given} if given is not None else {}
            for inner in _of_super(flow, value.scope, "__init__"):
                base = argument(inner, 99, "base_url")
                if base is not None:
                    texts = flow.ask_texts(base, v.Place(value.scope, inner.line, bound, self.instance))
                    return tuple(text.text for text in texts)
        return ()


def own_session(flow: Flow, callee: Expression, place: v.Place) -> OwnSession | None:
    """The session whose method a call is, if it is one of the project's own and leaves that method to the library."""
    if not isinstance(callee, Member):
        return None
    for value in flow.ask(callee.base, place):
        if not isinstance(value, v.Instance):
            continue
        library = _library(flow, value.cls)
        if library and not any(
            isinstance(found, v.Function) for found in members.member(flow, value, callee.name, place)
        ):
            return OwnSession(value, library)
    return None


def _library(flow: Flow, cls: v.Class) -> str:
    """The HTTP client that a class inherits from; empty where it inherits from none."""
    pending: list[v.Value] = [cls]
    for _ in range(_ANCESTORS):
        match pending.pop() if pending else None:
            case v.Library(path) if f"{path}()" in HTTP_CLIENTS:
                return f"{path}()"
            case v.Class(ref):
                scope = flow.index.scope(ref)
                outer = v.Place(v.ScopeRef(ref.file, scope.parent or 0), scope.line)
                pending += (value for base in scope.bases for value in flow.ask(base, outer))
            case _:
                pass
    return ""


def _of_super(flow: Flow, method: v.ScopeRef, name: str) -> tuple[Call, ...]:
    """The calls of the library's own method inside the one that stands in for it."""
    found = []
    for call in flow.index.scope(method).calls:
        match call.callee:
            case Member(Call(Name("super")), called) if called == name:
                found.append(call)
            case _:
                pass
    return tuple(found)


def _under(base: Text, url: v.String) -> v.String:
    if url.text.head.startswith(("http://", "https://")):
        return url
    between = "" if url.text.head.startswith("/") or str(base).endswith("/") else "/"
    return v.String(Text.of(base, between, url.text), url.at)
