"""Packages without source: calls of what they offer, and the requests that their built code makes.

`client.pages.challenge.loadHint(3)` on an import whose package is not in the repository asks for what the function asks
that a bundle offers as `challenge.loadHint`. Once any call of a bundle's members is seen, its other members are
wrappers that nobody calls; until then they are the bundle's own requests.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from scanner.concepts.callsite import Body, CallKind
from scanner.concepts.expression import Call, Expression, Item, Join, Literal, Name, Opaque
from scanner.concepts.facts import Request
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.link import values as v
from scanner.link.index import SCRIPTS, CallPlace
from scanner.link.requests import Seen

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_Held: TypeAlias = Mapping[str, tuple[Request, ...]]
"""Requests by the bundle that makes them."""
_SITES = 400


class Packages:
    """What the bundles of one project offer, and who calls it."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    @property
    def known(self) -> frozenset[str]:
        """The bundles that hold a package whose members the project's scripts call."""
        return frozenset(bundle for _, bundle, _ in self._calls)

    def collect(self) -> Iterator[Seen]:
        """Every call of a member, and every request that such packages make."""
        called: set[int] = set()
        for site, bundle, requests in self._calls:
            place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
            for request in requests:
                called.add(id(request))
                inner = Location(bundle, request.line, request.column)
                for url in self._flow.ask_texts(_told(request.url, site.call), place):
                    yield self._wrapper(bundle, request, url)
                    yield Seen(
                        kind=CallKind.VIA_WRAPPER,
                        asked=CallKind.FETCH,
                        location=Location(site.file, site.call.line, site.call.column),
                        role=self._flow.facts[site.file].role,
                        url=url,
                        method=request.method,
                        body=_body(request),
                        scope=place.scope,
                        through=(inner,),
                        steps=((place.scope, site.call),),
                    )
        for bundle in sorted(self.known):
            for request in self._flow.facts[bundle].requests:
                if request.members and id(request) not in called:
                    place = v.Place(v.ScopeRef(bundle, 0), request.line)
                    for url in self._flow.ask_texts(_told(request.url, Call(Opaque())), place):
                        yield self._wrapper(bundle, request, url)

    def _wrapper(self, bundle: str, request: Request, url: v.String) -> Seen:
        return Seen(
            kind=CallKind.WRAPPER,
            asked=CallKind.FETCH,
            location=Location(bundle, request.line, request.column),
            role=Role.MINIFIED,
            url=url,
            method=request.method,
            body=_body(request),
            scope=v.ScopeRef(bundle, 0),
        )

    @cached_property
    def _calls(self) -> tuple[tuple[CallPlace, str, tuple[Request, ...]], ...]:
        """Calls of members: where, and the requests that the nearest bundle with such a member makes for it."""
        flow = self._flow
        found: list[tuple[CallPlace, str, tuple[Request, ...]]] = []
        for member, held in sorted(self._offered.items()):
            for site in flow.index.calls.get(member.rpartition(".")[2], ())[:_SITES]:
                facts = flow.facts[site.file]
                if site.reference or facts.role is not Role.SOURCE:
                    continue
                if facts.language not in SCRIPTS and facts.language is not Language.MARKUP:
                    continue
                place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                values = flow.ask(site.call.callee, place)
                if any(isinstance(value, v.Library) and value.path.endswith(f".{member}") for value in values):
                    bundle = max((_shared(one, site.file), one) for one in held)[1]
                    found.append((site, bundle, held[bundle]))
        return tuple(found)

    @cached_property
    def _offered(self) -> Mapping[str, _Held]:
        """What bundles offer, by the member of a record; a member that stands in no named record tells too little."""
        found: dict[str, dict[str, list[Request]]] = defaultdict(lambda: defaultdict(list))
        for path, facts in sorted(self._flow.facts.items()):
            if facts.role is Role.MINIFIED:
                for request in facts.requests:
                    for member in request.members:
                        if "." in member:
                            found[member][path].append(request)
        return {member: {path: tuple(requests) for path, requests in held.items()} for member, held in found.items()}


def _told(url: Expression, call: Call) -> Expression:
    """The address with the arguments of a call in it."""
    match url:
        case Item(Name("arguments"), Literal(int(position))):
            given = position < len(call.arguments)
            return call.arguments[position] if given else Opaque("an argument that is not given")
        case Join(parts):
            return Join(tuple(_told(part, call) for part in parts))
        case _:
            return url


def _body(request: Request) -> Body:
    if "json" in request.enctype:
        return Body.JSON
    return Body.NONE if request.method in ("GET", "DELETE", "HEAD") else Body.UNKNOWN


def _shared(path: str, other: str) -> int:
    """How many leading folders two paths share."""
    count = 0
    for ours, theirs in zip(path.split("/"), other.split("/"), strict=False):
        if ours != theirs:
            break
        count += 1
    return count
