"""Frozen dataclasses to bytes and back, by columns: fast enough to be cheaper than reading the source again.

A document is JSON: the kind of every object, then per class one column a field. Objects are numbered, so depth does not
matter and shared objects stay shared; reading makes all objects first and then fills them column by column, without
running Python code for each object. Nothing that is read can name code: the classes are those of the root's own fields.
"""

from __future__ import annotations

import json
import re
import typing
from collections import deque
from collections.abc import Mapping, Sequence
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
            return _document("".join(self._kinds), columns)
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

    def relocate(self, document: bytes, moves: Mapping[str, Mapping[int, int]]) -> bytes | None:
        """The document with the places in some files moved: old line to new line, by file.

        None where a place stands on a line that is not told, or a text names one. Raises as `decode` does.
        """
        text = _moved_texts(document.decode(), moves)
        if text is None:
            return None
        kinds, columns = json.loads(text)
        for layout, column in zip(self._layouts, columns, strict=True):
            if column and {"file", "line"} <= set(layout.names):
                lines = column[layout.names.index("line")]
                for number, file in enumerate(column[layout.names.index("file")]):
                    if file in moves:
                        line = moves[file].get(lines[number])
                        if line is None:
                            return None
                        lines[number] = line
        return _document(kinds, columns)

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


def _document(kinds: str, columns: list[list[list[Any]]]) -> bytes:
    return json.dumps([kinds, columns], separators=(",", ":")).encode()


def _moved_texts(document: str, moves: Mapping[str, Mapping[int, int]]) -> str | None:
    """The document with the places that its texts name (`app/views.py:12`) moved; None where the line of one is not
    told. A function without a name is called by its module and line (`app.views.<lambda>:12`): that is not followed.
    """
    written = {file: json.dumps(file)[1:-1] for file in moves}
    # a document is large, and most edited files are named in no text of it
    if "<lambda>:" not in document and not any(f"{name}:" in document for name in written.values()):
        return document
    modules = {re.escape(file.removesuffix("/__init__.py").rpartition("/")[2].removesuffix(".py")) for file in moves}
    lost = re.search(rf"\b(?:{'|'.join(modules)})\.[\w.<>]*<lambda>:\d", document) is not None

    def moved(match: re.Match[str]) -> str:
        nonlocal lost
        line = moves[json.loads(f'"{match[1]}"')].get(int(match[2]))
        lost = lost or line is None
        return f"{match[1]}:{line}"

    names = "|".join(map(re.escape, written.values()))
    text = re.sub(rf"(?<![\w./-])({names}):(\d+)", moved, document)
    return None if lost else text


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
        self.names = names

    def write(self, objects: Sequence[Any], columns: list[list[Any]]) -> None:
        """Add the objects to the columns."""
        if not columns:
            columns.extend([] for _ in self.wires)
        for wire, getter, column in zip(self.wires, self._getters, columns, strict=True):
            values = map(getter, objects)
            column.extend(values if wire.encode is None else map(wire.encode, values))

    def read(self, objects: Sequence[Any], columns: Sequence[list[Any]]) -> None:
        """Fill the objects from the columns."""
        for wire, name, column in zip(self.wires, self.names, columns, strict=True):
            if len(column) != len(objects):
                raise ValueError("columns of unequal length")
            values = column if wire.decode is None else map(wire.decode, column)
            # the way a frozen dataclass fills itself, without running its `__init__` for each object
            deque(map(object.__setattr__, objects, repeat(name), values), maxlen=0)
