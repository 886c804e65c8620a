"""What elements request, wherever they are written: in JSX, or in markup that a script holds as text.

https://developer.mozilla.org/en-US/docs/Web/HTML/Reference/Attributes · https://htmx.org/reference/#attributes
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Lambda, Literal, Record
from scanner.concepts.facts import Attribute, Request
from scanner.extract.javascript.reader import Reader

ADDRESSES = {
    "href": CallKind.LINK,
    "to": CallKind.LINK,
    "src": CallKind.LINK,
    "data": CallKind.LINK,
    "action": CallKind.FORM,
}
"""Attributes that hold an address. `to` is a router's link; `data` counts on `object` alone."""

HTMX = {
    f"{prefix}{verb}": verb.upper()
    for prefix in ("hx-", "data-hx-")
    for verb in ("get", "post", "put", "patch", "delete")
}

_READABLE = frozenset({"href", "action", "src", "value", "content"})
_METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "DIALOG"})
_NO_REQUEST = ("#", "javascript:", "mailto:", "tel:", "data:", "blob:")


@dataclass(slots=True, kw_only=True)
class Element:
    """An element with its attributes (name as written, value, line), and the controls in it if it is a form."""

    tag: str
    line: int
    column: int = 0
    attributes: list[tuple[str, Expression, int]] = field(default_factory=list)
    controls: list[str] = field(default_factory=list)

    def text(self, *names: str) -> str:
        """The plain text of the first attribute of one of these names; empty where there is none."""
        for name, value, _ in self.attributes:
            if name in names and isinstance(value, Literal) and isinstance(value.value, str):
                return value.value
        return ""

    def has(self, *names: str) -> bool:
        """Whether there is an attribute of one of these names."""
        return any(name in names for name, _, _ in self.attributes)


def record_element(reader: Reader, element: Element) -> None:
    """Add the requests and readable attributes of an element to the facts of the current scope."""
    identity = element.text("id")
    classes = tuple(element.text("class", "className").split())
    scope = reader.scope.index
    for name, value, line in element.attributes:
        kind: CallKind | None = None
        method: str | None = None
        if name in HTMX:
            kind, method = CallKind.HTMX, HTMX[name]
        elif name in {"formaction", "formAction"}:
            kind, method = CallKind.FORM, _method(element, "formmethod", "formMethod")
        elif name in ADDRESSES and (name != "data" or element.tag == "object"):
            kind = ADDRESSES[name]
            method = _method(element, "method") if kind is CallKind.FORM else "GET"
        address = _address(value)
        if kind is not None and address is not None:
            reader.requests.append(
                Request(
                    kind=kind,
                    url=address,
                    line=line,
                    column=element.column if line == element.line else 0,
                    method=method,
                    scope=scope,
                    tag=element.tag,
                    id=identity,
                    classes=classes,
                    fields=tuple(element.controls) if kind is CallKind.FORM else (),
                    enctype=element.text("enctype", "encType"),
                )
            )
        if (name.startswith("data-") and name not in HTMX) or (identity and name in _READABLE):
            reader.attributes.append(
                Attribute(tag=element.tag, name=name, value=value, line=line, scope=scope, id=identity, classes=classes)
            )


def _method(element: Element, *names: str) -> str | None:
    """The method of a form; GET where none is stated, None where it is computed."""
    if not element.has(*names):
        return "GET"
    stated = element.text(*names).upper()
    return stated if stated in _METHODS else None


def _address(value: Expression) -> Expression | None:
    """The address that an attribute holds; None where it holds none (an anchor, a function)."""
    match value:
        case Lambda():
            return None
        case Record(fields=fields):  # a router's location
            return next((part for name, part in fields if name in {"pathname", "path"}), None)
        case Literal(value=str() as text):
            return None if not text.strip() or text.strip().lower().startswith(_NO_REQUEST) else value
        case Literal():
            return None
        case _:
            return value


def controls_of(tag: str, attributes: Sequence[tuple[str, Expression, int]]) -> str:
    """The name under which a form control sends its value; empty for other elements."""
    if tag.lower() not in {"input", "select", "textarea", "button"}:
        return ""
    for name, value, _ in attributes:
        if name == "name" and isinstance(value, Literal) and isinstance(value.value, str):
            return value.value
    return ""
