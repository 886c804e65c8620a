"""Renders: the places in code that render a template, by themselves or for the callers of a helper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Item, Literal, Member, Name, Opaque, Sequence
from scanner.concepts.facts import ScopeKind
from scanner.concepts.source import Language, Role
from scanner.link import values as v
from scanner.link.heirs import constructor
from scanner.link.index import last_name
from scanner.link.templates import Templates

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_RENDERERS = frozenset(
    {
        "render_template", "render", "TemplateResponse", "render_to_string", "render_to_response",
        "template_response", "get_template", "select_template", "render_template_async", "stream_template",
        "Template", "render_template_string", "render_block", "SimpleTemplateResponse",
        "render_theme_template",
    }
)  # fmt: skip
_ENDINGS = (".html", ".htm", ".jinja", ".jinja2", ".j2", ".txt", ".xml", ".djhtml", ".tmpl", ".tpl", ".js", ".json")
_CLASS_TEMPLATES = frozenset(
    {"template_name", "template", "template_names", "email_template_name", "html_email_template_name"}
)
_TEMPLATE_NAMES = frozenset({"template_name_or_list", "template_name", "template", "name", "template_names"})
_HOPS = 3
_HANDED = frozenset({"template_name", "template", "context", "data", "*", "**"})
_REQUESTS = frozenset({"request", "req", "self", "using", "status"})
_RENDERED = 400
"""Places that decide one render call: a project may have one function that renders all its pages."""

BY_CLASS = Call(Opaque("a class-based view"))
"""What stands for the call where a class renders the template that it names."""


@dataclass(frozen=True, slots=True)
class Render(v.Arguments):
    """A place that renders a template: the call, or the class that names it (`call` is `BY_CLASS` then).

    `view` is the class, or the function whose call of a helper leads to the render.
    """

    view: v.ScopeRef | None = None
    page: str = ""
    """The template, where one is meant."""

    @property
    def asker(self) -> v.ScopeRef:
        """The scope that asks for the page: operations that run it show the page."""
        return self.view or self.place.scope


def find_renders(flow: Flow, templates: Templates) -> Mapping[str, tuple[Render, ...]]:
    """Render places by template file."""
    return _Renders(flow, templates).find()


class _Renders:
    def __init__(self, flow: Flow, templates: Templates) -> None:
        self._flow = flow
        self._templates = templates

    def find(self) -> Mapping[str, tuple[Render, ...]]:
        """Render places by template file."""
        found: dict[str, list[Render]] = defaultdict(list)
        for path in sorted(self._flow.facts):
            facts = self._flow.facts[path]
            if facts.language is not Language.PYTHON or facts.role is Role.TEST:
                continue
            for number, scope in enumerate(facts.scopes):
                ref = v.ScopeRef(path, number)
                for call in scope.calls:
                    if last_name(call.callee) in _RENDERERS:
                        for render in self._renders_of(call, v.Place(ref, call.line)):
                            for template in self._named(call, render.place):
                                found[template].append(render)
                if scope.kind is ScopeKind.CLASS:
                    for binding in scope.bindings:
                        if last_name(binding.target) in _CLASS_TEMPLATES:
                            for text in self._flow.ask_texts(binding.value, v.Place(ref, binding.line)):
                                for template in self._templates.named(str(text.text), path):
                                    found[template].append(Render(BY_CLASS, v.Place(ref, binding.line), view=ref))
        return {template: tuple(items) for template, items in found.items()}

    def _renders_of(self, call: Call, place: v.Place) -> tuple[Render, ...]:
        """One render call as the places that decide it: itself, or the callers that hand it template or context."""
        done: list[Render] = []
        pending = [(Render(call, place), 0)]
        while pending and len(done) < _RENDERED:
            render, depth = pending.pop(0)
            owner = self._open_to(call, render.place) if depth < _HOPS else None
            callers = self._flow.callers.of(owner)[:_RENDERED] if owner is not None else ()
            for reached in callers:
                if self._flow.facts[reached.site.file].role is Role.TEST:
                    continue
                for this, view in self._makers(reached.site.call, reached.place):
                    handed = v.Arguments(reached.site.call, replace(reached.place, this=this))
                    bound = {**render.place.bound, reached.function.scope: handed}
                    moved = v.Place(render.place.scope, render.place.line, bound)
                    pending.append((Render(call, moved, view=view), _HOPS if this else depth + 1))
            if callers:
                continue
            makers = self._makers(call, place) if render.view is None else ()
            done += (
                Render(call, replace(place, this=this), view=view) if this else render
                for this, view in makers or ((None, None),)
            )
        return tuple(done)

    def _makers(self, call: Call, place: v.Place) -> tuple[tuple[v.Instance | None, v.ScopeRef], ...]:
        """The objects whose method renders what their constructor was given, each with the scope that makes it.

        `Form("edit.html", request).response()` with `render(self.template)` in `response`. The place itself, without
        an object, for any other call.
        """
        itself = ((None, place.scope),)
        parent = self._flow.index.scope(place.scope).parent
        cls = v.ScopeRef(place.scope.file, parent or 0)
        if parent is None or self._flow.index.scope(cls).kind is not ScopeKind.CLASS:
            return itself
        own = constructor(self._flow, cls)
        kept = {item.name for item in call.arguments[:4] if isinstance(item, Member) and item.base == Name("self")}
        if own is None or not any(self._handed_over(own, name) for name in kept):
            return itself
        found = tuple(
            (v.Instance(v.Class(cls, v.Place(cls)), v.Arguments(reached.site.call, reached.place)), reached.place.scope)
            for reached in self._flow.callers.constructions(cls)[:_RENDERED]
            if self._flow.facts[reached.site.file].role is not Role.TEST
        )
        return found or itself

    def _handed_over(self, own: v.ScopeRef, name: str) -> bool:
        """Whether a constructor keeps a parameter of its own under a name."""
        formals = {formal.name for formal in self._flow.index.scope(own).parameters}
        return any(
            item.scope == own.index and isinstance(item.binding.value, Name) and item.binding.value.id in formals
            for item in self._flow.index.file(own.file).assignments.get(name, ())
        )

    def _open_to(self, call: Call, place: v.Place) -> v.ScopeRef | None:
        """The function whose callers decide a render call's template or context."""
        for item in (*call.arguments[:4], *(value for name, value in call.named if name in _HANDED)):
            if isinstance(item, Name | Item):
                for value in self._flow.ask(item, place):
                    whole = isinstance(value, v.Parameter) and all(step.isdigit() for step in value.path)
                    if isinstance(value, v.Parameter) and whole and value.name not in _REQUESTS:
                        return value.owner
        return None

    def _named(self, call: Call, place: v.Place) -> tuple[str, ...]:
        found: dict[str, None] = {}
        named = (value for name, value in call.named if name in _TEMPLATE_NAMES)
        first = (Item(value, Literal(0)) for name, value in call.named if name == "*" and not call.arguments)
        for item in (*call.arguments[:3], *named, *first):
            for candidate in _strings_in(item):
                for text in self._flow.ask_texts(candidate, place):
                    literal = text.text.literal
                    if literal and literal.endswith(_ENDINGS):
                        for template in self._templates.named(literal, place.scope.file):
                            found[template] = None
        return tuple(found)


def _strings_in(item: Expression) -> tuple[Expression, ...]:
    return item.items if isinstance(item, Sequence) else (item,)
