"""URL flow: a demand-driven evaluator of expressions across files.

It answers what an expression may hold, as a bounded tuple of abstract values. Nothing is executed: names are looked
up through scopes, imports and the page, calls of the project's own functions are replaced by what they return, and
whatever cannot be decided is `Unknown` with its reason. Every walk is bounded in depth, steps and alternatives.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from scanner.concepts.expression import (
    Call,
    Choice,
    Expression,
    Here,
    Item,
    Join,
    Lambda,
    Literal,
    Member,
    Name,
    Opaque,
    Record,
    Sequence,
)
from scanner.concepts.facts import FileFacts, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import calls, conditions, members, names, rows
from scanner.link.angular_js import Services
from scanner.link.callers import Callers
from scanner.link.computed import ComputedCalls
from scanner.link.contexts import Contexts
from scanner.link.custom_elements import CustomElements
from scanner.link.cutting import joined
from scanner.link.elements import Elements
from scanner.link.fixtures import Fixtures
from scanner.link.handlers import Handlers
from scanner.link.index import Index, dotted
from scanner.link.injected import Injected
from scanner.link.mishaps import Mishaps
from scanner.link.mixins import Mixins
from scanner.link.modules import PythonModules, ScriptModules
from scanner.link.patches import Patches
from scanner.link.served import own_addresses, served_fields
from scanner.link.settings import Settings
from scanner.link.test_cases import TestCases
from scanner.link.types import texts_of_type
from scanner.link.url_classes import UrlClasses
from scanner.link.values import (
    NO_MEMBER,
    NOTHING,
    Array,
    Class,
    Constant,
    Element,
    Function,
    HereHole,
    Library,
    Object,
    Parameter,
    Place,
    RouteHole,
    Rows,
    ScopeRef,
    String,
    Unknown,
    Value,
    Values,
    text_of,
)

ALTERNATIVES = 16
_DEPTH = 60
_STEPS = 6_000
_CONTEXTS = 50_000
"""Contexts that are remembered with the answers in them: a few hundred bytes each."""
_NEVER = 1_000_000
_NOWHERE = -1


class Context(Protocol):
    """What templates are given by those who render them."""

    def values(self, template: str, name: str, place: Place) -> Values:
        """What `name` may hold in a template, as its render calls pass it; empty where no render call is known."""

    def addresses(self, hole: RouteHole) -> tuple[Text, ...]:
        """The paths of the routes that a name means; empty where it is unknown."""

    def answered_by(self, function: ScopeRef) -> tuple[Text, ...]:
        """The paths of the routes that a function answers."""

    def handed(self, place: Place, name: str) -> Values:
        """What the render assumed at a place hands over under a name; empty where that is not known."""

    def helpers(self, name: str) -> Values:
        """The project's functions behind `tag:NAME` or `filter:NAME`; empty where a library defines it."""

    def told_apart(self, name: str) -> bool:
        """Whether values of arguments choose between the routes of a name."""

    def beside(self, file: str) -> frozenset[str]:
        """The templates of all pages that a script or template is part of; empty where none is known."""


class NoContext:
    """No template is rendered."""

    def values(self, template: str, name: str, place: Place) -> Values:
        """Nothing is known."""
        return ()

    def addresses(self, hole: RouteHole) -> tuple[Text, ...]:
        """No route is known."""
        return ()

    def answered_by(self, function: ScopeRef) -> tuple[Text, ...]:
        """No route is known."""
        return ()

    def handed(self, place: Place, name: str) -> Values:
        """No page is known."""
        return ()

    def helpers(self, name: str) -> Values:
        """No template is read."""
        return ()

    def told_apart(self, name: str) -> bool:
        """No route is known."""
        return False

    def beside(self, file: str) -> frozenset[str]:
        """No page is known."""
        return frozenset()


@dataclass(slots=True)
class Spending:
    """What one question has cost so far."""

    depth: int = 0
    steps: int = 0


