"""Plain configuration: nginx, Caddy, HAProxy, cron, Procfile, systemd units, .env and ini files.

https://nginx.org/en/docs/http/ngx_http_core_module.html#location https://caddyserver.com/docs/caddyfile/matchers
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.facts import Request
from scanner.extract.other.address import read_address
from scanner.extract.other.clients import MENTION
from scanner.extract.other.environment import is_kept
from scanner.extract.other.shell import read_script

_ROW = 5_000
_LOCATION = re.compile(r"^\s*location\s+(?:(=|~\*?|\^~)\s+)?(\S+)\s*\{?")
_PASS = re.compile(r"\b(?:proxy_pass|uwsgi_pass|fastcgi_pass|scgi_pass|grpc_pass)\s+([^\s;]+)")
_NGINX_REQUEST = re.compile(r"^\s*(auth_request|error_page\s+[\d\s=]+|health_check\b.*?uri=|mirror)\s*(/[^\s;]*)")
_INTERNAL = re.compile(r"^\s*internal\s*;")
"""https://nginx.org/en/docs/http/ngx_http_core_module.html#internal: no browser asks here, the server itself does"""
_PASSED_PATH = re.compile(r"https?://[^/\s;]+(/[^\s;$]+)$")
_CADDY_ROUTE = re.compile(r"^\s*(?:handle|handle_path|route)\s+(/\S*)\s*\{")
_CADDY_PROXY = re.compile(r"^\s*reverse_proxy\s+(?:(/\S*)\s+)?([^\s{]+)")
_CADDY_CHECK = re.compile(r"^\s*health_uri\s+(/\S*)")
_CADDY_FORWARD = re.compile(r"^\s*forward_auth\b[^{]*\{")
"""https://caddyserver.com/docs/caddyfile/directives/forward_auth"""
_CADDY_URI = re.compile(r"^\s*uri\s+(/\S*)")
_HAPROXY_CHECK = re.compile(r"^\s*(?:option\s+httpchk|http-check\s+send)\s+(?:meth\s+)?([A-Z]+)\s+(?:uri\s+)?(/\S*)")
_CRON = re.compile(r"^\s*(?:@\w+|(?:[\d*/,A-Za-z-]+\s+){5})(?:root\s+|\w+\s+)?(?=\S*(?:curl|wget|http))")
_ASSIGNMENT = re.compile(r"^\s*(?:export\s+|Environment=\"?)?([A-Za-z_][\w.-]*)\s*[=:]\s*[\"']?([^\"'#\n]*?)[\"']?\s*$")
_MOUNT = re.compile(
    r"(?i)(?:^|[_-])(?:url_?prefix|script_?name|root_?path|application_?root|mount|base_?(?:path|url))$"
)


def read_server(text: str) -> tuple[list[Request], list[tuple[str, str]]]:
    """Requests (probes, cron jobs, sub-requests) and settings.

    Settings: `proxy:/prefix` → where a web server passes it on; `env:NAME` → the default in an environment file, and
    an ini option that mounts the application. Values of secrets are never kept.
    """
    requests: list[Request] = []
    settings: list[tuple[str, str]] = []
    prefixes: list[tuple[str, int]] = []
    depth = 0
    forward: int | None = None
    own = _OwnRequest()
    for line, row in enumerate(text.split("\n"), 1):
        if len(row) > _ROW or row.lstrip().startswith(("#", ";")):
            continue
        opened = _LOCATION.match(row) or _CADDY_ROUTE.match(row)
        if opened:
            prefixes.append((opened[opened.re.groups], depth))
            own = _OwnRequest()
        requests.extend(own.read(row, line))
        settings.extend(_passed(row, prefixes[-1][0] if prefixes else ""))
        if not prefixes and not opened:
            settings.extend(_assigned(row))
        requests.extend(_requests(row, line))
        if _CADDY_FORWARD.match(row):
            forward = depth
        elif forward is not None and (match := _CADDY_URI.match(row)):
            requests.append(_config(match[1], line, "server"))
        depth = max(0, depth + row.count("{") - row.count("}"))
        while prefixes and depth <= prefixes[-1][1] and "}" in row:
            prefixes.pop()
        if forward is not None and depth <= forward:
            forward = None
    return requests, settings


class _OwnRequest:
    """What an internal location asks for, as `auth_request` and `error_page` send requests there."""

    def __init__(self) -> None:
        self._internal = False
        self._passed: tuple[str, int] | None = None

    def read(self, row: str, line: int) -> Iterator[Request]:
        """Read one more row of the location; the request, once both parts of it are known."""
        self._internal = self._internal or _INTERNAL.match(row) is not None
        if (match := _PASS.search(row)) and (path := _PASSED_PATH.match(match[1])):
            self._passed = (path[1], line)
        if self._internal and self._passed is not None:
            path_, line_ = self._passed
            self._passed = None
            yield _config(path_, line_, "server")


def _passed(row: str, prefix: str) -> Iterator[tuple[str, str]]:
    if match := _PASS.search(row):
        yield f"proxy:{prefix}", match[1]
    elif match := _CADDY_PROXY.match(row):
        yield f"proxy:{match[1] or prefix}", match[2]


def _assigned(row: str) -> Iterator[tuple[str, str]]:
    match = _ASSIGNMENT.match(row)
    if match is None:
        return
    name, value = match[1], match[2].strip()
    if is_kept(name, value) or (value and _MOUNT.search(name) and " " not in value):
        yield f"env:{name}", value


def _requests(row: str, line: int) -> Iterator[Request]:
    if match := _NGINX_REQUEST.match(row):
        yield _config(match[2], line, "probe" if "health" in match[1] else "server")
    elif match := _CADDY_CHECK.match(row):
        yield _config(match[1], line, "probe")
    elif match := _HAPROXY_CHECK.match(row):
        yield _config(match[2], line, "probe", match[1])
    elif MENTION.search(row):
        schedule = _CRON.match(row)
        command = row[schedule.end() :] if schedule else re.sub(r"^\s*[\w-]+\s*[:=]\s*", "", row)
        yield from read_script(command, line, note="cron" if schedule else "command")


def _config(url: str, line: int, note: str, method: str = "GET") -> Request:
    return Request(kind=CallKind.CONFIG, url=read_address(url), line=line, method=method, note=note)
