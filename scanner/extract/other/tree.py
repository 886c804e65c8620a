"""Located data: what YAML, JSON and TOML have in common, each value with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

Scalar: TypeAlias = str | int | float | bool | None


@dataclass(slots=True)
class Node:
    """A value and the line it begins on; for text in a block (YAML's `|`), the line of its first row."""

    value: dict[str, Node] | list[Node] | Scalar
    line: int

    def get(self, *keys: str) -> Node | None:
        """The value below nested keys, or None."""
        node: Node | None = self
        for key in keys:
            if node is None or not isinstance(node.value, dict):
                return None
            node = node.value.get(key)
        return node

    def text(self, *keys: str) -> str:
        """The text below nested keys; empty where there is none or it is no scalar."""
        node = self.get(*keys)
        if node is None or node.value is None or isinstance(node.value, dict | list | bool):
            return ""
        return str(node.value)

    @property
    def fields(self) -> dict[str, Node]:
        """The entries of a mapping; empty for anything else."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """The elements of a list; empty for anything else."""
        return self.value if isinstance(self.value, list) else []

    @property
    def texts(self) -> list[str] | None:
        """The elements of a list of scalars as text, or None."""
        if not isinstance(self.value, list):
            return None
        if any(isinstance(item.value, dict | list) for item in self.value):
            return None
        return ["" if item.value is None else str(item.value) for item in self.value]


@dataclass(frozen=True, slots=True)
class Place:
    """A node on a walk, with the keys that lead to it, the nearest last (list elements have the key of their list)."""

    node: Node
    keys: tuple[str, ...]

    @property
    def key(self) -> str:
        """The nearest key; empty at the root."""
        return self.keys[-1] if self.keys else ""


_KEPT_KEYS = 6


def walk(root: Node, limit: int = 200_000) -> Iterator[Place]:
    """Every node below the root, in document order, at most `limit`; a node that is shared is visited once."""
    seen: set[int] = set()
    waiting = [Place(root, ())]
    while waiting and len(seen) < limit:
        place = waiting.pop()
        if id(place.node) in seen:
            continue
        seen.add(id(place.node))
        yield place
        value = place.node.value
        if isinstance(value, dict):
            waiting.extend(Place(value[key], (*place.keys[-_KEPT_KEYS:], key)) for key in reversed(value))
        elif isinstance(value, list):
            waiting.extend(Place(item, place.keys) for item in reversed(value))
