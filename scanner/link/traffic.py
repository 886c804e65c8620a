"""Traffic: requests of access logs, counted by the operation that answered them and by who sent them.

Whether a browser came from a page of this project shows in its referrer: the host that the log names as asked for; a
host under which pages of this project lie; or, where these pages are drawn in the browser, the host that most whole
addresses name, since a browser tells its own origin the whole address and others the host alone.
https://www.w3.org/TR/referrer-policy/#referrer-policy-strict-origin-when-cross-origin
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.effects import EffectKind
from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.operation import WEBSOCKET, Operation
from scanner.concepts.registrations import Registrations
from scanner.concepts.traffic import AccessLog, LogEntry, Observed, Requester, Traffic, UnreadLine
from scanner.link.prefixes import prefixes
from scanner.link.requesters import product, requester
from scanner.link.routes import Routes

_UNANSWERED = frozenset({404, 405})
_SWITCHED = 101
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_CONSOLE = re.compile(
    r"(?i)/(?:api-?docs?|docs|redoc|rapidoc|scalar|swagger(?:-ui)?|graphiql|playground)/?(?:[^/]*\.html)?$"
)
"""Pages that frameworks make for trying an API by hand: whoever does so is on no page of the project's interface."""
_LANGUAGE = re.compile(r"/([a-z]{2}(?:-[a-z]{2,4})?)(?=/|$)")
_MOST_NAMES = 500
"""Hosts and programs told apart; further ones are counted together, so that no log fills the memory."""
_AGENTS = 5
_PAGES = 50


def observe(
    registrations: Registrations,
    facts: Mapping[str, FileFacts],
    linked: Linked,
    logs: Iterable[tuple[str, Iterable[LogEntry | UnreadLine]]],
) -> tuple[Observed, tuple[Diagnostic, ...]]:
    """Read logs, given by name, once each. Diagnostics tell which lines were not read and which met no operation."""
    observer = _Observer(registrations, facts, linked)
    read = tuple(observer.read(name, entries) for name, entries in logs)
    return Observed(traffic=observer.traffic(), logs=read), tuple(observer.diagnostics)


@dataclass(slots=True)
class _Seen:
    """What is known of one operation so far. `browsers` are counted by the referrer's host, empty without one."""

    location: Location
    senders: Counter[Requester] = field(default_factory=Counter)
    browsers: Counter[str] = field(default_factory=Counter)
    agents: Counter[str] = field(default_factory=Counter)
    unanswered: int = 0
    first: str = ""
    last: str = ""
    logs: dict[str, None] = field(default_factory=dict)


@dataclass(slots=True)
class _Host:
    """What referrers tell of a host: whole addresses under it, and the pages of this project among them."""

    whole: int = 0
    pages: set[str] = field(default_factory=set)


