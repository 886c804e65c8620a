"""Declared clients: other repositories that request the operation, on the side that a person said."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.evidence import Side
from scanner.concepts.location import Location
from scanner.ownership.case import Case, numbered
from scanner.ownership.sign import Sign

_SHOWN = frozenset({CallKind.LINK, CallKind.FORM, CallKind.REDIRECT, CallKind.EMAIL})
"""What a person follows: the other project's page leads here, and its programs need not know."""
_TOLD = frozenset({CallKind.DOCS, CallKind.CONFIG})


def gather(case: Case) -> Iterator[Sign]:
    """One sign a client and way of asking."""
    for side in Side:
        names = dict.fromkeys(link.site.client for link in case.clients(side))
        for name in names:
            links = [link for link in case.clients(side) if link.site.client == name]
            yield from _signs(side, name, links)


def _signs(side: Side, name: str, links: list[Link]) -> Iterator[Sign]:
    owner = "this project's interface kept elsewhere" if side is Side.UI else "another system"
    shown = [link for link in links if link.site.kind in _SHOWN]
    idle = [link for link in links if link.site.kind is CallKind.WRAPPER and side is Side.UI]
    asking = [link for link in links if link not in shown and link not in idle and link.site.kind not in _TOLD]
    if asking:
        kind = "called-by-ui-client" if side is Side.UI else "called-by-system-client"
        text = f"client {name}, {owner}: {numbered(asking, 'a call', 'calls')} requests it"
        yield Sign(kind, text, _first(asking))
    elif idle:
        text = f"client {name}: {numbered(idle, 'a wrapper', 'wrappers')} names it, and nothing is seen to call that"
        yield Sign("named-by-idle-wrapper", text, _first(idle))
    if shown:
        text = f"client {name}: {numbered(shown, 'a link', 'links')} leads to it"
        yield Sign("linked-from-client", text, _first(shown))
    told = [link for link in links if link.site.kind in _TOLD]
    if told and not asking:
        text = f"client {name}: {numbered(told, 'a place', 'places')} in documentation or configuration names it"
        yield Sign("named-by-client", text, _first(told))


def _first(links: list[Link]) -> Location:
    return min(link.site.location for link in links)
