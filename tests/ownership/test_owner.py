from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.declared import DeclaredOwner
from scanner.concepts.effects import BY_DEFAULT, ISSUED, Effect
from scanner.concepts.effects import EffectKind as E
from scanner.concepts.evidence import Fit, Owner, Shape, Side
from scanner.concepts.expression import Call, Name
from scanner.concepts.facts import Binding, FileFacts, Scope, ScopeKind
from scanner.concepts.marks import Declaration
from scanner.concepts.operation import CodeRef, Handler
from scanner.concepts.source import Language, Role
from tests.ownership.build import effect, judged, link, operation

SESSION = effect(E.REQUIRES_LOGIN, "flask_login.login_required")
TOKEN = effect(E.CHECKS_TOKEN, "request.headers.get")
JSON = effect(E.ANSWERS_JSON, "jsonify")
CHANGE = effect(E.MUTATES, "db.session.commit")
SPOKEN = effect(E.ANSWERS_PROTOCOL, "application/activity+json")


def token_model() -> dict[str, FileFacts]:
    """A project that keeps tokens for its users."""
    column = Binding(Name("value"), Call(Name("Column")), 3)
    scopes = (
        Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=9),
        Scope(
            kind=ScopeKind.CLASS, name="ApiToken", qualname="ApiToken", parent=0, line=2, end=9,
            bases=(Name("Model"),), bindings=(column,),
        ),
    )  # fmt: skip
    return {"models.py": FileFacts(file="models.py", language=Language.PYTHON, role=Role.SOURCE, scopes=scopes)}


@pytest.mark.parametrize(
    ("name", "links", "effects", "owner"),
    [
        ("POST /notes", [link(CallKind.FORM)], [effect(E.READS_FORM), CHANGE, effect(E.REDIRECTS)], Owner.UI),
        ("GET /notes", [], [effect(E.RENDERS, "notes.html"), SESSION], Owner.UI),
        ("GET /notes/{id}.json", [link(CallKind.FETCH)], [JSON, SESSION], Owner.UI),
        ("GET /reset/{token}", [link(CallKind.EMAIL)], [effect(E.RENDERS, "reset.html")], Owner.UI),
        ("POST /webhooks/pay", [], [effect(E.CHECKS_SIGNATURE, "hmac.compare_digest"), CHANGE], Owner.SYSTEM),
        ("GET /healthz", [link(CallKind.CONFIG, file="Dockerfile")], [effect(E.ANSWERS_TEXT)], Owner.SYSTEM),
        ("GET /widget/{id}.js", [], [effect(E.ANSWERS_FILE), effect(E.OPENS_TO_SITES)], Owner.SYSTEM),
        ("GET /lti/oidc/login", [], [effect(E.REDIRECTS), effect(E.RENDERS, "failed.html")], Owner.SYSTEM),
        ("GET /feed.xml", [link(CallKind.LINK)], [effect(E.ANSWERS_FEED, "Feed")], Owner.SYSTEM),
        ("GET /.well-known/security.txt", [], [effect(E.ANSWERS_TEXT)], Owner.SYSTEM),
        ("GET /api/v1/orders", [link(CallKind.DOCS, file="docs/api.md")], [JSON, TOKEN], Owner.SYSTEM),
        # a description among the manual's pages is published; one beside the code serves whatever it serves
        ("GET /orders", [link(CallKind.DOCS, file="docs/static/api.yaml", role=Role.DOCS)], [JSON], Owner.SYSTEM),
        ("GET /orders", [link(CallKind.DOCS, file="app/openapi.yaml")], [JSON], Owner.NONE),
        ("GET /api/v1/orders", [], [JSON, effect(E.CHECKS_BASIC, "HTTPBasic")], Owner.SYSTEM),
        ("GET /api/v1/orders", [link(CallKind.FETCH)], [JSON, TOKEN], Owner.SHARED),
        ("POST /internal/clear", [], [JSON, SESSION, CHANGE], Owner.NONE),
        ("GET /api/old", [link(CallKind.WRAPPER)], [JSON, SESSION], Owner.NONE),
        ("GET /api/old", [link(CallKind.TEST, role=Role.TEST)], [JSON], Owner.NONE),
    ],
)  # fmt: skip
def test_owner_follows_evidence(name: str, links: list[Link], effects: list[Effect], owner: Owner) -> None:
    verdict = judged(operation(name), links, effects)
    assert verdict.owner is owner
    assert 0.5 < verdict.confidence <= 1


