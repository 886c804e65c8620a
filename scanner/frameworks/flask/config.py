"""Flask's configuration: what the project puts into `app.config`, as far as it can be known.

https://flask.palletsprojects.com/en/stable/api/#configuration
"""

from __future__ import annotations

from scanner.frameworks.protocol import Interpreter, stands_for
from scanner.interpret.objects import Class, Instance, Module
from scanner.interpret.values import MISSING, Configured, DictValue, Undecided, Unknown, Value, plain


@stands_for("flask.Config", "flask.config.Config")
class Config(Instance):
    """`app.config`."""

    def prepare(self) -> None:
        self._values: dict[str, Value] = {}

    def __init__(self, *_: Value, **__: Value) -> None:
        """Empty."""

    def __getitem__(self, key: Value) -> Value:
        return self.get(key)

    def __setitem__(self, key: Value, value: Value) -> None:
        name = plain(key)
        if isinstance(name, str):
            self._values[name] = value

    def __contains__(self, key: Value) -> Value:
        return True if plain(key) in self._values else Unknown("a configuration key")

    def get(self, key: Value, default: Value = None) -> Value:
        """What the project set. A default, or a switch, is what any deployment may change."""
        name = plain(key)
        found = self._values.get(name, MISSING) if isinstance(name, str) else MISSING
        if found is MISSING:
            found = default
        if isinstance(found, str):
            return Configured(found)
        if isinstance(found, DictValue):
            for inner, switch in found.items.items():
                found.items[inner] = _undecided(switch, inner)
        return _undecided(found, name)

    def setdefault(self, key: Value, default: Value = None) -> Value:
        name = plain(key)
        return self._values.setdefault(name, default) if isinstance(name, str) else default

    def update(self, *others: Value, **values: Value) -> None:
        for other in others:
            if isinstance(other, DictValue):
                self._values.update({key: value for key, value in other.items.items() if isinstance(key, str)})
        self._values.update(values)

    def from_mapping(self, *others: Value, **values: Value) -> Value:
        self.update(*others, **values)
        return True

    def from_object(self, source: Value) -> None:
        """Every upper-case name of a module, class or object, which may be given by its dotted name."""
        source = plain(source)
        i = self.interpreter
        if isinstance(source, str):
            source = i.call(i.library.get("werkzeug.utils.import_string"), (source,))
        for name in _names(source):
            if name.isupper():
                self._values[name] = i.attribute(source, name)

    def from_pyfile(self, *_: Value, **__: Value) -> Value:
        return Unknown("a configuration file")

    def from_envvar(self, *_: Value, **__: Value) -> Value:
        return Unknown("a configuration file")

    def from_file(self, *_: Value, **__: Value) -> Value:
        return Unknown("a configuration file")

    def from_prefixed_env(self, *_: Value, **__: Value) -> Value:
        return Unknown("the environment")


def _undecided(value: Value, name: Value) -> Value:
    """A switch as what a deployment may turn either way; any other value as it is."""
    if value is None or isinstance(value, bool):
        return Undecided(bool(value), "configuration", name if isinstance(name, str) else "")
    return value


def _names(source: Value) -> list[str]:
    if isinstance(source, Module):
        return list(source.frame.names)
    if isinstance(source, Instance):
        return [*source.__dict__, *_names(source.class_)]
    if isinstance(source, Class):
        return [name for entry in source.mro if isinstance(entry, Class) for name in entry.namespace]
    return []


def new_config(i: Interpreter) -> Value:
    """An empty configuration."""
    return i.call(i.library.class_of(Config))
