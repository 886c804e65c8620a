"""Every format of every fixture project, and of a report built by hand, as real files that are reviewed as diffs.

`python -m pytest tests/reporters/test_snapshots.py --snapshot-update` rewrites them; a missing one fails.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from reporters import why
from reporters.catalogue import FORMATS
from scanner.concepts.report import Report
from tests.reporters import frozen
from tests.reporters.build import sample

EXTENSIONS = {"terminal": "txt", "markdown": "md", "github": "txt", "gitlab": "json", "junit": "xml", "mermaid": "mmd"}
REPORTS: dict[str, Callable[[], Report]] = {
    "sample": sample,
    **{project: lambda project=project: frozen.report(project) for project in frozen.PROJECTS},  # type: ignore[misc]
}


class File(SingleFileSnapshotExtension):
    _write_mode = WriteMode.TEXT


def held(snapshot: SnapshotAssertion, extension: str) -> SnapshotAssertion:
    return snapshot.use_extension(type("File", (File,), {"file_extension": extension}))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("project", REPORTS)
def test_format(project: str, name: str, snapshot: SnapshotAssertion) -> None:
    assert FORMATS[name](REPORTS[project]()) == held(snapshot, EXTENSIONS.get(name, name))


def test_why(snapshot: SnapshotAssertion) -> None:
    report = sample()
    assert why.render(report, report.operations[2]) == held(snapshot, "txt")
