"""What comments tell callside: findings to waive, and owners to respect."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Suppression:
    """`callside: ignore[CS101] -- reason` in a comment. It covers its own line, and the next one if it stands alone."""

    line: int
    codes: tuple[str, ...]
    reason: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """`callside: owner=system, reason="…"` in a comment beside a route; above it where the comment stands `alone`."""

    line: int
    owner: str
    reason: str
    alone: bool = False
