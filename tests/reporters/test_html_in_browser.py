from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from reporters.html import render, render_pages
from scanner.concepts.traffic import AccessLog
from tests.reporters.browser import CHROMIUM, Tab, chromium
from tests.reporters.build import hostile, many, sample

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed"),
]

AXE = files("axe_playwright_python").joinpath("axe.min.js")
"""axe-core as that package carries it: the script alone is used, not its driver (https://github.com/dequelabs/axe-core)."""
VISIBLE = "[...document.querySelectorAll('table.operations tbody')].filter((body) => body.offsetHeight)"
PATHS = f"{VISIBLE}.map((body) => body.querySelector('th').textContent.replace(/\\s+/g, ' ').trim())"
UNFOLD = """
document.querySelectorAll('details').forEach((details) => { details.open = true; });
document.querySelectorAll('main > section').forEach((section) => { section.style.contentVisibility = 'visible'; });
"""
"""Open everything, and lay out what is only laid out once it is near the screen."""
OPENED = "[...document.querySelectorAll('details[open] .detail')].map((detail) => detail.id)"
CONTRASTS = """(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const paint = (...layers) => {
    for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data]
      .map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratios = [...document.querySelectorAll('main *, header *, nav *')]
    .filter((element) => !element.closest('svg') && element.tagName !== 'OPTION' && element.checkVisibility())
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((element) => {
      const layers = [];
      for (let up = element; up; up = up.parentElement) layers.unshift(getComputedStyle(up).backgroundColor);
      const [back, front] = [paint(...layers), paint(getComputedStyle(element).color)];
      return (Math.max(back, front) + 0.05) / (Math.min(back, front) + 0.05);
    });
  return Math.min(...ratios);
})()"""
"""The lowest contrast of any text with what lies behind it (WCAG 2.2, 1.4.3 wants 4.5)."""


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tab]:
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "sample.html"
    report = sample()
    patch = {report.findings[0].fingerprint: "--- a/x.py\n+++ b/x.py\n@@ -1 +1 @@\n-old\n+new\n"}
    log = AccessLog(file="access.log", lines=9, matched=7, unread=2)
    path.write_text(render(replace(report, patches=patch, logs=(log,))), "utf-8")
    return path


def anchor(tab: Tab, path: str) -> str:
    links = "[...document.querySelectorAll('tr.row th a')]"
    found = tab.script(f"{links}.find((link) => link.textContent.replace(/\\s+/g, ' ').includes('{path}')).hash")
    assert found.startswith("#op-")
    return str(found)


def key(tab: Tab, name: str) -> None:
    text: dict[str, Any] = {"text": "\r"} if name == "Enter" else {"text": name} if len(name) == 1 else {}
    tab.call(
        "Input.dispatchKeyEvent",
        type="keyDown",
        key=name,
        windowsVirtualKeyCode=13 if text == {"text": "\r"} else 0,
        **text,
    )
    tab.call("Input.dispatchKeyEvent", type="keyUp", key=name)


def test_it_loads_without_a_problem_and_asks_for_nothing_else(tab: Tab, page: Path) -> None:
    tab.open(page)
    assert tab.problems == []
    assert [url for url in tab.requests if not url.startswith("data:")] == [page.as_uri()]
    assert tab.script(f"{PATHS}.length") == 6


def test_a_folder_of_pages_filters_and_leads_to_details(tab: Tab, tmp_path: Path) -> None:
    (tmp_path / "audit_files").mkdir()
    for file, text in render_pages(sample(), "audit.html", "audit_files").items():
        (tmp_path / file).write_text(text, "utf-8")
    tab.open(tmp_path / "audit.html", "#operations?owner=system&shape=webhook")
    assert tab.problems == []
    assert tab.script(PATHS) == ["POST /hooks/payment"]
    folder, _, rest = tab.script(f"{VISIBLE}[0].querySelector('a').getAttribute('href')").partition("/")
    file, _, mark = rest.partition("#")
    tab.open(tmp_path / folder / file, f"#{mark}")
    assert tab.problems == []
    assert tab.script(OPENED) == [mark]
    assert all(url.startswith((tmp_path.as_uri(), "data:")) for url in tab.requests)


