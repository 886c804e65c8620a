"""Deployment and CI files (YAML, TOML, JSON): probes, health checks, scrapes, schedules, commands, gateways.

Read by key, not by kind of file, since every platform nests the same few things differently:
- `httpGet` (https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/)
- `healthcheck.test` (https://docs.docker.com/reference/compose-file/services/#healthcheck) and health check paths
- `scrape_configs` (https://prometheus.io/docs/prometheus/latest/configuration/configuration/), ServiceMonitor endpoints
- commands that run an HTTP client: `run`, `script`, `command`, `args`
- `url` fields with an absolute address; Vercel's `crons`; gateways' routes, as settings
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Expression
from scanner.concepts.facts import Request
from scanner.extract.other.address import is_address, read_address
from scanner.extract.other.clients import MENTION
from scanner.extract.other.environment import is_kept
from scanner.extract.other.shell import Command, read_script, read_words
from scanner.extract.other.tree import Node, Place, walk

_PROBE_PATHS = {
    "healthcheckpath", "healthcheckurl", "httppath", "livenesspath", "readinesspath", "startuppath", "healthpath",
    "probepath", "checkpath",
}  # fmt: skip
_CHECKS = {"livenesscheck", "readinesscheck", "healthcheck", "healthchecks", "checks", "httpchecks"}
_PROBES = {"livenessProbe", "readinessProbe", "startupProbe", "preStop", "postStart"}
_URL_KEY = re.compile(r"(?i)(?:^|[_-])(?:url|uri|endpoint|webhook|callback|href)s?$|(?:Url|URL|Uri|Endpoint)$")
_ENVIRONMENT = {"env", "environment", "envs", "variables", "envVars", "config", "data"}
_LABEL = re.compile(r"^traefik\.http\.services\.[\w-]+\.loadbalancer\.healthcheck\.path=(/\S*)$", re.IGNORECASE)
"""https://doc.traefik.io/traefik/reference/routing-configuration/other-providers/docker/#services"""
_TEXT_URL = re.compile(r"https?://[^\s\"'<>)\\]+")


def mentions_deployment(text: str) -> bool:
    """A cheap test: text without it needs no parser."""
    return _MENTION.search(text) is not None


_MENTION = re.compile(
    r"(?i)httpGet|health_?check|_check\b|checks\]|metrics_path|scrape_configs|prometheus\.io|ServiceMonitor|PodMonitor"
    r"|https?://|curl|wget|(?:http|liveness|readiness|health|probe|check)_?path|crons|rewrites|redirects|kind: *Ingress"
    r"|environment:|\benv:|\bENV\b"
)


def read_deployment(root: Node) -> Iterator[Request]:
    """The requests of one document, in document order, each place once."""
    seen: set[tuple[int, str | None, Expression]] = set()
    for request in _requests(root):
        key = (request.line, request.method, request.url)
        if key not in seen:
            seen.add(key)
            yield request


def _requests(root: Node) -> Iterator[Request]:
    clients: set[int] = set()
    for place in walk(root):
        node = place.node
        if isinstance(node.value, dict):
            if "curl" in node.text("image"):
                clients.update(id(node.fields[key]) for key in ("command", "args") if key in node.fields)
            yield from _from_mapping(place, root)
        elif isinstance(node.value, list):
            words = node.texts
            if words and not place.key.endswith("script") and not any(" " in word for word in words[:1]):
                command = Command((*_entry(place, clients), *words), node.line)
                yield from read_words(command, CallKind.CONFIG, _command_note(place))
        elif isinstance(node.value, str):
            yield from _from_text(place, node.value)


def _entry(place: Place, clients: set[int]) -> tuple[str, ...]:
    """What an image of curl puts before its arguments, where they do not name it themselves."""
    words = place.node.texts or []
    return ("curl",) if id(place.node) in clients and "curl" not in words else ()


def read_gateway(root: Node) -> Iterator[tuple[str, str]]:
    """Settings: environment variables that hold addresses, and routes of gateways, as `proxy:/prefix` → target."""
    for place in walk(root):
        node = place.node
        if place.key in _ENVIRONMENT:
            yield from _environment(node)
        if place.key in {"rewrites", "redirects"} and isinstance(node.value, list):
            for item in node.items:
                source = item.text("source") or item.text("from")
                target = item.text("destination") or item.text("to")
                if source and target:
                    yield f"proxy:{source}", target
        if place.key == "paths" and "http" in place.keys and isinstance(node.value, list):
            for item in node.items:
                service = item.text("backend", "service", "name") or item.text("backend", "serviceName")
                if item.text("path") and service:
                    yield f"ingress:{item.text('path')}", service


