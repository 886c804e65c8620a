"""The case of one operation: everything that its verdict may rest on, in views that gatherers share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Shape, Side
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.source import Role
from scanner.concepts.traffic import Traffic
from scanner.ownership.project import Project

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that only read: https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1"""

_TAKES_BODY = (
    EffectKind.READS_FORM, EffectKind.READS_JSON, EffectKind.READS_RAW, EffectKind.READS_FILES, EffectKind.VALIDATES,
    EffectKind.CHECKS_METHOD,
)  # fmt: skip
"""What tells a handler that a body came."""
_SECRET = re.compile(r"(?i)(token|secret|signature|sig|hash|nonce|otp|uidb64|code)\b|(^|_)(api_?)?(key|uuid|guid)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One operation with its links, effects and project. `shape` is settled before signs are gathered."""

    operation: Operation
    links: tuple[Link, ...]
    effects: tuple[Effect, ...]
    project: Project
    shape: Shape = Shape.OTHER
    document: bool = False
    """Whether the handler takes a document: a list of rows with fields of their own."""
    traffic: Traffic | None = None
    """What access logs show of it, where there are any."""
    quiet: tuple[int, int] | None = None
    """Where access logs leave it out while they cover its siblings: how many of these are in use, and all."""
    beside_get: bool = False
    """Whether the same code answers GET at the same address."""

    def callers(self, *kinds: CallKind) -> tuple[Link, ...]:
        """Links of these kinds from source files: what tests, examples and generated code do proves no consumer.

        An interface that is kept in another repository is the project's own; other declared clients are not.

        What Python code requests is a program's call, however many wrappers it passes.
        """
        return tuple(
            link
            for link in self.links
            if link.site.role is Role.SOURCE and link.site.side is not Side.SYSTEM and _kind(link) in kinds
        )

    def own_callers(self, *kinds: CallKind) -> tuple[Link, ...]:
        """Of these, the links from this repository."""
        return tuple(link for link in self.callers(*kinds) if not link.site.client)

    def clients(self, side: Side) -> tuple[Link, ...]:
        """Links from other repositories that are declared clients of this side."""
        return tuple(link for link in self.links if link.site.side is side)

    @property
    def asked(self) -> bool:
        """Whether the project itself asks, even if that proves no owner: a program that asks its own server."""
        told = (CallKind.TEST, CallKind.DOCS, CallKind.WRAPPER)
        return any(link.site.role is Role.SOURCE and link.site.kind not in told for link in self.links)

    @property
    def accidental(self) -> bool:
        """Whether the method came along, unasked: with a base class, or with GET in a list of methods.

        Django's form views answer PUT as they answer POST. A page that takes POST beside GET, looks at neither method
        nor body, and is sent nothing, is a page to GET.

        https://docs.djangoproject.com/en/stable/ref/class-based-views/mixins-editing/#processformview
        """
        called = any(link.site.kind is not CallKind.TEST for link in self.links)
        offered = self.has(EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_BASIC, EffectKind.CHECKS_SIGNATURE)
        if called or offered:
            return False
        if self.operation.inherited:
            # a view that only redirects answers POST as it answers GET: nobody meant to take anything
            meant = self.operation.method == "POST" and self.shape is not Shape.REDIRECT
            return self.operation.method not in ("GET", "HEAD", "ANY") and not meant
        shown = self.shape in (Shape.PAGE, Shape.FRAGMENT, Shape.FORM_ACTION)
        return self.beside_get and not self.safe and shown and not self.has(*_TAKES_BODY)

    def effect(self, *kinds: EffectKind, depth: int = 99) -> Effect | None:
        """The nearest effect of these kinds within `depth` calls."""
        found = [one for one in self.effects if one.kind in kinds and one.depth <= depth]
        return min(found, key=lambda one: (one.depth, kinds.index(one.kind), one.location), default=None)

    def has(self, *kinds: EffectKind, depth: int = 99) -> bool:
        """Whether any effect of these kinds lies within `depth` calls."""
        return self.effect(*kinds, depth=depth) is not None

    def senders_signature(self, depth: int = 99) -> Effect | None:
        """The check of a sender's signature; what lets people into pages as well verifies links, not senders."""
        found = self.effect(EffectKind.CHECKS_SIGNATURE, depth=depth)
        return None if found is None or found.location in self.project.page_signatures else found

    @property
    def place(self) -> Location:
        """Where the handler stands, or the route where a library supplies it."""
        handler = self.operation.handler
        return Location(handler.file, handler.line) if handler.file else self.operation.route

    @property
    def safe(self) -> bool:
        """Whether the method may only read."""
        return self.operation.method in SAFE

    @property
    def capability(self) -> bool:
        """Whether the address is itself the credential: a token, key or signature is among the path's parameters."""
        return any(_SECRET.search(parameter.name) for parameter in self.operation.path.parameters)

    @property
    def segments(self) -> tuple[str, ...]:
        """The literal segments of the path, in lower case."""
        return tuple(
            segment.lower()
            for segment in self.operation.path.text.split("/")
            if segment and not segment.startswith("{")
        )


def _kind(link: Link) -> CallKind:
    scripted = link.site.kind in (CallKind.FETCH, CallKind.VIA_WRAPPER, CallKind.WRAPPER)
    return CallKind.PYTHON_HTTP if scripted and link.site.location.file.endswith(".py") else link.site.kind


def numbered(links: Iterable[Link], one: str, many: str) -> str:
    """`1 form` or `3 forms`, with the first place."""
    listed = sorted(links, key=lambda link: (link.site.location.file, link.site.location.line))
    count = len({(link.site.location.file, link.site.location.line) for link in listed})
    where = listed[0].site.location if listed else ""
    return f"{one} ({where})" if count == 1 else f"{count} {many} ({where} and {count - 1} more)"
