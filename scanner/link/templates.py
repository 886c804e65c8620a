"""Templates: which files a template's name means, and which templates bring which others in."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import KeysView, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Literal
from scanner.concepts.facts import Inclusion
from scanner.concepts.source import Language
from scanner.link import values as v
from scanner.link.inclusion_tags import TagCall, handed, tag_calls
from scanner.link.names import in_scope
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow


class Templates:
    """The template files of one project."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._parts: dict[str, tuple[str, ...]] = {}
        self._shown_by: dict[str, dict[str, None]] = {}
        self.reading = False
        """Whether inclusions are being read: a template's name that is itself handed over is not followed then."""

    @cached_property
    def _by_base(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, facts in self._flow.facts.items():
            if facts.language is Language.MARKUP:
                found[posixpath.basename(path)].append(path)
        return {name: tuple(sorted(paths)) for name, paths in found.items()}

    def named(self, name: str, near: str = "") -> tuple[str, ...]:
        """The files that a template name may mean: themes and applications may each have one of that name."""
        name = name.strip().lstrip("/")
        while name.startswith(("./", "../")):
            name = name.partition("/")[2]
        paths = self._by_base.get(posixpath.basename(name), ())
        if not paths:
            return ()
        found = [path for path in paths if path == name or path.endswith("/" + name)]
        whole = [
            path for path in found if path.removesuffix(name).rstrip("/").endswith(("templates", "jinja2", "views"))
        ]
        found = whole or found
        if near and len(found) > 1:
            folder = posixpath.dirname(near)
            beside = [path for path in found if _shares_root(path, folder, name)]
            found = beside or found
        return tuple(found[:8])

    @cached_property
    def inclusions(self) -> Mapping[str, tuple[tuple[Inclusion, tuple[str, ...]], ...]]:
        """What each template extends, includes or imports, with the files that each may mean."""
        found: dict[str, list[tuple[Inclusion, tuple[str, ...]]]] = defaultdict(list)
        self.reading = True
        for path, facts in self._flow.facts.items():
            for item in facts.inclusions:
                found[path].append((item, tuple(one for one in self._meant(item, path) if one != path)))
        self.reading = False
        return {path: tuple(items) for path, items in found.items()}

    def _meant(self, item: Inclusion, path: str) -> tuple[str, ...]:
        """The files that an inclusion names; what an unknown call makes of a name (a theme) still ends with it."""
        place = v.Place(v.ScopeRef(path, item.scope), item.line)
        names = [text.text.literal or _tail(str(text.text)) for text in self._flow.ask_texts(item.template, place)]
        found = dict.fromkeys(one for name in names if name for one in self.named(name, path))
        if not found and isinstance(item.template, Call):
            written = [str(inner.value) for inner in walk(item.template) if isinstance(inner, Literal)]
            found = dict.fromkeys(one for name in written if name for one in self.named(name, path))
        return tuple(found)

    @cached_property
    def brings(self) -> Mapping[str, tuple[str, ...]]:
        """The templates that a template extends, includes or imports."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for path, items in self.inclusions.items():
            for _, templates in items:
                found[path].update(dict.fromkeys(templates))
        for path, tags in self.tag_calls_in.items():
            for tag in tags:
                found[path].update(dict.fromkeys(tag.templates))
        return {path: tuple(items) for path, items in found.items()}

    def imported(self, path: str, name: str, seen: frozenset[str] = frozenset()) -> v.Values:
        """What a template's imports bring under a name: another template, or its macros and variables.

        https://jinja.palletsprojects.com/en/stable/templates/#import
        """
        found: list[v.Value] = []
        for item, templates in self.inclusions.get(path, ()):
            if item.how != "import":
                continue
            if item.local == name:
                found += [v.Module(template) for template in templates]
            for there, local in item.names:
                if local == name:
                    for template in templates:
                        found += self._defined(template, there, seen | {path})
        return tuple(found)

    def _defined(self, template: str, name: str, seen: frozenset[str]) -> v.Values:
        top = v.Place(v.ScopeRef(template, 0))
        own = in_scope(self._flow, name, top, self._flow.index.file(template), 0)
        return own or (self.imported(template, name, seen) if template not in seen else ())

    def given(self, template: str, name: str, place: v.Place, whole: frozenset[str] | None = None) -> v.Values:
        """What templates that include one hand to it under a name: `{% include "x.html" with name=value %}`, own tags.

        `whole` are the templates of the page meant; all of them, if it is None.

        https://docs.djangoproject.com/en/stable/ref/templates/builtins/#include
        """
        handing = self._handing.get(name, ())
        if not handing and not self.tag_calls_in:
            return ()
        shown = self._shown(template)
        found: list[v.Value] = []
        for path, item, templates, value in handing:
            if path in shown and not shown.isdisjoint(templates) and (whole is None or path in whole):
                there = v.Place(v.ScopeRef(path, item.scope), item.line, place.bound)
                found += self._flow.evaluate(value, there)
        for path, tags in self.tag_calls_in.items():
            if path in shown and (whole is None or path in whole):
                for tag in tags:
                    found += handed(self._flow, tag, name, place) if not shown.isdisjoint(tag.templates) else ()
        return tuple(found)

    @cached_property
    def _handing(self) -> Mapping[str, tuple[tuple[str, Inclusion, tuple[str, ...], Expression], ...]]:
        """What inclusions hand over, by name: where, to which files, and the value."""
        found: dict[str, list[tuple[str, Inclusion, tuple[str, ...], Expression]]] = defaultdict(list)
        for path, items in self.inclusions.items():
            for item, templates in items:
                for local, value in item.bindings:
                    found[local].append((path, item, templates, value))
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def tag_calls_in(self) -> Mapping[str, tuple[TagCall, ...]]:
        """The calls of inclusion tags by the template that they stand in."""
        return tag_calls(self._flow, self.named)

    @cached_property
    def tag_uses(self) -> Mapping[v.ScopeRef, int]:
        """How often each inclusion tag is used, by its function."""
        return Counter(tag.function for tags in self.tag_calls_in.values() for tag in tags)

    @cached_property
    def brought_by(self) -> Mapping[str, tuple[str, ...]]:
        """The templates that extend, include or import a template."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, items in self.brings.items():
            for item in items:
                found[item].append(path)
        return {path: tuple(items) for path, items in found.items()}

    def parts(self, template: str) -> tuple[str, ...]:
        """The template itself and all that it brings in."""
        known = self._parts.get(template)
        if known is None:
            known = self._parts[template] = _closure(template, self.brings)
        return known

    def shown_by(self, template: str) -> tuple[str, ...]:
        """The template itself and all that bring it in."""
        return tuple(self._shown(template))

    def _shown(self, template: str) -> KeysView[str]:
        known = self._shown_by.get(template)
        if known is None:
            known = self._shown_by[template] = dict.fromkeys(_closure(template, self.brought_by))
        return known.keys()


def _closure(start: str, edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    found = {start: None}
    pending = [start]
    while pending and len(found) < 2_000:
        for item in edges.get(pending.pop(), ()):
            if item not in found:
                found[item] = None
                pending.append(item)
    return tuple(found)


def _shares_root(path: str, folder: str, name: str) -> bool:
    """Whether a template lies under the folder of the code that names it, or in the same template root."""
    root = path.removesuffix(name).rstrip("/")
    return folder.startswith(posixpath.dirname(root)) if posixpath.dirname(root) else True


def _tail(text: str) -> str:
    """The literal end of a template name whose folder is computed."""
    return text.rpartition("}")[2].lstrip("/")
