from __future__ import annotations

import pytest

from scanner.concepts.callsite import Aftermath, Body, CallKind, Link
from scanner.concepts.effects import Effect
from scanner.concepts.effects import EffectKind as E
from scanner.concepts.evidence import Fit, Owner
from scanner.concepts.facts import FileFacts, Import
from scanner.concepts.source import Language, Role
from scanner.ownership.case import Case
from scanner.ownership.fit import fit_of
from scanner.ownership.project import Project
from tests.ownership.build import effect, judged, link, operation

JSON, CHANGE = effect(E.ANSWERS_JSON), effect(E.MUTATES, "db.session.commit")
SESSION, TOKEN = effect(E.REQUIRES_LOGIN, "login_required"), effect(E.CHECKS_TOKEN, "request.headers.get")
RELOADS = link(CallKind.FETCH, aftermath=(Aftermath.RELOAD,), body=Body.JSON)


@pytest.mark.parametrize(
    ("links", "fit"),
    [
        ([RELOADS], Fit.LIGHTER),
        ([link(CallKind.VIA_WRAPPER, body=Body.NONE)], Fit.LIGHTER),
        ([link(CallKind.FETCH, body=Body.JSON, aftermath=(Aftermath.MARKUP,))], Fit.LIGHTER),
        ([link(CallKind.FETCH, body=Body.JSON)], Fit.KEEP),
        ([link(CallKind.FETCH, body=Body.FORM, aftermath=(Aftermath.MARKUP,))], Fit.KEEP),
        ([link(CallKind.FETCH, aftermath=(Aftermath.RELOAD,), server_rendered=False)], Fit.KEEP),
        ([link(CallKind.FETCH, aftermath=(Aftermath.POLLING, Aftermath.RELOAD))], Fit.KEEP),
        ([link(CallKind.FORM)], Fit.KEEP),
        ([link(CallKind.FETCH, body=Body.JSON, fields=("name", "city"))], Fit.LIGHTER),
        ([link(CallKind.FETCH, body=Body.JSON, fields=("name",), aftermath=(Aftermath.OTHER,))], Fit.KEEP),
        ([link(CallKind.FETCH, body=Body.FORM, fields=("name",), aftermath=(Aftermath.ASKS_AGAIN,))], Fit.KEEP),
        ([link(CallKind.FETCH, body=Body.NONE, aftermath=(Aftermath.ASKS_AGAIN,))], Fit.LIGHTER),
        ([RELOADS, link(CallKind.LINK, file="views.py")], Fit.KEEP),
        ([RELOADS, link(CallKind.LINK, file="page.html", line=9)], Fit.LIGHTER),
    ],
)
def test_lighter_needs_a_server_rendered_page_that_only_comes_up_to_date(links: list[Link], fit: Fit) -> None:
    assert judged(operation("POST /keys/delete"), links, [JSON, CHANGE, SESSION]).fit is fit


def test_components_drawn_in_the_browser_have_no_form_action() -> None:
    def file(path: str, language: Language, *imports: Import) -> FileFacts:
        return FileFacts(file=path, language=language, role=Role.SOURCE, imports=imports)

    facts = {
        "ui/App.jsx": file("ui/App.jsx", Language.JAVASCRIPT),
        "ui/api.js": file("ui/api.js", Language.JAVASCRIPT, Import("a", "./App", "a", 1)),
        "static/page.js": file("static/page.js", Language.JAVASCRIPT),
    }
    fits = [
        judged(
            operation("POST /keys"),
            [link(CallKind.FETCH, file=path, aftermath=(Aftermath.RELOAD,))],
            [JSON, CHANGE, SESSION],
            facts=facts,
        ).fit
        for path in facts
    ]
    assert fits == [Fit.KEEP, Fit.KEEP, Fit.LIGHTER]


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
        ("POST /api/v1/beats/{token}", [JSON, CHANGE], Fit.KEEP),
        ("GET /api/v1/beats/{ping_key}", [JSON, CHANGE], Fit.KEEP),
        ("GET /api/v1/orders", [JSON], Fit.KEEP),
        ("GET /api/v1/orders", [JSON, SESSION], Fit.STRONGER),
        ("GET /api/v1/reminder", [JSON, TOKEN, effect(E.SENDS_MAIL, "send_mail", 2)], Fit.STRONGER),
        ("GET /opds/shelf", [CHANGE, TOKEN], Fit.KEEP),
        ("GET /nic/update", [CHANGE, TOKEN, SESSION, effect(E.CHECKS_SESSION, "session")], Fit.STRONGER),
        ("DELETE /api/v1/bounces/{id}", [JSON, CHANGE, effect(E.CHECKS_OWN_SIGNATURE, "unsign", 2)], Fit.KEEP),
        ("GET /api/v1/orders/{id}", [JSON, TOKEN, effect(E.BREAKS_ON_MISS, "Order.objects.get")], Fit.STRONGER),
        ("POST /api/v1/orders", [JSON, CHANGE, TOKEN, effect(E.BREAKS_ON_BODY, 'data["id"]')], Fit.STRONGER),
        ("POST /api/v1/find", [JSON, TOKEN, effect(E.BREAKS_ON_BODY, 'data["id"]'), effect(E.VALIDATES)], Fit.KEEP),
        ("GET /add_chat/callback", [CHANGE, SESSION, effect(E.RETURNS_FROM_PROVIDER, "state")], Fit.KEEP),
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


def test_what_the_project_asks_of_itself_is_not_retired() -> None:
    def fit(kind: CallKind) -> Fit:
        case = Case(operation=operation("GET /health"), links=(link(kind),), effects=(), project=Project())
        return fit_of(case, Owner.NONE, mutates=False)

    assert fit(CallKind.TEST) is fit(CallKind.DOCS) is fit(CallKind.WRAPPER) is Fit.RETIRE
    assert fit(CallKind.PYTHON_HTTP) is Fit.KEEP
