"""Every format of every fixture project, and of a report built by hand, as real files that are reviewed as diffs.

`python -m pytest tests/reporters/test_snapshots.py --snapshot-update` rewrites them; a missing one fails.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

import reporters.html
from reporters import why
from reporters.catalogue import FORMATS, renderer
from reporters.html import squeezed
from scanner.concepts.report import Report
from tests.reporters import frozen
from tests.reporters.build import sample

TEMPLATES = Path(reporters.html.__file__).parent / "templates"
EXTENSIONS = {"terminal": "txt", "markdown": "md", "github": "txt", "gitlab": "json", "junit": "xml", "mermaid": "mmd"}
REPORTS: dict[str, Callable[[], Report]] = {
    "sample": sample,
    **{project: lambda project=project: frozen.report(project) for project in frozen.PROJECTS},  # type: ignore[misc]
}


class File(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT


def held(snapshot: SnapshotAssertion, extension: str) -> SnapshotAssertion:
    return snapshot.use_extension(type("File", (File,), {"file_extension": extension}))


def without_assets(text: str) -> str:
    """The text with a page's style and script named instead of repeated, where they are those of the templates."""
    style = squeezed((TEMPLATES / "report.css").read_text("utf-8"))
    return text.replace(style, "{report.css}").replace((TEMPLATES / "report.js").read_text("utf-8"), "{report.js}")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("project", REPORTS)
def test_format(project: str, name: str, snapshot: SnapshotAssertion) -> None:
    assert without_assets(renderer(name)(REPORTS[project]())) == held(snapshot, EXTENSIONS.get(name, name))


def test_why(snapshot: SnapshotAssertion) -> None:
    report = sample()
    assert why.render(report, report.operations[2]) == held(snapshot, "txt")
