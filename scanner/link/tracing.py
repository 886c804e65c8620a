"""Tracing: from a request inside functions to the places that decide what is asked for.

Where the URL or method depends on a parameter of a function around the request, that function is a wrapper, and its
callers are asked, hop by hop. Where it depends on a parameter of some other function (a URL kept in a variable between
two events), the callers of that one are asked, but the request stays where it is made. A function that does nothing
but make one fixed request is a wrapper by name: those who call it are the callers. A function that hands on what its
parameters say and returns the answer untouched stands in for the request function: calling it is requesting.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Call, Expression, Join, Literal, Member, Name, Record
from scanner.concepts.facts import Binding, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import ASIDE, Language, Role
from scanner.concepts.text import Hole
from scanner.link import values as v
from scanner.link.asserts import asserted
from scanner.link.callers import Reached, receiver_key
from scanner.link.index import dotted, last_name
from scanner.link.relays import Relays
from scanner.link.requests import Reading, Seen, Sink
from scanner.link.types import typed
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_HOPS = 5
_USED = 2
_MEMBERS = 200
_SITES = 20_000
_LONG = 60
_ASKING = (CallKind.FETCH, CallKind.WEBSOCKET)
_ASKED = frozenset({"url", "path", "method", "type"})
"""Options that say what is asked for."""
_SHOWING = ("innerHTML", "outerHTML", "textContent", "innerText", "location", "location.href", "disabled", "value")
"""What a function assigns when it changes the page."""
_SERVICE = "Injectable"
"""What marks a class that Angular makes and hands out, but whose methods it never calls:
https://angular.dev/guide/di/creating-injectable-service"""
_HOOKS = ("constructor", "ngOn")
"""Methods that are called by nobody's name: https://angular.dev/guide/components/lifecycle"""
_QUIET = frozenset(
    {
        "json", "then", "catch", "finally", "text", "stringify", "parse", "log", "warn", "error", "Error",
        "encodeURIComponent", "encodeURI", "toString", "append", "fetch", "get", "post", "put", "patch", "delete",
        "request", "FormData", "URLSearchParams", "Headers", "keys", "entries", "forEach", "map", "join", "push",
        "assign", "reject", "resolve", "ajax", "getJSON", "blob", "defer", "mergeQueryParams", "replace",
        "hasOwnProperty", "String", "clone", "set",
    }
)  # fmt: skip
"""Calls that leave the page alone: a function that makes no others only fetches."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A state of tracing: the assumptions so far and the calls that gave them, innermost first."""

    place: v.Place
    hops: tuple[Reached, ...]
    carried: bool
    """Whether the last hop is not a caller of the request's own function, only gave it what it uses."""


