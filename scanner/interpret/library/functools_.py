"""`functools`, `contextlib` and `inspect`: what decorators are made with.

https://docs.python.org/3/library/functools.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.interpret import attributes
from scanner.interpret.handlers import unwrap
from scanner.interpret.native import stands_for
from scanner.interpret.objects import BoundMethod, Class, Decorated, Function, Instance, Module, NativeClass, Partial
from scanner.interpret.values import (
    MISSING,
    DictValue,
    ListValue,
    Native,
    Property,
    Unknown,
    Value,
    plain,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for("functools.wraps")
def wraps(i: Interpreter, wrapped: Value, *_: Value, **__: Value) -> Value:
    """A decorator that makes a function stand in for another."""
    return Native(lambda inner, wrapper: update_wrapper(inner, wrapper, wrapped), "")


@stands_for("functools.update_wrapper")
def update_wrapper(i: Interpreter, wrapper: Value, wrapped: Value, *_: Value, **__: Value) -> Value:
    """Make a function stand in for another."""
    outer = unwrap(wrapper)
    if isinstance(outer, Function):
        if outer is not unwrap(wrapped):
            outer.wraps = wrapped
        source = _bare(wrapped)
        if isinstance(source, Function):
            outer.attributes.update(source.attributes)
    named, origin = _bare(wrapper), _bare(wrapped)
    name = plain(attributes.find(i, origin, "__name__")) if isinstance(origin, Function | Instance) else None
    if isinstance(named, Function) and isinstance(name, str):
        named.name = name
    return wrapper


def _bare(value: Value) -> Value:
    """A function without the libraries' decorators around it, which keep its name."""
    while isinstance(value, Decorated):
        value = value.inner
    return value


@stands_for("functools.partial")
def partial(i: Interpreter, function: Value, *args: Value, **kwargs: Value) -> Value:
    """A callable with some arguments given."""
    return Unknown("a partial call") if isinstance(function, Unknown) else Partial(function, args, kwargs)


@stands_for("functools.partialmethod")
def partialmethod(i: Interpreter, function: Value, *args: Value, **kwargs: Value) -> Value:
    """A method with some arguments given."""
    return Partial(function, args, kwargs)


@stands_for("functools.lru_cache", "functools.cache")
def cache(i: Interpreter, function: Value = None, *_: Value, **__: Value) -> Value:
    """A function that runs once for each set of arguments: the same object each time."""
    if not isinstance(function, Function):
        return Native(lambda inner, value: cache(inner, value) if isinstance(value, Function) else value, "")
    function.results = {}
    function.attributes.setdefault("cache_clear", Native(lambda i: None, "cache_clear"))
    return function


@stands_for("functools.cached_property", "django.utils.functional.cached_property", "werkzeug.utils.cached_property")
def cached_property(i: Interpreter, function: Value, *_: Value, **__: Value) -> Value:
    """A property computed once."""
    return Property(function, cached=True)


@stands_for("functools.reduce")
def reduce(i: Interpreter, function: Value, iterable: Value, initial: Value = MISSING) -> Value:
    """`reduce(...)`."""
    items, open_ = i.iterate(iterable)
    if initial is not MISSING:
        items = [initial, *items]
    if not items or open_:
        return Unknown("a reduction")
    value = items[0]
    for item in items[1:]:
        value = i.call(function, (value, item))
    return value


@stands_for("functools.singledispatch", "functools.total_ordering")
def as_it_is(i: Interpreter, value: Value) -> Value:
    """The decorated thing itself."""
    return value


@stands_for("contextlib.contextmanager", "contextlib.asynccontextmanager")
def contextmanager(i: Interpreter, function: Value) -> Value:
    """The function itself, a call of which is now something to enter."""
    inner = unwrap(function)
    if isinstance(inner, Function):
        inner.manages = True
    return function


@stands_for("inspect.getmembers")
def getmembers(i: Interpreter, value: Value, predicate: Value = None) -> Value:
    """Pairs of name and attribute, by name."""
    listed = i.call(i.library.get("builtins.dir"), (value,))
    names, open_ = i.iterate(listed)
    pairs: list[Value] = []
    for name in names:
        if not isinstance(name, str):
            continue
        member = attributes.find(i, value, name)
        if member is MISSING:
            continue
        if predicate is None or i.truth(i.call(predicate, (member,))):
            pairs.append((name, member))
    return ListValue(pairs, open_)


@stands_for("inspect.isclass")
def isclass(i: Interpreter, value: Value) -> Value:
    """Whether it is a class."""
    return Unknown("a kind") if isinstance(value, Unknown) else isinstance(value, Class | NativeClass)


@stands_for("inspect.isfunction", "inspect.isroutine", "inspect.iscoroutinefunction", "asyncio.iscoroutinefunction")
def isfunction(i: Interpreter, value: Value) -> Value:
    """Whether it is a function."""
    return Unknown("a kind") if isinstance(value, Unknown) else isinstance(value, Function)


@stands_for("inspect.ismethod")
def ismethod(i: Interpreter, value: Value) -> Value:
    """Whether it is a bound method."""
    return Unknown("a kind") if isinstance(value, Unknown) else isinstance(value, BoundMethod)


@stands_for("inspect.ismodule")
def ismodule(i: Interpreter, value: Value) -> Value:
    """Whether it is a module."""
    return Unknown("a kind") if isinstance(value, Unknown) else isinstance(value, Module)


@stands_for("inspect.unwrap")
def unwrap_(i: Interpreter, value: Value, **_: Value) -> Value:
    """The function behind the decorators."""
    return unwrap(value)


@stands_for("typing.get_type_hints", "inspect.get_annotations")
def type_hints(i: Interpreter, value: Value, **_: Value) -> Value:
    """Types are not evaluated."""
    return DictValue(open_=True)


@stands_for("contextlib.suppress", "contextlib.nullcontext")
def suppress(i: Interpreter, *_: Value) -> Value:
    """A context manager with no effect."""
    return Unknown("a context manager")
