"""Placing: each request seen becomes links, a ghost, an unresolved request, or nothing that concerns this project."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from scanner.concepts.callsite import (
    CallKind,
    GhostKind,
    MatchGrade,
)
from scanner.concepts.operation import ANY, Operation
from scanner.concepts.path import PathTemplate
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import defaults
from scanner.link.addresses import Address, read
from scanner.link.flow import Flow
from scanner.link.matching import Match
from scanner.link.outcomes import TOLD, Outcomes, Target
from scanner.link.pages import Pages
from scanner.link.prefixes import prefixes
from scanner.link.programs import Programs, takes_the_rest
from scanner.link.relative import is_below, is_relative, resolved
from scanner.link.requests import Seen
from scanner.link.routes import Routes, grade_by_name
from scanner.link.settings import file_prefixes
from scanner.link.values import SHOWN_ROUTE, HereHole, ParameterHole, RouteHole

_FILE = re.compile(
    r"\.(css|js|mjs|map|png|jpe?g|gif|svg|ico|webp|woff2?|ttf|eot|mp[34]|webm|webmanifest|pdf|txt|xml|json|html?|wasm|zip|gz)$",
    re.IGNORECASE,
)
_API_PAGES = ("/docs", "/redoc", "/openapi.json", "/docs/oauth2-redirect")
"""What FastAPI answers by itself: https://fastapi.tiangolo.com/tutorial/metadata/#docs-urls"""
_LOCAL = "the host is this machine's, and another program may listen there"
_PAGES, _SHARE = 12, 3
"""A template shown by more handlers is a layout; what only reads may be shown by one in `_SHARE` of all pages."""
_READS = (None, "GET", "HEAD")