class Active(dict[object, int]):
    """Names and functions being evaluated, each with how many were so before: meeting one again is a cycle, and the
    answer is cut there.

    An answer that was cut at something which is still being evaluated holds only there; `lowest` tells.
    """

    __slots__ = ("lowest",)

    def __init__(self) -> None:
        super().__init__()
        self.lowest = _NEVER
        """The first of those being evaluated at which an answer was cut since this was last set."""

    def __contains__(self, key: object) -> bool:
        position = self.get(key)
        if position is None:
            return False
        if position < self.lowest:
            self.lowest = position
        return True

    def add(self, key: object) -> None:
        """Begin to evaluate something."""
        self[key] = len(self)

    def discard(self, key: object) -> None:
        """It is evaluated."""
        self.pop(key, None)

    def give_up(self) -> None:
        """An answer is cut for another reason than a cycle: it holds nowhere else."""
        self.lowest = _NOWHERE


class Flow:
    """The evaluator over one project's facts."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        self.facts = facts
        self.index = Index(facts)
        self.scripts = ScriptModules(facts)
        self.python = PythonModules(facts)
        self.elements = Elements(self)
        self.handlers = Handlers(self)
        self.callers = Callers(self)
        self.settings = Settings(self)
        self.test_cases = TestCases(self)
        self.fixtures = Fixtures(self)
        self.context: Context = NoContext()
        self.active = Active()
        self.copies: dict[int, Record] = {}
        """Records that calls copy others into, by the call."""
        self.mishaps = Mishaps()
        self._spending = Spending()
        self._contexts = Contexts()
        self._memo: dict[tuple[str, int, int, int, int], tuple[Expression, Values, int]] = {}
        """Answers by place and expression, each with its steps; -1 for one that holds only where nothing is being
        evaluated."""

    def place_of(self, ref: ScopeRef) -> Location:
        """Where a scope begins."""
        return Location(ref.file, self.index.scope(ref).line)

    def ask(self, expression: Expression, place: Place) -> Values:
        """Evaluate with a fresh budget: the entry for those who collect requests."""
        return self.apart(lambda: self.evaluate(expression, place))

    def apart(self, question: Callable[[], Values]) -> Values:
        """Answer a question with a fresh budget, whatever is being evaluated: its answer holds elsewhere too."""
        # a question inside another one has steps of its own, but the depth is that of the Python stack below both
        outer, self._spending = self._spending, Spending(self._spending.depth)
        active, self.active = self.active, Active()
        try:
            return question()
        finally:
            if self.active.lowest == _NOWHERE:
                active.give_up()
            self._spending = outer
            self.active = active
            if not active and len(self._contexts) > _CONTEXTS:
                self._contexts.clear()
                self._memo.clear()

    def ask_texts(self, expression: Expression, place: Place) -> tuple[String, ...]:
        """Evaluate with a fresh budget, as text."""
        return strings(self.ask(expression, place))

    def evaluate(self, expression: Expression, place: Place) -> Values:
        """What the expression may hold at a place; never empty, at most `ALTERNATIVES` values."""
        if isinstance(expression, Literal):
            return _literal(expression)
        spending = self._spending
        active = self.active
        if not spending.depth:
            spending.steps = 0  # nothing is being evaluated: a question of its own
        if spending.depth >= _DEPTH or spending.steps >= _STEPS:
            active.give_up()
            return (Unknown("too many steps"),)
        key = (place.scope.file, place.scope.index, place.line, id(expression), self._contexts.of(place))
        known = self._memo.get(key)
        if known is not None and known[0] is expression:
            if not active:
                return known[1]
            if known[2] >= 0 and spending.steps + known[2] < _STEPS:
                spending.steps += known[2]
                return known[1]
        before = spending.steps
        lowest, active.lowest = active.lowest, _NEVER
        spending.depth += 1
        spending.steps += 1
        try:
            found = self._evaluate(expression, place)
        finally:
            spending.depth -= 1
        if spending.steps < _STEPS:
            if active.lowest >= len(active):
                self._memo[key] = (expression, found, spending.steps - before)
            elif not active and not key[-1]:
                self._memo[key] = (expression, found, -1)
        if lowest < active.lowest:
            active.lowest = lowest
        return found

    def _evaluate(self, expression: Expression, place: Place) -> Values:
        match expression:
            case Literal():
                return _literal(expression)
            case Name(name):
                return names.lookup(self, name, place)
            case Member(base, name):
                if declared := self.url_classes.address(base, name, place):
                    return declared
                found = self.each(self.evaluate(base, place), lambda value: members.member(self, value, name, place))
                return self._printed(found, place)
            case Item(base, key):
                return self._item(base, key, place)
            case Join(parts):
                return self._join(parts, place)
            case Choice():
                options = conditions.options(self, expression, place)
                if len(options) == 2 and options[1] == Literal(""):
                    first = self.evaluate(options[0], place)
                    if all(_routed(value) for value in first):
                        return first  # `dataset.root || ""`: the page says it, and nothing stands in for nothing
                return _known(union(value for option in options for value in self.evaluate(option, place)))
            case Call():
                return calls.call(self, expression, place)
            case Record():
                return (Object(expression, place),)
            case Sequence():
                return (Array(expression, place),)
            case Lambda(scope):
                return (self.definition(ScopeRef(place.scope.file, scope), place),)
            case Here():
                return (String(Text((HereHole("here"),))),)
            case Opaque(why):
                return (Unknown(why or "not expressible"),)

    def _printed(self, values: Values, place: Place) -> Values:
        """Templates call what they print: `{{ book.get_absolute_url }}` needs no parentheses in Django's."""
        if self.facts[place.scope.file].engine != "django":
            return values
        return union(
            given
            for value in values
            for given in (
                calls.returned(self, value, Call(Opaque("a template's call"), line=place.line), place)
                if isinstance(value, Function) and self.facts[value.scope.file].language is Language.PYTHON
                else (value,)
            )
        )

    def interceptions(self, client: Library) -> tuple[Text, ...]:
        """What request interceptors of an HTTP client put before its URLs."""
        found: list[Text] = []
        for path, item in self.index.assigned.get("url", ()):
            held = self.index.file(path).given_to.get(item.scope)
            if held is None or not dotted(held[1].callee).endswith("interceptors.request.use"):
                continue
            scope, used, _ = held
            owner = used.callee
            for _ in range(3):  # client . interceptors . request . use
                owner = owner.base if isinstance(owner, Member) else owner
            clients = self.ask(owner, Place(ScopeRef(path, scope), used.line))
            if not any(isinstance(one, Library) and one.call is client.call for one in clients):
                continue
            if isinstance(item.binding.value, Join):
                place = Place(ScopeRef(path, item.scope), item.binding.line)
                before = tuple(part for part in item.binding.value.parts if not _is_url(part))
                found += [option.text for option in self.ask_texts(Join(before), place)]
        return tuple(found[:4])

    @cached_property
    def injected(self) -> Injected:
        """What scripts hang on every component under a name."""
        return Injected(self.facts)

    @cached_property
    def angular(self) -> Services:
        """What AngularJS' injector gives to functions."""
        return Services(self)

    @cached_property
    def url_classes(self) -> UrlClasses:
        """Addresses that models declare in classes of their own."""
        return UrlClasses(self)

    @cached_property
    def mixins(self) -> Mixins:
        """Members that scripts copy into records and classes."""
        return Mixins(self.facts)

    @cached_property
    def custom_elements(self) -> CustomElements:
        """The tags and properties of custom elements."""
        return CustomElements(self)

    @cached_property
    def patches(self) -> Patches:
        """Members that scripts give to what packages export."""
        return Patches(self)

    @cached_property
    def computed(self) -> ComputedCalls:
        """Scripts' calls of members whose name is computed."""
        return ComputedCalls(self)

    @cached_property
    def served(self) -> Mapping[str, tuple[String, ...]]:
        """Addresses that Python code serves in records, by field name."""
        return served_fields(self)

    @cached_property
    def _own_addresses(self) -> Mapping[str, Mapping[str, tuple[String, ...]]]:
        return own_addresses(self)

    def own_addresses(self, variable: str, member: str, *, named: bool = False) -> tuple[String, ...]:
        """What an object's own method says its address is: of the class that the variable is named after, or (unless
        it must be `named` so) the only class that has such a method.
        """
        by_class = self._own_addresses.get(member, {})
        own = by_class.get(variable.replace("_", "").lower())
        if own is not None or named:
            return own or ()
        return next(iter(by_class.values())) if len(by_class) == 1 else ()

    @cached_property
    def classes(self) -> Mapping[str, tuple[ScopeRef, ...]]:
        """The project's Python classes by name."""
        found: dict[str, list[ScopeRef]] = defaultdict(list)
        for path, facts in self.facts.items():
            if facts.language is Language.PYTHON and facts.role is Role.SOURCE:
                for number, scope in enumerate(facts.scopes):
                    if scope.kind is ScopeKind.CLASS:
                        found[scope.name].append(ScopeRef(path, number))
        return {name: tuple(refs) for name, refs in found.items()}

    @cached_property
    def subclasses(self) -> Mapping[ScopeRef, tuple[ScopeRef, ...]]:
        """The project's classes by the class that they inherit from directly."""
        found: dict[ScopeRef, list[ScopeRef]] = defaultdict(list)
        for path, facts in self.facts.items():
            for number, scope in enumerate(facts.scopes):
                if scope.kind is not ScopeKind.CLASS or scope.parent is None:
                    continue
                for base in scope.bases:
                    for value in self.ask(base, Place(ScopeRef(path, scope.parent), scope.line)):
                        if isinstance(value, Class) and value.scope != ScopeRef(path, number):
                            found[value.scope].append(ScopeRef(path, number))
        return {ref: tuple(items) for ref, items in found.items()}

    def definition(self, ref: ScopeRef, place: Place) -> Value:
        """The function or class that a scope defines, closing over a place."""
        if self.index.scope(ref).kind is ScopeKind.CLASS:
            return Class(ref, place)
        return Function(ref, place)

    def each(self, values: Values, step: StepOf) -> Values:
        """Take a step from every alternative."""
        if len(values) == 1:
            return step(values[0]) or (Unknown(NOTHING),)
        return _known(union(found for value in values for found in step(value)))

    def texts(self, expression: Expression, place: Place) -> tuple[String, ...]:
        """What the expression may hold, as text."""
        return strings(self.evaluate(expression, place))

    def _item(self, base: Expression, key: Expression, place: Place) -> Values:
        keys = self.evaluate(key, place)
        bases = self.evaluate(base, place)
        found: list[Value] = []
        for value in bases:
            for wanted in keys:
                match value, wanted:
                    case Array(sequence, inner), Constant(int(position)) if (
                        -len(sequence.items) <= position < len(sequence.items)
                    ):
                        found += self.evaluate(sequence.items[position], inner)
                    case Array(sequence, inner), _:
                        for item in sequence.items[:ALTERNATIVES]:
                            found += self.evaluate(item, inner)
                    case Parameter(owner, name, ()), Constant(int(position)):
                        found.append(Parameter(owner, name, (str(position),)))  # `args[0]`
                    case Rows(), _ if not isinstance(wanted, String):
                        found.append(rows.item(value, wanted))
                    case Library() | Parameter(), String(text) if members.is_configuration(value) and (
                        stated := self.settings.values(text.literal or "")
                    ):
                        found += stated
                    case _, String(text) if text.literal is not None:
                        found += members.member(self, value, text.literal, place)
                    case Object(record, inner), _:
                        for _, item in record.fields[:ALTERNATIVES]:
                            found += self.evaluate(item, inner)
                    case Element() | Class(), _:
                        found.append(value)  # each of a selection; a generic class with its types
                    case _:
                        found.append(Unknown("looked up by a computed key", _name_of(key)))
        return union(found)

    def _join(self, parts: tuple[Expression, ...], place: Place) -> Values:
        results: list[String] = [String(Text())]
        for number, part in enumerate(parts):
            segment = 0 < number < len(parts) - 1 and _between_slashes(parts[number - 1], parts[number + 1])
            options = _paths(
                strings(self._declared(_present(self.evaluate(part, place), part, segment=segment), part, place))
            )
            results = [
                String(joined(result.text, option.text), result.at if result.text.parts else _named(option))
                for result in results
                for option in options
            ][:ALTERNATIVES]
        return union(results)

    def _declared(self, values: Values, part: Expression, place: Place) -> Values:
        """The texts that the type of a part names, where flow does not know what it holds."""
        if not all(isinstance(value, Unknown | Library) for value in values):
            return values
        texts = texts_of_type(self, part, place)
        return tuple(String(Text.of(text)) for text in texts) if 0 < len(texts) <= ALTERNATIVES else values


