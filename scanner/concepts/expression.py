"""Expressions: what one file shows of a value, whatever the language it is written in.

Extraction lowers Python, scripts and templates to this one small form; URL flow (`scanner.link`) evaluates it across
files. It keeps only what URL flow, the call graph and effects need: text, names, members, calls, records, functions.

Conventions:
- Template engines' helpers are calls on a `Name` with a prefix: `tag:url`, `tag:static` (Django tags), `filter:NAME`
  (filters; the value is argument 0). Jinja globals such as `url_for` stay plain names.
- String formatting is lowered to `Join` wherever its pieces are visible: f-strings, `%`, `.format`, `+`, template
  literals, text around `{{ … }}`.
- `a || b`, `a ?? b`, `a or b`, `c ? a : b`, `a if c else b` and template `{% if %}` alternatives are `Choice`;
  templates say with each alternative what the condition asks for (`When`).
- `await x`, `x!`, `x as T`, `(x)` are `x`.
- Spread arguments (`f(*a, **k)`, `f(...a)`) are named arguments called `*` and `**`. An element of a loop, a spread
  inside a display, a key that is not known: `Item(base, Opaque("each element"))`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant: text, number, boolean, or None (`null`, `undefined`)."""

    value: str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, looked up through the enclosing scopes of its file; `this` and `self` are names too."""

    id: str


@dataclass(frozen=True, slots=True)
class Member:
    """`base.name`, also `base?.name`."""

    base: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """`base[key]`."""

    base: Expression
    key: Expression


@dataclass(frozen=True, slots=True)
class Join:
    """Parts concatenated to text."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class When:
    """What a condition asks: that `subject` is one of `values`, or true if there are none; `negated`: the opposite.

    Values are compared as templates print them; `true` and `false` in small letters.
    """

    subject: Expression
    values: tuple[str, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values; which one, only a run can know. `when` has what must hold for each, if that is known."""

    options: tuple[Expression, ...]
    when: tuple[tuple[When, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """`callee(*arguments, **named)`. `new` marks JavaScript's `new` (a Python class call is a plain call)."""

    callee: Expression
    arguments: tuple[Expression, ...] = ()
    named: tuple[tuple[str, Expression], ...] = ()
    line: int = 0
    column: int = 0
    new: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """An object or dict display. Keys that are not plain text are left out; `rest` holds what was spread into it."""

    fields: tuple[tuple[str, Expression], ...] = ()
    rest: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, array, tuple or set display."""

    items: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Lambda:
    """A function or class defined here: `scope` is its index in the file's `scopes`."""

    scope: int


@dataclass(frozen=True, slots=True)
class Here:
    """The address of the page being shown: `location.href`, an absent form action, `request.path`."""


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that extraction could not express; `why` is shown to people (`arithmetic`, `too deep`)."""

    why: str = ""


Expression: TypeAlias = (
    Literal | Name | Member | Item | Join | Choice | Call | Record | Sequence | Lambda | Here | Opaque
)


def dotted_path(path: str) -> Expression:
    """The expression of a dotted path: `form.id` is `Member(Name("form"), "id")`."""
    first, *rest = path.split(".")
    expression: Expression = Name(first)
    for name in rest:
        expression = Member(expression, name)
    return expression
