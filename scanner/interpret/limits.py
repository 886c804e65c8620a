"""Limits on what interpreted code may use, so that hostile or unlucky input ends."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Every bound, in one place. Reaching one is a diagnostic, never an endless run."""

    steps: int = 400_000
    """Statements and calls of one root (a module import, a factory call)."""
    least_steps: int = 10_000
    """What a single call may use at least, where its root has them left."""
    total_steps: int = 6_000_000
    """Statements and calls of the whole run."""
    depth: int = 90
    """Calls inside one another, imports included."""
    turns: int = 5_000
    """Turns of one loop."""
    text: int = 100_000
    """Characters of one string."""
    items: int = 50_000
    """Items of one collection."""
    bases: int = 300
    """Classes above one class."""
    bits: int = 8_192
    """Size of one integer."""
