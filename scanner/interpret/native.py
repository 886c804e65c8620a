"""How library code is given to the interpreter: functions and classes that say which dotted names they stand for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import ModuleType
from typing import TypeVar

from scanner.interpret.objects import Instance, NativeClass
from scanner.interpret.values import Dotted, Native, Value

T = TypeVar("T")

_NAMES = "__stands_for__"
_KIND = "__native_kind__"


def stands_for(*dotted: str) -> Callable[[T], T]:
    """Mark a function or an `Instance` subclass as what the given dotted names mean."""

    def mark(thing: T) -> T:
        setattr(thing, _NAMES, dotted)
        return thing

    return mark


def class_method(function: T) -> T:
    """Mark a method of a stub as called on the class: `method(interpreter, class_, …)`."""
    setattr(function, _KIND, "class")
    return function


def static_method(function: T) -> T:
    """Mark a method of a stub as bound to nothing: `method(interpreter, …)`."""
    setattr(function, _KIND, "static")
    return function


def kind_of(function: object) -> str:
    """`class`, `static` or, for a plain method, empty."""
    kind: str = getattr(function, _KIND, "")
    return kind


class Library:
    """What stands for library code, by dotted name."""

    def __init__(self) -> None:
        self._values: dict[str, Value] = {}
        self._classes: dict[type[Instance], NativeClass] = {}
        self._prefixes: set[str] = set()

    def add(self, dotted: str, value: Value) -> None:
        """Let a dotted name mean a value."""
        self._values[dotted] = value
        parts = dotted.split(".")
        self._prefixes.update(".".join(parts[:end]) for end in range(1, len(parts)))

    def add_module(self, module: ModuleType) -> None:
        """Add everything in a Python module that is marked with `stands_for`."""
        for thing in vars(module).values():
            names: tuple[str, ...] = vars(thing).get(_NAMES, ()) if hasattr(thing, "__dict__") else ()
            if not names or thing.__module__ != module.__name__:
                continue
            if isinstance(thing, type):
                native: Value = self.class_of(thing)
            else:
                native = Native(thing, names[0])
            for name in names:
                self.add(name, native)

    def add_modules(self, modules: Iterable[ModuleType]) -> None:
        """Add several."""
        for module in modules:
            self.add_module(module)

    def class_of(self, python: type[Instance]) -> NativeClass:
        """The class value of a stub class."""
        found = self._classes.get(python)
        if found is None:
            names: tuple[str, ...] = vars(python).get(_NAMES, ())
            found = self._classes[python] = NativeClass(python, names[0] if names else python.__name__)
        return found

    def class_names(self, wanted: Callable[[type[Instance]], bool]) -> set[str]:
        """The names, without their modules, by which the library knows the stub classes that are wanted."""
        return {
            dotted.rpartition(".")[2]
            for dotted, value in self._values.items()
            if isinstance(value, NativeClass) and wanted(value.python)
        }

    def mro(self, native: NativeClass) -> list[NativeClass]:
        """The stub class and its stub bases."""
        return [
            self.class_of(base) for base in native.python.__mro__ if issubclass(base, Instance) and base is not Instance
        ]

    def get(self, dotted: str) -> Value:
        """What a dotted name means: a stub, or a library value known by name alone."""
        found = self._values.get(dotted, self)
        return Dotted(dotted) if found is self else found

    def has(self, dotted: str) -> bool:
        """Whether a stub stands for the name, or for something inside it."""
        return dotted in self._values or dotted in self._prefixes