class Placer:
    """Decides every request seen; `outcomes` keeps what became of it."""

    def __init__(self, flow: Flow, pages: Pages, registrations: Registrations, routes: Routes | None = None) -> None:
        self._flow = flow
        self._pages = pages
        self._registrations = registrations
        self._routes = routes or Routes(registrations.operations, prefixes(registrations, flow.facts))
        self.outcomes = Outcomes(flow, pages)
        self.mishaps = flow.mishaps
        self._static = file_prefixes(registrations, flow.settings)
        self._documented = any(item.framework == "fastapi" for item in registrations.applications)
        self._mounts = tuple(item.prefix.rstrip("/") for item in registrations.library_mounts)
        self._programs = Programs()

    # Questions of tracing -------------------------------------------------------------------------------------------

    def settled(self, text: Text, method: str | None, kind: CallKind, file: str) -> bool:
        """Whether a text with parameters in it already shows which operation is meant."""
        first = text.parts[0] if text.parts else None
        if isinstance(first, ParameterHole) or any(isinstance(part, RouteHole) for part in text.parts[1:]):
            return False
        if isinstance(first, RouteHole) and len(text.parts) == 1:
            return method is not None or kind is not CallKind.FETCH
        if _parameter_beside_text(text) or (text.parts and defaults.optional(self._flow, text.parts[-1])):
            return False
        match = self._match(text, method, file)
        if match is None or match.guessed or match.wrong_method:
            return False
        if isinstance(text.parts[-1], ParameterHole) and takes_the_rest(match):
            return False  # the parameter may bring what another route takes
        return method is not None or kind is not CallKind.FETCH

    def _match(self, text: Text, method: str | None, file: str) -> Match | None:
        for option in self._expanded(text, file):
            address = read(option)
            if address is not None and not address.here and not address.host:
                found = self._routes.match(address, method)
                if found is not None:
                    return found
        return None

    # One request ----------------------------------------------------------------------------------------------------

    def place(self, seen: Seen) -> bool:
        """Decide one request; whether it is dealt with, or only said to be open or missing."""
        text = seen.url.text
        targets = self._by_name(seen) if any(isinstance(part, RouteHole) for part in text.parts[:1]) else None
        if targets is not None:
            self.outcomes.link(seen, targets)
            return bool(targets.operations)
        if (text.parts and isinstance(text.parts[0], HereHole) and len(text.parts) == 1) or _only_query(text):
            self._here(seen)
            return True
        for base in self._bases(seen) if is_below(text) else ():
            if self._by_address(seen, resolved(base, text)):
                return True
        if (is_relative(text) or (is_below(text) and _whole_segment(text))) and self._from_pages(seen):
            return True
        return any(self._by_address(seen, option) for option in self._expanded(text, seen.location.file))

    def conclude(self) -> None:
        """Decide what only all requests together tell."""
        for seen, match in self._programs.decided():
            if match is not None:
                self.outcomes.link(seen, Target(match.operations, match.grade, match.runner_up))
            else:
                self.outcomes.leave_open(seen, "the host is not known, so it may be another system's")

    def _bases(self, seen: Seen) -> tuple[PathTemplate, ...]:
        """What relative addresses are below where the pages around them say so: `<base href="/shop/">`."""
        file = seen.location.file
        pages = (file, *sorted(self._pages.beside(file)))
        stated = (self._flow.facts[page].settings for page in pages if self._flow.facts[page].settings)
        found = (value for settings in stated for key, value in settings if key == "base" and value.startswith("/"))
        return tuple(map(PathTemplate.parse, dict.fromkeys(value for value in found if "{" not in value)))

    def _from_pages(self, seen: Seen) -> bool:
        """Resolve a relative address on each page that shows the place; whether any route takes it there."""
        pages = (seen.location.file, *self._pages.scripts.loaded_by.get(seen.location.file, ()))
        ids = seen.shown_by or tuple(
            dict.fromkeys(one for page in pages for one in self._pages.rendering.get(page, ()))
        )
        shown = [self._pages.by_id[one] for one in ids]
        paths = {item.path.text: item.path for item in shown}
        found: dict[Operation, None] = {}
        for path in paths.values() if not self._layout(shown, seen.method) else ():
            asked = resolved(path, seen.url.text)
            if _same_path(path, asked):
                own = [item for item in self._at(path.text) if seen.any_method or item.method in (seen.method, ANY)]
                found.update(dict.fromkeys(own))
                continue
            address = read(asked)
            match = self._routes.match(address, None if seen.any_method else seen.method) if address else None
            if match is not None and not match.wrong_method and not match.guessed:
                found.update(dict.fromkeys(match.operations))
        if found:
            self.outcomes.link(seen, Target(tuple(found), MatchGrade.TEMPLATE))
        return bool(found)

    def _by_name(self, seen: Seen) -> Target | None:
        """A route's name, alone or with a query behind it; None where the text goes on as an address."""
        text = seen.url.text
        hole = text.parts[0]
        assert isinstance(hole, RouteHole)
        rest = "".join(part for part in text.parts[1:] if isinstance(part, str))  # a hole alone behind it is a query
        if rest and not rest.startswith(("?", "#", "&")):  # `&`: arguments that the path does not take begin the query
            return None
        named = self._routes.named(hole, self._shown_at(seen, hole))
        if hole.name == SHOWN_ROUTE:
            named = _asked_again(named, hole) if seen.asked is CallKind.LINK else named
            if not named:
                return Target((), MatchGrade.BY_NAME)  # every page asks for itself, which tells nothing of any
        if not named:
            self._unknown_name(seen, hole)
            return Target((), MatchGrade.BY_NAME)
        taken = self._routes.accepting(named, None if seen.any_method else seen.method)
        if not taken and seen.role is not Role.TEST:
            self.outcomes.ghost(seen, GhostKind.WRONG_METHOD, named[0].id)
        return Target(taken, grade_by_name(taken))

    def _shown_at(self, seen: Seen, hole: RouteHole) -> tuple[Operation, ...]:
        """The operations that show the place of a request, or that run the code around it."""
        ids = seen.shown_by or self._pages.rendering.get(hole.file, ())
        if not ids and hole.name == SHOWN_ROUTE and seen.scope is not None:
            ids = self._pages.operations_running(seen.scope)
        return tuple(self._pages.by_id[one] for one in ids)

    def _unknown_name(self, seen: Seen, hole: RouteHole) -> None:
        name = hole.name
        if seen.role is Role.TEST or name.endswith("static") or name.startswith((".", "admin:", "_")):
            return
        bare = ":" not in name and "." not in name
        alone = bare and not self._registrations.library_mounts and self._registrations.operations
        if (self._routes.belongs(name) and not self._library_shares(name)) or alone:
            self.outcomes.ghost(seen, GhostKind.UNKNOWN_NAME, "")
        elif not self._registrations.library_mounts or not bare:
            self.outcomes.leave_open(seen, f"no route is called {name} here; a library may define it")

    def _library_shares(self, name: str) -> bool:
        """Whether a library's routes are included beside those of the name's namespace: they may define it."""
        namespace, colon, _ = name.rpartition(":")
        files = {item.location.file for item in self._registrations.library_mounts} if colon else set()
        return bool(files) and any(
            one.route.file in files and one.name.startswith(f"{namespace}:") for one in self._registrations.operations
        )

    def _here(self, seen: Seen) -> None:
        """A form without action, `location.href`, `redirect(request.path)`: the operations that show the page."""
        if seen.asked in (CallKind.LINK, CallKind.PYTHON_HTTP, CallKind.EMAIL):
            return
        file = seen.location.file
        pages = [file, *self._pages.scripts.loaded_by.get(file, ())]
        ids = seen.shown_by or [one for page in pages for one in self._pages.rendering.get(page, ())]
        found = [self._pages.by_id[one] for one in ids]
        if seen.kind is CallKind.REDIRECT and seen.scope is not None:
            found = [self._pages.by_id[one] for one in self._pages.operations_running(seen.scope)]
        taken = [item for item in found if item.method in (seen.method or "GET", ANY)]
        if not taken and found and ((seen.method or "GET") != "GET" or seen.kind is CallKind.REDIRECT):
            beside = dict.fromkeys(item.path.text for item in found)
            taken = [item for path in beside for item in self._at(path) if item.method in (seen.method, ANY)]
        if self._layout(taken, seen.method):
            # it asks for whatever page is shown, so it tells nothing of any, but of those that say that they take it
            sent = seen.kind is CallKind.FORM and seen.csrf and seen.method not in _READS
            taken = [item for item in taken if sent and self._says_that_it_takes(item, seen.method or "")]
            if not taken:
                return
        if taken:
            self.outcomes.link(seen, Target(tuple(dict.fromkeys(taken)), MatchGrade.BY_NAME))
        elif not found and self._pages.scripts.server_rendered(file) is True:
            self.outcomes.leave_open(seen, "asks for the page it is on, and no operation is known to show that page")

    def _layout(self, shown: Sequence[Operation], method: str | None) -> bool:
        """Whether what these operations show is part of so many pages that it is the frame around them.

        Routes of one handler are one page. A search form may be part of many lists and no frame yet.
        """
        pages = len({item.handler for item in shown})
        return pages > _PAGES and (method not in _READS or pages * _SHARE > self._shown_pages)

    def _says_that_it_takes(self, item: Operation, method: str) -> bool:
        """Whether an operation is of a method, or of a function that takes any and asks for that one."""
        return item.method == method or any(
            guard.path == "request.method" and method in guard.values
            for run in (item.handler.runs if item.method == ANY else ())
            for scope in (self._flow.facts[run.file].scopes if run.file in self._flow.facts else ())
            if scope.qualname == run.qualname
            for guard in scope.guards
        )

    def _at(self, path: str) -> Sequence[Operation]:
        """The operations of a path, of whatever handlers."""
        return self._paths.get(path, ())

    @cached_property
    def _paths(self) -> Mapping[str, Sequence[Operation]]:
        found: dict[str, list[Operation]] = {}
        for item in self._registrations.operations:
            found.setdefault(item.path.text, []).append(item)
        return found

    @cached_property
    def _shown_pages(self) -> int:
        return len({self._pages.by_id[one].handler for ids in self._pages.rendering.values() for one in ids})

    def _by_address(self, seen: Seen, text: Text) -> bool:
        """Match by address; whether the request is dealt with."""
        address = read(text)
        if address is None:
            return False
        if address.here:
            return False
        if address.host and seen.kind not in (CallKind.DOCS, CallKind.CONFIG):
            return False
        if address.local and not address.segments and seen.kind not in TOLD:
            self.outcomes.leave_open(seen, _LOCAL)
            return False
        if not address.segments:
            if _whole_host(text) and not address.local:
                if seen.kind not in TOLD and not seen.speculative:
                    self.outcomes.leave_open(seen, "names a host and no path, and the host may be another system's")
                return False
            if not address.base and not address.host:
                return self._matched(seen, address)
            if not address.host and not seen.speculative:
                self.outcomes.leave_open(seen, why(text))
            return False
        doubtful = seen.asked is CallKind.PYTHON_HTTP and seen.role is not Role.TEST and not self._apps(seen, address)
        if doubtful and not _names_host(text):
            usual = self._usual(text)
            if usual is not None:
                return self._by_address(seen, usual)
            self._programs.add(seen, address, self._routes.match(address, seen.method))
            return False
        return self._matched(seen, address)

    def _usual(self, text: Text) -> Text | None:
        """The address under the host that a parameter holds unless it is told another; None where that names none."""
        first, *rest = text.parts
        default = defaults.of_parameter(self._flow, first) if isinstance(first, ParameterHole) else None
        if default is None:
            return None
        usual = Text.of(default, *rest)
        return usual if _names_host(usual) else None

    def _apps(self, seen: Seen, address: Address) -> bool:
        """Whether an app kept beside its server asks, with words enough: its base is set where it is built."""
        return self._flow.facts[seen.location.file].language is Language.MOBILE and address.literals > 1

    def _matched(self, seen: Seen, address: Address) -> bool:
        match = self._routes.match(address, None if seen.any_method else seen.method)
        if match is None or match.wrong_method:
            self._missed(seen, address, match)
            return False
        weak = match.grade is MatchGrade.SUFFIX or match.guessed
        literals = address.literals
        if weak and (
            address.host
            or (seen.speculative and literals < 2)
            or (seen.kind in (CallKind.DOCS, CallKind.LINK) and not match.unmounted)
        ):
            if not seen.speculative:
                self.outcomes.leave_open(seen, "may be any of several operations")
            return False
        if seen.speculative and not literals:
            return False
        if address.host and literals < 2:
            return False
        self.outcomes.link(seen, Target(match.operations, match.grade, match.runner_up))
        return True

    def _missed(self, seen: Seen, address: Address, match: Match | None) -> None:
        text = seen.url.text
        if seen.speculative or seen.kind in TOLD or address.host:
            return
        if self._answered_otherwise(address):
            return
        if address.local:
            self.outcomes.leave_open(seen, _LOCAL)
            return
        if match is not None and match.wrong_method:
            if not seen.any_method:
                self.outcomes.ghost(seen, GhostKind.WRONG_METHOD, match.operations[0].id)
            return
        if not address.literals and address.segments:
            self.outcomes.leave_open(seen, why(text))
            return
        if self.outcomes.client_routed(seen):
            return
        if self._routes.undecided(address, seen.method):
            self.outcomes.leave_open(seen, "may be any of several operations: " + why(text))
        elif self._routes.takes_anything(address, seen.method):
            if seen.asked is CallKind.FETCH:
                self.outcomes.leave_open(seen, "only a route that takes any address would answer it")
        elif address.base or seen.kind is CallKind.PYTHON_HTTP:
            self.outcomes.leave_open(seen, why(text) if text.holes else "relative to a page that is not known")
        else:
            self.outcomes.ghost(seen, GhostKind.NO_OPERATION, "")

    def _answered_otherwise(self, address: Address) -> bool:
        """Whether a file, the framework's own pages or a mounted library answer there, so that nothing is missing."""
        path = "/" + "/".join(
            "".join(p if isinstance(p, str) else "{}" for p in segment) for segment in address.segments
        )
        return bool(
            self._static.match(path)
            or _FILE.search(path)
            or (self._documented and path.endswith(_API_PAGES))
            or any(path.startswith(m + "/") or path == m for m in self._mounts if m)
        )

    def _expanded(self, text: Text, file: str) -> tuple[Text, ...]:
        """The text with route names replaced by their paths."""
        options = [Text()]
        for part in text.parts:
            if isinstance(part, RouteHole):
                rendered = tuple(self._pages.by_id[one] for one in self._pages.rendering.get(part.file, ()))
                paths = {item.path.text: item for item in self._routes.named(part, rendered)}
                if not paths:
                    options = [
                        option + Text((Hole(part.name, f"no route is called {part.name}"),)) for option in options
                    ]
                else:
                    options = [option + _as_text(item) for option in options for item in paths.values()][:8]
            else:
                options = [Text.of(option, part) for option in options]
        return tuple(options)


