"""Built-in functions.

https://docs.python.org/3/library/functions.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scanner.concepts.text import Text
from scanner.interpret import attributes, operators
from scanner.interpret.calls import call
from scanner.interpret.library.environment import configured
from scanner.interpret.methods import sort_items
from scanner.interpret.native import stands_for
from scanner.interpret.objects import BoundMethod, Class, Decorated, Function, Instance, Module, NativeClass, Partial
from scanner.interpret.signals import Raised
from scanner.interpret.values import (
    MISSING,
    DictValue,
    Dotted,
    IteratorValue,
    ListValue,
    NamesValue,
    Native,
    SetValue,
    Undecided,
    Unknown,
    Value,
    is_constant,
    plain,
)

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for("builtins.len")
def len_(i: Interpreter, value: Value) -> Value:
    """`len(value)`."""
    value = plain(value)
    if isinstance(value, Text | Unknown):
        return Unknown("a length")
    if isinstance(value, Instance):
        method = i.attribute(value, "__len__", MISSING)
        return Unknown("a length") if method is MISSING else i.call(method)
    items, open_ = i.iterate(value)
    return Unknown("a length") if open_ else len(items)


@stands_for("builtins.range")
def range_(i: Interpreter, *bounds: Value) -> Value:
    """`range(...)`, kept lazy."""
    numbers = [bound for bound in bounds if isinstance(bound, int)]
    if len(numbers) != len(bounds) or not numbers or (len(numbers) == 3 and numbers[2] == 0):
        return Unknown("a range")
    return range(*numbers)


@stands_for("builtins.enumerate")
def enumerate_(i: Interpreter, iterable: Value, start: Value = 0) -> Value:
    """`enumerate(iterable)`."""
    items, open_ = i.iterate(iterable)
    first = start if isinstance(start, int) else 0
    return IteratorValue(list(enumerate(items, first)), open_)


@stands_for("builtins.zip")
def zip_(i: Interpreter, *iterables: Value, strict: Value = False) -> Value:
    """`zip(...)`."""
    columns = [i.iterate(iterable) for iterable in iterables]
    return IteratorValue(list(zip(*(items for items, _ in columns), strict=False)), any(open_ for _, open_ in columns))


@stands_for("builtins.sorted")
def sorted_(i: Interpreter, iterable: Value, *, key: Value = None, reverse: Value = False) -> Value:
    """`sorted(...)` where the keys are constants; the order of insertion otherwise."""
    items, open_ = i.iterate(iterable)
    return ListValue(sort_items(i, items, key, reverse), open_)


@stands_for("builtins.reversed")
def reversed_(i: Interpreter, iterable: Value) -> Value:
    """`reversed(...)`."""
    items, open_ = i.iterate(iterable)
    return IteratorValue(items[::-1], open_)


@stands_for("builtins.map")
def map_(i: Interpreter, function: Value, *iterables: Value) -> Value:
    """`map(...)`, run at once."""
    columns = [i.iterate(iterable) for iterable in iterables]
    rows = zip(*(items for items, _ in columns), strict=False)
    return IteratorValue([i.call(function, row) for row in rows], any(open_ for _, open_ in columns))


@stands_for("builtins.filter")
def filter_(i: Interpreter, function: Value, iterable: Value) -> Value:
    """`filter(...)`; what cannot be decided stays in."""
    items, open_ = i.iterate(iterable)
    kept = [item for item in items if i.truth(item if function is None else i.call(function, (item,))) is not False]
    return IteratorValue(kept, open_)


@stands_for("builtins.iter")
def iter_(i: Interpreter, iterable: Value, sentinel: Value = None) -> Value:
    """`iter(...)`."""
    return iterable if isinstance(iterable, IteratorValue) else IteratorValue(*i.iterate(iterable))


@stands_for("builtins.next")
def next_(i: Interpreter, iterator: Value, default: Value = MISSING) -> Value:
    """`next(iterator, default)`."""
    if isinstance(iterator, IteratorValue):
        if iterator.index < len(iterator.items):
            iterator.index += 1
            return iterator.items[iterator.index - 1]
        if not iterator.open:
            if default is not MISSING:
                return default
            if i.trying:
                raise Raised(i.library.get("builtins.StopIteration"))
    return Unknown("the next item")


@stands_for("builtins.any")
def any_(i: Interpreter, iterable: Value) -> Value:
    """`any(...)`."""
    items, open_ = i.iterate(iterable)
    results = [i.truth(item) for item in items]
    return True if True in results else (Unknown("any of unknown items") if open_ or None in results else False)


@stands_for("builtins.all")
def all_(i: Interpreter, iterable: Value) -> Value:
    """`all(...)`."""
    items, open_ = i.iterate(iterable)
    results = [i.truth(item) for item in items]
    return False if False in results else (Unknown("all of unknown items") if open_ or None in results else True)


def _extreme(i: Interpreter, args: tuple[Value, ...], key: Value, default: Value, reverse: bool) -> Value:
    items, open_ = i.iterate(args[0]) if len(args) == 1 else (list(args), False)
    if not items:
        return Unknown("an extreme of nothing") if default is MISSING or open_ else default
    keys = items if key is None else [i.call(key, (item,)) for item in items]
    if open_ or not all(map(is_constant, keys)):
        return Unknown("an extreme of unknown items")
    return sort_items(i, items, key, reverse)[0]


@stands_for("builtins.min")
def min_(i: Interpreter, *args: Value, key: Value = None, default: Value = MISSING) -> Value:
    """`min(...)`."""
    return _extreme(i, args, key, default, False)


@stands_for("builtins.max")
def max_(i: Interpreter, *args: Value, key: Value = None, default: Value = MISSING) -> Value:
    """`max(...)`."""
    return _extreme(i, args, key, default, True)


@stands_for("builtins.sum")
def sum_(i: Interpreter, iterable: Value, start: Value = 0) -> Value:
    """`sum(...)`, of lists as well as of numbers."""
    import ast

    items, open_ = i.iterate(iterable)
    total = start
    for item in items:
        total = operators.binary(i, total, ast.Add(), item)
    if open_ and isinstance(total, ListValue):
        total.open = True
    return Unknown("a sum") if open_ and not isinstance(total, ListValue) else total


@stands_for("builtins.isinstance")
def isinstance_(i: Interpreter, value: Value, classes: Value) -> Value:
    """`isinstance(value, classes)`."""
    if isinstance(value, Unknown):
        return Unknown("the type of something unknown")
    own = attributes.class_of(i, value)
    return subclass(i, own, classes)


@stands_for("builtins.issubclass")
def issubclass_(i: Interpreter, class_: Value, classes: Value) -> Value:
    """`issubclass(class_, classes)`."""
    return subclass(i, class_, classes)


_ABSTRACT = {
    "collections.abc.Callable": ("types.FunctionType", "types.MethodType"),
    "collections.abc.Mapping": ("builtins.dict",),
    "collections.abc.MutableMapping": ("builtins.dict",),
    "collections.abc.Sequence": ("builtins.list", "builtins.tuple", "builtins.str"),
    "collections.abc.Iterable": ("builtins.list", "builtins.tuple", "builtins.str", "builtins.dict", "builtins.set"),
    "numbers.Number": ("builtins.int", "builtins.float"),
}


def subclass(i: Interpreter, class_: Value, classes: Value) -> Value:
    """Whether a class inherits from one of several, unknown where a base or a choice is."""
    choices, _ = i.iterate(classes) if isinstance(classes, tuple | ListValue) else ([classes], False)
    while isinstance(class_, Decorated):
        class_ = class_.inner
    if not isinstance(class_, Class | NativeClass):
        return Unknown("the bases of something unknown")
    order: list[Value] = list(class_.mro) if isinstance(class_, Class) else list(i.library.mro(class_))
    unsure = any(type(entry) is Unknown for entry in order)
    library = any(isinstance(entry, Dotted) for entry in order)
    dotted = {getattr(entry, "dotted", "") for entry in order}
    for choice in choices:
        while isinstance(choice, Decorated):
            choice = choice.inner
        if choice in order or (isinstance(choice, NativeClass) and choice.dotted in ("builtins.object", *dotted)):
            return True
        if library and not isinstance(choice, Class):  # a library's class may inherit, though not from the project's
            unsure = True
        if isinstance(choice, Unknown):
            name = getattr(choice, "dotted", "")
            if name in dotted and name:
                return True
            if name in _ABSTRACT and not dotted.isdisjoint(_ABSTRACT[name]):
                return True
            if isinstance(class_, NativeClass) and class_.dotted.startswith(("builtins.", "types.")) and name:
                continue
            unsure = True
    return Unknown("the bases of something unknown") if unsure else False


@stands_for("builtins.hasattr")
def hasattr_(i: Interpreter, value: Value, name: Value) -> Value:
    """`hasattr(value, name)`."""
    if isinstance(value, Unknown) or not isinstance(name, str):
        return Unknown("an attribute of something unknown")
    found = attributes.find(i, value, name)
    if found is MISSING and isinstance(value, Module) and name.isupper():
        return Undecided(False, "a setting that another module may add before this one is imported", name)
    return Unknown("an attribute of something unknown") if isinstance(found, Unknown) else found is not MISSING


@stands_for("builtins.getattr")
def getattr_(i: Interpreter, value: Value, name: Value, default: Value = MISSING) -> Value:
    """`getattr(value, name, default)`; the default also where the value is unknown, for it is what is known."""
    name = plain(name)
    if not isinstance(name, str):
        return Unknown("an attribute with an unknown name")
    found = attributes.find(i, value, name)
    if found is MISSING:
        if default is not MISSING:
            return default
        if i.trying:
            raise Raised(i.library.get("builtins.AttributeError"))
        return Unknown("no such attribute", name)
    if isinstance(found, Unknown) and not isinstance(found, Dotted) and is_constant(default):
        return configured(default, name)
    return found


@stands_for("builtins.setattr")
def setattr_(i: Interpreter, value: Value, name: Value, new: Value) -> None:
    """`setattr(value, name, new)`."""
    name = plain(name)
    if isinstance(name, str):
        i.set_attribute(value, name, new)


@stands_for("builtins.delattr")
def delattr_(i: Interpreter, value: Value, name: Value) -> None:
    """`delattr(value, name)`."""
    if isinstance(name, str):
        if isinstance(value, Instance):
            value.__dict__.pop(name, None)
        elif isinstance(value, Class):
            value.namespace.pop(name, None)


@stands_for("builtins.callable")
def callable_(i: Interpreter, value: Value) -> Value:
    """`callable(value)`."""
    if isinstance(value, Unknown):
        return Unknown("whether something unknown can be called")
    if isinstance(value, Instance):
        return attributes.find(i, value, "__call__") is not MISSING
    return isinstance(value, Function | Native | Class | NativeClass | BoundMethod | Partial | Decorated)


@stands_for("builtins.vars")
def vars_(i: Interpreter, value: Value = MISSING) -> Value:
    """`vars(value)`: its own dict, shared."""
    if isinstance(value, Module):
        return i.importer.globals_of(value)
    if value is MISSING:
        return locals_(i)
    return i.attribute(value, "__dict__", Unknown("vars"))


@stands_for("builtins.dir")
def dir_(i: Interpreter, value: Value = MISSING) -> Value:
    """`dir(value)`."""
    if isinstance(value, Module):
        return ListValue([*sorted(value.frame.names)])
    names: set[str] = set()
    class_ = value.class_ if isinstance(value, Instance) else value
    if isinstance(value, Instance):
        names.update(value.__dict__)
    if isinstance(class_, Class | NativeClass):
        order = class_.mro if isinstance(class_, Class) else tuple(i.library.mro(class_))
        for entry in order:
            if isinstance(entry, Class):
                names.update(entry.namespace)
            elif isinstance(entry, NativeClass):
                names.update(name for name in vars(entry.python) if not name.startswith("_"))
        return ListValue([*sorted(names)], any(isinstance(entry, Unknown) for entry in order))
    return ListValue([], True)


@stands_for("builtins.globals")
def globals_(i: Interpreter) -> Value:
    """`globals()`."""
    return i.importer.globals_of(i.frames[-1].module)


@stands_for("builtins.locals")
def locals_(i: Interpreter) -> Value:
    """`locals()`; in a class body or module the names themselves."""
    return NamesValue(i.frames[-1].names)


@stands_for("builtins.repr")
def repr_(i: Interpreter, value: Value) -> Value:
    """`repr(value)`."""
    return repr(value) if value is None or isinstance(value, bool | int | float | str) else Unknown("a repr")


@stands_for("builtins.id", "builtins.hash", "builtins.input", "builtins.open", "builtins.compile")
def opaque(i: Interpreter, *_: Value, **__: Value) -> Value:
    """What only a run can know; nothing is opened or read."""
    return Unknown("a value of the run")


@stands_for("builtins.exec", "builtins.eval")
def dynamic(i: Interpreter, *_: Value, **__: Value) -> Value:
    """Code in a string is not run."""
    i.report("code in a string is not read")
    return Unknown("code in a string")


@stands_for("builtins.print", "builtins.exit", "builtins.quit", "builtins.breakpoint")
def nothing(i: Interpreter, *_: Value, **__: Value) -> None:
    """No effect."""


@stands_for("builtins.abs", "builtins.round", "builtins.divmod", "builtins.pow", "builtins.ord", "builtins.chr")
def number(i: Interpreter, *_: Value, **__: Value) -> Value:
    """Arithmetic that no path depends on."""
    return Unknown("arithmetic")


@stands_for("builtins.format")
def format_(i: Interpreter, value: Value, spec: Value = "") -> Value:
    """`format(value, spec)`."""
    return plain(i.text(value))


@stands_for("builtins.__import__")
def import_(
    i: Interpreter,
    name: Value,
    globals_: Value = None,
    locals_: Value = None,
    fromlist: Value = (),
    *_: Value,
    **__: Value,
) -> Value:
    """`__import__("a.b")` gives `a`; with a `fromlist` it gives `a.b`."""
    name = plain(name)
    if not isinstance(name, str):
        return Unknown("a module with an unknown name")
    importer = i.frames[-1].module if i.frames else None
    found = i.import_module(name, importer)
    return found if i.truth(fromlist) else i.import_module(name.partition(".")[0], importer)


@stands_for("copy.copy", "copy.deepcopy")
def copy(i: Interpreter, value: Value, *_: Value) -> Value:
    """A copy of a collection; anything else is itself."""
    match value:
        case ListValue():
            return ListValue(list(value.items), value.open)
        case DictValue():
            return DictValue(dict(value.items), value.open, value.factory)
        case SetValue():
            return SetValue(dict(value.items), value.open)
        case Instance() if isinstance(value.class_, Class | NativeClass):
            result = type(value).__new__(type(value))
            result.class_ = value.class_
            result.interpreter = i
            result.__dict__.update(value.__dict__)
            return result
        case _:
            return value


@stands_for("re.escape")
def escape(i: Interpreter, pattern: Value) -> Value:
    """`re.escape(text)`; text with unknown parts as it is."""
    pattern = plain(pattern)
    return re.escape(pattern) if isinstance(pattern, str) else pattern


@stands_for("asyncio.run")
def asyncio_run(i: Interpreter, coroutine: Value, **_: Value) -> Value:
    """A coroutine has already run when it was called."""
    return coroutine


@stands_for("time.sleep", "asyncio.sleep")
def sleep(i: Interpreter, *_: Value) -> None:
    """Work that waits repeats itself: the loop around it has shown what it does."""
    i.frames[-1].leaving = True


@stands_for("asyncio.to_thread")
def to_thread(i: Interpreter, function: Value, *args: Value, **kwargs: Value) -> Value:
    """The call itself."""
    return call(i, function, args, kwargs, False)
