"""TypeScript's types, as far as they say which texts a value may be: `"a" | "b"`, and what holds such values.

A type is bound as `Name("type X")`, beside the values; the type of a variable or field x as `Name("typeof x")`. A
literal type is a Literal, a union a Choice, an object type or interface a Record, another type its Name. A type that
admits any other text is not bound at all.
https://www.typescriptlang.org/docs/handbook/2/everyday-types.html#literal-types
"""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Choice, Expression, Name, Record
from scanner.extract.javascript.patterns import key_text
from scanner.extract.javascript.reader import Reader

_PREFIX = "type "
_OF = "typeof "
_MAX_DEPTH = 6
_MAX_OPTIONS = 400
_ABSENT = frozenset({"null", "undefined"})
_BODIES = frozenset({"object_type", "interface_body"})


def type_name(name: str) -> str:
    """The name that a type is bound under."""
    return _PREFIX + name


def alias(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`type X = "a" | "b"`."""
    _bind(reader, node, node.child_by_field_name("value"))


def interface(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`interface X { kind: "a" | "b" }`."""
    _bind(reader, node, node.child_by_field_name("body"))


def annotated(reader: Reader, node: Node, name: str) -> None:
    """`kind: "a" | "b"` of a variable or a class's field."""
    written = node.child_by_field_name("type")
    value = read_type(reader, written) if written else None
    if value is not None:
        reader.scope.bind(reader.name(_OF + name), value, reader.line(node))


def properties(reader: Reader, node: Node, name: str) -> None:
    """`const props = defineProps<{ kind: "a" | "b" }>()`: https://vuejs.org/api/sfc-script-setup.html#defineprops"""
    while node.type == "call_expression":
        function, arguments = node.child_by_field_name("function"), node.child_by_field_name("type_arguments")
        if arguments is not None and function is not None and reader.text(function) == "defineProps":
            parts = reader.parts(arguments)
            value = read_type(reader, parts[0]) if parts else None
            if value is not None:
                reader.scope.bind(reader.name(_OF + name), value, reader.line(node))
            return
        given = node.child_by_field_name("arguments")  # `withDefaults(defineProps<…>(), {…})`
        inner = reader.parts(given) if given is not None else []
        if not inner:
            return
        node = inner[0]


def _bind(reader: Reader, node: Node, value: Node | None) -> None:
    own = node.child_by_field_name("name")
    found = read_type(reader, value) if value else None
    if own and found is not None:
        reader.scope.bind(reader.name(type_name(reader.text(own))), found, reader.line(node))


def read_type(reader: Reader, node: Node, depth: int = 0) -> Expression | None:
    """What a type says; None where it admits any text, or says nothing of text."""
    options: list[Expression] = []
    pending = [node]
    while pending:
        current = pending.pop()
        parts = reader.parts(current)
        match current.type:
            case "union_type":
                pending.extend(reversed(parts))
            case "parenthesized_type" | "type_annotation" | "readonly_type" if len(parts) == 1:
                pending.append(parts[0])
            case "literal_type" if parts and parts[0].type in _ABSENT:
                pass
            case "literal_type" if parts and parts[0].type == "string":
                options.append(reader.string(reader.source[parts[0].start_byte + 1 : parts[0].end_byte - 1]))
            case "type_identifier":
                options.append(Name(type_name(reader.text(current))))
            case kind if kind in _BODIES and depth < _MAX_DEPTH:
                fields = _fields(reader, parts, depth)
                if not fields:
                    return None
                options.append(Record(fields))
            case _:
                return None
        if len(options) > _MAX_OPTIONS:
            return None
    if not options:
        return None
    return options[0] if len(options) == 1 else Choice(tuple(options))


def _fields(reader: Reader, signatures: list[Node], depth: int) -> tuple[tuple[str, Expression], ...]:
    found: list[tuple[str, Expression]] = []
    for signature in signatures:
        key, written = signature.child_by_field_name("name"), signature.child_by_field_name("type")
        if signature.type == "property_signature" and key is not None and written is not None:
            value = read_type(reader, written, depth + 1)
            name = key_text(reader, key)
            if value is not None and name:
                found.append((name, value))
    return tuple(found)
