"""Requests that attributes make for fragments: htmx, intercooler, Unpoly, Turbo frames and streams, Datastar.

https://htmx.org/reference/ https://unpoly.com/up.link https://turbo.hotwired.dev/reference/frames
https://data-star.dev/reference/actions
"""

from __future__ import annotations

import re
from dataclasses import replace

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression, Here, Literal
from scanner.extract.markup.document import Document, Element, Inherited
from scanner.extract.markup.html import Attr

_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
_VERBS: dict[str, str] = {
    **{f"hx-{verb.lower()}": verb for verb in _METHODS},
    **{f"data-hx-{verb.lower()}": verb for verb in _METHODS},
    "ic-src": "GET",
    "ic-get-from": "GET",
    "ic-post-to": "POST",
    "ic-put-to": "PUT",
    "ic-patch-to": "PATCH",
    "ic-delete-from": "DELETE",
}
_STREAMS = {"sse-connect": CallKind.HTMX, "ws-connect": CallKind.WEBSOCKET}
_LEGACY_STREAMS = {"hx-sse": CallKind.HTMX, "hx-ws": CallKind.WEBSOCKET}
_CONNECT = re.compile(r"connect:\s*(\S+)")
_TOKEN = re.compile(r"csrf|xsrf", re.IGNORECASE)
_KEY = re.compile(r"[\"']([\w.-]+)[\"']\s*:")
_DATASTAR = re.compile(r"@(get|post|put|patch|delete)\(\s*(?:'([^']*)'|\"([^\"]*)\"|`([^`]*)`)")


def requests_by_attribute(element: Element) -> bool:
    """Whether an htmx-like attribute takes the place of the element's own request."""
    return any(item.name in _VERBS for item in element.attributes)


def gets_by_attribute(element: Element) -> bool:
    """Whether all such requests are GETs: htmx then leaves out the fields of the form around the element."""
    return all(_VERBS.get(item.name, "GET") == "GET" for item in element.attributes)


def inherit(document: Document, element: Element) -> Inherited:
    """What holds for the element and those inside it: `hx-boost`, and a CSRF token in `hx-headers`."""
    inherited = element.inherited
    if boost := element.get("hx-boost", "data-hx-boost"):
        inherited = replace(inherited, boosted=document.literal(boost) != "false")
    if (headers := element.get("hx-headers", "data-hx-headers")) and headers.value_start >= 0:
        token = _TOKEN.search(document.text, headers.value_start, headers.value_end)
        inherited = replace(inherited, csrf=inherited.csrf or token is not None)
    return inherited


def read_hypermedia(
    document: Document, element: Element, *, fields: tuple[str, ...] = (), enctype: str = "", csrf: bool = False
) -> None:
    """Note the requests that the element's attributes make by themselves.

    `fields`, `enctype` and `csrf` are those of the form around it, which such a request sends too.
    """
    for attribute in element.attributes:
        name = attribute.name.removeprefix("data-")
        if verb := _VERBS.get(attribute.name):
            own = document.literal(element.get("hx-encoding", "data-hx-encoding")) or enctype
            sent = (*fields, *_own_fields(document, element))
            url = _address(document.value(attribute))
            document.request(
                CallKind.HTMX, element, attribute, url, verb,
                fields=tuple(dict.fromkeys(sent)), enctype=own, note=attribute.name, csrf=csrf,
            )  # fmt: skip
        elif kind := _STREAMS.get(name):
            document.request(kind, element, attribute, _address(document.value(attribute)), "GET", note=name)
        elif kind := _LEGACY_STREAMS.get(name):
            _connect(document, element, attribute, kind)
        elif attribute.name.startswith("data-on"):
            _datastar(document, element, attribute)
    _read_unpoly(document, element)
    if element.tag in {"turbo-frame", "turbo-stream-source"} and (source := element.get("src")):
        document.request(CallKind.HTMX, element, source, _address(document.value(source)), "GET", note=element.tag)


def _own_fields(document: Document, element: Element) -> list[str]:
    """What the element itself adds: the keys of `hx-vals`, and its own name."""
    fields = list(_KEY.findall(document.masked_text(element.get("hx-vals", "data-hx-vals"))))
    if name := document.literal(element.get("name")):
        fields.append(name)
    return fields


def _read_unpoly(document: Document, element: Element) -> None:
    """`up-href` makes any element a link; `up-poll` reloads a fragment, from `up-source` or from the page's address."""
    method = (document.literal(element.get("up-method")) or "get").upper()
    if target := element.get("up-href"):
        document.request(CallKind.HTMX, element, target, _address(document.value(target)), method, note="up-href")
    if poll := element.get("up-poll"):
        source = element.get("up-source")
        url = _address(document.value(source)) if source else Here()
        document.request(CallKind.HTMX, element, source or poll, url, "GET", note="up-poll")


def _connect(document: Document, element: Element, attribute: Attr, kind: CallKind) -> None:
    """`hx-sse="connect:/events"`, as htmx 1 had it."""
    if match := _CONNECT.search(document.masked_text(attribute)):
        start, end = (attribute.value_start + offset for offset in match.span(1))
        document.request(kind, element, attribute, document.template.value(start, end), "GET", note=attribute.name)


def _datastar(document: Document, element: Element, attribute: Attr) -> None:
    for match in _DATASTAR.finditer(document.masked_text(attribute)):
        group = next(index for index in (2, 3, 4) if match.group(index) is not None)
        start, end = (attribute.value_start + offset for offset in match.span(group))
        url = document.template.value(start, end)
        document.request(CallKind.HTMX, element, attribute, url, match.group(1).upper(), note=attribute.name)


def _address(value: Expression) -> Expression:
    """An empty address is the page's own."""
    return Here() if value == Literal("") else value