def _environment(node: Node) -> Iterator[tuple[str, str]]:
    pairs = [(key, item.text()) for key, item in node.fields.items()]
    for item in node.items:
        if isinstance(item.value, str):
            key, _, value = item.value.partition("=")
            pairs.append((key, value))
        else:
            pairs.append((item.text("name") or item.text("key"), item.text("value")))
    for key, value in pairs:
        if is_kept(key, value):
            yield f"env:{key}", value


def _from_mapping(place: Place, root: Node) -> Iterator[Request]:
    node = place.node
    if place.key == "httpGet":
        yield _probe(node.text("path") or "/", node.get("path") or node)
    elif node.text("path").startswith("/") and not _CHECKS.isdisjoint(map(_plain, place.keys[-2:])):
        yield _probe(node.text("path"), node.fields["path"])
    elif place.key == "scrape_configs":
        yield from _scrape(node)
    elif (
        place.key == "endpoints" and root.text("kind") in {"ServiceMonitor", "PodMonitor"}
    ) or place.key == "podMetricsEndpoints":
        yield _config(node.text("path") or "/metrics", node.get("path") or node, "metrics")
    elif place.key == "crons" and node.text("path").startswith("/"):
        yield _config(node.text("path"), node.fields["path"], "cron")


def _scrape(job: Node) -> Iterator[Request]:
    """One job of Prometheus: its path is `/metrics` where it says nothing."""
    path = job.text("metrics_path") or "/metrics"
    where = job.get("metrics_path") or job
    targets = [
        target
        for group in (job.get("static_configs") or Node([], 0)).items
        for target in (group.get("targets") or Node([], 0)).items
    ]
    given = [target for target in targets if _TEXT_URL.match(target.text())]
    if given:  # an exporter requests these, and is scraped itself: https://github.com/prometheus/blackbox_exporter
        yield from (_probe(target.text(), target) for target in given[:20])
        return
    hosts = [
        target
        for group in (job.get("static_configs") or Node([], 0)).items
        for target in ((group.get("targets") or Node([], 0)).texts or ())
    ]
    scheme = job.text("scheme") or "http"
    for host in hosts[:20] or [""]:
        yield _config(f"{scheme}://{host}{path}" if host else path, where, "metrics")


def _from_text(place: Place, text: str) -> Iterator[Request]:
    node, key = place.node, place.key
    plain = _plain(key.rpartition("/")[2])  # an annotation's name stands behind its owner's: `example.com/check-path`
    if plain in _PROBE_PATHS and text.startswith("/"):
        yield _probe(text, node)
    elif match := _LABEL.search(text):
        yield _probe(match[1], node)
    elif key == "prometheus.io/path" and text.startswith("/"):
        yield _config(text, node, "metrics")
    elif MENTION.search(text):
        yield from read_script(text, node.line, note=_command_note(place))
    elif "\n" not in text and text.startswith("http") and _URL_KEY.search(key) and is_address(text):
        yield _config(text, node, key, None)
    elif any(word in _CHECKS for word in map(_plain, place.keys[-2:])):
        for match in _TEXT_URL.finditer(text):
            yield _probe(match[0], node)


def _plain(key: str) -> str:
    """A key without case, dashes and underscores: every platform writes `healthCheckPath` its own way."""
    return re.sub(r"[_-]", "", key).lower()


def _probe(path: str, node: Node) -> Request:
    return _config(path, node, "probe")


def _config(path: str, node: Node, note: str, method: str | None = "GET") -> Request:
    return Request(kind=CallKind.CONFIG, url=read_address(path), line=node.line, method=method, note=note)


def _command_note(place: Place) -> str:
    keys = set(map(_plain, place.keys[-4:]))
    if keys & _CHECKS or _PROBES.intersection(place.keys[-4:]):
        return "probe"
    return "cron" if "schedule" in keys or "cronjob" in keys else "command"
