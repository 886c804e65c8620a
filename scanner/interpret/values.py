"""Abstract values: what the interpreter knows of an object before the program runs.

A constant of Python (`None`, `bool`, `int`, `float`, `complex`, `str`, `bytes`, `...`) stands for itself, and a
Python `tuple` of values for a tuple. Strings with unknown parts are `scanner.concepts.text.Text`. The rest is here;
functions, classes and instances, which can be called, are in `objects`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from scanner.concepts.text import Text

Value: TypeAlias = object
"""A constant, a tuple of values, a `Text`, or an object of this package."""

CONSTANTS = (type(None), bool, int, float, complex, str, bytes, type(...))


class Unknown:
    """A value that only a run can know; `why` says why, `name` what the source calls it. It absorbs every use."""

    __slots__ = ("name", "why")

    def __init__(self, why: str, name: str = "") -> None:
        self.why = why
        self.name = name

    def __repr__(self) -> str:
        return f"Unknown({self.why!r}, {self.name!r})"


class Dotted(Unknown):
    """Something of a library that no stub stands for: unknown, yet nameable by its dotted path.

    `called` tells what a call gave (`login_manager = LoginManager()`) from the thing itself. `receiver` is the
    project's class whose inherited library method it is or came from: `ReportView.as_view()`, where only a library has
    `as_view`.
    """

    __slots__ = ("called", "dotted", "receiver")

    def __init__(self, dotted: str, called: bool = False, receiver: Value = None) -> None:
        super().__init__("from a library", dotted.rpartition(".")[2])
        self.dotted = dotted
        self.called = called
        self.receiver = receiver

    def __repr__(self) -> str:
        return f"Dotted({self.dotted!r})"


class Configured(str):
    """A default that the environment may override: a path takes it as it is, a test on it is undecided."""

    __slots__ = ()


class Undecided(Unknown):
    """A test that a deployment may decide either way; `default` is how it goes where nothing is configured."""

    __slots__ = ("default",)

    def __init__(self, default: bool, why: str, name: str = "") -> None:
        super().__init__(why, name)
        self.default = default


class ListValue:
    """A mutable list; `open` when it may hold more items than are known."""

    __slots__ = ("items", "open")

    def __init__(self, items: list[Value] | None = None, open_: bool = False) -> None:
        self.items: list[Value] = [] if items is None else items
        self.open = open_


class SetValue:
    """A mutable set that keeps the order of insertion, so that results never depend on hashing."""

    __slots__ = ("items", "open")

    def __init__(self, items: dict[Value, None] | None = None, open_: bool = False) -> None:
        self.items: dict[Value, None] = {} if items is None else items
        self.open = open_


class FrozenSetValue(SetValue):
    """A set that never changes: a key of dicts, equal to what has the same items."""

    __slots__ = ("_hash",)

    def __init__(self, items: dict[Value, None] | None = None, open_: bool = False) -> None:
        super().__init__(items, open_)
        self._hash = hash(frozenset(self.items))

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, FrozenSetValue) and not self.open and not other.open and self.items == other.items
        )

    def __hash__(self) -> int:
        return self._hash


class DictValue:
    """A mutable dict. An unknown key is kept as itself; `open` when there may be more. `factory` as in defaultdict."""

    __slots__ = ("factory", "items", "open")

    def __init__(self, items: dict[Value, Value] | None = None, open_: bool = False, factory: Value = None) -> None:
        self.items: dict[Value, Value] = {} if items is None else items
        self.open = open_
        self.factory = factory


class NamesValue(DictValue):
    """`globals()`, `vars(x)`, `__dict__`: the names of a scope or object themselves; writing defines them."""

    __slots__ = ()

    def __init__(self, names: dict[str, Value]) -> None:
        super().__init__()
        self.items = names  # type: ignore[assignment]  # keys stay str: `store` sees to it


class IteratorValue:
    """What `iter`, `zip`, `map` and generators give: a sequence that is read once."""

    __slots__ = ("index", "items", "open")

    def __init__(self, items: list[Value], open_: bool = False) -> None:
        self.items = items
        self.index = 0
        self.open = open_

    def rest(self) -> list[Value]:
        """What was not read yet; reading it uses it up."""
        items = self.items[self.index :] if self.index else self.items
        self.index = len(self.items)
        return items


class Native:
    """A function of a library, written in Python for the interpreter: `run(interpreter, *args, **kwargs)`."""

    __slots__ = ("name", "run")

    def __init__(self, run: Callable[..., Value], name: str = "") -> None:
        self.run = run
        self.name = name or getattr(run, "__name__", "")

    def __repr__(self) -> str:
        return f"Native({self.name})"


class NativeMethod(Native):
    """A method of a built-in class: the object or class that it is read from is its first argument."""

    __slots__ = ()


class Property:
    """`@property` and its kin: `getter` runs on attribute access, `setter` on assignment."""

    __slots__ = ("cached", "getter", "setter")

    def __init__(self, getter: Value, setter: Value = None, cached: bool = False) -> None:
        self.getter = getter
        self.setter = setter
        self.cached = cached


class StaticMethod:
    """`@staticmethod`: an attribute that is not bound."""

    __slots__ = ("function",)

    def __init__(self, function: Value) -> None:
        self.function = function


class ClassMethod:
    """`@classmethod`: an attribute bound to the class."""

    __slots__ = ("function",)

    def __init__(self, function: Value) -> None:
        self.function = function


class AnnotatedAlias:
    """`Annotated[base, *metadata]`."""

    __slots__ = ("base", "metadata")

    def __init__(self, base: Value, metadata: list[Value]) -> None:
        self.base = base
        self.metadata = metadata


class AnnotatedForm:
    """`Annotated` itself, to be subscribed."""

    __slots__ = ()


class Slice:
    """`a[1:2]` as a value."""

    __slots__ = ("lower", "step", "upper")

    def __init__(self, lower: Value, upper: Value, step: Value) -> None:
        self.lower = lower
        self.upper = upper
        self.step = step


class _Missing:
    """The absence of a value, where None is a value."""

    def __repr__(self) -> str:
        return "MISSING"


MISSING = _Missing()


def named_values(values: Mapping[str, Value], open_: bool = False) -> DictValue:
    """A new dict of values by name."""
    return DictValue(dict[Value, Value](values.items()), open_)


def is_constant(value: Value) -> bool:
    """Whether the value is fully known and immutable."""
    if isinstance(value, CONSTANTS):
        return True
    return isinstance(value, tuple) and all(is_constant(item) for item in value)


def known(value: Value) -> bool:
    """Whether anything is known of the value."""
    return not isinstance(value, Unknown)


def plain(value: Value) -> Value:
    """A `Text` without holes as the `str` it is."""
    if isinstance(value, Text):
        literal = value.literal
        return value if literal is None else literal
    return value


def string_items(value: Value) -> Iterator[str]:
    """The plain strings of a list, tuple or set; nothing for any other value."""
    items: list[Value] = []
    if isinstance(value, tuple):
        items = list(value)
    elif isinstance(value, ListValue | SetValue | IteratorValue):
        items = list(value.items)
    for item in items:
        item = plain(item)
        if isinstance(item, str):
            yield item
