"""Stronger rules: what programs need from a boundary, and what they need not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.concepts.callsite import CallKind
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.concepts.expression import Call, Choice, Expression, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import Binding, Import, Scope, ScopeKind
from scanner.concepts.finding import Finding
from scanner.concepts.location import Location
from scanner.concepts.operation import CodeRef, Declared
from scanner.concepts.report import AuditedOperation
from scanner.rules import (
    html_for_programs,
    implicit_contract,
    mutating_get,
    session_guarded_boundary,
    two_audiences,
    undocumented_boundary,
    unhandled_miss,
    unsigned_webhook,
    untested_boundary,
    unthrottled_boundary,
    unvalidated_body,
    unversioned_public_api,
)
from tests.rules.build import audited, effect, facts, link, operation, reported, scope, subject, verdict

SYSTEM = verdict(Owner.SYSTEM)
SHARED = verdict(Owner.SHARED)
LOGIN = effect(EffectKind.REQUIRES_LOGIN, "login_required")
SESSION = effect(EffectKind.CHECKS_SESSION, "session")
TOKEN = effect(EffectKind.CHECKS_TOKEN, "api_key")
WRITE = effect(EffectKind.MUTATES, "db.session.commit", line=14)
JSON = effect(EffectKind.READS_JSON, "request.get_json", line=13)


def test_a_session_alone_is_told_and_a_token_beside_it_is_enough():
    rule = session_guarded_boundary.RULE
    assert reported(rule, subject(audited("GET /x", SYSTEM, effects=[LOGIN]))) == ["GET /x"]
    assert reported(rule, subject(audited("GET /x", SHARED, effects=[SESSION]))) == [], "looking is not asking for it"
    assert reported(rule, subject(audited("GET /x", SYSTEM, effects=[LOGIN, TOKEN]))) == []
    assert reported(rule, subject(audited("GET /x", verdict(Owner.UI), effects=[LOGIN]))) == []
    consent = verdict(Owner.SYSTEM, shape=Shape.PROTOCOL)
    assert reported(rule, subject(audited("GET /oauth/authorize", consent, effects=[LOGIN]))) == []
    assert reported(rule, subject(audited("GET /feed/{token}", SYSTEM, effects=[LOGIN]))) == []


@pytest.mark.parametrize(
    "kind", [EffectKind.CHECKS_SIGNATURE, EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_BASIC, EffectKind.CHECKS_SESSION]
)
def test_a_webhook_that_checks_its_sender_is_silent(kind: EffectKind):
    hook = verdict(Owner.SYSTEM, shape=Shape.WEBHOOK)
    assert reported(unsigned_webhook.RULE, subject(audited("POST /hook", hook, effects=[WRITE]))) == ["POST /hook"]
    assert reported(unsigned_webhook.RULE, subject(audited("POST /hook", hook, effects=[WRITE, effect(kind)]))) == []


def test_a_webhook_whose_address_is_the_secret_is_silent():
    hook = verdict(Owner.SYSTEM, shape=Shape.WEBHOOK)
    assert reported(unsigned_webhook.RULE, subject(audited("POST /hook/{secret}", hook))) == []
    assert reported(unsigned_webhook.RULE, subject(audited("POST /hook/{check_uuid}", hook))) == []
    assert reported(unsigned_webhook.RULE, subject(audited("POST /hook/{shop_id}", hook))) == ["POST /hook/{shop_id}"]


def test_html_is_told_only_where_a_program_is_seen():
    rule = html_for_programs.RULE
    render = effect(EffectKind.RENDERS, "order.html")
    page = verdict(Owner.SYSTEM, shape=Shape.PAGE)
    docs = link("GET /x", CallKind.DOCS, file="README.md")
    assert reported(rule, subject(audited("GET /x", page, effects=[render], links=[docs]))) == ["GET /x"]
    assert reported(rule, subject(audited("GET /x", page, effects=[render]))) == []
    branch = effect(EffectKind.BRANCHES_ON_ACCEPT)
    assert reported(rule, subject(audited("GET /x", page, effects=[render, branch], links=[docs]))) == []


def test_a_body_is_checked_by_schema_signature_type_or_hand():
    rule = unvalidated_body.RULE
    raw = audited("POST /x", SYSTEM, effects=[JSON, WRITE])
    assert reported(rule, subject(raw)) == ["POST /x"]
    for kind in (EffectKind.VALIDATES, EffectKind.CHECKS_SIGNATURE):
        assert reported(rule, subject(replace(raw, effects=(JSON, WRITE, effect(kind))))) == []
    typed = operation("POST /x", declared=Declared(body="OrderIn"))
    assert reported(rule, subject(audited(typed, SYSTEM, effects=[JSON, WRITE]))) == []
    by_hand = facts("app/views.py", scope("handle", 10, 20, calls=(Call(Name("abort"), line=13),)))
    assert reported(rule, subject(raw, facts=by_hand)) == []


def test_a_body_handed_to_a_check_and_an_event_for_a_log_need_no_schema():
    rule = unvalidated_body.RULE
    raw = audited("POST /x", SYSTEM, effects=[JSON, WRITE])
    body = Binding(Name("data"), Call(Member(Name("request"), "get_json")), 13)
    for name, silent in (("require_fields", True), ("require_access", False)):
        given = Name("data") if silent else Name("user")
        handler = scope("handle", 10, 20, bindings=(body,), calls=(Call(Name(name), (given,), line=13),))
        assert (reported(rule, subject(raw, facts=facts("app/views.py", handler))) == []) is silent
    queued = audited("POST /x", SYSTEM, effects=[JSON, effect(EffectKind.MUTATES, "record_event.delay")])
    assert reported(rule, subject(queued)) == []
    far = audited("POST /x", SYSTEM, effects=[JSON, replace(WRITE, depth=2)])
    assert reported(rule, subject(far)) == []
    assert reported(rule, subject(audited("POST /oauth", verdict(Owner.SYSTEM, shape=Shape.PROTOCOL)))) == []


def test_a_bare_key_of_a_body_breaks_whatever_else_is_checked():
    rule, bare = unvalidated_body.RULE, effect(EffectKind.BREAKS_ON_BODY, 'data["id"]')
    refuses = subject(
        audited("DELETE /x", SYSTEM, effects=[JSON, WRITE, bare]),
        facts=facts("app/views.py", scope("handle", raises=(Name("NotFound"),))),
    )
    assert reported(rule, refuses) == ["DELETE /x"]
    (finding,) = rule.findings(refuses)
    assert 'data["id"]' in finding.message
    checked = [JSON, WRITE, bare, effect(EffectKind.VALIDATES, "schema.load")]
    assert reported(rule, subject(audited("DELETE /x", SYSTEM, effects=checked))) == []


def test_a_miss_is_told_to_programs_and_beside_the_method_that_answers_it():
    rule, miss = unhandled_miss.RULE, effect(EffectKind.BREAKS_ON_MISS, "Row.query.get")
    put, get = audited("PUT /rows/{id}", SYSTEM, effects=[miss]), audited("GET /rows/{id}", SYSTEM)
    (finding,) = rule.findings(subject(put, get))
    assert (finding.operation, "{id}" in finding.message) == ("PUT /rows/{id}", True)
    assert "GET /rows/{id}" in [what for _, what in finding.related]
    for silent in (verdict(Owner.UI), verdict(Owner.SYSTEM, shape=Shape.WEBHOOK)):
        assert reported(rule, subject(audited("PUT /rows/{id}", silent, effects=[miss]))) == []


def test_a_hook_that_a_library_supplies_is_not_judged():
    hook = verdict(Owner.SYSTEM, shape=Shape.WEBHOOK)
    assert reported(unsigned_webhook.RULE, subject(audited(operation("POST /hook", file=""), hook))) == []
    own = effect(EffectKind.CHECKS_OWN_SIGNATURE)
    assert reported(unsigned_webhook.RULE, subject(audited("POST /hook", hook, effects=[own]))) == []


def test_answers_are_stated_by_decorators_and_by_openapi_text():
    rule = implicit_contract.RULE
    one = audited(operation("GET /x", line=10), SYSTEM)
    plain = facts("app/views.py", scope("handle", 10, 20))
    assert reported(rule, subject(one, facts=plain)) == ["GET /x"]
    for stated in (
        scope("handle", 10, 20, decorators=(Call(Name("extend_schema")),)),
        scope("handle", 10, 20, decorators=(Call(Member(Name("ns"), "doc"), (), (("responses", Record(())),)),)),
        scope("handle", 10, 20, doc="Orders.\n---\nget:\n  responses:\n    200:\n      description: x\n"),
    ):
        assert reported(rule, subject(one, facts=facts("app/views.py", stated))) == []
    told = scope("handle", 10, 20, decorators=(Call(Member(Name("ns"), "doc"), (), (("params", Record(())),)),))
    assert reported(rule, subject(one, facts=facts("app/views.py", told))) == ["GET /x"]


def test_documents_that_a_library_generates_describe_what_is_built_on_it():
    rule = undocumented_boundary.RULE
    view = audited(operation("GET /x", framework="django", bases=("rest_framework.views.APIView",)), SYSTEM)
    published = "drf_spectacular.views.SpectacularAPIView"
    schema = audited(operation("GET /schema", handler=published, file="", framework="django"), SYSTEM)
    assert reported(rule, subject(view)) == ["GET /x"]
    assert reported(rule, subject(view, schema)) == []
    resource = audited(operation("GET /x", bases=("flask_restx.Resource",)), SYSTEM)
    assert reported(rule, subject(resource)) == []
    collected = facts("app/views.py", scope("handle", 10, 20, doc="Orders.\n---\nget:\n  responses:\n    200:\n"))
    assert reported(rule, subject(audited("GET /x", SYSTEM), facts=collected)) == []
    hidden = operation("GET /x", bases=("flask_restx.Resource",), declared=Declared(in_schema=False))
    assert reported(rule, subject(audited(hidden, SYSTEM))) == ["GET /x"]


@pytest.mark.parametrize(
    ("file", "versioned"),
    [("app/api.py", True), ("other/api.py", False)],
)
def test_a_version_may_stand_in_a_header(file: str, versioned: bool):
    imports = (Import("Cadwyn", "cadwyn", "Cadwyn", 1),)
    seen = subject(*boundary(4), facts=facts(file, imports=imports))
    assert (reported(unversioned_public_api.RULE, seen) == []) is versioned
    settings = Binding(Name("REST_FRAMEWORK"), Record((("DEFAULT_VERSIONING_CLASS", Literal("x")),)), 1)
    configured = facts("settings.py", Scope(
        kind=ScopeKind.CLASS, name="S", qualname="S", parent=0, line=1, end=9, bindings=(settings,)
    ))  # fmt: skip
    assert reported(unversioned_public_api.RULE, subject(*boundary(4), facts=configured)) == []


def test_a_handler_tested_at_another_address_is_tested():
    runs = (CodeRef("app/views.py", "flips", 11),)
    old = audited(operation("GET /v1/flips", runs=runs), SYSTEM)
    test = link("GET /v2/flips", CallKind.TEST, asserts=("status",))
    new = audited(operation("GET /v2/flips", runs=runs), SYSTEM, links=[test])
    assert reported(untested_boundary.RULE, subject(old, new)) == []
    apart = audited(operation("GET /v1/pings", line=30), SYSTEM)
    assert reported(untested_boundary.RULE, subject(old, new, apart)) == ["GET /v1/pings"]


def test_mutating_get_leaves_out_what_a_link_is_meant_to_do():
    rule = mutating_get.RULE
    for name in ("GET /logout", "GET /confirm/{id}", "GET /ping/{token}", "GET /oauth/callback"):
        assert reported(rule, subject(audited(name, verdict(), effects=[WRITE]))) == []
    assert reported(rule, subject(audited("GET /items/{id}/delete", verdict(), effects=[WRITE]))) != []
    far = replace(WRITE, depth=3)
    assert reported(rule, subject(audited("GET /items", verdict(), effects=[far]))) == []


def test_a_removal_is_told_first_and_surest_with_the_remedy_of_its_clients():
    rule, found = mutating_get.RULE, verdict(Owner.SYSTEM)
    commit, removes = effect(EffectKind.MUTATES, "session.commit"), effect(EffectKind.MUTATES, "query.delete", line=20)
    creates = effect(EffectKind.MUTATES, "session.add")

    def told(*effects: Effect) -> Finding:
        (finding,) = rule.findings(subject(audited("GET /api/tidy", found, effects=effects)))
        return finding

    removed = told(commit, removes, TOKEN)
    assert "query.delete and session.commit" in removed.message
    assert "form" not in removed.help and "form" in told(commit, removes).help
    assert removed.confidence > told(creates, TOKEN).confidence > told(commit, TOKEN).confidence


def test_a_mail_sent_is_a_change():
    rule, found = mutating_get.RULE, verdict(Owner.SHARED)
    mail = effect(EffectKind.SENDS_MAIL, "smtp.sendmail", depth=2)
    assert reported(rule, subject(audited("GET /api/reminder", found, effects=[mail]))) == ["GET /api/reminder"]
    far = effect(EffectKind.SENDS_MAIL, "mail_admins", depth=3)
    assert reported(rule, subject(audited("GET /api/reminder", found, effects=[far]))) == []


def test_mutating_get_is_surer_the_nearer_the_change():
    def confidence(depth: int) -> float:
        seen = subject(audited("GET /sync", verdict(), effects=[replace(WRITE, depth=depth)]))
        return next(iter(mutating_get.RULE.findings(seen))).confidence

    assert confidence(0) > confidence(1) > confidence(2)


def test_a_change_in_code_that_post_runs_too_is_not_gets():
    get, post = operation("GET /edit"), operation("POST /edit")
    seen = subject(audited(get, verdict(), effects=[WRITE]), audited(post, verdict(), effects=[WRITE]))
    assert reported(mutating_get.RULE, seen) == []
    own = replace(WRITE, method="GET")
    seen = subject(audited(get, verdict(), effects=[own]), audited(post, verdict(), effects=[WRITE]))
    assert reported(mutating_get.RULE, seen) == ["GET /edit"]


def test_methods_of_a_class_are_told_apart():
    get = operation("GET /edit", runs=(CodeRef("app/views.py", "Edit.get", 11),))
    post = operation("POST /edit", runs=(CodeRef("app/views.py", "Edit.post", 20),))
    seen = subject(audited(get, verdict(), effects=[WRITE]), audited(post, verdict(), effects=[WRITE]))
    assert reported(mutating_get.RULE, seen) == ["GET /edit"]


def test_split_handlers_are_told_once():
    split = verdict(Owner.SHARED, fit=Fit.SPLIT)
    seen = subject(audited("GET /orders", split), audited("GET /orders/{id}", split))
    (finding,) = two_audiences.RULE.findings(seen)
    assert finding.subject == "app.views.handle"


def boundary(count: int, **more: object) -> list:
    names = [f"POST /api/things{number}" for number in range(count)]
    return [
        audited(operation(name, handler=f"app.h{index}"), SYSTEM, effects=[TOKEN, WRITE])
        for index, name in enumerate(names)
    ]


def test_shortfalls_are_told_once_per_application_with_their_share():
    for module, words in (
        (unthrottled_boundary, "all 3 changes"),
        (untested_boundary, "all 3 operations"),
        (undocumented_boundary, "all 3 operations"),
        (unversioned_public_api, "all 3 operations"),
    ):
        (finding,) = module.RULE.findings(subject(*boundary(3)))
        assert words in finding.message
        assert len(finding.related) == 2
        assert finding.subject


def test_an_address_with_and_without_a_last_slash_is_told_once():
    def one(name: str, *, published: bool) -> AuditedOperation:
        return audited(operation(name, declared=Declared(in_schema=published)), SYSTEM)

    rule = undocumented_boundary.RULE
    assert reported(rule, subject(one("GET /x", published=True), one("GET /x/", published=False))) == []
    (finding,) = rule.findings(subject(one("GET /x", published=False), one("GET /x/", published=False)))
    assert "the only operation" in finding.message


def test_what_meets_the_need_is_not_counted():
    first, *others = boundary(4)
    throttled = replace(first, effects=(*first.effects, effect(EffectKind.THROTTLES)))
    (finding,) = unthrottled_boundary.RULE.findings(subject(throttled, *others))
    assert "3 of 4" in finding.message
    documented = replace(first, links=(link(first.operation.id, CallKind.DOCS, file="README.md"),))
    (finding,) = undocumented_boundary.RULE.findings(subject(documented, *others))
    assert "3 of 4" in finding.message
    asserting = replace(first, links=(link(first.operation.id, CallKind.TEST, asserts=("status",)),))
    silent = replace(others[0], links=(link(others[0].operation.id, CallKind.TEST),))
    (finding,) = untested_boundary.RULE.findings(subject(asserting, silent, *others[1:]))
    assert "3 of 4" in finding.message
    assert "tests request 1 of them and assert nothing" in finding.message


@pytest.mark.parametrize("path", ["/api/v1/x", "/v2/x", "/api/{version}/x", "/2024-01-01/x", "/api/v{n}/x", "/V1.1/x"])
def test_versions_are_recognised(path: str):
    operations = [audited(operation(f"GET {path}{n}", handler=f"app.h{n}"), SYSTEM, effects=[TOKEN]) for n in range(3)]
    assert reported(unversioned_public_api.RULE, subject(*operations)) == []


def test_two_unversioned_operations_are_no_public_api():
    assert reported(unversioned_public_api.RULE, subject(*boundary(2))) == []


def test_a_body_that_is_passed_on_unread_is_the_receivers_to_check():
    rule = unvalidated_body.RULE
    forward = replace(JSON, location=Location("app/helper.py", 5))
    out = effect(EffectKind.CALLS_OUT, "requests.request", file="app/helper.py", line=7)
    files = facts("app/helper.py", scope("forward", 1, 9)) | facts("app/views.py", scope("handle", 10, 20))
    passed = audited("PUT /x", SYSTEM, effects=[forward, out, WRITE])
    assert reported(rule, subject(passed, facts=files)) == []
    read_too = audited("PUT /x", SYSTEM, effects=[forward, out, WRITE, JSON])
    assert reported(rule, subject(read_too, facts=files)) == ["PUT /x"]


def test_a_commit_alone_is_less_sure_than_a_deletion():
    def confidence(detail: str) -> float:
        seen = subject(audited("GET /seen", verdict(), effects=[replace(WRITE, detail=detail)]))
        return next(iter(mutating_get.RULE.findings(seen))).confidence

    assert confidence("db.session.delete") > 0.7 > confidence("db.session.commit")


def test_changes_aside_and_changes_of_all_are_not_gets_own():
    rule = mutating_get.RULE
    for detail in ("record_event.delay", "Path.unlink", "os.makedirs"):
        assert reported(rule, subject(audited("GET /x", verdict(), effects=[replace(WRITE, detail=detail)]))) == []
    many = [audited(operation(f"GET /x{n}", handler=f"app.h{n}"), verdict(), effects=[WRITE]) for n in range(4)]
    assert reported(rule, subject(*many)) == []
    assert len(reported(rule, subject(*many[:3]))) == 3


@pytest.mark.parametrize(
    ("returned", "refuses"),
    [
        (Sequence((Call(Name("jsonify")), Literal(422))), True),
        (Call(Name("JsonResponse"), (Record(),), named=(("status", Literal(400)),)), True),
        (Call(Name("Response"), (Record(), Literal(404))), True),
        (Choice((Literal(None), Sequence((Record(), Literal(409))))), True),
        (Sequence((Call(Name("jsonify")), Literal(201))), False),
        (Call(Name("jsonify"), (Literal(422),)), False),
        (Call(Name("Response"), named=(("status", Member(Name("status"), "HTTP_409_CONFLICT")),)), True),
        (Sequence((Record(), Member(Name("HTTPStatus"), "NOT_FOUND"))), True),
        (Sequence((Record(), Member(Name("HTTPStatus"), "CREATED"))), False),
        (Sequence((Record(), Member(Name("settings"), "NOT_FOUND"))), False),
    ],
)
def test_an_error_answered_by_hand_is_a_check(returned: Expression, refuses: bool):
    files = facts("app/views.py", scope("handle", 10, 20, returns=(returned,)))
    raw = audited("POST /x", SYSTEM, effects=[JSON, WRITE])
    assert (reported(unvalidated_body.RULE, subject(raw, facts=files)) == []) is refuses


def test_a_status_in_the_answer_is_part_of_a_stated_contract():
    answer = effect(EffectKind.ANSWERS_JSON, "jsonify", line=15)
    one = audited("POST /x", SYSTEM, effects=[answer])
    stated = facts("app/views.py", scope("handle", 10, 20, returns=(Sequence((Call(Name("jsonify")), Literal(201))),)))
    assert reported(implicit_contract.RULE, subject(one, facts=stated)) == []
    assert reported(implicit_contract.RULE, subject(one)) == ["POST /x"]
    assert reported(implicit_contract.RULE, subject(audited("GET /api/swagger.json", SYSTEM))) == []
    refusal = Call(Name("HTTPException"), (Member(Name("status"), "HTTP_404_NOT_FOUND"),))
    raised = facts("app/views.py", scope("handle", 10, 20, raises=(refusal,)))
    assert reported(implicit_contract.RULE, subject(one, facts=raised)) == []
