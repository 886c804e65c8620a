"""Effects: what an operation's code does, its helpers and services included, each with the place that shows it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scanner.concepts.location import Location


class EffectKind(StrEnum):
    """What code does to its request, its answer and the world."""

    MUTATES = "mutates"
    RENDERS = "renders"
    """Answers HTML from a template."""
    REDIRECTS = "redirects"
    ANSWERS_JSON = "answers-json"
    ANSWERS_FILE = "answers-file"
    ANSWERS_FEED = "answers-feed"
    ANSWERS_TEXT = "answers-text"
    ANSWERS_PROTOCOL = "answers-protocol"
    """Answers a media type that only programs of a protocol ask for, such as ActivityPub's."""
    STREAMS = "streams"
    READS_FORM = "reads-form"
    READS_JSON = "reads-json"
    READS_QUERY = "reads-query"
    READS_RAW = "reads-raw"
    READS_FILES = "reads-files"
    VALIDATES = "validates"
    """A form class, serializer, schema or model checks the input."""
    CHECKS_SESSION = "checks-session"
    CHECKS_TOKEN = "checks-token"
    CHECKS_SCOPE = "checks-scope"
    """Lets in a program whose token was granted the scope that is asked for: access that a user delegates."""
    CHECKS_SIGNATURE = "checks-signature"
    CHECKS_OWN_SIGNATURE = "checks-own-signature"
    """Takes only what this project signed itself: a link in a mail, a reply's address."""
    CHECKS_BASIC = "checks-basic"
    REQUIRES_LOGIN = "requires-login"
    REQUIRES_PERMISSION = "requires-permission"
    STARTS_SESSION = "starts-session"
    RETURNS_FROM_PROVIDER = "returns-from-provider"
    """Takes back a visitor whom another system sends with the state that went along."""
    CSRF_OFF = "csrf-off"
    CSRF_ON = "csrf-on"
    OPENS_TO_SITES = "opens-to-sites"
    """Lets scripts of other sites read its answer."""
    THROTTLES = "throttles"
    SENDS_MAIL = "sends-mail"
    FLASHES = "flashes"
    """Leaves a message for the next page."""
    BRANCHES_ON_ACCEPT = "branches-on-accept"
    """Answers people and programs differently (Accept header, XHR header, format parameter)."""
    CALLS_OUT = "calls-out"
    CHECKS_METHOD = "checks-method"
    BREAKS_ON_MISS = "breaks-on-miss"
    """Ends in an exception that nobody handles where what the path names does not exist."""
    BREAKS_ON_BODY = "breaks-on-body"
    """Ends in one where the body lacks a key."""


BY_DEFAULT = "REST framework's default"
"""Detail of the HTTP Basic credentials that are taken, beside a session, where nobody has said how people log in.

https://www.django-rest-framework.org/api-guide/authentication/#setting-the-authentication-scheme
"""

ISSUED = "issued by a login since the process began"
"""End of the detail of a check for a token that ends with the process: the session of whoever logged in."""


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect at one place. `detail` names what shows it (`db.session.commit`, a template's name).

    `depth` is the number of calls between handler and place; `method` restricts it to one HTTP method, if known.
    """

    kind: EffectKind
    location: Location
    detail: str = ""
    depth: int = 0
    method: str = ""
