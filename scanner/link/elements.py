"""Elements: what a script reads from the page's markup: `dataset`, `getAttribute`, jQuery's `data`, `attr`, `prop`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Call, Literal, Member, Name
from scanner.concepts.facts import Attribute
from scanner.concepts.location import Location
from scanner.concepts.text import Text
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_PROPERTIES = frozenset({"href", "action", "src", "value", "content", "formAction"})
_WALKS = frozenset(
    {
        "closest", "find", "parent", "parents", "next", "prev", "children", "first", "last", "eq", "get",
        "querySelector", "querySelectorAll", "siblings", "filter", "not", "each", "on", "off", "item",
        "getElementById", "addClass", "removeClass",
    }
)  # fmt: skip
_SELECTOR = re.compile(r"^(?P<tag>[a-zA-Z][\w-]*)?(?P<rest>(?:[#.][\w-]+|\[[^\]]*\])*)$")
_PIECE = re.compile(r"#(?P<id>[\w-]+)|\.(?P<cls>[\w-]+)|\[(?P<attr>[\w-]+)")
_MOST = 16
_FEW = 4
"""Elements of its pages that a script may mean where it does not say which."""


class Elements:
    """The attributes that markup gives to scripts, and how scripts ask for them."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[tuple[str, Attribute], ...]]:
        found: dict[str, list[tuple[str, Attribute]]] = defaultdict(list)
        for path, facts in self._flow.facts.items():
            for attribute in facts.attributes:
                found[attribute.name].append((path, attribute))
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def _of_requests(self) -> Mapping[str, tuple[tuple[str, Attribute], ...]]:
        """`action` of forms and `href` of links, named or not."""
        found: dict[str, list[tuple[str, Attribute]]] = {
            name: list(self._by_name.get(name, ())) for name in ("action", "href", "src", "value", "content")
        }
        for path, facts in self._flow.facts.items():
            for item in facts.requests:
                name = {"form": "action", "a": "href"}.get(item.tag.lower())
                if name is not None and not item.id:
                    found[name].append(
                        (
                            path,
                            Attribute(
                                tag=item.tag,
                                name=name,
                                value=item.url,
                                line=item.line,
                                scope=item.scope,
                                classes=item.classes,
                            ),
                        )
                    )
        return {name: tuple(items) for name, items in found.items()}

    @cached_property
    def _present(self) -> frozenset[tuple[str, str, int, str, tuple[str, ...]]]:
        """Which attributes stand on which elements, as far as their places tell elements apart."""
        return frozenset(
            (name, path, item.line, item.id, item.classes)
            for name, items in self._by_name.items()
            for path, item in items
        )

    def _has(self, base: v.Element, found: tuple[str, Attribute]) -> bool:
        """Whether an element has the attribute that a selector asks for (`[data-confirm]`)."""
        path, item = found
        wanted = base.attribute
        if wanted in ("", item.name) or not wanted.startswith("data-"):
            return True
        return (wanted, path, item.line, item.id, item.classes) in self._present

    def of_library(self, path: str) -> v.Element | None:
        """Elements that have a name of their own: `document.documentElement`, `document.body`."""
        return {
            "document.documentElement": v.Element(tag="html"),
            "document.body": v.Element(tag="body"),
            "document.currentScript": v.Element(tag="script"),
            "event.target": v.Element(),
            "event.currentTarget": v.Element(),
        }.get(path)

    def select(self, path: str, call: Call, place: v.Place) -> v.Element:
        """The elements that a selection names."""
        selector = ""
        if call.arguments:
            for option in self._flow.evaluate(call.arguments[0], place):
                if isinstance(option, v.Element):
                    return option
                if call.arguments[0] == Name("this"):
                    return self._flow.handlers.around(place) or v.Element()
                if isinstance(option, v.String):
                    selector = option.text.literal or ""
        if path.endswith("getElementById"):
            return v.Element(id=selector)
        if path.endswith("getElementsByClassName"):
            return v.Element(classes=(selector,) if selector else ())
        return element(selector)

    def member(self, base: v.Element, name: str, place: v.Place) -> v.Values:
        """A member of an element: its dataset, a property that mirrors an attribute, or something unknown."""
        if base.dataset:
            return self.attribute(base, "data-" + _hyphenated(name), place)
        if name == "dataset":
            return (replace(base, dataset=True),)
        if name in _PROPERTIES:
            return self.attribute(base, name.lower(), place)
        if name in ("target", "currentTarget", "srcElement"):
            return (base,)
        if name in ("parentElement", "firstElementChild", "nextElementSibling", "detail"):
            return (v.Element(),)
        return (v.Unknown("a property of an element", name),)

    def method(self, base: v.Element, name: str, call: Call, place: v.Place) -> v.Values:
        """A method of an element or of a jQuery selection."""
        wanted = call.arguments[0].value if call.arguments and isinstance(call.arguments[0], Literal) else None
        if name in ("getAttribute", "attr", "prop") and isinstance(wanted, str) and len(call.arguments) == 1:
            return self.attribute(base, wanted.lower(), place)
        if name == "data" and isinstance(wanted, str) and len(call.arguments) == 1:
            return self.attribute(base, "data-" + _hyphenated(wanted), place)
        if name == "val" and not call.arguments:
            return self.attribute(base, "value", place)
        if name in _WALKS:
            inner = (
                element(wanted)
                if isinstance(wanted, str) and name in ("closest", "find", "querySelector")
                else v.Element()
            )
            return (inner,)
        return (v.Unknown(f"returned by {name} of an element"),)

    def attribute(self, base: v.Element, name: str, place: v.Place) -> v.Values:
        """What markup gives an attribute: on elements that fit the selection, in the file itself first, then in the
        pages that it is part of.
        """
        data = name.startswith("data-")
        named = self._by_name.get(name, ()) if data or base.id else self._of_requests.get(name, ())
        found = [item for item in named if _fits(base, item[1]) and self._has(base, item)]
        if not found and data and (base.id or base.classes or base.attribute):
            found = [item for item in named if not item[1].id]
        own = [item for item in found if item[0] == place.scope.file]
        if own:
            found = own
        else:
            pages = self._flow.context.beside(place.scope.file)
            near = [item for item in found if item[0] in pages]
            unnamed = not data and not base.id and not base.classes
            if near and not (unnamed and len(near) > _FEW):
                found = near
            elif unnamed:
                found = []  # any link's href: says nothing about this one
        results: list[v.Value] = [*self._held(found, name)]
        if not results and name.startswith("data-"):
            results = self._set_by_scripts(name, place)
        return tuple(results) or (v.Unknown(f"attribute {name} is set nowhere in markup", _camel(name)),)

    def of_tag(self, tag: str, name: str) -> v.Values:
        """What markup gives an attribute on all elements of a tag; empty where it stands on none."""
        return tuple(self._held([item for item in self._by_name.get(name, ()) if item[1].tag == tag], name))

    def _held(self, found: list[tuple[str, Attribute]], name: str) -> list[v.String]:
        """What attributes hold, each with the place where it stands."""
        results: list[v.String] = []
        for path, attribute in found[:_MOST]:
            key = ("attribute", path, attribute.line, name)
            if key in self._flow.active:
                continue
            self._flow.active.add(key)
            try:
                there = v.Place(v.ScopeRef(path, attribute.scope), attribute.line)
                at = Location(path, attribute.line)
                results += [v.String(value.text, at) for value in self._flow.texts(attribute.value, there)]
            finally:
                self._flow.active.discard(key)
        return results

    def form_methods(self, base: v.Element, place: v.Place) -> tuple[str | None, ...]:
        """The methods of the forms that a selection means, in the pages of the script that selects."""
        pages = self._flow.context.beside(place.scope.file) or frozenset((place.scope.file,))
        found: dict[str | None, None] = {}
        for path in sorted(pages) if base != v.Element() else ():
            for item in self._flow.facts[path].requests:
                named = Attribute(
                    tag=item.tag, name="action", value=item.url, line=item.line, id=item.id, classes=item.classes
                )
                if item.kind is CallKind.FORM and _fits(base, named):
                    found[item.method] = None
        return tuple(found)

    def _set_by_scripts(self, name: str, place: v.Place) -> list[v.Value]:
        """`element.dataset.name = value`, `.data("name", value)`, `.attr("data-name", value)` in the same file."""
        flow = self._flow
        found: list[v.Value] = []
        for setter, key_name in (("data", name.removeprefix("data-")), ("attr", name), ("setAttribute", name)):
            for site in flow.index.calls.get(setter, ()):
                match site.call.arguments:
                    case (Literal(str(given)), value) if site.file == place.scope.file and given == key_name:
                        key: tuple[object, ...] = ("dataset", id(site))
                        if key not in flow.active:
                            flow.active.add(key)
                            there = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                            found += [option for option in flow.evaluate(value, there) if option != v.String(Text())]
                            flow.active.discard(key)
                    case _:
                        pass
        for item in flow.index.file(place.scope.file).assignments.get(_camel(name), ()):
            key = ("dataset", id(item))
            if isinstance(item.base, Member) and item.base.name == "dataset" and key not in flow.active:
                flow.active.add(key)
                there = v.Place(v.ScopeRef(place.scope.file, item.scope), item.binding.line)
                found += [value for value in flow.evaluate(item.binding.value, there) if value != v.String(Text())]
                flow.active.discard(key)
        return found


