"""Contexts: what is assumed of arguments and receivers, as numbers, so that one question is known when asked again.

Two places of one scope and line with the same number give every expression the same values: their assumed calls are
the same calls, made at places with the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

from scanner.link.values import Arguments, Instance, Object, Place, ScopeRef, Value


class Contexts:
    """Numbers of the contexts of places; 0 for one that assumes nothing."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._known: dict[tuple[int, int], tuple[Mapping[ScopeRef, Arguments], Value | None, int]] = {}
        """Numbers by the identity of what is assumed, which is kept here, so that no other can take its identity."""

    def __len__(self) -> int:
        return len(self._known)

    def clear(self) -> None:
        """Forget all numbers: those given later mean something else."""
        self._numbers.clear()
        self._known.clear()

    def of(self, place: Place) -> int:
        """The number of a place's context."""
        bound, this = place.bound, place.this
        if not bound and this is None:
            return 0
        key = (id(bound), id(this))
        known = self._known.get(key)
        if known is None:
            assumed = (tuple([(ref, self._arguments(given)) for ref, given in bound.items()]), self._receiver(this))
            number = self._numbers.setdefault(assumed, len(self._numbers) + 1)
            known = self._known[key] = (bound, this, number)
        return known[2]

    def _arguments(self, given: Arguments) -> tuple[object, ...]:
        return (id(given.call), *self._place(given.place), self._receiver(given.this))

    def _place(self, place: Place) -> tuple[object, ...]:
        return (place.scope, place.line, self.of(place))

    def _receiver(self, value: Value | None) -> object:
        match value:
            case None:
                return None
            case Instance(cls, arguments):
                made = None if arguments is None else self._arguments(arguments)
                return (Instance, cls.scope, *self._place(cls.place), made)
            case Object(record, place):
                return (Object, id(record), *self._place(place))
            case _:
                return id(value)
