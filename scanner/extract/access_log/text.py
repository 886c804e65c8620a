"""Lines of text: common and combined log format with whatever stands before and after, and what servers print.

- Common, combined, with virtual host: https://httpd.apache.org/docs/current/logs.html#accesslog
- nginx: https://nginx.org/en/docs/http/ngx_http_log_module.html
- gunicorn, uvicorn, hypercorn, Werkzeug and Django's development servers, Traefik's CLF print the same request line
- uWSGI: https://uwsgi-docs.readthedocs.io/en/latest/LogFormat.html
- AWS load balancers: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_REQUEST = re.compile(r'"([A-Za-z]{3,16}) ((?:[^"\\]|\\.)*?)(?: HTTP/\d(?:\.\d)?)?" (\d{3})(?!\d)')
_NO_REQUEST = re.compile(r'\] "(?:[^"\\]|\\.)*" (\d{3})(?!\d)')
_SOCKET = re.compile(r'"WebSocket (\S+)" (?:\[accepted\]|(\d{3}))')
_BALANCER = re.compile(
    r' (\d{3}|-) (?:\d{3}|-) \d+ \d+ "([A-Z]{3,16}) ((?:[^"\\]|\\.)*?)(?: HTTP/\d(?:\.\d)?)?" "((?:[^"\\]|\\.)*)"'
)
_UWSGI = re.compile(r"\} \[([^\]]+)\] ([A-Z]{3,16}) (\S+) => .{0,300}\(HTTP/\d(?:\.\d)? (\d{3})\)")
_DAY = re.compile(r"\[(\d{1,2})/([A-Z][a-z]{2})/(\d{4})[: ]")
_ISO_DAY = re.compile(r"\b(\d{4}-\d{2}-\d{2})[T ]\d{2}:")
_UWSGI_DAY = re.compile(r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) [\d:]{8} (\d{4})")
_ADDRESS = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]+|-")
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), 1
    )
}

SWITCHED = 101
"""The status of a connection that became a WebSocket: https://www.rfc-editor.org/rfc/rfc6455#section-1.3"""


class Row(NamedTuple):
    """A request as a line states it: the target with its query, the agent None where the line has no place for it."""

    method: str
    target: str
    status: int
    host: str = ""
    agent: str | None = None
    referrer: str = ""
    day: str = ""


def read_text(line: str) -> Row | None:
    """The request of a line, or None where the line states none."""
    match = _REQUEST.search(line)
    if match is not None:
        referrer, agent = _senders(line[match.end() :])
        return Row(
            match[1].upper(), match[2], int(match[3]), _virtual_host(line), agent, referrer, _day(line, match.start())
        )
    if match := _BALANCER.search(line):
        status = int(match[1]) if match[1] != "-" else 0
        return Row(match[2], match[3], status, agent=_plain(match[4]), day=_day(line, match.start()))
    if match := _UWSGI.search(line):
        day = _UWSGI_DAY.match(match[1])
        return Row(match[2], match[3], int(match[4]), day=_date(day[3], day[1], day[2]) if day else "")
    if match := _SOCKET.search(line):
        return Row("GET", match[1], int(match[2] or SWITCHED), day=_day(line, match.start()))
    if match := _NO_REQUEST.search(line):
        return Row("", "", int(match[1]), day=_day(line, match.start()))
    return None


def _senders(rest: str) -> tuple[str, str | None]:
    """Referrer and user agent: side by side, the referrer first, whatever else is quoted around them."""
    quoted = _QUOTED.findall(rest)
    for referrer, agent in pairwise(quoted):
        if referrer in ("-", "") or "://" in referrer:
            return _plain(referrer), _plain(agent)
    if quoted and "://" not in quoted[0]:
        return "", _plain(quoted[0])
    return (quoted[0], None) if quoted else ("", None)


def _plain(text: str) -> str:
    """`-` stands for nothing."""
    return "" if text == "-" else text.replace('\\"', '"')


def _virtual_host(line: str) -> str:
    """`shop.example.com:443 203.0.113.9 - - […`: the name before the client's address."""
    words = line[: line.find("[")].split(None, 4)
    if len(words) >= 4 and not _ADDRESS.fullmatch(words[0]) and _ADDRESS.fullmatch(words[1]) and words[1] != "-":
        return words[0].partition(":")[0].lower()
    return ""


def _day(line: str, end: int) -> str:
    """The day in the text before the request."""
    if match := _DAY.search(line, 0, end):
        return _date(match[3], match[2], match[1])
    found = _ISO_DAY.search(line, 0, end)
    return found[1] if found else ""


def _date(year: str, month: str, day: str) -> str:
    return f"{year}-{_MONTHS[month]}-{int(day):02}" if month in _MONTHS else ""