class Tracer:
    """Turns sinks into requests seen. `settled` tells whether a reading already shows which operation is meant."""

    def __init__(self, flow: Flow, settled: Callable[[Reading, Sink], bool]) -> None:
        self._flow = flow
        self._settled = settled
        self._showing: dict[v.ScopeRef, bool] = {}
        self._relays = Relays(flow)

    def trace(self, sink: Sink) -> Iterator[Seen]:
        """Every place that decides what the sink asks for."""
        pending = [_Step(sink.place, (), carried=False)]
        visited: set[tuple[object, ...]] = set()
        given = 0
        while pending and given < _SITES:
            step = pending.pop(0)
            readings = sink.read(step.place)
            settled = [item for item in readings if not item.open_to or self._settled(item, sink)]
            for reading in settled:
                given += 1
                yield from self._sites(sink, reading, step)
            asked: dict[v.ScopeRef, list[Reading]] = {}
            for reading in readings:
                if reading not in settled and not (settled and _only_the_base(reading, settled)):
                    asked.setdefault(self._answering(reading.open_to), []).append(reading)
            for owner, unsettled in asked.items():
                successors = self._successors(sink, step, owner, visited)
                pending += successors
                inside = [item for item in successors if not self._beyond(sink, item.hops)]
                for reading in unsettled:
                    yield from self._undecided(sink, reading, step, inside, successors)

    def _undecided(
        self, sink: Sink, reading: Reading, step: _Step, inside: list[_Step], successors: list[_Step]
    ) -> Iterator[Seen]:
        """What is asked for as far as it is known here: by a parameter's type, or where no caller says more."""
        declared = () if inside else typed(self._flow, reading)
        for option in declared:
            yield from self._sites(sink, option, step)
        if declared:
            return
        if not inside and not step.hops:
            yield self._seen(sink, reading, sink.kind, _location(sink))
        elif not successors:
            yield from self._sites(sink, reading, step)

    def _answering(self, owners: tuple[v.ScopeRef, ...]) -> v.ScopeRef:
        """The first function whose callers are known: nobody may make the client, and many call its methods."""
        return next((one for one in owners if self._flow.callers.of(one)), owners[0])

    def _successors(self, sink: Sink, step: _Step, owner: v.ScopeRef, visited: set[tuple[object, ...]]) -> list[_Step]:
        if len(step.hops) >= _HOPS:
            return []
        around = step.hops[-1].place.scope if step.hops and not step.carried else sink.place.scope
        inside = owner.file == around.file and owner.index in self._flow.index.file(around.file).enclosing(around.index)
        found: list[_Step] = []
        for reached in self._flow.callers.of(owner):
            hops = (*step.hops, reached)
            call = reached.site.call
            key = (owner, reached.site.file, call.line, call.column, receiver_key(reached.function))
            if key in visited or (reached.site.reference and not reached.site.call.arguments):
                continue
            visited.add(key)
            bound = {
                **step.place.bound,
                **reached.function.place.bound,
                owner: v.Arguments(
                    reached.site.call,
                    v.Place(reached.place.scope, reached.place.line, step.place.bound),
                    reached.function.this,
                ),
            }
            this = reached.function.this if not step.hops else step.place.this
            place = v.Place(step.place.scope, step.place.line, bound, this or step.place.this)
            found.append(_Step(place, hops, carried=step.carried or not inside))
        return found

    def _beyond(self, sink: Sink, hops: tuple[Reached, ...]) -> bool:
        """Whether a test, an example or documentation decides what production code asks for: that is not production's
        request, only theirs.
        """
        return sink.role not in ASIDE and any(self._flow.facts[hop.site.file].role in ASIDE for hop in hops)

    def _sites(self, sink: Sink, reading: Reading, step: _Step) -> Iterator[Seen]:
        """The call sites of one decided request: the request itself, its wrapper, the callers."""
        origin = _location(sink)
        if self._beyond(sink, step.hops):
            yield self._seen(sink, reading, CallKind.VIA_WRAPPER, _at(step.hops[-1]), step.hops)
            return
        if sink.kind is CallKind.REDIRECT or sink.kind is CallKind.TEST:
            outer = _at(step.hops[-1]) if step.hops else origin
            yield self._seen(sink, reading, sink.kind, outer, step.hops)
            return
        if step.carried:
            yield self._seen(sink, reading, sink.kind, origin, ())
            yield self._seen(sink, reading, CallKind.LINK, _at(step.hops[-1]), step.hops, any_method=True)
            return
        hops = step.hops
        innermost = self._function(sink.place.scope)
        if hops and innermost is not None and self._stands_in(innermost, sink):
            sink_location, hops, kind = _at(hops[0]), hops[1:], sink.kind
            scope = hops[-1].place.scope if hops else step.hops[0].place.scope
        else:
            sink_location, kind = origin, sink.kind
            scope = hops[-1].place.scope if hops else sink.place.scope
        while len(hops) > 1 and self._inside_client(hops[-1]):
            hops = hops[:-1]
            scope = hops[-1].place.scope
        fixing = self._function(scope)
        outer = _at(hops[-1]) if hops else sink_location
        chain = frozenset(
            owner
            for place in (sink.place, *(hop.place for hop in step.hops))
            for owner in (self._function(place.scope),)
            if owner is not None
        )
        asked = hops[-1].site.call if hops else sink.call
        own = fixing is not None and self._through_its_own(fixing, asked)
        users = self._users(fixing, chain, sink, reading, own=own) if fixing is not None else ()
        users = tuple(user for user in users if _of_the_same(user, step.hops))
        holder = self._relays.holder(fixing) if fixing is not None and not users and sink.kind in _ASKING else None
        if holder is not None:
            users = self._flow.callers.of(holder)
        if fixing is not None and (users or own or self._client_method(fixing, chain, sink.call)):
            stated = None if own else self._stated(fixing)
            place = (stated or outer) if hops else sink_location
            yield self._seen(sink, reading, CallKind.WRAPPER, place, step.hops, scope=fixing)
            for trail in self._relayed(users, chain):
                yield self._seen(
                    sink, reading, CallKind.VIA_WRAPPER, _at(trail[-1]), (*step.hops, *trail), any_inner=place
                )
            return
        if hops:
            yield self._seen(sink, reading, CallKind.WRAPPER, sink_location, ())
            yield self._seen(sink, reading, CallKind.VIA_WRAPPER, outer, hops, any_inner=sink_location)
        else:
            yield self._seen(sink, reading, kind, sink_location, step.hops)

    def _stated(self, function: v.ScopeRef) -> Location | None:
        """Where a method of a generated client begins, all of which is the request; None for other functions."""
        index = self._flow.index.file(function.file)
        if function.index not in index.prototypes and index.facts.role is not Role.GENERATED:
            return None
        return Location(function.file, index.scope(function.index).line)

    def _seen(
        self,
        sink: Sink,
        reading: Reading,
        kind: CallKind,
        location: Location,
        hops: tuple[Reached, ...] = (),
        *,
        scope: v.ScopeRef | None = None,
        any_method: bool = False,
        any_inner: Location | None = None,
    ) -> Seen:
        through = tuple(dict.fromkeys((*(() if any_inner is None else (any_inner,)),)))
        role = self._flow.facts[location.file].role
        return Seen(
            kind=CallKind.TEST if role is Role.TEST else kind,
            asked=sink.kind,
            location=self._written(location, reading, kind),
            role=role,
            url=reading.url,
            method=reading.method,
            body=reading.body,
            scope=scope or (hops[-1].place.scope if hops else sink.place.scope),
            through=through,
            steps=((sink.place.scope, sink.call), *((hop.place.scope, hop.site.call) for hop in hops)),
            speculative=sink.speculative,
            any_method=any_method,
            asserts=self._asserts(sink, hops),
        )

    def _asserts(self, sink: Sink, hops: tuple[Reached, ...]) -> tuple[str, ...]:
        """What a test asserts where it asks, and where helpers, its own or the project's, ask for it."""
        tests = (hop for hop in hops if self._flow.facts[hop.site.file].role is Role.TEST)
        around = (asserted(self._flow.index.scope(hop.place.scope)) for hop in tests)
        return tuple(sorted({*sink.asserts, *(one for found in around for one in found)}))

    def _written(self, location: Location, reading: Reading, kind: CallKind) -> Location:
        """The call site's place: where its address is written, if that is a variable of the same function or page."""
        at = reading.url.at
        if (
            at is None
            or at.file != location.file
            or kind is CallKind.WRAPPER
            or not 0 < location.line - at.line <= _LONG
        ):
            return location
        index = self._flow.index.file(at.file)
        function = index.function_at(at.line)
        if function is None and self._flow.facts[at.file].language is Language.PYTHON:
            return location  # a constant of the module
        return at if index.function_at(location.line) == function else location

    def _function(self, ref: v.ScopeRef) -> v.ScopeRef | None:
        """The named function around a scope: the innermost one that code can call by a name."""
        index = self._flow.index.file(ref.file)
        for current in index.enclosing(ref.index):
            scope = index.scope(current)
            found = v.ScopeRef(ref.file, current)
            if scope.kind is ScopeKind.FUNCTION and self._flow.callers.names(found):
                return found
        return None

    def _stands_in(self, function: v.ScopeRef, sink: Sink) -> bool:
        """Whether a function returns the very answer of the request it makes with what it is given."""
        scope = self._flow.index.scope(function)
        if not any(_ends_with_parameter(item) for item in sink.read(sink.place)):
            return False
        formals = {formal.name for formal in scope.parameters}
        if not all(_handed_on(item, formals) for item in sink.call.arguments):
            return False
        return function == sink.place.scope and any(
            isinstance(value, Call) and value.line == sink.call.line and value.callee == sink.call.callee
            for value in scope.returns
        )

    def _users(
        self, function: v.ScopeRef, chain: frozenset[v.ScopeRef], sink: Sink, reading: Reading, *, own: bool
    ) -> tuple[Reached, ...]:
        """The callers that count as callers of the fixed request in a function; empty where it is one itself.

        `own`: whether the function is a client's method, whatever else it does.
        """
        flow = self._flow
        if flow.facts[function.file].language is Language.PYTHON or sink.kind not in _ASKING:
            return ()
        scope = flow.index.scope(function)
        if not own and (scope.end - scope.line > _LONG or scope.name[:1].isupper()):
            return ()  # too much else happens there; or a component, which is shown, not called
        callers = tuple(
            item
            for item in flow.callers.of(function)
            if self._function(item.place.scope) != function and not self._event_attribute(item)
        )
        if not callers or self._relays.of_component(function):
            return ()
        if own:
            return self._outside(function, callers)
        if self._quiet(function, chain, sink.call) and not self._view_method(function, reading):
            return callers
        return self._elsewhere(function, callers)

    def _elsewhere(self, function: v.ScopeRef, callers: tuple[Reached, ...]) -> tuple[Reached, ...]:
        """The callers of a module's function, if all are in other files, directly or behind another function of the
        module; empty where the module itself uses it.
        """
        facts = self._flow.facts[function.file]
        exported = bool(facts.exports) and facts.language is not Language.COMPONENT
        module = exported or self._flow.angular.serves(function)
        found: list[Reached] = []
        for item in callers:
            found.append(item)
            if item.site.file != function.file:
                continue
            if not module:
                return ()  # a page's own function: the page is where it is used
            around = self._function(item.place.scope)
            if around is not None and self._flow.index.scope(around).name[:1].isupper():
                return ()  # a component's own function: the component is where it is used
            outer = self._flow.callers.of(around) if around is not None else ()
            if not outer or any(one.site.file == function.file for one in outer):
                return ()
            found += outer
        return tuple(found)

    def _relayed(self, users: tuple[Reached, ...], chain: frozenset[v.ScopeRef]) -> Iterator[tuple[Reached, ...]]:
        """The callers, and theirs where a caller only relays: a service's method that calls a repository's."""
        pending: list[tuple[tuple[Reached, ...], frozenset[v.ScopeRef]]] = [((user,), chain) for user in users]
        seen: set[tuple[str, int, int]] = set()
        while pending and len(seen) < _SITES:
            trail, passed = pending.pop(0)
            site = trail[-1].site
            key = (site.file, site.call.line, site.call.column)
            if key in seen:
                continue
            seen.add(key)
            around = self._relays.around(trail[-1].place.scope, site.call)
            if around is None:
                around = self._function(trail[-1].place.scope)
                around = around if around is not None and self._hands_on(around, site.call, passed) else None
            if around is not None and self._relays.idle(around):
                continue
            yield trail
            if around is None or around in passed or len(trail) >= _HOPS:
                continue
            callers = (item for item in self._flow.callers.of(around) if self._function(item.place.scope) != around)
            pending += [((*trail, item), passed | {around}) for item in callers if not self._event_attribute(item)]

    def _hands_on(self, function: v.ScopeRef, asked: Call, chain: frozenset[v.ScopeRef]) -> bool:
        """Whether a method of a plain class, or of a record whose own method it asks, does nothing but hand that on."""
        scope = self._flow.index.scope(function)
        if scope.parent is None or self._flow.facts[function.file].language is Language.PYTHON:
            return False
        holder = v.ScopeRef(function.file, scope.parent)
        plain = self._plain_class(holder, 0) or self._through_its_own(function, asked)
        return plain and self._quiet(function, chain | {function})

    def _outside(self, function: v.ScopeRef, callers: tuple[Reached, ...]) -> tuple[Reached, ...]:
        """The callers outside of a client: a method of it that calls another one hands on what it is asked."""
        found: dict[tuple[str, int, int], Reached] = {}
        seen = {function}
        pending = list(callers)
        while pending and len(found) < _SITES:
            item = pending.pop()
            around = self._function(item.place.scope)
            if around is None or not self._same_client(around, function):
                found.setdefault((item.site.file, item.site.call.line, item.site.call.column), item)
            elif around not in seen:
                seen.add(around)
                pending += self._flow.callers.of(around)
        return tuple(found[key] for key in sorted(found))

    def _inside_client(self, reached: Reached) -> bool:
        """Whether a method of a client class calls another one of it: `get()` hands on to `getRaw()`."""
        around = self._function(reached.place.scope)
        return (
            around is not None
            and self._same_client(around, reached.function.scope)
            and self._through_its_own(around, reached.site.call)
        )

    def _same_client(self, one: v.ScopeRef, other: v.ScopeRef) -> bool:
        index = self._flow.index
        return one.file == other.file and index.scope(one).parent == index.scope(other).parent

    def _through_its_own(self, function: v.ScopeRef, asked: Call) -> bool:
        """Whether a method asks through a method of its own client class: `this.request({path, method})`."""
        if not isinstance(asked.callee, Member) or asked.callee.base != Name("this"):
            return False
        parent = self._flow.index.scope(function).parent
        if parent is None:
            return False
        cls = v.ScopeRef(function.file, parent)
        return (self._plain_class(cls, 0) and not self._shows(cls)) or self._plain_record(function)

    def _plain_record(self, function: v.ScopeRef) -> bool:
        """Whether a function is a member of a record that a script offers to others, and no framework's options."""
        index = self._flow.index.file(function.file)
        facts = index.facts
        if facts.language is Language.COMPONENT or (function.index, "this") in index.bindings:
            return False
        offered = facts.exports or function.index in index.hung_on_window or self._flow.angular.serves(function)
        if not offered:
            return False
        return function.index in index.members_of

    def _plain_class(self, ref: v.ScopeRef, depth: int) -> bool:
        """Whether a class and its bases are the project's own, so that no framework calls its methods."""
        scope = self._flow.index.scope(ref)
        if scope.kind is not ScopeKind.CLASS or scope.decorators or depth > _HOPS:
            return False
        around = v.Place(v.ScopeRef(ref.file, scope.parent or 0), scope.line)
        return all(
            isinstance(value, v.Class) and self._plain_class(value.scope, depth + 1)
            for base in scope.bases
            for value in self._flow.ask(base, around)
        )

    def _event_attribute(self, reached: Reached) -> bool:
        """Whether a call is an event attribute's: the page starts the function, nothing wraps it."""
        scope = self._flow.index.scope(reached.place.scope)
        return scope.kind is ScopeKind.SCRIPT and scope.line == scope.end and not scope.bindings

    def _client_method(self, function: v.ScopeRef, chain: frozenset[v.ScopeRef], asked: Call) -> bool:
        """A method of a client class or record, called by nobody here: a wrapper without callers."""
        flow = self._flow
        index = flow.index.file(function.file)
        scope = index.scope(function.index)
        role = flow.facts[function.file].role
        if flow.facts[function.file].language is Language.PYTHON:
            return False
        if self._idle(function):
            return True
        if not self._quiet(function, chain, asked):
            return False
        parent = scope.parent
        holder = index.scope(parent) if parent is not None else None
        # a class with a base or a decorator may be called by a framework: an element, a controller, a component
        plain = holder is not None and holder.kind is ScopeKind.CLASS and not holder.bases and _is_service(holder)
        member = function.index in index.prototypes or plain or self._used(self._recorded_beside(function))
        return (member or role is Role.GENERATED) and not flow.callers.of(function)

    def _idle(self, function: v.ScopeRef) -> bool:
        """Whether nothing calls a member of a client of which others are called in other files."""
        beside = self._recorded_beside(function) or self._defined_beside(function)
        return self._used(beside) and self._flow.callers.uncalled(function)

    def _used(self, members: Sequence[v.ScopeRef]) -> bool:
        """Whether some of these functions are called in other files: what they are members of is a client."""
        used = (one for one in members if any(item.site.file != one.file for item in self._flow.callers.of(one)))
        return len(tuple(islice(used, _USED))) == _USED

    def _recorded_beside(self, function: v.ScopeRef) -> tuple[v.ScopeRef, ...]:
        """The functions of the same record, where a script offers it to others."""
        if not self._plain_record(function):
            return ()
        index = self._flow.index.file(function.file)
        record = index.members_of[function.index].record
        return tuple(v.ScopeRef(function.file, at) for at, owner in index.members_of.items() if owner.record is record)

    def _defined_beside(self, function: v.ScopeRef) -> tuple[v.ScopeRef, ...]:
        """The methods of the same class, where no framework calls those, or what the same script exports beside."""
        index = self._flow.index.file(function.file)
        scope = index.scope(function.index)
        if scope.parent is None or index.facts.language is Language.COMPONENT:
            return ()
        holder = index.scope(scope.parent)
        if holder.kind is ScopeKind.CLASS:
            if holder.bases or scope.name.startswith(_HOOKS) or not _is_service(holder):
                return ()
        elif holder.kind is not ScopeKind.MODULE or not self._exported(function):
            return ()
        inside = (v.ScopeRef(function.file, at) for at in index.nested.get(scope.parent, ()))
        functions = (one for one in inside if one != function and index.scope(one.index).kind is ScopeKind.FUNCTION)
        return tuple(islice(functions, _MEMBERS))

    def _exported(self, function: v.ScopeRef) -> bool:
        names = self._flow.callers.names(function)
        exports = {export.name for export in self._flow.facts[function.file].exports} - {"default"}
        return any(name in exports and name[:1].islower() for name in names)

    def _view_method(self, function: v.ScopeRef, reading: Reading) -> bool:
        """A method among a component's options (`methods: {…}`): part of a view, not of a client.

        In plain scripts one that is told what to ask for (`fetchOrders(userId)`) serves the others as a client does.
        """
        flow = self._flow
        index = flow.index.file(function.file)
        component = flow.facts[function.file].language is Language.COMPONENT
        if component:
            return function.index in index.members_of
        return (function.index, "this") in index.bindings and function not in v.owners(reading.url.text)

    def _quiet(self, function: v.ScopeRef, chain: frozenset[v.ScopeRef], asked: Call | None = None) -> bool:
        """Whether a function leaves the page alone: nothing but the request and handling its answer."""
        index = self._flow.index.file(function.file)
        if index.facts.role is Role.GENERATED:
            return True
        pending = [function.index]
        given = _given(asked, index.scope(function.index).bindings) if asked is not None else frozenset()
        while pending:
            current = pending.pop()
            scope = index.scope(current)
            for call in scope.calls:
                if (
                    call is not asked
                    and call not in given
                    and not self._harmless(call, v.Place(v.ScopeRef(function.file, current), call.line), chain)
                ):
                    return False
            if any(dotted(binding.target).endswith(_SHOWING) for binding in scope.bindings):
                return False
            pending += index.nested.get(current, ())
        return True

    def _shows(self, cls: v.ScopeRef) -> bool:
        """Whether any method of a class changes the page by itself: a view, which asks and shows, not a client."""
        known = self._showing.get(cls)
        if known is None:
            index = self._flow.index.file(cls.file)
            pending = [cls.index]
            known = False
            while pending and not known:
                scope = index.scope(pending[-1])
                pending += index.nested.get(pending.pop(), ())
                known = any(dotted(call.callee) in ("$", "jQuery", "alert", "confirm") for call in scope.calls) or any(
                    dotted(binding.target).endswith(_SHOWING[:4]) for binding in scope.bindings
                )
            self._showing[cls] = known
        return known

    def _harmless(self, call: Call, place: v.Place, chain: frozenset[v.ScopeRef]) -> bool:
        name = last_name(call.callee)
        path = dotted(call.callee)
        if path.startswith("$(") or (
            isinstance(call.callee, Member)
            and isinstance(call.callee.base, Call)
            and dotted(call.callee.base.callee) in ("$", "jQuery")
        ):
            return False
        if not name or name in _QUIET:
            return True
        return any(
            isinstance(value, v.Function) and value.scope in chain for value in self._flow.ask(call.callee, place)
        )


