"""Operations: one method on one path template, with the code that answers it and the way it got there."""

from __future__ import annotations

from dataclasses import dataclass, field

from scanner.concepts.location import Location
from scanner.concepts.path import PathTemplate

ANY = "ANY"
"""The method of a handler that takes every method, where nothing narrows it."""

WEBSOCKET = "WEBSOCKET"


@dataclass(frozen=True, slots=True)
class Application:
    """A root: an app object, a Django project, a mounted sub-application."""

    name: str
    framework: str
    location: Location


@dataclass(frozen=True, slots=True)
class CodeRef:
    """A function or class of the scanned project: file, dotted name in it (`UserView.post`), line of its `def`."""

    file: str
    qualname: str
    line: int


@dataclass(frozen=True, slots=True)
class Handler:
    """What answers: a view function, a view class, a path operation function.

    `name` is dotted from the module's root (`app.users.show`). `runs` lists the project's own functions that this
    operation may run (a class-based view's `post`, `form_valid`, `get_context_data` …), the most telling first.
    `bases` are dotted names of the library classes it inherits from, nearest first.
    `file` is empty for a handler that a library supplies.
    """

    name: str
    file: str
    line: int
    runs: tuple[CodeRef, ...] = ()
    bases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mount:
    """One step of the chain from the application to the route: the prefix added, by which router, and where."""

    prefix: str
    router: str
    location: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What registration and signature state about an operation; None means that nothing is stated.

    `guards` are dotted names of what stands before the handler, outermost first: decorators, dependencies,
    permission and authentication classes, `before_request` functions. `templates` are template names given as class
    attributes or arguments; `redirects` are route names or paths given the same way (`success_url`, `pattern_name`).
    """

    guards: tuple[str, ...] = ()
    in_schema: bool | None = None
    body: str | None = None
    form: bool | None = None
    response: str | None = None
    status: int | None = None
    csrf_exempt: bool | None = None
    throttled: bool | None = None
    tags: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    redirects: tuple[str, ...] = ()
    model: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method on one path template: the unit of verdicts, counts and ids."""

    id: str
    method: str
    path: PathTemplate
    framework: str
    application: str
    name: str
    """The name by which it is reversed: Flask endpoint, Django `namespace:name`, FastAPI function name."""
    handler: Handler
    route: Location
    """Where it was registered."""
    aliases: tuple[str, ...] = ()
    """Other names by which it is reversed where no route has them for its own: Django's application namespaces."""
    mounts: tuple[Mount, ...] = ()
    mounted: bool = True
    conditional: str | None = None
    """The text of the test under which it is registered."""
    inherited: bool = False
    """Whether only a library base class provides this method (Django's form views answer PUT)."""
    declared: Declared = field(default_factory=Declared)
    defaults: tuple[tuple[str, str], ...] = ()
    """What the rule itself gives to the handler instead of the path, as text; an argument that is not known is empty.

    https://werkzeug.palletsprojects.com/en/stable/routing/#werkzeug.routing.Rule
    """

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class LibraryMount:
    """Routes that a third-party library adds under a prefix: counted apart, not guessed at."""

    prefix: str
    library: str
    location: Location


@dataclass(frozen=True, slots=True)
class StaticMount:
    """A prefix under which files are served: a URL there is no ghost."""

    prefix: str
    location: Location | None = None