class StepOf(Protocol):
    """A step from one value to its successors."""

    def __call__(self, value: Value, /) -> Values:
        """The values that the step leads to."""


def strings(values: Values) -> tuple[String, ...]:
    """The values as text, each text once."""
    found: dict[Text, String] = {}
    for value in values:
        item = value if isinstance(value, String) else String(text_of(value))
        found.setdefault(item.text, item)
    return tuple(found.values())


def union(values: Iterable[Value]) -> Values:
    """The distinct alternatives, at most `ALTERNATIVES`; never empty."""
    found: dict[object, Value] = {}
    for value in values:
        key: object = (type(value), value)
        if isinstance(value, String):
            key = (String, value.text)
        found.setdefault(key, value)
        if len(found) >= ALTERNATIVES:
            break
    return tuple(found.values()) or (Unknown(NOTHING),)


def _routed(value: Value) -> bool:
    """Whether a value is the address of a route: never empty."""
    return isinstance(value, String) and bool(value.text.parts) and isinstance(value.text.parts[0], RouteHole)


def _is_url(expression: Expression) -> bool:
    return isinstance(expression, Member) and expression.name == "url"


def _paths(options: tuple[String, ...]) -> tuple[String, ...]:
    """Alternatives that differ in their query only are one: a query decides nothing here."""
    if len(options) < 2:
        return options
    queries = tuple(item for item in options if not item.text.parts or item.text.head.startswith("?"))
    return tuple(item for item in options if item not in queries) + queries[-1:]


