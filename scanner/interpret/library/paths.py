"""Paths, URLs and directory listings: arithmetic on strings; only the project's own file list is ever looked at.

https://docs.python.org/3/library/os.path.html
https://docs.python.org/3/library/pathlib.html
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from scanner.concepts.text import Text
from scanner.interpret.imports import PROJECT
from scanner.interpret.library.importing import project_directory
from scanner.interpret.native import stands_for, static_method
from scanner.interpret.objects import Instance
from scanner.interpret.texts import concatenate
from scanner.interpret.values import ListValue, Unknown, Value, plain

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


def as_path(value: Value) -> Value:
    """The text of a path object; any other value as it is."""
    if isinstance(value, Path):
        return value.path
    return plain(value)


@stands_for("os.path.join", "posixpath.join")
def join(i: Interpreter, *parts: Value) -> Value:
    """`os.path.join(...)`, with POSIX separators."""
    texts = [i.text(as_path(part)) for part in parts]
    literals = [text.literal for text in texts]
    if all(literal is not None for literal in literals):
        return posixpath.join(*(literal or "" for literal in literals)) if literals else ""
    pieces: list[str | Text] = []
    for index, text in enumerate(texts):
        if index and text.head.startswith("/"):
            pieces = []
        elif index and not _ends_with_slash(texts[index - 1]):
            pieces.append("/")
        pieces.append(text)
    return concatenate(i, *pieces)


def _ends_with_slash(text: Text) -> bool:
    last = text.parts[-1] if text.parts else ""
    return isinstance(last, str) and last.endswith("/")


@stands_for("os.path.dirname", "posixpath.dirname")
def dirname(i: Interpreter, path: Value) -> Value:
    """`os.path.dirname(path)`."""
    path = as_path(path)
    return posixpath.dirname(path) if isinstance(path, str) else Unknown("a path")


@stands_for("os.path.basename", "posixpath.basename")
def basename(i: Interpreter, path: Value) -> Value:
    """`os.path.basename(path)`."""
    path = as_path(path)
    return posixpath.basename(path) if isinstance(path, str) else Unknown("a path")


@stands_for("os.path.splitext", "posixpath.splitext")
def splitext(i: Interpreter, path: Value) -> Value:
    """`os.path.splitext(path)`."""
    path = as_path(path)
    return posixpath.splitext(path) if isinstance(path, str) else Unknown("a path")


@stands_for("os.path.split", "posixpath.split")
def split(i: Interpreter, path: Value) -> Value:
    """`os.path.split(path)`."""
    path = as_path(path)
    return posixpath.split(path) if isinstance(path, str) else Unknown("a path")


@stands_for(
    "os.path.abspath", "os.path.realpath", "os.path.normpath", "posixpath.normpath", "os.path.expanduser", "os.fspath"
)
def normal(i: Interpreter, path: Value) -> Value:
    """The path without `.` and `..`."""
    path = as_path(path)
    return posixpath.normpath(path) if isinstance(path, str) and path else Unknown("a path")


@stands_for("os.path.relpath")
def relpath(i: Interpreter, path: Value, start: Value = PROJECT) -> Value:
    """`os.path.relpath(path, start)` for paths of the project."""
    path, start = as_path(path), as_path(start)
    if isinstance(path, str) and isinstance(start, str) and path.startswith("/") and start.startswith("/"):
        return posixpath.relpath(path, start)
    return Unknown("a path")


def _inside(path: Value) -> str | None:
    """The path relative to the project's root, if it is in the project."""
    path = as_path(path)
    if isinstance(path, str) and (path == PROJECT or path.startswith(PROJECT + "/")):
        return posixpath.normpath(path)[len(PROJECT) + 1 :]
    return None


@stands_for("os.path.exists", "os.path.isfile", "os.path.isdir")
def exists(i: Interpreter, path: Value) -> Value:
    """Whether the project has it; what else a machine holds is not known."""
    inside = _inside(path)
    if inside is not None and (i.finder.is_file(inside) or i.finder.is_directory(inside)):
        return True
    return Unknown("whether a file exists")


@stands_for("os.path.isabs")
def isabs(i: Interpreter, path: Value) -> Value:
    """`os.path.isabs(path)`."""
    path = as_path(path)
    return path.startswith("/") if isinstance(path, str) else Unknown("a path")


@stands_for("os.listdir", "os.scandir")
def listdir(i: Interpreter, path: Value = PROJECT) -> Value:
    """The names in a directory of the project."""
    directory = project_directory(i, as_path(path))
    return ListValue([], True) if directory is None else ListValue(list(i.finder.entries(directory)))


