from __future__ import annotations

import tomllib
from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from reporters.decision import suppression
from scanner.concepts.path import PathTemplate
from tests.reporters.build import HOSTILE, sample


@pytest.mark.parametrize("path", ["/account/profile", "/a[b]*?", '/say "hi" \\ there', "/" + HOSTILE])
def test_a_record_is_valid_toml_that_waives_its_own_finding_and_no_other(path: str) -> None:
    report = sample()
    finding = report.findings[0]
    operation = next(item.operation for item in report.operations if item.operation.id == finding.operation)
    renamed = replace(operation, path=PathTemplate.parse(path))
    (row,) = tomllib.loads(suppression(finding, {operation.id: renamed}))["tool"]["callside"]["suppressions"]
    assert (row["rule"], row["reason"]) == ("CS101", "…")
    assert fnmatchcase(str(renamed), row["operation"])
    assert not fnmatchcase("POST /a/b/x", row["operation"])


def test_a_finding_without_operation_is_waived_by_its_subject() -> None:
    ghost = next(finding for finding in sample().findings if finding.rule == "CS402")
    assert 'operation = "PATCH /account/avatar"' in suppression(ghost, {})
