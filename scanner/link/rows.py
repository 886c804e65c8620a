"""Rows: what queries and look-ups of the project's own classes give, so that a row's members are its class's.

One value stands for a query, its result and each row in it: `select(Book)`, `Book.objects.filter(…)`, a page of them,
one of them. Which of these it is decides nothing about an address; whose members it has does.

SQLAlchemy https://docs.sqlalchemy.org/en/20/orm/queryguide/select.html · Flask-SQLAlchemy
https://flask-sqlalchemy.readthedocs.io/en/stable/queries/ · Django
https://docs.djangoproject.com/en/stable/ref/models/querysets/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Literal
from scanner.concepts.source import Language
from scanner.link import members
from scanner.link import values as v
from scanner.link.index import last_name

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MANAGERS = frozenset({"query", "objects", "_default_manager", "_base_manager"})
_OF_CLASSES = frozenset(
    {
        "select", "query", "get", "get_one", "get_or_404", "first_or_404", "one_or_404", "get_object_or_404",
        "aget_object_or_404", "get_list_or_404", "aget_list_or_404", "aliased", "with_polymorphic", "cast",
    }
)  # fmt: skip
"""Functions of libraries that take a class and give its rows."""
_OF_ROWS = frozenset(
    {
        "execute", "scalars", "scalar", "exec", "paginate", "Paginator", "list", "sorted", "reversed", "tuple", "iter",
        "next", "set", "filter", "get_object_or_404", "get_list_or_404", "first_or_404", "one_or_404", "prefetch",
    }
)  # fmt: skip
"""Functions of libraries that give back rows they are handed."""
_NO_ROWS = frozenset({"count", "exists", "values", "values_list", "aggregate", "delete", "update", "rowcount", "total"})
_RELATIONS = frozenset({"relationship", "ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "relation"})


def of_class(flow: Flow, cls: v.Class, name: str) -> v.Values:
    """A class's manager (`objects`, `query`): rows of the class."""
    return (v.Rows((cls.scope,)),) if name in _MANAGERS and _python(flow, cls.scope) else ()


def of_class_method(flow: Flow, cls: v.Class) -> v.Values:
    """What a class method gives that only a library's base class has: `Book.get_or_none(…)`, `Book.select()`."""
    scope = flow.index.scope(cls.scope)
    if not _python(flow, cls.scope):
        return ()
    place = v.Place(v.ScopeRef(cls.scope.file, scope.parent or 0), scope.line)
    for base in scope.bases:
        if any(isinstance(value, v.Library) for value in flow.evaluate(base, place)):
            return (v.Rows((cls.scope,)),)
    return ()


def member(flow: Flow, value: v.Rows, name: str) -> v.Values:
    """A member of a row, where its class has it; else the rows themselves, seen another way (`page.items`)."""
    for ref in value.classes:
        if flow.index.scope(ref).name == name:
            return (v.Rows((ref,)),)
    found = members.member(flow, instance(value), name, v.Place(value.classes[0]))
    if not all(isinstance(item, v.Unknown) for item in found):
        return tuple(_related(flow, item) for item in found)
    return (v.Unknown("a number, not a row", name),) if name in _NO_ROWS else (value,)


def method(flow: Flow, value: v.Rows, name: str) -> v.Values | None:
    """What a query's method gives: rows of the same class; None where the class itself has the method."""
    found = member(flow, value, name)
    if any(isinstance(item, v.Function) for item in found):
        return None
    return found if name in _NO_ROWS else (value,)


def called(flow: Flow, path: str, expression: Call, place: v.Place) -> v.Values:
    """What a library's function gives for classes or rows that it is handed; empty where it is none of these."""
    name = path.rpartition(".")[2]
    if name not in _OF_CLASSES and name not in _OF_ROWS:
        return ()
    classes: list[v.ScopeRef] = []
    for argument in (*expression.arguments[:4], *(item for _, item in expression.named[:4])):
        if isinstance(argument, Literal):
            continue
        for value in flow.evaluate(argument, place):
            if isinstance(value, v.Rows):
                classes += value.classes
            elif isinstance(value, v.Class | v.Instance) and name in _OF_CLASSES:
                ref = value.scope if isinstance(value, v.Class) else value.cls.scope  # `select(cls)` in a class method
                classes += (ref,) if _python(flow, ref) else ()
    return (v.Rows(tuple(dict.fromkeys(classes))[:4]),) if classes else ()


def item(value: v.Rows, key: v.Value) -> v.Rows:
    """One row, or one column of rows that hold several classes."""
    if isinstance(key, v.Constant) and type(key.value) is int and 0 <= key.value < len(value.classes) > 1:
        return v.Rows((value.classes[key.value],))
    return value


def instance(value: v.Rows) -> v.Instance:
    """One row, as an instance of its (first) class."""
    ref = value.classes[0]
    return v.Instance(v.Class(ref, v.Place(ref)))


def _related(flow: Flow, value: v.Value) -> v.Value:
    """A row that another row refers to: `author = relationship("User")`, `author = ForeignKey(User)`."""
    if not isinstance(value, v.Library) or value.call is None or value.place is None:
        return value
    if last_name(value.call.callee) not in _RELATIONS or not value.call.arguments:
        return value
    target = _class_named(flow, value.call.arguments[0], value.place)
    return value if target is None else v.Rows((target,))


def _class_named(flow: Flow, expression: Expression, place: v.Place) -> v.ScopeRef | None:
    """The class that a relation names: itself, or by its name, where only one is called so."""
    for value in flow.evaluate(expression, place):
        if isinstance(value, v.Class):
            return value.scope
    if isinstance(expression, Literal) and isinstance(expression.value, str):
        found = flow.classes.get(expression.value.rpartition(".")[2], ())
        return found[0] if len(found) == 1 else None
    return None


def _python(flow: Flow, ref: v.ScopeRef) -> bool:
    return flow.facts[ref.file].language is Language.PYTHON
