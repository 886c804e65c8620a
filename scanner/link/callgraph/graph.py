"""Which functions a function runs: its calls, its decorators, its dependencies, the functions it hands on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from scanner.concepts.expression import Call, Expression, Item, Lambda, Literal, Member, Name, Sequence
from scanner.concepts.facts import FileFacts, Scope
from scanner.concepts.operation import CodeRef
from scanner.link.callgraph.annotations import assigned
from scanner.link.callgraph.resolver import Resolver
from scanner.link.callgraph.values import Defined, Instance, Library, Value

DEFERRED = frozenset({"delay", "apply_async", "send", "send_with_options", "enqueue", "defer", "si", "s", "kiq"})
"""Methods that queues put on a task function: calling one runs the function later.

https://docs.celeryq.dev/en/stable/userguide/calling.html https://dramatiq.io/guide.html
"""


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` runs from `line`. `before` tells a decorator or dependency: it runs first and may refuse.

    `call` is how a decorator was called: `@require(scopes=["read"])`.
    """

    target: Defined
    line: int
    before: bool = False
    call: Call | None = None


class CallGraph:
    """Edges between the project's functions, found on demand and remembered."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        self.resolver = Resolver(facts)
        self._edges: dict[Defined, tuple[Edge, ...]] = {}
        self._callees: dict[tuple[str, int, int], Value] = {}

    def scope(self, function: Defined | Instance) -> Scope:
        """The facts of a definition."""
        return self.resolver.names[function.file].facts.scopes[function.scope]

    def function(self, ref: CodeRef) -> Defined | None:
        """The definition that a code reference names: by qualified name, then by line."""
        names = self.resolver.names.get(ref.file)
        if names is None:
            return None
        for index in (names.by_qualname.get(ref.qualname.replace(".<locals>", "")), names.at_line(ref.line)):
            if index is not None:
                return Defined(ref.file, index)
        return None

    def callee(self, function: Defined, position: int) -> Value:
        """What the call at `position` of the function's calls calls."""
        key = (function.file, function.scope, position)
        if key not in self._callees:
            call = self.scope(function).calls[position]
            self._callees[key] = self.resolver.value(call.callee, function.file, function.scope)
        return self._callees[key]

    def edges(self, function: Defined) -> tuple[Edge, ...]:
        """What `function` may run, in source order, once a line."""
        if function not in self._edges:
            found = dict.fromkeys(edge for edge in self._targets(function) if edge.target != function)
            self._edges[function] = tuple(found)
        return self._edges[function]

    def decorators(self, function: Defined) -> Iterator[tuple[Expression, Value]]:
        """What stands before a function or class: each decorator's expression and what it is."""
        parent = self.scope(function).parent or 0
        for decorator in self.scope(function).decorators:
            callee = decorator.callee if isinstance(decorator, Call) else decorator
            yield decorator, self.resolver.value(callee, function.file, parent)

    def dependencies(self, function: Defined) -> Iterator[Value]:
        """What FastAPI resolves before the function: `Depends(x)` in defaults and annotations.

        https://fastapi.tiangolo.com/tutorial/dependencies/
        """
        scope = self.scope(function)
        parent = scope.parent or 0
        for formal in scope.parameters:
            if isinstance(formal.default, Call) and (made := self._depends(formal.default, function.file, parent)):
                yield made
            elif formal.annotation and "Depends" in formal.annotation:
                inside = formal.annotation.rpartition("Depends(")[2].rstrip(")]} ").partition(",")[0]
                yield self._named(inside.strip(), function.file, parent)
            elif formal.annotation.replace(".", "").isidentifier():
                yield from self._alias(formal.annotation, function.file, parent)

    def lenient(self, function: Defined) -> frozenset[str]:
        """Security schemes that the function takes and that let requests without credentials pass.

        `HTTPBearer(auto_error=False)`: https://fastapi.tiangolo.com/reference/security/
        """
        scope = self.scope(function)
        found = set()
        for formal in scope.parameters:
            asked: Expression | None = None
            if isinstance(formal.default, Call) and formal.default.arguments:
                asked = formal.default.arguments[0]
            elif "Depends(" in formal.annotation or "Security(" in formal.annotation:
                inside = re.split(r"(?:Depends|Security)\(", formal.annotation)[1].rstrip(")]} ").partition(",")[0]
                asked = Name(inside.strip())
            file = function.file
            if isinstance(asked, Name) and (held := assigned(self.resolver, asked.id, file, scope.parent or 0)):
                asked, file, _ = held
            if isinstance(asked, Call) and dict(asked.named).get("auto_error") == Literal(False):
                made = self.resolver.value(asked.callee, file, 0)
                found |= {made.name} if isinstance(made, Library) else set()
        return frozenset(found)

    def entered(self, value: Value) -> tuple[Defined, ...]:
        """The functions that run when `value` is called: a function itself, a class's `__init__` and `__call__`."""
        match value:
            case Instance():
                methods = [self.resolver.member(value, "__call__")]
            case Defined() if self.resolver.is_class(value):
                methods = [self.resolver.member(value, name) for name in ("__init__", "__call__")]
            case _:
                methods = [value]
        return tuple(one for one in methods if isinstance(one, Defined) and not self.resolver.is_class(one))

    def _targets(self, function: Defined) -> Iterator[Edge]:
        scope = self.scope(function)
        for position, call in enumerate(scope.calls):
            for target in self._called(call, self.callee(function, position), function):
                yield Edge(target, call.line)
            for argument in (*call.arguments, *(value for _, value in call.named)):
                for target in self._referred(argument, function):
                    yield Edge(target, call.line)
        for returned in scope.returns:
            for target in self._referred(returned, function):
                yield Edge(target, scope.line)
        for decorator, value in self.decorators(function):
            for target in self.entered(value):
                yield Edge(target, scope.line, before=True, call=decorator if isinstance(decorator, Call) else None)
        for value in self.dependencies(function):
            for target in self.entered(value):
                yield Edge(target, scope.line, before=True)

    def _called(self, call: Call, callee: Value, function: Defined) -> Iterator[Defined]:
        if isinstance(callee, Defined | Instance):
            yield from self.entered(callee)
        elif isinstance(call.callee, Member) and call.callee.name in DEFERRED:
            task = self.resolver.value(call.callee.base, function.file, function.scope)
            if isinstance(task, Defined) and not self.resolver.is_class(task):
                yield task

    def _referred(self, expression: Expression, function: Defined) -> Iterator[Defined]:
        """A function handed on as an argument or returned is taken to run."""
        match expression:
            case Lambda(scope=index):
                yield Defined(function.file, index)
            case Name() | Member():
                value = self.resolver.value(expression, function.file, function.scope)
                if isinstance(value, Defined) and not self.resolver.is_class(value):
                    yield value
            case _:
                return

    def _depends(self, call: Call, file: str, scope: int) -> Value | None:
        made = self.resolver.value(call.callee, file, scope)
        name = made.name if isinstance(made, Library) else ""
        if name.startswith("fastapi") and name.rpartition(".")[2] in ("Depends", "Security") and call.arguments:
            return self.resolver.value(call.arguments[0], file, scope)
        return None

    def _alias(self, annotation: str, file: str, scope: int) -> Iterator[Value]:
        """`CurrentUser = Annotated[User, Depends(get_current_user)]`: what the alias depends on."""
        match assigned(self.resolver, annotation, file, scope):
            case (Item(key=Sequence(items=items)), at, place):
                for item in items:
                    if isinstance(item, Call) and (made := self._depends(item, at, place)) is not None:
                        yield made
            case _:
                return

    def _named(self, dotted: str, file: str, scope: int) -> Value:
        head, *rest = dotted.split(".")
        found = self.resolver.name(head, file, scope)
        for part in rest:
            found = self.resolver.member(found, part)
        return found
