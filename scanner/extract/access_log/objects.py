"""Lines that are JSON objects: nginx, Caddy, Traefik, Envoy, pino, Google Cloud, Elastic Common Schema, and the like.

Nobody agrees on names, so keys are compared without case and signs, alone and with the object that holds them:
`request.headers.User-Agent`, `http_user_agent` and `userAgent` are one. Docker and Kubernetes wrap a line of text.
https://caddyserver.com/docs/logging https://doc.traefik.io/traefik/observability/access-logs/
https://www.elastic.co/docs/reference/ecs https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#HttpRequest
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from scanner.extract.access_log.text import Row, read_text

_DEPTH = 5
_MOST = 400
"""Values looked at in one line."""

_METHOD = ("requestmethod", "httprequestmethod", "method", "httpmethod", "verb")
_TARGET = (
    "requesturi", "urloriginal", "urlpath", "requestpath", "uri", "rawpath", "path", "requesturl", "url", "target",
)  # fmt: skip
_LINE = ("request", "requestline", "httprequest")
_STATUS = (
    "downstreamstatus", "status", "statuscode", "httpresponsestatuscode", "responsestatuscode", "responsestatus",
    "responsecode", "originstatus", "code",
)  # fmt: skip
_AGENT = ("useragentoriginal", "httpuseragent", "requestuseragent", "headersuseragent", "useragent", "agent")
_REFERRER = ("httpreferer", "httprequestreferrer", "requestreferer", "headersreferer", "referer", "referrer")
_HOST = ("httphost", "requesthost", "headershost", "authority", "urldomain", "vhost", "servername", "host")
_TIME = ("timeiso8601", "startutc", "timestamp", "datetime", "timelocal", "time", "ts", "msec", "date")
_TEXT = ("log", "message", "msg", "textpayload")
_CLF_TIME = re.compile(r"^(\d{1,2})/([A-Z][a-z]{2})/(\d{4})")
_SIGNS = re.compile(r"[^a-z0-9]")
_MILLISECONDS = 100_000_000_000
"""Larger numbers of seconds lie a thousand years ahead: these are milliseconds."""


def read_object(line: str) -> Row | None:
    """The request of a JSON line, or None where the line is no object or states no request."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    values = _flat(data)
    method, target = _text(values, _METHOD), _text(values, _TARGET)
    requested = _text(values, _LINE).split(" ")
    if not (method and target) and len(requested) >= 2:
        method, target = requested[0], requested[1]
    if not method or not target:
        inner = next((str(values[name]) for name in _TEXT if isinstance(values.get(name), str)), "")
        return read_text(inner) if inner else None
    status = _text(values, _STATUS)
    return Row(
        method.upper(),
        target,
        int(status) if status.isdecimal() and len(status) == 3 else 0,
        _text(values, _HOST).partition(":")[0].lower(),
        _text(values, _AGENT) if any(name in values for name in _AGENT) else None,
        _text(values, _REFERRER),
        _day(values),
    )


def _flat(data: Mapping[str, object]) -> Mapping[str, object]:
    """Values by key, by the key after its holder's, and by the whole way; the first that has a name keeps it."""
    found: dict[str, object] = {}
    for way, value in _leaves(data):
        for start in {0, max(len(way) - 2, 0), len(way) - 1}:
            found.setdefault("".join(way[start:]), value)
    return found


def _leaves(data: Mapping[str, object]) -> Iterator[tuple[tuple[str, ...], object]]:
    pending: list[tuple[tuple[str, ...], object]] = [((), data)]
    count = 0
    while pending and count < _MOST:
        way, value = pending.pop()
        count += 1
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            if len(way) < _DEPTH:
                # the last pushed is seen first: the object's own order
                pending += [((*way, _SIGNS.sub("", key.lower())), item) for key, item in reversed(value.items())]
        elif way and value is not None:
            yield way, value


def _text(values: Mapping[str, object], names: tuple[str, ...]) -> str:
    for name in names:
        value = values.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = str(value)
            return "" if text == "-" else text
    return ""


def _day(values: Mapping[str, object]) -> str:
    text = _text(values, _TIME)
    if match := _CLF_TIME.match(text):
        try:
            return datetime.strptime(match[0], "%d/%b/%Y").strftime("%Y-%m-%d")
        except ValueError:
            return ""
    if re.match(r"\d{4}-\d{2}-\d{2}", text):
        return text[:10]
    try:
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC).strftime("%Y-%m-%d")
    except (ValueError, OverflowError, OSError):
        return ""
