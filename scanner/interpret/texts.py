"""Strings as text with holes: conversion, concatenation, `%` and `str.format`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from scanner.concepts.text import Hole, Text
from scanner.interpret.objects import Class, Function, Instance
from scanner.interpret.values import MISSING, DictValue, Dotted, Unknown, Value, plain

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

_PERCENT = re.compile(r"%(?:\(([^)]*)\))?([#0\- +]*)(\d*)(?:\.(\d+))?([diouxXeEfFgGcrsa%])")
_FIELD = re.compile(r"\{\{|\}\}|\{([^{}:!]*)(![rsa])?(?::([^{}]*))?\}")
_WIDE = re.compile(r"\d{4,}")


def text_of(interpreter: Interpreter, value: Value) -> Text:
    """`str(value)`."""
    if isinstance(value, Text):
        return value
    if isinstance(value, str):
        return Text.of(str(value))
    if value is None or isinstance(value, bool | int | float):
        return Text.of(str(value))
    if isinstance(value, Unknown):
        return Text.of(Hole(value.name, value.why))
    if isinstance(value, Instance):
        return _of_instance(interpreter, value)
    if isinstance(value, Class | Function):
        return Text.of(Hole(value.name, "text of a code object"))
    return Text.of(Hole("", "text of an object"))


def _of_instance(interpreter: Interpreter, value: Instance) -> Text:
    if isinstance(value.class_, Class) and value.class_.is_a(
        "builtins.str", "builtins.int", "enum.StrEnum", "enum.IntEnum"
    ):
        inner = value.__dict__.get("value", MISSING)
        if inner is not MISSING and not isinstance(inner, Instance):
            return text_of(interpreter, inner)
    for name in ("__str__", "__repr__"):
        method = interpreter.attribute(value, name, MISSING)
        if method is not MISSING and not isinstance(method, Dotted):
            result = interpreter.call(method)
            return (
                Text.of(Hole("", "text of an object")) if isinstance(result, Instance) else text_of(interpreter, result)
            )
    return Text.of(Hole("", "text of an object"))


def concatenate(interpreter: Interpreter, *parts: str | Text) -> Value:
    """The parts in a row; a plain `str` where there is no hole."""
    text = Text.of(*parts)
    if sum(len(part) for part in text.parts if isinstance(part, str)) > interpreter.limits.text:
        return interpreter.limit("length of a string")
    return plain(text)


def formatted(interpreter: Interpreter, value: Value, conversion: int, spec: str | None) -> Text:
    """One replacement field: `{value!r:>10}`."""
    value = plain(value)
    if conversion in (ord("r"), ord("a")):
        return Text.of(repr(value)) if isinstance(value, str | int | float | None) else Text.of(Hole("", "a repr"))
    if not spec:
        return text_of(interpreter, value)
    if isinstance(value, str | int | float) and not _WIDE.search(spec):
        try:
            return Text.of(format(value, spec))
        except (ValueError, OverflowError):
            return Text.of(Hole("", "a format"))
    return text_of(interpreter, value)


def percent(interpreter: Interpreter, template: str | Text, argument: Value) -> Value:
    """`template % argument`."""
    if isinstance(template, Text):
        return _percent_with_holes(template)
    arguments = list(argument) if isinstance(argument, tuple) else [argument]
    parts: list[str | Text] = []
    position = 0
    index = 0
    for match in _PERCENT.finditer(template):
        parts.append(template[position : match.start()])
        position = match.end()
        key, flags, width, precision, kind = match.groups()
        if kind == "%":
            parts.append("%")
            continue
        if key is not None:
            value = _item(argument, key)
        else:
            value = arguments[index] if index < len(arguments) else Unknown("a missing argument")
            index += 1
        if kind in "ra":
            parts.append(formatted(interpreter, value, ord("r"), None))
        elif (
            (flags or width or precision)
            and isinstance(value, int | float)
            and len(width) < 4
            and len(precision or "") < 4
        ):
            try:
                parts.append(match.group().replace(f"({key})", "") % value)
            except (TypeError, ValueError, OverflowError):
                parts.append(text_of(interpreter, value))
        else:
            parts.append(text_of(interpreter, value))
    parts.append(template[position:])
    return concatenate(interpreter, *parts)


def _percent_with_holes(template: Text) -> Value:
    parts: list[str | Hole] = []
    for part in template.parts:
        if isinstance(part, Hole):
            parts.append(part)
            continue
        position = 0
        for match in _PERCENT.finditer(part):
            parts.append(part[position : match.start()])
            parts.append("%" if match.group(5) == "%" else Hole(match.group(1) or "", "formatted into unknown text"))
            position = match.end()
        parts.append(part[position:])
    return plain(Text.of(*parts))


def _item(container: Value, key: str) -> Value:
    if isinstance(container, DictValue) and key in container.items:
        return container.items[key]
    return Unknown("a missing key", key)


def str_format(interpreter: Interpreter, template: Value, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
    """`template.format(*args, **kwargs)`."""
    parts: list[str | Text] = []
    counter = 0
    for part in template.parts if isinstance(template, Text) else (template,):
        if not isinstance(part, str):
            parts.append(Text.of(part) if isinstance(part, Hole) else "")
            continue
        position = 0
        for match in _FIELD.finditer(part):
            parts.append(part[position : match.start()])
            position = match.end()
            if match.group() in ("{{", "}}"):
                parts.append(match.group()[0])
                continue
            name, conversion, spec = match.groups()
            if not name or name[0] in ".[":
                name, counter = f"{counter}{name}", counter + 1
            value = _field(interpreter, name, args, kwargs)
            parts.append(formatted(interpreter, value, ord(conversion[1]) if conversion else -1, spec))
        parts.append(part[position:])
    return concatenate(interpreter, *parts)


def _field(interpreter: Interpreter, name: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
    first, *rest = re.split(r"[.\[]", name)
    if first.isdigit():
        value = args[int(first)] if int(first) < len(args) else Unknown("a missing argument", first)
    else:
        value = kwargs.get(first, Unknown("a missing argument", first))
    for step in rest:
        if step.endswith("]"):
            value = _item(value, step[:-1])
        else:
            value = interpreter.attribute(value, step, Unknown("no such attribute", step))
    return value
