"""Django's template language: filter expressions and tags, by its documented syntax; nothing is imported or rendered.

https://docs.djangoproject.com/en/stable/ref/templates/language/
https://docs.djangoproject.com/en/stable/ref/templates/builtins/
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from scanner.concepts.expression import Call, Choice, Expression, Item, Literal, Member, Name, Opaque
from scanner.extract.markup.templates.conditions import of_django
from scanner.extract.markup.templates.statement import Included, Lowered, Statement, filter_named, tag, unpacked

_WORD = re.compile(r"(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[^\s\"']|[\"'])+")
_KEYWORD = re.compile(r"(\w+)=(.*)", re.DOTALL)
_PIPE = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\|")
_NUMBER = re.compile(r"[-+]?(?:\d{1,15}(?:\.\d{1,15})?|\.\d{1,15})$")
_VARIABLE = re.compile(r"[\w-]+(?:\.[\w-]+)*$")
_TRANSLATED = re.compile(r"_\(\s*(.*?)\s*\)$", re.DOTALL)
_CONSTANTS = {"True": True, "False": False, "None": None}
_MAX_PARTS = 40


class _Lowering:
    """Lowers the words of one tag and keeps the calls."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.calls: list[Call] = []
        self.understood = True

    def lower(self, word: str) -> Expression:
        """A filter expression: `value|filter:argument|filter`."""
        pieces = _pieces(word)
        value = self._variable(pieces[0])
        for piece in pieces[1 : _MAX_PARTS + 1]:
            name, colon, argument = piece.partition(":")
            arguments = (value, self._variable(argument)) if colon else (value,)
            value = self.call(filter_named(name.strip()), arguments)
        return value if len(pieces) <= _MAX_PARTS else Opaque("too deep")

    def call(
        self, callee: Expression, arguments: Sequence[Expression], named: Sequence[tuple[str, Expression]] = ()
    ) -> Call:
        """A call met here."""
        made = Call(callee, tuple(arguments), tuple(named), self.line)
        self.calls.append(made)
        return made

    def arguments(self, words: Sequence[str]) -> tuple[list[Expression], list[tuple[str, Expression]]]:
        """Positional and named arguments, as tags take them."""
        arguments: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        for word in words:
            if match := _KEYWORD.match(word):
                named.append((match.group(1), self.lower(match.group(2))))
            else:
                arguments.append(self.lower(word))
        return arguments, named

    def _variable(self, text: str) -> Expression:
        text = text.strip()
        if match := _TRANSLATED.match(text):
            text = match.group(1)
        if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
            return Literal(text[1:-1].replace("\\" + text[0], text[0]).replace("\\\\", "\\"))
        if text in _CONSTANTS:
            return Literal(_CONSTANTS[text])
        if _NUMBER.match(text):
            return Literal(float(text) if "." in text else int(text))
        if not _VARIABLE.match(text):
            self.understood = False
            return Opaque(text[:60] or "nothing")
        first, *rest = text.split(".")
        value: Expression = Name(first)
        for part in rest[:_MAX_PARTS]:
            value = Item(value, Literal(int(part))) if part.isdecimal() and len(part) < 10 else Member(value, part)
        return value


def read_output(source: str, line: int) -> Lowered:
    """The expression between `{{` and `}}`."""
    lowering = _Lowering(line)
    value = lowering.lower(source)
    if not lowering.understood:
        value = Opaque(source.strip()[:60])
    return Lowered(value, tuple(lowering.calls), lowering.understood)


def read_tag(name: str, source: str, line: int) -> Statement:
    """The tag `name` with what follows it. A tag that Django itself does not know is a call of `tag:NAME`."""
    if name.startswith("end") or name in _SILENT:
        return Statement()
    lowering = _Lowering(line)
    words = _WORD.findall(source)
    read = _TAGS.get(name)
    return read(words, lowering) if read else _call_of(name, words, lowering)


def _pieces(word: str) -> list[str]:
    """The text between the pipes that stand outside strings."""
    pieces: list[str] = []
    start = 0
    for match in _PIPE.finditer(word):
        if match.group() == "|":
            pieces.append(word[start : match.start()])
            start = match.end()
    pieces.append(word[start:])
    return pieces


