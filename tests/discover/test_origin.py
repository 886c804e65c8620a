from __future__ import annotations

from pathlib import Path

import pytest

from scanner.discover.origin import origin

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def repository(root: Path, url: str, head: str = "ref: refs/heads/main") -> None:
    (root / ".git" / "refs" / "heads").mkdir(parents=True)
    (root / ".git" / "config").write_text(f'[core]\n\tbare = false\n[remote "origin"]\n\turl = {url}\n')
    (root / ".git" / "HEAD").write_text(head + "\n")


@pytest.mark.parametrize(
    ("url", "prefix", "line"),
    [
        ("https://github.com/acme/shop.git", "https://github.com/acme/shop/blob/", "#L"),
        ("https://user:secret@github.com/acme/shop", "https://github.com/acme/shop/blob/", "#L"),
        ("git@gitlab.com:acme/web/shop.git", "https://gitlab.com/acme/web/shop/-/blob/", "#L"),
        ("ssh://git@bitbucket.org/acme/shop.git", "https://bitbucket.org/acme/shop/src/", "#lines-"),
    ],
)
def test_a_remote_on_a_known_forge_gives_permalinks_without_credentials(
    tmp_path: Path, url: str, prefix: str, line: str
) -> None:
    repository(tmp_path, url)
    (tmp_path / ".git" / "refs" / "heads" / "main").write_text(COMMIT + "\n")
    (tmp_path / "web").mkdir()
    found = origin(tmp_path / "web")
    assert found
    assert found.permalink("a b.py", 7) == f"{prefix}{COMMIT}/web/a%20b.py{line}7"
    assert "secret" not in found.files


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com.evil.example/acme/shop",
        "http://github.com/acme/shop",
        "javascript://github.com/acme/shop",
        "https://git.example/acme/shop",
        "https://github.com/../shop",
        "/srv/shop.git",
    ],
)
def test_any_other_remote_gives_none(tmp_path: Path, url: str) -> None:
    repository(tmp_path, url, COMMIT)
    assert origin(tmp_path) is None


def test_the_commit_is_detached_packed_or_unknown(tmp_path: Path) -> None:
    repository(tmp_path, "https://github.com/acme/shop")
    assert origin(tmp_path) is None
    (tmp_path / ".git" / "packed-refs").write_text(f"# pack-refs\n{COMMIT} refs/heads/main\n")
    found = origin(tmp_path)
    assert found
    assert COMMIT in found.files
    (tmp_path / ".git" / "HEAD").write_text("ref: refs/heads/../../config\n")
    assert origin(tmp_path) is None
    assert origin(Path("/nowhere/at/all")) is None


def test_a_worktree_is_not_taken_for_the_repository_around_it(tmp_path: Path) -> None:
    repository(tmp_path, "https://github.com/acme/shop", COMMIT)
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / ".git").write_text("gitdir: elsewhere")
    assert origin(tmp_path / "inner") is None