def test_a_package_shipped_apart_from_the_server_is_a_client_though_it_logs_in_as_a_person() -> None:
    packaging = {
        path: FileFacts(file=path, language=Language.PYTHON, role=Role.SOURCE)
        for path in ("setup.py", "client/python/setup.py")
    }
    asked = [link(CallKind.PYTHON_HTTP, file="client/python/notes_client/api.py")]
    beside = [link(CallKind.PYTHON_HTTP, file="worker/api.py")]
    shipped = judged(operation("POST /api/notes"), asked, [JSON, SESSION, CHANGE], facts=packaging)
    own = judged(operation("POST /api/notes"), beside, [JSON, SESSION, CHANGE], facts=packaging)
    assert (shipped.owner, own.owner) == (Owner.SYSTEM, Owner.NONE)
    assert [row.kind for row in shipped.evidence if row.weight > 5] == ["called-by-package"]
    assert "called-by-package" not in [row.kind for row in own.evidence]


def test_stored_tokens_offer_what_they_open() -> None:
    login_token = effect(E.CHECKS_TOKEN, "jwt.decode")
    uncalled = judged(operation("GET /api/orders"), [], [JSON, login_token], facts=token_model())
    called = judged(operation("GET /api/orders"), [link(CallKind.FETCH)], [JSON, login_token], facts=token_model())
    assert (uncalled.owner, called.owner) == (Owner.SYSTEM, Owner.SHARED)
    row = next(row for row in uncalled.evidence if row.kind == "stored-token-opens-it")
    assert "ApiToken" in row.text


def test_a_key_column_is_a_stored_token() -> None:
    column = Binding(Name("api_key"), Call(Name("Column")), 3)
    user = Scope(
        kind=ScopeKind.CLASS,
        name="User",
        qualname="User",
        parent=0,
        line=2,
        end=9,
        bases=(Name("Model"),),
        bindings=(column,),
    )
    module = Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=9)
    facts = {"m.py": FileFacts(file="m.py", language=Language.PYTHON, role=Role.SOURCE, scopes=(module, user))}
    verdict = judged(operation("GET /api/a"), [], [JSON, effect(E.CHECKS_TOKEN, "jwt.decode")], facts=facts)
    assert verdict.owner is Owner.SYSTEM


def test_a_login_token_is_the_front_ends_session_where_its_scripts_send_it() -> None:
    login_token = effect(E.CHECKS_TOKEN, "fastapi.security.OAuth2PasswordBearer")
    other = {operation("GET /api/me"): ((link(CallKind.VIA_WRAPPER, server_rendered=False),), (JSON, login_token))}
    called = judged(operation("GET /api/orders"), [link(CallKind.FETCH)], [JSON, login_token], others=other)
    uncalled = judged(operation("GET /api/orders"), [], [JSON, login_token], others=other)
    no_front_end = judged(operation("GET /api/orders"), [], [JSON, login_token], others={})
    assert [one.owner for one in (called, uncalled, no_front_end)] == [Owner.UI, Owner.NONE, Owner.SYSTEM]


def test_secrets_compared_deep_inside_a_login_open_nothing_to_programs() -> None:
    compared = effect(E.CHECKS_TOKEN, "hmac.compare_digest", 5)
    behind_login = judged(
        operation("GET /data"), [link(CallKind.FETCH)], [JSON, SESSION, compared], facts=token_model()
    )
    near = judged(operation("POST /run"), [], [JSON, CHANGE, effect(E.CHECKS_TOKEN, "hmac.compare_digest", 1)])
    assert (behind_login.owner, near.owner) == (Owner.UI, Owner.SYSTEM)


def test_a_token_hook_does_not_offer_pages() -> None:
    verdict = judged(operation("GET /admin"), [link(CallKind.LINK)], [effect(E.RENDERS, "a.html"), TOKEN, SESSION])
    assert verdict.owner is Owner.UI


def test_a_signature_that_opens_pages_too_is_no_senders() -> None:
    signature = effect(E.CHECKS_SIGNATURE, "signer.verify")
    page = {operation("GET /"): ((link(CallKind.LINK),), (effect(E.RENDERS, "p.html"), signature))}
    signed_links = judged(operation("POST /move"), [], [JSON, CHANGE, signature], others=page)
    webhook = judged(operation("POST /move"), [], [JSON, CHANGE, signature])
    assert [one.owner for one in (signed_links, webhook)] == [Owner.NONE, Owner.SYSTEM]


