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
