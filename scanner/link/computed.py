"""Computed members: which method `api[`item${name}List`](…)` may call, by the text around what is not known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.concepts.expression import Item
from scanner.concepts.text import Text
from scanner.link import members
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow
    from scanner.link.index import CallPlace

_TELLING = 3
"""Literal characters that a computed name must show: less would fit anything."""


def called(flow: Flow, site: CallPlace, name: str) -> v.Values:
    """What a call of a computed member calls, if the member is the one called `name`; empty where it cannot be."""
    callee = site.call.callee
    if not isinstance(callee, Item):
        return ()
    place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
    if not any(_may_be(item.text, name) for item in flow.ask_texts(callee.key, place)):
        return ()
    return tuple(
        found
        for base in flow.ask(callee.base, place)
        if isinstance(base, v.Instance | v.Class | v.Object | v.Module)
        for found in members.member(flow, base, name, place)
    )


def _may_be(text: Text, name: str) -> bool:
    literals = [part for part in text.parts if isinstance(part, str)]
    if not text.holes or sum(map(len, literals)) < _TELLING:
        return text.literal == name
    pattern = "".join(re.escape(part) if isinstance(part, str) else r"\w+" for part in text.parts)
    return re.fullmatch(pattern, name) is not None
