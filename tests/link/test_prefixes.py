"""What may stand before a path, from settings, servers and development proxies."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.registrations import Registrations
from scanner.link.prefixes import Prefix, prefixes
from tests.link.project import facts_of


def _found(*settings: tuple[str, str]) -> tuple[Prefix, ...]:
    facts = facts_of({"vite.config.js": ""})
    facts["vite.config.js"] = replace(facts["vite.config.js"], settings=settings)
    return prefixes(Registrations(), facts)


def test_a_proxy_puts_in_place_of_the_prefix_what_it_rewrites_it_to() -> None:
    kept = ("rewrite:/api", "/api")
    assert _found(("proxy:/service", "http://x"), ("rewrite:/service", "/api")) == (Prefix("/service", "/api"),)
    assert _found(("proxy:/service", "http://x/v2"), ("rewrite:/service", "/api")) == (Prefix("/service", "/v2/api"),)
    assert _found(("proxy:/api", "http://x/v2"), kept) == (Prefix("/api", "/v2/api"),)
    assert _found(("proxy:/api", "http://x"), kept) == ()  # the path stays as it is


def test_a_server_takes_the_prefix_away() -> None:
    assert _found(("proxy:/shop", "http://app:8000/")) == (Prefix("/shop"),)
