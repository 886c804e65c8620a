"""Where the scanned revision can be read on a forge: from `.git/HEAD` and `.git/config`, read as plain files.

Nothing of git runs. What is not plainly a public address of a known forge gives none: a wrong link is worse than none.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

from scanner.concepts.report import Origin

_MOST = 1_000_000
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REF = re.compile(r"ref: (refs/heads/(?!.*\.\.)[\w./@+-]+)")
_REMOTE = re.compile(r'\[remote "origin"\]\n((?:[ \t]+.*\n?)*)')
_URL = re.compile(r"^[ \t]+url = (\S+)$", re.MULTILINE)
_HOSTS = "github.com|gitlab.com|bitbucket.org"
_ADDRESS = re.compile(
    rf"(?:https://(?:[^@/\s]+@)?|ssh://git@|git@)({_HOSTS})[:/]((?:[\w-][\w.-]*/)+[\w-][\w.-]*?)(?:\.git)?/?"
)
_LINE = {"github.com": "#L", "gitlab.com": "#L", "bitbucket.org": "#lines-"}
_BLOB = {"github.com": "blob", "gitlab.com": "-/blob", "bitbucket.org": "src"}


def origin(root: Path) -> Origin | None:
    """The permalink prefix of the files below `root`, which may be a folder inside a repository; None if unknown.

    Credentials in the remote's address are dropped.
    """
    for top in (root.resolve(), *root.resolve().parents):
        folder = top / ".git"
        if folder.is_file() or folder.is_symlink():  # a worktree or submodule: its files are elsewhere
            return None
        if folder.is_dir():
            below = root.resolve().relative_to(top).as_posix()
            return _origin(folder, "" if below == "." else f"{below}/")
    return None


def _origin(folder: Path, below: str) -> Origin | None:
    remote = _REMOTE.search(_read(folder / "config"))
    url = _URL.search(remote[1]) if remote else None
    address = _ADDRESS.fullmatch(url[1]) if url else None
    commit = _commit(folder)
    if not address or not commit:
        return None
    host, path = address[1], address[2]
    return Origin(f"https://{host}/{path}/{_BLOB[host]}/{commit}/{quote(below)}", _LINE[host])


def _commit(folder: Path) -> str:
    head = _read(folder / "HEAD").strip()
    if ref := _REF.fullmatch(head):
        loose = _read(folder / ref[1]).strip()
        packed = re.search(rf"^([0-9a-f]+) {re.escape(ref[1])}$", _read(folder / "packed-refs"), re.MULTILINE)
        head = loose or (packed[1] if packed else "")
    return head if _COMMIT.fullmatch(head) else ""


def _read(path: Path) -> str:
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST:
            return ""
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