def _same_path(path: PathTemplate, asked: Text) -> bool:
    """Whether an address that is relative to a page is the page's own: a query behind it makes no other."""
    shown = [part if isinstance(part, str) else part.name for part in path.parts]
    wanted = [part if isinstance(part, str) else part.name for part in asked.parts]
    rest = wanted[len(shown) :]
    return wanted[: len(shown)] == shown and (not rest or rest[0].startswith(("?", "#")))


def _asked_again(named: tuple[Operation, ...], hole: RouteHole) -> tuple[Operation, ...]:
    """The routes of pages that link to themselves: those whose path takes an argument that is given anew."""
    given = {key for key, _ in hole.arguments}
    return tuple(item for item in named if any(part.name in given for part in item.path.parameters))


def _as_text(operation: Operation) -> Text:
    return Text.of(
        *(part if isinstance(part, str) else Hole(part.name, "a path parameter") for part in operation.path.parts)
    )


def _parameter_beside_text(text: Text) -> bool:
    """Whether a parameter of the path continues a segment: it may bring segments of its own."""
    for position, part in enumerate(text.parts):
        if isinstance(part, str) and "?" in part:
            return False
        if isinstance(part, ParameterHole) and position:
            before, after = text.parts[position - 1], (*text.parts, "")[position + 1]
            enclosed = isinstance(before, str) and isinstance(after, str) and after and after[0] not in "/?#"
            if not enclosed and (not isinstance(before, str) or not before.endswith("/")):
                return True
    return False


