"""Triage as a whole: waivers in source and configuration, the baseline, and what it says about itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scanner.concepts.declared import ConfiguredSuppression
from scanner.concepts.finding import Finding, State, WaivedIn, Waiver
from scanner.concepts.location import Location
from scanner.concepts.marks import Suppression
from scanner.concepts.report import AuditedOperation, Coverage, Report
from scanner.config import Config
from scanner.triage.baseline import prune_baseline, write_baseline
from scanner.triage.baseline_file import read_entries, save
from scanner.triage.run import Triaged, triage
from tests.rules.build import audited, operation, verdict
from tests.triage.test_fingerprint import FINDING, GHOST

TODAY = date(2026, 6, 1)
PROFILE = audited(operation("POST /users/{id}/profile", route=Location("app/views.py", 8)), verdict())


def beside(file: str, *suppressions: Suppression) -> dict[str, tuple[Suppression, ...]]:
    return {file: suppressions}


def run(
    root: Path,
    *findings: Finding,
    comments: dict[str, tuple[Suppression, ...]] | None = None,
    config: Config | None = None,
    operations: tuple[AuditedOperation, ...] = (PROFILE,),
) -> Triaged:
    return triage(root, findings, operations, comments or {}, config or Config(), TODAY)


@pytest.mark.parametrize(
    "suppression",
    [
        Suppression(10, ("CS101",), "because"),
        Suppression(8, ("CS101",), "because"),
        Suppression(7, ("CS101",), "because", alone=True),
        Suppression(9, ("CS401", "form-in-disguise"), "because", alone=True),
    ],
    ids=["beside the def", "beside the decorator", "above the decorator", "between, by name"],
)
def test_a_comment_beside_the_handler_or_its_decorators_waives(tmp_path: Path, suppression: Suppression):
    triaged = run(tmp_path, FINDING, comments=beside("app/views.py", suppression))
    assert [(f.state, f.reason) for f in triaged.findings] == [(State.SUPPRESSED, "because")]
    assert triaged.findings[0].waivers == (Waiver(WaivedIn.SOURCE, "because"),)
    assert triaged.diagnostics == ()


def test_several_comments_above_each_other_reach_the_code_below(tmp_path: Path):
    above = Suppression(1, ("CS402",), "", alone=True), Suppression(2, ("CS403",), "", alone=True)
    comments = beside("static/a.js", *above)
    triaged = run(tmp_path, GHOST, replace(GHOST, rule="CS403"), comments=comments)
    assert [f.state for f in triaged.findings] == [State.SUPPRESSED, State.SUPPRESSED]


@pytest.mark.parametrize(
    ("suppression", "told"),
    [
        (Suppression(6, ("CS101",), "x", alone=True), "unused"),
        (Suppression(7, ("CS101",), "x"), "unused"),
        (Suppression(10, ("CS102",), "x"), "unused"),
        (Suppression(10, (), "x"), "without a rule code"),
    ],
    ids=["too far above", "beside other code", "another rule", "no code"],
)
def test_a_comment_that_does_not_fit_waives_nothing_and_is_told(tmp_path: Path, suppression: Suppression, told: str):
    triaged = run(tmp_path, FINDING, comments=beside("app/views.py", suppression))
    assert triaged.findings[0].state is State.NEW
    assert told in triaged.diagnostics[0].message
    assert triaged.diagnostics[0].location == Location("app/views.py", suppression.line)


def test_a_suppression_of_a_rule_that_did_not_run_is_not_called_unused(tmp_path: Path):
    comments = beside("app/views.py", Suppression(10, ("CS101",), "x"))
    assert run(tmp_path, comments=comments, config=Config(ignore=("CS1",))).diagnostics == ()


def test_a_missing_reason_is_told_where_reasons_are_required(tmp_path: Path):
    comments = beside("app/views.py", Suppression(10, ("CS101",), ""))
    triaged = run(tmp_path, FINDING, comments=comments, config=Config(require_reason=True))
    assert triaged.findings[0].state is State.SUPPRESSED
    assert "without a reason" in triaged.diagnostics[0].message


def test_configuration_waives_by_glob_until_its_day(tmp_path: Path):
    row = ConfiguredSuppression("CS101", "POST /users/*", "agreed", TODAY)
    assert run(tmp_path, FINDING, config=Config(suppressions=(row,))).findings[0].waivers == (
        Waiver(WaivedIn.EXTERNAL, "agreed"),
    )
    comments = beside("app/views.py", Suppression(10, ("CS101",), ""))
    twice = run(tmp_path, FINDING, comments=comments, config=Config(suppressions=(row,))).findings[0]
    assert [waiver.where for waiver in twice.waivers] == [WaivedIn.SOURCE, WaivedIn.EXTERNAL]
    assert twice.reason == "agreed"
    late = replace(row, expires=date(2026, 5, 31))
    triaged = run(tmp_path, FINDING, config=Config(suppressions=(late,)))
    assert triaged.findings[0].state is State.NEW
    assert "expired on 2026-05-31" in triaged.diagnostics[0].message


def test_configuration_that_waives_nothing_is_told(tmp_path: Path):
    row = ConfiguredSuppression("CS101", "GET *", "agreed")
    triaged = run(tmp_path, FINDING, config=Config(suppressions=(row,)))
    assert "waives nothing" in triaged.diagnostics[0].message


def test_findings_without_operation_are_waived_by_subject(tmp_path: Path):
    row = ConfiguredSuppression("CS402", "fetch GET /x", "proxy")
    assert run(tmp_path, GHOST, config=Config(suppressions=(row,))).findings[0].state is State.SUPPRESSED


def report(triaged: Triaged) -> Report:
    return Report(
        version="0",
        root=".",
        frameworks=(),
        applications=(),
        operations=(PROFILE,),
        findings=triaged.findings,
        unresolved=(),
        ghosts=(),
        diagnostics=(),
        coverage=Coverage(files=0, read=0),
    )


def test_after_writing_the_baseline_nothing_is_new(tmp_path: Path):
    config = Config()
    path = tmp_path / config.baseline
    assert write_baseline(path, report(run(tmp_path, FINDING, GHOST, GHOST)), config) == 3
    triaged = run(tmp_path, FINDING, GHOST, GHOST)
    assert {finding.state for finding in triaged.findings} == {State.UNCHANGED}
    assert triaged.stale == 0
    assert run(tmp_path, FINDING, GHOST, GHOST, GHOST).findings[-1].state is State.NEW
    assert run(tmp_path, FINDING).stale == 1


def test_pruning_shrinks_and_never_accepts(tmp_path: Path):
    config = Config()
    path = tmp_path / config.baseline
    write_baseline(path, report(run(tmp_path, GHOST, GHOST)), config)
    assert prune_baseline(path, report(run(tmp_path, GHOST, FINDING)), config) == 1
    assert [(entry.rule, entry.count) for entry in read_entries(path)] == [("CS402", 1)]


def test_writing_keeps_reasons_and_entries_of_rules_that_did_not_run(tmp_path: Path):
    config = Config()
    path = tmp_path / config.baseline
    write_baseline(path, report(run(tmp_path, FINDING, GHOST)), config)
    save(path, [replace(entry, reason="agreed", expires=date(2000, 1, 1)) for entry in read_entries(path)])
    only_ghosts = Config(select=("CS4",))
    write_baseline(path, report(run(tmp_path, GHOST, config=only_ghosts)), only_ghosts)
    entries = {entry.rule: entry for entry in read_entries(path)}
    assert entries["CS402"].reason == "agreed"
    assert entries["CS402"].expires is None, "accepted anew: the old day is over"
    assert entries["CS101"].expires == date(2000, 1, 1)


def test_waived_findings_use_up_no_entry(tmp_path: Path):
    config = Config()
    write_baseline(tmp_path / config.baseline, report(run(tmp_path, GHOST)), config)
    comments = beside("static/a.js", Suppression(3, ("CS402",), "x"))
    triaged = run(tmp_path, GHOST, replace(GHOST, location=Location("static/a.js", 9)), comments=comments)
    assert [finding.state for finding in triaged.findings] == [State.SUPPRESSED, State.UNCHANGED]