def _is_service(holder: Scope) -> bool:
    """Whether nothing but the project's own code calls the methods of a class without a base."""
    return all(last_name(_decorated(one)) == _SERVICE for one in holder.decorators)


def _decorated(decorator: Expression) -> Expression:
    return decorator.callee if isinstance(decorator, Call) else decorator


def _of_the_same(user: Reached, hops: tuple[Reached, ...]) -> bool:
    """Whether a caller calls what those calls made that the request was traced through: one composable serves many."""
    for owner, call in (one for hop in hops for one in hop.assumed):
        given = user.function.place.bound.get(owner)
        if given is None or given.call is not call:
            return False
    return True


def _given(asked: Call, bindings: Sequence[Binding]) -> frozenset[Call]:
    """The calls that make what a request is given, there or in a variable before it: `getCookie("csrftoken")`."""
    expressions = [*asked.arguments, *(value for _, value in asked.named)]
    named = {part.id for one in expressions for part in walk(one) if isinstance(part, Name)}
    expressions += [one.value for one in bindings if isinstance(one.target, Name) and one.target.id in named]
    calls = (part for one in expressions for part in walk(one) if isinstance(part, Call))
    return frozenset(call for call in calls if not dotted(call.callee).startswith("$"))


def _ends_with_parameter(reading: Reading) -> bool:
    """Whether the path ends with what a parameter holds: the function adds nothing to it but what stands before."""
    last: object = None
    for part in reading.url.text.parts:
        if isinstance(part, str) and part.startswith("?"):
            break
        last = part
    return isinstance(last, v.ParameterHole)


