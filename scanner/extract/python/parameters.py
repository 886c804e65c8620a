"""Formal parameters of functions and lambdas, with their defaults and the text of their annotations."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

from scanner.concepts.expression import Expression
from scanner.concepts.facts import Formal
from scanner.extract.python.walk import Walk


def read_parameters(
    walk: Walk, arguments: ast.arguments, lower: Callable[[Walk, ast.expr], Expression]
) -> tuple[Formal, ...]:
    """The parameters in order of declaration. Defaults are evaluated by `lower` in the enclosing scope, as Python does.

    Keyword-only parameters follow `*args`, where there is one.
    """
    return tuple(
        Formal(
            parameter.arg,
            None if default is None else lower(walk, default),
            kind,
            (),
            "" if parameter.annotation is None else read_annotation(walk, parameter.annotation, lower),
        )
        for parameter, default, kind in _declared(arguments)
    )


def read_annotation(walk: Walk, node: ast.expr, lower: Callable[[Walk, ast.expr], Expression]) -> str:
    """The text of an annotation; calls inside it (`Annotated[User, Depends(current_user)]`) are noted as calls."""
    if isinstance(node, ast.Name):
        return node.id
    text = walk.source(node)
    if "(" in text and not isinstance(node, ast.Constant):
        lower(walk, node)
    return text


def _declared(arguments: ast.arguments) -> Iterator[tuple[ast.arg, ast.expr | None, str]]:
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    for index, parameter in enumerate(positional):
        yield parameter, arguments.defaults[index - required] if index >= required else None, "plain"
    if arguments.vararg is not None:
        yield arguments.vararg, None, "rest"
    for parameter, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
        yield parameter, default, "plain"
    if arguments.kwarg is not None:
        yield arguments.kwarg, None, "keywords"
