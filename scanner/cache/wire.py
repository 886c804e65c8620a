"""How the types of dataclass fields are written as JSON: primitives as they are, dataclasses as numbers.

A number stands for one object of the document being written or read, so that an object that occurs twice is written
once and is one object again when it is read.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from typing import Any

PRIMITIVES = (str, int, float, bool, types.NoneType)

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Wire:
    """How values of one type are written and read; None where they are JSON already."""

    encode: Convert | None = None
    decode: Convert | None = None


class Types:
    """Wires by type, and every dataclass met in them, in a fixed order."""

    def __init__(self, refer: Callable[[Any], int], look_up: Callable[[int], Any]) -> None:
        self.refer = refer
        self.look_up = look_up
        self.classes: list[type[Any]] = []
        self._texts = _Texts()

    def wire(self, hint: Any) -> Wire:
        """The wire of a type. Raises TypeError for one that could not be read back as it was."""
        origin = typing.get_origin(hint)
        if origin in (typing.Union, types.UnionType):
            return self._union(typing.get_args(hint))
        if origin is tuple:
            return self._tuple(typing.get_args(hint))
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self._mapping(*typing.get_args(hint))
        if is_dataclass(hint):
            self._meet(hint)
            return Wire(self.refer, self.look_up)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return Wire(None, {member.value: member for member in hint}.__getitem__)
        if hint is str:
            return Wire(None, self._texts.__getitem__)
        if hint in PRIMITIVES:
            return Wire()
        raise TypeError(f"{hint!r} cannot be cached")

    def _meet(self, hint: Any) -> None:
        if hint not in self.classes:
            self.classes.append(hint)

    def _union(self, options: tuple[Any, ...]) -> Wire:
        records = [option for option in options if is_dataclass(option)]
        rest = [option for option in options if option not in records]
        for record in records:
            self._meet(record)
        if not records and all(option in PRIMITIVES for option in rest):
            return Wire()
        if records and set(rest) <= {types.NoneType}:
            return Wire(self.refer, self.look_up)
        if records and set(rest) == {str}:
            return Wire(self._refer_or_text, self._look_up_or_text)
        enums = [option for option in rest if isinstance(option, type) and issubclass(option, StrEnum)]
        if len(enums) == 1 and not records and set(rest) - set(enums) == {types.NoneType}:
            members: dict[str | None, StrEnum | None] = {None: None, **{member.value: member for member in enums[0]}}
            return Wire(None, members.__getitem__)
        raise TypeError(f"a union of {options!r} cannot be cached")

    def _refer_or_text(self, value: Any) -> Any:
        return value if type(value) is str else self.refer(value)

    def _look_up_or_text(self, value: Any) -> Any:
        return value if type(value) is str else self.look_up(value)

    def _tuple(self, items: tuple[Any, ...]) -> Wire:
        if len(items) == 2 and items[1] is Ellipsis:
            each = self.wire(items[0])
            return Wire(_many(each.encode, list), _many(each.decode, tuple))
        wires = [self.wire(item) for item in items]
        return Wire(_row([wire.encode for wire in wires]), _row([wire.decode for wire in wires]))

    def _mapping(self, key: Any, value: Any) -> Wire:
        pairs = self._tuple((tuple[key, value], ...))
        assert pairs.encode is not None
        assert pairs.decode is not None
        encode, decode = pairs.encode, pairs.decode
        return Wire(lambda mapping: encode(mapping.items()), lambda rows: dict(decode(rows)))


class _Texts(dict[str, str]):
    """One object for equal texts, as Python's own names are: files repeat few words many times."""

    def __missing__(self, text: str) -> str:
        if not isinstance(text, str):
            raise TypeError("not a text")
        self[text] = text
        return text


def _many(convert: Convert | None, into: Callable[[Any], Any]) -> Convert:
    if convert is None:
        return into
    empty = into(())
    return lambda values: into(map(convert, values)) if values else empty


def _row(converts: list[Convert | None]) -> Convert:
    each = [convert or _same for convert in converts]
    if len(each) == 2:
        # names and values of records and named arguments: most rows by far
        first, second = each
        return lambda row: (first(row[0]), second(row[1]))
    return lambda row: tuple([convert(value) for convert, value in zip(each, row, strict=True)])


def _same(value: Any) -> Any:
    return value
