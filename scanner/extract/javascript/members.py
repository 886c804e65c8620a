"""Members and items, and the address of the page among them."""

from __future__ import annotations

from tree_sitter import Node

from scanner.concepts.expression import Expression, Here, Item, Member, Name
from scanner.extract.javascript.reader import MAX_DEPTH, Reader

_HERE = Here()
_WINDOWS = frozenset({"window", "document", "globalThis", "self", "top", "parent"})
_ADDRESS = frozenset({"href", "pathname"})
"""https://developer.mozilla.org/en-US/docs/Web/API/Location"""
_DOCUMENT_ADDRESS = frozenset({"URL", "documentURI", "baseURI"})
"""https://developer.mozilla.org/en-US/docs/Web/API/Document/URL"""


def member(reader: Reader, node: Node) -> Expression:
    """`base.name` read as a value; the address of the page is `Here`."""
    value = plain_member(reader, node)
    if isinstance(value, Member):
        if value.name == "location" and isinstance(value.base, Name) and value.base.id in _WINDOWS:
            return _HERE
        return address(reader, value)
    return value


def plain_member(reader: Reader, node: Node) -> Expression:
    """`base.name` in its own form: as a target, a callee, or the base of another member."""
    children = node.children
    base, name = children[0], children[-1]
    inner: Expression
    if base.kind_id == node.kind_id and reader.depth < MAX_DEPTH:
        reader.depth += 1
        inner = plain_member(reader, base)
        reader.depth -= 1
        if isinstance(inner, Member):
            inner = address(reader, inner)
    else:
        inner = reader.lower(base)
    return Member(inner, reader.decoded(reader.source[name.start_byte : name.end_byte]))


def address(reader: Reader, value: Member) -> Expression:
    """`Here` for `location.href` and its kin, unless the file has a `location` of its own."""
    base = value.base
    if value.name in _ADDRESS:
        if isinstance(base, Member):
            ours = base.name == "location" and isinstance(base.base, Name) and base.base.id in _WINDOWS
        else:
            ours = isinstance(base, Name) and base.id == "location" and not reader.scope.binds("location")
        return _HERE if ours else value
    if value.name in _DOCUMENT_ADDRESS and isinstance(base, Name) and base.id == "document":
        return _HERE
    return value


def subscript(reader: Reader, node: Node) -> Expression:
    """`base[key]`."""
    children = node.children
    if len(children) != 4:
        children = [*reader.parts(node), node]
        if len(children) < 3:
            return reader.unreadable(node)
    return Item(reader.lower(children[0]), reader.lower(children[-2]))
