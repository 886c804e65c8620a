"""Saved requests: Postman, Insomnia, Hoppscotch and Thunder Client collections, HAR captures, API test files.

They have one thing in common: a mapping that holds a method and an address. `.http`, `.rest` and Bruno files are text.
https://schema.postman.com/ https://docs.usebruno.com/bru-lang/overview https://www.jetbrains.com/help/idea/exploring-http-syntax.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Name
from scanner.concepts.facts import Binding, Request
from scanner.extract.other.address import is_address, read_address
from scanner.extract.other.clients import body_fields
from scanner.extract.other.tree import Node, walk

NOTE = "collection"
_METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}
_ROWS = 300
_REQUEST_LINE = re.compile(r"^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \t]+(\S.*?)(?:[ \t]+HTTP/[\d.]+)?[ \t]*$")
_PLAIN_URL = re.compile(r"^(?:https?://|\{\{)\S+$")
_VARIABLE = re.compile(r"^@([\w.-]+)\s*=\s*(\S.*?)\s*$")
_BRUNO_BLOCK = re.compile(r"^(get|post|put|patch|delete|head|options)\s*\{\s*$")
_BRUNO_FIELD = re.compile(r"^\s+(url|body):\s*(\S.*?)\s*$")
_BRUNO_BODIES = {"json": "application/json", "formUrlEncoded": "application/x-www-form-urlencoded"}


def read_collection(root: Node) -> Iterator[Request]:
    """Every mapping with a `method` and a `url` (or Hoppscotch's `endpoint`)."""
    for place in walk(root):
        fields = place.node.fields
        method = place.node.text("method").upper()
        short = place.node.text("request") if "name" in fields else ""
        if _PLAIN_URL.match(short):
            yield Request(
                kind=CallKind.DOCS, url=read_address(short), line=fields["request"].line, method="GET", note=NOTE
            )
        if method not in _METHODS:
            continue
        address = fields.get("url") or fields.get("endpoint")
        url = _url(address) if address else ""
        if not is_address(url):
            continue
        enctype, names = _body(place.node)
        yield Request(
            kind=CallKind.DOCS,
            url=read_address(url),
            line=place.node.line,
            method=method,
            enctype=enctype,
            fields=names,
            note=NOTE,
        )


def _url(address: Node) -> str:
    """Text, or Postman's pieces; `raw` holds them together, and may be left out.

    https://schema.postman.com/json/collection/v2.1.0/docs/index.html
    """
    if address.text("raw"):
        return address.text("raw")
    host = address.get("host")
    if host is None:
        return str(address.value)
    path = address.get("path")
    start = ".".join(host.texts or [host.text()])
    protocol = address.text("protocol")
    rest = "/".join((path.texts or [path.text()]) if path else ())
    return f"{protocol + '://' if protocol else ''}{start}/{rest.lstrip('/')}"


def _body(request: Node) -> tuple[str, tuple[str, ...]]:
    body = request.get("body") or request.get("postData")
    if request.get("json") is not None:
        return "application/json", tuple(request.fields["json"].fields)
    if body is None:
        return "", ()
    for key, enctype in (("urlencoded", "application/x-www-form-urlencoded"), ("formdata", "multipart/form-data")):
        entries = body.get(key)
        if entries is not None:
            return enctype, tuple(item.text("key") for item in entries.items)
    text = body.text("raw") or body.text("text") or (body.value if isinstance(body.value, str) else "")
    guessed, names = body_fields(text)
    return body.text("mimeType") or guessed, names


def read_http_file(text: str) -> tuple[list[Request], list[Binding]]:
    """The requests and variables of a `.http`, `.rest` or `.bru` file."""
    rows = text.split("\n")
    requests: list[Request] = []
    bindings: list[Binding] = []
    fresh = True
    for index, row in enumerate(rows):
        line = index + 1
        if row.startswith("###"):
            fresh = True
        elif match := _VARIABLE.match(row):
            bindings.append(Binding(Name(match[1]), read_address(match[2]), line))
        elif match := _REQUEST_LINE.match(row):
            requests.append(_request(match[2], line, match[1], rows[index + 1 : index + _ROWS]))
            fresh = False
        elif fresh and _PLAIN_URL.match(row):
            requests.append(_request(row.strip(), line, "GET", []))
            fresh = False
        elif match := _BRUNO_BLOCK.match(row):
            requests.extend(_bruno(match[1].upper(), rows[index + 1 : index + 20], line + 1))
    return requests, bindings


def _request(url: str, line: int, method: str, rest: list[str]) -> Request:
    """Headers, an empty line and the body follow the request line, up to the next `###`."""
    enctype = ""
    body: list[str] | None = None
    for row in rest:
        if row.startswith("###") or _REQUEST_LINE.match(row):
            break
        if body is not None:
            body.append(row)
        elif not row.strip():
            body = []
        elif row.lower().startswith("content-type:"):
            enctype = row.partition(":")[2].partition(";")[0].strip()
        elif row[:1].isspace() and row.strip()[:1] in {"?", "&"}:
            url += row.strip()
    guessed, names = body_fields("\n".join(body or ()))
    return Request(
        kind=CallKind.DOCS,
        url=read_address(url),
        line=line,
        method=method,
        enctype=enctype or guessed,
        fields=names,
        note=NOTE,
    )


def _bruno(method: str, rows: list[str], line: int) -> Iterator[Request]:
    url = body = ""
    at = line
    for offset, row in enumerate(rows):
        if row.startswith("}"):
            break
        if match := _BRUNO_FIELD.match(row):
            if match[1] == "url":
                url, at = match[2], line + offset
            else:
                body = match[2]
    if url:
        enctype = _BRUNO_BODIES.get(body, "")
        yield Request(kind=CallKind.DOCS, url=read_address(url), line=at, method=method, enctype=enctype, note=NOTE)
