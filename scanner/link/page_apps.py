"""Applications that scripts mount on a page's own markup: names in its attributes are members of their data.

`createApp({ data: () => ({ base: "/office" }) }).mount("#office")`. https://vuejs.org/api/options-state.html#data
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.expression import Record
from scanner.concepts.source import Language
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MAKERS = ("createApp", "Vue", "createSSRApp")
_MOST = 40


def data(flow: Flow, name: str, file: str) -> v.Values:
    """What the data of an application mounted in a page's own scripts holds under a name; empty where there is none."""
    key = ("application", file, name)
    if flow.facts[file].language is not Language.MARKUP or key in flow.active:
        return ()
    flow.active.add(key)
    try:
        found: list[v.Value] = []
        for maker in _MAKERS:
            for site in flow.index.calls.get(maker, ())[:_MOST]:
                if site.file != file and file not in flow.context.beside(site.file):
                    continue
                place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                for options in site.call.arguments[:1]:
                    if isinstance(options, Record):
                        found += _held(flow, v.Object(options, place), name, place)
        return tuple(found)
    finally:
        flow.active.discard(key)


def _held(flow: Flow, options: v.Object, name: str, place: v.Place) -> list[v.Value]:
    from scanner.link import members

    found: list[v.Value] = []
    for state in members.member(flow, options, "data", place):
        values: v.Values = (state,)
        if isinstance(state, v.Function):
            there = v.Place(state.scope)
            values = tuple(
                value for one in flow.index.scope(state.scope).returns for value in flow.evaluate(one, there)
            )
        for value in values:
            if isinstance(value, v.Object):
                held = members.member(flow, value, name, place)
                found += [item for item in held if not isinstance(item, v.Unknown)]
    return found
