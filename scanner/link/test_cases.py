"""Members of test classes: what mixins and base classes leave to those that inherit from them.

`self.url` in a helper is what the class of the running test gives: a class attribute, or what its `setUp`,
`setUpClass` or `setUpTestData` puts on `self` or `cls`. Where the helper is called by name, the caller tells which
class it is; in a method that the test runner calls, it may be any of the heirs.
https://docs.python.org/3/library/unittest.html#unittest.TestCase.setUpClass
https://docs.djangoproject.com/en/stable/topics/testing/tools/#django.test.TestCase.setUpTestData
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.facts import ScopeKind
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Text
from scanner.link import members
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_ALTERNATIVES = 16
_RUN = ("test", "setUp", "tearDown", "setup_", "teardown_")
"""How the names of methods begin that the test runner calls."""
_ASKED: v.Values = (v.Unknown("being asked for"),)
_HEIRS = 120
_HOPS = 8


class TestCases:
    """Members of the instances that a test runner makes; nothing for classes outside of tests."""

    __test__ = False  # its name must not make pytest take it for tests

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._heirs: dict[v.ScopeRef, tuple[v.ScopeRef, ...]] = {}
        self._ancestry: dict[v.ScopeRef, tuple[v.ScopeRef, ...]] = {}
        self._plain: dict[tuple[v.ScopeRef, str], v.Values] = {}

    def member(self, instance: v.Instance, name: str, place: v.Place) -> v.Values:
        """What a member of a test's instance may hold; empty where this concerns no test, or nothing is known."""
        facts = self._flow.facts[instance.cls.scope.file]
        if instance.arguments is not None or facts.role is not Role.TEST or facts.language is not Language.PYTHON:
            return ()
        instance, method = self._running(instance, place)
        own = self._own(instance.cls.scope, name)
        heirs = self.heirs(instance.cls.scope)
        if not heirs:
            return own
        found = {id(value): value for value in own}
        differs = False
        methods = {value.scope for value in own if isinstance(value, v.Function)}
        for heir in heirs:
            theirs = self._own(heir, name)
            if theirs and isinstance(theirs[0], v.Function):
                # an inherited method runs with whatever receiver the call has; another one is the heir's
                found |= {id(value): value for value in theirs if getattr(value, "scope", None) not in methods}
            elif theirs and _texts(theirs) != _texts(own):
                differs = True
                found |= {id(value): value for value in theirs}
        if differs and method is not None and not self._flow.index.scope(method).name.startswith(_RUN):
            return (v.Parameter(method, f"this.{name}"),)  # whose method is called tells which
        return tuple(found.values())[:_ALTERNATIVES]

    def heirs(self, cls: v.ScopeRef) -> tuple[v.ScopeRef, ...]:
        """All classes that inherit from a class, directly or not."""
        known = self._heirs.get(cls)
        if known is None:
            found: dict[v.ScopeRef, None] = {}
            pending = list(self._flow.subclasses.get(cls, ()))
            while pending and len(found) < _HEIRS:
                heir = pending.pop(0)
                if heir not in found:
                    found[heir] = None
                    pending += self._flow.subclasses.get(heir, ())
            known = self._heirs[cls] = tuple(found)
        return known

    def _running(self, instance: v.Instance, place: v.Place) -> tuple[v.Instance, v.ScopeRef | None]:
        """The instance that the calls assumed lead to, and the outermost method among them."""
        method = members.method_around(self._flow, place)
        for _ in range(_HOPS):
            given = place.bound.get(method) if method is not None else None
            if given is None:
                break
            if isinstance(given.this, v.Instance):
                instance = given.this
                if not self.heirs(instance.cls.scope):
                    return instance, None
            outer = members.method_around(self._flow, given.place)
            if outer is None or outer == method:
                break
            method = outer
        return instance, method

    def _own(self, cls: v.ScopeRef, name: str) -> v.Values:
        """A member of exactly this class: what is put on the instance or class first, then class bodies."""
        key = (cls, name)
        known = self._plain.get(key)
        if known is None:
            self._plain[key] = _ASKED
            known = self._plain[key] = self._flow.apart(lambda: self._found(cls, name))
        if known is _ASKED:
            self._flow.active.give_up()  # the answer is cut here, and holds nowhere else
            return ()
        return known

    def _found(self, cls: v.ScopeRef, name: str) -> v.Values:
        instance = v.Instance(v.Class(cls, v.Place(cls)))
        for step in (members.given, members.own):
            for ancestor in self._line(cls):
                found = step(self._flow, instance, name, v.Class(ancestor, v.Place(ancestor)))
                if found:
                    return found
        return ()

    def _line(self, cls: v.ScopeRef) -> tuple[v.ScopeRef, ...]:
        """The class and those that it inherits from, nearest first."""
        known = self._ancestry.get(cls)
        if known is None:
            found: dict[v.ScopeRef, None] = {}
            pending = [cls]
            while pending and len(found) < _HEIRS:
                current = pending.pop(0)
                if current in found:
                    continue
                found[current] = None
                scope = self._flow.index.scope(current)
                if scope.kind is not ScopeKind.CLASS or scope.parent is None:
                    continue
                around = v.Place(v.ScopeRef(current.file, scope.parent), scope.line)
                pending[:0] = [
                    value.scope
                    for base in scope.bases
                    for value in self._flow.ask(base, around)
                    if isinstance(value, v.Class)
                ]
            known = self._ancestry[cls] = tuple(found)
        return known


def _texts(values: v.Values) -> frozenset[Text]:
    """What tells values apart."""
    return frozenset(v.text_of(value) for value in values)
