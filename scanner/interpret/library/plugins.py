"""Plug-in systems: Pluggy's hooks and Blinker's signals call what the program registered with them.

https://pluggy.readthedocs.io/en/stable/api_reference.html
https://blinker.readthedocs.io/en/stable/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.interpret.handlers import unwrap
from scanner.interpret.native import stands_for
from scanner.interpret.objects import Class, Decorated, Function, Instance, Module
from scanner.interpret.values import ListValue, Native, Value, plain

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter


@stands_for("pluggy.HookimplMarker", "pluggy.HookspecMarker")
class Marker(Instance):
    """A decorator, with or without options, that marks functions for managers of the same project."""

    def __init__(self, project_name: Value = "", *_: Value, **__: Value) -> None:
        self.project_name = project_name

    def __call__(self, function: Value = None, *_: Value, specname: Value = None, **__: Value) -> Value:
        """Mark a function, or give the decorator that does."""

        def mark(i: Interpreter, marked: Value) -> Value:
            i.set_attribute(marked, _mark(self.project_name), specname if specname is not None else True)
            return marked

        return Native(mark) if function is None else mark(self.interpreter, function)


def _mark(project: Value) -> str:
    return f"{plain(project)}_impl"


class Hooks(Instance):
    """`manager.hook`: a field for each hook that something implements."""


@stands_for("pluggy.PluginManager", "pluggy.manager.PluginManager")
class PluginManager(Instance):
    """Plug-ins, which are modules, classes or objects, and the hooks that their functions implement."""

    def prepare(self) -> None:
        """Empty."""
        self._plugins: list[Value] = []
        self._implementations: dict[str, list[Value]] = {}
        self.project_name: Value = ""
        self.hook = Hooks()
        self.hook.class_, self.hook.interpreter = self.interpreter.library.class_of(Hooks), self.interpreter

    def __init__(self, project_name: Value = "") -> None:
        self.project_name = project_name

    def register(self, plugin: Value, name: Value = None) -> Value:
        """Take a plug-in's hook implementations, once."""
        if plugin in self._plugins:
            return None
        self._plugins.append(plugin)
        for hook, function in self._marked(plugin):
            self._implementations.setdefault(hook, []).append(function)
            self.hook.__dict__[hook] = Native(_Caller(self._implementations[hook]), hook)
        return name

    def _marked(self, plugin: Value) -> Iterator[tuple[str, Value]]:
        i, mark = self.interpreter, _mark(self.project_name)
        for name in _names(plugin):
            function = i.attribute(plugin, name)
            inner = unwrap(function)
            marked = i.attribute(function, mark) if isinstance(inner, Function) else None
            if marked is not None:
                yield (marked if isinstance(marked, str) else name), function

    def add_hookspecs(self, module_or_class: Value) -> None:
        """What hooks there are does not matter: what implements them does."""

    def load_setuptools_entrypoints(self, group: Value, name: Value = None) -> Value:
        """Register what the project's own metadata declares."""
        i = self.interpreter
        points = i.call(i.library.get("importlib.metadata.entry_points"), (), {"group": group})
        for point in i.iterate(points)[0]:
            i.call(i.attribute(self, "register"), (i.call(i.attribute(point, "load")),))
        return len(self._plugins)

    def is_registered(self, plugin: Value) -> bool:
        """Whether a plug-in was registered."""
        return plugin in self._plugins

    def get_plugins(self) -> Value:
        """All of them."""
        return ListValue(list(self._plugins))


class _Caller:
    """Calls every implementation of a hook with those arguments that it takes, the last registered first."""

    __slots__ = ("functions",)

    def __init__(self, functions: list[Value]) -> None:
        self.functions = functions

    def __call__(self, i: Interpreter, **given: Value) -> Value:
        results: list[Value] = []
        for function in reversed(self.functions):
            inner = unwrap(function)
            taken = _parameters(inner) if isinstance(inner, Function) else frozenset(given)
            results.append(i.call(function, (), {name: value for name, value in given.items() if name in taken}))
        return ListValue([result for result in results if result is not None])


def _parameters(function: Function) -> frozenset[str]:
    arguments = function.node.args
    return frozenset(one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs))


def _names(plugin: Value) -> list[str]:
    """The names of a plug-in's functions."""
    if isinstance(plugin, Module):
        names = plugin.frame.names
        return [name for name, value in names.items() if isinstance(value, Function | Decorated)]
    class_ = plugin.class_ if isinstance(plugin, Instance) else plugin
    if not isinstance(class_, Class):
        return []
    return list(dict.fromkeys(name for entry in class_.mro if isinstance(entry, Class) for name in entry.namespace))


@stands_for("blinker.Signal", "blinker.NamedSignal", "blinker.base.Signal", "blinker.base.NamedSignal")
class Signal(Instance):
    """Receivers, called with the sender."""

    def prepare(self) -> None:
        """Empty."""
        self._receivers: list[Value] = []

    def __init__(self, *_: Value, **__: Value) -> None:
        """Its name does not matter."""

    def connect(self, receiver: Value, *_: Value, **__: Value) -> Value:
        """Add a receiver, whatever sender it waits for."""
        if receiver not in self._receivers:
            self._receivers.append(receiver)
        return receiver

    def connect_via(self, *_: Value, **__: Value) -> Value:
        """A decorator that adds a receiver."""
        return Native(lambda i, receiver: self.connect(receiver))

    def send(self, *sender: Value, **given: Value) -> Value:
        """Pairs of receiver and what it gave."""
        i = self.interpreter
        return ListValue([(receiver, i.call(receiver, sender, given)) for receiver in self._receivers])


@stands_for("blinker.Namespace", "blinker.base.Namespace")
class Namespace(Instance):
    """Signals by name."""

    def prepare(self) -> None:
        """Empty."""
        self._signals: dict[str, Value] = {}

    def signal(self, name: Value, *_: Value) -> Value:
        """The signal of a name, the same each time."""
        stated = plain(name)
        key = stated if isinstance(stated, str) else ""
        if key not in self._signals:
            self._signals[key] = self.interpreter.call(self.interpreter.library.class_of(Signal), (name,))
        return self._signals[key]


@stands_for("blinker.signal", "blinker.base.signal")
def signal(i: Interpreter, name: Value, *_: Value) -> Value:
    """A signal of the default namespace."""
    default = i.extensions.get(Namespace)
    if not isinstance(default, Namespace):
        made = i.call(i.library.class_of(Namespace))
        assert isinstance(made, Namespace)
        default = i.extensions[Namespace] = made
    return default.signal(name)
