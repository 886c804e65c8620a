"""Placing: each request seen becomes links, a ghost, an unresolved request, or nothing that concerns this project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scanner.concepts.callsite import (
    CallKind,
    CallSite,
    Ghost,
    GhostKind,
    Link,
    MatchGrade,
    Unresolved,
)
from scanner.concepts.location import Location
from scanner.concepts.operation import ANY, Operation
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link.addresses import Address, read
from scanner.link.aftermath import Aftermaths
from scanner.link.flow import Flow
from scanner.link.matching import Match, Matcher, accepting
from scanner.link.pages import Pages
from scanner.link.prefixes import prefixes
from scanner.link.requests import Seen
from scanner.link.reverse import Names
from scanner.link.values import HereHole, ParameterHole, RouteHole

_FILE = re.compile(r"\.(css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|woff2?|ttf|eot|mp[34]|webm|webmanifest|pdf|txt|xml|json|html?|wasm|zip|gz)$", re.IGNORECASE)  # fmt: skip
_BUILT = frozenset({"static", "dist", "build", "public", "out", "www", "bundles"})
_PAGES = 12
"""A template shown by more paths than this is a layout."""
_TOLD = frozenset({CallKind.DOCS, CallKind.CONFIG, CallKind.TEST, CallKind.EMAIL})
"""Kinds whose misses say nothing about this project's own pages."""
_STRENGTH = {
    kind: position
    for position, kind in enumerate(
        (
            CallKind.WRAPPER, CallKind.VIA_WRAPPER, CallKind.FORM, CallKind.HTMX, CallKind.FETCH, CallKind.WEBSOCKET,
            CallKind.REDIRECT, CallKind.PYTHON_HTTP, CallKind.CONFIG, CallKind.EMAIL, CallKind.LINK, CallKind.DOCS,
            CallKind.TEST,
        )
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Target:
    operations: tuple[Operation, ...]
    grade: MatchGrade
    runner_up: str = ""


class Placer:
    """Collects the outcome of every request seen."""

    def __init__(self, flow: Flow, pages: Pages, registrations: Registrations) -> None:
        self._flow = flow
        self._pages = pages
        self._registrations = registrations
        operations = tuple(item for item in registrations.operations if item.mounted)
        self._names = Names(operations)
        self._matcher = Matcher(operations, prefixes(registrations, flow.facts))
        self._aftermaths = Aftermaths(flow)
        self._links: dict[str, dict[tuple[str, int], Link]] = defaultdict(dict)
        self._consumed: set[tuple[str, str, int]] = set()
        """Operations and the places of addresses that a request has taken from there."""
        self._unresolved: dict[tuple[object, ...], Unresolved] = {}
        self._ghosts: dict[tuple[object, ...], Ghost] = {}
        self._static = tuple(
            item.prefix.rstrip("/") + "/" for item in registrations.static_mounts if item.prefix.strip("/")
        )
        self._mounts = tuple(item.prefix.rstrip("/") for item in registrations.library_mounts)

    # Questions of tracing -------------------------------------------------------------------------------------------

    def settled(self, text: Text, method: str | None, kind: CallKind, file: str) -> bool:
        """Whether a text with parameters in it already shows which operation is meant."""
        first = text.parts[0] if text.parts else None
        if isinstance(first, ParameterHole) or any(isinstance(part, RouteHole) for part in text.parts[1:]):
            return False
        if isinstance(first, RouteHole) and len(text.parts) == 1:
            return True
        if _parameter_beside_text(text):
            return False
        match = self._match(text, method, file)
        if match is None or match.guessed or match.wrong_method:
            return False
        return method is not None or kind is not CallKind.FETCH

    def _match(self, text: Text, method: str | None, file: str) -> Match | None:
        for option in self._expanded(text, file):
            address = read(option)
            if address is not None and not address.here and not address.host:
                found = self._matcher.match(address, method)
                if found is not None:
                    return found
        return None

    # One request ----------------------------------------------------------------------------------------------------

    def place(self, seen: Seen) -> None:
        """Decide one request."""
        text = seen.url.text
        targets = self._by_name(seen) if any(isinstance(part, RouteHole) for part in text.parts[:1]) else None
        if targets is not None:
            self._link(seen, targets)
            return
        if (text.parts and isinstance(text.parts[0], HereHole) and len(text.parts) == 1) or _only_query(text):
            self._here(seen)
            return
        for option in self._expanded(text, seen.location.file):
            if self._by_address(seen, option):
                return

    def _by_name(self, seen: Seen) -> _Target | None:
        """A route's name, alone or with a query behind it; None where the text goes on as an address."""
        text = seen.url.text
        hole = text.parts[0]
        assert isinstance(hole, RouteHole)
        rest = "".join(part if isinstance(part, str) else "x" for part in text.parts[1:])
        if rest and not rest.startswith(("?", "#")):
            return None
        rendered = tuple(self._pages.by_id[one] for one in self._pages.rendering.get(hole.file, ()))
        named = self._names.operations(hole, rendered)
        if not named:
            self._unknown_name(seen, hole)
            return _Target((), MatchGrade.BY_NAME)
        taken = accepting(named, None if seen.any_method else seen.method)
        if not taken and seen.role is not Role.TEST:
            self._ghost(seen, GhostKind.WRONG_METHOD, named[0].id)
        return _Target(taken, MatchGrade.BY_NAME)

    def _unknown_name(self, seen: Seen, hole: RouteHole) -> None:
        name = hole.name
        if seen.role is Role.TEST or name.endswith("static") or name.startswith((".", "admin:", "_")):
            return
        bare = ":" not in name and "." not in name
        alone = bare and not self._registrations.library_mounts and self._registrations.operations
        if self._names.belongs(name) or alone:
            self._ghost(seen, GhostKind.UNKNOWN_NAME, "")
        elif not self._registrations.library_mounts or not bare:
            self._open(seen, f"no route is called {name} here; a library may define it")

    def _here(self, seen: Seen) -> None:
        """A form without action, `location.href`: the operations that show the page."""
        file = seen.location.file
        pages = [file, *self._pages.scripts.loaded_by.get(file, ())]
        found = [self._pages.by_id[one] for page in pages for one in self._pages.rendering.get(page, ())]
        taken = [item for item in found if item.method in (seen.method or "GET", ANY)]
        if not taken and found and (seen.method or "GET") != "GET":
            beside = {item.path.text for item in found}
            taken = [
                item
                for item in self._registrations.operations
                if item.path.text in beside and item.method in (seen.method, ANY)
            ]
        if seen.kind in (CallKind.LINK, CallKind.REDIRECT):
            return
        if len({item.path.text for item in taken}) > _PAGES:
            return  # part of a layout: it asks for whatever page is shown, so it tells nothing of any
        if taken:
            self._link(seen, _Target(tuple(dict.fromkeys(taken)), MatchGrade.BY_NAME))
        elif seen.role is not Role.TEST and not seen.speculative and not found:
            self._open(seen, "asks for the page it is on, and no operation is known to show that page")

    def _by_address(self, seen: Seen, text: Text) -> bool:
        """Match by address; whether the request is dealt with."""
        address = read(text)
        if address is None:
            return False
        if address.here:
            return False
        if address.host and seen.kind not in (CallKind.DOCS, CallKind.CONFIG):
            return False
        if not address.segments:
            if not address.base and not address.host:
                return self._matched(seen, address)
            if not address.host and not seen.speculative:
                self._open(seen, _why(text))
            return False
        if seen.asked is CallKind.PYTHON_HTTP and seen.role is not Role.TEST and not _names_host(text):
            self._open(seen, "the host is not known, so it may be another system's")
            return False
        return self._matched(seen, address)

    def _matched(self, seen: Seen, address: Address) -> bool:
        match = self._matcher.match(address, None if seen.any_method else seen.method)
        if match is None or match.wrong_method:
            self._missed(seen, address, match)
            return False
        weak = match.grade is MatchGrade.SUFFIX or match.guessed
        literals = address.literals
        if weak and (
            address.host or (seen.speculative and literals < 2) or seen.kind in (CallKind.DOCS, CallKind.LINK)
        ):
            if not seen.speculative:
                self._open(seen, "may be any of several operations")
            return False
        if seen.speculative and not literals:
            return False
        if address.host and literals < 2:
            return False
        self._link(seen, _Target(match.operations, match.grade, match.runner_up))
        return True

    def _missed(self, seen: Seen, address: Address, match: Match | None) -> None:
        text = seen.url.text
        if seen.speculative or seen.kind in _TOLD or address.host:
            return
        path = "/" + "/".join(
            "".join(p if isinstance(p, str) else "{}" for p in segment) for segment in address.segments
        )
        if (
            path.startswith(self._static)
            or _FILE.search(path)
            or any(path.startswith(m + "/") or path == m for m in self._mounts if m)
        ):
            return
        if match is not None and match.wrong_method:
            if not seen.any_method:
                self._ghost(seen, GhostKind.WRONG_METHOD, match.operations[0].id)
            return
        if not address.literals and text.holes:
            self._open(seen, _why(text))
            return
        if self._client_routed(seen) or self._matcher.takes_anything(address):
            return
        if self._matcher.undecided(address, seen.method):
            self._open(seen, "may be any of several operations: " + _why(text))
        elif address.base or seen.kind is CallKind.PYTHON_HTTP:
            self._open(seen, _why(text) if text.holes else "relative to a page that is not known")
        else:
            self._ghost(seen, GhostKind.NO_OPERATION, "")

    def _client_routed(self, seen: Seen) -> bool:
        """Links inside a single-page front end belong to its own router."""
        return seen.kind is CallKind.LINK and self._pages.scripts.server_rendered(seen.location.file) is not True

    def _expanded(self, text: Text, file: str) -> tuple[Text, ...]:
        """The text with route names replaced by their paths."""
        options = [Text()]
        for part in text.parts:
            if isinstance(part, RouteHole):
                rendered = tuple(self._pages.by_id[one] for one in self._pages.rendering.get(part.file, ()))
                paths = {item.path.text: item for item in self._names.operations(part, rendered)}
                if not paths:
                    options = [
                        option + Text((Hole(part.name, f"no route is called {part.name}"),)) for option in options
                    ]
                else:
                    options = [option + _as_text(item) for option in options for item in paths.values()][:8]
            else:
                options = [Text.of(option, part) for option in options]
        return tuple(options)

    # Outcomes -------------------------------------------------------------------------------------------------------

    def _site(self, seen: Seen) -> CallSite:
        file = seen.location.file
        facts = self._flow.facts[file]
        first = seen.url.text.parts[0] if seen.url.text.parts else None
        caller = ""
        if seen.scope is not None and seen.scope.file == file:
            index = self._flow.index.file(file)
            caller = next(
                (index.scope(i).qualname for i in index.enclosing(seen.scope.index) if index.scope(i).qualname), ""
            )
        page = self._pages.scripts.page_of(file)
        return CallSite(
            kind=seen.kind,
            location=seen.location,
            role=seen.role,
            url=seen.url.text,
            name=first.name if isinstance(first, RouteHole) else None,
            method=seen.method,
            caller=caller,
            page=page,
            server_rendered=None if facts.language is Language.PYTHON else self._pages.scripts.server_rendered(file),
            body=seen.body,
            aftermath=self._aftermaths.of(seen),
            through=seen.through,
            boosted=seen.boosted,
            csrf=seen.csrf,
            fields=seen.fields,
            asserts=seen.asserts,
        )

    def _link(self, seen: Seen, target: _Target) -> None:
        if not target.operations:
            return
        site = self._site(seen)
        at = seen.url.at
        origin = self._origin(seen, at, site) if target.grade is MatchGrade.BY_NAME and at is not None else None
        if origin is not None and self._told_there(seen, origin):
            site, origin = origin, None
        if at is not None and seen.kind is not CallKind.LINK:
            self._consumed.update((operation.id, at.file, at.line) for operation in target.operations)
        for operation in target.operations:
            known = self._links[operation.id].get((site.location.file, site.location.line))
            made = Link(site, operation.id, target.grade, target.runner_up)
            if known is None or _STRENGTH[site.kind] < _STRENGTH[known.site.kind]:
                self._links[operation.id][(site.location.file, site.location.line)] = made
            if origin is not None:
                self._links[operation.id].setdefault(
                    (origin.location.file, origin.location.line), Link(origin, operation.id, target.grade)
                )

    def _origin(self, seen: Seen, at: Location, site: CallSite) -> CallSite | None:
        """The place that names a route for a request made elsewhere: a call site of its own."""
        if seen.role is Role.TEST or not self._far(at, seen):
            return None
        return CallSite(
            kind=CallKind.REDIRECT if seen.kind is CallKind.REDIRECT else CallKind.LINK,
            location=at,
            role=self._flow.facts[at.file].role,
            url=seen.url.text,
            name=site.name,
            page=self._pages.scripts.page_of(at.file),
        )

    def _told_there(self, seen: Seen, origin: CallSite) -> bool:
        """Whether the naming place says it all: a redirect raised elsewhere, a name reversed elsewhere, an
        attribute that a script follows."""
        if seen.kind is CallKind.REDIRECT or (seen.any_method and not seen.speculative):
            return True
        markup = self._flow.facts[origin.location.file].language is Language.MARKUP
        return (
            seen.kind is CallKind.LINK
            and markup
            and self._flow.facts[seen.location.file].language is not Language.MARKUP
        )

    def _far(self, at: Location, seen: Seen) -> bool:
        """Whether an address was named in another function than the one that asks for it."""
        if at.file != seen.location.file:
            return True
        index = self._flow.index.file(at.file)
        inner = index.function_at(seen.location.line)
        return inner != index.function_at(at.line)

    def _ghost(self, seen: Seen, kind: GhostKind, nearest: str) -> None:
        if seen.role in (Role.TEST, Role.DOCS, Role.EXAMPLE, Role.MINIFIED) or seen.kind in _TOLD or seen.speculative:
            return
        key = (seen.location.file, seen.location.line, seen.method)
        known = self._ghosts.get(key)
        if known is None or (known.kind is GhostKind.NO_OPERATION and kind is GhostKind.WRONG_METHOD):
            self._ghosts[key] = Ghost(self._site(seen), kind, nearest)

    def _open(self, seen: Seen, why: str) -> None:
        if seen.role in (Role.TEST, Role.DOCS, Role.EXAMPLE, Role.MINIFIED) or seen.kind in _TOLD or seen.speculative:
            return
        if seen.kind is CallKind.LINK and seen.any_method:
            return
        if seen.asked is CallKind.PYTHON_HTTP and seen.kind is CallKind.VIA_WRAPPER:
            return  # the request itself is reported, once
        if seen.kind is CallKind.LINK and self._client_routed(seen):
            return
        key = (seen.location.file, seen.location.line)
        item = Unresolved(seen.kind, str(seen.url.text), seen.method, seen.location, why, seen.role)
        self._unresolved.setdefault(key, item)

    def links(self) -> Mapping[str, tuple[Link, ...]]:
        """Links by operation, ordered by kind, file and line."""
        return {
            one: tuple(sorted(self._own_bundles(found), key=lambda item: (item.site.kind, item.site.location)))
            for one, found in sorted(self._links.items())
        }

    def _own_bundles(self, found: dict[tuple[str, int], Link]) -> tuple[Link, ...]:
        """Without what a bundle repeats of its own sources: they lie beside the folder that it was built into."""
        links = tuple(link for link in found.values() if not self._is_taken(link))
        sources = [link.site.location.file for link in links if link.site.role is not Role.MINIFIED]
        return tuple(
            link
            for link in links
            if link.site.role is not Role.MINIFIED
            or not any(source.startswith(_package(link.site.location.file)) for source in sources)
        )

    def _is_taken(self, link: Link) -> bool:
        """An attribute with an address in it, beside the request that reads it: one call site, not two."""
        at = link.site.location
        kept = link.site.kind is CallKind.LINK and link.grade is not MatchGrade.BY_NAME
        return kept and (link.operation, at.file, at.line) in self._consumed

    def ghosts(self) -> tuple[Ghost, ...]:
        """Call sites that miss in every reading, in order of file and line."""
        linked = self._linked_places()
        missing = [item for item in self._ghosts.values() if item.site.location not in linked]
        return tuple(sorted(missing, key=lambda item: (item.site.location, str(item.site.url))))

    def _linked_places(self) -> frozenset[Location]:
        return frozenset(link.site.location for found in self._links.values() for link in found.values())

    def unresolved(self) -> tuple[Unresolved, ...]:
        """Requests that stay open, in order of file and line; those linked by another reading of the same line are not."""
        linked = self._linked_places()
        open_ = [item for item in self._unresolved.values() if item.location not in linked]
        return tuple(sorted(open_, key=lambda item: (item.location, item.url)))


def _as_text(operation: Operation) -> Text:
    return Text.of(
        *(part if isinstance(part, str) else Hole(part.name, "a path parameter") for part in operation.path.parts)
    )


def _package(path: str) -> str:
    """The folder that a built file's output folder lies in."""
    parts = path.split("/")
    for position, part in enumerate(parts[:-1]):
        if part in _BUILT:
            return "/".join(parts[:position]) + "/" if position else ""
    return path.rpartition("/")[0] + "/"


def _parameter_beside_text(text: Text) -> bool:
    """Whether a parameter of the path continues a segment: it may bring segments of its own."""
    for position, part in enumerate(text.parts):
        if isinstance(part, str) and "?" in part:
            return False
        if isinstance(part, ParameterHole) and position:
            before = text.parts[position - 1]
            if not isinstance(before, str) or not before.endswith("/"):
                return True
    return False


def _names_host(text: Text) -> bool:
    """Whether the host is written out: a program's client may talk to any host, a page's only to its own."""
    scheme, slashes, rest = text.head.partition("//")
    return bool(slashes) and scheme in ("http:", "https:", "ws:", "wss:") and ("/" in rest or len(text.parts) == 1)


def _only_query(text: Text) -> bool:
    first = text.parts[0] if text.parts else None
    if isinstance(first, HereHole):
        rest = "".join(part if isinstance(part, str) else "x" for part in text.parts[1:])
        return not rest or rest.startswith(("?", "#"))
    return isinstance(first, str) and first.startswith("?")


def _why(text: Text) -> str:
    for hole in text.holes:
        if isinstance(hole, ParameterHole):
            return f"decided by the caller's {hole.name}, and no caller is known"
        if hole.why:
            return f"{hole.name}: {hole.why}" if hole.name else hole.why
    return "the address is not known"