def test_hostile_text_runs_nothing_and_breaks_no_policy(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "hostile.html"
    path.write_text(render(hostile()), "utf-8")
    tab.open(path)
    assert tab.problems == []
    assert tab.script("document.images.length") == 0
    assert tab.script("document.querySelectorAll('script').length") == 1
    assert "onerror=alert(1)" in tab.script("document.querySelector('h1').textContent")


def test_markup_that_slipped_in_could_still_run_nothing(tab: Tab, tmp_path: Path) -> None:
    payload = "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script></main>"
    path = tmp_path / "injected.html"
    path.write_text(render(sample()).replace("</main>", payload, 1), "utf-8")
    tab.open(path)
    assert tab.script("document.title") != "owned"
    assert any("Content Security Policy" in problem for problem in tab.problems)
    assert [url for url in tab.requests if not url.startswith(("data:", "file:"))] == []


def test_a_filter_in_the_address_is_applied(tab: Tab, page: Path) -> None:
    tab.open(page, "#operations?owner=system&shape=webhook")
    assert tab.script(PATHS) == ["POST /hooks/payment"]
    assert tab.script("document.querySelector('output').textContent") == "1 of 6 operations"


def test_a_cell_of_the_matrix_filters_and_the_address_remembers(tab: Tab, page: Path) -> None:
    tab.open(page)
    tab.script("document.querySelector('a[data-filter=\"owner=ui&shape=json-api\"]').click()")
    assert tab.script(PATHS) == ["POST /account/profile"]
    assert tab.script("location.hash") == "#operations?owner=ui&shape=json-api"


def test_search_reads_callers_and_evidence_too(tab: Tab, page: Path) -> None:
    tab.open(page)
    key(tab, "/")
    assert tab.script("document.activeElement.name") == "q"
    tab.call("Input.insertText", text="item.vue load")
    tab.script("new Promise((done) => setTimeout(done, 200))")
    assert tab.script(PATHS) == ["GET /api/v1/items/{id}"]
    key(tab, "Escape")
    tab.script("new Promise((done) => setTimeout(done, 50))")
    assert tab.script(f"{PATHS}.length") == 6


def test_columns_sort_and_say_so(tab: Tab, page: Path) -> None:
    tab.open(page)
    tab.script(
        "[...document.querySelectorAll('th button')].find((button) => button.textContent === 'confidence').click()"
    )
    assert tab.script(PATHS)[0] == "GET /healthz"
    assert tab.script("document.querySelector('th[aria-sort]').ariaSort") == "descending"
    assert tab.script("location.hash") == "#operations?sort=-confidence"
    tab.open(page, "#operations?sort=confidence")
    assert tab.script(PATHS)[0] == "DELETE /legacy/cart"


def test_a_deep_link_opens_its_operation(tab: Tab, page: Path) -> None:
    tab.open(page)
    link = anchor(tab, "POST /account/profile")
    tab.open(page, link)
    assert tab.script(OPENED) == [link[1:]]
    assert tab.script(f"document.getElementById('{link[1:]}').getBoundingClientRect().top < innerHeight")
    tab.open(page, f"{link}?owner=ui")
    assert tab.script(OPENED) == [link[1:]]
    assert tab.script(f"{PATHS}.length") == 2


def test_a_deep_link_opens_its_operation_without_scripts(tab: Tab, page: Path) -> None:
    tab.open(page)
    link = anchor(tab, "POST /account/profile")
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        tab.open(page, link)
        assert tab.script(OPENED) == [link[1:]]
        assert tab.script("document.querySelector('form.filters').offsetHeight") == 0
        assert tab.script(f"{PATHS}.length") == 6
    finally:
        tab.call("Emulation.setScriptExecutionDisabled", value=False)


def test_a_servers_sandboxing_policy_leaves_it_readable(tab: Tab, page: Path) -> None:
    """What Jenkins sends with artifacts: https://www.jenkins.io/doc/book/security/configuring-content-security-policy/"""

    class Artifacts(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            policy = "sandbox; default-src 'none'; img-src 'self'; style-src 'self'"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(page.read_bytes())

        def log_message(self, *arguments: object) -> None:
            """Nothing is logged."""

    tab.open(page)
    link = anchor(tab, "POST /account/profile")
    with HTTPServer(("127.0.0.1", 0), Artifacts) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        tab.visit(f"http://127.0.0.1:{server.server_port}/audit.html{link}")
        server.shutdown()
    assert tab.script("document.querySelectorAll('.js').length") == 0
    assert tab.script("getComputedStyle(document.body).maxWidth") == "none"
    assert tab.script(OPENED) == [link[1:]]
    assert tab.script(f"{PATHS}.length") == 6
    assert tab.script(f"document.querySelector('{link} svg').getBoundingClientRect().width") > 600


def test_a_row_opens_by_click_and_by_keyboard(tab: Tab, page: Path) -> None:
    tab.open(page)
    tab.script("document.querySelectorAll('tr.row')[1].click()")
    assert tab.script(OPENED) == [anchor(tab, "GET /account/profile")[1:]]
    tab.script("document.querySelectorAll('tr.row')[1].click()")
    assert tab.script(OPENED) == []
    key(tab, "j")
    key(tab, "j")
    key(tab, "Enter")
    assert tab.script("document.activeElement.ariaExpanded") == "true"
    assert tab.script(OPENED) == [anchor(tab, "GET /account/profile")[1:]]


def test_a_box_of_a_graph_shows_every_operation_that_has_it_by_click_and_by_keyboard(tab: Tab, page: Path) -> None:
    tab.open(page)
    tab.open(page, anchor(tab, "POST /account/profile"))
    boxes = f"[...{VISIBLE}.find((body) => body.querySelector('details[open]')).querySelectorAll('.ego a')]"
    titles = tab.script(f"{boxes}.map((box) => (box.querySelector('title') ?? box).textContent.split('\\n')[0])")
    assert titles[:3] == ["shop/templates/profile.html", "shop/static/api.js", "POST /account/profile"]
    assert titles[3:] == ["account.save_profile", "db.session.commit"]
    tab.script(f"{boxes}[0].focus()")
    key(tab, "Enter")
    tab.script("new Promise((done) => setTimeout(done, 50))")
    assert tab.script(PATHS) == ["POST /account/profile"]
    assert tab.script("location.hash") == "#operations?q=shop%2Ftemplates%2Fprofile.html"


def test_everything_is_printed(tab: Tab, page: Path) -> None:
    closed = "document.querySelectorAll('details:not([open])').length"
    tab.open(page)
    before = tab.script(closed)
    assert before >= 6
    tab.script("dispatchEvent(new Event('beforeprint'))")
    assert tab.script(closed) == 0
    tab.script("dispatchEvent(new Event('afterprint'))")
    assert tab.script(closed) == before


def test_everything_is_printed_without_scripts_too(tab: Tab, page: Path) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.call("Emulation.setEmulatedMedia", media="print")
    try:
        tab.open(page)
        heights = tab.script("[...document.querySelectorAll('.from li')].map((caller) => caller.checkVisibility())")
        assert len(heights) == 9
        assert all(heights)
        assert tab.script("getComputedStyle(document.querySelector('nav')).display") == "none"
    finally:
        tab.call("Emulation.setEmulatedMedia", media="")
        tab.call("Emulation.setScriptExecutionDisabled", value=False)


def test_an_address_that_means_nothing_shows_everything(tab: Tab, page: Path) -> None:
    tab.open(page, "#operations?owner=nobody&sort=__proto__&%F0=1&q=")
    assert tab.problems == []
    assert tab.script(f"{PATHS}.length") == 6


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(tab: Tab, page: Path, scheme: str) -> None:
    tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        tab.open(page)
        tab.script(UNFOLD)
        assert tab.script(CONTRASTS) >= 4.5
    finally:
        tab.call("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_that_keeps_anyone_out(tab: Tab, page: Path, scheme: str) -> None:
    tab.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    try:
        tab.open(page)
        tab.script(UNFOLD)
        tab.script(AXE.read_text("utf-8") + ";0")
        assert tab.script("axe.run().then((run) => run.violations.map((one) => [one.id, one.nodes[0].html]))") == []
    finally:
        tab.call("Emulation.setEmulatedMedia", features=[])


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_width_makes_the_page_scroll_sideways(tab: Tab, tmp_path: Path, width: int) -> None:
    tab.call("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    try:
        for report in (sample(), hostile("/a/very/long/path/" * 12 + "end"), hostile("word " * 60)):
            path = tmp_path / "wide.html"
            path.write_text(render(report), "utf-8")
            tab.open(path)
            tab.script(UNFOLD)
            assert tab.script("document.documentElement.scrollWidth <= innerWidth")
    finally:
        tab.call("Emulation.clearDeviceMetricsOverride")


def test_two_thousand_operations_load_and_filter_fast(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / "many.html"
    path.write_text(render(many(2_000)), "utf-8")
    assert len(path.read_bytes()) <= 5 * 1024 * 1024
    assert tab.cost(path) < 1.5
    tab.open(path)
    took = tab.script(
        "new Promise((done) => { const began = performance.now(); location.hash = '#operations?owner=ui';"
        " addEventListener('hashchange', () => setTimeout(() => done(performance.now() - began))); })"
    )
    assert tab.script(f"{VISIBLE}.length") == 500
    # generous: shared machines; a quadratic filter or layout would take minutes
    assert took < 5_000
