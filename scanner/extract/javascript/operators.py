"""Constants, names and operators."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from scanner.concepts.expression import Call, Choice, Expression, Literal, Name, Opaque
from scanner.extract.javascript.reader import UNREADABLE, Reader
from scanner.extract.javascript.text import Piece, concatenated, operand

_ARITHMETIC = Opaque("arithmetic")
_COMPARISON = Opaque("comparison")
_NEGATION = Opaque("negation")
_REGULAR_EXPRESSION = Opaque("regular expression")
_TRUE, _FALSE, _NULL = Literal(True), Literal(False), Literal(None)
_COMPARISONS = frozenset({"==", "===", "!=", "!==", "<", ">", "<=", ">=", "in", "instanceof"})
_MAX_DIGITS = 30


def identifier(reader: Reader, node: Node) -> Expression:
    """A variable, or the expression that a placeholder stands for."""
    text = reader.source[node.start_byte : node.end_byte]
    return reader.names.get(text) or reader.name(text)


def null(_reader: Reader, _node: Node) -> Expression:
    """`null` and `undefined`."""
    return _NULL


def true(_reader: Reader, _node: Node) -> Expression:
    """`true`."""
    return _TRUE


def false(_reader: Reader, _node: Node) -> Expression:
    """`false`."""
    return _FALSE


def number(reader: Reader, node: Node) -> Expression:
    """A number; one that is too long to be meant as such is opaque."""
    text = reader.text(node)
    if len(text) > _MAX_DIGITS:
        return Opaque("number")
    try:
        return Literal(int(text, 0))
    except ValueError:
        pass
    try:
        return Literal(float(text))
    except ValueError:
        return Opaque("number")


def regex(_reader: Reader, _node: Node) -> Expression:
    """A regular expression."""
    return _REGULAR_EXPRESSION


def meta_property(_reader: Reader, _node: Node) -> Expression:
    """`import.meta` (and `new.target`, which no URL is made of)."""
    return Name("import.meta")


def binary(reader: Reader, node: Node) -> Expression:
    """`+` joins, `||` and `??` choose, `&&` is its right side; anything else is computed and not known.

    Left-deep chains are walked, not recursed into: `a + b + …` may have thousands of terms.
    """
    terms: list[tuple[str, Node]] = []
    kind = node.kind_id
    while node.kind_id == kind:
        children = node.children
        if len(children) != 3:
            children = [child for child in children if child.kind_id not in reader.comment_kinds]
            if len(children) < 3:
                return reader.unreadable(node)
        terms.append((children[1].type, children[2]))
        node = children[0]
    pieces = [operand(reader, node)]
    doing = "+"
    for operator, right in reversed(terms):
        piece = operand(reader, right)
        operation = "||" if operator == "??" else operator
        if operation == doing and doing in {"+", "||"}:
            pieces.append(piece)
        else:
            left = _result(reader, doing, pieces)
            doing = operation
            pieces = [(left, pieces[0][1]), piece]
    return _result(reader, doing, pieces)


def _result(reader: Reader, operator: str, pieces: list[Piece]) -> Expression:
    if operator == "+":
        return pieces[0][0] if len(pieces) == 1 else concatenated(reader, pieces)
    if operator == "||":
        return choice([piece for piece, _ in pieces])
    if operator == "&&":
        return pieces[-1][0]
    return _COMPARISON if operator in _COMPARISONS else _ARITHMETIC


def choice(options: Sequence[Expression]) -> Expression:
    """One of several values; inner choices are flattened."""
    flat: list[Expression] = []
    seen: set[int] = set()
    for option in options:
        for one in option.options if isinstance(option, Choice) else (option,):
            if id(one) not in seen:
                seen.add(id(one))
                flat.append(one)
    return flat[0] if len(flat) == 1 else Choice(tuple(flat))


def ternary(reader: Reader, node: Node) -> Expression:
    """`c ? a : b`: either. Chains of alternatives are walked."""
    options: list[Expression] = []
    kind = node.kind_id
    while node.kind_id == kind:
        parts = reader.parts(node)
        if len(parts) != 3:
            options.append(reader.unreadable(node))
            break
        reader.lower(parts[0])
        options.append(reader.lower(parts[1]))
        node = parts[2]
    else:
        options.append(reader.lower(node))
    return choice(options)


def unary(reader: Reader, node: Node) -> Expression:
    """`!x`, `-x`, `typeof x`, `void 0`, `delete x.y`; `x++` too."""
    parts = reader.parts(node)
    value = reader.lower(parts[-1]) if parts else UNREADABLE
    match node.children[0].type:
        case "-" if isinstance(value, Literal) and isinstance(value.value, int | float):
            return Literal(-value.value)
        case "void":
            return _NULL
        case "!":
            return _NEGATION
        case _:
            return _ARITHMETIC


def transparent(reader: Reader, node: Node) -> Expression:
    """`(x)`, `await x`, `x as T`, `x!`, `x satisfies T`: x itself."""
    parts = reader.parts(node)
    return reader.lower(parts[0]) if parts else UNREADABLE


def last(reader: Reader, node: Node) -> Expression:
    """`(a, b)` and `<T>b`: b. Every part is read for its calls."""
    value: Expression = UNREADABLE
    for part in reader.parts(node):
        value = reader.lower(part)
    return value


def yielded(reader: Reader, node: Node) -> Expression:
    """`yield x`: what comes back is unknown."""
    last(reader, node)
    return Opaque("yield")


def spread(reader: Reader, node: Node) -> Expression:
    """`...xs` in a call or an array."""
    return Call(Name("filter:spread"), (last(reader, node),))


def nothing(_reader: Reader, _node: Node) -> Expression:
    """A type, a comment, an empty statement: no value."""
    return UNREADABLE