def _whole_segment(text: Text) -> bool:
    """Whether a text begins with a segment that is written out: not with the beginning of a route's name."""
    return len(text.parts) == 1 or "/" in text.head


_OWN_PORT = re.compile(r"(localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):")
"""This machine, with a port that is decided elsewhere: what a health check is told."""


def _names_host(text: Text) -> bool:
    """Whether the host is written out: a program's client may talk to any host, a page's only to its own."""
    scheme, slashes, rest = text.head.partition("//")
    written = bool(slashes) and scheme in ("http:", "https:", "ws:", "wss:") and not rest.startswith("/")
    return written and ("/" in rest or len(text.parts) == 1 or bool(_OWN_PORT.fullmatch(rest)))


def _whole_host(text: Text) -> bool:
    """Whether a text is an absolute address: `https://{{ domain }}`, `//{host}`, `{scheme}://{host}`."""
    first = text.parts[0] if text.parts else ""
    if isinstance(first, str):
        return bool(re.match(r"\s*(?:(?:https?|wss?):)?//", first))
    return len(text.parts) > 1 and isinstance(text.parts[1], str) and text.parts[1].startswith("://")


def _only_query(text: Text) -> bool:
    first = text.parts[0] if text.parts else None
    if isinstance(first, HereHole):
        rest = "".join(part if isinstance(part, str) else "x" for part in text.parts[1:])
        return not rest or rest.startswith(("?", "#"))
    return isinstance(first, str) and first.startswith("?")


def why(text: Text) -> str:
    """Why an address is not known, by its first hole that tells."""
    for hole in text.holes:
        if isinstance(hole, ParameterHole):
            return f"decided by the caller's {hole.name}, and no caller is known"
        if hole.why:
            return f"{hole.name}: {hole.why}" if hole.name else hole.why
    return "the address is not known"
