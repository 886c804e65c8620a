"""The environment, and libraries that read settings from it: what is known of such a setting is its default.

https://docs.python.org/3/library/os.html#os.getenv
https://django-environ.readthedocs.io/en/latest/api.html
https://github.com/sloria/environs
https://github.com/HBNetwork/python-decouple
https://starlette.dev/config/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scanner.interpret.native import stands_for
from scanner.interpret.objects import Instance, NativeClass
from scanner.interpret.values import Configured, Dotted, Undecided, Unknown, Value, plain

if TYPE_CHECKING:
    from scanner.interpret.interpreter import Interpreter

_TRUE = frozenset({"true", "on", "ok", "y", "yes", "1", "t"})


@stands_for("os.environ.get", "os.getenv")
def getenv(i: Interpreter, name: Value, default: Value = None) -> Value:
    """A variable of the environment: its default, which the environment may override."""
    return configured(default, name)


def configured(default: Value, name: Value = "") -> Value:
    """A default that the environment may override."""
    default = plain(default)
    if isinstance(default, str):
        return Configured(default)
    if isinstance(default, bool):
        return Undecided(default, "an environment variable", name if isinstance(name, str) else "")
    if isinstance(default, int | float):
        return default
    return Unknown("an environment variable", name if isinstance(name, str) else "")


def _cast(i: Interpreter, default: Value, cast: Value, name: Value) -> Value:
    """A default as the program gets it: what turns text into something else runs on it."""
    default = plain(default)
    kind = cast.dotted if isinstance(cast, NativeClass) else ""
    if kind == "builtins.bool" and isinstance(default, str):
        default = default.strip().lower() in _TRUE
    elif isinstance(default, str) and cast is not None and kind != "builtins.str" and not isinstance(cast, Dotted):
        return i.call(cast, (Configured(default),))
    elif isinstance(cast, Dotted):
        return Unknown("an environment variable", name if isinstance(name, str) else "")
    return configured(default, name)


@stands_for("decouple.config")
def config(i: Interpreter, option: Value, default: Value = None, cast: Value = None) -> Value:
    """`config("KEY", default="/", cast=str)`."""
    return _cast(i, default, cast, option)


@stands_for("decouple.Config", "decouple.AutoConfig")
class Decouple(Instance):
    """`Config(RepositoryEnv(".env"))`."""

    def __init__(self, *_: Value, **__: Value) -> None:
        """What it reads is not known."""

    def __call__(self, option: Value, default: Value = None, cast: Value = None) -> Value:
        """`config("KEY", default="/", cast=str)`."""
        return _cast(self.interpreter, default, cast, option)


@stands_for("starlette.config.Config")
class StarletteConfig(Instance):
    """`Config(".env")`."""

    def __init__(self, *_: Value, **__: Value) -> None:
        """What it reads is not known."""

    def __call__(self, key: Value, cast: Value = None, default: Value = None) -> Value:
        """`config("KEY", cast=str, default="/")`."""
        return _cast(self.interpreter, default, cast, key)

    get = __call__


@stands_for("environ.Env", "environ.FileAwareEnv", "environs.Env", "environs.FileAwareEnv")
class Env(Instance):
    """Settings by name; django-environ may be told their kinds and defaults at once: `Env(DEBUG=(bool, False))`."""

    def prepare(self) -> None:
        """No defaults are stated yet."""
        self._defaults: dict[str, Value] = {}

    def __init__(self, *_: Value, **scheme: Value) -> None:
        self._defaults = {
            name: stated[1] for name, stated in scheme.items() if isinstance(stated, tuple) and len(stated) == 2
        }

    def __call__(self, name: Value, *values: Value, default: Value = None, **_: Value) -> Value:
        """`env("KEY", default="/")`; environs takes the default, django-environ a cast in second place."""
        for value in values:
            default = value if default is None and not isinstance(value, NativeClass) else default
        name = plain(name)
        return configured(self._defaults.get(name) if default is None and isinstance(name, str) else default, name)

    str = bool = int = float = path = url = __call__

    def read_env(self, *_: Value, **__: Value) -> None:
        """What a file adds is not known."""
