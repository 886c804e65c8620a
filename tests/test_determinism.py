"""One report for one state of a repository, whatever seed Python's sets are ordered by."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.fixtures.marks import projects

_DIGESTS = """
import sys
from hashlib import sha256
from pathlib import Path
from reporters.json import render
from scanner.pipeline import audit, reproducible
for root in map(Path, sys.argv[1:]):
    print(root.name, sha256(render(reproducible(audit(root))).encode()).hexdigest())
"""
"""https://docs.python.org/3/using/cmdline.html#envvar-PYTHONHASHSEED"""


def test_reports_are_the_same_for_any_order_of_sets() -> None:
    told = [_digests(seed) for seed in ("0", "1")]
    assert told[0].count("\n") == len(projects())
    assert told[0] == told[1]


def _digests(seed: str) -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", _DIGESTS, *map(str, projects())]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
