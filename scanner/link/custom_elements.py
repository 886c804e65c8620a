"""Custom elements: properties of their classes that markup sets by attributes of their tags.

`customElements.define("shop-search", Search)` names the tag; `static properties` (Lit) names the properties and, where
they differ, their attributes; `observedAttributes` names attributes that the class follows.

https://developer.mozilla.org/docs/Web/API/CustomElementRegistry/define · https://lit.dev/docs/components/properties/
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Lambda, Literal, Record, Sequence
from scanner.link import values as v

if TYPE_CHECKING:
    from scanner.link.flow import Flow


class CustomElements:
    """The tags and properties of one project's custom elements."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow

    def property(self, instance: v.Instance, name: str) -> v.Values:
        """What markup sets a property to; empty where the class is no element's, or no markup sets it."""
        tags = self._tags.get(instance.cls.scope, ())
        attribute = self._attribute(instance.cls.scope, name) if tags else ""
        if not attribute:
            return ()
        return tuple(value for tag in tags for value in self._flow.elements.of_tag(tag, attribute))

    def _attribute(self, ref: v.ScopeRef, name: str) -> str:
        """The attribute that sets a property; empty where none does."""
        index = self._flow.index.file(ref.file)
        for binding in index.bindings.get((ref.index, "properties"), ()):
            declared = _returned(self._flow, ref.file, binding.value)
            if isinstance(declared, Record):
                for field, options in declared.fields:
                    if field == name:
                        return _named(name, options)
        for binding in index.bindings.get((ref.index, "observedAttributes"), ()):
            listed = _returned(self._flow, ref.file, binding.value)
            if isinstance(listed, Sequence) and Literal(name.lower()) in listed.items:
                return name.lower()
        return ""

    @cached_property
    def _tags(self) -> Mapping[v.ScopeRef, tuple[str, ...]]:
        """The tags of classes, as scripts define them."""
        found: dict[v.ScopeRef, dict[str, None]] = defaultdict(dict)
        for site in self._flow.index.calls.get("define", ()):
            match site.call.arguments:
                case (Literal(str(tag)), made, *_) if "-" in tag and not site.reference:
                    place = v.Place(v.ScopeRef(site.file, site.scope), site.call.line)
                    for value in self._flow.ask(made, place):
                        if isinstance(value, v.Class):
                            found[value.scope][tag] = None
                case _:
                    pass
        return {ref: tuple(tags) for ref, tags in found.items()}


def _returned(flow: Flow, file: str, value: object) -> object:
    """A display, or what a getter returns: `static get properties() { return {…}; }`."""
    match value:
        case Call(Lambda(scope)):
            return next(iter(flow.index.scope(v.ScopeRef(file, scope)).returns), None)
        case _:
            return value


def _named(name: str, options: object) -> str:
    """The attribute of a declared property: the one that its options name, else its name in small letters."""
    if not isinstance(options, Record):
        return name.lower()
    fields = dict(options.fields)
    if fields.get("state") == Literal(True) or fields.get("attribute") == Literal(False):
        return ""
    match fields.get("attribute"):
        case Literal(str(attribute)):
            return attribute
        case _:
            return name.lower()
