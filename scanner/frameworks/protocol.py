"""What a stub framework is written in.

A stub is a Python class that mirrors a library's registration API and records what is registered:

    @stands_for("flask.Blueprint", "flask.blueprints.Blueprint")
    class Blueprint(Scaffold):
        def __init__(self, name: Value, import_name: Value, *, url_prefix: Value = None, **_: Value) -> None: ...

Its public methods and attributes are what the project's code sees; names with one leading underscore are its own.
Arguments are abstract values (`scanner.interpret.values`); `self.interpreter` evaluates, calls and says where we are.
`self.read(name)` and `self.send(name, …)` respect what a project's subclass overrides. A stub for a function is
written `def path(interpreter, route, view): ...` under the same decorator. `EXAMPLES` in each file are run as tests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from textwrap import dedent
from types import ModuleType
from typing import TYPE_CHECKING

from scanner.concepts.location import Location
from scanner.concepts.operation import Declared, LibraryMount, Mount, StaticMount
from scanner.concepts.path import PathTemplate
from scanner.concepts.text import Text
from scanner.frameworks.conditions import without
from scanner.interpret.frame import Frame
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.native import class_method, stands_for, static_method
from scanner.interpret.objects import Instance
from scanner.interpret.values import Value

if TYPE_CHECKING:
    from scanner.frameworks.roots import Roots

__all__ = [
    "Answer",
    "ClassHandler",
    "Example",
    "Framework",
    "Interpreter",
    "Registered",
    "World",
    "class_method",
    "place",
    "settled",
    "stands_for",
    "static_method",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """One method that a route answers. `runs` are the functions that run for it; `inherited` as in Operation."""

    method: str
    runs: tuple[Value, ...] = ()
    inherited: bool = False


@dataclass(slots=True, kw_only=True)
class Registered:
    """A route as a framework collected it: its whole path, in that framework's syntax, from the application down."""

    framework: str
    path: Text
    answers: tuple[Answer, ...]
    handler: Value
    location: Location
    name: str = ""
    aliases: tuple[str, ...] = ()
    """Other names for the same."""
    application: Instance | None = None
    """The root it is reached from; None where no root reached it."""
    conditions: tuple[str | None, ...] = ()
    mounts: tuple[Mount, ...] = ()
    guards: tuple[str, ...] = ()
    """What stands before the handler besides its own decorators, outermost first."""
    declared: Declared = field(default_factory=Declared)
    defaults: tuple[tuple[str, str], ...] = ()
    """What the rule gives to the handler instead of the path."""


class World:
    """What the stubs of one run share; `World.of(interpreter)` gives it."""

    def __init__(self) -> None:
        self.applications: list[Instance] = []
        """Application objects, in the order of their creation."""
        self.routers: list[Instance] = []
        """Everything that holds routes: applications, blueprints, routers."""
        self.places: dict[Instance, Location] = {}
        """Where each of them was made."""
        self.origins: dict[Instance, Frame] = {}
        """The frame that made them."""
        self.starting: list[Callable[[], Value]] = []
        """Start-up work, run when all modules are imported."""
        self.static_mounts: list[StaticMount] = []
        self.library_mounts: list[LibraryMount] = []
        self.settings: dict[str, str] = {}
        self.template_folders: dict[str, None] = {}
        self.made_under: dict[Instance, str] = {}
        """The undecided tests under which each of them was made; of an application that a module makes, under which
        the module was imported. What is registered on it stands under them as well, which says nothing more."""
        self.mounted: set[Value] = set()
        """Applications that are mounted in another."""
        self.prefixes: dict[Instance, Text] = {}
        """Where an application of another framework is mounted, such as Flask's below an ASGI application."""
        self.shelf: dict[str, Value] = {}
        """For stubs to keep what belongs to the run and to no object."""

    @classmethod
    def of(cls, interpreter: Interpreter) -> World:
        """The world of a run."""
        world = interpreter.extensions.get(cls)
        if not isinstance(world, World):
            world = interpreter.extensions[cls] = cls()
        return world

    def add_router(self, router: Instance, application: bool = False) -> None:
        """Remember something that holds routes, where it is made."""
        self.routers.append(router)
        interpreter = router.interpreter
        self.places[router] = interpreter.here()
        self.origins[router] = origin = interpreter.frames[-1]
        condition = interpreter.condition()
        if application:
            self.applications.append(router)
            if origin is origin.module.frame:
                condition = origin.module.condition
        if condition:
            self.made_under[router] = condition


def settled(interpreter: Interpreter, condition: str | None, location: Location) -> str | None:
    """A condition without the tests under which the module of a place was first imported, where it is sure to be."""
    module = interpreter.importer.module_of(location.file)
    return without(condition, module.condition or "") if module is not None and module.sure else condition


class ClassHandler(Instance):
    """What `as_view()` gives: a function made from a view class, with the arguments it was given."""

    view_class: Value
    arguments: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Framework:
    """One entry of the table: the library's stubs and how to collect what they recorded."""

    name: str
    modules: tuple[ModuleType, ...]
    imports: tuple[str, ...]
    """Top-level names whose import shows that a module may register something."""
    collect: Callable[[World, Interpreter], Iterable[Registered]]
    """What was registered, after all roots have run."""
    template: Callable[[Text], PathTemplate]
    """From the framework's path syntax to a template: `<int:id>` → `{id}`."""
    values: Callable[[], Mapping[str, Value]] = dict
    """Library values that are neither classes nor functions, by dotted name."""
    loose_router: str = ""
    """The dotted name of a router class, for hooks whose router nothing in the project supplies."""
    run_roots: Callable[[Roots], None] | None = None
    """Roots that only this framework knows, such as Django's settings."""


@dataclass(frozen=True, slots=True)
class Example:
    """A small program and the operations it registers, `METHOD /path`; run as a test of the stub it stands in."""

    source: str | Mapping[str, str]
    gives: tuple[str, ...]
    """Operations, each followed by ` if TEST` where conditional and ` unmounted` where no root reaches it."""

    def files(self) -> dict[str, str]:
        """Path → text; a single source is `app.py`."""
        files = {"app.py": self.source} if isinstance(self.source, str) else self.source
        return {path: dedent(text).lstrip() for path, text in files.items()}


def place(interpreter: Interpreter) -> tuple[Location, str | None]:
    """Where the running registration stands, and the undecided tests around it."""
    return interpreter.here(), interpreter.condition()


def joined(conditions: Iterable[str | None]) -> str | None:
    """Several conditions as one text."""
    return " and ".join(dict.fromkeys(condition for condition in conditions if condition)) or None


def strings_in(interpreter: Interpreter, value: Value) -> Iterator[str]:
    """The plain strings of an iterable value, enum members included."""
    yield from interpreter.strings(value)
