"""Statements: declarations, loops, returns. Control flow is not followed: every branch counts, and what runs only where
a variable is true is marked as such.
"""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Item, Opaque
from scanner.concepts.facts import Guard
from scanner.extract.javascript.patterns import bind, named_value, target
from scanner.extract.javascript.reader import Reader
from scanner.extract.javascript.types import annotated, properties

_EACH = Opaque("each")
_KEY = Opaque("key")
_PATTERNS = frozenset({"object_pattern", "array_pattern"})


def descend(_reader: Reader, node: Node, stack: list[Node]) -> None:
    """A statement that is the sum of its parts."""
    stack.extend(reversed(node.named_children))


def conditional(reader: Reader, node: Node, stack: list[Node]) -> None:
    """`if (flag) … else …`, `if (!flag) …`: both branches, each with the variable that it stands under."""
    stack.extend(reversed(node.named_children))
    flag, negated = _flag(reader, node.child_by_field_name("condition"))
    if not flag:
        return
    for branch, otherwise in (("consequence", False), ("alternative", True)):
        part = node.child_by_field_name(branch)
        if part is not None:
            guard = Guard(flag, (), reader.line(part), reader.last_line(part), negated is not otherwise)
            reader.scope.guards.append(guard)


def _flag(reader: Reader, test: Node | None) -> tuple[str, bool]:
    """The variable that a test asks for, and whether it asks that it be false; empty for any other test."""
    negated = False
    while test is not None and test.type in ("parenthesized_expression", "unary_expression"):
        if test.type == "unary_expression":
            if test.child_count != 2 or test.children[0].type != "!":
                return "", False
            negated = not negated
        test = test.named_children[-1] if test.named_children else None
    return (reader.text(test), negated) if test is not None and test.type == "identifier" else ("", False)


def expression(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """An expression that is a statement: read for what it does."""
    for child in reader.parts(node):
        reader.lower(child)


def skip(_reader: Reader, _node: Node, _stack: list[Node]) -> None:
    """Nothing here runs: types, comments, labels."""


def variables(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`const a = 1, { b } = c`."""
    for child in node.named_children:
        if child.type != "variable_declarator":
            continue
        children = child.children
        typed = len(children) > 3
        if len(children) == 3 and children[1].type == "=":
            name, value = children[0], children[2]
        elif len(children) > 1:
            found, given = child.child_by_field_name("name"), child.child_by_field_name("value")
            if found is None or given is None:
                continue
            name, value = found, given
        else:
            continue
        if name.type in _PATTERNS:
            bind(reader, name, reader.lower(value), reader.line(child))
        else:
            bind(reader, name, named_value(reader, value, reader.text(name)), reader.line(child))
            if typed:
                annotated(reader, child, reader.text(name))
            if value.type == "call_expression":
                properties(reader, value, reader.text(name))


def for_in(reader: Reader, node: Node, stack: list[Node]) -> None:
    """`for (x of xs)`: x is an item of xs; `for (k in o)`: k is a key."""
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    body = node.child_by_field_name("body")
    if left is not None and right is not None:
        items = reader.lower(right)
        operator = node.child_by_field_name("operator")
        value = _KEY if operator is not None and operator.type == "in" else Item(items, _EACH)
        if left.type in _PATTERNS:
            bind(reader, left, value, reader.line(node))
        else:
            reader.scope.bind(target(reader, left), value, reader.line(node))
    if body is not None:
        stack.append(body)


def returned(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`return v`."""
    parts = reader.parts(node)
    if parts:
        reader.scope.returns.append(reader.lower(parts[0]))


def thrown(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`throw e`."""
    parts = reader.parts(node)
    if parts:
        reader.scope.raises.append(reader.lower(parts[0]))


def caught(reader: Reader, node: Node, stack: list[Node]) -> None:
    """`catch (e) {}`: what was thrown is not known."""
    parameter, body = node.child_by_field_name("parameter"), node.child_by_field_name("body")
    if parameter is not None:
        bind(reader, parameter, Opaque("caught"), reader.line(node))
    if body is not None:
        stack.append(body)
