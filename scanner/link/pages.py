"""Pages: which operations render which template, and what they hand to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Item, Literal, Member, Name
from scanner.concepts.facts import ScopeKind
from scanner.concepts.operation import Operation
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import members
from scanner.link import values as v
from scanner.link.generic_views import model_context, views_of
from scanner.link.index import last_name
from scanner.link.page_scripts import PageScripts
from scanner.link.reverse import Names
from scanner.link.template_globals import template_globals
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
_ENDINGS = (".html", ".htm", ".jinja", ".jinja2", ".j2", ".txt", ".xml", ".djhtml", ".tmpl", ".tpl")
_CLASS_TEMPLATES = frozenset(
    {"template_name", "template", "template_names", "email_template_name", "html_email_template_name"}
)
_HOPS = 3
_HANDED = frozenset({"template_name", "template", "context", "data", "*", "**"})
_REQUESTS = frozenset({"request", "req", "self", "using", "status"})
_NAMES_OF_CONTEXT = frozenset({"context", "data", "ctx"})
_DEPTH = 8
_RENDERS = 24
_RENDERED = 400
"""Places that decide one render call: a project may have one function that renders all its pages."""


@dataclass(frozen=True, slots=True)
class Render:
    """A place that renders a template: the call, or the class that names it."""

    place: v.Place
    call: Call | None
    view: v.ScopeRef | None = None


class Pages:
    """Templates of one project. It is the evaluator's `Context` too: names that a template does not define itself."""

    def __init__(self, flow: Flow, operations: Sequence[Operation]) -> None:
        self._flow = flow
        self._operations = operations
        self._templates = Templates(flow)
        self._beside: dict[str, frozenset[str]] = {}

    @cached_property
    def renders(self) -> Mapping[str, tuple[Render, ...]]:
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
                                    found[template].append(Render(v.Place(ref, binding.line), None, ref))
        return {template: tuple(items) for template, items in found.items()}

    def _renders_of(self, call: Call, place: v.Place) -> tuple[Render, ...]:
        """One render call as the places that decide it: itself, or the callers that hand it template or context."""
        done: list[Render] = []
        pending = [(Render(place, call), 0)]
        while pending and len(done) < _RENDERED:
            render, depth = pending.pop(0)
            owner = self._open_to(call, render.place) if depth < _HOPS else None
            callers = self._flow.callers.of(owner)[:_RENDERED] if owner is not None else ()
            for reached in callers:
                bound = {**render.place.bound, reached.function.scope: v.Arguments(reached.site.call, reached.place)}
                moved = v.Place(render.place.scope, render.place.line, bound)
                if self._flow.facts[reached.site.file].role is not Role.TEST:
                    pending.append((Render(moved, call, reached.place.scope), depth + 1))
            if not callers:
                done.append(render)
        return tuple(done)

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
        for item in (*call.arguments[:3], *(value for name, value in call.named if name in _TEMPLATE_NAMES)):
            for candidate in _strings_in(item):
                for text in self._flow.ask_texts(candidate, place):
                    literal = text.text.literal
                    if literal and literal.endswith(_ENDINGS):
                        for template in self._templates.named(literal, place.scope.file):
                            found[template] = None
        return tuple(found)

    @cached_property
    def _handlers(self) -> Mapping[tuple[str, str], tuple[str, ...]]:
        """Operation ids by the code that they run: (file, qualname)."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for operation in self._operations:
            handler = operation.handler
            for code in handler.runs:
                found[(code.file, code.qualname)].append(operation.id)
                outer = code.qualname.rpartition(".")[0]
                if outer:
                    found[(code.file, outer)].append(operation.id)
            found[(handler.file, handler.name.rpartition(".")[2])].append(operation.id)
            found[(handler.file, f"line {handler.line}")].append(operation.id)
        return {key: tuple(dict.fromkeys(ids)) for key, ids in found.items()}

    @cached_property
    def by_id(self) -> Mapping[str, Operation]:
        """Operations by id."""
        return {operation.id: operation for operation in self._operations}

    def operations_running(
        self, ref: v.ScopeRef, depth: int = 0, seen: frozenset[v.ScopeRef] = frozenset()
    ) -> tuple[str, ...]:
        """Operations whose handlers run a scope: itself, or by calls, a few hops up."""
        flow = self._flow
        index = flow.index.file(ref.file)
        for current in index.enclosing(ref.index):
            scope = index.scope(current)
            ids = self._handlers.get((ref.file, scope.qualname), ()) if scope.qualname else ()
            ids = ids or self._handlers.get((ref.file, f"line {scope.line}"), ())
            if ids:
                return ids
        if depth >= 3:
            return ()
        found: dict[str, None] = {}
        for current in index.enclosing(ref.index):
            scope = index.scope(current)
            inner = v.ScopeRef(ref.file, current)
            if scope.kind is not ScopeKind.FUNCTION or inner in seen:
                continue
            for one in self._decorated.get(v.ScopeRef(ref.file, scope.parent or 0), ()):
                found[one] = None
            for reached in flow.callers.of(inner)[:24]:
                if flow.facts[reached.site.file].role is not Role.TEST:
                    for one in self.operations_running(reached.place.scope, depth + 1, seen | {inner}):
                        found[one] = None
            break
        return tuple(found)

    @cached_property
    def _decorated(self) -> Mapping[v.ScopeRef, tuple[str, ...]]:
        """Operation ids by the functions that decorate their handlers: what these define answers in their place.

        A decorator that takes arguments defines the decorating function, and that one the answering function.
        """
        flow = self._flow
        found: dict[v.ScopeRef, dict[str, None]] = defaultdict(dict)
        for (path, qualname), ids in self._handlers.items():
            if path not in flow.facts:
                continue
            for scope in flow.facts[path].scopes:
                if scope.qualname != qualname or not scope.decorators:
                    continue
                place = v.Place(v.ScopeRef(path, scope.parent or 0), scope.line)
                for ref in {one for item in scope.decorators for one in self._decorators(item, place)}:
                    found[ref].update(dict.fromkeys(ids))
                    index = flow.index.file(ref.file)
                    for inner in index.nested.get(ref.index, ()):
                        found[v.ScopeRef(ref.file, inner)].update(dict.fromkeys(ids))
        return {ref: tuple(ids) for ref, ids in found.items()}

    def _decorators(self, decorator: Expression, place: v.Place) -> tuple[v.ScopeRef, ...]:
        """The project's functions that a decorator names: itself, called, or handed to `method_decorator`."""
        callee = decorator.callee if isinstance(decorator, Call) else decorator
        handed = decorator.arguments[:1] if isinstance(decorator, Call) else ()
        return tuple(
            value.scope
            for item in (callee, *handed)
            if isinstance(item, Name | Member)
            for value in self._flow.ask(item, place)
            if isinstance(value, v.Function)
        )

    @cached_property
    def rendering(self) -> Mapping[str, tuple[str, ...]]:
        """Operation ids by template, through inheritance and inclusion."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for template, renders in self.renders.items():
            for render in renders:
                for one in self.operations_running(render.view or render.place.scope):
                    found[template][one] = None
        for operation in self._operations:
            for name in operation.declared.templates:
                for template in self._templates.named(name, operation.handler.file):
                    found[template][operation.id] = None
        whole: dict[str, dict[str, None]] = defaultdict(dict)
        for template, ids in found.items():
            for part in self._templates.parts(template):
                whole[part].update(ids)
        return {template: tuple(ids) for template, ids in whole.items()}

    def values(self, template: str, name: str) -> v.Values:
        """What render calls hand to a template under a name."""
        key = ("context", template, name)
        flow = self._flow
        if key in flow.active or self._templates.reading:
            return ()
        flow.active.add(key)
        try:
            found: list[v.Value] = list(self._templates.imported(template, name))
            if found:
                return tuple(found[:16])
            found += self._templates.given(template, name)
            for page in self._templates.shown_by(template)[:_RENDERS]:
                if page != template:
                    found += self._set_in(page, name) or self._templates.imported(page, name)
                for render in self.renders.get(page, ())[:_RENDERS]:
                    found += self._handed(render, name)
                for view in self._views.get(page, ())[:_RENDERS]:
                    found += self._of_view(view, name)
                if len(found) >= 16:
                    break
            if not found:
                for item in self._globals.get(name, ()):
                    found += flow.evaluate(item.expression, item.place)
            return tuple(found[:16])
        finally:
            flow.active.discard(key)

    def addresses(self, hole: v.RouteHole) -> tuple[Text, ...]:
        """The paths of the routes that a name means, with the literal arguments that it is given."""
        found: dict[str, Text] = {}
        for operation in self._names.operations(hole):
            parameters = operation.path.parameters
            given = dict(hole.arguments)
            filled = {
                part.name: given.get(part.name) or given.get(str(position), "")
                for position, part in enumerate(parameters)
            }
            found[operation.path.text] = Text.of(
                *(
                    part if isinstance(part, str) else filled[part.name] or Hole(part.name, "a path parameter")
                    for part in operation.path.parts
                )
            )
        return tuple(found.values())

    def beside(self, file: str) -> frozenset[str]:
        """The templates of all pages that a script or template is part of; empty where none is known."""
        known = self._beside.get(file)
        if known is None:
            self._beside[file] = frozenset()  # for those who ask again on the way
            loaders = self.scripts.loaded_by.get(file, ()) or (
                (file,) if self._flow.facts[file].language is Language.MARKUP else ()
            )
            whole = {page for loader in loaders for page in self._templates.shown_by(loader)}
            known = self._beside[file] = frozenset(part for page in whole for part in self._templates.parts(page))
        return known

    @cached_property
    def _names(self) -> Names:
        return Names(tuple(operation for operation in self._operations if operation.mounted))

    @cached_property
    def _globals(self) -> Mapping[str, tuple[v.Deferred, ...]]:
        return template_globals(self._flow)

    @cached_property
    def scripts(self) -> PageScripts:
        """Which page loads which script."""
        return PageScripts(self._flow, frozenset(self.renders) | frozenset(self.rendering))

    def shown_by(self, template: str) -> tuple[str, ...]:
        """The template itself and all that bring it in."""
        return self._templates.shown_by(template)

    def knows(self, template: str) -> bool:
        """Whether any render place of a template is known."""
        return any(page in self.renders for page in self._templates.shown_by(template))

    def _set_in(self, template: str, name: str) -> v.Values:
        """What a template that brings this one in has set under a name."""
        bindings = self._flow.index.file(template).bindings
        found: list[v.Value] = []
        for (scope, bound), items in bindings.items():
            if bound == name and self._flow.facts[template].scopes[scope].kind is not ScopeKind.SCRIPT:
                for item in items[-4:]:
                    found += self._flow.evaluate(item.value, v.Place(v.ScopeRef(template, scope), item.line))
        return tuple(found)

    def _handed(self, render: Render, name: str) -> v.Values:
        flow = self._flow
        found: list[v.Value] = []
        if render.call is not None:
            for field, value in render.call.named:
                if field == name:
                    found += flow.evaluate(value, render.place)
            contexts: list[Expression] = [
                *render.call.arguments,
                *(value for field, value in render.call.named if field in _NAMES_OF_CONTEXT or field == "**"),
            ]
            for item in contexts:
                if isinstance(item, Literal):
                    continue
                for context in flow.evaluate(item, render.place):
                    if isinstance(context, v.Object):
                        for option in members.member(flow, context, name, render.place):
                            if not isinstance(option, v.Unknown):
                                found.append(option)
        elif render.view is not None:
            found += self._of_view(render.view, name)
        return tuple(found)

    def _of_view(self, view: v.ScopeRef, name: str) -> v.Values:
        """What a class-based view puts into its context: `extra_context`, `context["x"] = …` in `get_context_data`."""
        flow = self._flow
        index = flow.index.file(view.file)
        found: list[v.Value] = []
        method = index.children.get((view.index, "get_context_data"))
        if method is not None:
            for item in index.assignments.get(name, ()):
                if item.scope == method:
                    found += flow.evaluate(
                        item.binding.value, v.Place(v.ScopeRef(view.file, method), item.binding.line)
                    )
            for result in index.scope(method).returns:
                for value in flow.evaluate(result, v.Place(v.ScopeRef(view.file, method))):
                    if isinstance(value, v.Object):
                        found += [
                            option
                            for option in members.member(flow, value, name, value.place)
                            if not isinstance(option, v.Unknown)
                        ]
        if name == "view":
            found.append(v.Instance(v.Class(view, v.Place(view))))
        return tuple(found) or model_context(flow, view, name)

    @cached_property
    def _views(self) -> Mapping[str, tuple[v.ScopeRef, ...]]:
        """The class-based views that answer with a template which they do not name themselves (`book_list.html`)."""
        found: dict[str, dict[v.ScopeRef, None]] = defaultdict(dict)
        for operation in self._operations:
            for name in operation.declared.templates:
                for template in self._templates.named(name, operation.handler.file):
                    found[template].update(dict.fromkeys(views_of(self._flow, operation)))
        return {template: tuple(views) for template, views in found.items()}


_TEMPLATE_NAMES = frozenset({"template_name_or_list", "template_name", "template", "name", "template_names"})


def _strings_in(item: Expression) -> tuple[Expression, ...]:
    from scanner.concepts.expression import Sequence as Display

    if isinstance(item, Display):
        return item.items
    return (item,) if isinstance(item, Literal | Name | Member | Call) or not isinstance(item, Literal) else ()