class _Observer:
    """Counts lines; memory grows with operations, and with names up to a limit."""

    def __init__(self, registrations: Registrations, facts: Mapping[str, FileFacts], linked: Linked) -> None:
        routes = Routes(registrations.operations, prefixes(registrations, facts))
        self._take = lru_cache(maxsize=20_000)(routes.take)
        self._language = _language(registrations)
        self._shows = {item for shown in linked.pages.values() for item in shown} | {
            operation
            for operation, effects in linked.effects.items()
            if any(effect.kind is EffectKind.RENDERS for effect in effects)
        }
        self._seen: dict[str, _Seen] = {}
        self._hosts: dict[str, _Host] = {}
        self._page_at = lru_cache(maxsize=20_000)(self._find_page)
        self.diagnostics: list[Diagnostic] = []

    def read(self, name: str, entries: Iterable[LogEntry | UnreadLine]) -> AccessLog:
        """Count the lines of one log."""
        counts: Counter[str] = Counter()
        first: dict[str, int] = {}
        days: list[str] = []
        for entry in entries:
            outcome = "unread" if isinstance(entry, UnreadLine) else self._count(name, entry)
            counts[outcome] += 1
            first.setdefault(outcome, entry.line)
            if isinstance(entry, LogEntry):
                days = _widened(days, entry.day)
            elif entry.why:
                self._warn(DiagnosticSeverity.WARNING, f"{entry.why}: the rest is not read", name, entry.line)
        lines = sum(counts.values())
        self._tell(name, counts, first, lines)
        return AccessLog(
            file=name,
            lines=lines,
            matched=counts["matched"],
            unanswered=counts["unanswered"],
            elsewhere=counts["elsewhere"],
            unread=counts["unread"],
            first=days[0] if days else "",
            last=days[1] if days else "",
        )

    def _tell(self, name: str, counts: Mapping[str, int], first: Mapping[str, int], lines: int) -> None:
        note, warning = DiagnosticSeverity.NOTE, DiagnosticSeverity.WARNING
        if unread := counts.get("unread", 0):
            text = f"{unread:,} of {lines:,} lines state no request that can be read; this is the first"
            self._warn(warning if unread * 2 > lines else note, text, name, first["unread"])
        if elsewhere := counts.get("elsewhere", 0):
            text = f"{elsewhere:,} of {lines:,} requests ask for what no operation takes; this is the first"
            self._warn(warning if not counts.get("matched") else note, text, name, first["elsewhere"])
        if not lines:
            self._warn(warning, "the log is empty", name, 1)

    def _warn(self, severity: DiagnosticSeverity, text: str, name: str, line: int) -> None:
        self.diagnostics.append(Diagnostic(severity, text, Location(name, line)))

    def _count(self, name: str, entry: LogEntry) -> str:
        taken = self._operations(entry)
        unanswered = entry.status in _UNANSWERED
        for operation in taken:
            seen = self._seen.get(operation.id)
            if seen is None:
                seen = self._seen[operation.id] = _Seen(Location(name, entry.line))
            if unanswered:
                seen.unanswered += 1
            else:
                self._add(seen, name, entry)
        return "unanswered" if unanswered else "matched" if taken else "elsewhere"

    def _operations(self, entry: LogEntry) -> tuple[Operation, ...]:
        if not entry.method:
            return ()
        if entry.status == _SWITCHED and (sockets := self._take(entry.path, WEBSOCKET)):
            return sockets
        taken = self._take(entry.path, entry.method)
        if not taken and self._language and (match := _LANGUAGE.match(entry.path)):
            return self._take(f"/{self._language}{entry.path[match.end() :]}", entry.method)
        return taken

    def _add(self, seen: _Seen, name: str, entry: LogEntry) -> None:
        if not seen.senders and not seen.browsers:
            seen.location = Location(name, entry.line)
        seen.logs[name] = None
        seen.first, seen.last = _widened([seen.first, seen.last] if seen.first else [], entry.day) or ("", "")
        if entry.agent is None:
            seen.senders[Requester.UNKNOWN] += 1
            return
        sender = requester(entry.agent, entry.method in _READS)
        if sender is not Requester.BROWSERS:
            seen.senders[sender] += 1
            if sender is Requester.PROGRAMS:
                _add_name(seen.agents, product(entry.agent))
            return
        host, page = _referrer(entry.referrer)
        if _CONSOLE.search(page):
            _add_name(seen.browsers, "")
            return
        if host and host == entry.host:
            seen.senders[Requester.OWN_PAGES] += 1
            return
        if host:
            self._meet(host, page)
        _add_name(seen.browsers, host)

    def _meet(self, host: str, page: str) -> None:
        known = self._hosts.get(host)
        if known is None:
            if len(self._hosts) >= _MOST_NAMES:
                return
            known = self._hosts[host] = _Host()
        if page.strip("/"):
            known.whole += 1
            if len(known.pages) < _PAGES:
                known.pages.update(self._page_at(page))
        # a root alone tells nothing: browsers name it of every host they come from

    def _find_page(self, path: str) -> tuple[str, ...]:
        return tuple(item.id for item in self._take(path, "GET") if item.id in self._shows)[:1]

    def traffic(self) -> Mapping[str, Traffic]:
        """What was counted, by operation."""
        own = self._own_hosts()
        return {one: _traffic(seen, own) for one, seen in sorted(self._seen.items())}

    def _own_hosts(self) -> frozenset[str]:
        most = max((len(host.pages) for host in self._hosts.values()), default=0)
        if most:
            return frozenset(name for name, host in self._hosts.items() if len(host.pages) * 2 >= most)
        whole = sum(host.whole for host in self._hosts.values())
        return frozenset(name for name, host in self._hosts.items() if host.whole * 2 > whole)


def _language(registrations: Registrations) -> str:
    """The language that stands before the paths of a site in several; empty for others.

    https://docs.djangoproject.com/en/stable/topics/i18n/translation/#language-prefix-in-url-patterns
    """
    language = registrations.settings.get("LANGUAGE_CODE", "")
    before = any(item.path.text.startswith(f"/{language}/") for item in registrations.operations)
    return language if language and before else ""


def _traffic(seen: _Seen, own: frozenset[str]) -> Traffic:
    senders = Counter(seen.senders)
    for host, count in seen.browsers.items():
        senders[Requester.OWN_PAGES if host in own else Requester.BROWSERS] += count
    ranked = sorted(seen.agents.items(), key=lambda item: (-item[1], item[0]))
    return Traffic(
        requests=sum(senders.values()),
        location=seen.location,
        senders={one: senders[one] for one in Requester if senders[one]},
        agents=tuple(ranked[:_AGENTS]),
        unanswered=seen.unanswered,
        first=seen.first,
        last=seen.last,
        logs=tuple(seen.logs),
    )


def _add_name(counts: Counter[str], name: str) -> None:
    counts[name if name in counts or len(counts) < _MOST_NAMES else "others"] += 1


def _referrer(text: str) -> tuple[str, str]:
    """Host and path."""
    try:
        parts = urlsplit(text)
        return parts.hostname or "", unquote(parts.path)
    except ValueError:
        return "", ""


def _widened(days: list[str], day: str) -> list[str]:
    """First and last day, with one more."""
    if not day:
        return days
    return [min(days[0], day), max(days[1], day)] if days else [day, day]
