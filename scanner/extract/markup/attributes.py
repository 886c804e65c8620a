"""Attributes that scripts may read: `data-*`, and what named elements carry.

https://html.spec.whatwg.org/multipage/dom.html#embedding-custom-non-visible-data-with-the-data-*-attributes
"""

from __future__ import annotations

from scanner.concepts.expression import Expression, Literal
from scanner.concepts.facts import Attribute
from scanner.extract.markup.document import Document, Element
from scanner.extract.markup.html import Attr
from scanner.extract.markup.mask import FILLER
from scanner.extract.markup.printed import url_calls

_REQUESTING = {"href", "xlink:href", "src", "srcset", "action", "formaction", "poster", "ping", "background"}
"""Attributes that make requests by themselves: `links` and `forms` read them."""
_OF_NAMED = {"href", "action", "src", "value", "content"}
_NEVER = {"id", "class", "style", "name", "type", "for", "rel", "alt", "title", "placeholder"}
_HANDLED = ("on", "hx-", "data-hx-", "x-", "v-", "@", ":", "*", "#", "[", "(", "ng-")


def read_attributes(document: Document, element: Element) -> None:
    """Note the attributes of an element that a script may read, and others that hold an address."""
    named = bool(element.id or _meta_name(document, element)) or element.tag == "base"
    for attribute in element.attributes:
        name = attribute.name
        if name in _NEVER or name.startswith(_HANDLED):
            continue
        printed = FILLER in document.masked_text(attribute)
        listed = name.startswith("data-") or (named and name in _OF_NAMED)
        if not (listed or printed or "-" in element.tag):
            continue
        value = document.value(attribute)
        builds = printed and name not in _REQUESTING and any(url_calls(value))
        if listed or (builds and not _describes_page(element)) or _custom(element, value):
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


def _custom(element: Element, value: Expression) -> bool:
    """What a custom element is given and may be an address."""
    if "-" not in element.tag:
        return False
    return not isinstance(value, Literal) or str(value.value).startswith(("/", "http"))


def _describes_page(element: Element) -> bool:
    """`<meta property="og:url">` tells others where the page is; no script here needs it."""
    return element.tag == "meta" and element.get("property", "http-equiv") is not None


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
