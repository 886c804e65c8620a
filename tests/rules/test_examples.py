"""Every rule's examples, run through the whole pipeline: what the page shows is what the rule does."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.config import Config
from scanner.pipeline import audit
from scanner.rules.base import Example, Rule
from scanner.rules.catalogue import RULES

CASES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}-{'reports' if example.reports else 'silent'}")
    for rule in RULES
    for number, example in enumerate(rule.examples)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example(tmp_path: Path, rule: Rule, example: Example):
    for name, text in example.files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    report = audit(tmp_path, Config(select=(rule.code,)), jobs=1)
    assert tuple(finding.operation or finding.subject for finding in report.findings) == example.reports
