"""Settings: what the project's configuration holds under a name, and the prefixes of files that it states.

A setting is a name in capitals, bound at the top of a module or in a class of settings, or put into the configuration
of an application. Flask:
https://flask.palletsprojects.com/en/stable/config/ · Django:
https://docs.djangoproject.com/en/stable/ref/settings/#static-url
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Item, Literal, Member, Name, Record
from scanner.concepts.facts import Binding, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.registrations import Registrations
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Text
from scanner.link import values as v
from scanner.link.index import last_name
from scanner.link.requests import argument

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MOST = 6
_FILES = ("STATIC_URL", "MEDIA_URL")


class Settings:
    """The settings of one project's Python code."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    @cached_property
    def _bindings(self) -> Mapping[str, tuple[tuple[v.ScopeRef, Binding], ...]]:
        found: dict[str, list[tuple[v.ScopeRef, Binding]]] = defaultdict(list)
        for path, facts in sorted(self._flow.facts.items()):
            if facts.language is not Language.PYTHON or facts.role is not Role.SOURCE:
                continue
            for number, scope in enumerate(facts.scopes):
                for binding in (*_named(scope), *_configured(scope)):
                    name = last_name(binding.target)
                    if name.isupper():
                        found[name].append((v.ScopeRef(path, number), binding))
        return {name: tuple(items) for name, items in found.items()}

    def values(self, name: str) -> v.Values:
        """What a setting may hold; empty where the project states none of that name, or too many to mean one."""
        if not name.isupper():
            return ()
        items = self._bindings.get(name, ())
        key = ("setting", name)
        if len(items) > _MOST or key in self._flow.active:
            return ()
        self._flow.active.add(key)
        try:
            found: list[v.Value] = []
            for ref, binding in items:
                at = Location(ref.file, binding.line)
                for value in self._flow.evaluate(binding.value, v.Place(ref, binding.line)):
                    written = isinstance(value, v.String) and value.at is None
                    found.append(v.String(value.text, at) if isinstance(value, v.String) and written else value)
            return tuple(found)
        finally:
            self._flow.active.discard(key)

    def texts(self, name: str) -> tuple[Text, ...]:
        """A setting, as text: where the environment decides, what it is without."""
        found: list[Text] = []
        for value in self.values(name):
            if isinstance(value, v.String):
                found.append(value.text)
            elif isinstance(value, v.Library) and value.call is not None and value.place is not None:
                default = argument(value.call, 1, "default")
                if default is not None:
                    found += [text.text for text in self._flow.ask_texts(default, value.place)]
        return tuple(found)


def _named(scope: Scope) -> Iterator[Binding]:
    """Names at the top of a module or in a class of settings."""
    if scope.kind in (ScopeKind.MODULE, ScopeKind.CLASS):
        yield from (binding for binding in scope.bindings if isinstance(binding.target, Name))


def _configured(scope: Scope) -> Iterator[Binding]:
    """What code puts into an application's configuration: `app.config["X"] = …`, `app.config.update({…})`."""
    for binding in scope.bindings:
        match binding.target:
            case Item(Member(_, "config"), Literal(str())):
                yield binding
            case _:
                pass
    for call in scope.calls:
        match call:
            case Call(Member(Member(_, "config"), "update" | "from_mapping"), arguments, named):
                fields = [*named, *(field for item in arguments if isinstance(item, Record) for field in item.fields)]
                yield from (Binding(Name(name), value, call.line) for name, value in fields)
            case Call(Member(Member(_, "config"), "setdefault"), (Literal(str(name)), value)):
                yield Binding(Name(name), value, call.line)
            case _:
                pass


def file_prefixes(registrations: Registrations, settings: Settings) -> re.Pattern[str]:
    """What paths of files begin with: static mounts, `STATIC_URL` and `MEDIA_URL`, however much of them is known."""
    stated = [Text.of(item.prefix) for item in registrations.static_mounts]
    stated += [Text.of(registrations.settings[name]) for name in _FILES if name in registrations.settings]
    stated += [text for name in _FILES for text in settings.texts(name)]
    patterns = {pattern for text in stated if (pattern := _pattern(text))}
    return re.compile("(?:" + "|".join(sorted({"/static", *patterns})) + ")/")


def _pattern(text: Text) -> str:
    """A prefix as a regular expression; empty where nothing of it is known, or where it is the root."""
    pieces: list[str] = []
    for part in text.parts:
        if isinstance(part, str):
            literal = re.sub(r"^(?:[a-z]+:)?//[^/]*", "", part) if not pieces else part
            pieces += [re.escape(one) if number % 2 == 0 else ".*" for number, one in enumerate(_cut(literal))]
        else:
            pieces.append(".*")
    pattern = "".join(pieces).rstrip("/")
    return "/?" + pattern.lstrip("/") if re.search(r"\w", pattern.replace(".*", "")) else ""


def _cut(literal: str) -> list[str]:
    """Literal text and the parameters in it, alternating: `/sites/{site}/static`."""
    return re.split(r"(\{[^{}]*\}|<[^<>]*>)", literal)
