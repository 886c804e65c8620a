"""Walk a repository safely: regular files only, no links that leave it, .gitignore obeyed, everything else counted."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scanner.concepts.diagnostic import Diagnostic, DiagnosticSeverity
from scanner.concepts.inventory import MAX_BYTES, MAX_PYTHON_BYTES, Inventory
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role, SourceFile
from scanner.discover.ignore import Ignore
from scanner.discover.installed import installed_names, records_of
from scanner.discover.languages import language_of
from scanner.discover.roles import role_by_path
from scanner.errors import UsageError

_NEVER = {
    ".git", ".hg", ".svn", "__pycache__", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".eggs",
    ".idea", ".vscode", "node_modules", ".venv",
}  # fmt: skip
_ENVIRONMENT_MARKER = "pyvenv.cfg"
_INSTALLED = "installed package"

MAX_FILES = 100_000
MAX_DEPTH = 64


def discover(root: Path, exclude: tuple[str, ...] = ()) -> Inventory:
    """Find every file that the audit can read below `root`; `exclude` holds gitignore patterns.

    Raises UsageError where `root` is not a folder.
    """
    if not root.exists():
        raise UsageError(f"no such path: {root}", "give the folder of a repository, for example `callside audit .`")
    if not root.is_dir():
        raise UsageError(f"not a folder: {root}", "callside audits a whole repository: give its folder")
    walker = _Walker(root, Ignore(exclude))
    files = sorted(walker.walk(), key=lambda file: file.path)
    decided_by = walker.decided_by
    if walker.skipped[_INSTALLED] and not any(file.language is Language.PYTHON for file in files):
        # nothing but an unpacked distribution: given to be read for itself
        walker = _Walker(root, Ignore(exclude), own=False)
        files = sorted(walker.walk(), key=lambda file: file.path)
        decided_by = [*dict.fromkeys([*decided_by, *walker.decided_by])]
    skipped = dict(sorted(walker.skipped.items()))
    return Inventory(tuple(files), skipped, tuple(walker.diagnostics), tuple(decided_by))


class _Walker:
    """One walk: the ignore rules met on the way down, and what was passed over.

    `own`: whether packages that an installer unpacked are passed over.
    """

    def __init__(self, root: Path, exclude: Ignore, *, own: bool = True) -> None:
        self.root = root
        self.exclude = exclude
        self.own = own
        self.skipped: Counter[str] = Counter()
        self.diagnostics: list[Diagnostic] = []
        self.decided_by: list[str] = []

    def walk(self) -> Iterator[SourceFile]:
        """Depth first with an own stack, so that no tree is too deep for Python."""
        stack: list[tuple[str, tuple[tuple[str, Ignore], ...], int]] = [("", (), 0)]
        found = 0
        while stack:
            folder, specs, depth = stack.pop()
            self.decided_by.append(folder)
            try:
                entries = sorted(os.scandir(self.root / folder), key=lambda entry: entry.name)
            except OSError as error:
                self._warn(folder or ".", f"folder cannot be read: {error.strerror}")
                continue
            names = {entry.name for entry in entries}
            if _ENVIRONMENT_MARKER in names:
                self.skipped["virtual environment"] += 1
                continue
            start = f"{folder}/" if folder else ""
            if ".gitignore" in names:
                self.decided_by.append(f"{start}.gitignore")
                specs = (*specs, (folder, self._ignore_file(folder)))
            records = records_of(names) if self.own else ()
            self.decided_by += [f"{start}{record}" for record in records]
            installed = installed_names(self.root / folder, records)
            for entry in entries:
                path = f"{start}{entry.name}"
                if entry.is_symlink():
                    self.skipped["link"] += 1
                    continue
                if entry.name in installed:
                    self.skipped[_INSTALLED] += 1
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if entry.name in _NEVER:
                        continue
                    if self._ignored(path + "/", specs):
                        self.skipped["ignored"] += 1
                    elif depth >= MAX_DEPTH:
                        self._warn(path, f"folders nested more than {MAX_DEPTH} deep are not read")
                    else:
                        stack.append((path, specs, depth + 1))
                    continue
                file = self._file(entry, path, specs)
                if file is None:
                    continue
                found += 1
                if found > MAX_FILES:
                    self._warn(path, f"more than {MAX_FILES} files: the rest is not read; exclude what is not source")
                    return
                yield file

    def _file(self, entry: os.DirEntry[str], path: str, specs: tuple[tuple[str, Ignore], ...]) -> SourceFile | None:
        language = language_of(path)
        if language is None:
            return None
        if self._ignored(path, specs):
            self.skipped["ignored"] += 1
            return None
        status = entry.stat(follow_symlinks=False)
        if not stat.S_ISREG(status.st_mode):
            self.skipped["not a regular file"] += 1
            return None
        role = role_by_path(path, language)
        if role is Role.VENDORED:
            self.skipped["vendored"] += 1
            return None
        limit = MAX_PYTHON_BYTES if language is Language.PYTHON else MAX_BYTES
        if status.st_size > limit:
            self.skipped["too-large"] += 1
            self.decided_by.append(path)
            if role is not Role.MINIFIED and language not in (Language.JSON, Language.MARKDOWN):
                self._warn(path, f"{status.st_size:,} bytes: larger than {limit:,}, not read")
            return None
        return SourceFile(path, language, role, status.st_size)

    def _ignored(self, path: str, specs: tuple[tuple[str, Ignore], ...]) -> bool:
        """The nearest .gitignore that speaks of the path decides, as git has it."""
        if self.exclude.decides(path):
            return True
        for folder, spec in reversed(specs):
            inside = path[len(folder) + 1 :] if folder else path
            decided = spec.decides(inside)
            if decided is not None:
                return decided
        return False

    def _ignore_file(self, folder: str) -> Ignore:
        path = self.root / folder / ".gitignore"
        try:
            if path.is_symlink() or path.stat().st_size > MAX_BYTES:
                return Ignore(())
            if not path.is_file():
                raise OSError("not a regular file")  # a pipe would keep its reader waiting
            return Ignore(path.read_text("utf-8", "replace").splitlines())
        except (OSError, ValueError) as error:
            self._warn(f"{folder}/.gitignore".lstrip("/"), f"not obeyed: {error}")
            return Ignore(())

    def _warn(self, path: str, message: str) -> None:
        self.diagnostics.append(Diagnostic(DiagnosticSeverity.WARNING, message, Location(path, 1)))
