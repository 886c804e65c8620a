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


def test_packages_that_an_installer_wrote_into_the_repository_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "libs/flask/app.py", "libs/six.py", "libs/ours.py", "libs/flask_ours/views.py", "app.py")
    for name, record in {
        "flask-3.0.3": "flask/app.py,,\n../bin/flask,,\n",
        "six-1.16": '"six.py",sha256=x,10\n',
    }.items():
        (tmp_path / "libs" / f"{name}.dist-info").mkdir()
        (tmp_path / "libs" / f"{name}.dist-info" / "RECORD").write_text(record)
    inventory = discover(tmp_path)
    assert [file.path for file in inventory.files] == ["app.py", "libs/flask_ours/views.py", "libs/ours.py"]
    assert inventory.skipped == {"installed package": 4}


def test_an_unpacked_distribution_is_read_for_itself(tmp_path: Path) -> None:
    write(tmp_path, "src/shop/views.py", "src/shop-1.0.dist-info/METADATA", "README.md")
    (tmp_path / "src" / "shop-1.0.dist-info" / "RECORD").write_text("shop/views.py,,\nshop-1.0.dist-info/RECORD,,\n")
    assert found(tmp_path) == ["README.md", "src/shop/views.py"]


def test_an_installed_package_without_a_readable_record_hides_nothing_but_itself(tmp_path: Path) -> None:
    write(tmp_path, "libs/six.py", "libs/six-1.16.dist-info/METADATA.py", "libs/big-1.dist-info/x.py")
    (tmp_path / "libs" / "big-1.dist-info" / "RECORD").mkdir()
    assert found(tmp_path) == ["libs/six.py"]


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


def test_pipes_under_the_names_of_files_that_rule_the_walk_keep_nobody_waiting(tmp_path: Path) -> None:
    write(tmp_path, "a.py", "libs/wheel/b.py")
    (tmp_path / "libs/wheel-1.dist-info").mkdir()
    os.mkfifo(tmp_path / "libs/wheel-1.dist-info/RECORD")
    os.mkfifo(tmp_path / ".gitignore")
    inventory = discover(tmp_path)
    assert [file.path for file in inventory.files] == ["a.py", "libs/wheel/b.py"]
    assert [item.message for item in inventory.diagnostics] == ["not obeyed: not a regular file"]


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
