"""The project's own front end, as far as files and links show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.operation import ANY
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role
from scanner.ownership.documentation import shown
from scanner.ownership.tokens import is_login_token

_SESSION_CHECKS = frozenset(
    {EffectKind.REQUIRES_LOGIN, EffectKind.CHECKS_SESSION, EffectKind.CSRF_ON, EffectKind.CHECKS_TOKEN}
)
_PROGRAM_CHECKS = frozenset({EffectKind.CHECKS_BASIC, EffectKind.CHECKS_SIGNATURE})
_SCRIPTS = frozenset({Language.JAVASCRIPT, Language.TYPESCRIPT, Language.TSX, Language.COMPONENT})
_COMPONENTS = (".jsx", ".tsx", ".vue", ".svelte")
_ENOUGH = 5
"""Script files that make a front end."""
_MANY = 10
_SHARE = 10
"""One component file in so many script files makes the bundled modules beside them parts of components too."""


def has_front_end(facts: Mapping[str, FileFacts]) -> bool:
    """Whether the repository holds scripts of its own in some number."""
    return sum(one.language in _SCRIPTS and one.role is Role.SOURCE for one in facts.values()) >= _ENOUGH


def component_files(facts: Mapping[str, FileFacts]) -> frozenset[str]:
    """Script files whose page is made in the browser: components, and modules bundled with them.

    A page that React, Vue or Svelte draws has no form action to post to, whatever template loads its bundle.
    """
    scripts = [one for one in facts.values() if one.language in _SCRIPTS and one.role is Role.SOURCE]
    components = {one.file for one in scripts if one.file.endswith(_COMPONENTS)}
    if len(components) * _SHARE < len(scripts):
        return frozenset(components)
    return frozenset(components | {one.file for one in scripts if one.imports})


def for_sessions(effects: Iterable[Effect]) -> bool:
    """Whether data is for whoever has logged in: a session, a login's or a CSRF token opens it, and no key does."""
    known = tuple(effects)
    kinds = {one.kind for one in known}
    keys = any(one.kind is EffectKind.CHECKS_TOKEN and not is_login_token(one) for one in known)
    data = EffectKind.ANSWERS_JSON in kinds
    return data and not keys and not kinds & _PROGRAM_CHECKS and bool(kinds & _SESSION_CHECKS)


def untraced(registrations: Registrations, linked: Linked, facts: Mapping[str, FileFacts]) -> tuple[int, int]:
    """(uncalled, all) of the data that sessions open; uncalled is 0 unless a front end leaves most of it uncalled.

    A handler counts once a method, however often it is mounted; what documentation shows waits for no page.
    """
    data: set[object] = set()
    called: set[object] = set()
    for operation in registrations.operations:
        links = linked.links.get(operation.id, ())
        if for_sessions(linked.effects.get(operation.id, ())) and not shown(links):
            code = (operation.handler, operation.method) if operation.handler.file else operation.id
            data.add(code)
            called.update({code} if any(map(_proves_consumer, links)) else ())
    uncalled = data - called
    most = has_front_end(facts) and len(data) >= _MANY and len(uncalled) * 2 > len(data)
    return (len(uncalled), len(data)) if most else (0, len(data))


def pages_led_to(registrations: Registrations, linked: Linked) -> tuple[int, int]:
    """(led to, all) of the project's pages: how many something was seen to lead to. A handler counts once."""
    pages: set[object] = set()
    led: set[object] = set()
    for operation in registrations.operations:
        effects = linked.effects.get(operation.id, ())
        if operation.method in ("GET", ANY) and any(one.kind is EffectKind.RENDERS for one in effects):
            pages.add(operation.handler)
            led.update({operation.handler} if any(map(_proves_consumer, linked.links.get(operation.id, ()))) else ())
    return len(led), len(pages)


def asked_by_scripts(links: Iterable[Link]) -> bool:
    """Whether scripts of this repository ask for an operation; a generated client tells that a front end is here."""
    return any(
        link.site.kind in (CallKind.FETCH, CallKind.VIA_WRAPPER, CallKind.WRAPPER)
        and link.site.role in (Role.SOURCE, Role.GENERATED)
        and not link.site.location.file.endswith(".py")
        for link in links
    )


def _proves_consumer(link: Link) -> bool:
    """A client's definition alone is no consumer."""
    return link.site.role is Role.SOURCE and link.site.kind not in (CallKind.WRAPPER, CallKind.DOCS, CallKind.TEST)
