"""A revision's files, read from git's own objects: no checkout, so no hook and no filter of the repository runs.

`git worktree add` runs hooks and filters, `git archive` runs filters and leaves files out; `ls-tree` and `cat-file` do
neither: https://git-scm.com/docs/git-cat-file
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from scanner.errors import UsageError

SECONDS = 120
MAX_BYTES = 2_000_000
"""Larger files are not read by the audit either."""
_SAFE = ("-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*", "--no-pager")
"""Nothing that a repository's own configuration names is run. The commands below only read objects, so the repository
may belong to another user, as it does in many CI containers."""


def write_merge_base(root: Path, ref: str, into: Path) -> str:
    """Write the files under `root` as they were where HEAD and `ref` parted; returns that commit.

    Links and submodules are left out. Raises UsageError where there is no such revision or no git.
    """
    if ref.startswith("-") or not ref.strip():
        raise UsageError(f"{ref!r} is not a revision", "give a branch, tag or commit, for example origin/main")
    try:
        commit = _merge_base(root, ref)
        _write(root, _blobs(root, commit), into)
    except FileNotFoundError as error:
        raise UsageError("git is not installed", "install git, or use a baseline file instead of --base") from error
    except (subprocess.SubprocessError, OSError) as error:
        raise UsageError(
            f"cannot read revision {ref!r}: {error}", "see that `git merge-base` works in this folder"
        ) from error
    return commit


def _merge_base(root: Path, ref: str) -> str:
    done = _git(root, "merge-base", "HEAD", ref)
    commit = done.stdout.decode("ascii", "replace").strip()
    if done.returncode or not commit:
        told = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(
            f"no common history with {ref!r}{f': {told[0]}' if told else ''}",
            f"fetch it first, with enough depth: git fetch origin {ref}; in GitHub Actions, fetch-depth: 0",
        )
    return commit


def _blobs(root: Path, commit: str) -> Iterator[tuple[str, PurePosixPath]]:
    """Object and path, relative to `root`, of every regular file that is not too large."""
    done = _git(root, "ls-tree", "-r", "-z", "--long", commit)
    if done.returncode:
        raise subprocess.SubprocessError(done.stderr.decode("utf-8", "replace").strip())
    for row in done.stdout.decode("utf-8", "surrogateescape").split("\0"):
        description, _, name = row.partition("\t")
        fields = description.split()
        path = PurePosixPath(name)
        regular = len(fields) == 4 and fields[0] in ("100644", "100755") and fields[3].isdigit()
        if regular and int(fields[3]) <= MAX_BYTES and _inside(path):
            yield fields[2], path


def _inside(path: PurePosixPath) -> bool:
    """Git forbids such paths; a repository made by hand may hold them."""
    return not path.is_absolute() and not {"..", ".git", ""}.intersection(part.lower() for part in path.parts)


def _write(root: Path, blobs: Iterator[tuple[str, PurePosixPath]], into: Path) -> None:
    wanted = list(blobs)
    with tempfile.TemporaryFile() as asked:
        asked.write("".join(f"{name}\n" for name, _ in wanted).encode())
        asked.seek(0)
        command = ["git", *_SAFE, "cat-file", "--batch"]
        with subprocess.Popen(command, cwd=root, env=_environment(), stdin=asked, stdout=subprocess.PIPE) as process:
            if process.stdout is None:
                raise subprocess.SubprocessError("git gave no output")
            for _, path in wanted:
                content = _next(process.stdout)
                target = into / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)


def _next(stream: IO[bytes]) -> bytes:
    """One answer of `cat-file --batch`: a line with object, type and size, the content, a line feed."""
    header = stream.readline().split()
    if len(header) != 3:
        raise subprocess.SubprocessError("an object is missing: the clone is partial or shallow")
    content = stream.read(int(header[2]))
    stream.read(1)
    return content


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", *_SAFE, *arguments], cwd=root, env=_environment(), capture_output=True, timeout=SECONDS, check=False
    )


def _environment() -> dict[str, str]:
    """Ours without git's variables: a hook that calls us has set some that point at its own index."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
