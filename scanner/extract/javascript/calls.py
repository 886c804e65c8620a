"""Calls: arguments, `new`, tagged templates, and the calls that are modules or text rather than calls."""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Expression, Join, Literal, Member, Name, Sequence
from scanner.extract.javascript.commonjs import asynchronous_module, imported
from scanner.extract.javascript.members import plain_member
from scanner.extract.javascript.reader import Reader
from scanner.extract.javascript.text import joined

_LOADERS = frozenset({"require", "define", "requirejs"})


def call(reader: Reader, node: Node) -> Expression:
    """`f(a, b)` and `` tag`text` ``; optional calls too."""
    children = node.children
    function, arguments = children[0], children[-1]
    if function.type == "import":
        return _import(reader, node, _arguments(reader, arguments))
    if function.type == "member_expression":
        callee = plain_member(reader, function)
        place = function.children[-1]
    else:
        callee = reader.lower(function)
        place = node
    values = _arguments(reader, arguments)
    if isinstance(callee, Member):
        text = _as_text(callee, values)
        if text is not None:
            if callee.name == "bind":
                reader.call(callee, values, place)  # it hands the function on: a place where somebody takes it
            return text
    elif isinstance(callee, Name) and callee.id in _LOADERS:
        match values:
            case (Literal(value=str() as specifier),) if callee.id == "require":
                return imported(reader, specifier, reader.line(node))
            case _:
                asynchronous_module(reader, callee.id, values, reader.line(node))
    return reader.call(callee, values, place)


def _arguments(reader: Reader, node: Node) -> tuple[Expression, ...]:
    if node.type != "arguments":  # a tagged template
        return (reader.lower(node),)
    comments = reader.comment_kinds
    lower = reader.lower
    return tuple([lower(child) for child in node.named_children if child.kind_id not in comments])


def _import(reader: Reader, node: Node, arguments: tuple[Expression, ...]) -> Expression:
    match arguments:
        case (Literal(value=str() as specifier), *_):
            return imported(reader, specifier, reader.line(node))
        case _:
            return reader.call(Name("import"), arguments, node)


def _as_text(callee: Member, arguments: tuple[Expression, ...]) -> Expression | None:
    """`["a", b].join("/")`, `"a".concat(b)` as text; `f.bind(this)` as f; None for every other call."""
    match callee.name, callee.base, arguments:
        case "join", Sequence(items=items), () | (Literal(value=str()),) if items:
            separator = arguments[0] if arguments else Literal(",")
            parts = [part for item in items for part in (separator, item)][1:]
            return joined(parts)
        case "concat", Literal(value=str()) | Join(), _ if arguments:
            return joined((callee.base, *arguments))
        case "bind", base, (Name(),):
            return base
        case _:
            return None


def new(reader: Reader, node: Node) -> Expression:
    """`new C(a)`, `new C`."""
    constructor = node.child_by_field_name("constructor")
    arguments = node.child_by_field_name("arguments")
    if constructor is None:
        return reader.unreadable(node)
    callee = reader.lower(constructor)
    values = _arguments(reader, arguments) if arguments else ()
    return reader.call(callee, values, node, new=True)
