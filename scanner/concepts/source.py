"""A file of the scanned repository, and what part it plays there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """What reads the file."""

    PYTHON = "python"
    JAVASCRIPT = "javascript"
    TYPESCRIPT = "typescript"
    TSX = "tsx"
    COMPONENT = "component"
    """Vue and Svelte single-file components."""
    MARKUP = "markup"
    """HTML and templates, whatever their engine."""
    MARKDOWN = "markdown"
    """Markdown, reStructuredText and plain-text documentation."""
    SHELL = "shell"
    YAML = "yaml"
    JSON = "json"
    TOML = "toml"
    DOCKERFILE = "dockerfile"
    HTTP = "http"
    """.http and .rest request collections."""
    CONFIG = "config"
    """nginx, Caddy, cron, Procfile, .env, ini, Terraform."""
    MOBILE = "mobile"
    """Kotlin, Java, Swift, Dart."""


class Role(StrEnum):
    """What a file is for. Only `SOURCE` files register operations and hold consumers."""

    SOURCE = "source"
    TEST = "test"
    EXAMPLE = "example"
    DOCS = "docs"
    GENERATED = "generated"
    """Written by a tool, and committed (an OpenAPI client, a bundle whose source is here)."""
    MINIFIED = "minified"
    VENDORED = "vendored"


ASIDE = frozenset({Role.TEST, Role.EXAMPLE, Role.DOCS})
"""Roles of files that are not part of the running system: their values say nothing of what production code does."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file found by discovery: POSIX path relative to the root, size in bytes."""

    path: str
    language: Language
    role: Role
    size: int
