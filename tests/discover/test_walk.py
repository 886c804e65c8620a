"""Discovery finds what can be read, counts what it passes over, and is not led out of the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scanner.concepts.source import Language, Role
from scanner.discover.walk import discover
from scanner.errors import UsageError


def write(root: Path, *paths: str, text: str = "x = 1\n") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def found(root: Path, *exclude: str) -> list[str]:
    return [file.path for file in discover(root, exclude).files]


def test_files_come_in_path_order_with_language_and_role(tmp_path: Path) -> None:
    write(tmp_path, "shop/views.py", "shop/templates/mail.txt", "tests/test_views.py", "docs/api.md", "web/App.tsx")
    assert [(file.path, file.language, file.role) for file in discover(tmp_path).files] == [
        ("docs/api.md", Language.MARKDOWN, Role.DOCS),
        ("shop/templates/mail.txt", Language.MARKUP, Role.SOURCE),
        ("shop/views.py", Language.PYTHON, Role.SOURCE),
        ("tests/test_views.py", Language.PYTHON, Role.TEST),
        ("web/App.tsx", Language.TSX, Role.SOURCE),
    ]


def test_nested_gitignore_files_are_obeyed_and_the_nearest_decides(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "build/b.py", "sub/c.py", "sub/keep/c.py", "sub/deep/d.py")
    (tmp_path / ".gitignore").write_text("build/\nc.py\n")
    (tmp_path / "sub" / "keep" / ".gitignore").write_text("!c.py\n")
    assert found(tmp_path) == ["a.py", "sub/deep/d.py", "sub/keep/c.py"]
    assert discover(tmp_path).skipped == {"ignored": 2}


def test_exclude_patterns_are_gitignore_patterns(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "legacy/b.py", "legacy/sub/c.py")
    assert found(tmp_path, "legacy/") == ["a.py"]


def test_vendored_code_and_environments_are_counted(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "static/vendor/jquery.js", "env/pyvenv.cfg", "env/lib/x.py", "node_modules/y/index.js")
    inventory = discover(tmp_path)
    assert [file.path for file in inventory.files] == ["a.py"]
    assert inventory.skipped == {"vendored": 1, "virtual environment": 1}


def test_links_and_pipes_are_never_opened(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write(outside, "secret.py")
    root = tmp_path / "root"
    write(root, "a.py")
    (root / "link.py").symlink_to(outside / "secret.py")
    (root / "folder").symlink_to(outside)
    os.mkfifo(root / "pipe.py")
    inventory = discover(root)
    assert [file.path for file in inventory.files] == ["a.py"]
    assert inventory.skipped == {"link": 2, "not a regular file": 1}


def test_a_file_too_large_is_said_aloud(tmp_path: Path) -> None:
    write(tmp_path, "big.js", text="x" * 1_000_001)
    inventory = discover(tmp_path)
    assert inventory.skipped == {"too-large": 1}
    assert [str(item.location) for item in inventory.diagnostics] == ["big.js:1"]


def test_very_deep_folders_end_with_a_diagnostic(tmp_path: Path) -> None:
    write(tmp_path, "/".join(["d"] * 70) + "/a.py", "a.py")
    inventory = discover(tmp_path)
    assert [file.path for file in inventory.files] == ["a.py"]
    assert "nested more than 64 deep" in inventory.diagnostics[0].message


@pytest.mark.parametrize("path", ["missing", "file.py"])
def test_what_is_no_folder_is_a_usage_error(tmp_path: Path, path: str) -> None:
    write(tmp_path, "file.py")
    with pytest.raises(UsageError) as error:
        discover(tmp_path / path)
    assert path in error.value.message
    assert error.value.help
