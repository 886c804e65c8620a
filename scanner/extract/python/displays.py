"""Displays, comprehensions and lambdas."""

from __future__ import annotations

import ast

from scanner.concepts.expression import Expression, Item, Lambda, Literal, Opaque, Record, Sequence
from scanner.concepts.facts import ScopeKind
from scanner.extract.python.dispatch import lower
from scanner.extract.python.formatting import EACH
from scanner.extract.python.handling import note_test
from scanner.extract.python.manifests import read_manifest
from scanner.extract.python.parameters import read_parameters
from scanner.extract.python.targets import bind_target
from scanner.extract.python.walk import Walk

_ITEMS = 5_000


def read_display(walk: Walk, node: ast.List | ast.Tuple | ast.Set) -> Expression:
    """A list, tuple or set."""
    items: list[Expression] = []
    for element in node.elts:
        if type(element) is ast.Starred:
            items.append(Item(lower(walk, element.value), EACH))
        else:
            items.append(lower(walk, element))
    return Sequence(tuple(items)) if len(items) <= _ITEMS else Opaque(f"a list of {len(items)} items")


def read_dict(walk: Walk, node: ast.Dict) -> Expression:
    """A dict: its entries with text keys, and what is spread into it."""
    fields: list[tuple[str, Expression]] = []
    rest: list[Expression] = []
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            rest.append(lower(walk, value))
            continue
        name = lower(walk, key)
        lowered = lower(walk, value)
        if isinstance(name, Literal) and isinstance(name.value, str):
            fields.append((name.value, lowered))
    if len(fields) > _ITEMS:
        return Opaque(f"a dict of {len(fields)} keys")
    record = Record(tuple(fields), tuple(rest))
    walk.requests.extend(read_manifest(node, record, walk.scope.index))
    return record


def read_comprehension(walk: Walk, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> Expression:
    """A comprehension or generator is a sequence that shows its element; its targets bind in the scope around it."""
    element = lower(walk, node.elt)
    _generators(walk, node.generators)
    return Sequence((element,))


def read_dict_comprehension(walk: Walk, node: ast.DictComp) -> Expression:
    """A dict comprehension: its parts are read, its keys cannot be known."""
    lower(walk, node.key)
    lower(walk, node.value)
    _generators(walk, node.generators)
    return Opaque("dict comprehension")


def _generators(walk: Walk, generators: list[ast.comprehension]) -> None:
    for generator in generators:
        bind_target(walk, generator.target, Item(lower(walk, generator.iter), EACH))
        for condition in generator.ifs:
            note_test(walk.scope, condition)
            lower(walk, condition)


def read_lambda(walk: Walk, node: ast.Lambda) -> Expression:
    """A lambda is a function of its own."""
    draft = walk.open(ScopeKind.FUNCTION, "<lambda>", node.lineno, node.end_lineno or node.lineno)
    draft.parameters = read_parameters(walk, node.args, lower)
    walk.bodies.append((draft, node.body))
    return Lambda(draft.index)
