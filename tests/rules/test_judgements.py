"""The judgements of findings on real applications: well-formed, and drawn so that a draw stays what it is."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scanner.rules.catalogue import RULES

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "judgements" / "run.py"


@pytest.fixture(scope="module")
def judgements() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judgements", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["judgements"] = module
    spec.loader.exec_module(module)
    return module


def report(folder: Path, project: str, count: int) -> Path:
    findings = [
        {"rule": "CS101", "fingerprint": f"{number:032x}", "operation": "a", "subject": None, "file": "a.py", "line": 3}
        for number in range(count)
    ]
    file = folder / f"{project}.json"
    told = {"operations": [{"id": "a", "method": "POST", "path": "/a"}], "findings": [*findings, *findings[:1]]}
    file.write_text(json.dumps(told))
    return file


def test_what_is_kept_was_decided_and_says_why(judgements: ModuleType) -> None:
    kept = judgements.read(judgements.KEPT)
    assert kept
    assert {one.rule for one in kept.values()} <= {rule.code for rule in RULES}
    assert all(one.verdict in judgements.VERDICTS and one.why.endswith(".") for one in kept.values())


def test_a_draw_loses_only_what_is_gone(judgements: ModuleType, tmp_path: Path) -> None:
    found = judgements.findings(report(tmp_path, "shop", 40))
    (drawn,) = judgements.draw(found, 10).values()
    assert len({one.key for one in drawn}) == 10
    assert (drawn[0].operation, drawn[0].place) == ("POST /a", "a.py:3")
    (again,) = judgements.draw([one for one in reversed(found) if one != drawn[0]], 10).values()
    assert again[:9] == drawn[1:]


def test_a_verdict_without_a_reason_is_refused(judgements: ModuleType, tmp_path: Path) -> None:
    (one, *_) = judgements.findings(report(tmp_path, "shop", 1))
    judgements.write(tmp_path / "kept.json", [one])
    assert judgements.read(tmp_path / "kept.json") == {one.key: one}, "not judged yet"
    rows = json.loads((tmp_path / "kept.json").read_text())
    (tmp_path / "kept.json").write_text(json.dumps([{**rows[0], "verdict": "true"}]))
    with pytest.raises(ValueError, match="shop CS101 POST /a"):
        judgements.read(tmp_path / "kept.json")