def test_callers_in_tests_examples_and_generated_code_are_no_consumers() -> None:
    for role in (Role.TEST, Role.EXAMPLE, Role.GENERATED, Role.DOCS):
        verdict = judged(operation("GET /api/a"), [link(CallKind.FETCH, role=role)], [JSON, SESSION])
        assert verdict.owner is Owner.NONE, role


def test_methods_that_only_a_base_class_provides_belong_to_nobody() -> None:
    form = [effect(E.READS_FORM), effect(E.REDIRECTS), CHANGE]
    put = judged(operation("PUT /login", framework="django", inherited=True), [], form)
    post = judged(operation("POST /login", framework="django", inherited=True), [link(CallKind.FORM)], form)
    onward = judged(operation("POST /old", framework="django", inherited=True), [], [effect(E.REDIRECTS)])
    rest = judged(operation("PUT /api/notes/{pk}", framework="drf", inherited=True), [], [JSON, TOKEN, CHANGE])
    assert (onward.owner, onward.fit, onward.shape) == (Owner.NONE, Fit.RETIRE, Shape.REDIRECT)
    assert (put.owner, put.fit) == (Owner.NONE, Fit.RETIRE)
    assert post.owner is Owner.UI
    assert rest.owner is Owner.SYSTEM


def test_a_page_that_takes_post_beside_get_and_reads_nothing_is_posted_by_nobody() -> None:
    shown = (effect(E.RENDERS, "changed.html"), effect(E.REDIRECTS), CHANGE)
    own = Handler("app.changed", "app.py", 11, (CodeRef("app.py", "changed", 11),))
    get, post = (replace(operation(f"{name} /changed"), handler=own) for name in ("GET", "POST"))
    beside = {get: ((), shown)}
    assert judged(post, [], shown, others=beside).owner is Owner.NONE
    assert judged(post, [link(CallKind.FORM)], shown, others=beside).owner is Owner.UI
    assert judged(post, [], (*shown, effect(E.READS_FORM)), others=beside).owner is Owner.UI
    assert judged(post, [], (*shown, effect(E.CHECKS_METHOD, "request.method")), others=beside).owner is Owner.UI
    assert judged(post, [], shown, others={}).owner is Owner.UI
    assert judged(get, [], shown, others={post: ((), shown)}).owner is Owner.UI


def test_a_token_that_ends_with_the_process_is_a_logins() -> None:
    issued = effect(E.CHECKS_TOKEN, f"header authorization, {ISSUED}")
    other = {operation("GET /api/me"): ((link(CallKind.FETCH),), (JSON, issued))}
    called = judged(operation("GET /api/orders"), [link(CallKind.FETCH)], [JSON, issued], others=other)
    uncalled = judged(operation("GET /api/orders"), [], [JSON, issued], others=other)
    assert [called.owner, uncalled.owner] == [Owner.UI, Owner.NONE]


def test_evidence_is_located_weighed_and_speaks_in_sentences() -> None:
    verdict = judged(
        operation("GET /api/v1/a"), [link(CallKind.FETCH, line=7), link(CallKind.FETCH, line=9)], [JSON, TOKEN]
    )
    by_kind = {row.kind: row for row in verdict.evidence if row.toward is Side.UI}
    called = by_kind["called-by-script"]
    assert called.weight > 0
    assert str(called.location) == "page.html:7"
    assert called.text == "2 calls in this project's scripts (page.html:7 and 1 more): requests it"
    assert [abs(row.weight) for row in verdict.evidence] == sorted(
        (abs(row.weight) for row in verdict.evidence), reverse=True
    )


def test_declared_owners_stand() -> None:
    facts = {
        "app.py": FileFacts(
            file="app.py",
            language=Language.PYTHON,
            role=Role.SOURCE,
            declarations=(Declaration(9, "system", "partner", alone=True),),
        )
    }
    commented = judged(operation("POST /orders", line=10), [link(CallKind.FORM)], [CHANGE], facts=facts)
    assert (commented.owner, commented.declared, commented.confidence) == (Owner.SYSTEM, "partner", 1.0)
    elsewhere = judged(operation("POST /orders", line=40), [link(CallKind.FORM)], [CHANGE], facts=facts)
    assert (elsewhere.owner, elsewhere.declared) == (Owner.UI, None)
    configured = (DeclaredOwner("POST /ord*", Owner.NONE, "old"),)
    assert judged(operation("POST /orders", line=40), [], [CHANGE], configured=configured).declared == "old"


