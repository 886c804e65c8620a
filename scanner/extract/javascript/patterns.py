"""Patterns: what assignments, declarations and parameters bind names to.

https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Operators/Destructuring
"""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Call, Expression, Item, Join, Lambda, Literal, Member, Name, Opaque
from scanner.concepts.facts import Import
from scanner.extract.javascript.commonjs import IMPORTED, export_assignment
from scanner.extract.javascript.members import address, plain_member
from scanner.extract.javascript.operators import choice
from scanner.extract.javascript.reader import TOO_DEEP, Reader
from scanner.extract.javascript.text import joined

_MAX_NESTING = 20
_LOCATION = Name("location")
_NAMES = frozenset(
    {"identifier", "shorthand_property_identifier_pattern", "shorthand_property_identifier", "undefined"}
)


def bind(reader: Reader, pattern: Node, value: Expression, line: int) -> None:
    """Bind what a pattern names to parts of a value, in the current scope."""
    scope = reader.scope
    todo = [(pattern, value, 0)]
    while todo:
        node, part, depth = todo.pop()
        kind = node.type
        if depth > _MAX_NESTING:
            part = TOO_DEEP
        if kind in _NAMES:
            _bind_name(reader, node, part, line)
        elif kind == "object_pattern":
            todo.extend((inner, taken, depth + 1) for inner, taken in reversed(_fields(reader, node, part)))
        elif kind == "array_pattern":
            todo.extend((inner, taken, depth + 1) for inner, taken in reversed(_items(reader, node, part)))
        elif kind in {"assignment_pattern", "object_assignment_pattern"}:
            parts = reader.parts(node)
            if len(parts) == 2:
                todo.append((parts[0], choice((part, reader.lower(parts[1]))), depth + 1))
        elif kind == "rest_pattern":
            todo.extend((child, part, depth + 1) for child in reader.parts(node)[:1])
        else:
            scope.bind(target(reader, node), part, line)


def _bind_name(reader: Reader, node: Node, value: Expression, line: int) -> None:
    name = reader.name(reader.source[node.start_byte : node.end_byte])
    base = value.base if isinstance(value, Member) else value
    if isinstance(base, Name) and base.id.startswith(IMPORTED):
        module = base.id.removeprefix(IMPORTED)
        imported = value.name if isinstance(value, Member) else None
        if reader.imports and reader.imports[-1].local == base.id:
            reader.imports.pop()  # the module's own name is not needed: this variable is the only one to have it
        reader.imports.append(Import(name.id, module, imported, line, reader.scope.index))
    else:
        reader.scope.bind(name, value, line)


def _fields(reader: Reader, pattern: Node, value: Expression) -> list[tuple[Node, Expression]]:
    """What each entry of an object pattern takes. The rest of an object is taken to be the object."""
    found: list[tuple[Node, Expression]] = []
    for child in reader.parts(pattern):
        match child.type:
            case "pair_pattern":
                parts = reader.parts(child)
                if len(parts) == 2:
                    found.append((parts[1], _part(reader, value, parts[0])))
            case "shorthand_property_identifier_pattern":
                found.append((child, _part(reader, value, child)))
            case "object_assignment_pattern":
                parts = reader.parts(child)
                if parts:
                    found.append((child, _part(reader, value, parts[0])))
            case "rest_pattern":
                found.append((child, value))
            case _:
                reader.unreadable(child)
    return found


def _part(reader: Reader, value: Expression, key: Node) -> Expression:
    if key.type == "computed_property_name":
        inner = reader.parts(key)
        return Item(value, reader.lower(inner[0]) if inner else Opaque("unreadable"))
    part = Member(value, key_text(reader, key))
    return address(reader, part)


def _items(reader: Reader, pattern: Node, value: Expression) -> list[tuple[Node, Expression]]:
    """What each entry of an array pattern takes; holes count."""
    found: list[tuple[Node, Expression]] = []
    index = 0
    for child in pattern.children:
        if child.type == ",":
            index += 1
        elif child.is_named and child.kind_id not in reader.comment_kinds:
            part = Opaque("rest") if child.type == "rest_pattern" else Item(value, Literal(index))
            found.append((child, part))
    return found


