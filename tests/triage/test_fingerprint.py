"""A fingerprint names what a finding is about and survives what does not change that."""

from __future__ import annotations

from dataclasses import replace

from scanner.concepts.finding import Finding, Severity
from scanner.concepts.location import Location
from scanner.triage.fingerprint import Identity, identify
from tests.rules.build import operation

PROFILE = operation("POST /users/{id}/profile")
FINDING = Finding(
    rule="CS101",
    name="form-in-disguise",
    severity=Severity.MEDIUM,
    confidence=0.9,
    message="one request",
    help="do this",
    location=Location("app/views.py", 10),
    operation=PROFILE.id,
)
GHOST = replace(FINDING, rule="CS402", operation="", subject="fetch GET /x", location=Location("static/a.js", 3))


def fingerprint(finding: Finding, about=PROFILE) -> str:
    return identify(finding, {about.id: about}).fingerprint


def test_lines_messages_and_confidence_do_not_count():
    moved = replace(FINDING, location=Location("app/views.py", 99, 4), message="two requests", help="", confidence=0.2)
    assert fingerprint(moved) == fingerprint(FINDING)


def test_names_of_path_parameters_do_not_count():
    renamed = replace(operation("POST /users/{user_id}/profile"), id=PROFILE.id)
    assert fingerprint(FINDING, renamed) == fingerprint(FINDING)


def test_the_file_of_the_handler_does_not_count():
    elsewhere = operation("POST /users/{id}/profile", file="app/accounts.py")
    assert fingerprint(replace(FINDING, location=Location("app/accounts.py", 1)), elsewhere) == fingerprint(FINDING)


def test_rule_route_application_and_caller_count():
    others = {
        fingerprint(FINDING),
        fingerprint(replace(FINDING, rule="CS102")),
        fingerprint(FINDING, replace(operation("POST /profile"), id=PROFILE.id)),
        fingerprint(FINDING, operation("POST /users/{id}/profile", application="admin")),
        fingerprint(replace(FINDING, location=Location("templates/profile.html", 3))),
    }
    assert len(others) == 5


def test_a_finding_without_operation_is_known_by_its_subject_and_file():
    assert fingerprint(GHOST) != fingerprint(replace(GHOST, subject="fetch GET /y"))
    assert fingerprint(GHOST) != fingerprint(replace(GHOST, location=Location("static/b.js", 3)))
    assert fingerprint(GHOST) == fingerprint(replace(GHOST, location=Location("static/a.js", 77)))


def test_parts_cannot_run_into_one_another():
    assert Identity("CS1", "01 /x", "", "").fingerprint != Identity("CS10", "1 /x", "", "").fingerprint
