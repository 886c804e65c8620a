"""Pages: which operations render which template, and what they hand to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Literal, Member, Name
from scanner.concepts.facts import ScopeKind
from scanner.concepts.operation import Operation
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import conditions, members
from scanner.link import values as v
from scanner.link.generic_views import model_context, views_of
from scanner.link.page_scripts import PageScripts
from scanner.link.renders import BY_CLASS, Render, find_renders
from scanner.link.reverse import Names
from scanner.link.template_globals import template_globals
from scanner.link.templates import Templates

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_NAMES_OF_CONTEXT = frozenset({"context", "data", "ctx"})
_DEPTH = 8
_RENDERS = 24
_USES = 8
"""A tag used more often than this serves the whole project: each use says by itself where it leads."""
_PAIRED = 64
"""A template shown by more renders than this is a layout: what it asks for is not told apart by page."""


class Pages:
    """Templates of one project. It is the evaluator's `Context` too: names that a template does not define itself."""

    def __init__(self, flow: Flow, operations: Sequence[Operation]) -> None:
        self._flow = flow
        self._operations = operations
        self._templates = Templates(flow)
        self._beside: dict[str, frozenset[str]] = {}
        self._renderings: dict[str, tuple[Render, ...]] = {}
        self._given: dict[tuple[int, int, str], tuple[v.Values, Render]] = {}
        self._handed_names: dict[str, frozenset[str]] = {}
        self._differing: dict[str, frozenset[str]] = {}
        self._shown_in: dict[int, tuple[frozenset[str], Render]] = {}

    @cached_property
    def renders(self) -> Mapping[str, tuple[Render, ...]]:
        """Render places by template file."""
        return find_renders(self._flow, self._templates)

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
        whole: dict[str, dict[str, None]] = defaultdict(dict)
        for template, renders in self.renders.items():
            for render in renders:
                if ids := self.operations_running(render.asker):
                    for part in self.shown_in(replace(render, page=template)):
                        whole[part].update(dict.fromkeys(ids))
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for operation in self._operations:
            for name in operation.declared.templates:
                for template in self._templates.named(name, operation.handler.file):
                    found[template][operation.id] = None
        for template, shown in found.items():
            for part in self._templates.parts(template):
                whole[part].update(shown)
        return {template: tuple(ids) for template, ids in whole.items()}

    def values(self, template: str, name: str, place: v.Place) -> v.Values:
        """What render calls hand to a template under a name: all of them, or the one assumed at the place."""
        key = ("context", template, name)
        flow = self._flow
        if self._templates.reading:
            flow.active.give_up()
            return ()
        if key in flow.active:
            return ()
        assumed = place.bound.get(v.PAGE)
        render = assumed if isinstance(assumed, Render) else None
        flow.active.add(key)
        try:
            found: list[v.Value] = list(self._templates.imported(template, name))
            if found:
                return tuple(found[:16])
            whole = None if render is None else self.shown_in(render)
            found += self._templates.given(template, name, place, whole)
            if whole is not None:
                for page in self._templates.shown_by(template):
                    if page != template and page in whole:
                        found += self._set_in(page, name, place) or self._templates.imported(page, name)
                found += self.handed(place, name)
            else:
                found += self._of_renders(template, name, place)
            if not found:
                for item in self._globals.get(name, ()):
                    found += flow.evaluate(item.expression, item.place)
            return tuple(found[:16])
        finally:
            flow.active.discard(key)

    def _of_renders(self, template: str, name: str, place: v.Place) -> v.Values:
        found: list[v.Value] = []
        for page in self._templates.shown_by(template)[:_RENDERS]:
            if page != template:
                found += self._set_in(page, name, place) or self._templates.imported(page, name)
            for render in self.renders.get(page, ())[:_RENDERS]:
                found += self._handed(render, name)
            for view in self._views.get(page, ())[:_RENDERS]:
                found += self._of_view(view, name)
            if len(found) >= 16:
                break
        return tuple(found)

    def handed(self, place: v.Place, name: str) -> v.Values:
        """What the render assumed at a place hands over under a name; empty where that is not known.

        None stands for what other renders of the page hand over and this one does not: it is undefined there.
        """
        render = place.bound.get(v.PAGE)
        if not isinstance(render, Render):
            return ()
        key = (id(render.call), id(render.place), name)
        known = self._given.get(key)
        if known is None:
            self._given[key] = ((), render)  # for those who ask again on the way
            found = self._handed(render, name)
            handed = self._names_handed(render.page) if not found and self._hands_all(render) else frozenset()
            if name in handed and name not in self._names_of(render):
                found = (v.Constant(None),)
            known = self._given[key] = (found, render)
        return known[0]

    def _names_handed(self, page: str) -> frozenset[str]:
        """The names that any render of a page hands over, as far as they are written out."""
        known = self._handed_names.get(page)
        if known is None:
            renders = self.renders.get(page, ())[:_PAIRED]
            known = self._handed_names[page] = frozenset(name for one in renders for name in self._names_of(one))
        return known

    def _names_of(self, render: Render) -> frozenset[str]:
        """The names that one render hands over, whatever they hold."""
        found = {name for name, _ in render.call.named}
        for item in _contexts(render.call):
            for context in self._flow.evaluate(item, render.place):
                if isinstance(context, v.Object):
                    found.update(name for name, _ in context.record.fields)
        return frozenset(found)

    def differing(self, template: str) -> frozenset[str]:
        """The names that pages hand to a template which several renders show; none if one does."""
        known = self._differing.get(template)
        if known is None:
            several = len(self.renderings(template)) > 1
            pages = self._templates.shown_by(template) if several else ()
            known = self._differing[template] = frozenset(name for page in pages for name in self._names_handed(page))
        return known

    def renderings(self, template: str) -> tuple[Render, ...]:
        """Every render of every page that a template is part of; none if there are too many to tell apart."""
        known = self._renderings.get(template)
        if known is None:
            found: list[Render] = []
            for page in self._templates.shown_by(template):
                found += (replace(render, page=page) for render in self.renders.get(page, ()))
                found += (Render(BY_CLASS, v.Place(view), view=view, page=page) for view in self._views.get(page, ()))
            known = self._renderings[template] = tuple(found) if len(found) <= _PAIRED else ()
        return known

    def shown_in(self, render: Render) -> frozenset[str]:
        """The templates that one render brings in: not those under a condition that its context does not meet."""
        known = self._shown_in.get(id(render))
        if known is None:
            found = {render.page: None}
            pending = [render.page]
            while pending:
                path = pending.pop()
                hidden = self._hidden(path, render)
                for item in self._templates.brings.get(path, ()):
                    if item not in found and item not in hidden:
                        found[item] = None
                        pending.append(item)
            # the render is kept beside, so that its identity stays its own
            known = self._shown_in[id(render)] = (frozenset(found), render)
        return known[0]

    def _hidden(self, path: str, render: Render) -> frozenset[str]:
        """The templates that one includes only where its conditions do not let it."""
        shown: set[str] = set()
        hidden: set[str] = set()
        for item, templates in self._templates.inclusions.get(path, ()):
            place = v.Place(v.ScopeRef(path, item.scope), item.line, {v.PAGE: render})
            (hidden if conditions.excluded(self._flow, place) else shown).update(templates)
        return frozenset(hidden - shown)

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

    def answered_by(self, function: v.ScopeRef) -> tuple[Text, ...]:
        """The paths of the routes that a function answers: Django reverses views too, not names alone."""
        qualname = self._flow.index.scope(function).qualname
        paths = {self.by_id[one].path for one in self._handlers.get((function.file, qualname), ())}
        return tuple(
            Text.of(*(part if isinstance(part, str) else Hole(part.name, "a path parameter") for part in path.parts))
            for path in sorted(paths, key=lambda path: path.text)
        )

    def helpers(self, name: str) -> v.Values:
        """What stands behind a template's tag or filter: the project's functions, or another tag that it extends."""
        return tuple(
            value
            for item in self._globals.get(name, ())
            for value in self._flow.evaluate(item.expression, item.place)
            if isinstance(value, v.Function | v.Library)
        )

    def told_apart(self, name: str) -> bool:
        """Whether values of arguments choose between the routes of a name."""
        return self._names.told_apart(name)

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

    def prints_links(self, template: str, line: int) -> bool:
        """Whether an inclusion tag on a line of a template renders one that asks for something itself, and is used so
        seldom that its template tells for whom.
        """
        return any(
            self._flow.facts[one].requests and self._templates.tag_uses[tag.function] <= _USES
            for tag in self._templates.tag_calls_in.get(template, ())
            if tag.call.line == line
            for one in tag.templates
        )

    def knows(self, template: str) -> bool:
        """Whether any render place of a template is known."""
        return any(page in self.renders for page in self._templates.shown_by(template))

    def _set_in(self, template: str, name: str, place: v.Place) -> v.Values:
        """What a template that brings this one in has set under a name."""
        bindings = self._flow.index.file(template).bindings
        found: list[v.Value] = []
        for (scope, bound), items in bindings.items():
            if bound == name and self._flow.facts[template].scopes[scope].kind is not ScopeKind.SCRIPT:
                ref = v.ScopeRef(template, scope)
                for item in items[-4:]:
                    found += self._flow.evaluate(item.value, v.Place(ref, item.line, place.bound))
        return tuple(found)

    def _handed(self, render: Render, name: str) -> v.Values:
        if render.call is BY_CLASS:
            return () if render.view is None else self._of_view(render.view, name)
        found = self._handed_at(render.call, render.place, name)
        owners = {value.owner for value in found if isinstance(value, v.Parameter) and not value.path}
        for owner in owners:
            for reached in self._flow.callers.of(owner)[:_RENDERS]:
                # a helper hands on what it was given: each of its callers decides
                bound = {**render.place.bound, owner: v.Arguments(reached.site.call, reached.place)}
                there = v.Place(render.place.scope, render.place.line, bound)
                found = (*found, *self._handed_at(render.call, there, name))
        decided = tuple(value for value in found if not isinstance(value, v.Parameter) or value.path)
        return decided or found

    def _handed_at(self, call: Call, place: v.Place, name: str) -> v.Values:
        flow = self._flow
        found: list[v.Value] = []
        for field, value in call.named:
            if field == name:
                found += flow.evaluate(value, place)
        for item in _contexts(call):
            for context in flow.evaluate(item, place):
                if isinstance(context, v.Object):
                    for option in members.member(flow, context, name, place):
                        if not isinstance(option, v.Unknown):
                            found.append(option)
        return tuple(found)

    def _hands_all(self, render: Render) -> bool:
        """Whether all that a render hands to its template is written out."""
        if render.call is BY_CLASS:
            return False
        for value in _contexts(render.call):
            for context in self._flow.evaluate(value, render.place):
                match context:
                    case v.Object(record) if not record.rest:
                        pass
                    case v.String() | v.Constant():
                        pass
                    case v.Parameter(_, name) if name == "request":
                        pass
                    case _:
                        return False
        return True

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


def _contexts(call: Call) -> tuple[Expression, ...]:
    """The arguments of a render call that may be, or hold, what it hands to the template."""
    named = (value for field, value in call.named if field in _NAMES_OF_CONTEXT or field == "**")
    return tuple(item for item in (*call.arguments, *named) if not isinstance(item, Literal))
