"""Classes, enumerations and namespaces: scopes whose bindings are their members.

https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Classes
"""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Expression, Lambda, Literal, Name, Opaque, Record
from scanner.concepts.facts import ScopeKind
from scanner.extract.javascript.functions import method
from scanner.extract.javascript.patterns import key_text, named_value
from scanner.extract.javascript.reader import MAX_DEPTH, Reader
from scanner.extract.javascript.types import annotated


def class_value(reader: Reader, node: Node) -> Expression:
    """A class expression: a Lambda; its body is read later, its bases and decorators now."""
    own = node.child_by_field_name("name")
    scope = reader.open(ScopeKind.CLASS, reader.text(own) if own else "", node, _enter_class)
    around = node.parent
    if around is not None and around.type == "export_statement":
        scope.decorators.extend(_decorator(reader, child) for child in around.children if child.type == "decorator")
    for child in node.children:
        if child.type == "decorator":
            scope.decorators.append(_decorator(reader, child))
        elif child.type == "class_heritage":
            scope.bases.extend(_bases(reader, child))
    return Lambda(scope.index)


def class_declaration(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`class C {}`: binds C."""
    value = class_value(reader, node)
    own = node.child_by_field_name("name")
    if own:
        reader.scope.bind(reader.name(reader.source[own.start_byte : own.end_byte]), value, reader.line(node))


def _decorator(reader: Reader, node: Node) -> Expression:
    parts = reader.parts(node)
    return reader.lower(parts[0]) if parts else Opaque("unreadable")


def _bases(reader: Reader, heritage: Node) -> list[Expression]:
    found: list[Expression] = []
    for child in reader.parts(heritage):
        if child.type == "extends_clause":
            value = child.child_by_field_name("value")
            if value:
                found.append(reader.lower(value))
        elif child.type != "implements_clause":
            found.append(reader.lower(child))
    return found


def _enter_class(reader: Reader, node: Node) -> None:
    body = node.child_by_field_name("body")
    decorators: list[Expression] = []
    for child in reader.parts(body) if body else ():
        match child.type:
            case "decorator":  # TypeScript's grammar sets a method's decorators before it
                decorators.append(_decorator(reader, child))
                continue
            case "method_definition":
                _method(reader, child, decorators)
            case "field_definition" | "public_field_definition":
                _field(reader, child)
            case "class_static_block":
                reader.statements(child)
            case "method_signature" | "abstract_method_signature" | "index_signature":
                pass
            case _:
                reader.unreadable(child)
        decorators = []


def _method(reader: Reader, node: Node, decorators: list[Expression]) -> None:
    own = [_decorator(reader, child) for child in node.children if child.type == "decorator"]
    first = len(reader.scopes)
    name, value = method(reader, node)
    if len(reader.scopes) > first:
        reader.scopes[first].decorators.extend((*decorators, *own))
    if name and value is not None:
        reader.scope.bind(Name(name), value, reader.line(node))


def _field(reader: Reader, node: Node) -> None:
    for child in node.children:
        if child.type == "decorator":
            _decorator(reader, child)
    key = node.child_by_field_name("name") or node.child_by_field_name("property")
    value = node.child_by_field_name("value")
    name = key_text(reader, key) if key else ""
    if name:
        annotated(reader, node, name)
    if value is None:
        return
    lowered = named_value(reader, value, name)
    if name:
        reader.scope.bind(Name(name), lowered, reader.line(node))


def enumeration(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`enum E { A = "/a" }`: a Record. https://www.typescriptlang.org/docs/handbook/enums.html"""
    own = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    fields: list[tuple[str, Expression]] = []
    for child in reader.parts(body) if body else ():
        if child.type == "enum_assignment":
            parts = reader.parts(child)
            if len(parts) == 2:
                fields.append((key_text(reader, parts[0]), reader.lower(parts[1])))
        else:
            fields.append((key_text(reader, child), Literal(len(fields))))
    if own:
        reader.scope.bind(reader.name(reader.text(own)), Record(tuple(fields)), reader.line(node))


def namespace(reader: Reader, node: Node, stack: list[Node]) -> None:
    """`namespace N { export const a = … }`: its names are the scope's own, and fields of N."""
    own = node.child_by_field_name("name")
    body = node.child_by_field_name("body")
    if own is None or body is None or own.type == "string":
        return
    if reader.depth >= MAX_DEPTH:
        stack.append(body)
        return
    before, exported = len(reader.scope.bindings), len(reader.exports)
    reader.depth += 1
    reader.statements(body)
    reader.depth -= 1
    del reader.exports[exported:]
    names = dict.fromkeys(
        binding.target.id for binding in reader.scope.bindings[before:] if isinstance(binding.target, Name)
    )
    fields = tuple((name, Name(name)) for name in names)
    reader.scope.bind(reader.name(reader.text(own)), Record(fields), reader.line(node))