def _call_of(name: str, words: list[str], lowering: _Lowering) -> Statement:
    """`{% url 'name' arg key=value as var %}`, and every tag that takes its arguments in that way."""
    local = ""
    if len(words) > 1 and words[-2] == "as":
        local = words[-1]
        words = words[:-2]
    arguments, named = lowering.arguments(words)
    inner = tuple(lowering.calls)
    call = lowering.call(tag(name), arguments, named)
    if local:
        return Statement(bound=((local, call),), calls=(call, *inner))
    return Statement(printed=call, calls=(call, *inner))


def _condition(words: list[str], lowering: _Lowering) -> Statement:
    for word in words:
        if word not in _OPERATORS:
            lowering.lower(word)
    return Statement(calls=tuple(lowering.calls), test=of_django(words))


def _for(words: list[str], lowering: _Lowering) -> Statement:
    """`{% for key, value in mapping.items reversed %}`"""
    if "in" not in words:
        return Statement(understood=False)
    index = words.index("in")
    names = tuple(name for name in "".join(f"{word} " for word in words[:index]).replace(",", " ").split())
    iterable = lowering.lower(words[index + 1]) if index + 1 < len(words) else Opaque("nothing")
    bound = unpacked(names, iterable) if names else ()
    return Statement(bound=bound, calls=tuple(lowering.calls), test=of_django(words[index + 1 : index + 2]))


def _with(words: list[str], lowering: _Lowering) -> Statement:
    """`{% with a=1 b=x.y %}`, and the older `{% with x.y as b %}`."""
    if len(words) == 3 and words[1] == "as":
        return Statement(bound=((words[2], lowering.lower(words[0])),), calls=tuple(lowering.calls))
    _, named = lowering.arguments(words)
    return Statement(bound=tuple(named), calls=tuple(lowering.calls))


def _block_translation(words: list[str], lowering: _Lowering) -> Statement:
    """`{% blocktranslate with a=x.y count n=items|length %}`; `asvar name` captures the text."""
    captured = ""
    if "asvar" in words[:-1]:
        captured = words[words.index("asvar") + 1]
    _, named = lowering.arguments([word for word in words if "=" in word])
    return Statement(bound=tuple(named), captured=captured, calls=tuple(lowering.calls))


def _extends(words: list[str], lowering: _Lowering) -> Statement:
    if not words:
        return Statement(understood=False)
    return Statement(included=Included(lowering.lower(words[0]), "extends"), calls=tuple(lowering.calls))


def _include(words: list[str], lowering: _Lowering) -> Statement:
    """`{% include "x.html" with a=b only %}`"""
    if not words:
        return Statement(understood=False)
    template = lowering.lower(words[0])
    _, named = lowering.arguments([word for word in words[1:] if "=" in word])
    return Statement(included=Included(template, "include", bindings=tuple(named)), calls=tuple(lowering.calls))


def _block(words: list[str], lowering: _Lowering) -> Statement:
    return Statement(block=words[0] if words else "", understood=bool(words))


def _alternatives(words: list[str], lowering: _Lowering) -> Statement:
    """`{% cycle 'a' 'b' as name %}`, `{% firstof a b "fallback" %}`"""
    local = ""
    if words[-1:] == ["silent"]:
        words = words[:-1]
    if len(words) > 1 and words[-2] == "as":
        local = words[-1]
        words = words[:-2]
    value = Choice(tuple(lowering.lower(word) for word in words))
    calls = tuple(lowering.calls)
    return Statement(bound=((local, value),), calls=calls) if local else Statement(printed=value, calls=calls)


def _regroup(words: list[str], lowering: _Lowering) -> Statement:
    """`{% regroup cities by country as groups %}`"""
    if len(words) < 5:
        return Statement(understood=False)
    return Statement(bound=((words[-1], Opaque("groups of " + words[0][:40])),))


_OPERATORS = {"and", "or", "not", "in", "is", "==", "!=", "<", ">", "<=", ">="}
_SILENT = {
    "else", "empty", "plural", "load", "csrf_token", "autoescape", "spaceless", "comment", "verbatim", "filter",
    "templatetag", "now", "lorem", "debug", "resetcycle", "localize", "localtime", "timezone", "language", "",
}  # fmt: skip
_TAGS: dict[str, Callable[[list[str], _Lowering], Statement]] = {
    "if": _condition,
    "elif": _condition,
    "ifequal": _condition,
    "ifnotequal": _condition,
    "ifchanged": _condition,
    "for": _for,
    "with": _with,
    "blocktrans": _block_translation,
    "blocktranslate": _block_translation,
    "extends": _extends,
    "include": _include,
    "block": _block,
    "cycle": _alternatives,
    "firstof": _alternatives,
    "regroup": _regroup,
}
