"""What an `{% if %}` says of its alternatives: which value a name has there, or that it has one.

A loop over a name shows its body only where the name has something.

https://jinja.palletsprojects.com/en/stable/templates/#if
https://docs.djangoproject.com/en/stable/ref/templates/builtins/#if
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import nodes

from scanner.concepts.expression import When, dotted_path
from scanner.extract.python.guards import Condition

_MOST = 12
"""Parts of one condition; longer ones say nothing."""


@dataclass(frozen=True, slots=True)
class Test:
    """What holds where a condition is true, and what holds where it is false."""

    true: tuple[Condition, ...] = ()
    false: tuple[Condition, ...] = ()

    def inverted(self) -> Test:
        """The opposite test."""
        return Test(self.false, self.true)


NOTHING = Test()
UNDER_CONDITION = Condition("")
"""Without a path: lines that are shown under some condition, whatever it is."""


def asked(conditions: Sequence[Condition]) -> tuple[When, ...]:
    """The conditions as a choice carries them."""
    return tuple(When(dotted_path(item.path), item.values, item.negated) for item in conditions)


def all_of(parts: Sequence[Test]) -> Test:
    """`a and b`: each holds where it is true; where it is false, nothing is known of either."""
    return parts[0] if len(parts) == 1 else Test(tuple(item for part in parts for item in part.true))


def any_of(parts: Sequence[Test]) -> Test:
    """`a or b`: none holds where it is false; where it is true, only what they say of one and the same name."""
    if len(parts) == 1:
        return parts[0]
    said = [part.true[0] for part in parts if len(part.true) == 1]
    same = len(said) == len(parts) and all(item.values and not item.negated for item in said)
    united = Condition(said[0].path, tuple(value for item in said for value in item.values)) if same else None
    true = (united,) if united and len({item.path for item in said}) == 1 else ()
    return Test(true, tuple(item for part in parts for item in part.false))


def holds(path: str) -> Test:
    """`{% if x.y %}`"""
    condition = Condition(path)
    return Test((condition,), (condition.inverted(),)) if path else NOTHING


def compared(path: str, values: Sequence[str]) -> Test:
    """`{% if x.y == "a" %}`, `{% if x.y in ("a", "b") %}`"""
    condition = Condition(path, tuple(values))
    return Test((condition,), (condition.inverted(),)) if path and values else NOTHING


def of_jinja(node: nodes.Node, depth: int = 0) -> Test:
    """What a condition in Jinja's syntax tree says."""
    if depth >= _MOST:
        return NOTHING
    match node:
        case nodes.Not(node=inner):
            return of_jinja(inner, depth + 1).inverted()
        case nodes.And(left=left, right=right):
            return all_of((of_jinja(left, depth + 1), of_jinja(right, depth + 1)))
        case nodes.Or(left=left, right=right):
            return any_of((of_jinja(left, depth + 1), of_jinja(right, depth + 1)))
        case nodes.Compare(expr=left, ops=[nodes.Operand(op="eq" | "ne" | "in" | "notin" as operator, expr=right)]):
            if operator in ("eq", "ne") and not _jinja_path(left):
                left, right = right, left
            items = right.items if operator.endswith("in") and isinstance(right, nodes.Tuple | nodes.List) else [right]
            stated = [_constant(item.value) if isinstance(item, nodes.Const) else None for item in items]
            known = [value for value in stated if value is not None]
            if len(known) < len(stated) or (operator.endswith("in") and items == [right]):
                return NOTHING
            test = compared(_jinja_path(left), known)
            return test.inverted() if operator.startswith("n") else test
        case _:
            return holds(_jinja_path(node))


def _jinja_path(node: nodes.Node) -> str:
    names: list[str] = []
    while len(names) < _MOST:
        match node:
            case nodes.Getattr(node=base, attr=name) | nodes.Getitem(node=base, arg=nodes.Const(value=str(name))):
                names.append(name)
                node = base
            case nodes.Name(name=name):
                return ".".join((name, *reversed(names)))
            case _:
                break
    return ""


def _constant(value: object) -> str | None:
    match value:
        case bool(flag):
            return str(flag).lower()
        case str() | int():
            return str(value)
        case _:
            return None


def of_django(words: Sequence[str]) -> Test:
    """What the words of a Django `{% if %}` say: `or` binds weakest, then `and`, then `not`."""
    if len(words) > 4 * _MOST:
        return NOTHING
    return any_of([all_of([_django_part(part) for part in _split(one, "and")]) for one in _split(words, "or")])


def _split(words: Sequence[str], operator: str) -> list[Sequence[str]]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word == operator:
            parts.append([])
        else:
            parts[-1].append(word)
    return list(parts)


def _django_part(words: Sequence[str]) -> Test:
    match list(words):
        case ["not", *rest]:
            return _django_part(rest).inverted()
        case [left, "==" | "!=" as operator, right]:
            if _django_text(left) is not None:
                left, right = right, left
            value = _django_text(right)
            test = NOTHING if value is None else compared(_django_path(left), (value,))
            return test.inverted() if operator == "!=" else test
        case [only]:
            return holds(_django_path(only))
        case _:
            return NOTHING


def _django_path(word: str) -> str:
    plain = all(part.isidentifier() for part in word.split("."))
    return word if plain and word not in ("True", "False", "None") else ""


def _django_text(word: str) -> str | None:
    if len(word) > 1 and word[0] in "\"'" and word[-1] == word[0]:
        return word[1:-1]
    if word in ("True", "False"):
        return word.lower()
    return word if word.isdecimal() else None
