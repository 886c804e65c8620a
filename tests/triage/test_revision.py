"""The files of a revision, from git's objects alone."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from scanner.concepts.finding import State
from scanner.errors import UsageError
from scanner.triage.base import known_before
from scanner.triage.revision import write_merge_base
from tests.triage.test_fingerprint import FINDING, GHOST
from tests.triage.test_run import report, run


def git(root: Path, *arguments: str) -> None:
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=root, env=os.environ | quiet, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "app" / "templates").mkdir(parents=True)
    (root / "app" / "views.py").write_text("one")
    (root / "app" / "templates" / "ü x.html").write_text("<p>")
    (root / "app" / "link").symlink_to("/etc/hostname")
    (root / "README").write_text("outside")
    git(root, "init")
    git(root, "add", ".")
    git(root, "commit", "-m", "one")
    git(root, "branch", "base")
    (root / "app" / "views.py").write_text("two")
    git(root, "commit", "-am", "two")
    return root


def files(into: Path) -> dict[str, str]:
    return {str(path.relative_to(into)): path.read_text() for path in into.rglob("*") if path.is_file()}


def test_the_files_are_those_where_the_branches_parted(repository: Path, tmp_path: Path):
    git(repository, "checkout", "base")
    (repository / "later").write_text("later")
    git(repository, "add", ".")
    git(repository, "commit", "-m", "later")
    git(repository, "checkout", "main")
    into = tmp_path / "into"
    commit = write_merge_base(repository, "base", into)
    assert len(commit) == 40
    assert files(into) == {"app/views.py": "one", "app/templates/ü x.html": "<p>", "README": "outside"}


def test_a_folder_of_the_repository_is_read_alone(repository: Path, tmp_path: Path):
    into = tmp_path / "into"
    write_merge_base(repository / "app", "base", into)
    assert files(into) == {"views.py": "one", "templates/ü x.html": "<p>"}


def test_hooks_filters_and_inherited_variables_do_nothing(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    trap = tmp_path / "trapped"
    hook = repository / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {trap}\n")
    hook.chmod(0o755)
    git(repository, "config", "filter.evil.smudge", f"touch {trap}; cat")
    git(repository, "config", "core.fsmonitor", f"touch {trap}; true")
    (repository / ".git" / "info" / "attributes").write_text("* filter=evil\n")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/absent")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    write_merge_base(repository, "base", tmp_path / "into")
    assert not trap.exists()


@pytest.mark.parametrize("ref", ["absent", "--output=x", "", "main:app"])
def test_a_revision_that_is_none_is_an_error_with_remedy(repository: Path, tmp_path: Path, ref: str):
    with pytest.raises(UsageError) as caught:
        write_merge_base(repository, ref, tmp_path / "into")
    assert caught.value.help


def test_outside_a_repository_there_is_an_error(tmp_path: Path):
    with pytest.raises(UsageError):
        write_merge_base(tmp_path, "main", tmp_path / "into")


def test_findings_of_the_base_are_unchanged_and_one_more_is_new(tmp_path: Path):
    base = report(run(tmp_path, GHOST, FINDING))
    today = report(run(tmp_path, GHOST, GHOST, FINDING))
    known = known_before(today, base, "main")
    assert [finding.state for finding in known] == [State.UNCHANGED, State.NEW, State.UNCHANGED]
    assert known[0].reason == "there already at main"


def test_what_was_waived_at_the_base_is_new_without_its_waiver(tmp_path: Path):
    base = report(run(tmp_path, GHOST))
    waived = replace(base, findings=(replace(base.findings[0], state=State.SUPPRESSED),))
    assert known_before(report(run(tmp_path, GHOST)), waived, "main")[0].state is State.NEW
