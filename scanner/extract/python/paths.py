"""Attribute chains as text, for reads and guards."""

from __future__ import annotations

import ast

_LINKS = 8


def path_of(node: ast.expr) -> str:
    """`a.b`, `a.b().c`, `a["k"].c` as text; empty where the expression starts at no plain name or is very long."""
    parts: list[str] = []
    for _ in range(_LINKS):
        while isinstance(node, ast.Attribute):
            parts.append(f".{node.attr}")
            node = node.value
        if isinstance(node, ast.Name):
            parts.append(node.id)
            return "".join(reversed(parts))
        if isinstance(node, ast.Call):
            parts.append("()")
            node = node.func
        elif isinstance(node, ast.Subscript):
            key = node.slice
            text = f'"{key.value}"' if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            parts.append(f"[{text}]")
            node = node.value
        else:
            return ""
    return ""
