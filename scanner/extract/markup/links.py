"""Links and loaded resources: `<a href>`, `<img src>`, `<link href>`, `<meta http-equiv="refresh">`.

https://html.spec.whatwg.org/multipage/links.html
"""

from __future__ import annotations

import re

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Here, Literal
from scanner.extract.markup.document import Document, Element
from scanner.extract.markup.html import Attr
from scanner.extract.markup.templates.template import stripped

_LOADS: dict[str, tuple[str, ...]] = {
    "img": ("src",),
    "script": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "source": ("src",),
    "track": ("src",),
    "audio": ("src",),
    "video": ("src", "poster"),
    "object": ("data",),
    "input": ("src",),
    "body": ("background",),
    "url": ("template",),
}
"""Attributes whose address the browser loads. `<Url template>`: https://developer.mozilla.org/docs/Web/XML/OpenSearch"""

_ELSEWHERE = re.compile(
    r"(?:#|(?:javascript|mailto|tel|sms|data|about|blob|callto|geo|whatsapp|skype|file|ws):)", re.IGNORECASE
)
_METHOD_OVERRIDES = ("data-turbo-method", "data-method", "up-method")
_NO_REQUEST_RELATIONS = {"preconnect", "dns-prefetch"}
_REFRESH = re.compile(r"[;,]\s*(?:url\s*=\s*)?[\"']?", re.IGNORECASE)
_CANCELS = re.compile(r"return\s+false|preventDefault")
_CANDIDATE = re.compile(r"[^\s,][^\s]*")
_BOOSTING = (
    "up-follow",
    "up-target",
    "up-layer",
    "up-instant",
    "up-preload",
    "up-submit",
    "data-turbo-frame",
    "data-turbo-stream",
    "x-target",
)


def read_links(document: Document, element: Element) -> None:
    """Note what an element links to or loads. Turbo frames and forms are read elsewhere."""
    if element.tag == "meta":
        _read_refresh(document, element)
        return
    if element.tag in {"base", "form", "turbo-frame", "turbo-stream-source"}:
        return
    for name in ("href", "xlink:href", "ng-href", "attr.href"):
        for attribute in element.all(name):
            _read_link(document, element, attribute)
    loads = _LOADS.get(element.tag, ("src",) if "-" in element.tag else ())
    for name in loads:
        for attribute in element.all(name):
            url = document.value(attribute)
            if not is_elsewhere(url) and url != Literal(""):
                document.request(CallKind.LINK, element, attribute, url, "GET")
    for attribute in element.all("srcset"):
        _read_candidates(document, element, attribute)
    if ping := element.get("ping"):
        document.request(CallKind.LINK, element, ping, document.value(ping), "POST")


def is_elsewhere(url: Expression) -> bool:
    """Whether an address makes no request: a fragment, a script, a mail address."""
    first = url if isinstance(url, Literal) else next(iter(getattr(url, "parts", ())), None)
    return isinstance(first, Literal) and _ELSEWHERE.match(str(first.value)) is not None


def boosts(element: Element) -> bool:
    """Whether a library turns the element's navigation into a fragment request: Unpoly, Turbo, Alpine AJAX.

    https://unpoly.com/up.link https://turbo.hotwired.dev/reference/attributes https://alpine-ajax.js.org/reference/
    """
    return any(item.name.startswith(_BOOSTING) for item in element.attributes)


def _read_link(document: Document, element: Element, attribute: Attr) -> None:
    url = document.value(attribute)
    if is_elsewhere(url):
        return
    if url == Literal(""):
        if _is_cancelled(document, element):
            return
        url = Here()
    method: str | None = "GET"
    note = ""
    if override := element.get(*_METHOD_OVERRIDES):
        written = document.literal(override)
        method = written.upper() if written else None
        note = override.name
    elif element.tag == "link":
        relation = document.literal(element.get("rel")) or ""
        if relation.lower() in _NO_REQUEST_RELATIONS:
            return
        note = f"{relation} {document.literal(element.get('type')) or ''}".strip()
    document.request(CallKind.LINK, element, attribute, url, method, note=note, boosted=boosts(element))


def _is_cancelled(document: Document, element: Element) -> bool:
    """Whether the element's own handler keeps the browser from following it."""
    return _CANCELS.search(document.masked_text(element.get("onclick"))) is not None


def _read_refresh(document: Document, element: Element) -> None:
    """`<meta http-equiv="refresh" content="5; url=/next">`"""
    content = element.get("content")
    if content is None or (document.literal(element.get("http-equiv")) or "").lower() != "refresh":
        return
    match = _REFRESH.search(document.masked_text(content))
    url: Expression = Here()
    if match:
        start = content.value_start + match.end()
        quoted = match.group()[-1] in "\"'"
        url = stripped(document.template.value(start, content.value_end - quoted))
    document.request(CallKind.LINK, element, content, url, "GET", note="refresh")


def _read_candidates(document: Document, element: Element, attribute: Attr) -> None:
    """`srcset="/a.png 1x, /b.png 2x"`"""
    text = document.masked_text(attribute)
    position = 0
    while match := _CANDIDATE.search(text, position):
        finish = match.end() - match.group().endswith(",")
        url = document.template.value(attribute.value_start + match.start(), attribute.value_start + finish)
        if url != Literal("") and not is_elsewhere(url):
            document.request(CallKind.LINK, element, attribute, url, "GET")
        comma = text.find(",", finish)
        if comma < 0:
            break
        position = comma + 1
