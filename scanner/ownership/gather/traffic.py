"""What access logs show: who really requests the operation, or that nobody does where its neighbours are in use."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.evidence import Shape
from scanner.concepts.traffic import Requester, Traffic
from scanner.ownership.case import Case
from scanner.ownership.sign import Sign

_FEW = 3
_SHARE = 20
"""Programs count as clients from so many requests, and one in so many of all: somebody may try anything once."""
_PAGES = frozenset({Shape.PAGE, Shape.FRAGMENT, Shape.FORM_ACTION})


def gather(case: Case) -> Iterator[Sign]:
    """Signs from the log: one for each kind of sender."""
    traffic = case.traffic
    if traffic is None or not traffic.requests:
        if case.quiet:
            requested, siblings = case.quiet
            text = (
                f"in the access log nobody requests it, while {requested} of {siblings} operations beside it are used"
            )
            yield Sign("unused-in-log", text, case.place)
        return
    if own := traffic.sent_by(Requester.OWN_PAGES):
        yield _sign("requested-by-own-pages", traffic, f"{own:,} from own pages")
    if browsers := traffic.sent_by(Requester.BROWSERS):
        yield _sign("requested-by-browsers", traffic, f"{browsers:,} by browsers that come from elsewhere")
    if programs := traffic.sent_by(Requester.PROGRAMS):
        steady = programs >= _FEW and programs * _SHARE >= traffic.requests and case.shape not in _PAGES
        names = ", ".join(name for name, _ in traffic.agents)
        kind = "requested-by-programs" if steady else "requested-by-few-programs"
        yield _sign(kind, traffic, f"{programs:,} by programs ({names})")
    if crawlers := traffic.sent_by(Requester.CRAWLERS):
        yield _sign("requested-by-crawlers", traffic, f"{crawlers:,} by crawlers")
    if unknown := traffic.sent_by(Requester.UNKNOWN):
        yield _sign("requested-by-someone", traffic, f"{unknown:,} by clients that the log does not name")


def _sign(kind: str, traffic: Traffic, share: str) -> Sign:
    last = f", last {traffic.last}" if traffic.last else ""
    requests = "1 request" if traffic.requests == 1 else f"{traffic.requests:,} requests"
    return Sign(kind, f"{', '.join(traffic.logs)}: {requests}, {share}{last}", traffic.location)
