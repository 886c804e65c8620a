"""Injection: what a front end hangs on every component under a name, to be used without an import.

- Nuxt 2 plugins, `inject("api", api)`, and Nuxt 3's `provide("api", api)`, `{provide: {api}}`: `this.$api`, `app.$api`,
  `useNuxtApp().$api`. https://v2.nuxt.com/docs/directory-structure/plugins/ ·
  https://nuxt.com/docs/guide/directory-structure/plugins#providing-helpers
- `Vue.prototype.$api = api`, `app.config.globalProperties.$api = api`: `this.$api`.
  https://vuejs.org/api/application.html#app-config-globalproperties
- `provide("api", api)` for `inject("api")`. https://vuejs.org/guide/components/provide-inject.html
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Literal, Member, Record
from scanner.concepts.facts import FileFacts
from scanner.link import values as v
from scanner.link.index import SCRIPTS, last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_GIVING = frozenset({"inject", "provide"})
_HOLDERS = frozenset({"prototype", "globalProperties"})


class Injected:
    """Values by the name that they are hung on everything under, `$` included, or provided under."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        self._found: dict[str, list[tuple[Expression, v.Place]]] = defaultdict(list)
        for path, file in facts.items():
            if file.language in SCRIPTS:
                self._read(path, file)

    def _read(self, path: str, file: FileFacts) -> None:
        for number, scope in enumerate(file.scopes):
            ref = v.ScopeRef(path, number)
            for call in scope.calls:
                if last_name(call.callee) in _GIVING and len(call.arguments) == 2:
                    match call.arguments[0]:
                        case Literal(str(name)):
                            self._add(name, call.arguments[1], v.Place(ref, call.line))
                        case _:
                            pass
            for binding in scope.bindings:
                match binding.target:
                    case Member(Member(_, holder), name) if holder in _HOLDERS and name.startswith("$"):
                        self._add(name[1:], binding.value, v.Place(ref, binding.line))
                    case _:
                        pass
            for value in scope.returns:
                given = dict(value.fields).get("provide") if isinstance(value, Record) else None
                for name, item in given.fields if isinstance(given, Record) else ():
                    self._add(name, item, v.Place(ref, scope.end))

    def _add(self, name: str, value: Expression, place: v.Place) -> None:
        if len(name) > 1:
            self._found[name.removeprefix("$")].append((value, place))

    def member(self, flow: Flow, name: str) -> v.Values:
        """What `anything.$name` holds; empty where nothing is injected under the name."""
        return self.provided(flow, name[1:]) if name.startswith("$") else ()

    def provided(self, flow: Flow, name: str) -> v.Values:
        """What is provided under a name; empty where nothing is."""
        key = ("injected", name)
        if name not in self._found or key in flow.active:
            return ()
        flow.active.add(key)
        try:
            found = [item for value, place in self._found[name] for item in flow.evaluate(value, place)]
            return tuple(dict.fromkeys(found))
        finally:
            flow.active.discard(key)
