"""From URLconfs to routes: walk the entries below each root, as Django's resolver does.

https://docs.djangoproject.com/en/stable/topics/http/urls/#how-django-processes-a-request
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from scanner.concepts.operation import LibraryMount, Mount, StaticMount
from scanner.concepts.text import Text
from scanner.frameworks.django.answers import answers_of, declared_of
from scanner.frameworks.django.regexes import template_of
from scanner.frameworks.django.urls import Entry, Files, Library, Pattern, Resolver, Stated, patterns_of
from scanner.frameworks.drf.views import is_rest_view
from scanner.frameworks.protocol import Registered, World
from scanner.interpret.handlers import dotted_name
from scanner.interpret.interpreter import Interpreter
from scanner.interpret.objects import Instance
from scanner.interpret.values import Dotted, Unknown, Value, plain

_CONVERTER = re.compile(r"<(?:([^<>:]+):)?([^<>:]+)>")
_DEPTH = 30
_NAMES = 16
ROOT = Text.of("/")


@dataclass(frozen=True, slots=True)
class Branch:
    """The way down to some entries: the path so far, namespaces, mounts and conditions."""

    application: Instance | None
    path: Text = ROOT
    namespaces: tuple[tuple[str, str], ...] = ()
    """Instance and application namespaces, from the root down."""
    mounts: tuple[Mount, ...] = ()
    conditions: tuple[str | None, ...] = ()

    def below(self, entry: Resolver, route: Text) -> Branch:
        """The branch below a resolver."""
        namespace = plain(entry.namespace)
        application = plain(entry.app_name)
        named = isinstance(namespace, str) and namespace
        own = ((str(namespace), str(application or namespace)),) if named else ()
        return replace(
            self,
            path=self.path + route,
            namespaces=(*self.namespaces, *own),
            mounts=(*self.mounts, Mount(str(route), _router_name(entry), entry.location)),
            conditions=(*self.conditions, entry.condition),
        )


def walk(world: World, i: Interpreter, children: Value, branch: Branch, language: str = "") -> Iterator[Registered]:
    """Every route below, depth first, in the order in which Django tries them."""
    if isinstance(children, Library):
        location = branch.mounts[-1].location if branch.mounts else i.here()
        world.library_mounts.append(LibraryMount(str(branch.path), children.dotted, location))
        return
    entries = patterns_of(i, children)
    if isinstance(entries, Unknown) or len(branch.mounts) > _DEPTH:
        if isinstance(entries, Dotted) and branch.mounts:
            world.library_mounts.append(LibraryMount(str(branch.path), entries.dotted, branch.mounts[-1].location))
        return
    for entry in i.iterate(entries)[0]:
        if isinstance(entry, Files):
            world.static_mounts.append(StaticMount(str(branch.path + _route(entry, language, branch)), entry.location))
        elif isinstance(entry, Resolver):
            yield from walk(world, i, entry.children, branch.below(entry, _route(entry, language, branch)), language)
        elif isinstance(entry, Pattern):
            yield from _registered(i, entry, branch, language)


def _registered(i: Interpreter, entry: Pattern, branch: Branch, language: str) -> Iterable[Registered]:
    stated = entry.stated
    if stated is None:
        framework = "drf" if is_rest_view(entry.callback) else "django"
        stated = Stated(framework, answers_of(i, entry.callback), declared_of(i, entry.callback))
    name, *aliases = _names(branch.namespaces, entry.name) if isinstance(entry.name, str) else ("",)
    yield Registered(
        framework=stated.framework,
        path=branch.path + _route(entry, language, branch),
        answers=stated.answers,
        handler=entry.callback,
        location=entry.location,
        name=name,
        aliases=tuple(aliases),
        application=branch.application,
        conditions=(*branch.conditions, entry.condition),
        mounts=branch.mounts,
        declared=stated.declared,
    )


def _names(namespaces: tuple[tuple[str, str], ...], name: str) -> tuple[str, ...]:
    """The names of a route: by the instances' namespaces, then with those of their applications for some of them.

    https://docs.djangoproject.com/en/stable/topics/http/urls/#reversing-namespaced-urls
    """
    ways = product(*(dict.fromkeys(pair) for pair in namespaces))
    return tuple(":".join((*way, name)) for way in islice(ways, _NAMES))


def _route(entry: Entry, language: str, branch: Branch) -> Text:
    """An entry's own part of the path, in OpenAPI form."""
    if entry.kind == "locale":
        return Text.of(language + "/")
    convert = template_of if entry.kind == "regex" else _from_converters
    route = Text.of(*(convert(part) if isinstance(part, str) else part for part in entry.route.parts))
    return _without_base(route, isinstance(entry, Resolver)) if branch.path == ROOT else route


def _without_base(route: Text, is_prefix: bool) -> Text:
    """A route from the root without the base path that a deployment may put before all others, mostly none.

    What only a run can know stands for one where no slash parts it from the rest: `f"{settings.BASE}admin/"`.
    """
    parts = route.parts
    if not parts or isinstance(parts[0], str):
        return route
    rest = parts[1] if len(parts) > 1 else ""
    glued = isinstance(rest, str) and not rest.startswith(("/", "{")) and (bool(rest) or is_prefix)
    return Text.of(*parts[1:]) if glued else route


def _from_converters(route: str) -> str:
    return _CONVERTER.sub(
        lambda match: "{" + match.group(2) + (":" + match.group(1) if match.group(1) else "") + "}", route
    )


def _router_name(entry: Resolver) -> str:
    children = entry.children
    name = getattr(children, "name", "") or dotted_name(children)
    namespace = plain(entry.namespace)
    return str(name) if isinstance(name, str) and name else (namespace if isinstance(namespace, str) else "urlpatterns")
