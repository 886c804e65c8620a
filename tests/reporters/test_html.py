from __future__ import annotations

import base64
import hashlib
import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from reporters.html import LARGEST_PAGE, render, render_pages, suits_one_page
from reporters.page import page
from scanner.concepts.callsite import CallKind, MatchGrade
from scanner.concepts.evidence import Shape
from scanner.concepts.report import Origin, Report
from scanner.concepts.traffic import AccessLog
from tests.reporters.build import audited, empty, hostile, many, sample, site

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Reader(HTMLParser):
    """Ids, references and tags; fails where tags do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.fragments: list[str] = []
        self.addresses: list[str] = []
        self.tags: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            assert name != "style"
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action", "srcset"):
                (self.fragments if (value or "").startswith("#") else self.addresses).append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag


@pytest.mark.parametrize("report", [sample(), empty(), hostile(), many(30)], ids=["sample", "empty", "hostile", "many"])
def test_the_page_is_well_formed_self_contained_and_every_link_has_a_target(report: Report) -> None:
    reader = Reader(render(report))
    assert len(reader.ids) == len(set(reader.ids))
    assert {fragment[1:] for fragment in reader.fragments} <= set(reader.ids)
    assert reader.addresses == ["data:,"]
    assert reader.tags.count("script") == 1
    assert "img" not in reader.tags


@pytest.mark.parametrize("folder", ["", "audit_files"])
@pytest.mark.parametrize("report", [sample(), empty(), hostile(), many(90)], ids=["sample", "empty", "hostile", "many"])
def test_a_folder_of_pages_holds_every_detail_and_every_link_has_a_target(report: Report, folder: str) -> None:
    files = render_pages(report, "audit.html", folder)
    pages = {path: Reader(text) for path, text in files.items() if path.endswith(".html")}
    ids = {f"{path}#{name}" for path, page in pages.items() for name in page.ids}
    for path, reader in pages.items():
        assert len(reader.ids) == len(set(reader.ids))
        for address in (*reader.fragments, *reader.addresses):
            file, mark, fragment = address.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) if file else path
            assert target in files or address == "data:,"
            assert not mark or f"{target}#{fragment}" in ids
    assert all("<style" not in text and "<script>" not in text for text in files.values())
    assert {row.anchor for row in page(report).rows} <= {name.rpartition("#")[2] for name in ids}


def test_the_policy_allows_the_pages_own_style_and_script_by_hash_and_nothing_else() -> None:
    text = render(sample())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; ")
    for tag in ("script", "style"):
        body = re.search(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert body
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed
    assert "unsafe" not in allowed


@pytest.mark.parametrize(("tag", "limit"), [("style", 10 * 1024), ("script", 15 * 1024)])
def test_style_and_script_stay_small(tag: str, limit: int) -> None:
    body = re.search(f"<{tag}>(.*?)</{tag}>", render(empty()), re.DOTALL)
    assert body
    assert len(body[1].encode()) <= limit


def test_two_thousand_operations_fit_in_five_mebibytes() -> None:
    fixed, grown = len(render(many(100)).encode()), len(render(many(300)).encode())
    assert fixed + (grown - fixed) / 200 * 1_900 < 5 * 1024 * 1024


def test_one_page_holds_no_more_than_loads_fast() -> None:
    assert suits_one_page(many(30), "x")
    assert not suits_one_page(many(2_001), "x")
    assert not suits_one_page(many(30), "x" * (LARGEST_PAGE + 1))


def test_what_was_not_read_stands_on_top() -> None:
    head = render(sample()).split("<nav")[0]
    for clause in ("45 of 48 files read", "skipped 1 too-large, 2 vendored", "1 request unresolved", "1 warning"):
        assert clause in head


def test_access_logs_are_accounted_for_line_by_line() -> None:
    log = AccessLog(file="a&b.log", lines=90, matched=60, unanswered=7, elsewhere=20, unread=3, first="2026-11-01")
    text = render(replace(sample(), logs=(log,)))
    assert "60 of 90 lines of 1 access log matched" in text.split("<nav")[0]
    cells = "".join(f'<td class="n">{number}</td>' for number in (90, 60, 7, 20, 3))
    assert f"<td><code>a&amp;b.log</code></td><td>2026-11-01</td><td></td>{cells}" in text
    assert "Access logs" not in render(sample())


def test_anchors_are_readable_and_stay_when_other_operations_come_and_go() -> None:
    report = sample()
    fewer = replace(report, operations=report.operations[2:])
    before = {row.audited.operation.id: row.anchor for row in page(report).rows}
    after = {row.audited.operation.id: row.anchor for row in page(fewer).rows}
    assert after.items() <= before.items()
    assert before["shop:POST /account/profile"].startswith("op-shop-post-account-profile-")


def test_two_operations_with_one_id_get_two_anchors() -> None:
    report = sample()
    twice = replace(report, operations=(report.operations[0], report.operations[0]))
    assert len({row.anchor for row in page(twice).rows}) == 2


def test_callers_beyond_the_limit_are_counted() -> None:
    report = sample()
    calls = [(site(CallKind.FETCH, "a.js", line), MatchGrade.EXACT) for line in range(1, 61)]
    first = report.operations[0]
    busy = audited(first.operation, first.verdict.owner, first.verdict.shape, links=calls)
    assert "and 10 more callers: the JSON report lists them all." in render(replace(report, operations=(busy,)))


def test_places_lead_to_the_forge_where_it_is_known() -> None:
    report = replace(sample(), origin=Origin("https://forge.example/shop/blob/c0ffee/", "#L"))
    addresses = set(Reader(render(report)).addresses) - {"data:,"}
    assert "https://forge.example/shop/blob/c0ffee/shop/account.py#L21" in addresses
    assert all(address.startswith("https://forge.example/shop/blob/c0ffee/") for address in addresses)
    nasty = replace(hostile(), origin=report.origin)
    assert all(address.isascii() and '"' not in address for address in Reader(render(nasty)).addresses)


def test_a_patch_stands_with_its_finding_line_by_line() -> None:
    report = sample()
    patch = "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-old\n+<new>\n"
    text = render(replace(report, patches={report.findings[0].fingerprint: patch}))
    assert "<del>-old</del>\n<ins>+&lt;new&gt;</ins></pre>" in text
    assert text.count("Patch preview") == 1
    assert "Patch preview" not in render(report)


def test_modules_are_counted_by_owner_and_kind_of_caller() -> None:
    modules = {module.name: module for module in page(sample()).modules}
    account = modules["shop/account.py"]
    assert (account.operations, account.owners["ui"], account.kinds["wrapper"], account.findings) == (2, 2, 1, 1)
    assert account.shapes == ((Shape.PAGE, 1), (Shape.JSON_API, 1))
    assert next(iter(modules)) == "shop/account.py"


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(sample()) == render(sample())


def test_the_folder_names_the_report() -> None:
    assert "<h1>shop</h1>" in render(replace(sample(), root=".", name="shop"))
