"""The command line: exit codes, messages, streams and options, run as a user runs them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fixtures.marks import FIXTURES

SHOP = FIXTURES / "flask_shop"
APP = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/ping")\ndef ping():\n    return "pong"\n'


def callside(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "scanner", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shutil.copytree(SHOP, tmp_path / "shop")
    return tmp_path / "shop"


def test_an_audit_prints_and_writes_reports(tmp_path: Path) -> None:
    run = callside("audit", SHOP, "--report", f"html={tmp_path}/a.html", "--report", f"json={tmp_path}/a.json")
    assert run.returncode == 0, run.stderr
    assert "POST /webhooks/payment" in run.stdout
    assert "\x1b" not in run.stdout
    assert (tmp_path / "a.html").read_text().startswith("<!doctype html>")
    report = json.loads((tmp_path / "a.json").read_text())
    assert report["schema"] == "callside/1"
    assert report["project"]["frameworks"] == ["flask"]


def test_html_in_a_folder_is_a_front_page_and_a_page_a_module(tmp_path: Path) -> None:
    run = callside("audit", SHOP, "--report", f"html={tmp_path}/new/", "-qq")
    assert run.returncode == 0, run.stderr
    assert {"index.html", "report.css", "report.js"} < {path.name for path in (tmp_path / "new").iterdir()}
    (tmp_path / "taken").write_text("")
    assert "cannot make" in callside("audit", SHOP, "--report", f"html={tmp_path}/taken/", "-qq").stderr


def test_html_of_thousands_of_operations_gets_its_details_beside_it(tmp_path: Path) -> None:
    routes = "".join(f'@app.get("/p{number}")\ndef p{number}(): ...\n' for number in range(2_001))
    (tmp_path / "app.py").write_text(APP + routes)
    run = callside("audit", tmp_path, "--report", f"html={tmp_path}/audit.html", "--jobs", "1", "-q")
    assert run.returncode == 0, run.stderr
    (page,) = (tmp_path / "audit_files").glob("module-*.html")
    assert f'href="audit_files/{page.name}#op-' in (tmp_path / "audit.html").read_text()


def test_the_same_input_gives_the_same_bytes() -> None:
    options = ("--format", "json", "--reproducible")
    fresh = [callside("audit", SHOP, *options, "--no-cache", "--jobs", jobs) for jobs in ("1", "2")]
    runs = [*fresh, callside("audit", SHOP, *options), callside("audit", SHOP, *options)]
    assert len({run.stdout for run in runs}) == 1
    assert "seconds" not in json.loads(runs[0].stdout)["coverage"]


def test_colour_is_asked_for_or_watched() -> None:
    assert "\x1b[" in callside("audit", SHOP, "--color", "always").stdout
    assert "\x1b[" not in callside("audit", SHOP, "--color", "never").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("audit", "no-such-folder"), 2, "no such path"),
        (("audit", "--no-such-option"), 2, "No such option"),
        (("audit", ".", "--report", "pdf=x"), 2, "is not FORMAT=FILE"),
        (("audit", ".", "--output", "no/such/folder/x.json"), 2, "cannot write"),
        (("explain", "CS999"), 2, "no such rule"),
        (("why", "GET /nothing"), 2, "no operation is meant"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_remedy(shop: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    run = callside(*arguments, cwd=shop)
    assert run.returncode == code
    assert message in run.stderr
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("name", ["empty", "prose", "other"])
def test_a_folder_without_a_supported_framework_ends_with_3(tmp_path: Path, name: str) -> None:
    content = {"empty": {}, "prose": {"README.md": "# Nothing"}, "other": {"main.py": "import sys\nprint(sys.argv)\n"}}
    for file, text in content[name].items():
        (tmp_path / file).write_text(text)
    run = callside("audit", tmp_path)
    assert run.returncode == 3
    assert "no Flask, Django or FastAPI application" in run.stderr
    assert "help: " in run.stderr


def test_broken_files_cost_themselves_alone(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "broken.py").write_text("def broken(:\n")
    (tmp_path / "old.py").write_text('print "python 2"\n')
    (tmp_path / "latin.py").write_bytes(b"x = '\xff\xfe\xe9'\n")
    (tmp_path / "nulls.html").write_bytes(b"<a href=\0>" * 10)
    run = callside("audit", tmp_path, "--format", "json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert [operation["id"] for operation in report["operations"]] == ["GET /ping"]
    said = {diagnostic["file"] for diagnostic in report["diagnostics"]}
    assert {"broken.py", "old.py", "latin.py", "nulls.html"} <= said
    assert callside("audit", tmp_path, "--strict").returncode == 4


def test_the_gate_fails_on_new_findings_and_passes_with_a_baseline(shop: Path) -> None:
    failed = callside("check", shop)
    assert failed.returncode == 1
    assert "CS202" in failed.stdout
    assert callside("check", shop, "--exit-zero").returncode == 0
    assert callside("check", shop, "--fail-on", "never").returncode == 0
    accepted = callside("baseline", "write", shop)
    assert accepted.returncode == 0, accepted.stderr
    passed = callside("check", shop)
    assert passed.returncode == 0, passed.stdout
    webhooks = shop / "shop" / "webhooks.py"
    webhooks.write_text("\n\n" + webhooks.read_text())
    assert callside("check", shop).returncode == 0, "moved lines are no new findings"
    with webhooks.open("a") as file:
        file.write(
            '\n\n@webhooks.post("/refund")\ndef refund():\n'
            '    store.mark_paid(request.get_json()["order"])\n    return ""\n'
        )
    again = callside("check", shop)
    assert again.returncode == 1
    assert "POST /webhooks/refund" in again.stdout
    assert "POST /webhooks/payment takes" not in again.stdout


def test_a_stale_baseline_can_fail_and_be_pruned(shop: Path) -> None:
    assert callside("baseline", "write", shop).returncode == 0
    (shop / "shop" / "webhooks.py").write_text(
        "from flask import Blueprint\n\nwebhooks = Blueprint('webhooks', __name__)\n"
    )
    run = callside("check", shop)
    assert run.returncode == 0
    assert "callside baseline prune" in run.stderr
    assert callside("check", shop, "--fail-on-stale").returncode == 1
    assert callside("baseline", "prune", shop).returncode == 0
    assert callside("check", shop, "--fail-on-stale").returncode == 0


def test_a_broken_configuration_is_named_with_its_line(shop: Path) -> None:
    (shop / "callside.toml").write_text('\nfail-on = "hgih"\n')
    run = callside("check", shop)
    assert run.returncode == 2
    assert "error: callside.toml:2: " in run.stderr
    assert "nothing was scanned" in run.stderr
    assert callside("check", shop, "--isolated").returncode == 1


def test_why_shows_callers_and_evidence() -> None:
    run = callside("why", "POST /webhooks/payment", SHOP)
    assert run.returncode == 0, run.stderr
    assert "shop/webhooks.py" in run.stdout
    assert "system" in run.stdout
    by_place = callside("why", "shop/cart.py:47", SHOP)
    assert "/cart/total" in by_place.stdout


def test_access_logs_are_read_by_every_command_that_audits(shop: Path) -> None:
    log = shop / "deploy" / "access.log"
    assert "traffic" not in callside("why", "GET /cart/total", shop).stdout
    run = callside("why", "GET /cart/total", shop, "--access-log", log)
    assert "3 requests in deploy/access.log; 3 from own pages" in run.stdout, run.stderr
    (shop / "callside.toml").write_text('access-logs = ["deploy/access.log"]\n')
    assert "deploy/access.log: 46 of 58 lines" in callside("audit", shop).stdout.replace("\n      ", "")
    assert "CS401" not in callside("check", shop, "--fail-on", "low").stdout
    assert "CS401" in callside("check", shop, "--fail-on", "low", "--isolated").stdout


def test_clients_are_given_with_their_side(shop: Path) -> None:
    kiosk, mobile = FIXTURES / "clients" / "shop_kiosk", FIXTURES / "clients" / "shop_mobile"
    run = callside("why", "GET /cart/total", shop, "--client", f"ui:{kiosk}", "--client", mobile)
    assert "client shop_kiosk, this project's interface kept elsewhere" in " ".join(run.stdout.split()), run.stderr
    assert "shop_kiosk:src/cart.js:3" in run.stdout
    (shop / "callside.toml").write_text(f'[[clients]]\npath = "{mobile}"\nowner = "system"\nname = "mobile"\n')
    assert "mobile:lib/shop_api.dart:8" in callside("why", "GET /api/v1/orders", shop).stdout
    wrong = callside("audit", shop, "--client", "ui:no-such-folder")
    assert (wrong.returncode, "no such folder" in wrong.stderr, "help: " in wrong.stderr) == (2, True, True)
    assert callside("audit", shop, "--client", "ui:").returncode == 2


@pytest.mark.parametrize(
    ("name", "message"),
    [("gone.log", "no such access log: gone.log"), ("shop", "shop: a folder"), ("x.log", "x.log:1: binary")],
)
def test_what_is_no_access_log_ends_with_2_and_a_remedy(shop: Path, name: str, message: str) -> None:
    (shop / "x.log").write_bytes(b"\0\1" * 99)
    run = callside("audit", ".", "--access-log", name, cwd=shop)
    assert run.returncode == 2
    assert message in run.stderr
    assert "help: " in run.stderr


def test_rules_and_their_pages() -> None:
    listed = callside("rules")
    codes = [line.split()[0] for line in listed.stdout.splitlines()]
    assert codes == sorted(codes)
    assert {"CS101", "CS202", "CS402"} <= set(codes)
    page = callside("explain", "cs101")
    assert page.returncode == 0
    assert "form-in-disguise" in page.stdout


def test_configuration_can_be_looked_at(shop: Path) -> None:
    (shop / "callside.toml").write_text('fail-on = "high"\n')
    assert "fail-on = 'high'" in callside("config", shop).stdout


def test_the_cache_is_shown_and_cleared(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "kept"
    monkeypatch.setenv("CALLSIDE_CACHE_DIR", str(folder))
    assert callside("audit", shop, "--no-cache").returncode == 0
    assert not folder.exists()
    assert callside("audit", shop).returncode == 0
    shown = callside("cache").stdout
    assert str(folder) in shown
    assert "\n0 entries" not in shown
    cleared = callside("cache", "--clear")
    assert (cleared.returncode, cleared.stdout) == (0, "")
    assert "removed" in cleared.stderr
    assert "\n0 entries" in callside("cache").stdout
