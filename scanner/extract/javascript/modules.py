"""ES modules: import and export statements.

https://developer.mozilla.org/en-US/docs/Web/JavaScript/Guide/Modules
"""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Lambda, Literal, Name
from scanner.concepts.facts import Export, Import
from scanner.extract.javascript.classes import class_value
from scanner.extract.javascript.commonjs import IMPORTED, export_default
from scanner.extract.javascript.functions import function
from scanner.extract.javascript.patterns import named_value
from scanner.extract.javascript.reader import Reader

_FUNCTIONS = frozenset({"function_declaration", "generator_function_declaration"})
_CLASSES = frozenset({"class_declaration", "abstract_class_declaration"})


def import_statement(reader: Reader, node: Node, _stack: list[Node]) -> None:
    """`import d, { a as b } from "m"`, `import * as ns from "m"`, `import "m"`, `import x = require("m")`."""
    line, scope = reader.line(node), reader.scope.index
    module = _specifier(reader, node)
    names: list[tuple[str, str | None]] = []
    for child in reader.parts(node):
        if child.type == "import_require_clause":
            module = _specifier(reader, child)
            names.extend((reader.text(part), None) for part in reader.parts(child)[:1])
        elif child.type == "import_clause":
            for part in reader.parts(child):
                names.extend(_clause(reader, part))
    if module is None:
        return
    for local, name in names or [("", None)]:
        reader.imports.append(Import(local, module, name, line, scope))


def _clause(reader: Reader, node: Node) -> list[tuple[str, str | None]]:
    match node.type:
        case "identifier":
            return [(reader.text(node), "default")]
        case "namespace_import":
            return [(reader.text(part), None) for part in reader.parts(node)]
        case "named_imports":
            found: list[tuple[str, str | None]] = []
            for child in reader.parts(node):
                own, alias = _pair(reader, child)
                if own:
                    found.append((alias or own, own))
            return found
        case _:
            return []


def _pair(reader: Reader, node: Node) -> tuple[str, str]:
    """Name and alias of an import or export specifier."""
    own, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    return _name(reader, own), _name(reader, alias)


def _name(reader: Reader, node: Node | None) -> str:
    if node is None:
        return ""
    return reader.text(node).strip("\"'") if node.type == "string" else reader.text(node)


def _specifier(reader: Reader, node: Node) -> str | None:
    source = node.child_by_field_name("source")
    if source is None:
        return None
    value = reader.string(reader.source[source.start_byte + 1 : source.end_byte - 1])
    return value.value if isinstance(value, Literal) and isinstance(value.value, str) else None


def export_statement(reader: Reader, node: Node, stack: list[Node]) -> None:
    """`export const a = …`, `export default v`, `export { a as b } from "m"`, `export * from "m"`, `export = v`."""
    module = _specifier(reader, node) or ""
    words = [child.type for child in node.children if not child.is_named]
    parts = reader.parts(node)
    if "default" in words:
        _export_default(reader, node)
    elif "=" in words:
        if parts:
            export_default(reader, named_value(reader, parts[-1], ""))
    elif "*" in words:
        if module:
            reader.exports.append(Export("*", None, module, "*"))
    else:
        for part in parts:
            match part.type:
                case "namespace_export":
                    names = [_name(reader, child) for child in reader.parts(part)]
                    reader.exports.extend(Export(name, None, module, "*") for name in names if module)
                case "export_clause":
                    for child in reader.parts(part):
                        own, alias = _pair(reader, child)
                        if own:
                            value = None if module else Name(own)
                            reader.exports.append(Export(alias or own, value, module, own if module else ""))
                case "decorator" | "string":
                    pass
                case _:
                    _export_declaration(reader, part, stack)


def _export_declaration(reader: Reader, node: Node, stack: list[Node]) -> None:
    scope = reader.scope
    before = len(scope.bindings)
    imported = len(reader.imports)
    reader.step(node, stack)
    names = [binding.target.id for binding in scope.bindings[before:] if isinstance(binding.target, Name)]
    names.extend(entry.local for entry in reader.imports[imported:] if not entry.local.startswith(IMPORTED))
    reader.exports.extend(Export(name, Name(name)) for name in dict.fromkeys(names))


def _export_default(reader: Reader, node: Node) -> None:
    declared = node.child_by_field_name("declaration")
    value = node.child_by_field_name("value")
    if declared is not None and declared.type in _FUNCTIONS | _CLASSES:
        lowered = class_value(reader, declared) if declared.type in _CLASSES else function(reader, declared)
        own = declared.child_by_field_name("name")
        if own and isinstance(lowered, Lambda):
            name = reader.name(reader.text(own))
            reader.scope.bind(name, lowered, reader.line(declared))
            reader.exports.append(Export("default", name))
        else:
            reader.exports.append(Export("default", lowered))
    elif value is not None:
        reader.exports.append(Export("default", reader.lower(value)))
    elif declared is not None:
        reader.defer(declared)