def key_text(reader: Reader, key: Node) -> str:
    """The text of a property's name; empty where it is computed."""
    kind = key.type
    if kind == "property_identifier":
        return reader.decoded(reader.source[key.start_byte : key.end_byte])
    match kind:
        case "string":
            value = reader.string(reader.source[key.start_byte + 1 : key.end_byte - 1])
            return str(value.value) if isinstance(value, Literal) else ""
        case "computed_property_name":
            inner = reader.parts(key)
            return key_text(reader, inner[0]) if inner and inner[0].type == "string" else ""
        case _:
            return reader.text(key)


def target(reader: Reader, node: Node) -> Expression:
    """What an assignment assigns to: members keep their own form."""
    match node.type:
        case "identifier":
            return reader.name(reader.source[node.start_byte : node.end_byte])
        case "member_expression":
            return plain_member(reader, node)
        case _:
            return reader.lower(node)


def named_value(reader: Reader, node: Node, name: str) -> Expression:
    """The value of something called `name`: functions in it are called after it."""
    path = reader.path
    reader.path = f"{path}.{name}" if path and name else name or path
    value = reader.lower(node)
    reader.path = path
    function = value.callee if isinstance(value, Call) else value
    if isinstance(function, Lambda):
        scope = reader.scope_at(function.scope)
        scope.name = scope.name or name.rpartition(".")[2]
    return value


def assignment(reader: Reader, node: Node) -> Expression:
    """`target = value`: binds, exports if the target says so, and is the value."""
    children = node.children
    if len(children) != 3:
        children = reader.parts(node)
        if len(children) < 2:
            return reader.unreadable(node)
    left, right = children[0], children[-1]
    line = reader.line(node)
    if left.type in {"object_pattern", "array_pattern"}:
        value = reader.lower(right)
        bind(reader, left, value, line)
        return value
    aim = target(reader, left)
    if aim == _LOCATION and not reader.scope.binds(_LOCATION.id):
        aim = Member(Name("window"), _LOCATION.id)  # the page's own, which no variable here hides
    value = named_value(reader, right, _called(aim))
    reader.scope.bind(aim, value, line)
    if isinstance(aim, Member):
        export_assignment(reader, aim, value)
    return value


def _called(aim: Expression) -> str:
    """What a person calls the target: `this.load` is `load`, `Api.prototype.list` is `Api.list`."""
    names: list[str] = []
    while isinstance(aim, Member):
        if aim.name != "prototype":
            names.append(aim.name)
        aim = aim.base
    if isinstance(aim, Name) and aim.id not in {"this", "self", "window", "module", "exports"}:
        names.append(aim.id)
    return ".".join(reversed(names))


_INSIDE = frozenset({"expression_statement", "statement_block", "parenthesized_expression", "sequence_expression"})


def _only_sometimes(node: Node) -> bool:
    """Whether a statement is all that a condition without an alternative decides on: what was before may stay."""
    inner, outer = node, node.parent
    while outer is not None and outer.type in _INSIDE:
        inner, outer = outer, outer.parent
    if outer is None:
        return False
    if outer.type == "if_statement":
        return outer.child_by_field_name("alternative") is None
    return outer.type == "binary_expression" and outer.child_by_field_name("right") == inner


def _is_query(addition: Expression) -> bool:
    """Whether text begins a query or goes on with one: the address before it is the same with and without it."""
    while isinstance(addition, Join) and addition.parts:
        addition = addition.parts[0]
    return isinstance(addition, Literal) and str(addition.value).startswith(("?", "&"))


def augmented_assignment(reader: Reader, node: Node) -> Expression:
    """`x += v` and its kin: another value for x, made of x."""
    parts = reader.parts(node)
    if len(parts) < 2:
        return reader.unreadable(node)
    aim = target(reader, parts[0])
    addition = reader.lower(parts[-1])
    operator = next((child.type for child in node.children if not child.is_named), "")
    value: Expression
    match operator:
        case "+=":
            value = joined((aim, addition))
            if not _is_query(addition) and _only_sometimes(node):
                value = choice((aim, value))
        case "||=" | "??=" | "&&=":
            value = choice((aim, addition))
        case _:
            value = Opaque("arithmetic")
    reader.scope.bind(aim, value, reader.line(node))
    return value