@stands_for("os.walk")
def walk(i: Interpreter, path: Value, *_: Value, **__: Value) -> Value:
    """Directories of the project below a path, with their names."""
    directory = project_directory(i, as_path(path))
    if directory is None:
        return ListValue([], True)
    rows: list[Value] = []
    pending = [directory]
    while pending and len(rows) < i.limits.turns:
        current = pending.pop(0)
        entries = i.finder.directories[current]
        inner = sorted(name for name, is_file in entries.items() if not is_file)
        files = sorted(name for name, is_file in entries.items() if is_file)
        full = f"{PROJECT}/{current}" if current else PROJECT
        rows.append((full, ListValue(list(inner)), ListValue(list(files))))
        pending += [f"{current}/{name}" if current else name for name in inner]
    return ListValue(rows)


@stands_for("glob.glob", "glob.iglob")
def glob(i: Interpreter, pattern: Value, *_: Value, **__: Value) -> Value:
    """Files of one directory of the project that match a pattern in the last part."""
    pattern = as_path(pattern)
    if not isinstance(pattern, str):
        return ListValue([], True)
    directory, _slash, name = pattern.rpartition("/")
    return _matching(i, directory, name, deep=False, as_text=True)


def _matching(i: Interpreter, directory: str, pattern: str, deep: bool, as_text: bool) -> Value:
    from fnmatch import fnmatchcase

    start = project_directory(i, directory)
    if start is None or len(pattern) > 200 or pattern.count("*") > 4:
        return ListValue([], True)
    if pattern.startswith("**/"):
        deep, pattern = True, pattern[3:]
    found: list[Value] = []
    pending = [start]
    while pending:
        current = pending.pop(0)
        for name in i.finder.entries(current):
            inner = f"{current}/{name}" if current else name
            if fnmatchcase(name, pattern):
                found.append(f"{PROJECT}/{inner}" if as_text else make_path(i, f"{PROJECT}/{inner}"))
            if deep and i.finder.is_directory(inner):
                pending.append(inner)
    return ListValue(found)


def make_path(i: Interpreter, path: Value) -> Value:
    """A path object."""
    return i.call(i.library.get("pathlib.Path"), (path,))


def _working_directory(i: Interpreter) -> Value:
    return make_path(i, Unknown("the working directory", "cwd"))


def _home_directory(i: Interpreter) -> Value:
    return make_path(i, Unknown("the home directory", "home"))


