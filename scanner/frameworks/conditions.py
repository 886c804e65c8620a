"""Conditions: the undecided tests under which something is registered, as texts joined by `and`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_AND = " and "


def without(condition: str | None, outer: str) -> str | None:
    """A condition less the tests around it that it begins with."""
    if condition is None or condition == outer:
        return None
    if not outer:
        return condition
    return condition.removeprefix(outer + _AND)


def weakest(conditions: Sequence[str]) -> str | None:
    """What several registrations of one thing leave open: nothing where one is under a test and another under its
    opposite; otherwise the first condition."""
    left = dict.fromkeys(conditions)
    while True:
        for condition in left:
            outer = next((outer for outer, opposite in _opposites(condition) if opposite in left), None)
            if outer is not None:
                break
        else:
            return next(iter(left), None)
        if not outer:
            return None
        left = {outer: None, **{other: None for other in left if other != outer and not other.startswith(outer + _AND)}}


def _opposites(condition: str) -> Iterator[tuple[str, str]]:
    """The ways to take a condition apart: the tests around the last one, and the whole with the last one negated."""
    start = 0
    while True:
        outer, test = condition[: max(start - len(_AND), 0)], condition[start:]
        for negated in (f"not {test}", f"not ({test})"):
            yield outer, f"{outer}{_AND}{negated}" if outer else negated
        start = condition.find(_AND, start) + len(_AND)
        if start < len(_AND):
            return
