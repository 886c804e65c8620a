"""JSX: host elements request what their attributes say, components are called with their props.

https://facebook.github.io/jsx/ · https://react.dev/learn/passing-props-to-a-component
"""

from __future__ import annotations

import html
from typing import TypeAlias

from tree_sitter import Node

from scanner.concepts.expression import Expression, Literal, Member, Name, Opaque, Record
from scanner.extract.javascript.elements import Element, controls_of, record_element
from scanner.extract.javascript.operators import last
from scanner.extract.javascript.patterns import named_value
from scanner.extract.javascript.reader import Reader

_MARKUP = Opaque("markup")

_Open: TypeAlias = tuple[Node, Element | None]
"""A node to be read, and the form around it."""


def element(reader: Reader, node: Node) -> Expression:
    """An element with all that is in it: the call of a component, else `Opaque("markup")`.

    Elements in elements are walked; what stands in braces is lowered.
    """
    value: Expression | None = None
    stack: list[_Open] = [(node, None)]
    forms: list[Element] = []
    while stack:
        current, form = stack.pop()
        kind = current.type
        if kind == "jsx_element":
            opening, *inner = reader.parts(current) or [current]
            if opening.type != "jsx_opening_element":
                reader.unreadable(current)
                continue
            result, inside = _opening(reader, opening, _render_prop(reader, inner), form)
            if inside is not form and inside is not None:
                forms.append(inside)
            value = result if value is None else value
            stack.extend((child, inside) for child in reversed(inner) if child.type != "jsx_closing_element")
        elif kind == "jsx_self_closing_element":
            result, inside = _opening(reader, current, None, form)
            if inside is not form and inside is not None:
                forms.append(inside)
            value = result if value is None else value
        elif kind == "jsx_expression":
            if not _is_function(current):
                last(reader, current)
        elif kind not in {"jsx_text", "html_character_reference", "comment"}:
            reader.lower(current)
    for form in forms:
        record_element(reader, form)
    return value or _MARKUP


def _is_function(node: Node) -> bool:
    """Whether a braced child is just a function: read already, as the render prop of its element."""
    return [child.type for child in node.named_children] in (["arrow_function"], ["function_expression"])


def _render_prop(reader: Reader, children: list[Node]) -> Expression | None:
    """`<Items>{item => …}</Items>`: the function that the component calls."""
    found: Expression | None = None
    for child in children:
        if child.type == "jsx_expression" and _is_function(child):
            found = reader.lower(child.named_children[0])
    return found


def _opening(
    reader: Reader, node: Node, render: Expression | None, form: Element | None
) -> tuple[Expression, Element | None]:
    """Read a tag and its attributes: its value, and the form that its content stands in."""
    line, column = reader.place(node)
    own = node.child_by_field_name("name")
    tag = reader.text(own) if own else ""
    host = tag[:1].islower() and "." not in tag
    found = Element(tag=tag, line=line, column=column)
    rest: list[Expression] = []
    for child in reader.parts(node):
        if child.type == "jsx_attribute":
            name, value = _attribute(reader, child)
            found.attributes.append((name, value, reader.line(child)))
        elif child.type == "jsx_expression":
            for inner in reader.parts(child):
                spread = reader.parts(inner) if inner.type == "spread_element" else [inner]
                rest.extend(reader.lower(part) for part in spread)
    control = controls_of(tag, found.attributes)
    if control and form is not None:
        form.controls.append(control)
    inside = found if tag.lower() == "form" else form
    if inside is not found:
        record_element(reader, found)
    if host or not tag or own is None:
        return _MARKUP, inside
    fields = [(name, value) for name, value, _ in found.attributes]
    if render is not None:
        fields.append(("children", render))
    props = Record(tuple(fields), tuple(rest))
    return reader.call(_component(tag), (props,), own), inside


def _component(tag: str) -> Expression:
    first, *names = tag.split(".")
    value: Expression = Name(first)
    for name in names:
        value = Member(value, name)
    return value


def _attribute(reader: Reader, node: Node) -> tuple[str, Expression]:
    parts = reader.parts(node)
    name = reader.text(parts[0]) if parts else ""
    if len(parts) < 2:
        return name, Literal(True)
    value = parts[1]
    if value.type == "string":
        raw = reader.decoded(reader.source[value.start_byte + 1 : value.end_byte - 1])
        return name, reader.masked(html.unescape(raw) if "&" in raw else raw)
    if value.type == "jsx_expression":
        inner = reader.parts(value)
        return name, named_value(reader, inner[-1], name) if inner else Literal(None)
    return name, reader.lower(value)
