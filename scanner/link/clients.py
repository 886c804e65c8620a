"""Other repositories as clients: their requests linked to this project's operations, and to nothing of their own.

A client asks many hosts. A request is surely this project's where it names the host of `base_url`; it may be where the
host is not decided (a variable, a relative path, this machine); where it names another host it is not. Only requests
that programs make count in doubt: links and forms without a host lead to the client's own pages. Names of routes are
the client's own too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from urllib.parse import urlsplit

from scanner.concepts.callsite import CallKind, CallSite, Ghost, GhostKind, Link, MatchGrade, Unresolved
from scanner.concepts.client import Client
from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.evidence import Side
from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.operation import Declared, Handler, Operation
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Role
from scanner.concepts.text import Text
from scanner.concepts.words import count
from scanner.link.addresses import Address, read
from scanner.link.bundles import told_apart
from scanner.link.collecting import requests_of_pages, requests_of_python
from scanner.link.flow import Flow
from scanner.link.outcomes import Target
from scanner.link.pages import Pages
from scanner.link.placing import Placer, why
from scanner.link.prefixes import Prefix, prefixes
from scanner.link.requests import Seen
from scanner.link.routes import Routes
from scanner.link.values import HereHole, RouteHole

_ASKING = frozenset({CallKind.FETCH, CallKind.WRAPPER, CallKind.VIA_WRAPPER, CallKind.PYTHON_HTTP, CallKind.WEBSOCKET})
_AUTHORITY = re.compile(r"^(?:https?:|wss?:)?//(?:[^/?#@]*@)?([^/?#]*)", re.IGNORECASE)
_NEAR = re.compile(r"^(?:127(?:\.\d+){3}|0\.0\.0\.0|\[::1\]|host\.docker\.internal|10\.0\.2\.2|[a-z][\w-]*)(?::\d+)?$")
"""This machine (10.0.2.2 as Android's emulator sees it), and single names of a network of containers."""
_HOSTS = 3
_OPEN = "the host is not known, and no operation takes the address: it may be another system's"


def link_client(
    client: Client, registrations: Registrations, own: Mapping[str, FileFacts], facts: Mapping[str, FileFacts]
) -> tuple[Linked, tuple[Diagnostic, ...]]:
    """Links, ghosts and open requests of one client, each with the client's name; `own` are the project's facts."""
    facts = told_apart(facts)
    flow = Flow(facts)
    operations = tuple(map(_address_alone, registrations.operations))
    pages = Pages(flow, operations)
    flow.context = pages
    known = (*prefixes(registrations, own), *prefixes(Registrations(), facts), Prefix(urlsplit(client.base_url).path))
    routes = Routes(operations, dict.fromkeys(known))
    placer = _ClientPlacer(client, flow, pages, replace(registrations, operations=operations), routes)
    for seen in chain(requests_of_pages(flow, pages, placer), requests_of_python(flow, placer)):
        placer.place(seen)
    found = placer.outcomes
    linked = Linked(
        links={one: tuple(_link(client, link) for link in links) for one, links in found.links().items()},
        unresolved=tuple(_unresolved(client, item) for item in found.unresolved()),
        ghosts=tuple(_ghost(client, item) for item in found.ghosts()),
    )
    mishaps = (
        replace(item, location=item.location and replace(item.location, file=client.place(item.location.file)))
        for item in flow.mishaps.told()
    )
    return linked, (*_diagnostics(client, linked, placer.elsewhere), *mishaps)


def joined(one: Linked, other: Linked) -> Linked:
    """Links of the project and of a client together, in the order that the report keeps."""
    links = {
        operation: tuple(
            sorted(
                (*one.links.get(operation, ()), *other.links.get(operation, ())),
                key=lambda item: (item.site.kind, item.site.location),
            )
        )
        for operation in sorted({*one.links, *other.links})
    }
    return replace(
        one,
        links=links,
        unresolved=(*one.unresolved, *other.unresolved),
        ghosts=(*one.ghosts, *other.ghosts),
    )


class _ClientPlacer(Placer):
    """Decides requests of a client; `elsewhere` counts the hosts that it names beside this project's."""

    def __init__(self, client: Client, flow: Flow, pages: Pages, registrations: Registrations, routes: Routes) -> None:
        super().__init__(flow, pages, registrations, routes)
        base = urlsplit(client.base_url)
        self._base_host, self._base_path = base.netloc.lower(), base.path.rstrip("/")
        self.elsewhere: Counter[str] = Counter()

    def settled(self, text: Text, method: str | None, kind: CallKind, file: str) -> bool:
        """As for the project's own requests, the host taken off."""
        host, path = _split(text)
        return super().settled(path if host and host == self._base_host else text, method, kind, file)

    def place(self, seen: Seen) -> bool:
        """Decide one request; no more is said of what may be none."""
        text = seen.url.text
        if seen.role is Role.TEST or not text.parts or isinstance(text.parts[0], HereHole | RouteHole):
            return True
        host, path = _split(text)
        if host and host == self._base_host:
            self._surely(seen, path)
        elif host and not _NEAR.match(host):
            if not self._base_host and seen.kind in _ASKING:
                self.elsewhere[host] += 1
        elif seen.kind in _ASKING and seen.role in (Role.SOURCE, Role.GENERATED, Role.MINIFIED):
            self._perhaps(seen, path)
        return True

    def _surely(self, seen: Seen, path: Text) -> None:
        address = read(path)
        if address is None or address.here:
            return
        match = self._routes.match(address, None if seen.any_method else seen.method)
        if match is not None and not match.wrong_method:
            self.outcomes.link(seen, Target(match.operations, match.grade, match.runner_up))
        elif self._answered_otherwise(address) or self._routes.takes_anything(address, seen.method):
            return
        elif match is not None:
            if not seen.any_method:
                self.outcomes.ghost(seen, GhostKind.WRONG_METHOD, match.operations[0].id)
        elif not address.literals and address.segments:
            self.outcomes.leave_open(seen, why(path))
        elif address.base or self._routes.undecided(address, seen.method):
            self.outcomes.leave_open(seen, f"may be any of several operations: {why(path)}")
        else:
            self.outcomes.ghost(seen, GhostKind.NO_OPERATION, "")

    def _perhaps(self, seen: Seen, path: Text) -> None:
        for address in self._readings(path):
            match = self._routes.match(address, None if seen.any_method else seen.method)
            weak = match is not None and (match.guessed or match.grade is MatchGrade.SUFFIX)
            if match is not None and not match.wrong_method and address.literals > (weak or seen.speculative):
                self.outcomes.link(seen, Target(match.operations, match.grade, match.runner_up))
                return
        if not seen.speculative:
            self.outcomes.leave_open(seen, _OPEN)

    def _readings(self, path: Text) -> list[Address]:
        """What stands before an address that does not begin at the root may be the base's own path."""
        address = read(path)
        if address is None or address.here or not address.segments:
            return []
        based = [replace(address, segments=(*_segments(self._base_path), *address.segments), base=False, rooted=True)]
        return [*(based if self._base_path else ()), address]


def _segments(path: str) -> tuple[tuple[str], ...]:
    return tuple((part,) for part in path.split("/") if part)


def _split(text: Text) -> tuple[str, Text]:
    """(host and port, the rest); no host where none is written out whole."""
    head = text.head
    match = _AUTHORITY.match(head)
    if match is None or (match.end() == len(head) and len(text.parts) > 1):
        return "", text
    return match[1].lower(), Text.of(head[match.end() :] or "/", *text.parts[1:])


def _address_alone(operation: Operation) -> Operation:
    """An operation as other repositories know it: without name and code."""
    return replace(
        operation, name="", handler=Handler("", "", 0), route=Location("", 0), mounts=(), declared=Declared()
    )


def _kind(client: Client, kind: CallKind) -> CallKind:
    """A request over HTTP is a program's or a front end's by the client's owner, whatever the language."""
    if client.owner is Side.SYSTEM:
        return CallKind.PYTHON_HTTP if kind in _ASKING else kind
    return CallKind.FETCH if kind is CallKind.PYTHON_HTTP else kind


def _site(client: Client, site: CallSite) -> CallSite:
    return replace(
        site,
        kind=_kind(client, site.kind),
        location=_at(client, site.location),
        page=client.place(site.page) if site.page else "",
        server_rendered=False,
        through=tuple(_at(client, step) for step in site.through),
        client=client.name,
        side=client.owner,
    )


def _at(client: Client, location: Location) -> Location:
    return replace(location, file=client.place(location.file))


def _link(client: Client, link: Link) -> Link:
    return replace(link, site=_site(client, link.site))


def _unresolved(client: Client, item: Unresolved) -> Unresolved:
    return replace(item, kind=_kind(client, item.kind), location=_at(client, item.location))


def _ghost(client: Client, item: Ghost) -> Ghost:
    return replace(item, site=_site(client, item.site))


def _diagnostics(client: Client, linked: Linked, elsewhere: Counter[str]) -> list[Diagnostic]:
    if not elsewhere and (linked.links or linked.ghosts):
        return []
    hosts = ", ".join(f"{host} ({number})" for host, number in elsewhere.most_common(_HOSTS))
    text = f"client {client.name}: none of its requests reaches an operation of this project"
    if linked.links:
        text = f"client {client.name}: {count(elsewhere.total(), 'request')} to other hosts left out"
    if hosts:
        text += f"; if one of these is this project, say so as base-url: {hosts}"
    severity = DiagnosticSeverity.NOTE if linked.links else DiagnosticSeverity.WARNING
    return [Diagnostic(severity, text)]
