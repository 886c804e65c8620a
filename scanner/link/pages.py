"""Pages: which operations render which template, what they hand to it, and which scripts a page loads."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Literal, Member, Name
from scanner.concepts.facts import ScopeKind
from scanner.concepts.operation import Operation
from scanner.concepts.source import Language, Role
from scanner.link import members
from scanner.link import values as v
from scanner.link.index import SCRIPTS, last_name
from scanner.link.template_globals import template_globals

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_RENDERERS = frozenset(
    {
        "render_template", "render", "TemplateResponse", "render_to_string", "render_to_response", "template_response",
        "get_template", "select_template", "render_template_async", "stream_template", "Template", "render_template_string",
        "render_block", "SimpleTemplateResponse",
    }
)  # fmt: skip
_ENDINGS = (".html", ".htm", ".jinja", ".jinja2", ".j2", ".txt", ".xml", ".djhtml", ".tmpl", ".tpl")
_CLASS_TEMPLATES = frozenset(
    {"template_name", "template", "template_names", "email_template_name", "html_email_template_name"}
)
_HOPS = 3
_HANDED = frozenset({"template_name", "template", "context", "data"})
_REQUESTS = frozenset({"request", "req", "self", "using", "status"})
_NAMES_OF_CONTEXT = frozenset({"context", "data", "ctx"})
_DEPTH = 8
_RENDERS = 24


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
        self._reading_inclusions = False

    # Templates by name ------------------------------------------------------------------------------------------

    @cached_property
    def _by_base(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, facts in self._flow.facts.items():
            if facts.language is Language.MARKUP:
                found[posixpath.basename(path)].append(path)
        return {name: tuple(sorted(paths)) for name, paths in found.items()}

    def templates(self, name: str, near: str = "") -> tuple[str, ...]:
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

    # Who renders ------------------------------------------------------------------------------------------------

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
                                for template in self.templates(str(text.text), path):
                                    found[template].append(Render(v.Place(ref, binding.line), None, ref))
        return {template: tuple(items) for template, items in found.items()}

    def _renders_of(self, call: Call, place: v.Place) -> tuple[Render, ...]:
        """One render call as the places that decide it: itself, or the callers that hand it template or context."""
        done: list[Render] = []
        pending = [(Render(place, call), 0)]
        while pending and len(done) < _RENDERS:
            render, depth = pending.pop(0)
            owner = self._open_to(call, render.place) if depth < _HOPS else None
            callers = self._flow.callers.of(owner)[:_RENDERS] if owner is not None else ()
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
            if isinstance(item, Name):
                for value in self._flow.ask(item, place):
                    if isinstance(value, v.Parameter) and not value.path and value.name not in _REQUESTS:
                        return value.owner
        return None

    def _named(self, call: Call, place: v.Place) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for item in (*call.arguments[:3], *(value for name, value in call.named if name in _TEMPLATE_NAMES)):
            for candidate in _strings_in(item):
                for text in self._flow.ask_texts(candidate, place):
                    literal = text.text.literal
                    if literal and literal.endswith(_ENDINGS):
                        for template in self.templates(literal, place.scope.file):
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
            for reached in flow.callers.of(inner)[:24]:
                if flow.facts[reached.site.file].role is not Role.TEST:
                    for one in self.operations_running(reached.place.scope, depth + 1, seen | {inner}):
                        found[one] = None
            break
        return tuple(found)

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
                for template in self.templates(name, operation.handler.file):
                    found[template][operation.id] = None
        whole: dict[str, dict[str, None]] = defaultdict(dict)
        for template, ids in found.items():
            for part in self._parts(template):
                whole[part].update(ids)
        return {template: tuple(ids) for template, ids in whole.items()}

    # Inheritance and inclusion ------------------------------------------------------------------------------------

    @cached_property
    def brings(self) -> Mapping[str, tuple[str, ...]]:
        """The templates that a template extends, includes or imports."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        self._reading_inclusions = True  # a name of a template that is itself handed over: not followed
        for path, facts in self._flow.facts.items():
            if facts.language is not Language.MARKUP:
                continue
            for item in facts.inclusions:
                place = v.Place(v.ScopeRef(path, item.scope), item.line)
                for text in self._flow.ask_texts(item.template, place):
                    name = text.text.literal or _tail(str(text.text))
                    for template in self.templates(name, path) if name else ():
                        if template != path:
                            found[path][template] = None
            for scope in facts.scopes:
                for call in scope.calls:
                    if isinstance(call.callee, Name) and call.callee.id.startswith("tag:"):
                        for template in self._inclusion_tags.get(call.callee.id, ()):
                            found[path][template] = None
        self._reading_inclusions = False
        return {path: tuple(items) for path, items in found.items()}

    @cached_property
    def _inclusion_tags(self) -> Mapping[str, tuple[str, ...]]:
        """Templates that the project's own tags render, by tag: `@register.inclusion_tag("x.html", name="x")`.

        https://docs.djangoproject.com/en/stable/howto/custom-template-tags/#inclusion-tags
        """
        found: dict[str, tuple[str, ...]] = {}
        for path, facts in self._flow.facts.items():
            if facts.language is not Language.PYTHON:
                continue
            for scope in facts.scopes:
                for decorator in scope.decorators:
                    if isinstance(decorator, Call) and last_name(decorator.callee) == "inclusion_tag":
                        named = dict(decorator.named)
                        target = decorator.arguments[0] if decorator.arguments else named.get("filename")
                        name = named.get("name")
                        tag = str(name.value) if isinstance(name, Literal) else scope.name
                        if isinstance(target, Literal):
                            found[f"tag:{tag}"] = self.templates(str(target.value), path)
        return found

    @cached_property
    def brought_by(self) -> Mapping[str, tuple[str, ...]]:
        """The templates that extend, include or import a template."""
        found: dict[str, list[str]] = defaultdict(list)
        for path, items in self.brings.items():
            for item in items:
                found[item].append(path)
        return {path: tuple(items) for path, items in found.items()}

    def _parts(self, template: str) -> tuple[str, ...]:
        return _closure(template, self.brings)

    def shown_by(self, template: str) -> tuple[str, ...]:
        """The template itself and all that bring it in."""
        return _closure(template, self.brought_by)

    # Context ------------------------------------------------------------------------------------------------------

    def values(self, template: str, name: str) -> v.Values:
        """What render calls hand to a template under a name."""
        key = ("context", template, name)
        flow = self._flow
        if key in flow.active or self._reading_inclusions:
            return ()
        flow.active.add(key)
        try:
            found: list[v.Value] = []
            for page in self.shown_by(template)[:_RENDERS]:
                if page != template:
                    found += self._set_in(page, name)
                for render in self.renders.get(page, ())[:_RENDERS]:
                    found += self._handed(render, name)
                if len(found) >= 16:
                    break
            if not found:
                for item in self._globals.get(name, ()):
                    found += flow.evaluate(item.expression, item.place)
            return tuple(found[:16])
        finally:
            flow.active.discard(key)

    @cached_property
    def _globals(self) -> Mapping[str, tuple[v.Deferred, ...]]:
        return template_globals(self._flow)

    def knows(self, template: str) -> bool:
        """Whether any render place of a template is known."""
        return any(page in self.renders for page in self.shown_by(template))

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
        return tuple(found)

    # Scripts ------------------------------------------------------------------------------------------------------

    @cached_property
    def loaded_by(self) -> Mapping[str, tuple[str, ...]]:
        """The templates and components that load a script, directly or through its importers."""
        scripts: dict[str, list[str]] = defaultdict(list)
        for path, facts in self._flow.facts.items():
            if facts.language in SCRIPTS:
                scripts[posixpath.basename(path)].append(path)
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for path, facts in sorted(self._flow.facts.items()):
            for address in facts.scripts:
                for text in self._flow.ask_texts(address, v.Place(v.ScopeRef(path, 0))):
                    name = str(text.text).split("?")[0]
                    candidates = scripts.get(posixpath.basename(name), ())
                    best = max(candidates, key=lambda item: (_common_tail(item, name), item), default=None)
                    if best is not None:
                        found[best][path] = None
        pending = list(found)
        while pending:
            current = pending.pop()
            for item in self._flow.facts[current].imports:
                target = self._flow.scripts.resolve(current, item.module)
                if target and not set(found[current]) <= set(found[target]):
                    found[target].update(found[current])
                    pending.append(target)
        return {path: tuple(items) for path, items in found.items()}

    @cached_property
    def _spa_roots(self) -> tuple[str, ...]:
        """Folders of single-page front ends: an index page that loads a module script and that nothing renders."""
        found = []
        for path, facts in self._flow.facts.items():
            if posixpath.basename(path) in ("index.html", "app.html") and facts.language is Language.MARKUP:
                plain = facts.engine in ("", "html", "vue", "svelte") and path not in self.renders
                if plain and any(_entry(item) for item in facts.scripts):
                    folder = posixpath.dirname(path)
                    found.append(posixpath.dirname(folder) if folder.endswith(("/src", "/public")) else folder)
        for path, facts in self._flow.facts.items():
            name = posixpath.basename(path)
            if name.startswith(
                ("vite.config.", "nuxt.config.", "next.config.", "svelte.config.", "angular.json", "vue.config.")
            ):
                folder = posixpath.dirname(path)
                if not any(other.startswith(folder + "/") for other in self.renders if folder):
                    found.append(folder)
            del facts
        return tuple(dict.fromkeys(found))

    def server_rendered(self, file: str) -> bool | None:
        """Whether the page around a file is rendered by this project's server; None where no page is known."""
        facts = self._flow.facts.get(file)
        if facts is None:
            return None
        if facts.language is Language.MARKUP:
            if facts.engine in ("jinja", "django") or file in self.rendering:
                return True
            return False if any(_under(file, root) for root in self._spa_roots) else None
        if facts.language not in SCRIPTS:
            return None
        for page in self.loaded_by.get(file, ()):
            if self._flow.facts[page].engine in ("jinja", "django") or page in self.rendering:
                return True
        if any(_under(file, root) for root in self._spa_roots):
            return False
        return True if self.renders else None

    def page_of(self, file: str) -> str:
        """The page that shows a file: itself, if it is markup or a component, else the first that loads it."""
        facts = self._flow.facts.get(file)
        if facts is None:
            return ""
        if facts.language in (Language.MARKUP, Language.COMPONENT):
            return file
        return next(iter(self.loaded_by.get(file, ())), "")


_TEMPLATE_NAMES = frozenset({"template_name_or_list", "template_name", "template", "name", "template_names"})


def _strings_in(item: Expression) -> tuple[Expression, ...]:
    from scanner.concepts.expression import Sequence as Display

    if isinstance(item, Display):
        return item.items
    return (item,) if isinstance(item, Literal | Name | Member | Call) or not isinstance(item, Literal) else ()


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


def _common_tail(path: str, name: str) -> int:
    count = 0
    for ours, theirs in zip(reversed(path.split("/")), reversed(name.split("/")), strict=False):
        if ours != theirs:
            break
        count += 1
    return count


def _tail(text: str) -> str:
    """The literal end of a template name whose folder is computed."""
    return text.rpartition("}")[2].lstrip("/")


def _entry(expression: Expression) -> bool:
    return isinstance(expression, Literal) and str(expression.value).endswith((".ts", ".tsx", ".js", ".jsx", ".mjs"))


def _under(path: str, root: str) -> bool:
    return not root or path.startswith(root + "/")
