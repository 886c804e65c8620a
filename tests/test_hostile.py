"""A repository made to hurt: the audit ends, runs nothing, is not led out, and still finds what is there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from scanner.concepts.report import Report
from scanner.pipeline import audit

APP = """
from flask import Flask, render_template
import os
os.system("touch {marker}")
open("{marker}", "w").write("x")
exec("open('{marker}', 'w')")
app = Flask(__name__)
def endless(n): return endless(n + 1)
endless(0)
text = "a" * 10**12
rows = [0] * 10**12
number = 10 ** 10 ** 10
@app.get("/ok")
def ok(): return render_template("page.html")
"""

FILES = {
    "loop.py": "from flask import Flask\napp = Flask(__name__)\nwhile True:\n    pass\n"
    '@app.get("/after")\ndef after(): ...\n',
    "parentheses.py": "x = " + "(" * 5000 + ")" * 5000,
    "attributes.py": "x = a" + ".b" * 20_000,
    "terms.py": "x = " + "+".join(["1"] * 20_000),
    "negations.py": "x = " + "not " * 50_000 + "1",
    "lambdas.py": "x = " + "lambda: " * 3000 + "1",
    "branches.py": "if a: pass\n" + "".join(f"elif a{i}: pass\n" for i in range(5000)),
    "arrays.js": "[" * 100_000 + "]" * 100_000,
    "open.ts": "(" * 100_000,
    "garbage.js": "}{)(*&^%$" * 20_000,
    "word.js": 'x="' + "a" * 900_000 + '"',
    "templates/page.html": '<a href="/ok">' * 3000 + "{% if x %}" * 3000 + "{{ " * 3000,
    "templates/comments.html": "<!--" * 50_000,
    "bomb.yml": 'a: &a ["x"]\n' + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{'*' + chr(97 + i)}]\n" for i in range(20)),
    "deep.json": "[" * 100_000,
    "deep.toml": "a = " + "[" * 50_000,
    "\x1b]0;owned\x07.py": "import flask\n",
}


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    for name, text in FILES.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text)
    (root / "app.py").write_text(APP.replace("{marker}", str(root.parent / "ran")))
    os.mkfifo(root / "pipe.py")
    (root / "endless.py").symlink_to("/dev/zero")
    (root / "outside.py").symlink_to("/etc/passwd")
    return root


@pytest.fixture(scope="module")
def report(hostile: Path) -> Report:
    return audit(hostile, jobs=1)


def test_the_audit_ends_and_finds_what_is_there(hostile: Path) -> None:
    began = time.process_time()
    report = audit(hostile, jobs=1)
    assert {str(item.operation) for item in report.operations} == {"GET /ok", "GET /after"}
    assert time.process_time() - began < 60


def test_nothing_of_it_is_run(hostile: Path, report: Report) -> None:
    assert report.operations
    assert not (hostile.parent / "ran").exists()


def test_links_and_pipes_are_counted(report: Report) -> None:
    assert report.coverage.skipped["link"] == 2
    assert report.coverage.skipped["not a regular file"] == 1


def test_what_was_not_read_is_said(report: Report) -> None:
    said = {item.location.file for item in report.diagnostics if item.location}
    assert {"parentheses.py", "attributes.py", "terms.py", "negations.py", "lambdas.py", "loop.py", "app.py"} <= said