def _handed_on(expression: Expression, formals: set[str]) -> bool:
    """Whether an argument is a parameter, alone or behind text that stands before it; or a record of options in which
    parameters say what is asked for.
    """
    if isinstance(expression, Record):
        asked = [value for name, value in expression.fields if name in _ASKED]
        given = [value for value in expression.rest if isinstance(value, Name) and value.id in formals]
        return bool(asked or given) and all(_handed_on(value, formals) for value in asked)
    if isinstance(expression, Join) and expression.parts:
        return _handed_on(expression.parts[-1], formals) and not any(
            isinstance(part, Literal) and str(part.value).strip("/") for part in expression.parts
        )
    return isinstance(expression, Name) and expression.id in formals


def _only_the_base(reading: Reading, settled: Sequence[Reading]) -> bool:
    """Whether an open reading differs from a decided one in what stands before the path: no caller decides that."""
    first, *rest = reading.url.text.parts or (None,)
    if reading.method is None:
        return False
    known = [item.url.text.parts for item in settled if item.method == reading.method]
    if not isinstance(first, v.ParameterHole):
        # with its last segment it asks for another route than without
        return not (rest and isinstance(rest[-1], v.ParameterHole) and _without_last(reading.url.text.parts) in known)
    return bool(rest) and any(list(parts) == rest or list(parts[1:]) == rest for parts in known)


def _without_last(parts: Sequence[str | Hole]) -> tuple[str | Hole, ...]:
    """The parts of an address without the hole that is its last segment."""
    *before, left = parts[:-1]
    return (*before, left.removesuffix("/")) if isinstance(left, str) else tuple(parts[:-1])


def _location(sink: Sink) -> Location:
    return Location(sink.place.scope.file, sink.call.line, sink.call.column)


def _at(reached: Reached) -> Location:
    return Location(reached.site.file, reached.site.call.line, reached.site.call.column)
