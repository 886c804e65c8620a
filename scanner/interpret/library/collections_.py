"""`collections` and `itertools`: containers that behave as the built-in ones, and chains.

https://docs.python.org/3/library/collections.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.interpret import classes
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Cell, NativeClass
from scanner.interpret.values import DictValue, IteratorValue, ListValue, Unknown, Value, string_items

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for("collections.OrderedDict")
def ordered_dict(i: Interpreter, *args: Value, **kwargs: Value) -> Value:
    """A dict."""
    return i.call(i.library.get("builtins.dict"), args, kwargs)


@stands_for("collections.defaultdict")
def default_dict(i: Interpreter, factory: Value = None, *args: Value, **kwargs: Value) -> Value:
    """A dict that makes what is missing."""
    made = i.call(i.library.get("builtins.dict"), args, kwargs)
    if isinstance(made, DictValue):
        made.factory = factory
    return made


@stands_for("collections.deque")
def deque(i: Interpreter, iterable: Value = (), *_: Value, **__: Value) -> Value:
    """A list."""
    return ListValue(*i.iterate(iterable))


@stands_for("collections.ChainMap")
def chain_map(i: Interpreter, *mappings: Value) -> Value:
    """One dict, the first mapping winning."""
    result = DictValue()
    for mapping in reversed(mappings):
        if isinstance(mapping, DictValue):
            result.items.update(mapping.items)
            result.open = result.open or mapping.open
        else:
            result.open = True
    return result


@stands_for("types.MappingProxyType")
def proxy(i: Interpreter, mapping: Value) -> Value:
    """The mapping itself."""
    return mapping


@stands_for("collections.namedtuple")
def namedtuple(i: Interpreter, name: Value, names: Value, **options: Value) -> Value:
    """A class whose fields are the names."""
    listed = names.replace(",", " ").split() if isinstance(names, str) else list(string_items(names))
    frame = i.frames[-1]
    title = name if isinstance(name, str) else "namedtuple"
    import ast

    annotations: dict[str, ast.expr] = {field: ast.Name("object", ast.Load()) for field in listed}
    draft = classes.Draft(title, title, frame.module, frame.line, Cell(), annotations)
    base = i.library.get("typing.NamedTuple")
    namespace: dict[str, Value] = {}
    defaults = i.iterate(options.get("defaults", ()))[0]
    if defaults:
        namespace.update(zip(listed[-len(defaults) :], defaults, strict=False))
    return classes.build(i, draft, (base,) if isinstance(base, NativeClass) else (), namespace, None)


@stands_for("itertools.chain")
def chain(i: Interpreter, *iterables: Value) -> Value:
    """Their items in a row."""
    columns = [i.iterate(iterable) for iterable in iterables]
    return IteratorValue([item for items, _ in columns for item in items], any(open_ for _, open_ in columns))


@stands_for("itertools.chain.from_iterable")
def chain_from_iterable(i: Interpreter, iterables: Value) -> Value:
    """Their items in a row."""
    items, open_ = i.iterate(iterables)
    made = chain(i, *items)
    if isinstance(made, IteratorValue):
        made.open = made.open or open_
    return made


@stands_for("itertools.product")
def product(i: Interpreter, *iterables: Value, **_: Value) -> Value:
    """Every combination, within the limit on collections."""
    rows: list[tuple[Value, ...]] = [()]
    open_ = False
    for iterable in iterables:
        items, more = i.iterate(iterable)
        open_ = open_ or more
        if len(rows) * len(items) > i.limits.items:
            return i.limit("size of a product")
        rows = [(*row, item) for row in rows for item in items]
    return IteratorValue(list(rows), open_)


@stands_for("itertools.starmap")
def starmap(i: Interpreter, function: Value, rows: Value) -> Value:
    """`map` with unpacked arguments."""
    items, open_ = i.iterate(rows)
    return IteratorValue([i.call(function, tuple(i.iterate(item)[0])) for item in items], open_)


@stands_for("itertools.count", "itertools.cycle", "itertools.repeat")
def endless(i: Interpreter, *_: Value) -> Value:
    """A sequence without an end."""
    return Unknown("an endless sequence")
