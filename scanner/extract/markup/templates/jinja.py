"""Jinja expressions and statements, read with Jinja's own parser; nothing is compiled or rendered.

Each printed expression and each tag is parsed by itself, so an unknown extension or a broken tag costs that tag alone.
https://jinja.palletsprojects.com/en/stable/templates/
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import TypeVar

from jinja2 import Environment, TemplateError, nodes
from jinja2.parser import Parser

from scanner.concepts.expression import Call, Expression, Opaque
from scanner.concepts.facts import Formal
from scanner.extract.markup.templates import django
from scanner.extract.markup.templates.conditions import of_jinja
from scanner.extract.markup.templates.jinja_expression import Lowering
from scanner.extract.markup.templates.statement import Included, Lowered, Statement, tag, unpacked

_ENVIRONMENT = Environment(autoescape=True)
_UNREADABLE = (TemplateError, RecursionError, ValueError, OverflowError)
"""What Jinja's parser raises on malformed text, deep nesting, and numbers too large to read."""

_T = TypeVar("_T")


def read_output(source: str, line: int) -> Lowered:
    """The expression between `{{` and `}}`, which begins at `line`. One that Jinja cannot read may be Django's."""
    lowering = Lowering(line)
    try:
        value = lowering.lower(_parsed(source, _whole))
    except _UNREADABLE:
        return django.read_output(source, line)
    return Lowered(value, tuple(lowering.calls))


def read_tag(name: str, source: str, line: int) -> Statement:
    """The tag `name` with what follows it, which begins at `line`. Never raises: see `Statement.understood`."""
    if name.startswith("end") or name in {"else", "pluralize", "autoescape", "raw", ""}:
        return Statement()
    try:
        return _parsed(source, lambda parser: _STATEMENTS.get(name, _Unknown(name))(parser, Lowering(line)))
    except _UNREADABLE:
        statement = django.read_tag(name, source, line)
        return statement if name not in _STATEMENTS else Statement(understood=False)


