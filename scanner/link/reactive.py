"""Values that user interface libraries hold: Vue's `ref` and `computed`, React's `useState` and `useMemo`, signals.

https://vuejs.org/api/reactivity-core.html · https://react.dev/reference/react/hooks · https://angular.dev/guide/signals
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Sequence
from scanner.link import calls
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MODULES = frozenset({"vue", "@vue/composition-api", "react", "preact/hooks", "#imports", "React", "Vue"})
_WORKED_OUT = frozenset({"computed", "useMemo"})
_HOLDING = frozenset({"ref", "shallowRef", "readonly", "unref", "toValue", "toRef", "toRefs", "reactive", "useRef"})
_STATE = frozenset({"useState"})


def held(flow: Flow, path: str, call: Call, place: v.Place) -> v.Values:
    """What a holder made by a library call holds; empty where the call makes none, or it begins empty."""
    module, _, name = path.rpartition(".")
    if not call.arguments or (module and module not in _MODULES):
        return ()
    first = flow.evaluate(call.arguments[0], place)
    if name in _WORKED_OUT:
        asked = Call(call.callee, (), line=call.line, column=call.column)
        return tuple(
            value
            for item in first
            if isinstance(item, v.Function)
            for value in calls.returned(flow, item, asked, place)
        )
    if name in _HOLDING:
        return first if any(_shows(value) for value in first) else ()
    if name in _STATE and any(_shows(value) for value in first):
        return (v.Array(Sequence((call.arguments[0],)), place),)
    return ()


def _shows(value: v.Value) -> bool:
    """Whether a value says anything: a holder that begins empty is filled with nobody knows what."""
    match value:
        case v.Constant(None) | v.Unknown():
            return False
        case v.String(text):
            return bool(text.parts)
        case _:
            return True