@pytest.mark.parametrize(
    ("name", "links", "effects", "shape"),
    [
        ("GET /a", [], [effect(E.RENDERS, "a.html")], Shape.PAGE),
        ("GET /a", [link(CallKind.HTMX)], [effect(E.RENDERS, "a.html")], Shape.FRAGMENT),
        ("POST /a", [], [effect(E.READS_FORM), effect(E.RENDERS, "a.html")], Shape.FORM_ACTION),
        ("POST /a", [], [effect(E.REDIRECTS)], Shape.FORM_ACTION),
        ("POST /a", [link(CallKind.FETCH)], [JSON, effect(E.READS_JSON)], Shape.JSON_API),
        ("GET /a", [], [effect(E.REDIRECTS), JSON], Shape.JSON_API),
        ("GET /a", [link(CallKind.FETCH)], [effect(E.RENDERS, "a.html"), JSON], Shape.PAGE),
        ("POST /a", [link(CallKind.FETCH)], [effect(E.RENDERS, "a.html"), JSON], Shape.JSON_API),
        ("GET /a", [], [effect(E.REDIRECTS)], Shape.REDIRECT),
        ("GET /a", [], [effect(E.ANSWERS_FILE)], Shape.FILE),
        ("GET /a", [], [effect(E.STREAMS)], Shape.STREAM),
        ("WEBSOCKET /a", [], [], Shape.STREAM),
        ("GET /rss", [], [effect(E.ANSWERS_TEXT)], Shape.FEED),
        ("POST /hook/stripe", [], [CHANGE], Shape.WEBHOOK),
        ("POST /sms/status", [], [effect(E.CSRF_OFF, "csrf_exempt"), effect(E.READS_FORM), CHANGE], Shape.WEBHOOK),
        ("POST /sms/status", [link(CallKind.FORM)], [effect(E.CSRF_OFF, "csrf_exempt"), CHANGE], Shape.FORM_ACTION),
        ("GET /api/status", [], [effect(E.ANSWERS_TEXT)], Shape.PROBE),
        ("GET /api/status", [], [JSON], Shape.JSON_API),
        ("POST /api/webhooks", [], [JSON, CHANGE, SESSION], Shape.JSON_API),
        ("POST /saml/acs", [], [CHANGE, effect(E.REDIRECTS)], Shape.PROTOCOL),
        ("POST /users/{name}/inbox", [], [effect(E.READS_RAW), CHANGE], Shape.PROTOCOL),
        ("GET /users/{name}/outbox", [], [JSON], Shape.PROTOCOL),
        ("GET /mails/inbox", [link(CallKind.FETCH)], [JSON, SESSION], Shape.JSON_API),
        ("GET /mails/inbox", [], [effect(E.RENDERS, "inbox.html")], Shape.PAGE),
        ("GET /notes/{id}", [], [JSON, SPOKEN], Shape.PROTOCOL),
        ("GET /notes/{id}", [], [effect(E.RENDERS, "n.html"), JSON, SPOKEN], Shape.PAGE),
        ("GET /notes/{id}.json", [], [effect(E.RENDERS, "n.html"), JSON, SPOKEN], Shape.PROTOCOL),
        ("GET /notes/{id}.json", [], [effect(E.RENDERS, "n.html"), JSON], Shape.JSON_API),
        ("GET /health", [], [JSON], Shape.PROBE),
        ("GET /health", [], [effect(E.RENDERS, "health.html")], Shape.PAGE),
    ],
)  # fmt: skip
def test_shapes(name: str, links: list[Link], effects: list[Effect], shape: Shape) -> None:
    assert judged(operation(name), links, effects).shape is shape


def test_mutation_is_told_by_method_and_reach() -> None:
    near, far = effect(E.MUTATES, "a.save", 1), effect(E.MUTATES, "counter.save", 5)
    assert judged(operation("GET /a"), [], [JSON, near]).mutates
    assert not judged(operation("GET /a"), [], [JSON, far]).mutates
    assert judged(operation("POST /a"), [], [JSON, far]).mutates
    ends = effect(E.MUTATES, "session.commit", depth=1)
    assert not judged(operation("GET /a"), [], [JSON, ends]).mutates, "every unit of work ends so"
    assert judged(operation("GET /a"), [], [JSON, ends, effect(E.MUTATES, "session.add", depth=1)]).mutates
    assert judged(operation("GET /a"), [], [JSON, effect(E.MUTATES, "session.commit")]).mutates
    assert not judged(operation("POST /search"), [], [JSON]).mutates
    assert judged(operation("POST /unread"), [], []).mutates
    assert judged(operation("DELETE /a"), [], [JSON]).mutates


