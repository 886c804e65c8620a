"""Collecting: the requests of markup, scripts and Python, traced to the places that decide them, and placed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scanner.concepts.location import Location
from scanner.link import markup_requests, script_requests
from scanner.link.flow import Flow
from scanner.link.pages import Pages
from scanner.link.placing import Placer
from scanner.link.python_requests import PythonRequests
from scanner.link.requests import Reading, Seen, Sink
from scanner.link.tracing import Tracer

_PROVEN = 3
"""Calls that are linked where a request function is only guessed."""


def requests_of_pages(flow: Flow, pages: Pages, placer: Placer) -> Iterator[Seen]:
    """All requests of markup and scripts."""
    yield from markup_requests.collect(flow, pages)
    asking = tuple(script_requests.collect(flow))
    yield from _traced(flow, placer, asking)
    yield from flow.computed.undecided(frozenset(sink.place.scope.file for sink in asking))


def requests_of_python(flow: Flow, placer: Placer) -> Iterator[Seen]:
    """All requests, redirects and reversed names of Python."""
    python = PythonRequests(flow)
    yield from _traced(flow, placer, python.sinks())
    yield from python.mentions()


def place_all(placer: Placer, requests: Iterable[Seen]) -> None:
    """Decide every request. What may be a request function is one, once most of its calls are linked: then the others
    are reported too.
    """
    linked: dict[int, int] = {}
    silent: dict[int, list[Seen]] = {}
    for seen in requests:
        done = _placed(placer, seen)
        if seen.speculative and seen.steps:
            asker = id(seen.steps[0][1])
            if done:
                linked[asker] = linked.get(asker, 0) + 1
            else:
                silent.setdefault(asker, []).append(seen)
    for asker, missed in silent.items():
        if linked.get(asker, 0) >= max(_PROVEN, len(missed)):
            for seen in missed:
                _placed(placer, replace(seen, speculative=False))


def _placed(placer: Placer, seen: Seen) -> bool:
    try:
        return placer.place(seen)
    except Exception as error:
        placer.mishaps.add(seen.location, error)
        return False


def _traced(flow: Flow, placer: Placer, sinks: Iterable[Sink]) -> Iterator[Seen]:
    def settled(reading: Reading, sink: Sink) -> bool:
        return placer.settled(reading.url.text, reading.method, sink.kind, sink.place.scope.file)

    def place(sink: Sink) -> Location:
        return Location(sink.place.scope.file, sink.call.line, sink.call.column)

    return flow.mishaps.each(sinks, place, Tracer(flow, settled).trace)
