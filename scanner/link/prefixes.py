"""Prefixes that may stand before every path: script names, development proxies, path settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from scanner.concepts.facts import FileFacts
from scanner.concepts.registrations import Registrations

_SETTINGS = ("FORCE_SCRIPT_NAME", "APPLICATION_ROOT", "SCRIPT_NAME", "root_path", "ROOT_PATH", "URL_PREFIX")


@dataclass(frozen=True, slots=True)
class Prefix:
    """What may stand before a path, and what the server then finds in its place: mostly nothing."""

    path: str
    becomes: str = ""


def prefixes(registrations: Registrations, facts: Mapping[str, FileFacts]) -> tuple[Prefix, ...]:
    """Literal prefixes, each once, longest first."""
    found: dict[Prefix, None] = {}
    for name in _SETTINGS:
        value = registrations.settings.get(name, "")
        if value.strip("/"):
            found[Prefix(value)] = None
    for item in facts.values():
        rewritten = {key.removeprefix("rewrite:"): value for key, value in item.settings if key.startswith("rewrite:")}
        for key, target in item.settings:
            kind, _, prefix = key.partition(":")
            if kind == "proxy" and prefix.strip("/^"):
                before = urlsplit(target).path.rstrip("/") if prefix in rewritten and "://" in target else ""
                becomes = before + rewritten.get(prefix, "")
                if becomes != prefix:
                    found[Prefix(prefix.lstrip("^"), becomes)] = None
    return tuple(sorted(found, key=lambda prefix: (-len(prefix.path), prefix.path, -len(prefix.becomes))))
