"""JSON to located data; comments and trailing commas (JSONC, JSON5) are allowed. Iterative: no nesting kills it."""

from __future__ import annotations

import json
import re

from scanner.extract.other.tree import Node, Scalar

_TOKEN = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.)*+")'
    r"|(?P<single>'(?:[^'\\\n]|\\.)*+')"
    r"|(?P<number>-?\d[\d.eE+-]*)"
    r"|(?P<word>[A-Za-z_$][\w$]*)"
    r"|(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<sign>[{}\[\],:])",
    re.DOTALL,
)
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_DEPTH = 200


def read_json(text: str) -> Node | None:
    """The document, or None where it is not JSON or nests deeper than 200."""
    root: Node | None = None
    stack: list[Node] = []
    key: str | None = None
    waiting_key = False
    line, position = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        kind, token = match.lastgroup, match[0]
        if kind == "comment":
            continue
        if token in ",:":
            waiting_key = token == "," and bool(stack) and isinstance(stack[-1].value, dict)
            continue
        if token in ("}", "]"):
            if not stack:
                return None
            stack.pop()
            waiting_key = False
            continue
        if waiting_key:
            key = _text(kind, token)
            waiting_key = False
            continue
        node = Node({} if token == "{" else [] if token == "[" else _scalar(kind, token), line)
        if stack:
            parent = stack[-1].value
            if isinstance(parent, dict):
                if key is None:
                    return None
                parent[key] = node
                key = None
            elif isinstance(parent, list):
                parent.append(node)
        elif root is not None:
            return None
        root = root or node
        if isinstance(node.value, dict | list):
            if len(stack) >= _DEPTH:
                return None
            stack.append(node)
            waiting_key = isinstance(node.value, dict)
    return None if stack else root


def _text(kind: str | None, token: str) -> str:
    if kind == "string":
        try:
            return str(json.loads(token, strict=False))
        except ValueError:
            return token[1:-1]
    return token[1:-1] if kind == "single" else token


def _scalar(kind: str | None, token: str) -> Scalar:
    if kind in {"string", "single"}:
        return _text(kind, token)
    if kind == "number":
        try:
            return int(token) if token.lstrip("-").isdecimal() and len(token) < 20 else float(token)
        except ValueError:
            return token
    return _WORDS.get(token, token)
