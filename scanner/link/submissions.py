"""Submissions: forms without an address that a script sends in its own way, so that the page is not asked for.

A handler of `submit` keeps the browser from sending the form (`preventDefault()`, `return false` in jQuery); or a
script gives the form its address before it sends it.

https://developer.mozilla.org/docs/Web/API/HTMLFormElement/submit_event · https://api.jquery.com/submit/
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Lambda, Literal, Name
from scanner.concepts.facts import Request
from scanner.concepts.source import Language, Role
from scanner.link import values as v
from scanner.link.elements import element
from scanner.link.handlers import LISTENERS
from scanner.link.index import SCRIPTS, last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MOST = 400


class Submissions:
    """Forms that a project's scripts send."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def by_script(self, template: str, request: Request) -> bool:
        """Whether a script of the page sends a form in its own way."""
        return any(
            _selects(one, request) and (file == template or template in self._flow.context.beside(file))
            for file, one in self._elements
        )

    @cached_property
    def _elements(self) -> tuple[tuple[str, v.Element], ...]:
        return tuple(self._find())

    def _find(self) -> Iterator[tuple[str, v.Element]]:
        flow = self._flow
        for path, facts in sorted(flow.facts.items()):
            if facts.role not in (Role.SOURCE, Role.GENERATED):
                continue
            if facts.language not in SCRIPTS and facts.language is not Language.MARKUP:
                continue
            for number, scope in enumerate(facts.scopes):
                for call in scope.calls:
                    if last_name(call.callee) in LISTENERS and (handler := _handler(call)) is not None:
                        place = v.Place(v.ScopeRef(path, number), call.line)
                        if self._prevents(handler, place):
                            yield from ((path, one) for one in self._listening(call, place))
        for path, item in flow.index.assigned.get("action", ())[:_MOST]:
            for value in flow.ask(item.base, v.Place(v.ScopeRef(path, item.scope), item.binding.line)):
                if isinstance(value, v.Element):
                    yield path, value

    def _listening(self, call: Call, place: v.Place) -> Iterator[v.Element]:
        """The elements that a call listens to; a delegated listener names them by a selector."""
        if len(call.arguments) > 2 and isinstance(call.arguments[1], Literal):
            yield element(str(call.arguments[1].value))
            return
        base = getattr(call.callee, "base", None)
        for value in self._flow.ask(base, place) if base is not None else ():
            if isinstance(value, v.Element):
                yield value

    def _prevents(self, handler: Expression, place: v.Place) -> bool:
        index = self._flow.index
        for value in self._flow.ask(handler, place):
            if not isinstance(value, v.Function):
                continue
            scope = index.scope(value.scope)
            called = {last_name(call.callee) for call in scope.calls}
            if "preventDefault" in called or Literal(False) in scope.returns:
                return True
        return False


def _handler(call: Call) -> Expression | None:
    """The function that a call registers for `submit`; None where it registers none."""
    if not call.arguments or not isinstance(call.arguments[-1], Lambda | Name):
        event_first = len(call.arguments) > 1 and isinstance(call.arguments[1], Lambda | Name)
        return call.arguments[1] if event_first and call.arguments[0] == Literal("submit") else None
    named = last_name(call.callee) == "submit" or call.arguments[0] == Literal("submit")
    return call.arguments[-1] if named else None


def _selects(one: v.Element, request: Request) -> bool:
    """Whether a selected element is the form that a request states."""
    if one.id:
        return one.id == request.id
    if one.classes:
        return set(one.classes) <= set(request.classes)
    return one.tag == "form" and not one.attribute
