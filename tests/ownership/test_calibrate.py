from __future__ import annotations

import importlib.util
import json
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from scanner.concepts.evidence import Owner, Side
from scanner.ownership.weights import BIAS, parse

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "calibrate"
TABLE = """\
[bias]
doc = "Before any evidence."
prior = { ui = -2.0, system = -2.0 }

[called]
doc = "A page calls it."
prior = { ui = 3.0, system = 0.0 }

[named]
doc = "Its name says API."
prior = { ui = -0.5, system = 0.5 }
"""


@pytest.fixture(scope="module")
def calibrate() -> ModuleType:
    loader = SourceFileLoader("calibrate", str(SCRIPT))
    spec = importlib.util.spec_from_loader("calibrate", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["calibrate"] = module
    loader.exec_module(module)
    return module


def rows(calibrate: ModuleType, count: int) -> list[object]:
    """Operations that a name misleads: called ones are the UI's, and the name tells nothing."""
    kinds = [(frozenset({"called", "named"}), Owner.UI), (frozenset({"named"}), Owner.NONE)]
    return [calibrate.Labelled("p", seen, owner, 1.0) for seen, owner in kinds * count]


def test_labels_move_weights_but_not_their_meaning(calibrate: ModuleType) -> None:
    table = parse(TABLE)
    weights = calibrate.fitted(rows(calibrate, 60), table, 4.0)
    assert weights[Side.UI]["called"] > 3.0
    assert weights[Side.SYSTEM]["called"] == 0, "a prior of zero stays"
    assert 0 <= weights[Side.SYSTEM]["named"] < 0.5, "a weight loses force and keeps its direction"


def test_few_labels_and_strong_priors_move_little(calibrate: ModuleType) -> None:
    table = parse(TABLE)
    free, held = (calibrate.fitted(rows(calibrate, 2), table, strength)[Side.UI]["called"] for strength in (1.0, 50.0))
    assert abs(held - 3.0) < abs(free - 3.0) < 1.0


def test_fitted_weights_are_written_beside_their_priors(calibrate: ModuleType) -> None:
    table = parse(TABLE)
    weights = calibrate.fitted(rows(calibrate, 20), table, 4.0)
    once = calibrate.written(TABLE, weights)
    again = parse(calibrate.written(once, weights))
    assert again[BIAS].prior == table[BIAS].prior
    assert again["called"].on(Side.UI) == pytest.approx(weights[Side.UI]["called"], abs=0.005)
    assert once.count("fitted") == 3


def test_reports_and_labels_meet_whatever_the_path_syntax(calibrate: ModuleType, tmp_path: Path) -> None:
    report, labels = tmp_path / "r.json", tmp_path / "l.json"
    operation = {"method": "GET", "path": "/api/notes/{pk}/", "evidence": [{"kind": "called"}, {"kind": "unknown"}]}
    report.write_text(json.dumps({"operations": [operation]}))
    label = {"method": "GET", "path": "/api/notes/(?P<pk>[^/.]+)/$", "owner": "ui", "confidence": "low"}
    absent = {"method": "GET", "path": "/other", "owner": "ui"}
    labels.write_text(json.dumps({"name": "notes", "ops": [label, absent]}))
    (row,) = calibrate.read(report, labels, parse(TABLE))
    assert (row.project, row.kinds, row.owner, row.count) == ("notes", frozenset({"called"}), Owner.UI, 0.4)
