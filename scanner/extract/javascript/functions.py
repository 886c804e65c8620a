"""Functions: declarations, expressions, arrows and methods, with their parameters."""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Call, Expression, Lambda, Member, Name
from scanner.concepts.facts import Formal, Import, ScopeKind
from scanner.extract.javascript.patterns import bind, key_text
from scanner.extract.javascript.reader import Reader

_MODIFIERS = frozenset({"accessibility_modifier", "override_modifier", "readonly"})
_MAX_ANNOTATION = 200


def function(reader: Reader, node: Node) -> Expression:
    """A function or arrow function: a Lambda; its body is read later."""
    own = node.child_by_field_name("name")
    scope = reader.open(ScopeKind.FUNCTION, reader.text(own) if own else "", node, enter_function)
    scope.arrow = node.type == "arrow_function"
    return Lambda(scope.index)


def declaration(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`function f() {}`: binds f."""
    value = function(reader, node)
    own = node.child_by_field_name("name")
    if own:
        name = reader.name(reader.source[own.start_byte : own.end_byte])
        reader.scope.bind(name, value, reader.line(node))


def method(reader: Reader, node: Node) -> tuple[str, Expression | None]:
    """A method of a class or object: its name and its Lambda; a getter's value is the call of it, a setter has none."""
    key = node.child_by_field_name("name")
    name = key_text(reader, key) if key else ""
    if key and key.type == "computed_property_name" and not name:
        reader.unreadable(key)
    path = reader.path
    reader.path = f"{path}.{name}" if path and name else name or path
    scope = reader.open(ScopeKind.FUNCTION, name, node, enter_function)
    reader.path = path
    words = {child.type for child in node.children if not child.is_named}
    if "set" in words:
        return name, None
    return name, Call(Lambda(scope.index), (), (), scope.line) if "get" in words else Lambda(scope.index)


def enter_function(reader: Reader, node: Node) -> None:
    """Read a function's parameters and body in its own scope."""
    scope = reader.scope
    parameters = node.child_by_field_name("parameters")
    if parameters:
        for parameter in reader.parts(parameters):
            formal = _formal(reader, parameter)
            if formal is not None:
                scope.parameters.append(formal)
    elif single := node.child_by_field_name("parameter"):
        scope.parameters.append(Formal(reader.text(single)))
    for formal, module in zip(scope.parameters, scope.modules, strict=False):
        if formal.name and module:
            reader.imports.append(Import(formal.name, module, None, scope.modules_line, scope.index))
    body = node.child_by_field_name("body")
    if body is None:
        return
    if body.type == "statement_block":
        reader.statements(body)
    else:
        scope.returns.append(reader.lower(body))


def _formal(reader: Reader, node: Node) -> Formal | None:
    """A parameter of JavaScript (a pattern) or TypeScript (a pattern with modifiers, type and default)."""
    default: Expression | None = None
    annotation = ""
    pattern: Node | None = node
    if node.type in {"required_parameter", "optional_parameter"}:
        pattern = node.child_by_field_name("pattern")
        if kind := node.child_by_field_name("type"):
            annotation = reader.text(kind).lstrip(": ")[:_MAX_ANNOTATION]
        if value := node.child_by_field_name("value"):
            default = reader.lower(value)
    elif node.type == "assignment_pattern":
        pattern = node.child_by_field_name("left")
        if value := node.child_by_field_name("right"):
            default = reader.lower(value)
    if pattern is None:
        reader.unreadable(node)
        return None
    match pattern.type:
        case "identifier":
            name = reader.text(pattern)
            if any(child.type in _MODIFIERS for child in node.children):
                # https://www.typescriptlang.org/docs/handbook/2/classes.html#parameter-properties
                reader.scope.bind(Member(Name("this"), name), Name(name), reader.line(node))
            return Formal(name, default, annotation=annotation)
        case "rest_pattern":
            inner = reader.parts(pattern)
            return Formal(reader.text(inner[0]) if inner else "", kind="rest", annotation=annotation)
        case "object_pattern":
            return Formal("", default, fields=_fields(reader, pattern), annotation=annotation)
        case "array_pattern":
            return Formal("", default, fields=_items(reader, pattern), annotation=annotation)
        case "this":
            return None
        case _:
            reader.unreadable(pattern)
            return Formal("", default, annotation=annotation)


def _fields(reader: Reader, pattern: Node) -> tuple[tuple[str, str, Expression | None], ...]:
    """Fields of a destructured parameter. A nested pattern takes its field under a name of its own, `{field}`."""
    found: list[tuple[str, str, Expression | None]] = []
    for child in reader.parts(pattern):
        parts = reader.parts(child)
        match child.type:
            case "shorthand_property_identifier_pattern":
                name = reader.text(child)
                found.append((name, name, None))
            case "object_assignment_pattern" if len(parts) == 2:
                name = reader.text(parts[0])
                found.append((name, name, reader.lower(parts[1])))
            case "pair_pattern" if len(parts) == 2:
                found.append(_field(reader, key_text(reader, parts[0]), parts[1]))
            case "rest_pattern" if parts:
                found.append(("*", reader.text(parts[0]), None))
            case _:
                reader.unreadable(child)
    return tuple(found)


def _items(reader: Reader, pattern: Node) -> tuple[tuple[str, str, Expression | None], ...]:
    found: list[tuple[str, str, Expression | None]] = []
    index = 0
    for child in pattern.children:
        if child.type == ",":
            index += 1
        elif child.is_named and child.kind_id not in reader.comment_kinds:
            found.append(_field(reader, str(index), child))
    return tuple(found)


def _field(reader: Reader, field: str, pattern: Node) -> tuple[str, str, Expression | None]:
    default: Expression | None = None
    if pattern.type == "assignment_pattern":
        parts = reader.parts(pattern)
        if len(parts) == 2:
            pattern, default = parts[0], reader.lower(parts[1])
    if pattern.type == "identifier":
        return field, reader.text(pattern), default
    local = "{" + field + "}"
    bind(reader, pattern, Name(local), reader.line(pattern))
    return field, local, default
