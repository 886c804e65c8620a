"""Frozen dataclasses to bytes and back, by columns: fast enough to be cheaper than reading the source again.

A document is JSON: the kind of every object, then per class one column a field. Objects are numbered, so depth does not
matter and shared objects stay shared; reading makes all objects first and then fills them column by column, without
running Python code for each object. Nothing that is read can name code: the classes are those of the root's own fields.
"""

from __future__ import annotations

import json
import typing
from collections import deque
from collections.abc import Sequence
from dataclasses import fields
from itertools import repeat
from operator import attrgetter
from typing import Any, Generic, TypeVar

from scanner.cache.wire import Types, Wire

T = TypeVar("T")

_FIRST = 48
"""The character of the first class: kinds are printable text."""


class Codec(Generic[T]):
    """Writes and reads values of one root class, a frozen slotted dataclass; every class below it must be one too.

    Raises TypeError where a field's type has no wire form. Not for use from two threads at once.
    """

    def __init__(self, root: type[T]) -> None:
        self._numbers: dict[int, int] = {}
        self._kinds: list[str] = []
        self._waiting: list[list[Any]] = []
        self._objects: list[Any] = []
        wires = Types(self._refer, self._objects.__getitem__)
        wires.wire(root)
        if not wires.classes:
            raise TypeError(f"{root.__name__} cannot be cached: it is no dataclass")
        self._layouts: list[_Layout] = []
        # classes grow while their fields are read
        for cls in wires.classes:
            self._layouts.append(_Layout(cls, wires))
        self._kind = {layout.cls: number for number, layout in enumerate(self._layouts)}

    def encode(self, value: T) -> bytes:
        """The document of a value. Raises ValueError for a number too long to be written, TypeError for a class that
        no field declares.
        """
        self._numbers[id(None)] = 0
        self._kinds.clear()
        self._waiting = [[] for _ in self._layouts]
        columns: list[list[list[Any]]] = [[] for _ in self._layouts]
        try:
            self._refer(value)
            while any(self._waiting):
                for kind, layout in enumerate(self._layouts):
                    objects, self._waiting[kind] = self._waiting[kind], []
                    if objects:
                        layout.write(objects, columns[kind])
            return json.dumps(["".join(self._kinds), columns], separators=(",", ":")).encode()
        finally:
            self._numbers.clear()

    def decode(self, document: bytes) -> T:
        """The value of a document. Raises ValueError, TypeError, LookupError or AttributeError where it is none."""
        kinds, columns = json.loads(document)
        numbers = [ord(kind) - _FIRST for kind in kinds]
        classes = [layout.cls for layout in self._layouts]
        made = list(map(object.__new__, map(classes.__getitem__, numbers)))
        groups: list[list[Any]] = [[] for _ in classes]
        for number, one in zip(numbers, made, strict=True):
            groups[number].append(one)
        self._objects[:] = [None, *made]
        try:
            for layout, objects, column in zip(self._layouts, groups, columns, strict=True):
                if objects:
                    layout.read(objects, column)
            return typing.cast(T, made[0])
        finally:
            self._objects.clear()

    def _refer(self, value: Any) -> int:
        """The number of an object: 0 for None, and a new one for what was not met yet."""
        number = self._numbers.get(id(value))
        if number is None:
            number = len(self._kinds) + 1
            self._numbers[id(value)] = number
            kind = self._kind.get(type(value))
            if kind is None:
                kind = self._nearest(type(value))
            self._kinds.append(chr(_FIRST + kind))
            self._waiting[kind].append(value)
        return number

    def _nearest(self, cls: type[Any]) -> int:
        """The kind of the base class that is known: what a stage adds for itself in a subclass is not kept."""
        for base in cls.__mro__:
            if base in self._kind:
                return self._kind[base]
        raise TypeError(f"{cls.__name__} is not part of what is kept")


class _Layout:
    """The columns of one class."""

    def __init__(self, cls: type[Any], wires: Types) -> None:
        if hasattr(cls, "__post_init__"):
            raise TypeError(f"{cls.__name__} cannot be cached: reading would not run its __post_init__")
        hints = typing.get_type_hints(cls)
        names = [field.name for field in fields(cls)]
        self.cls = cls
        self.wires: list[Wire] = [wires.wire(hints[name]) for name in names]
        self._getters = [attrgetter(name) for name in names]
        self._names = names

    def write(self, objects: Sequence[Any], columns: list[list[Any]]) -> None:
        """Add the objects to the columns."""
        if not columns:
            columns.extend([] for _ in self.wires)
        for wire, getter, column in zip(self.wires, self._getters, columns, strict=True):
            values = map(getter, objects)
            column.extend(values if wire.encode is None else map(wire.encode, values))

    def read(self, objects: Sequence[Any], columns: Sequence[list[Any]]) -> None:
        """Fill the objects from the columns."""
        for wire, name, column in zip(self.wires, self._names, columns, strict=True):
            if len(column) != len(objects):
                raise ValueError("columns of unequal length")
            values = column if wire.decode is None else map(wire.decode, column)
            # the way a frozen dataclass fills itself, without running its `__init__` for each object
            deque(map(object.__setattr__, objects, repeat(name), values), maxlen=0)
