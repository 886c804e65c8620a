from __future__ import annotations

import pytest

from scanner.concepts.callsite import Aftermath, Body, CallKind, Link
from scanner.concepts.effects import Effect
from scanner.concepts.effects import EffectKind as E
from scanner.concepts.evidence import Fit
from tests.ownership.build import effect, judged, link, operation

JSON, CHANGE = effect(E.ANSWERS_JSON), effect(E.MUTATES, "db.session.commit")
SESSION, TOKEN = effect(E.REQUIRES_LOGIN, "login_required"), effect(E.CHECKS_TOKEN, "request.headers.get")
RELOADS = link(CallKind.FETCH, aftermath=(Aftermath.RELOAD,), body=Body.JSON)


@pytest.mark.parametrize(
    ("links", "fit"),
    [
        ([RELOADS], Fit.LIGHTER),
        ([link(CallKind.VIA_WRAPPER, body=Body.NONE)], Fit.LIGHTER),
        ([link(CallKind.FETCH, body=Body.JSON, aftermath=(Aftermath.MARKUP,))], Fit.KEEP),
        ([link(CallKind.FETCH, aftermath=(Aftermath.RELOAD,), server_rendered=False)], Fit.KEEP),
        ([link(CallKind.FORM)], Fit.KEEP),
    ],
)
def test_lighter_needs_a_server_rendered_page_that_only_comes_up_to_date(links: list[Link], fit: Fit) -> None:
    assert judged(operation("POST /keys/delete"), links, [JSON, CHANGE, SESSION]).fit is fit


def test_reads_and_streams_are_not_lighter() -> None:
    assert judged(operation("GET /keys"), [RELOADS], [JSON, SESSION]).fit is Fit.KEEP
    assert judged(operation("POST /run"), [RELOADS], [effect(E.STREAMS), CHANGE, SESSION]).fit is Fit.KEEP


@pytest.mark.parametrize(
    ("name", "effects", "fit"),
    [
        ("POST /api/v1/orders/{id}", [JSON, CHANGE, TOKEN], Fit.KEEP),
        ("GET /api/v1/sync", [JSON, CHANGE, TOKEN], Fit.STRONGER),
        ("DELETE /api/v1/orders/{id}", [JSON, CHANGE], Fit.STRONGER),
        ("POST /api/v1/orders", [JSON, CHANGE], Fit.KEEP),
        ("GET /api/v1/orders", [JSON], Fit.KEEP),
        ("GET /api/v1/orders", [JSON, SESSION], Fit.STRONGER),
    ],
)
def test_stronger_is_advised_where_programs_meet_less_than_they_need(
    name: str, effects: list[Effect], fit: Fit
) -> None:
    documented = [
        link(CallKind.DOCS, file="docs/api.md"),
        link(CallKind.PYTHON_HTTP, file="cli.py", server_rendered=None),
    ]
    verdict = judged(operation(name), documented, effects)
    assert verdict.owner.value == "system"
    assert verdict.fit is fit


def test_a_handler_that_branches_between_audiences_is_split() -> None:
    branches = [effect(E.BRANCHES_ON_ACCEPT, "request.accepts"), effect(E.RENDERS, "a.html", 1), JSON, TOKEN]
    assert judged(operation("GET /a"), [link(CallKind.FETCH)], branches).fit is Fit.SPLIT
