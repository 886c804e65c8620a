"""Prefixes that may stand before every path: script names, development proxies, path settings."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.concepts.facts import FileFacts
from scanner.concepts.registrations import Registrations

_SETTINGS = ("FORCE_SCRIPT_NAME", "APPLICATION_ROOT", "SCRIPT_NAME", "root_path", "ROOT_PATH", "URL_PREFIX")


def prefixes(registrations: Registrations, facts: Mapping[str, FileFacts]) -> tuple[str, ...]:
    """Literal prefixes, each once, longest first."""
    found: dict[str, None] = {}
    for name in _SETTINGS:
        value = registrations.settings.get(name, "")
        if value.strip("/"):
            found[value] = None
    for item in facts.values():
        for key, _ in item.settings:
            kind, _, prefix = key.partition(":")
            if kind == "proxy" and prefix.strip("/^"):
                found[prefix.lstrip("^")] = None
    return tuple(sorted(found, key=lambda prefix: (-len(prefix), prefix)))