def _present(values: Values, part: Expression, *, segment: bool) -> Values:
    """Nothing is never meant inside an address: what holds None so far (or, as a whole segment, no text) is filled
    before it is used.
    """
    if isinstance(part, Literal):
        return values
    empty = Unknown("not filled yet", _name_of(part))
    return tuple(
        empty if value == Constant(None) or (segment and isinstance(value, String) and not value.text.parts) else value
        for value in values
    )


def _between_slashes(before: Expression, after: Expression) -> bool:
    """Whether a part stands alone between two slashes: a segment of the path, not a prefix."""
    match before, after:
        case Literal(str(head)), Literal(str(tail)):
            return head.endswith("/") and tail.startswith("/")
        case _:
            return False


def _named(item: String) -> Location | None:
    """Where a route's name was written, if the text begins with one: what joins text to it only adds a query."""
    return item.at if item.text.parts and isinstance(item.text.parts[0], RouteHole) else None


def at_line(place: Place, line: int) -> Place:
    """The same place at another line."""
    return replace(place, line=line)


def _known(values: Values) -> Values:
    """Without the alternatives that have no such member or no source at all, where others have one."""
    if len(values) < 2:
        return values
    kept = tuple(item for item in values if not (isinstance(item, Unknown) and item.why in (NO_MEMBER, NOTHING)))
    return kept or values[:1]


def _literal(expression: Literal) -> Values:
    value = expression.value
    if isinstance(value, str):
        return (String(Text.of(value)),)
    return (Constant(value),)


def _name_of(expression: Expression) -> str:
    match expression:
        case Name(name) | Member(_, name):
            return name
        case _:
            return ""


__all__ = ["ALTERNATIVES", "Context", "Flow", "Hole", "at_line", "strings", "union"]
