"""YAML to located data, with the safe loader's composer: no tag ever makes an object.

https://pyyaml.org/wiki/PyYAMLDocumentation
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from scanner.extract.nesting import too_deep
from scanner.extract.other.tree import Node

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SLOW_SIZE = 300_000
_NODES = 200_000
_DEPTH = 100
_INDENT = 400
_DEEP_BLOCK = re.compile(rf"(?:[-?][ \t]+){{{_DEPTH}}}|^[ ]{{{_INDENT}}}", re.MULTILINE)
_BOOLEANS = {"true": True, "false": False, "yes": True, "no": False}


def read_yaml(text: str) -> list[Node] | None:
    """The documents of a stream, or None where it is not YAML (a template) or is nested beyond all sense."""
    if too_deep(text, _DEPTH) or _DEEP_BLOCK.search(text):
        return None
    if _LOADER is yaml.SafeLoader and len(text) > _SLOW_SIZE:
        return None
    try:
        composed = list(yaml.compose_all(text, _LOADER))
    except (yaml.YAMLError, ValueError, RecursionError, AttributeError, TypeError):
        return None
    converter = _Converter()
    return [converter.convert(node) for node in composed if node is not None]


class _Converter:
    """Composed nodes to ours, without recursion; aliases share a node, so that a bomb of aliases stays small."""

    def __init__(self) -> None:
        self.done: dict[int, Node] = {}

    def convert(self, root: yaml.Node) -> Node:
        waiting = [root]
        result = self._shallow(root)
        while waiting:
            node = waiting.pop()
            target = self._shallow(node)
            if isinstance(node, yaml.MappingNode) and isinstance(target.value, dict) and not target.value:
                for key, value in node.value:
                    if not isinstance(key, yaml.ScalarNode):
                        continue  # `{{ name }}: x`: a mapping is the key, and nothing here asks for it
                    if id(value) not in self.done:
                        waiting.append(value)
                    shallow = self._shallow(value)
                    if key.value == "<<":
                        self._merge(target.value, value)
                    else:
                        target.value[key.value] = shallow
            elif isinstance(node, yaml.SequenceNode) and isinstance(target.value, list) and not target.value:
                for item in node.value:
                    if id(item) not in self.done:
                        waiting.append(item)
                    target.value.append(self._shallow(item))
        return result

    def _shallow(self, node: yaml.Node) -> Node:
        known = self.done.get(id(node))
        if known is None:
            known = self.done[id(node)] = Node(_empty(node) if len(self.done) < _NODES else None, _line(node))
        return known

    def _merge(self, target: dict[str, Node], value: yaml.Node) -> None:
        """`<<: *base`: the keys of the base that are not set here."""
        for mapping in value.value if isinstance(value, yaml.SequenceNode) else [value]:
            if isinstance(mapping, yaml.MappingNode):
                for key, item in mapping.value:
                    if isinstance(key, yaml.ScalarNode) and id(item) in self.done:
                        target.setdefault(key.value, self.done[id(item)])


def _empty(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {}
    if isinstance(node, yaml.SequenceNode):
        return []
    if isinstance(node, yaml.ScalarNode) and node.style is None:
        if node.value.lower() in _BOOLEANS:
            return _BOOLEANS[node.value.lower()]
        if node.value in {"", "~", "null"}:
            return None
    return str(node.value)


def _line(node: yaml.Node) -> int:
    block = isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}
    return int(node.start_mark.line) + (2 if block else 1)
