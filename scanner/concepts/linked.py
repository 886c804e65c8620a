"""What linking gives: callers and effects of every operation, and what could not be linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scanner.concepts.callsite import Ghost, Link, Unresolved
from scanner.concepts.diagnostic import Diagnostic
from scanner.concepts.effects import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Per operation id: links (tests included) and effects; and what stays open.

    `pages` maps a template or component to the ids of the operations that render or serve it.
    `chains` maps an operation id to the ways from a page to it, each a tuple of readable steps.
    """

    links: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    effects: Mapping[str, tuple[Effect, ...]] = field(default_factory=dict)
    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    chains: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    unresolved: tuple[Unresolved, ...] = ()
    ghosts: tuple[Ghost, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