def _parsed(source: str, parse: Callable[[Parser], _T]) -> _T:
    if "\\" not in source:
        return parse(Parser(_ENVIRONMENT, source, state="variable"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's complaint about an unknown escape in a string of the template
        return parse(Parser(_ENVIRONMENT, source, state="variable"))


def _whole(parser: Parser) -> nodes.Expr:
    """An expression with nothing after it."""
    found = parser.parse_tuple()
    if not parser.stream.eos:
        parser.fail("unexpected text after the expression")
    return found


def _condition(parser: Parser, lowering: Lowering) -> Statement:
    condition = _whole(parser)
    lowering.lower(condition)
    return Statement(calls=tuple(lowering.calls), test=of_jinja(condition))


def _do(parser: Parser, lowering: Lowering) -> Statement:
    lowering.lower(_whole(parser))
    return Statement(calls=tuple(lowering.calls))


def _print(parser: Parser, lowering: Lowering) -> Statement:
    printed = lowering.lower(_whole(parser))
    return Statement(printed=printed, calls=tuple(lowering.calls))


def _for(parser: Parser, lowering: Lowering) -> Statement:
    target = parser.parse_assign_target(extra_end_rules=("name:in",))
    parser.stream.expect("name:in")
    rows = parser.parse_tuple(with_condexpr=False, extra_end_rules=("name:recursive",))
    iterable = lowering.lower(rows)
    if parser.stream.skip_if("name:if"):
        lowering.lower(parser.parse_expression())
    flat = not isinstance(target, nodes.Tuple) or all(isinstance(item, nodes.Name) for item in target.items)
    bound = unpacked(_names(target), iterable, flat=flat)
    return Statement(bound=bound, calls=tuple(lowering.calls), test=of_jinja(rows))


def _set(parser: Parser, lowering: Lowering) -> Statement:
    target = parser.parse_assign_target(with_namespace=True)
    names = _names(target)
    if not parser.stream.skip_if("assign"):
        return Statement(captured=names[0] if names else "")
    value = lowering.lower(_whole(parser))
    bound = ((names[0], value),) if len(names) == 1 else unpacked(names, value, flat=False)
    return Statement(bound=bound, calls=tuple(lowering.calls))


def _names(target: nodes.Node) -> tuple[str, ...]:
    """The names that an assignment or a loop sets; an attribute of a namespace is `ns.name`."""
    match target:
        case nodes.Name(name=name):
            return (name,)
        case nodes.NSRef(name=name, attr=attribute):
            return (f"{name}.{attribute}",)
        case nodes.Tuple(items=items):
            return tuple(name for item in items for name in _names(item))
        case _:
            return ()


def _with(parser: Parser, lowering: Lowering) -> Statement:
    bound: list[tuple[str, Expression]] = []
    while not parser.stream.eos:
        if bound:
            parser.stream.expect("comma")
        target = parser.parse_assign_target()
        parser.stream.expect("assign")
        value = lowering.lower(parser.parse_expression())
        bound.extend((name, value) for name in _names(target))
    return Statement(bound=tuple(bound), calls=tuple(lowering.calls))


def _trans(parser: Parser, lowering: Lowering) -> Statement:
    """`{% trans user=user.name, count %}`: https://jinja.palletsprojects.com/en/stable/extensions/#i18n-extension"""
    bound: list[tuple[str, Expression]] = []
    while not parser.stream.eos:
        if parser.stream.skip_if("comma") or parser.stream.skip_if("colon") or parser.stream.skip_if("string"):
            continue
        name = parser.stream.expect("name").value
        if parser.stream.skip_if("assign"):
            bound.append((name, lowering.lower(parser.parse_expression())))
    return Statement(bound=tuple(bound), calls=tuple(lowering.calls))


def _block(parser: Parser, lowering: Lowering) -> Statement:
    return Statement(block=parser.stream.expect("name").value)


def _macro(parser: Parser, lowering: Lowering) -> Statement:
    name = parser.stream.expect("name").value
    return Statement(macro=name, parameters=_signature(parser, lowering), calls=tuple(lowering.calls))


def _signature(parser: Parser, lowering: Lowering) -> tuple[Formal, ...]:
    macro = nodes.Macro(lineno=1)
    parser.parse_signature(macro)
    defaults = [lowering.lower(default) for default in macro.defaults]
    padded = [None] * (len(macro.args) - len(defaults)) + defaults
    return tuple(Formal(argument.name, default) for argument, default in zip(macro.args, padded, strict=True))


def _call(parser: Parser, lowering: Lowering) -> Statement:
    """`{% call(user) list_users(users) %}`: the macro decides what `user` is."""
    parameters: tuple[Formal, ...] = ()
    if parser.stream.current.type == "lparen":
        parameters = _signature(parser, lowering)
    printed = lowering.lower(parser.parse_expression())
    bound = tuple((formal.name, Opaque("given by the macro")) for formal in parameters)
    return Statement(printed=printed, bound=bound, calls=tuple(lowering.calls))


def _extends(parser: Parser, lowering: Lowering) -> Statement:
    template = lowering.lower(parser.parse_expression())
    return Statement(included=Included(template, "extends"), calls=tuple(lowering.calls))


def _include(parser: Parser, lowering: Lowering) -> Statement:
    template = lowering.lower(parser.parse_expression())
    return Statement(included=Included(template, "include"), calls=tuple(lowering.calls))


def _import(parser: Parser, lowering: Lowering) -> Statement:
    template = lowering.lower(parser.parse_expression())
    parser.stream.expect("name:as")
    local = parser.stream.expect("name").value
    return Statement(included=Included(template, "import", local), calls=tuple(lowering.calls))


def _from(parser: Parser, lowering: Lowering) -> Statement:
    template = lowering.lower(parser.parse_expression())
    parser.stream.expect("name:import")
    names: list[tuple[str, str]] = []
    while parser.stream.current.type == "name" and not _context_modifier(parser):
        name = parser.stream.expect("name").value
        local = parser.stream.expect("name").value if parser.stream.skip_if("name:as") else name
        names.append((name, local))
        if not parser.stream.skip_if("comma"):
            break
    return Statement(included=Included(template, "import", "", tuple(names)), calls=tuple(lowering.calls))


def _context_modifier(parser: Parser) -> bool:
    """`with context` and `without context` after the imported names."""
    return parser.stream.current.value in {"with", "without"} and parser.stream.look().test("name:context")


def _filter(parser: Parser, lowering: Lowering) -> Statement:
    return Statement()


class _Unknown:
    """A tag of an extension: a call of what stands after its name, with or without commas."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, parser: Parser, lowering: Lowering) -> Statement:
        stream = parser.stream
        arguments: list[Expression] = []
        named: list[tuple[str, Expression]] = []
        local = ""
        while not stream.eos:
            if stream.skip_if("comma"):
                continue
            if stream.current.test("name:as") and stream.look().type == "name":
                next(stream)
                local = next(stream).value
            elif stream.current.type == "name" and stream.look().type == "assign":
                key = next(stream).value
                next(stream)
                named.append((key, lowering.lower(parser.parse_expression())))
            else:
                arguments.append(lowering.lower(parser.parse_expression()))
        call = Call(tag(self._name), tuple(arguments), tuple(named), lowering.line)
        calls = (call, *lowering.calls)
        if local:
            return Statement(bound=((local, call),), calls=calls)
        return Statement(printed=call, calls=calls)


_STATEMENTS: dict[str, Callable[[Parser, Lowering], Statement]] = {
    "if": _condition,
    "elif": _condition,
    "for": _for,
    "set": _set,
    "with": _with,
    "do": _do,
    "print": _print,
    "trans": _trans,
    "block": _block,
    "macro": _macro,
    "call": _call,
    "extends": _extends,
    "include": _include,
    "import": _import,
    "from": _from,
    "filter": _filter,
}