@stands_for("pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath")
class Path(Instance):
    """A path object: arithmetic on its text, listings from the project's file list."""

    def __init__(self, *parts: Value) -> None:
        self.path = join(self.interpreter, *parts) if parts else "."

    def _with(self, path: Value) -> Value:
        return make_path(self.interpreter, path)

    def __truediv__(self, other: Value) -> Value:
        return self._with(join(self.interpreter, self.path, other))

    def __str__(self) -> str:
        return self.path  # type: ignore[return-value]

    def __fspath__(self) -> Value:
        return self.path

    def joinpath(self, *parts: Value) -> Value:
        """As `pathlib.Path.joinpath`."""
        return self._with(join(self.interpreter, self.path, *parts))

    def resolve(self, *_: Value, **__: Value) -> Value:
        """As `pathlib.Path.resolve`."""
        return self._with(normal(self.interpreter, self.path))

    def absolute(self) -> Value:
        """As `pathlib.Path.absolute`."""
        return self.resolve()

    def expanduser(self) -> Value:
        """As `pathlib.Path.expanduser`."""
        return self

    def as_posix(self) -> Value:
        """As `pathlib.Path.as_posix`."""
        return self.path

    def exists(self) -> Value:
        """As `pathlib.Path.exists`."""
        return exists(self.interpreter, self.path)

    def is_dir(self) -> Value:
        """As `pathlib.Path.is_dir`."""
        inside = _inside(self.path)
        known = inside is not None and (
            self.interpreter.finder.is_file(inside) or self.interpreter.finder.is_directory(inside)
        )
        return self.interpreter.finder.is_directory(inside or "") if known else Unknown("whether a directory exists")

    def is_file(self) -> Value:
        """As `pathlib.Path.is_file`."""
        inside = _inside(self.path)
        known = inside is not None and (
            self.interpreter.finder.is_file(inside) or self.interpreter.finder.is_directory(inside)
        )
        return self.interpreter.finder.is_file(inside or "") if known else Unknown("whether a file exists")

    def iterdir(self) -> Value:
        """As `pathlib.Path.iterdir`."""
        directory = project_directory(self.interpreter, self.path)
        if directory is None:
            return ListValue([], True)
        names = self.interpreter.finder.entries(directory)
        return ListValue([self._with(join(self.interpreter, self.path, name)) for name in names])

    def glob(self, pattern: Value, **_: Value) -> Value:
        """As `pathlib.Path.glob`."""
        return self._find(pattern, deep=False)

    def rglob(self, pattern: Value, **_: Value) -> Value:
        """As `pathlib.Path.rglob`."""
        return self._find(pattern, deep=True)

    def _find(self, pattern: Value, deep: bool) -> Value:
        if isinstance(self.path, str) and isinstance(pattern, str):
            return _matching(self.interpreter, self.path, pattern, deep, as_text=False)
        return ListValue([], True)

    def relative_to(self, other: Value, *_: Value, **__: Value) -> Value:
        """As `pathlib.Path.relative_to`."""
        return self._with(relpath(self.interpreter, self.path, other))

    def with_suffix(self, suffix: Value) -> Value:
        """As `pathlib.Path.with_suffix`."""
        if isinstance(self.path, str) and isinstance(suffix, str):
            return self._with(posixpath.splitext(self.path)[0] + suffix)
        return self._with(Unknown("a path"))

    @property
    def parent(self) -> Value:
        """As `pathlib.Path.parent`."""
        return self._with(dirname(self.interpreter, self.path))

    @property
    def parents(self) -> Value:
        """As `pathlib.Path.parents`."""
        above: list[Value] = []
        path = self.path
        while isinstance(path, str) and path not in ("", "/", "."):
            path = posixpath.dirname(path)
            above.append(self._with(path))
        return tuple(above)

    @property
    def name(self) -> Value:
        """As `pathlib.Path.name`."""
        return basename(self.interpreter, self.path)

    @property
    def stem(self) -> Value:
        """As `pathlib.Path.stem`."""
        name = basename(self.interpreter, self.path)
        return posixpath.splitext(name)[0] if isinstance(name, str) else name

    @property
    def suffix(self) -> Value:
        """As `pathlib.Path.suffix`."""
        name = basename(self.interpreter, self.path)
        return posixpath.splitext(name)[1] if isinstance(name, str) else name

    @property
    def parts(self) -> Value:
        """As `pathlib.Path.parts`."""
        return tuple(self.path.split("/")) if isinstance(self.path, str) else Unknown("a path")

    cwd = static_method(_working_directory)
    home = static_method(_home_directory)


@stands_for("urllib.parse.urljoin")
def url_join(i: Interpreter, base: Value, url: Value, *_: Value) -> Value:
    """`urljoin(base, url)`."""
    base, url = plain(base), plain(url)
    if isinstance(base, str) and isinstance(url, str):
        return urljoin(base, url)
    if isinstance(url, str) and url.startswith("/"):
        return url
    return concatenate(i, i.text(base), i.text(url))


@stands_for("urllib.parse.SplitResult")
class SplitResult(Instance):
    """The parts of an address; those of a configured address are configured."""

    def prepare(self) -> None:
        """All parts are there, empty."""
        self.scheme: Value = ""
        self.netloc: Value = ""
        self.path: Value = ""
        self.query: Value = ""
        self.fragment: Value = ""
        self.hostname: Value = None
        self.port: Value = None


@stands_for("urllib.parse.urlparse", "urllib.parse.urlsplit")
def url_split(i: Interpreter, url: Value, *_: Value, **__: Value) -> Value:
    """`urlparse(url)`."""
    url = plain(url)
    if not isinstance(url, str):
        return Unknown("an address that is not known")
    made = SplitResult()
    made.class_ = i.library.class_of(SplitResult)
    made.interpreter = i
    made.prepare()
    kind = type(url)
    try:
        parts = urlsplit(url)
    except ValueError:
        return Unknown("not an address")
    for name in ("scheme", "netloc", "path", "query", "fragment"):
        setattr(made, name, kind(getattr(parts, name)))
    made.hostname = kind(parts.hostname) if parts.hostname else None
    return made


@stands_for("urllib.parse.quote", "urllib.parse.quote_plus", "urllib.parse.unquote")
def quote_(i: Interpreter, text: Value, *_: Value, **__: Value) -> Value:
    """`quote(text)`; braces and angle brackets of a path's parameters stay."""
    text = plain(text)
    return quote(text, safe="/<>{}:%") if isinstance(text, str) else text
