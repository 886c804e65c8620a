"""`callside why` ends with the patch preview of what it advises."""

from __future__ import annotations

from pathlib import Path

import pytest

from scanner.cli import run
from scanner.rules.mutating_get import RULE


def test_the_preview_is_shown_and_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    source = RULE.examples[0].files["app.py"]
    (tmp_path / "app.py").write_text(source)
    assert run(["why", "GET /items/{id}/delete", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "patch preview for CS208 mutating-get" in out
    assert '+@app.post("/items/<int:id>/delete")' in out
    assert (tmp_path / "app.py").read_text() == source


def test_the_html_report_holds_the_preview_beside_its_finding(tmp_path: Path):
    (tmp_path / "app.py").write_text(RULE.examples[0].files["app.py"])
    assert run(["audit", str(tmp_path), "-qq", "--report", f"html={tmp_path}/audit.html"]) == 0
    text = (tmp_path / "audit.html").read_text()
    assert "Patch preview" in text
    assert "<ins>+@app.post(&#34;/items/&lt;int:id&gt;/delete&#34;)</ins>" in text