def test_where_most_of_a_front_end_goes_untraced_nothing_is_called_dead() -> None:
    scripts = {
        f"src/{n}.ts": FileFacts(file=f"src/{n}.ts", language=Language.TYPESCRIPT, role=Role.SOURCE) for n in range(5)
    }
    others = {operation(f"GET /data/{n}"): ((), (JSON, SESSION)) for n in range(12)}
    lost = judged(operation("GET /data/x"), [], [JSON, SESSION], others=others, facts=scripts)
    assert lost.owner is Owner.UI
    assert lost.confidence < 0.8
    assert any(row.kind == "among-untraced" and row.text.startswith("13 of 13") for row in lost.evidence)
    seen = {one: ((link(CallKind.FETCH),), effects) for one, (_, effects) in others.items()}
    dead = judged(operation("GET /data/x"), [], [JSON, SESSION], others=seen, facts=scripts)
    assert dead.owner is Owner.NONE


def test_a_page_that_nothing_leads_to_is_less_surely_the_interfaces_where_most_pages_are_led_to() -> None:
    page = effect(E.RENDERS, "page.html")
    led = {operation(f"GET /page/{n}", line=100 + n): ((link(CallKind.LINK),), (page, SESSION)) for n in range(9)}
    unled = {operation(f"GET /old/{n}", line=200 + n): ((), (page, SESSION)) for n in range(9)}

    lost = judged(operation("GET /lost"), [], [page, SESSION], others=led)
    assert (lost.owner, lost.confidence) == (Owner.UI, 0.6)
    assert [row.text for row in lost.evidence if row.kind == "nothing-leads-there"] == [
        "nothing is seen to lead to it, while 9 of 10 pages are led to"
    ]
    for others in ({**led, **unled}, dict(list(led.items())[:8])):  # most callers are not seen, or too few pages
        assert judged(operation("GET /lost"), [], [page, SESSION], others=others).confidence > 0.9
    assert judged(operation("GET /"), [], [page, SESSION], others=led).confidence > 0.9  # people type that
    assert judged(operation("GET /x"), [link(CallKind.EMAIL)], [page, SESSION], others=led).confidence > 0.9
    test = link(CallKind.TEST, role=Role.TEST)
    assert judged(operation("GET /x"), [test], [page, SESSION], others=led).confidence == 0.6
    assert judged(operation("GET /data"), [], [JSON, SESSION], others=led).owner is Owner.NONE


def test_a_factory_mounted_often_and_what_documentation_shows_do_not_speak_for_an_untraced_front_end() -> None:
    scripts = {
        f"src/{n}.ts": FileFacts(file=f"src/{n}.ts", language=Language.TYPESCRIPT, role=Role.SOURCE) for n in range(5)
    }
    factory = operation("POST /scan").handler
    mounted = {
        replace(operation(f"POST /{name}/scan"), handler=factory): ((), (JSON, SESSION))
        for name in ("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l")
    }
    seen = {operation(f"GET /data/{n}"): ((link(CallKind.FETCH),), (JSON, SESSION)) for n in range(11)}
    dead = judged(operation("GET /data/x"), [], [JSON, SESSION], others={**mounted, **seen}, facts=scripts)
    assert dead.owner is Owner.NONE

    shown = {
        operation(f"GET /api/{n}", line=100 + n): ((link(CallKind.DOCS, file="docs/api.md"),), (JSON, SESSION))
        for n in range(30)
    }
    listed = judged(operation("GET /api/x"), [], [JSON, SESSION], others={**shown, **seen}, facts=scripts)
    assert "among-untraced" not in {row.kind for row in listed.evidence}


