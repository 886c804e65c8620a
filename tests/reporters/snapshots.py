"""Snapshots of whole reports: real files under `tests/__snapshots__`, reviewed as diffs.

`CALLSIDE_UPDATE_SNAPSHOTS=1 python -m pytest tests/reporters` rewrites them; a missing file fails.
"""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "__snapshots__"


def matches(name: str, text: str) -> None:
    """Assert that `text` is what the snapshot `name` holds, byte for byte."""
    path = FOLDER / name
    if os.environ.get("CALLSIDE_UPDATE_SNAPSHOTS"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert path.is_file(), f"{name} has no snapshot: rerun with CALLSIDE_UPDATE_SNAPSHOTS=1 and review it"
    assert text == path.read_bytes().decode("utf-8")
