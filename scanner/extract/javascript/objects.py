"""Object and array displays, and what `this` is in a component's functions."""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Call, Expression, Lambda, Name, Record, Sequence
from scanner.concepts.facts import Binding, ScopeKind
from scanner.extract.javascript.functions import method
from scanner.extract.javascript.patterns import key_text, named_value
from scanner.extract.javascript.reader import Reader

_THIS = Name("this")
_FUNCTIONS = ("methods", "actions")
_COMPUTED = ("computed", "getters")
_STATE = ("data", "state", "setup")
_OPTIONS = frozenset({"template", "render", "name", "components", "props", "created", "mounted", "watch", "setup"})


def record(reader: Reader, node: Node) -> Expression:
    """An object literal. Its methods are Lambdas, its getters calls of them; keys that are computed are left out."""
    fields: list[tuple[str, Expression]] = []
    rest: list[Expression] = []
    for child in reader.parts(node):
        match child.type:
            case "pair":
                _pair(reader, child, fields)
            case "shorthand_property_identifier":
                text = reader.source[child.start_byte : child.end_byte]
                fields.append((reader.decoded(text), reader.names.get(text) or reader.name(text)))
            case "method_definition":
                name, value = method(reader, child)
                if name and value is not None:
                    fields.append((name, value))
            case "spread_element":
                inner = reader.parts(child)
                if inner:
                    rest.append(reader.lower(inner[0]))
            case _:
                reader.unreadable(child)
    value = Record(tuple(fields), tuple(rest))
    _bind_component(reader, value)
    return value


def _pair(reader: Reader, node: Node, fields: list[tuple[str, Expression]]) -> None:
    children = node.children
    if len(children) != 3:
        children = reader.parts(node)
        if len(children) != 2:
            reader.unreadable(node)
            return
    key = children[0]
    name = key_text(reader, key)
    if not name:
        reader.unreadable(key)
    value = named_value(reader, children[-1], name)
    if name:
        fields.append((name, value))


def array(reader: Reader, node: Node) -> Expression:
    """An array literal."""
    return Sequence(tuple([reader.lower(part) for part in reader.parts(node)]))


def _bind_component(reader: Reader, value: Record) -> None:
    """Say what `this` is in the functions of a component's or store's options."""
    component = _component(value)
    if component is None:
        return
    this, scopes = component
    for index in scopes:
        scope = reader.scope_at(index)
        if scope.kind is ScopeKind.FUNCTION and not scope.arrow:
            scope.bindings[:] = [Binding(_THIS, this, scope.line)]


def _function(value: Expression) -> int | None:
    """The scope of a function that is a field, or of a getter."""
    if isinstance(value, Call) and not value.arguments:
        value = value.callee
    return value.scope if isinstance(value, Lambda) else None


def _component(options: Record) -> tuple[Record, list[int]] | None:
    """`this` of a Vue component or Pinia store from its options, and the scopes of the functions among them.

    https://vuejs.org/api/options-state.html · https://pinia.vuejs.org/core-concepts/#Option-Stores
    """
    fields = dict(options.fields)
    grouped = any(isinstance(fields.get(key), Record) for key in (*_FUNCTIONS, *_COMPUTED))
    stateful = any(isinstance(fields.get(key), Lambda) for key in _STATE) and not _OPTIONS.isdisjoint(fields)
    if not grouped and not stateful:
        return None
    members: list[tuple[str, Expression]] = []
    scopes = [index for _, field in options.fields if (index := _function(field)) is not None]
    for key, group in options.fields:
        if isinstance(group, Record) and key in (*_FUNCTIONS, *_COMPUTED, "watch"):
            scopes.extend(index for _, value in group.fields if (index := _function(value)) is not None)
            if key in _FUNCTIONS:
                members.extend(group.fields)
            elif key in _COMPUTED:
                members.extend(
                    (name, Call(value) if isinstance(value, Lambda) else value) for name, value in group.fields
                )
    state = tuple(
        Call(value) if isinstance(value, Lambda) else value for key in _STATE if (value := fields.get(key)) is not None
    )
    return Record(tuple(members), state), scopes
