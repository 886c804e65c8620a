"""Linking: facts and operations to links, ghosts and unresolved requests. Read this first: one line per step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scanner.concepts.facts import FileFacts
from scanner.concepts.linked import Linked
from scanner.concepts.registrations import Registrations
from scanner.link import markup_requests, script_requests
from scanner.link.bundles import told_apart
from scanner.link.effects import find_effects
from scanner.link.flow import Flow
from scanner.link.graph import chains
from scanner.link.manuals import documented
from scanner.link.pages import Pages
from scanner.link.placing import Placer
from scanner.link.python_requests import PythonRequests
from scanner.link.requests import Reading, Seen, Sink
from scanner.link.tracing import Tracer
from scanner.link.view_calls import ViewCalls

_PROVEN = 3
"""Calls that are linked where a request function is only guessed."""


def link(registrations: Registrations, facts: Mapping[str, FileFacts]) -> Linked:
    """Link every request seen in the facts to the operations that take it.

    Nothing is dropped: a request that is neither linked nor another host's nor a static file's is a ghost, if its
    address is this project's and fully known, or unresolved, with the reason.
    """
    facts = told_apart(facts)
    flow = Flow(facts)
    pages = Pages(flow, registrations.operations)
    flow.context = pages
    placer = Placer(flow, pages, registrations)
    place_all(placer, requests_seen(flow, pages, placer))
    placer.conclude()
    outcomes = placer.outcomes
    for seen, target in ViewCalls(flow, registrations.operations).collect():
        outcomes.link(seen, target)
    for seen, target in documented(facts, registrations.operations):
        outcomes.link(seen, target)
    links = outcomes.links()
    return Linked(
        links=links,
        effects=find_effects(registrations, facts),
        pages=pages.rendering,
        chains=chains(registrations.operations, links, pages),
        unresolved=outcomes.unresolved(),
        ghosts=outcomes.ghosts(),
    )


def place_all(placer: Placer, requests: Iterable[Seen]) -> None:
    """Decide every request. What may be a request function is one, once most of its calls are linked: then the others
    are reported too.
    """
    linked: dict[int, int] = {}
    silent: dict[int, list[Seen]] = {}
    for seen in requests:
        done = placer.place(seen)
        if seen.speculative and seen.steps:
            asker = id(seen.steps[0][1])
            if done:
                linked[asker] = linked.get(asker, 0) + 1
            else:
                silent.setdefault(asker, []).append(seen)
    for asker, missed in silent.items():
        if linked.get(asker, 0) >= max(_PROVEN, len(missed)):
            for seen in missed:
                placer.place(replace(seen, speculative=False))


def requests_seen(flow: Flow, pages: Pages, placer: Placer) -> Iterator[Seen]:
    """All requests of markup, scripts and Python, traced to the places that decide them."""

    def settled(reading: Reading, sink: Sink) -> bool:
        return placer.settled(reading.url.text, reading.method, sink.kind, sink.place.scope.file)

    tracer = Tracer(flow, settled)
    yield from markup_requests.collect(flow, pages)
    asking = tuple(script_requests.collect(flow))
    yield from traced(tracer, asking)
    yield from flow.computed.undecided(frozenset(sink.place.scope.file for sink in asking))
    python = PythonRequests(flow)
    yield from traced(tracer, python.sinks())
    yield from python.mentions()


def traced(tracer: Tracer, sinks: Iterable[Sink]) -> Iterator[Seen]:
    """The places that decide each sink."""
    for sink in sinks:
        yield from tracer.trace(sink)
