"""Outcomes: call sites linked, missing and open, each kept once and given out in order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from scanner.concepts.callsite import CallKind, CallSite, Ghost, GhostKind, Link, MatchGrade, Unresolved
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.source import Language, Role
from scanner.link.aftermath import Aftermaths
from scanner.link.flow import Flow
from scanner.link.pages import Pages
from scanner.link.requests import Seen
from scanner.link.sent import sent_fields
from scanner.link.values import ParameterHole, Place, RouteHole, ScopeRef

TOLD = frozenset({CallKind.DOCS, CallKind.CONFIG, CallKind.TEST, CallKind.EMAIL})
"""Kinds whose misses say nothing about this project's own pages."""
_BUILT = frozenset({"static", "dist", "build", "public", "out", "www", "bundles"})
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
class Target:
    """The operations that a request seen asks for."""

    operations: tuple[Operation, ...]
    grade: MatchGrade
    runner_up: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """The operations asked for by requests elsewhere that take the address from a place."""

    location: Location
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of some requests, to be joined with what became of others."""

    links: tuple[Link, ...]
    readers: tuple[Reader, ...]
    unresolved: tuple[Unresolved, ...]
    ghosts: tuple[Ghost, ...]
    mishaps: tuple[Diagnostic, ...]


_TRIGGER = "the route takes another method, and a form beside the link has it: a script may send that instead"


class Outcomes:
    """What became of every request seen."""

    def __init__(self, flow: Flow, pages: Pages) -> None:
        self._flow = flow
        self._pages = pages
        self._aftermaths = Aftermaths(flow)
        self._links: dict[str, dict[tuple[str, int], Link]] = defaultdict(dict)
        self._readers: dict[tuple[str, int], set[str]] = defaultdict(set)
        """Operations that requests elsewhere ask for, by the place (file, line) that they take the address from."""
        self._unresolved: dict[tuple[str, int], Unresolved] = {}
        self._ghosts: dict[tuple[str, int, str | None], Ghost] = {}

    def told(self) -> Told:
        """What became of the requests so far."""
        return Told(
            links=tuple(link for found in self._links.values() for link in found.values()),
            readers=tuple(Reader(Location(*at), tuple(sorted(ids))) for at, ids in self._readers.items()),
            unresolved=tuple(self._unresolved.values()),
            ghosts=tuple(self._ghosts.values()),
            mishaps=self._flow.mishaps.told(),
        )

    def join(self, told: Told) -> None:
        """Add what became of other requests. Of two that stand on one line, the first stays or the stronger."""
        for link in told.links:
            self._keep(link)
        for reader in told.readers:
            self._readers[reader.location.file, reader.location.line].update(reader.operations)
        for item in told.unresolved:
            self._unresolved.setdefault((item.location.file, item.location.line), item)
        for ghost in told.ghosts:
            at = ghost.site.location
            self._ghosts.setdefault((at.file, at.line, ghost.site.method), ghost)

    def client_routed(self, seen: Seen) -> bool:
        """Links inside a single-page front end belong to its own router."""
        return (
            CallKind.LINK in (seen.kind, seen.asked)
            and self._pages.scripts.server_rendered(seen.location.file) is not True
        )

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
            fields=seen.fields or self._sent(seen),
            asserts=seen.asserts,
        )

    def _sent(self, seen: Seen) -> tuple[str, ...]:
        scripted = bool(seen.steps) and self._flow.facts[seen.steps[0][0].file].language is not Language.PYTHON
        return sent_fields(self._flow, seen.steps) if scripted else ()

    def link(self, seen: Seen, target: Target) -> None:
        """Link a request to the operations that take it."""
        if not target.operations:
            return
        site = self._site(seen)
        at = seen.url.at
        named = target.grade is MatchGrade.BY_NAME
        origin = self._origin(seen, at, site) if at is not None and (named or self._attribute(at, seen)) else None
        if origin is not None and self._told_there(seen, origin):
            site, origin = origin, None
        if at is not None and seen.kind is not CallKind.LINK:
            self._readers[(at.file, at.line)].update(operation.id for operation in target.operations)
        for operation in target.operations:
            self._keep(Link(site, operation.id, target.grade, target.runner_up))
            if origin is not None:
                self._links[operation.id].setdefault(
                    (origin.location.file, origin.location.line), Link(origin, operation.id, target.grade)
                )

    def _keep(self, link: Link) -> None:
        """Keep a link, unless its line has one of a stronger kind."""
        found, at = self._links[link.operation], (link.site.location.file, link.site.location.line)
        known = found.get(at)
        if known is None or _STRENGTH[link.site.kind] < _STRENGTH[known.site.kind]:
            found[at] = link

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

    def _attribute(self, at: Location, seen: Seen) -> bool:
        """Whether a place is an attribute of markup that holds the whole address which a script asks for."""
        return any(
            item.line == at.line
            and any(
                text.text == seen.url.text
                for text in self._flow.ask_texts(item.value, Place(ScopeRef(at.file, item.scope), item.line))
            )
            for item in self._flow.facts[at.file].attributes
        )

    def _far(self, at: Location, seen: Seen) -> bool:
        """Whether an address was named in another function than the one that asks for it, or in an attribute."""
        if at.file != seen.location.file:
            return True
        if self._attribute(at, seen):
            return at.line != seen.location.line
        index = self._flow.index.file(at.file)
        inner = index.function_at(seen.location.line)
        return inner != index.function_at(at.line)

    def ghost(self, seen: Seen, kind: GhostKind, nearest: str) -> None:
        """A request of this project that no operation takes."""
        if seen.role in (Role.TEST, Role.DOCS, Role.EXAMPLE, Role.MINIFIED) or seen.kind in TOLD or seen.speculative:
            return
        key = (seen.location.file, seen.location.line, seen.method)
        known = self._ghosts.get(key)
        if known is None or (known.kind is GhostKind.NO_OPERATION and kind is GhostKind.WRONG_METHOD):
            self._ghosts[key] = Ghost(self._site(seen), kind, nearest)

    def leave_open(self, seen: Seen, why: str) -> None:
        """A request that cannot be decided, and why."""
        if seen.role in (Role.TEST, Role.DOCS, Role.EXAMPLE, Role.MINIFIED) or seen.kind in TOLD or seen.speculative:
            return
        if seen.kind is CallKind.LINK and seen.any_method:
            return
        if seen.role is Role.GENERATED and any(isinstance(part, ParameterHole) for part in seen.url.text.parts[:1]):
            return  # a door of a generated client that nobody here goes through
        if seen.asked is CallKind.PYTHON_HTTP and seen.kind is CallKind.VIA_WRAPPER:
            return  # the request itself is reported, once
        if seen.kind is CallKind.LINK and self.client_routed(seen):
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
        links = tuple(link for link in found.values() if not self._asked_otherwise(link))
        written = [link.site for link in links if link.site.role is not Role.MINIFIED]
        sources = [site.location.file for site in written]
        passed = {location for site in written for location in site.through}
        return tuple(
            link
            for link in links
            if link.site.role is not Role.MINIFIED
            or link.site.location in passed  # a package's, which has no source here
            or not any(source.startswith(_package(link.site.location.file)) for source in sources)
        )

    def _asked_otherwise(self, link: Link) -> bool:
        """An address kept for scripts, whose readers ask for another method of the same path."""
        at = link.site.location
        readers = self._readers.get((at.file, at.line), set())
        if link.site.kind is not CallKind.LINK or link.site.method is not None or link.operation in readers:
            return False
        path = self._pages.by_id[link.operation].path
        return any(self._pages.by_id[reader].path == path for reader in readers)

    def ghosts(self) -> tuple[Ghost, ...]:
        """Call sites that miss in every reading, in order of file and line."""
        linked = self._linked_places()
        missing = [
            item for item in self._ghosts.values() if item.site.location not in linked and not self._form_beside(item)
        ]
        return tuple(sorted(missing, key=lambda item: (item.site.location, str(item.site.url))))

    def _form_beside(self, ghost: Ghost) -> bool:
        """Whether a link meets a route that takes another method, and a form beside it has that: a script may send the
        form where the link is clicked.
        """
        if ghost.kind is not GhostKind.WRONG_METHOD or ghost.site.kind is not CallKind.LINK:
            return False
        file = ghost.site.location.file
        links = self._links.get(ghost.nearest, {}).values()
        return any(link.site.kind is CallKind.FORM and link.site.location.file == file for link in links)

    def _linked_places(self) -> frozenset[Location]:
        return frozenset(link.site.location for found in self._links.values() for link in found.values())

    def unresolved(self) -> tuple[Unresolved, ...]:
        """Requests that stay open, in order of file and line; not those that another reading of the line links."""
        linked = self._linked_places()
        open_ = [item for item in self._unresolved.values() if item.location not in linked]
        for ghost in filter(self._form_beside, self._ghosts.values()):
            site = ghost.site
            if site.location not in linked:
                open_.append(Unresolved(site.kind, str(site.url), site.method, site.location, _TRIGGER, site.role))
        return tuple(sorted(open_, key=lambda item: (item.location, item.url)))


def _package(path: str) -> str:
    """The folder that a built file's output folder lies in."""
    parts = path.split("/")
    for position, part in enumerate(parts[:-1]):
        if part in _BUILT:
            return "/".join(parts[:position]) + "/" if position else ""
    return path.rpartition("/")[0] + "/"
