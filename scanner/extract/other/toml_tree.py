"""TOML to located data. The standard parser knows no lines, so a value's line is where its key is next assigned."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from scanner.extract.nesting import too_deep
from scanner.extract.other.tree import Node

_DEPTH = 60
_NODES = 50_000
_KEY = re.compile(
    r"^[ \t]*(?:\[+[ \t]*)?[\"']?([\w.-]+)[\"']?[ \t]*[=\]]|[{,][ \t]*[\"']?([\w-]+)[\"']?[ \t]*=",
    re.MULTILINE,
)


def read_toml(text: str) -> Node | None:
    """The document, or None where it is not TOML."""
    if too_deep(text, _DEPTH):
        return None
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None
    lines: dict[str, list[int]] = {}
    for match in _KEY.finditer(text):
        key = (match[1] or match[2]).rpartition(".")[2]
        lines.setdefault(key, []).append(text.count("\n", 0, match.start(1 if match[1] else 2)) + 1)
    for places in lines.values():
        places.reverse()
    root = Node({}, 1)
    waiting: list[tuple[Node, Any]] = [(root, data)]
    count = 0
    while waiting and count < _NODES:
        node, value = waiting.pop()
        count += 1
        if isinstance(value, dict):
            children = {}
            for key, item in value.items():
                places = lines.get(key, [])
                line = node.line if not places else places.pop() if len(places) > 1 else places[0]
                children[key] = Node(None, line)
                waiting.append((children[key], item))
            node.value = children
        elif isinstance(value, list):
            elements = [Node(None, node.line) for _ in value]
            node.value = elements
            waiting.extend(zip(reversed(elements), reversed(value), strict=True))
        else:
            node.value = value if isinstance(value, str | int | float | bool) else str(value)
    return root
