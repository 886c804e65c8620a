"""Which language a file is written in, by its name."""

from __future__ import annotations

from scanner.concepts.source import Language

_BY_SUFFIX: dict[str, Language] = {
    ".py": Language.PYTHON,
    ".js": Language.JAVASCRIPT,
    ".mjs": Language.JAVASCRIPT,
    ".cjs": Language.JAVASCRIPT,
    ".jsx": Language.JAVASCRIPT,
    ".ts": Language.TYPESCRIPT,
    ".mts": Language.TYPESCRIPT,
    ".cts": Language.TYPESCRIPT,
    ".tsx": Language.TSX,
    ".vue": Language.COMPONENT,
    ".svelte": Language.COMPONENT,
    ".html": Language.MARKUP,
    ".htm": Language.MARKUP,
    ".xhtml": Language.MARKUP,
    ".jinja": Language.MARKUP,
    ".jinja2": Language.MARKUP,
    ".j2": Language.MARKUP,
    ".djhtml": Language.MARKUP,
    ".mjml": Language.MARKUP,
    ".md": Language.MARKDOWN,
    ".mdx": Language.MARKDOWN,
    ".rst": Language.MARKDOWN,
    ".adoc": Language.MARKDOWN,
    ".txt": Language.MARKDOWN,
    ".sh": Language.SHELL,
    ".bash": Language.SHELL,
    ".zsh": Language.SHELL,
    ".yml": Language.YAML,
    ".yaml": Language.YAML,
    ".json": Language.JSON,
    ".json5": Language.JSON,
    ".jsonc": Language.JSON,
    ".webmanifest": Language.JSON,
    ".toml": Language.TOML,
    ".http": Language.HTTP,
    ".rest": Language.HTTP,
    ".bru": Language.HTTP,
    ".conf": Language.CONFIG,
    ".ini": Language.CONFIG,
    ".cfg": Language.CONFIG,
    ".env": Language.CONFIG,
    ".service": Language.CONFIG,
    ".tf": Language.CONFIG,
    ".hcl": Language.CONFIG,
    ".nomad": Language.CONFIG,
    ".kt": Language.MOBILE,
    ".java": Language.MOBILE,
    ".swift": Language.MOBILE,
    ".dart": Language.MOBILE,
}

_BY_NAME: dict[str, Language] = {
    "caddyfile": Language.CONFIG,
    "procfile": Language.CONFIG,
    "crontab": Language.CONFIG,
    "makefile": Language.SHELL,
    "justfile": Language.SHELL,
}

_TEMPLATE_FOLDERS = {"templates", "jinja2", "jinja"}
_TEMPLATE_SUFFIXES = {".txt", ".xml", ".js", ".css", ".json", ".tpl", ".tmpl"}


def language_of(path: str) -> Language | None:
    """The language of a POSIX path, or None where nothing in the audit reads it.

    Text, XML and script files below a template folder are templates: frameworks render them.
    """
    # text, not PurePosixPath: this is asked of every file of a repository, dependencies included
    name = path.lower().rpartition("/")[2]
    stem, dot, ending = name.rpartition(".")
    suffix = dot + ending if stem and ending else ""
    if suffix in _TEMPLATE_SUFFIXES and _TEMPLATE_FOLDERS.intersection(path.split("/")[:-1]):
        return Language.MARKUP
    if name.startswith("dockerfile") or name.endswith((".dockerfile", "containerfile")):
        return Language.DOCKERFILE
    if name.startswith(".env"):
        return Language.CONFIG
    return _BY_NAME.get(name) or _BY_SUFFIX.get(suffix)
