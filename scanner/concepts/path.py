"""Path templates: `/users/{id}`, in OpenAPI form whatever the framework's own syntax was."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

_PARAMETER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable part of a path. `kind` is the converter (`int`, `path`, `uuid`, a regular expression), or empty."""

    name: str
    kind: str = ""

    @property
    def greedy(self) -> bool:
        """Whether it may span several segments."""
        return self.kind == "path" or ".*" in self.kind or ".+" in self.kind

    @property
    def optional(self) -> bool:
        """Whether a regular expression lets it be absent: its kind is `(…)?`."""
        return self.kind.startswith("(") and self.kind.endswith(")?")


@dataclass(frozen=True)
class PathTemplate:
    """A path whose variable parts are named: `parts` alternates literal text and parameters, beginning with `/`."""

    parts: tuple[str | Parameter, ...]

    @classmethod
    def parse(cls, text: str) -> PathTemplate:
        """Read OpenAPI form; `{name:kind}` keeps the converter. A leading slash is supplied."""
        parts: list[str | Parameter] = []
        position = 0
        for match in _PARAMETER.finditer(text):
            if match.start() > position:
                parts.append(text[position : match.start()])
            name, _, kind = match.group(1).partition(":")
            parts.append(Parameter(name, kind))
            position = match.end()
        if position < len(text):
            parts.append(text[position:])
        if not parts or not isinstance(parts[0], str) or not parts[0].startswith("/"):
            parts.insert(0, "/")
        return cls(_merged(parts))

    @cached_property
    def text(self) -> str:
        """OpenAPI form without converters: `/users/{id}`."""
        return "".join(part if isinstance(part, str) else "{" + part.name + "}" for part in self.parts)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The variable parts, in order."""
        return tuple(part for part in self.parts if isinstance(part, Parameter))

    def __str__(self) -> str:
        return self.text


def _merged(parts: list[str | Parameter]) -> tuple[str | Parameter, ...]:
    merged: list[str | Parameter] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    return tuple(merged)
