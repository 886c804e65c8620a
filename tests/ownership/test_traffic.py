"""Logs as evidence: strong where requests came, weak where none came, and never a reason for `none`."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from scanner.concepts.callsite import CallKind
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Owner, Side, Verdict
from scanner.concepts.linked import Linked
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.registrations import Registrations
from scanner.concepts.traffic import Observed, Requester, Traffic
from scanner.ownership.verdicts import judge
from tests.ownership.build import effect, link, operation

ITEMS = operation("GET /api/items")
OTHERS = tuple(operation(f"GET /page{number}") for number in range(4))
JSON = effect(EffectKind.ANSWERS_JSON)


def traffic(last: str = "2026-11-22", **senders: int) -> Traffic:
    counts = {Requester(name.replace("_", "-")): number for name, number in senders.items()}
    return Traffic(
        requests=sum(counts.values()),
        location=Location("access.log", 7),
        senders=counts,
        agents=(("curl", counts.get(Requester.PROGRAMS, 0)),),
        last=last,
        logs=("access.log",),
    )


def judged(
    one: Operation, seen: dict[str, Traffic], *, kinds: tuple[EffectKind, ...] = (), calls: tuple[CallKind, ...] = ()
) -> Verdict:
    operations = (one, *OTHERS)
    linked = Linked(
        links={one.id: tuple(link(kind) for kind in calls), **{page.id: (link(CallKind.LINK),) for page in OTHERS}},
        effects={
            one.id: tuple(map(effect, kinds)),
            **{page.id: (effect(EffectKind.RENDERS, "p.html"),) for page in OTHERS},
        },
    )
    verdicts = judge(Registrations(operations=operations), linked, {}, (), Observed(traffic=seen))
    return verdicts[one.id]


def test_requests_from_own_pages_make_it_the_interfaces() -> None:
    verdict = judged(
        ITEMS, {ITEMS.id: traffic(own_pages=1190, programs=2, crawlers=12)}, kinds=(EffectKind.ANSWERS_JSON,)
    )
    assert verdict.owner is Owner.UI
    assert verdict.confidence > 0.75
    first = verdict.evidence[0]
    assert (first.kind, first.toward) == ("requested-by-own-pages", Side.UI)
    assert first.text == "access.log: 1,204 requests, 1,190 from own pages, last 2026-11-22"
    assert first.location == Location("access.log", 7)


def test_requests_by_programs_make_it_a_boundary_and_both_make_it_shared() -> None:
    data = (EffectKind.ANSWERS_JSON,)
    assert judged(ITEMS, {ITEMS.id: traffic(programs=40)}, kinds=data).owner is Owner.SYSTEM
    assert judged(ITEMS, {ITEMS.id: traffic(programs=40, own_pages=40)}, kinds=data).owner is Owner.SHARED


def test_a_program_that_tried_once_proves_no_client() -> None:
    seen = {ITEMS.id: traffic(programs=2, own_pages=400)}
    assert judged(ITEMS, seen, kinds=(EffectKind.ANSWERS_JSON,)).owner is Owner.UI
    page = {OTHERS[0].id: traffic(programs=50)}
    assert judged(OTHERS[0], page, kinds=(EffectKind.RENDERS,), calls=(CallKind.LINK,)).owner is Owner.UI


def test_what_a_log_shows_in_use_is_somebodys() -> None:
    assert judged(ITEMS, {}).owner is Owner.NONE
    assert judged(ITEMS, {ITEMS.id: traffic(unknown=3)}).owner is not Owner.NONE
    assert judged(ITEMS, {ITEMS.id: traffic(browsers=1)}).owner is Owner.UI
    assert judged(ITEMS, {ITEMS.id: traffic(crawlers=30)}).owner is Owner.NONE


def test_silence_is_weak_evidence_where_the_log_covers_what_stands_beside() -> None:
    covered = {page.id: traffic(own_pages=9) for page in OTHERS[:3]}
    verdict = judged(ITEMS, covered)
    silent = [row for row in verdict.evidence if row.kind == "unused-in-log"]
    assert {row.toward: row.weight for row in silent} == {Side.UI: -0.5, Side.SYSTEM: -0.5}
    assert silent[0].text.endswith("while 3 of 4 operations beside it are used")
    few = {page.id: traffic(own_pages=9) for page in OTHERS[:2]}
    assert not [row for row in judged(ITEMS, few).evidence if row.kind == "unused-in-log"]


@given(
    kinds=st.lists(st.sampled_from(list(EffectKind)), max_size=4),
    calls=st.lists(st.sampled_from(list(CallKind)), max_size=3),
    own=st.none() | st.dictionaries(st.sampled_from(list(Requester)), st.integers(1, 50)),
    covered=st.integers(0, 4),
)
def test_a_log_never_makes_an_operation_nobodys(
    kinds: list[EffectKind], calls: list[CallKind], own: dict[Requester, int] | None, covered: int
) -> None:
    seen = {page.id: traffic(own_pages=9) for page in OTHERS[:covered]}
    if own is not None:
        seen[ITEMS.id] = Traffic(requests=sum(own.values()), location=Location("access.log", 7), senders=own)
    without = judged(ITEMS, {}, kinds=tuple(kinds), calls=tuple(calls))
    heard = judged(ITEMS, seen, kinds=tuple(kinds), calls=tuple(calls))
    if heard.owner is Owner.NONE:
        assert without.owner is Owner.NONE
    assert 0 <= heard.confidence <= 1
