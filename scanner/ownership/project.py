"""What holds for a whole project, looked at once: its interface, its front end, and what its tokens are for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Side
from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Role
from scanner.ownership.distributions import distributions
from scanner.ownership.documentation import shown
from scanner.ownership.front_end import asked_by_scripts, component_files, has_front_end, pages_led_to, untraced
from scanner.ownership.tokens import is_login_token, stored_tokens

_PEOPLE = frozenset(
    {CallKind.FORM, CallKind.LINK, CallKind.HTMX, CallKind.FETCH, CallKind.VIA_WRAPPER, CallKind.REDIRECT}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """`stored_tokens`: where the class of tokens kept in storage stands, if there is one: users or operators make them.

    `login_tokens_serve_ui`: the project's own scripts request operations that check a login's token.
    `has_interface`: the project has pages or scripts of its own.
    `components`: script files whose page is made in the browser.
    `untraced`: how many operations that only a session opens have no caller seen, where these are most of them, and
    `session_data` is the number of all of these, called or not.
    `page_signatures`: where signatures are verified that lets people into pages as well: signed links, not senders.
    """

    stored_tokens: Location | None = None
    stored_name: str = ""
    login_tokens_serve_ui: bool = False
    has_interface: bool = False
    components: frozenset[str] = frozenset()
    untraced: int = 0
    session_data: int = 0
    pages: int = 0
    pages_led_to: int = 0
    """Of so many pages, those that something is seen to lead to."""
    page_signatures: frozenset[Location] = frozenset()
    scoped_guards: frozenset[Location] = frozenset()
    """Checks that stand in guards which let programs in by scopes, where a route gives them."""
    documented: Mapping[Location, Link] = field(default_factory=dict)
    """Handlers that documentation shows how to request, each with the first place that does."""
    distributions: frozenset[str] = frozenset()
    """The folders that hold packaging."""


def describe(registrations: Registrations, linked: Linked, facts: Mapping[str, FileFacts]) -> Project:
    """Look at the project before any operation is judged."""
    stored_name, stored_at = stored_tokens(facts) or ("", None)
    uncalled, session_data = untraced(registrations, linked, facts)
    led, pages = pages_led_to(registrations, linked)
    return Project(
        stored_tokens=stored_at,
        stored_name=stored_name,
        login_tokens_serve_ui=_login_tokens_serve_ui(linked),
        has_interface=has_front_end(facts) or _has_pages(linked),
        components=component_files(facts),
        untraced=uncalled,
        session_data=session_data,
        pages=pages,
        pages_led_to=led,
        page_signatures=_page_signatures(linked),
        scoped_guards=_scoped_guards(linked),
        documented=_documented(registrations, linked),
        distributions=distributions(facts),
    )


def _documented(registrations: Registrations, linked: Linked) -> Mapping[Location, Link]:
    found: dict[Location, Link] = {}
    for operation in registrations.operations:
        place = Location(operation.handler.file, operation.handler.line)
        links = shown(linked.links.get(operation.id, ()))
        if place.file and links:
            known = [found[place]] if place in found else []
            found[place] = min((*known, *links), key=lambda link: link.site.location)
    return found


def _page_signatures(linked: Linked) -> frozenset[Location]:
    shown = [effects for effects in linked.effects.values() if any(one.kind is EffectKind.RENDERS for one in effects)]
    return frozenset(one.location for effects in shown for one in effects if one.kind is EffectKind.CHECKS_SIGNATURE)


def _scoped_guards(linked: Linked) -> frozenset[Location]:
    """Token checks that stand beside a check of scopes, in one file."""
    found: set[Location] = set()
    for effects in linked.effects.values():
        files = {one.location.file for one in effects if one.kind is EffectKind.CHECKS_SCOPE and one.depth}
        tokens = [one.location for one in effects if one.kind is EffectKind.CHECKS_TOKEN and one.depth]
        found.update(location for location in tokens if location.file in files)
    return frozenset(found)


def _login_tokens_serve_ui(linked: Linked) -> bool:
    for operation, effects in linked.effects.items():
        checks = [one for one in effects if one.kind is EffectKind.CHECKS_TOKEN]
        if checks and all(map(is_login_token, checks)) and asked_by_scripts(linked.links.get(operation, ())):
            return True
    return False


def _has_pages(linked: Linked) -> bool:
    rendered = any(one.kind is EffectKind.RENDERS for effects in linked.effects.values() for one in effects)
    return rendered or any(map(_by_people, chain.from_iterable(linked.links.values())))


def _by_people(link: Link) -> bool:
    site = link.site
    return site.kind in _PEOPLE and site.role is Role.SOURCE and site.side is not Side.SYSTEM
