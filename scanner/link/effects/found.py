"""An effect seen in one function, on its way up to the operations that run it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from scanner.concepts.effects import EffectKind
from scanner.concepts.facts import Guard, Scope
from scanner.concepts.location import Location
from scanner.link.callgraph.values import Defined

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
METHODS = SAFE | UNSAFE


@dataclass(frozen=True, slots=True)
class Found:
    """`methods` are those under which the place is reached; None: any.

    `guarding` marks what counts only where the function stands guard: looking up a stored token proves who asks
    in a decorator, and shows a list of tokens in a page.

    `needs` are parameters, each with its function, that have to be true for the place to be reached.

    `optional` marks a credential that is looked for and may be missing; it opens something only where a function on
    the way up turns requests away.
    """

    kind: EffectKind
    location: Location
    detail: str = ""
    depth: int = 0
    methods: frozenset[str] | None = None
    guarding: bool = False
    needs: frozenset[tuple[Defined, str]] = frozenset()
    optional: bool = False

    def called(self, methods: frozenset[str] | None) -> Found:
        """The same effect, seen from a caller that calls under `methods`."""
        return replace(self, depth=self.depth + 1, methods=both(self.methods, methods))

    def guarded(self) -> Found:
        """The same effect, seen from what the function stands guard for."""
        return replace(self, depth=self.depth + 1, guarding=False)


def both(left: frozenset[str] | None, right: frozenset[str] | None) -> frozenset[str] | None:
    """Methods that satisfy two restrictions."""
    if left is None or right is None:
        return right if left is None else left
    return left & right


class Regions:
    """Which HTTP methods reach a line of one scope, as its tests of the request's method tell.

    `form.validate_on_submit()` is true under methods that submit:
    https://flask-wtf.readthedocs.io/en/stable/quickstart/#validating-forms
    """

    def __init__(self, scope: Scope) -> None:
        self._regions = [
            (guard.first, guard.last, methods) for guard in scope.guards if (methods := _methods(guard)) is not None
        ]

    def __bool__(self) -> bool:
        return bool(self._regions)

    def at(self, line: int) -> frozenset[str] | None:
        """The methods that reach `line`; None: any."""
        found: frozenset[str] | None = None
        for first, last, methods in self._regions:
            if first <= line <= last:
                found = both(found, methods)
        return found


def nearest(found: Iterable[Found], limit: int) -> tuple[Found, ...]:
    """The nearest `limit` of each kind and restriction, one a place, in a fixed order."""
    ordered = sorted(set(found), key=_order)
    counts: dict[tuple[EffectKind, frozenset[str] | None, bool, bool], int] = {}
    places: set[tuple[EffectKind, Location, bool, bool]] = set()
    kept: list[Found] = []
    for one in ordered:
        key = (one.kind, one.methods, one.guarding, one.optional)
        place = (one.kind, one.location, one.guarding, one.optional)
        if place in places or counts.get(key, 0) >= limit:
            continue
        counts[key] = counts.get(key, 0) + 1
        places.add(place)
        kept.append(one)
    return tuple(kept)


def _order(one: Found) -> tuple[str, int, str, int, str, int, tuple[str, ...]]:
    width = len(METHODS) if one.methods is None else len(one.methods)
    return (
        one.kind,
        one.depth,
        one.location.file,
        one.location.line,
        one.detail,
        -width,
        tuple(sorted(one.methods or ())),
    )


def _methods(guard: Guard) -> frozenset[str] | None:
    if guard.path.endswith("request.method") and guard.values:
        stated = frozenset(value.upper() for value in guard.values)
        return METHODS - stated if guard.negated else stated
    if guard.negated:
        return None
    if guard.path.endswith(".validate_on_submit()"):
        return UNSAFE
    if guard.path.endswith("request.POST") and not guard.values:
        return frozenset({"POST"})
    return None
