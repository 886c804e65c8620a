"""Programs kept beside the server: a client library, a command line, a worker that asks a host which no code names.

Any one of their requests may go to another system. Together they tell: a folder whose requests ask, by many different
addresses, for what this project answers is a client of this project.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scanner.concepts.callsite import MatchGrade
from scanner.concepts.path import Parameter
from scanner.link.addresses import Address
from scanner.link.matching import Match
from scanner.link.requests import Seen

_PROVEN = 3
"""Addresses of this project that a folder has to ask for; as many again may be unknown, no more."""


class Programs:
    """Requests of Python code to a host that is not known, by the folder that makes them."""

    def __init__(self) -> None:
        self._asked: dict[str, list[tuple[Seen, Address, Match | None]]] = defaultdict(list)

    def add(self, seen: Seen, address: Address, match: Match | None) -> None:
        """One request, and the operation that would take it."""
        inner = seen.steps[0][0].file if seen.steps else seen.location.file
        self._asked[inner.rpartition("/")[0]].append((seen, address, match))

    def decided(self) -> Iterator[tuple[Seen, Match | None]]:
        """Every request, with the operation that takes it where its folder is a client of this project."""
        for asked in self._asked.values():
            own = {
                match.operations[0].path for _, address, match in asked if match is not None and sure(address, match)
            }
            others = {address.segments for _, address, match in asked if match is None or not sure(address, match)}
            client = len(own) >= max(_PROVEN, len(others))
            for seen, address, match in asked:
                yield seen, match if client and match is not None and sure(address, match) else None


def sure(address: Address, match: Match) -> bool:
    """Whether an address is this project's by its words, and not because a route takes anything there."""
    return not (
        match.wrong_method
        or match.guessed
        or (match.grade is MatchGrade.SUFFIX and not match.unmounted)
        or address.literals < 2
        or takes_the_rest(match)
    )


def takes_the_rest(match: Match) -> bool:
    """Whether the operation takes whatever stands at the end of an address: `/api/{path}`."""
    last = match.operations[0].path.parts[-1]
    return isinstance(last, Parameter) and last.greedy
