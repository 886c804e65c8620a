"""Text with holes: what is known of a string before the program runs.

The interpreter of registration code and the URL flow of call sites share it: `f"/api/{version}/users"` is a literal,
a hole named `version`, and a literal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hole:
    """A part that only a run can know. `name` is what the source calls it, `why` says why it is not known."""

    name: str = ""
    why: str = ""

    def __str__(self) -> str:
        return "{" + self.name + "}"


@dataclass(frozen=True, slots=True)
class Text:
    """An immutable string with holes. Parts alternate freely; neighbouring literals are merged by `Text.of`."""

    parts: tuple[str | Hole, ...] = ()

    @classmethod
    def of(cls, *parts: str | Hole | Text) -> Text:
        """Concatenate literals, holes and texts; empty literals vanish, neighbouring literals merge."""
        merged: list[str | Hole] = []
        for part in _flat(parts):
            if isinstance(part, str):
                if not part:
                    continue
                if merged and isinstance(merged[-1], str):
                    merged[-1] += part
                    continue
            merged.append(part)
        return cls(tuple(merged))

    @property
    def literal(self) -> str | None:
        """The plain string, or None where there is a hole."""
        if not self.parts:
            return ""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return None

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The holes, in order."""
        return tuple(part for part in self.parts if isinstance(part, Hole))

    @property
    def head(self) -> str:
        """The literal text before the first hole."""
        return self.parts[0] if self.parts and isinstance(self.parts[0], str) else ""

    def __add__(self, other: Text | str) -> Text:
        return Text.of(self, other)

    def __str__(self) -> str:
        """Holes are shown as `{name}`."""
        return "".join(str(part) for part in self.parts)


def _flat(parts: Iterable[str | Hole | Text]) -> Iterable[str | Hole]:
    for part in parts:
        if isinstance(part, Text):
            yield from part.parts
        else:
            yield part
