"""Linking: facts and operations to links, ghosts and unresolved requests. Read this first: one line per step."""

from __future__ import annotations

from collections.abc import Mapping

from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.registrations import Registrations
from scanner.fork import Forked
from scanner.link.bundles import told_apart
from scanner.link.flow import Flow
from scanner.link.graph import chains
from scanner.link.outcomes import Told
from scanner.link.pages import Pages
from scanner.link.strands import Effects, asked_by_pages, asked_by_python, effects


def prepare(facts: Mapping[str, FileFacts]) -> Flow:
    """What linking begins with, which waits for no operation: bundles told from sources, calls indexed by name."""
    flow = Flow(told_apart(facts))
    assert flow.index.calls is not None  # made now, and not in each process
    return flow


def link(registrations: Registrations, flow: Flow, *, apart: bool = False) -> Linked:
    """Link every request seen in the facts to the operations that take it, over processes if `apart`.

    Nothing is dropped: a request that is neither linked nor another host's nor a static file's is a ghost, if its
    address is this project's and fully known, or unresolved, with the reason.
    """
    pages = Pages(flow, registrations.operations)
    flow.context = pages
    with (
        Forked(Told, lambda: asked_by_python(flow, pages, registrations), apart=apart) as told,
        Forked(Effects, lambda: effects(registrations, flow.facts), apart=apart) as done,
    ):
        outcomes = asked_by_pages(flow, pages, registrations)
        python, found = told.value(), done.value()
    outcomes.join(python)
    links = outcomes.links()
    return Linked(
        links=links,
        effects=found.by_operation,
        pages=pages.rendering,
        chains=chains(registrations.operations, links, pages),
        unresolved=outcomes.unresolved(),
        ghosts=outcomes.ghosts(),
        diagnostics=tuple(dict.fromkeys((*flow.mishaps.told(), *python.mishaps, *found.mishaps))),
    )
