"""Mixins: members that a record, a class or its instances are given by copying records into them.

`Object.assign(Api.prototype, {list() {…}})`, `_.extend(Query, service)`, `$.extend(App.utils, {…})`.
https://developer.mozilla.org/docs/Web/JavaScript/Reference/Global_Objects/Object/assign ·
https://lodash.com/docs/#assignIn · https://api.jquery.com/jQuery.extend/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Member, Name, Record
from scanner.concepts.facts import FileFacts
from scanner.concepts.source import Language
from scanner.link import members
from scanner.link import values as v
from scanner.link.index import SCRIPTS, CallPlace, last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_COPYING = frozenset({"assign", "extend", "assignIn", "mixin", "merge", "defineProperties"})
_CANDIDATES = 40


class Mixins:
    """Calls that copy members into something that has a name, by what they copy."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        by_member: dict[str, list[CallPlace]] = defaultdict(list)
        by_file: dict[str, list[CallPlace]] = defaultdict(list)
        self._by_record: dict[int, CallPlace] = {}
        for path, file in facts.items():
            if file.language not in SCRIPTS and file.language is not Language.MARKUP:
                continue
            for number, scope in enumerate(file.scopes):
                for call in scope.calls:
                    if last_name(call.callee) not in _COPYING or not _named(call.arguments[:1]):
                        continue
                    site = CallPlace(path, number, call)
                    for given in call.arguments[1:]:
                        if isinstance(given, Record):
                            self._by_record[id(given)] = site
                            for name, _ in given.fields:
                                by_member[name].append(site)
                        else:
                            by_file[path].append(site)
        self._by_member = by_member
        self._by_file = by_file

    def member(self, flow: Flow, value: v.Value, name: str, file: str) -> v.Values:
        """What is copied into a value, which is defined in `file`, under a name; empty where nothing is."""
        if flow.facts[file].language is Language.PYTHON:
            return ()
        found: list[v.Value] = []
        for site in (*self._by_member.get(name, ())[:_CANDIDATES], *self._by_file.get(file, ())[:_CANDIDATES]):
            key = ("mixin", id(site.call), name)
            if key in flow.active:
                continue
            flow.active.add(key)
            try:
                found += _copied(flow, value, name, site)
            finally:
                flow.active.discard(key)
        return tuple(dict.fromkeys(found))

    def receiver(self, flow: Flow, record: Record) -> v.Value | None:
        """What the members of a record are called on, if the record is written where it is copied into something."""
        site = self._by_record.get(id(record))
        key = ("receiver", id(record))
        if site is None or key in flow.active:
            return None
        target = site.call.arguments[0]
        prototype = isinstance(target, Member) and target.name == "prototype"
        flow.active.add(key)
        try:
            place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
            base = target.base if isinstance(target, Member) and prototype else target
            for value in flow.evaluate(base, place):
                if isinstance(value, v.Function | v.Class) and prototype:
                    return v.Instance(v.Class(value.scope, value.place))
                if isinstance(value, v.Class | v.Object) and not prototype:
                    return value
        finally:
            flow.active.discard(key)
        return None


def _named(arguments: tuple[Expression, ...]) -> bool:
    return bool(arguments) and isinstance(arguments[0], Name | Member) and arguments[0] != Name("this")


def _copied(flow: Flow, value: v.Value, name: str, site: CallPlace) -> Iterator[v.Value]:
    place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
    if not any(_same(value, item) for item in _targets(flow, value, site.call.arguments[0], place)):
        return
    for given in site.call.arguments[1:]:
        for record in flow.evaluate(given, place):
            if not isinstance(record, v.Object):
                continue
            for item in members.member(flow, record, name, place):
                own = item.this if isinstance(item, v.Function) else None
                if isinstance(item, v.Function) and isinstance(own, v.Object) and own.record is record.record:
                    yield replace(item, this=value)  # it is called on what it was copied into
                elif not isinstance(item, v.Unknown):
                    yield item


def _targets(flow: Flow, value: v.Value, target: Expression, place: v.Place) -> v.Values:
    """What is copied into; of an instance, that whose prototype is."""
    if not isinstance(value, v.Instance):
        return flow.evaluate(target, place)
    if isinstance(target, Member) and target.name == "prototype":
        return flow.evaluate(target.base, place)
    return ()


def _same(value: v.Value, other: v.Value) -> bool:
    match value, other:
        case v.Instance(cls), v.Class(scope) | v.Function(scope):
            return cls.scope == scope
        case v.Class(scope) | v.Function(scope), v.Class(wanted) | v.Function(wanted):
            return scope == wanted
        case v.Object(record), v.Object(wanted_record):
            return record is wanted_record
        case _:
            return False
