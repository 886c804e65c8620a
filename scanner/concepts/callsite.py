"""Call sites: places that make or cause a request, and their links to operations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.concepts.evidence import Side
from scanner.concepts.location import Location
from scanner.concepts.source import Role
from scanner.concepts.text import Text


class CallKind(StrEnum):
    """How a request comes about."""

    FORM = "form"
    LINK = "link"
    HTMX = "htmx"
    """htmx, Unpoly, Turbo frames, Alpine AJAX: a fragment requested by an attribute."""
    FETCH = "fetch"
    WRAPPER = "wrapper"
    """The request inside a function that passes a URL on: reached through the `via-wrapper` call sites."""
    VIA_WRAPPER = "via-wrapper"
    REDIRECT = "redirect"
    PYTHON_HTTP = "python-http"
    WEBSOCKET = "websocket"
    CONFIG = "config"
    """Probes, health checks, cron, manifests, proxies."""
    DOCS = "docs"
    EMAIL = "email"
    TEST = "test"


class MatchGrade(StrEnum):
    """How a call site was linked to an operation, the surest first."""

    BY_NAME = "by-name"
    EXACT = "exact"
    TEMPLATE = "template"
    SUFFIX = "suffix"


class Body(StrEnum):
    """What a request sends."""

    NONE = "none"
    FORM = "form"
    JSON = "json"
    OTHER = "other"
    UNKNOWN = "unknown"


class Aftermath(StrEnum):
    """What the caller does with a successful answer, as far as its function shows."""

    RELOAD = "reload"
    """Reloads or navigates."""
    MARKUP = "markup"
    """Turns the answer into HTML."""
    BY_SCRIPT = "by-script"
    """Is made of what only a script can have: a passkey, a drag, a place."""
    POLLING = "polling"
    """Asks again and again, by a timer."""
    ASKS_AGAIN = "asks-again"
    """Requests more, to bring the page up to date in place."""
    IGNORED = "ignored"
    """Does nothing: nobody looks at the answer."""
    OTHER = "other"
    """Keeps the answer, for what is not seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSite:
    """A place that makes or causes a request. `url` is set, or `name` (a route name to reverse), or neither.

    `method` is None where it is not known. `caller` is the function, component or template around it.
    `through` lists the wrappers passed on the way to the request, nearest first.
    `page` is the template or component that shows it; `server_rendered` tells whether that page is rendered by this
    project's server (a template) rather than by a single-page front end; None where no page is known.
    """

    kind: CallKind
    location: Location
    role: Role
    url: Text | None = None
    name: str | None = None
    method: str | None = None
    caller: str = ""
    page: str = ""
    server_rendered: bool | None = None
    body: Body = Body.UNKNOWN
    aftermath: tuple[Aftermath, ...] = ()
    through: tuple[Location, ...] = ()
    boosted: bool = False
    csrf: bool = False
    fields: tuple[str, ...] = ()
    asserts: tuple[str, ...] = ()
    """For tests: what is asserted about the answer (`status`, `headers`, `payload`)."""
    client: str = ""
    """The name of the other repository that it stands in; its place begins with this name."""
    side: Side | None = None
    """Whose client that repository is, as declared."""


@dataclass(frozen=True, slots=True)
class Link:
    """A call site linked to an operation. `runner_up` is the id of the next best operation, kept for doubt."""

    site: CallSite
    operation: str
    grade: MatchGrade
    runner_up: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A request that was seen but could not be linked: `why` says what is unknown. Never dropped."""

    kind: CallKind
    url: str
    method: str | None
    location: Location
    why: str
    role: Role = Role.SOURCE


class GhostKind(StrEnum):
    """In what way a call site misses."""

    NO_OPERATION = "no-operation"
    WRONG_METHOD = "wrong-method"
    UNKNOWN_NAME = "unknown-name"


@dataclass(frozen=True, slots=True)
class Ghost:
    """A call site whose URL belongs to this project and that no operation takes."""

    site: CallSite
    kind: GhostKind
    nearest: str = ""
    """Id of the operation that comes nearest, where there is one."""
