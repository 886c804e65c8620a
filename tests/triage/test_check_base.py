"""`callside check --base REF` on a repository: what the branch adds fails, what was there does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.cli import run
from tests.triage.test_revision import git

APP = """\
from flask import Flask, render_template

app = Flask(__name__)

@app.get("/")
def home():
    return render_template("home.html")
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "templates").mkdir()
    (tmp_path / "app.py").write_text(APP)
    (tmp_path / "templates" / "home.html").write_text("<a href=\"{{ url_for('gone') }}\">Gone</a>\n")
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    git(tmp_path, "branch", "base")
    return tmp_path


def test_only_what_the_branch_adds_fails(repository: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["check", str(repository)]) == 1
    assert run(["check", str(repository), "--base", "base"]) == 0
    page = repository / "templates" / "home.html"
    page.write_text("<p>moved down</p>\n" + page.read_text())
    assert run(["check", str(repository), "--base", "base"]) == 0
    page.write_text(page.read_text() + "<a href=\"{{ url_for('lost') }}\">Lost</a>\n")
    capsys.readouterr()
    assert run(["check", str(repository), "--base", "base"]) == 1
    out = capsys.readouterr().out
    assert "lost" in out and "gone" not in out


def test_an_unknown_revision_is_a_usage_error(repository: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["check", str(repository), "--base", "absent"]) == 2
    assert "fetch" in capsys.readouterr().err
