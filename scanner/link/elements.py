"""Elements: what a script reads from the page's markup: `dataset`, `getAttribute`, jQuery's `data`, `attr`, `prop`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Literal, Member
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
_DATASET = "@dataset"
_MOST = 16


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
                if isinstance(option, v.String):
                    selector = option.text.literal or ""
        if path.endswith("getElementById"):
            return v.Element(id=selector)
        if path.endswith("getElementsByClassName"):
            return v.Element(classes=(selector,) if selector else ())
        return element(selector)

    def member(self, base: v.Element, name: str, place: v.Place) -> v.Values:
        """A member of an element: its dataset, a property that mirrors an attribute, or something unknown."""
        if base.attribute == _DATASET:
            return self.attribute(base, "data-" + _hyphenated(name), place)
        if name == "dataset":
            return (v.Element(base.tag, base.id, base.classes, _DATASET),)
        if name in _PROPERTIES:
            return self.attribute(base, name.lower(), place)
        if name in ("target", "currentTarget", "parentElement", "firstElementChild", "nextElementSibling", "detail"):
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
        """What markup gives an attribute: on elements that fit the selection, in the file itself first."""
        found = [item for item in self._by_name.get(name, ()) if _fits(base, item[1])]
        if not found and (base.id or base.classes):
            found = [item for item in self._by_name.get(name, ()) if not item[1].id and name.startswith("data-")]
        own = [item for item in found if item[0] == place.scope.file]
        if own:
            found = own
        elif not name.startswith("data-") and not base.id:
            found = []  # any link's href: says nothing about this one
        results: list[v.Value] = []
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
        if not results and name.startswith("data-"):
            results = self._set_by_scripts(name, place)
        return tuple(results) or (v.Unknown(f"attribute {name} is set nowhere in markup", _camel(name)),)

    def _set_by_scripts(self, name: str, place: v.Place) -> list[v.Value]:
        """`element.dataset.name = value` in scripts of the same file."""
        flow = self._flow
        found: list[v.Value] = []
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
    last = selector.replace(">", " ").split()[-1:] or [""]
    match = _SELECTOR.match(last[0].split(":", 1)[0])
    if match is None:
        return v.Element()
    pieces = list(_PIECE.finditer(match["rest"] or ""))
    return v.Element(
        tag=(match["tag"] or "").lower(),
        id=next((piece["id"] for piece in pieces if piece["id"]), ""),
        classes=tuple(piece["cls"] for piece in pieces if piece["cls"]),
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
