"""Abstract values: what URL flow knows of an expression before the program runs.

A value is one possibility; an expression evaluates to a tuple of them. Text carries holes, and three kinds of hole say
more than "unknown": a parameter of a function (its callers decide), a route's name (reversal decides), and the page
being shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from scanner.concepts.expression import Call, Expression, Record, Sequence
from scanner.concepts.location import Location
from scanner.concepts.text import Hole, Text

NO_MEMBER = "no such member"
NOTHING = "nothing found"
"""Why a value is not known that has no source at all: an element of an empty list."""


@dataclass(frozen=True, slots=True)
class ScopeRef:
    """A scope of a file."""

    file: str
    index: int


PAGE = ScopeRef("", 0)
"""Among the arguments assumed at a place: the render of the page that a template is part of."""


@dataclass(frozen=True, slots=True)
class ParameterHole(Hole):
    """A parameter of `owner`: what it holds is decided by the callers of that function."""

    owner: ScopeRef = ScopeRef("", 0)


@dataclass(frozen=True, slots=True)
class RouteHole(Hole):
    """The address of the route called `name` (`url_for`, `reverse`, `{% url %}`), asked for in `file`."""

    file: str = ""
    arguments: tuple[tuple[str, str], ...] = ()
    """Literal arguments by name (position for unnamed ones): they tell routes of one name apart."""


SHOWN_ROUTE = "."
"""In place of a route's name: the route of the page being shown."""


@dataclass(frozen=True, slots=True)
class EndpointHole(Hole):
    """The name of the route of the page being shown: `request.endpoint`, `request.resolver_match.view_name`."""


@dataclass(frozen=True, slots=True)
class HereHole(Hole):
    """The address of the page being shown."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What a call hands to a function: expressions to evaluate at the caller, and the receiver of a method."""

    call: Call
    place: Place
    this: Value | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where an expression is evaluated: a scope, a line in it (0: any), and what is assumed of functions' arguments.

    `bound` holds the arguments assumed for a function's scope; `this` the receiver of the method being evaluated.
    """

    scope: ScopeRef
    line: int = 0
    bound: Mapping[ScopeRef, Arguments] = field(default_factory=dict)
    this: Value | None = None


@dataclass(frozen=True, slots=True)
class String:
    """Text with holes. `at` is where its text was written, if that is not where it was asked for."""

    text: Text
    at: Location | None = None


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a boolean, or None."""

    value: int | float | bool | None


@dataclass(frozen=True, slots=True, eq=False)
class Object:
    """A record display and the place that evaluates its fields."""

    record: Record
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Array:
    """A sequence display and the place that evaluates its items."""

    sequence: Sequence
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of the project, with the place it closes over and the receiver it was taken from."""

    scope: ScopeRef
    place: Place
    this: Value | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Class:
    """A class of the project, or a script's constructor function."""

    scope: ScopeRef
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An instance of a class; `arguments` is None where the construction is not known."""

    cls: Class
    arguments: Arguments | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """What a query of the project's classes gives: the query, its result, or a row; several classes are columns."""

    classes: tuple[ScopeRef, ...]


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the project: `names` are what it exports (scripts) or binds (Python)."""

    file: str


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Something that does not belong to the project, by dotted path: `axios.get`, `$`, `requests.Session()`.

    `call` is the call that made it, where it is an object with settings (`axios.create({baseURL})`).
    """

    path: str
    call: Call | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """An element of the page, as a script selects it: empty fields stand for any."""

    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    attribute: str = ""
    """An attribute that the selector asks for (`[data-table]`)."""
    dataset: bool = False
    """Whether it is the element's `dataset`."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument not known here; `path` is what was taken from it (`options.url` → ("url",))."""

    owner: ScopeRef
    name: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not decidable; `why` is shown to people."""

    why: str
    name: str = ""


Value: TypeAlias = (
    String
    | Constant
    | Object
    | Array
    | Function
    | Class
    | Instance
    | Rows
    | Module
    | Library
    | Element
    | Parameter
    | Unknown
)
Values: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Deferred:
    """An expression and the place to evaluate it at."""

    expression: Expression
    place: Place


def text_of(value: Value) -> Text:
    """The value as text: what is not text becomes a hole that says why."""
    match value:
        case String(text):
            return text
        case Constant(None):
            return Text()
        case Constant(value=bool(flag)):
            return Text.of(str(flag).lower())
        case Constant(value=number):
            return Text.of(str(number))
        case Parameter(owner, name, path):
            return Text.of(ParameterHole(".".join((name, *path)), "decided by the caller", owner))
        case Unknown(why, name):
            return Text.of(Hole(name, why))
        case Library(path):
            return Text.of(Hole(path.rpartition(".")[2], f"value of {path}"))
        case _:
            return Text.of(Hole("", f"not text: {type(value).__name__.lower()}"))


def owners(text: Text) -> tuple[ScopeRef, ...]:
    """The functions whose parameters stand in the text, in order, each once."""
    return tuple(dict.fromkeys(part.owner for part in text.parts if isinstance(part, ParameterHole)))
