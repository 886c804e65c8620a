"""The module graph: which file an import names, in scripts and in Python."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from scanner.concepts.facts import FileFacts
from scanner.concepts.source import Language
from scanner.link.index import SCRIPTS

_EXTENSIONS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".vue", ".svelte")
_SOURCE_ROOTS = frozenset({"src", "app", "frontend", "client", "web", "ui", "js", "assets"})
_ALIAS_HEADS = ("@/", "~/", "~~/", "#/", "$lib/", "src/", "@src/", "$/")


class ScriptModules:
    """Resolves a script's import specifier to a file of the project.

    Relative specifiers follow Node's and bundlers' rules (extensions left out, `index` files). Others go through path
    aliases found in configuration (`alias` settings: tsconfig `paths`, vite and webpack `alias`), then by the one file
    whose path ends so, the nearest first.
    """

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        self._files = frozenset(path for path, item in facts.items() if item.language in SCRIPTS)
        self._aliases = tuple(_aliases(facts))
        self._memo: dict[tuple[str, str], str | None] = {}

    def resolve(self, importer: str, specifier: str) -> str | None:
        """The file that `specifier` names when imported by `importer`; None where it is not of this project."""
        key = (posixpath.dirname(importer), specifier)
        if key not in self._memo:
            self._memo[key] = self._resolve(importer, specifier)
        return self._memo[key]

    def _resolve(self, importer: str, specifier: str) -> str | None:
        specifier = specifier.split("?", 1)[0]
        if not specifier or len(specifier) > 500:
            return None
        if specifier.startswith("."):
            return self._at(posixpath.normpath(posixpath.join(posixpath.dirname(importer), specifier)))
        for base, head, target in self._aliases:
            if _under(head, specifier) and _above(base, importer):
                rest = specifier[len(head) :].lstrip("/")
                found = self._at(posixpath.normpath(posixpath.join(base, target, rest)))
                if found:
                    return found
        tail = specifier.lstrip("/")
        for head in _ALIAS_HEADS:
            if specifier.startswith(head):
                tail = specifier[len(head) :]
                return self._ending(importer, tail)
        return self._ending(importer, tail) if "/" in tail else None

    def _at(self, path: str) -> str | None:
        if path in self._files:
            return path
        stem, extension = posixpath.splitext(path)
        candidates = [path + ending for ending in _EXTENSIONS]
        if extension in (".js", ".jsx", ".mjs"):
            candidates += [stem + ending for ending in _EXTENSIONS]
        candidates += [posixpath.join(path, "index" + ending) for ending in _EXTENSIONS]
        return next((candidate for candidate in candidates if candidate in self._files), None)

    def _ending(self, importer: str, tail: str) -> str | None:
        stem = _stem(tail)
        name = posixpath.basename(stem)
        ends = "/" + stem
        found = [path for path in self._by_name.get(name, ()) if ("/" + _stem(path)).endswith(ends)]
        found += [
            path
            for path in self._by_name.get("index", ())
            if ("/" + posixpath.dirname(path)).endswith(ends) and posixpath.dirname(path)
        ]
        return max(found, key=lambda path: (*_root_rank(path, stem, importer), path), default=None)

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        names: dict[str, list[str]] = defaultdict(list)
        for path in sorted(self._files):
            names[posixpath.basename(_stem(path))].append(path)
        return {name: tuple(paths) for name, paths in names.items()}


class PythonModules:
    """Resolves a dotted module name to a file of the project, whatever the import root is."""

    def __init__(self, facts: Mapping[str, FileFacts]) -> None:
        by_suffix: dict[str, list[str]] = defaultdict(list)
        for path, item in facts.items():
            if item.language is Language.PYTHON and path.endswith(".py"):
                parts = path[:-3].split("/")
                if parts[-1] == "__init__":
                    parts.pop()
                for start in range(len(parts)):
                    by_suffix[".".join(parts[start:])].append(path)
        self._by_suffix = by_suffix
        self._memo: dict[tuple[str, str], str | None] = {}

    def resolve(self, importer: str, module: str) -> str | None:
        """The file of `module` (leading dots: relative to the importer's package), or None."""
        key = (posixpath.dirname(importer), module)
        if key not in self._memo:
            self._memo[key] = self._resolve(importer, module)
        return self._memo[key]

    def _resolve(self, importer: str, module: str) -> str | None:
        if module.startswith("."):
            dots = len(module) - len(module.lstrip("."))
            package = posixpath.dirname(importer)
            for _ in range(dots - 1):
                package = posixpath.dirname(package)
            parts = [part for part in package.split("/") if part] + [part for part in module[dots:].split(".") if part]
            wanted = "/".join(parts)
            found = self._by_suffix.get(".".join(parts), [])
            return next((path for path in found if path in (wanted + ".py", wanted + "/__init__.py")), None)
        found = self._by_suffix.get(module, [])
        return max(found, key=lambda path: (_rooted(path, importer), -len(path), path), default=None)


def _aliases(facts: Mapping[str, FileFacts]) -> Iterable[tuple[str, str, str]]:
    """Folder of the configuration, head of a specifier, what it stands for: the longest heads first.

    https://www.typescriptlang.org/tsconfig/#paths · https://vite.dev/config/shared-options#resolve-alias
    """
    found: list[tuple[str, str, str]] = []
    for path, item in facts.items():
        root = dict(item.settings).get("tsconfig.baseUrl", ".")
        for key, value in item.settings:
            kind, _, head = key.partition(":")
            if kind in ("alias", "tsconfig.paths") and head.strip("*"):
                folder = posixpath.join(posixpath.dirname(path), root if kind == "tsconfig.paths" else ".")
                base = posixpath.normpath(folder)
                found.append(("" if base == "." else base, head.removesuffix("*"), value.removesuffix("*") or "."))
    return sorted(found, key=lambda item: (-len(item[1]), item))


def _under(head: str, specifier: str) -> bool:
    """Whether an alias stands for a specifier or for its first folders."""
    return specifier == head or specifier.startswith(head if head.endswith("/") else head + "/")


def _above(folder: str, path: str) -> bool:
    return not folder or path.startswith(folder + "/")


def _stem(path: str) -> str:
    stem, extension = posixpath.splitext(path)
    return stem if extension in _EXTENSIONS else path


def _root_rank(path: str, stem: str, importer: str) -> tuple[bool, bool, int, int]:
    """How well the folder before a specifier would do as the root it is relative to: around the importer, a source
    folder, near, shallow."""
    position = ("/" + path).rfind("/" + stem)
    root = path[: max(position - 1, 0)]
    return (
        _above(root, importer),
        posixpath.basename(root) in _SOURCE_ROOTS,
        _shared(path, importer) if not _above(root, importer) else 0,
        -len(root),
    )


def _shared(path: str, other: str) -> int:
    """How many leading folders two paths share."""
    return len(posixpath.commonpath(["/" + path, "/" + posixpath.dirname(other)]))


def _rooted(path: str, importer: str) -> int:
    return _shared(path, importer)
