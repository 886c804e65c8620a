"""Tests: an operation that tests request is meant to be there; who its users are, they tell only weakly."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.ownership.case import Case
from scanner.ownership.sign import Sign


def gather(case: Case) -> Iterator[Sign]:
    """A sign where tests request the operation."""
    tested = [link for link in case.links if link.site.kind is CallKind.TEST]
    if tested:
        first = min(link.site.location for link in tested)
        asserted = sorted({one for link in tested for one in link.site.asserts})
        what = f", asserting its {' and '.join(asserted)}" if asserted else ""
        yield Sign("tested", f"tests request it{what}", first)
