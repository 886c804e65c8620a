"""Addresses: a URL with holes, read as people and browsers read it: host, path segments, what may stand before them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

from scanner.concepts.text import Hole, Text
from scanner.link.values import HereHole

Segment: TypeAlias = tuple[str | Hole, ...]

_SCHEME = re.compile(r"^(https?|wss?):(?=//)", re.IGNORECASE)
_NO_REQUEST = re.compile(
    r"^\s*(mailto|tel|sms|javascript|data|blob|about|chrome|file|ftp|irc|magnet|geo|urn|otpauth|intent):", re.IGNORECASE
)
_OWN_HOST = re.compile(
    r"^(localhost|127(\.\d+){3}|0\.0\.0\.0|\[?::1\]?|testserver|test|host\.docker\.internal|"
    r"([\w-]+\.)*example(\.(com|org|net))?|[\w-]+\.(local|localhost|test|internal)|[a-z][\w-]*)(:\d+)?$",
    re.IGNORECASE,
)
"""Hosts that mean "here": loop-back, documentation hosts (RFC 2606), and single names of a compose network."""
_ORIGIN = 5
"""Parts among which a page's path may stand behind its origin."""
_LOCAL = re.compile(r"^(https?:|wss?:)?//(localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1\]):\d+(?=/|$)", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\{\{?([^{}/]*)\}?\}|<([^<>/]+)>|\$\{([^{}/]*)\}|\$([A-Za-z_]\w*)|(?<=/):([A-Za-z_]\w*)")


@dataclass(frozen=True, slots=True)
class Address:
    """A URL's path: segments of literals and holes.

    `host` is a literal foreign host, or empty. `base` tells that an unknown prefix may stand before the segments.
    `rooted`: the path is known to begin at the host's root. `here`: relative to the page being shown, nothing else.
    """

    segments: tuple[Segment, ...]
    slash: bool = False
    host: str = ""
    base: bool = False
    rooted: bool = True
    here: bool = False
    local: bool = False
    """Whether a host and port of this machine are written out: this project's, or another program's beside it."""

    @property
    def literals(self) -> int:
        """How many segments hold literal text."""
        return sum(any(isinstance(part, str) for part in segment) for segment in self.segments)


def read(text: Text) -> Address | None:
    """The address in a text, or None where the text asks for nothing (`#top`, `mailto:`) or says nothing."""
    parts = [part for part in text.parts if part != ""]
    if not parts:
        return None
    parts = _below_page(parts)
    first = parts[0]
    if isinstance(first, str):
        if _NO_REQUEST.match(first) or first.startswith("#"):
            return None
        parts[0] = first = first.lstrip()
    if isinstance(first, HereHole):
        rest = _path(parts[1:])
        if not rest:
            return Address((), here=True, base=True, rooted=False)
        return Address(*_segments(rest), base=True, rooted=False)
    host, parts, rooted = _host(parts)
    parts = _placeholders(_path(parts))
    base = False
    if host is None and parts and isinstance(parts[0], Hole):
        if len(parts) > 1:
            base = True
            parts = parts[1:]
    elif host is None and parts and isinstance(parts[0], str) and not parts[0].startswith("/"):
        base = True
        rooted = False
    segments, slash = _segments(parts)
    if segments and len(segments[0]) > 1 and isinstance(segments[0][0], Hole):
        # `/{prefix}login`: a prefix that brings its own slash, or nothing
        segments = (segments[0][1:], *segments[1:])
        base = True
    while segments and segments[0] in ((".",), ("..",)):
        segments = segments[1:]
        base = True
    segments = _climbed(segments)
    return Address(segments, slash, host or "", base, rooted and not base, local=bool(_LOCAL.match(str(first))))


def _below_page(parts: list[str | Hole]) -> list[str | Hole]:
    """Without the origin before the page's own path: `[location.protocol, "//", location.host, location.pathname]`."""
    for position, part in enumerate(parts[:_ORIGIN]):
        if isinstance(part, HereHole):
            before = "".join(item for item in parts[:position] if isinstance(item, str))
            return parts[position:] if before in ("", "//", "://") else parts
    return parts


def _climbed(segments: tuple[Segment, ...]) -> tuple[Segment, ...]:
    """Without dot segments: `/api/../login` is `/login`. https://www.rfc-editor.org/rfc/rfc3986#section-5.2.4"""
    found: list[Segment] = []
    for segment in segments:
        if segment == ("..",):
            del found[-1:]
        elif segment != (".",):
            found.append(segment)
    return tuple(found)


def _host(parts: list[str | Hole]) -> tuple[str | None, list[str | Hole], bool]:
    """Split scheme and host off: (foreign host, own host "" or no host None; the rest; whether rooted)."""
    first = parts[0]
    if not isinstance(first, str):
        # `${protocol}//${host}/path`
        if len(parts) > 1 and isinstance(parts[1], str) and parts[1].startswith(("//", "://")):
            return _after_authority([parts[1].removeprefix(":")[2:], *parts[2:]])
        return None, parts, True
    match = _SCHEME.match(first)
    rest = first[match.end() :] if match else first
    if rest.startswith("//"):
        return _after_authority([rest[2:], *parts[1:]])
    return None, parts, True


def _after_authority(parts: list[str | Hole]) -> tuple[str | None, list[str | Hole], bool]:
    authority: list[str | Hole] = []
    for position, part in enumerate(parts):
        if isinstance(part, str):
            before, slash, after = part.partition("/")
            authority.append(before)
            if slash:
                rest: list[str | Hole] = ["/" + after, *parts[position + 1 :]]
                return _foreign(authority), rest, True
        else:
            authority.append(part)
    return _foreign(authority), ["/"], True


def _foreign(authority: list[str | Hole]) -> str:
    if any(isinstance(part, Hole) for part in authority):
        return ""
    host = "".join(part for part in authority if isinstance(part, str)).rpartition("@")[2]
    if not host or _OWN_HOST.match(host) or _PLACEHOLDER.search(host) or "<" in host:
        return ""
    return host


def _path(parts: list[str | Hole]) -> list[str | Hole]:
    """Cut query and fragment."""
    kept: list[str | Hole] = []
    for part in parts:
        if isinstance(part, str):
            cut = re.search(r"\?(?!P<)|#", part)
            if cut:
                kept.append(part[: cut.start()])
                break
        kept.append(part)
    return [part for part in kept if part != ""]


def _placeholders(parts: list[str | Hole]) -> list[str | Hole]:
    """Documentation's and clients' own placeholders (`{id}`, `<id>`, `:id`, `$ID`) are holes."""
    found: list[str | Hole] = []
    for part in parts:
        if not isinstance(part, str):
            found.append(part)
            continue
        position = 0
        for match in _PLACEHOLDER.finditer(part):
            if match.start() > position:
                found.append(part[position : match.start()])
            found.append(Hole(next((group for group in match.groups() if group), ""), "a placeholder"))
            position = match.end()
        if position < len(part):
            found.append(part[position:])
    return found


def _segments(parts: list[str | Hole]) -> tuple[tuple[Segment, ...], bool]:
    segments: list[Segment] = []
    current: list[str | Hole] = []
    slash = False
    for part in parts:
        if isinstance(part, Hole):
            current.append(part)
            slash = False
            continue
        pieces = part.split("/")
        for number, piece in enumerate(pieces):
            if number:
                if current:
                    segments.append(tuple(current))
                current = []
                slash = True
            if piece:
                current.append(piece)
                slash = False
    if current:
        segments.append(tuple(current))
    return tuple(segments), slash
