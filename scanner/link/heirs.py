"""Heirs: what the constructor of a base class is given by `super(…)` in the constructors of the classes below it.

https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Operators/super,
https://docs.python.org/3/library/functions.html#super
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Member, Name
from scanner.link import values as v
from scanner.link.index import CallPlace

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_CONSTRUCTORS = ("constructor", "__init__")
_RECEIVERS = (Name("this"), Name("self"))
_GENERATIONS = 8


def constructor(flow: Flow, cls: v.ScopeRef) -> v.ScopeRef | None:
    """The constructor that a class defines itself."""
    children = flow.index.file(cls.file).children
    for name in _CONSTRUCTORS:
        child = children.get((cls.index, name))
        if child is not None:
            return v.ScopeRef(cls.file, child)
    return None


def super_call(flow: Flow, own: v.ScopeRef) -> CallPlace | None:
    """The call in a constructor that runs the constructor of its base class."""
    for call in flow.index.scope(own).calls:
        match call.callee:
            case Name("super") | Member(Call(Name("super")), "__init__"):
                return CallPlace(own.file, own.index, call)
            case _:
                pass
    return None


def assigned_with(flow: Flow, instance: v.Instance, cls: v.ScopeRef, method: v.ScopeRef) -> v.Arguments | None:
    """What a method that sets members of an instance is given: the constructor, or what the constructor calls once."""
    own = constructor(flow, cls)
    if own is None:
        return None
    given = arguments_for(flow, instance, cls)
    if own == method:
        return given
    name = flow.index.scope(method).name
    asked = [Member(one, name) for one in _RECEIVERS]
    sites = [call for call in flow.index.scope(own).calls if call.callee in asked]
    if len(sites) != 1:
        return None
    bound = {own: given} if given is not None else {}
    return v.Arguments(sites[0], v.Place(own, sites[0].line, bound, instance), instance)


def arguments_for(flow: Flow, instance: v.Instance, cls: v.ScopeRef) -> v.Arguments | None:
    """What the constructor of a class is given where an instance of it or of an heir is made; None if not known."""
    if instance.cls.scope == cls:
        return instance.arguments
    given = instance.arguments
    for heir in _line(flow, cls, instance.cls.scope):
        own = constructor(flow, heir)
        if own is None:
            continue  # it inherits the constructor, and with it the arguments
        site = super_call(flow, own)
        if site is None:
            return None
        bound = {own: given} if given is not None else {}
        given = v.Arguments(site.call, v.Place(own, site.call.line, bound, instance), instance)
    return given


def _line(flow: Flow, cls: v.ScopeRef, heir: v.ScopeRef) -> tuple[v.ScopeRef, ...]:
    """The classes from an heir up to a class that it inherits from, without that one; empty if it does not."""
    above: dict[v.ScopeRef, v.ScopeRef] = {}
    level = [cls]
    for _ in range(_GENERATIONS):
        if heir in above or not level:
            break
        following = []
        for base in level:
            for item in flow.subclasses.get(base, ()):
                if item not in above and item != cls:
                    above[item] = base
                    following.append(item)
        level = following
    line = []
    current = heir
    while current in above:
        line.append(current)
        current = above[current]
    return tuple(line)
