"""Methods of `str`, on plain text by Python itself, and on text with holes as far as they can be known."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from scanner.concepts.text import Hole, Text
from scanner.interpret.texts import concatenate, str_format, text_of
from scanner.interpret.values import (
    MISSING,
    Configured,
    DictValue,
    ListValue,
    Native,
    Undecided,
    Unknown,
    Value,
    is_constant,
    plain,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

_PLAIN = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "encode",
        "endswith",
        "find",
        "index",
        "isalnum",
        "isalpha",
        "isascii",
        "isdecimal",
        "isdigit",
        "isidentifier",
        "islower",
        "isnumeric",
        "isspace",
        "istitle",
        "isupper",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rindex",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
    ]
)
"""Methods that Python may run as they are: their results are no longer than their receiver allows."""
_PADDING = frozenset({"center", "ljust", "rjust", "zfill"})


def find(value: str | Text, name: str) -> Value:
    """A bound method of text, or MISSING."""
    if name == "format":
        return Native(lambda i, *args, **kwargs: str_format(i, value, args, kwargs), name)
    if name == "format_map":
        return Native(lambda i, mapping: str_format(i, value, (), _names(mapping)), name)
    if name == "join":
        return Native(lambda i, items: join(i, value, items), name)
    if name in _PLAIN or name in _PADDING:
        if isinstance(value, str):
            return Native(_Plain(value, name), name)
        method = _WITH_HOLES.get(name)
        return Native(
            lambda i, *args: method(value, *args) if method is not None else Unknown("a method of unknown text"), name
        )
    if name in ("translate", "maketrans", "expandtabs"):
        return Native(lambda _i, *_args: Unknown("a method of text"), name)
    return MISSING


def _names(mapping: Value) -> dict[str, Value]:
    return (
        {key: item for key, item in mapping.items.items() if isinstance(key, str)}
        if isinstance(mapping, DictValue)
        else {}
    )


class _Plain:
    """A method of a plain string, run by Python with constant arguments."""

    __slots__ = ("name", "value")

    def __init__(self, value: str, name: str) -> None:
        self.value = value
        self.name = name

    def __call__(self, i: Interpreter, *args: Value, **kwargs: Value) -> Value:
        arguments = [plain(argument) for argument in args]
        if not all(map(is_constant, arguments)) or kwargs:
            if self.name == "replace" and isinstance(arguments[0], str) and self.value and arguments[0]:
                return join(i, text_of(i, arguments[1]), ListValue([*self.value.split(arguments[0])]))
            return Unknown("a method of text with unknown arguments")
        if self.name in _PADDING and not (isinstance(arguments[0], int) and arguments[0] <= i.limits.text):
            return i.limit("length of a string")
        if self.name == "replace" and len(self.value) * len(str(arguments[-1])) > 10 * i.limits.text:
            return i.limit("length of a string")
        try:
            result: object = getattr(str(self.value), self.name)(*arguments)
        except (TypeError, ValueError, LookupError):
            return Unknown("a method of text")
        if isinstance(result, list):
            return ListValue(result)
        if type(self.value) is Configured:
            if isinstance(result, bool):
                return Undecided(result, "a test of a configured value")
            if isinstance(result, str):
                return Configured(result)
        return result


def join(i: Interpreter, separator: str | Text, items: Value) -> Value:
    """`separator.join(items)`."""
    values, open_ = i.iterate(items)
    parts: list[str | Text] = []
    for index, item in enumerate(values):
        if index:
            parts.append(separator)
        parts.append(text_of(i, item))
    if open_:
        parts.append(Text.of(Hole("", "more items than are known")))
    return concatenate(i, *parts)


# Text with holes: what its literal ends tell


def _strip(value: Text, characters: Value = None, left: bool = True, right: bool = True) -> Value:
    chars = characters if isinstance(characters, str) else None
    parts = list(value.parts)
    if left and parts and isinstance(parts[0], str):
        parts[0] = parts[0].lstrip(chars)
    if right and parts and isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip(chars)
    return plain(Text.of(*parts))


def _starts_with(value: Text, prefix: Value, *_: Value) -> Value:
    head = value.head
    choices = prefix if isinstance(prefix, tuple) else (prefix,)
    if not all(isinstance(choice, str) for choice in choices):
        return Unknown("a prefix of unknown text")
    if any(head.startswith(str(choice)) for choice in choices):
        return True
    possible = any(str(choice).startswith(head) for choice in choices)
    return Unknown("a prefix of unknown text") if possible else False


def _ends_with(value: Text, suffix: Value, *_: Value) -> Value:
    tail = value.parts[-1]
    choices = suffix if isinstance(suffix, tuple) else (suffix,)
    if isinstance(tail, Hole) or not all(isinstance(choice, str) for choice in choices):
        return Unknown("a suffix of unknown text")
    if any(tail.endswith(str(choice)) for choice in choices):
        return True
    return Unknown("a suffix of unknown text") if any(str(choice).endswith(tail) for choice in choices) else False


def _replace(value: Text, old: Value, new: Value, *_: Value) -> Value:
    if not isinstance(old, str) or not isinstance(new, str) or not old:
        return Unknown("a replacement in unknown text")
    return plain(Text.of(*(part.replace(old, new) if isinstance(part, str) else part for part in value.parts)))


def _each(change: Callable[[str], str]) -> Callable[..., Value]:
    def run(value: Text, *_: Value) -> Value:
        return plain(Text.of(*(change(part) if isinstance(part, str) else part for part in value.parts)))

    return run


def _split(value: Text, separator: Value = None, *_: Value) -> Value:
    if not isinstance(separator, str) or not separator:
        return ListValue([], True)
    pieces: list[list[str | Hole]] = [[]]
    for part in value.parts:
        if isinstance(part, Hole):
            pieces[-1].append(part)
            continue
        first, *rest = part.split(separator)
        pieces[-1].append(first)
        pieces += [[piece] for piece in rest]
    return ListValue([plain(Text.of(*piece)) for piece in pieces])


_WITH_HOLES: dict[str, Callable[..., Value]] = {
    "strip": _strip,
    "lstrip": lambda value, characters=None: _strip(value, characters, right=False),
    "rstrip": lambda value, characters=None: _strip(value, characters, left=False),
    "startswith": _starts_with,
    "endswith": _ends_with,
    "replace": _replace,
    "lower": _each(str.lower),
    "upper": _each(str.upper),
    "removeprefix": lambda value, prefix: (
        plain(Text.of(re.sub("^" + re.escape(prefix), "", value.head), *value.parts[1:]))
        if isinstance(prefix, str) and value.head.startswith(prefix)
        else value
    ),
    "split": _split,
}