def element(selector: str) -> v.Element:
    """The last compound of a CSS selector; anything more intricate selects any element."""
    if "," in selector:
        return v.Element()
    last = selector.replace(">", " ").split()[-1:] or [""]
    match = _SELECTOR.match(last[0].split(":", 1)[0])
    if match is None:
        return v.Element()
    pieces = list(_PIECE.finditer(match["rest"] or ""))
    return v.Element(
        tag=(match["tag"] or "").lower(),
        id=next((piece["id"] for piece in pieces if piece["id"]), ""),
        classes=tuple(piece["cls"] for piece in pieces if piece["cls"]),
        attribute=next((piece["attr"] for piece in pieces if piece["attr"]), ""),
    )


def _fits(wanted: v.Element, attribute: Attribute) -> bool:
    if wanted.id and wanted.id != attribute.id:
        return False
    if wanted.tag and attribute.tag and wanted.tag != attribute.tag.lower():
        return False
    return not wanted.classes or set(wanted.classes) <= set(attribute.classes)


def _camel(name: str) -> str:
    """`data-foo-bar` as scripts write it: `fooBar`."""
    return re.sub(r"-([a-z])", lambda match: match[1].upper(), name.removeprefix("data-"))


def _hyphenated(name: str) -> str:
    """`fooBar` as markup writes it: `foo-bar`."""
    return re.sub(r"(?<!^)([A-Z])", lambda match: "-" + match[1].lower(), name).lower()
