"""Traffic: what access logs show of requests that really came, by operation and by who sent them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scanner.concepts.location import Location


class Requester(StrEnum):
    """Who sent a request, as far as a log shows it."""

    OWN_PAGES = "own-pages"
    """A browser that was on a page of this project."""
    BROWSERS = "browsers"
    """A browser that was elsewhere, or does not say: a bookmark, a mail, a search."""
    PROGRAMS = "programs"
    CRAWLERS = "crawlers"
    """Search engines, link previews, scanners: they take whatever they find."""
    UNKNOWN = "unknown"
    """The log does not tell the user agent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One request of an access log. `path` is without query and decoded; `day` is `2026-11-23`; unknown is empty.

    `agent` is None where the log does not record user agents, and empty where the request named none.
    `method` is empty where what came was no HTTP request.
    """

    line: int
    method: str
    path: str
    status: int
    host: str = ""
    agent: str | None = None
    referrer: str = ""
    day: str = ""


@dataclass(frozen=True, slots=True)
class UnreadLine:
    """A line of an access log in which no request can be read, or where the log breaks off (`why`)."""

    line: int
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """The requests of one operation. `unanswered` ones (404, 405) are none of `requests`.

    `senders` splits `requests`; `agents` are the programs that sent most, with their counts; `logs` are the files.
    `location` is the first request. `first` and `last` are days, empty where the log tells no time.
    """

    requests: int
    location: Location
    senders: Mapping[Requester, int] = field(default_factory=dict)
    agents: tuple[tuple[str, int], ...] = ()
    unanswered: int = 0
    first: str = ""
    last: str = ""
    logs: tuple[str, ...] = ()

    def sent_by(self, requester: Requester) -> int:
        """How many requests these sent."""
        return self.senders.get(requester, 0)

    @property
    def used(self) -> bool:
        """Whether anybody but crawlers requests it."""
        return self.requests > self.sent_by(Requester.CRAWLERS)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLog:
    """One log read: its lines, and what became of them.

    `matched` requests reached an operation; `unanswered` ones met 404 or 405; the rest of the requests asked for what
    no operation takes (`elsewhere`: static files, other programs). `unread` lines hold no request.
    """

    file: str
    lines: int = 0
    matched: int = 0
    unanswered: int = 0
    elsewhere: int = 0
    unread: int = 0
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What all logs show: traffic by operation id, and each log."""

    traffic: Mapping[str, Traffic] = field(default_factory=dict)
    logs: tuple[AccessLog, ...] = ()
