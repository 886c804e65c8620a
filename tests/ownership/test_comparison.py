from __future__ import annotations

from dataclasses import replace

import pytest

from scanner.concepts.callsite import Aftermath, Body, CallKind, CallSite, Link, MatchGrade
from scanner.concepts.comparison import Comparison, Concern
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Fit, Owner, Shape, Verdict
from scanner.concepts.expression import Call, Name
from scanner.concepts.facts import FileFacts, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from scanner.concepts.source import Language, Role
from scanner.ownership.comparison import compare
from tests.ownership.build import operation

WRAPPER = Location("api.js", 3, 5)
SCRIPTS = {
    "api.js": FileFacts(
        file="api.js",
        language=Language.JAVASCRIPT,
        role=Role.SOURCE,
        scopes=(
            Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=9),
            Scope(
                kind=ScopeKind.FUNCTION,
                name="send",
                qualname="send",
                parent=0,
                line=2,
                end=7,
                calls=(Call(Name("fetch"), line=3, column=5),),
            ),
        ),
    ),
    "page.js": FileFacts(
        file="page.js",
        language=Language.JAVASCRIPT,
        role=Role.SOURCE,
        scopes=(
            Scope(kind=ScopeKind.MODULE, name="", qualname="", parent=None, line=1, end=40),
            Scope(
                kind=ScopeKind.FUNCTION,
                name="save",
                qualname="save",
                parent=0,
                line=10,
                end=14,
                calls=(Call(Name("send"), line=12, column=3),),
            ),
            # the callback of the same line, in which the request is not made
            Scope(kind=ScopeKind.FUNCTION, name="", qualname="", parent=1, line=12, end=12),
        ),
    ),
}


def scripted(line: int, column: int = 3) -> CallSite:
    return CallSite(
        kind=CallKind.VIA_WRAPPER,
        location=Location("page.js", line, column),
        role=Role.SOURCE,
        method="POST",
        page="page.html",
        server_rendered=True,
        body=Body.JSON,
        aftermath=(Aftermath.RELOAD,),
        through=(WRAPPER,),
        fields=("name", "city"),
    )


def subject(
    fit: Fit,
    *sites: CallSite,
    owner: Owner = Owner.UI,
    shape: Shape = Shape.JSON_API,
    effects: tuple[EffectKind, ...] = (),
) -> AuditedOperation:
    one = operation("POST /profile")
    return AuditedOperation(
        operation=one,
        verdict=Verdict(owner, 0.9, shape, fit, True, ()),
        links=tuple(Link(site, one.id, MatchGrade.EXACT) for site in sites),
        effects=tuple(Effect(kind, Location("app.py", 12)) for kind in effects),
    )


def compared(audited: AuditedOperation) -> Comparison:
    comparison = compare(audited, SCRIPTS)
    assert comparison is not None
    return comparison


def told(comparison: Comparison) -> dict[Concern, str]:
    return {row.concern: row.fact for row in comparison.concerns}


@pytest.mark.parametrize("fit", [Fit.KEEP, Fit.RETIRE])
def test_a_shape_that_fits_is_not_compared(fit: Fit) -> None:
    assert compare(subject(fit, scripted(12)), SCRIPTS) is None


def test_every_concern_is_weighed_in_order() -> None:
    assert [row.concern for row in compared(subject(Fit.LIGHTER, scripted(12))).concerns] == list(Concern)


def test_client_code_is_the_functions_that_make_the_requests_and_their_wrappers_once() -> None:
    comparison = compared(subject(Fit.LIGHTER, scripted(12), scripted(30)))
    assert comparison.client_lines == 5 + 1 + 6, "save, a line outside functions, and the wrapper that both pass"
    assert told(comparison)[Concern.BOILERPLATE] == (
        "12 lines of script around 2 scripted calls, 1 wrapper included, "
        "then reloads or navigates, as a form does by itself"
    )


def test_a_form_in_disguise_shows_what_a_form_would_carry() -> None:
    facts = told(compared(subject(Fit.LIGHTER, scripted(12), effects=(EffectKind.REQUIRES_LOGIN,))))
    assert facts[Concern.FORMS] == "no form sends to it; one would carry 2 fields: name and city"
    assert facts[Concern.PROGRESSIVE_ENHANCEMENT] == "does not work until scripts have loaded: they alone request it"
    assert facts[Concern.REUSE] == "page.html alone"
    assert facts[Concern.AUTHENTICATION] == "a login, no rate limit seen"
    assert facts[Concern.TESTING] == "no test requests it"


def test_a_form_that_is_there_is_counted_beside_the_scripts() -> None:
    form = CallSite(kind=CallKind.FORM, location=Location("page.html", 4), role=Role.SOURCE)
    facts = told(compared(subject(Fit.LIGHTER, form, scripted(12))))
    assert facts[Concern.FORMS] == "1 form of this project sends to it"
    assert facts[Concern.PROGRESSIVE_ENHANCEMENT] == "1 form or link work without scripts, 1 scripted call do not"


def test_a_boundary_shows_who_depends_on_it_and_what_it_lacks() -> None:
    curl = CallSite(kind=CallKind.DOCS, location=Location("README.md", 9), role=Role.DOCS)
    comparison = compared(subject(Fit.STRONGER, curl, owner=Owner.SYSTEM, effects=(EffectKind.READS_JSON,)))
    facts = told(comparison)
    assert (
        facts[Concern.PUBLIC_SUPPORT] == "documented at README.md:9, clients outside the repository are to be expected"
    )
    assert facts[Concern.REUSE] == "no own page seen, 1 in documentation"
    assert facts[Concern.CONTRACT_CONTROL] == "reads JSON, no validation seen, no declared answer"
    assert comparison.consumers == 1
    assert comparison.missing == (
        "request authentication", "input validation", "a declared answer", "rate limiting", "protocol tests",
    )  # fmt: skip
    assert "a JSON blueprint under a version" in comparison.target


def test_a_webhook_is_asked_for_its_signature_and_for_no_contract_of_ours() -> None:
    bare = compared(subject(Fit.STRONGER, owner=Owner.SYSTEM, shape=Shape.WEBHOOK))
    assert told(bare)[Concern.WEBHOOK] == "another system posts events to it, and no check of a signature was seen"
    assert "signature" in bare.target
    assert "documentation" not in bare.missing
    signed = compared(
        subject(Fit.STRONGER, owner=Owner.SYSTEM, shape=Shape.WEBHOOK, effects=(EffectKind.CHECKS_SIGNATURE,))
    )
    assert told(signed)[Concern.WEBHOOK].endswith("its signature is checked")
    assert "request authentication" not in signed.missing


def test_what_is_declared_is_not_missing() -> None:
    audited = subject(Fit.STRONGER, owner=Owner.SYSTEM, effects=(EffectKind.CHECKS_TOKEN,))
    declared = replace(audited.operation.declared, body="Item", response="Item", throttled=True, in_schema=True)
    full = replace(audited, operation=replace(audited.operation, declared=declared))
    assert compared(full).missing == ("protocol tests",)


def test_two_audiences_become_two_handlers() -> None:
    assert "page handler and an API handler" in compared(subject(Fit.SPLIT, owner=Owner.SHARED)).target
