"""What access logs show, in every report that speaks of operations."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import jsonschema

from reporters.html import render as render_html
from reporters.json import render as render_json
from reporters.terminal import render as render_terminal
from reporters.why import render as render_why
from reporters.wording import traffic
from scanner.concepts.location import Location
from scanner.concepts.report import Report
from scanner.concepts.traffic import AccessLog, Requester, Traffic
from tests.reporters.build import sample

SEEN = Traffic(
    requests=1204,
    location=Location("access.log", 7),
    senders={Requester.OWN_PAGES: 1190, Requester.PROGRAMS: 14},
    agents=(("curl", 10), ("<b>", 4)),
    unanswered=3,
    first="2026-11-01",
    last="2026-11-22",
    logs=("access.log",),
)
LINE = (
    "1,204 requests in access.log; 1,190 from own pages, 14 by programs (curl 10, <b> 4), 3 more met 404 or 405, "
    "2026-11-01 to 2026-11-22"
)


def with_log() -> Report:
    report = sample()
    operations = tuple(
        replace(item, traffic=SEEN) if number == 0 else item for number, item in enumerate(report.operations)
    )
    log = AccessLog(file="access.log", lines=1300, matched=1207, unanswered=3, elsewhere=90, unread=0)
    return replace(report, operations=operations, logs=(log,))


def test_one_line_says_how_many_who_and_when() -> None:
    assert traffic(SEEN) == LINE
    assert traffic(Traffic(requests=1, location=Location("a.log", 1))) == "1 request"


def test_json_holds_the_counts() -> None:
    document = json.loads(render_json(with_log()))
    jsonschema.validate(document, json.loads(files("reporters").joinpath("callside-1.schema.json").read_text("utf-8")))
    told = document["operations"][0]["traffic"]
    assert (told["requests"], told["own_pages"], told["programs"], told["crawlers"]) == (1204, 1190, 14, 0)
    assert told["agents"][0] == {"name": "curl", "requests": 10}
    assert (told["file"], told["line"]) == ("access.log", 7)
    assert document["operations"][1]["traffic"] is None
    assert document["access_logs"][0]["elsewhere"] == 90


def test_people_read_it_where_they_look() -> None:
    report = with_log()
    assert "access.log: 1,207 of 1300 lines reach 1 operation" in " ".join(render_terminal(report).split())
    assert LINE in " ".join(render_why(report, report.operations[0]).split())
    assert LINE.replace("<b>", "&lt;b&gt;") in render_html(report)
