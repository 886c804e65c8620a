"""GitHub annotations, GitLab Code Quality, JUnit and CSV."""

from __future__ import annotations

import csv as csv_reader
import json
from dataclasses import replace
from io import StringIO
from xml.etree import ElementTree as ET

from reporters import csv, github, gitlab, junit
from tests.reporters.build import empty, hostile, many, sample


def test_annotations_stand_on_their_line_the_gravest_first() -> None:
    text = github.render(sample())
    lines = text.splitlines()
    assert lines[0].startswith("::error file=shop/hooks.py,line=7,col=1,title=CS202 unsigned-webhook::POST /hooks")
    assert [line.split(" ")[0] for line in lines] == ["::error", "::warning", "::warning", "::notice"]
    assert "instead:%0A<form" in text


def test_the_tenth_annotation_of_a_kind_counts_the_rest() -> None:
    lines = github.render(many(200)).splitlines()
    for kind in ("error", "warning", "notice"):
        mine = [line for line in lines if line.startswith(f"::{kind} ")]
        assert len(mine) == 10
        assert "more of severity" in mine[-1]
    assert "::error title=callside::and 7 findings more of severity high: see the full report" in lines


def test_no_text_can_issue_a_workflow_command() -> None:
    lines = github.render(hostile()).splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::error file=")
    properties = lines[0].split("::")[1]
    assert properties.count("=") >= 4
    assert "%3A%3Aerror file=x%3A%3AINJECTED" in properties
    assert "%250A" in properties
    assert "\x1b" not in lines[0]


def test_no_findings_give_no_annotation() -> None:
    assert github.render(empty()) == ""


def test_code_quality_entries_have_unique_fingerprints_and_relative_paths() -> None:
    report = sample()
    entries = json.loads(gitlab.render(replace(report, findings=(report.findings[0], *report.findings))))
    assert [entry["fingerprint"] for entry in entries][:2] == ["1" * 32, "1" * 32 + "-1"]
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == 5
    assert entries[0]["location"] == {"path": "shop/account.py", "lines": {"begin": 20}}
    assert entries[0]["description"].startswith("CS101 form-in-disguise: POST /account/profile")
    assert {entry["severity"] for entry in entries} <= {"info", "minor", "major", "critical", "blocker"}


def test_code_quality_is_an_empty_list_when_clean() -> None:
    assert json.loads(gitlab.render(empty())) == []


def test_junit_counts_agree_with_its_cases() -> None:
    suite = ET.fromstring(junit.render(sample()))[0]
    assert suite.attrib == {"name": "callside", "tests": "4", "failures": "3", "errors": "0", "skipped": "1"}
    assert len(suite.findall("testcase")) == 4
    assert len(suite.findall("testcase/failure")) == 3
    assert len(suite.findall("testcase/skipped")) == 1


def test_junit_has_a_passing_case_when_clean() -> None:
    suite = ET.fromstring(junit.render(empty()))[0]
    assert (suite.get("tests"), suite.get("failures")) == ("1", "0")
    assert [len(case) for case in suite] == [0]


def test_junit_of_hostile_text_is_still_xml() -> None:
    case = ET.fromstring(junit.render(hostile()))[0][0]
    assert "</script><img" in case.get("name", "")


def test_csv_has_a_row_an_operation() -> None:
    rows = list(csv_reader.DictReader(StringIO(csv.render(sample()))))
    assert len(rows) == 6
    save = rows[2]
    assert (save["method"], save["path"], save["owner"], save["fit"]) == ("POST", "/account/profile", "ui", "lighter")
    assert (save["callers"], save["wrapper"], save["via-wrapper"], save["form"]) == ("2", "1", "1", "0")
    assert (save["tested"], save["findings"]) == ("yes", "CS101")


def test_csv_runs_no_formula_and_breaks_no_row() -> None:
    rows = list(csv_reader.reader(StringIO(csv.render(hostile('=HYPERLINK(1)\n,"x')))))
    assert len(rows) == 2
    assert len(set(map(len, rows))) == 1
    assert not [cell for cell in rows[1] if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(1)\\n,\"x" in rows[1]
