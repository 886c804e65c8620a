from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from fnmatch import fnmatchcase

import pytest

from reporters.decision import baseline_entry, suppression
from scanner.concepts.path import PathTemplate
from scanner.concepts.report import Report
from scanner.triage.baseline_file import Entry, dump
from scanner.triage.fingerprint import identify
from tests.reporters.build import HOSTILE, hostile, sample


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


@pytest.mark.parametrize("report", [sample(), hostile()], ids=["sample", "hostile"])
def test_a_baseline_entry_is_what_the_baseline_itself_would_hold_and_a_reason(report: Report) -> None:
    operations = {item.operation.id: item.operation for item in report.operations}
    for finding in report.findings:
        line = baseline_entry(finding, operations)
        entry = json.loads(line)
        identity = identify(finding, operations)
        (written,) = json.loads(dump([Entry.of(identity)]))
        assert entry == {**written, "fp": finding.fingerprint, "reason": "…"}
        assert line.isascii()
