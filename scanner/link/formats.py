"""Format strings in variables and class attributes: `route.format(id=…)`, `route % id`, filled where they are used.

https://docs.python.org/3/library/string.html#format-string-syntax
https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from scanner.concepts.expression import Call, Expression, Item, Literal, Opaque, Record, Sequence
from scanner.concepts.text import Hole, Text
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow

MODULO = "__mod__"
"""The method that `text % values` is: https://docs.python.org/3/reference/datamodel.html#object.__mod__"""
_PERCENT = re.compile(r"%(?:\((?P<key>[^)]*)\))?[#0\- +]*\d*(?:\.\d+)?(?P<kind>[diouxXeEfFgGcrsa%])")
_ALTERNATIVES = 16
_Piece: TypeAlias = str | Hole | Expression


def filled(flow: Flow, base: v.String, expression: Call, place: v.Place) -> v.Values:
    """The text with its fields filled by the arguments of the call; the text itself where it is malformed."""
    options = [Text()]
    try:
        pieces = tuple(_percent(base.text, expression) if _is_modulo(expression) else _fields(base.text, expression))
    except ValueError:
        return (base,)
    for piece in pieces:
        texts: tuple[Text, ...]
        match piece:
            case str() | Hole():
                texts = (Text.of(piece),)
            case _:
                texts = tuple(item.text for item in flow.texts(piece, place))
        options = [option + text for option in options for text in texts][:_ALTERNATIVES]
    return tuple(v.String(text, base.at) for text in options)


def _is_modulo(expression: Call) -> bool:
    return getattr(expression.callee, "name", "") == MODULO


def _fields(text: Text, call: Call) -> Iterator[_Piece]:
    """Raises ValueError for a malformed format string."""
    named = dict(call.named)
    count = 0
    for part in text.parts:
        if not isinstance(part, str):
            yield part
            continue
        for literal, field, _, _ in string.Formatter().parse(part):
            yield literal
            if field is None:
                continue
            name = re.split(r"[.\[]", field, maxsplit=1)[0]
            if not name:
                name, count = str(count), count + 1
            if name != field and not field.startswith((".", "[")):
                yield Hole(field, "a field of an argument")
            elif name.isdecimal() and int(name[:6]) < len(call.arguments):
                yield call.arguments[int(name[:6])]
            else:
                yield named.get(name, Hole(name, "a field of the format string"))


def _percent(text: Text, call: Call) -> Iterator[_Piece]:
    given = call.arguments[0] if call.arguments else Opaque()
    positional = iter(given.items if isinstance(given, Sequence) else (given,))
    for part in text.parts:
        if not isinstance(part, str):
            yield part
            continue
        end = 0
        for match in _PERCENT.finditer(part):
            yield part[end : match.start()]
            end = match.end()
            if match["kind"] == "%":
                yield "%"
            elif match["key"] is not None:
                keyed = dict(given.fields) if isinstance(given, Record) else {}
                yield keyed.get(match["key"], Item(given, Literal(match["key"])))
            else:
                yield next(positional, Hole("", "missing format argument"))
        yield part[end:]
