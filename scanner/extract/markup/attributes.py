"""Attributes that scripts may read: `data-*`, and what named elements carry.

https://html.spec.whatwg.org/multipage/dom.html#embedding-custom-non-visible-data-with-the-data-*-attributes
"""

from __future__ import annotations

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Literal
from scanner.concepts.facts import Attribute
from scanner.extract.markup.document import Document, Element
from scanner.extract.markup.html import Attr
from scanner.extract.markup.mask import FILLER
from scanner.extract.markup.printed import url_calls

_OF_NAMED = {"href", "action", "src", "value", "content"}
_NEVER = {"id", "class", "style", "name", "type", "for", "rel", "alt", "title", "placeholder"}
_HANDLED = ("on", "hx-", "data-hx-", "x-", "v-", "@", ":", "*", "#", "[", "(", "ng-")


def read_attributes(document: Document, element: Element) -> None:
    """Note the attributes of an element that a script may read."""
    named = bool(element.id or _meta_name(document, element)) or element.tag == "base"
    for attribute in element.attributes:
        name = attribute.name
        if name.startswith("data-"):
            if not name.startswith(_HANDLED):
                _note(document, element, attribute, document.value(attribute))
        elif name in _OF_NAMED:
            if named:
                _note(document, element, attribute, document.value(attribute))
            elif name == "value" and FILLER in document.masked_text(attribute):
                _read_field(document, element, attribute)
        elif name not in _NEVER and not name.startswith(_HANDLED):
            value = _address(document, element, attribute)
            if value is not None:
                _note(document, element, attribute, value)


def note_text(document: Document, element: Element, value: Expression, scope: int) -> None:
    """Note an element's text that a script reads, such as embedded JSON: an attribute called `text`."""
    document.facts.attributes.append(
        Attribute(
            tag=element.tag,
            name="text",
            value=value,
            line=document.lines.line(element.start),
            scope=scope,
            id=element.id,
            classes=element.classes,
        )
    )


def _read_field(document: Document, element: Element, attribute: Attr) -> None:
    """An address in a form field that no script can name: where the server redirects to, or an option to go to."""
    value = document.value(attribute)
    if any(url_calls(value)):
        document.request(CallKind.LINK, element, attribute, value, None, note="field")


def _address(document: Document, element: Element, attribute: Attr) -> Expression | None:
    """What looks like an address in any other attribute: printed by the template, or given to a custom element."""
    printed = FILLER in document.masked_text(attribute)
    if "-" not in element.tag and not printed:
        return None
    value = document.value(attribute)
    if isinstance(value, Literal):
        return value if str(value.value).startswith(("/", "http")) else None
    return value if "-" in element.tag or any(url_calls(value)) else None


def _note(document: Document, element: Element, attribute: Attr, value: Expression) -> None:
    if value != Literal(""):
        document.facts.attributes.append(
            Attribute(
                tag=element.tag,
                name=attribute.name,
                value=value,
                line=document.lines.line(attribute.start),
                scope=element.scope,
                id=element.id or _meta_name(document, element),
                classes=element.classes,
            )
        )


def _meta_name(document: Document, element: Element) -> str:
    """`<meta name="api-base" content="…">` is found by its name."""
    return (document.literal(element.get("name", "property")) or "") if element.tag == "meta" else ""
