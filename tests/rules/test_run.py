"""Findings come in the report's order, with the rule's names."""

from __future__ import annotations

from scanner.concepts.callsite import Aftermath
from scanner.concepts.evidence import Fit, Owner
from scanner.rules.run import check
from tests.rules.build import audited, link, operation, subject, verdict


def test_findings_are_ordered_by_place_then_rule():
    later = audited(operation("POST /b", handler="b", line=50), verdict(Owner.NONE, Fit.RETIRE))
    sooner = audited(
        operation("POST /a", handler="a", line=5),
        verdict(fit=Fit.LIGHTER),
        links=[link("POST /a", aftermath=(Aftermath.RELOAD,))],
    )
    findings = check(subject(later, sooner))
    assert [(finding.rule, str(finding.location)) for finding in findings] == [
        ("CS101", "app/views.py:5"),
        ("CS401", "app/views.py:50"),
        ("CS102", "templates/page.html:5"),
    ]
    assert findings == check(subject(sooner, later))


def test_nothing_to_say_about_nothing():
    assert check(subject()) == ()
