"""What a rewrite works on, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import libcst as cst

from scanner.concepts.operation import Operation


@dataclass(frozen=True, slots=True)
class Situation:
    """The operation that a finding is about, and the route name of the page that requests it, if there is one."""

    operation: Operation
    page: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """The handler rewritten, and the names that it now needs: module → names."""

    code: cst.Module
    imports: Mapping[str, tuple[str, ...]]


Rewrite = Callable[[cst.Module, Situation], Change | None]
"""Rewrites a module that holds the handler alone; None where it does not know how."""


def dotted(node: cst.BaseExpression) -> str:
    """`a.b.c` of a name or attribute chain; empty for anything else."""
    parts: list[str] = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    if not isinstance(node, cst.Name):
        return ""
    return ".".join([node.value, *reversed(parts)])


def handler_of(module: cst.Module) -> cst.FunctionDef | None:
    """The function that the module holds, perhaps inside a block (see `Segment.opening`); None for a class."""
    first: cst.CSTNode | None = module.body[0] if module.body else None
    if isinstance(first, cst.If):
        first = first.body.body[0]
    return first if isinstance(first, cst.FunctionDef) else None
