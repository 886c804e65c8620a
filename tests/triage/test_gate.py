"""The gate counts what is new, grave enough and sure enough."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.finding import Severity, State
from scanner.config import NEVER, Config
from scanner.triage.gate import failing
from tests.triage.test_fingerprint import FINDING

CONFIG = Config(fail_on="medium", min_confidence=0.7)


def test_the_thresholds_are_inclusive():
    assert failing([replace(FINDING, severity=Severity.MEDIUM, confidence=0.7)], CONFIG)
    assert not failing([replace(FINDING, severity=Severity.LOW)], CONFIG)
    assert not failing([replace(FINDING, confidence=0.69)], CONFIG)


def test_only_new_findings_count():
    assert not failing([replace(FINDING, state=State.UNCHANGED), replace(FINDING, state=State.SUPPRESSED)], CONFIG)


def test_never_means_never():
    assert not failing([replace(FINDING, severity=Severity.HIGH, confidence=1.0)], replace(CONFIG, fail_on=NEVER))