def test_a_password_by_default_offers_what_documentation_shows_of_its_resource() -> None:
    basic = effect(E.CHECKS_BASIC, BY_DEFAULT)
    docs = link(CallKind.DOCS, file="docs/api.md")
    others = {operation("GET /api/notes/{pk}", framework="drf"): ((docs,), (JSON, SESSION, basic))}
    shown = judged(operation("PUT /api/notes/{pk}", framework="drf"), [], [JSON, SESSION, CHANGE, basic], others=others)
    assert shown.owner is Owner.SYSTEM
    assert shown.confidence > 0.7
    row = next(row for row in shown.evidence if row.kind == "resource-in-documentation")
    assert str(row.location) == "docs/api.md:1"
    called = judged(operation("GET /api/x", framework="drf"), [link(CallKind.FETCH)], [JSON, SESSION, basic])
    assert called.owner is Owner.UI


def test_a_page_that_answers_programs_of_a_protocol_is_shared_and_may_be_split() -> None:
    page, asks = effect(E.RENDERS, "user.html"), effect(E.BRANCHES_ON_ACCEPT, "request.headers.get", 1)
    both = judged(operation("GET /user/{name}"), [link(CallKind.LINK)], [page, JSON, SPOKEN, asks])
    scripted = judged(operation("GET /user/{name}"), [link(CallKind.LINK)], [page, JSON, asks])
    by_suffix = judged(operation("GET /user/{name}.json"), [], [page, JSON, SPOKEN, asks])
    assert (both.owner, both.fit) == (Owner.SHARED, Fit.SPLIT)
    assert scripted.owner is Owner.UI
    assert by_suffix.owner is Owner.SYSTEM


def test_scopes_offer_what_they_open_and_not_what_the_same_guard_opens_without() -> None:
    scope, login = effect(E.CHECKS_SCOPE, "acquire_token", 3), effect(E.CHECKS_TOKEN, "jwt.decode", 3)
    docs, fetch = link(CallKind.DOCS, file="docs/api.md"), link(CallKind.FETCH, server_rendered=False)
    others = {operation("GET /api/rows"): ((fetch,), (JSON, login, scope))}
    open_ = judged(operation("GET /api/a"), [fetch], [JSON, login, scope], others=others)
    shut = judged(operation("GET /api/b"), [fetch, docs], [JSON, login], others=others)
    assert (open_.owner, shut.owner) == (Owner.SHARED, Owner.UI)
    revoke = judged(operation("POST /oauth/apps/{id}/revoke"), [fetch], [JSON, login], others=others)
    assert revoke.shape is Shape.JSON_API


def test_a_session_that_is_looked_at_counts_once() -> None:
    verdict = judged(operation("GET /api/a"), [link(CallKind.FETCH)], [JSON, effect(E.CHECKS_SESSION, "session.get")])
    assert [row.toward for row in verdict.evidence if row.kind == "knows-session"] == [Side.SYSTEM, Side.UI]


def test_exports_and_logins_under_get_change_nothing_that_counts() -> None:
    assert not judged(
        operation("GET /export"), [], [effect(E.ANSWERS_FILE), effect(E.MUTATES, "shutil.rmtree")]
    ).mutates
    callback = judged(operation("GET /auth/callback"), [], [effect(E.REDIRECTS), CHANGE])
    assert (callback.shape, callback.fit) == (Shape.PROTOCOL, Fit.KEEP)


def test_looking_at_the_session_counts_once_and_csrf_protection_for_changes_alone() -> None:
    looks = effect(E.CHECKS_SESSION, "current_user")
    protected = effect(E.CSRF_ON, "declared")
    kinds = [row.kind for row in judged(operation("GET /a"), [], [JSON, looks, protected]).evidence]
    assert kinds.count("knows-session") == 2, "one row for each side"
    assert "csrf-protection-on" not in kinds
    assert "csrf-protection-on" in [r.kind for r in judged(operation("POST /a"), [], [JSON, protected]).evidence]


def test_a_hook_takes_its_events_in_a_body() -> None:
    exempt = effect(E.CSRF_OFF, "declared")
    assert judged(operation("POST /stop"), [], [exempt]).shape is not Shape.WEBHOOK
    assert judged(operation("POST /event"), [], [exempt, effect(E.READS_RAW)]).shape is Shape.WEBHOOK


@pytest.mark.parametrize(("path", "owner"), [("/favicon.ico", Owner.UI), ("/files/favicon.ico", Owner.NONE)])
def test_browsers_ask_for_the_icon_at_the_root_by_themselves(path: str, owner: Owner) -> None:
    assert judged(operation(f"GET {path}"), [], [effect(E.ANSWERS_FILE)]).owner is owner
