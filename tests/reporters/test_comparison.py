from __future__ import annotations

from reporters.comparison import advice_on, lighter, stronger
from scanner.concepts.callsite import CallKind, MatchGrade
from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from tests.reporters.build import audited, operation, sample, site

HERE = Location("a.py", 1)


def scripted(path: str, places: int) -> AuditedOperation:
    calls = [
        (site(CallKind.FETCH, "a.js", line, page="a.html", through=(Location("api.js", 3),)), MatchGrade.EXACT)
        for line in range(places)
    ]
    subject = operation("POST", path, name="x", file="a.py", line=1)
    return audited(subject, Owner.UI, Shape.JSON_API, fit=Fit.LIGHTER, mutates=True, links=calls)


def boundary(path: str, *kinds: EffectKind) -> AuditedOperation:
    subject = operation("POST", path, name="x", file="a.py", line=1)
    effects = tuple(Effect(kind, HERE) for kind in kinds)
    return audited(subject, Owner.SYSTEM, Shape.JSON_API, fit=Fit.STRONGER, mutates=True, effects=effects)


def test_what_saves_most_client_code_comes_first() -> None:
    one, three = scripted("/one", 1), scripted("/three", 3)
    found = lighter((one, three, boundary("/b")), {})
    assert [str(candidate.audited.operation) for candidate in found] == ["POST /three", "POST /one"]
    assert found[0].gain == "4 lines of script to drop"
    assert dict(found[0].concerns)["reuse across clients"] == "a.html alone"


def test_the_gravest_advice_comes_first_then_what_lacks_most() -> None:
    report = sample()
    advice = advice_on(report.findings, report.rules)
    hook = next(item for item in report.operations if item.verdict.fit is Fit.STRONGER)
    bare, guarded = boundary("/bare"), boundary("/guarded", EffectKind.CHECKS_TOKEN, EffectKind.VALIDATES)
    found = stronger((guarded, bare, hook), advice)
    assert [str(item.audited.operation) for item in found] == ["POST /hooks/payment", "POST /bare", "POST /guarded"]
    assert "CS202" in [finding.rule for finding in found[0].findings]
    assert "signature" in found[0].target
