"""Views that tests call as functions, with a request made for them: `views.Profile.as_view()(factory.get(""), "ann")`.

https://docs.djangoproject.com/en/stable/topics/testing/advanced/#django.test.RequestFactory
https://www.django-rest-framework.org/api-guide/testing/#apirequestfactory
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scanner.concepts.callsite import Body, CallKind, MatchGrade
from scanner.concepts.expression import Call, Expression, Literal, Member, Name, Record
from scanner.concepts.facts import FileFacts
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import values as v
from scanner.link.asserts import asserted
from scanner.link.index import last_name
from scanner.link.matching import accepting
from scanner.link.outcomes import Target
from scanner.link.python_tables import VERBS
from scanner.link.requests import Seen, method_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options"})


class ViewCalls:
    """Collects the calls of tests that run a handler without an address."""

    def __init__(self, flow: Flow, operations: Sequence[Operation]) -> None:
        self._flow = flow
        self._by_place: dict[tuple[str, int], list[Operation]] = defaultdict(list)
        self._by_code: dict[tuple[str, str], list[Operation]] = defaultdict(list)
        for operation in operations:
            handler = operation.handler
            if handler.file:
                self._by_place[(handler.file, handler.line)].append(operation)
            for code in handler.runs[:1]:
                self._by_code[(code.file, code.qualname)].append(operation)
        self._names = (
            frozenset(
                {item.handler.name.rpartition(".")[2] for item in operations}
                | {qualname.rpartition(".")[2] for _, qualname in self._by_code}
            )
            - _METHODS
        )

    def collect(self) -> Iterator[tuple[Seen, Target]]:
        """Each call with the operations that it runs, in order of file."""
        files = (
            path
            for path, facts in sorted(self._flow.facts.items())
            if facts.language is Language.PYTHON and facts.role is Role.TEST
        )
        return self._flow.mishaps.each(files, lambda path: Location(path, 1), self._of_file)

    def _of_file(self, path: str) -> Iterator[tuple[Seen, Target]]:
        facts = self._flow.facts[path]
        names = self._names | _held_views(facts, self._names)
        for number, scope in enumerate(facts.scopes):
            for call in scope.calls:
                if not _may_run(call.callee, names):
                    continue
                place = v.Place(v.ScopeRef(path, number), call.line)
                method, operations = self._run(call, place)
                if operations:
                    text = Text((Hole(last_name(call.callee) or "view", "a view called as a function"),))
                    seen = Seen(
                        kind=CallKind.TEST,
                        asked=CallKind.TEST,
                        location=Location(path, call.line, call.column),
                        role=facts.role,
                        url=v.String(text),
                        method=method,
                        body=Body.UNKNOWN,
                        scope=place.scope,
                        asserts=asserted(scope),
                    )
                    yield seen, Target(operations, MatchGrade.BY_NAME)

    def _run(self, call: Call, place: v.Place) -> tuple[str | None, tuple[Operation, ...]]:
        """The method and the operations of a call; none where it runs no handler."""
        found: dict[str, Operation] = {}
        method = None
        for value in self._flow.ask(call.callee, place):
            own, stated, actions = self._handler(value)
            if not own:
                continue
            method = stated or self._requested(call.arguments[0] if call.arguments else None, place)
            if method is None and len(actions) == 1:
                method = next(iter(actions)).upper()
            taken = accepting(own, method)
            acting = [item for item in taken if _ends(item, actions.get((method or "").lower(), ""))]
            found |= {item.id: item for item in _fitting(acting or taken, call)}
        return method, tuple(found.values())

    def _handler(self, value: v.Value) -> tuple[Sequence[Operation], str | None, Mapping[str, str]]:
        """The operations of a value that is called, the method that its name states, and its actions by method."""
        match value:
            case v.Function(ref):
                scope = self._flow.index.scope(ref)
                own = self._by_place.get((ref.file, scope.line), ())
                if own:
                    return own, None, {}
                stated = scope.name.upper() if scope.name in _METHODS else None
                return self._by_code.get((ref.file, scope.qualname), ()), stated, {}
            case v.Instance(v.Class(ref)):
                return self._by_place.get((ref.file, self._flow.index.scope(ref).line), ()), None, {}
            case v.Library("as_view()", Call(Member(base, _), arguments), v.Place() as there):
                return self._of_class(base, there), None, _actions(arguments)
            case _:
                return (), None, {}

    def _of_class(self, view: Expression, place: v.Place) -> Sequence[Operation]:
        return [
            operation
            for value in self._flow.ask(view, place)
            if isinstance(value, v.Class)
            for operation in self._by_place.get((value.scope.file, self._flow.index.scope(value.scope).line), ())
        ]

    def _requested(self, request: Expression | None, place: v.Place) -> str | None:
        """The method of a request that a factory made: `factory.post("")`, also wrapped or kept in a variable."""
        for _ in range(4):
            if isinstance(request, Name):
                bindings = self._flow.index.file(place.scope.file).bindings.get((place.scope.index, request.id), ())
                above = [item for item in bindings if item.line <= place.line]
                request = above[-1].value if above else None
            if not isinstance(request, Call):
                return None
            name = last_name(request.callee)
            if name in _METHODS and isinstance(request.callee, Member):
                return VERBS[name]
            if name in ("generic", "build_request") and request.arguments:
                stated = request.arguments[0]
                return method_name(str(stated.value)) if isinstance(stated, Literal) else None
            made = [value for value in self._flow.ask(request, place) if isinstance(value, v.Library)]
            called = [value.path.removesuffix("()").rpartition(".")[2] for value in made]
            if len(set(called)) == 1 and called[0] in _METHODS:
                return VERBS[called[0]]
            request = request.arguments[0] if request.arguments else None
        return None


def _held_views(facts: FileFacts, names: frozenset[str]) -> frozenset[str]:
    """Variables and attributes of a file that hold a view: `view = views.profile`, `self.view = Profile.as_view()`."""
    return frozenset(
        last_name(binding.target)
        for scope in facts.scopes
        for binding in scope.bindings
        if _made_here(binding.value) or last_name(binding.value) in names or _constructed(binding.value, names)
    )


def _may_run(callee: Expression, names: frozenset[str]) -> bool:
    """Whether a callee may be a handler, by its looks: the names of methods (`get`) are those of much else."""
    if isinstance(callee, Member) and callee.name in _METHODS:
        callee = callee.base
    return last_name(callee) in names or _made_here(callee) or _constructed(callee, names)


def _made_here(expression: Expression) -> bool:
    return isinstance(expression, Call) and last_name(expression.callee) == "as_view"


def _constructed(expression: Expression, names: frozenset[str]) -> bool:
    return isinstance(expression, Call) and last_name(expression.callee) in names


def _actions(arguments: tuple[Expression, ...]) -> Mapping[str, str]:
    """What `as_view({"get": "list"})` says: https://www.django-rest-framework.org/api-guide/viewsets/"""
    if not arguments or not isinstance(arguments[0], Record):
        return {}
    return {name: str(value.value) for name, value in arguments[0].fields if isinstance(value, Literal)}


def _ends(operation: Operation, action: str) -> bool:
    runs = operation.handler.runs
    return bool(action and runs) and runs[0].qualname.endswith(f".{action}")


def _fitting(operations: Sequence[Operation], call: Call) -> Sequence[Operation]:
    """Of several paths, those that give the view the arguments that it is called with."""
    if len({item.path.text for item in operations}) < 2:
        return operations
    given = [name for name, _ in call.named]
    exact = [
        item
        for item in operations
        if len(item.path.parameters) == len(given) + len(call.arguments) - (item.framework == "django")
        and set(given) <= {part.name for part in item.path.parameters}
    ]
    return exact or operations
