"""Safety rules: cookies without CSRF checks, changes without authentication."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Owner, Shape
from scanner.concepts.operation import Declared
from scanner.rules import csrf_hole, open_mutation
from tests.rules.build import audited, effect, operation, reported, subject, verdict

LOGIN = effect(EffectKind.REQUIRES_LOGIN, "login_required")
SESSION = effect(EffectKind.CHECKS_SESSION, "session")
TOKEN = effect(EffectKind.CHECKS_TOKEN, "api_key")
OFF = effect(EffectKind.CSRF_OFF, "csrf_exempt", line=9)


def holes(
    *effects: object, name: str = "POST /save", framework: str = "flask", exempt: bool | None = None
) -> list[str]:
    declared = Declared(csrf_exempt=exempt)
    one = audited(operation(name, framework=framework, declared=declared), verdict(), effects=effects)  # type: ignore[arg-type]
    return reported(csrf_hole.RULE, subject(one))


def test_a_hole_needs_a_session_and_an_exemption():
    assert holes(LOGIN, OFF) == ["POST /save"]
    assert holes(LOGIN, exempt=True) == ["POST /save"]
    assert holes(OFF) == []
    assert holes(LOGIN) == []
    assert holes(LOGIN, exempt=False) == []


def test_tokens_and_signatures_need_no_csrf_check():
    assert holes(LOGIN, TOKEN, OFF) == []
    assert holes(SESSION, TOKEN, OFF) == []
    assert holes(SESSION, effect(EffectKind.CHECKS_SIGNATURE), OFF) == []


def test_safe_methods_and_rest_framework_views_are_spared():
    assert holes(LOGIN, OFF, name="GET /save") == []
    assert holes(LOGIN, OFF, framework="drf") == []


def test_one_exempting_line_is_told_once():
    group = [
        audited(operation(f"POST /save{n}", handler=f"app.h{n}", line=20 + n), verdict(), effects=[LOGIN, OFF])
        for n in range(3)
    ]
    (finding,) = csrf_hole.RULE.findings(subject(*group))
    assert finding.location == OFF.location
    assert "3 changes" in finding.message


GUARDED = audited(operation("POST /orders", handler="app.create"), verdict(Owner.SYSTEM), effects=[TOKEN])
OPEN = audited(operation("DELETE /orders/{id}", handler="app.drop"), verdict(Owner.SYSTEM))


def test_an_open_change_is_told_beside_guarded_ones():
    (finding,) = open_mutation.RULE.findings(subject(GUARDED, OPEN))
    assert finding.operation == "DELETE /orders/{id}"
    assert "1 of 2 changes" in finding.message


def test_an_application_without_any_guard_is_not_judged():
    assert reported(open_mutation.RULE, subject(OPEN)) == []


def test_guards_of_unknown_meaning_and_entries_are_spared():
    guarded = replace(OPEN, operation=replace(OPEN.operation, declared=Declared(guards=("acme.check",))))
    assert reported(open_mutation.RULE, subject(GUARDED, guarded)) == []
    for name in ("POST /login", "POST /users/register", "POST /password/forgot", "POST /x/{token}"):
        entry = audited(operation(name, handler="app.enter"), verdict(Owner.SYSTEM))
        assert reported(open_mutation.RULE, subject(GUARDED, entry)) == []
    hook = audited(operation("POST /hook", handler="app.hook"), verdict(Owner.SYSTEM, shape=Shape.WEBHOOK))
    assert reported(open_mutation.RULE, subject(GUARDED, hook)) == []
    own = audited(operation("POST /own", handler="app.own"), verdict(Owner.UI))
    assert reported(open_mutation.RULE, subject(GUARDED, own)) == []


def test_ways_in_have_no_session_to_forge():
    assert holes(SESSION, OFF, name="POST /ldap/login") == []
    assert holes(SESSION, effect(EffectKind.STARTS_SESSION), OFF) == []
