"""Members: what `value.name` may hold, by the kind of value."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Lambda, Member, Name
from scanner.concepts.facts import Binding, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language
from scanner.concepts.text import Hole, Text
from scanner.link import heirs, imports, rows
from scanner.link import values as v
from scanner.link.index import Assignment

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_CANDIDATES = 40
_HERE = frozenset(
    {"location", "location.href", "location.pathname", "document.location", "document.URL", "document.baseURI"}
)
_QUERY = "location.search"
"""https://developer.mozilla.org/docs/Web/API/Location/search"""
_REQUEST_ADDRESSES = frozenset({"path", "path_info", "full_path", "url", "base_url", "get_full_path"})
"""https://flask.palletsprojects.com/en/stable/api/#flask.Request.path,
https://docs.djangoproject.com/en/stable/ref/request-response/#django.http.HttpRequest.path"""
_ENDPOINTS = frozenset({"endpoint", "view_name", "url_name"})
"""https://flask.palletsprojects.com/en/stable/api/#flask.Request.endpoint,
https://docs.djangoproject.com/en/stable/ref/urlresolvers/#django.urls.ResolverMatch"""
_URL_PARTS = frozenset({"href", "pathname", "url", "value", "current", "full"})
"""`full`: https://github.com/andrewgodwin/urlman#readme"""
_QUERY_PARTS = frozenset({"search", "hash"})
"""https://developer.mozilla.org/docs/Web/API/URL: what a URL has behind its path, which tells no route."""
_SELECTION = v.Library("$()")
_REVERSERS = frozenset({"url_for", "url_path_for"})


def member(flow: Flow, value: v.Value, name: str, place: v.Place) -> v.Values:
    """What a member of a value may hold; an `Unknown` where nothing is found."""
    if name in _REQUEST_ADDRESSES and _on_server(flow, place) and _is_request(value):
        return _here(name)
    if name in _ENDPOINTS and _names_endpoint(value, name):
        return (v.String(Text((v.EndpointHole(name, "the route of the page being shown"),))),)
    if name.startswith("$") and (injected := flow.injected.member(flow, name)):
        return injected
    match value:
        case v.Object():
            return _of_object(flow, value, name)
        case v.Instance():
            return _of_instance(flow, value, name, place)
        case v.Class():
            found = rows.of_class(flow, value, name) or _of_class(flow, value, name, None)
            return found or flow.mixins.member(flow, value, name, value.scope.file) or _nothing(name)
        case v.Rows():
            return rows.member(flow, value, name)
        case v.Function():
            return _of_function(flow, value, name)
        case v.Module(file):
            return _of_module(flow, file, name)
        case v.Library():
            return _of_library(flow, value, name, place)
        case v.Element():
            return flow.patches.member(_SELECTION, name) or flow.elements.member(value, name, place)
        case v.String() if name in _QUERY_PARTS and value.text.parts:
            return (v.String(Text()),)
        case v.String(text, at) if name == "pathname" and "://" in text.head:
            return (v.String(_behind_host(text), at),)
        case v.String() if name in _URL_PARTS or (name == "path" and _shown(value)):
            return (value,)
        case v.Parameter(owner, base, path):
            if name == "dataset":
                return flow.elements.member(v.Element(), name, place)
            if name in _REVERSERS:
                return (v.Library(name),)
            target = flow.handlers.target(value, name)
            if target is not None:
                return (target,)
            if len(path) < 6:
                return (v.Parameter(owner, base, (*path, name)),)
            return (v.Unknown("a deep member", name),)
        case v.Unknown(why):
            if name == "dataset":
                return flow.elements.member(v.Element(), name, place)
            return (v.Unknown(why, name),)
        case _:
            return (v.Unknown(v.NO_MEMBER, name),)


def _behind_host(text: Text) -> Text:
    """What follows the host of an absolute address."""
    path = text.head.partition("://")[2].partition("/")
    return Text.of("".join(path[1:]) or "/", *text.parts[1:])


def _shown(value: v.String) -> bool:
    """Whether a text is the address of the page being shown: `request.url.path`."""
    return any(isinstance(part, v.HereHole) for part in value.text.parts)


def _on_server(flow: Flow, place: v.Place) -> bool:
    """Whether a place is in Python code or in a template's own expressions, not in a script."""
    if flow.facts[place.scope.file].language is Language.PYTHON:
        return True
    return flow.index.scope(place.scope).kind in (ScopeKind.TEMPLATE, ScopeKind.BLOCK, ScopeKind.MACRO)


def _is_request(value: v.Value) -> bool:
    """Whether a value is the request being answered, as views of any framework name it."""
    match value:
        case v.Library("flask.request" | "quart.request" | "request"):
            return True
        case v.Parameter(_, name, path):
            return (path or (name,))[-1] == "request"
        case v.Unknown(_, "request"):
            return True
        case _:
            return False


def _names_endpoint(value: v.Value, name: str) -> bool:
    """Whether a value is what a request says of the route that it came by."""
    if name == "endpoint" and _is_request(value):
        return True
    match value:
        case v.Library(path):
            last = path.rpartition(".")[2]
        case v.Parameter(_, whole, path):
            last = (whole, *path)[-1]
        case v.Unknown(_, last):
            pass
        case _:
            return False
    return last == ("url_rule" if name == "endpoint" else "resolver_match")


def is_configuration(value: v.Value) -> bool:
    """Whether a value is a Flask application's `config`."""
    match value:
        case v.Library(path):
            return path == "config" or path.endswith(".config")
        case v.Parameter(_, name, path):
            return (path or (name,))[-1] == "config"
        case _:
            return False


def _nothing(name: str) -> v.Values:
    return (v.Unknown(v.NO_MEMBER, name),)


def _of_object(flow: Flow, value: v.Object, name: str) -> v.Values:
    for field, expression in value.record.fields:
        if field == name:
            found = flow.evaluate(expression, value.place)
            return tuple(_received(item, value) for item in found)
    found = _spread(flow, value, name) or _assigned(flow, value, name)
    return found or flow.mixins.member(flow, value, name, value.place.scope.file) or _nothing(name)


def _spread(flow: Flow, value: v.Object, name: str) -> v.Values:
    """A member of what was spread into a record; a record may be spread into itself (`x = {...x, a}`)."""
    key = ("spread", id(value.record), name)
    if key in flow.active:
        return ()
    flow.active.add(key)
    try:
        for rest in value.record.rest:
            for inner in flow.evaluate(rest, value.place):
                if isinstance(inner, v.Object | v.Module):
                    found = member(flow, inner, name, value.place)
                    if all(_empty(item) for item in found):
                        # state that begins empty: what is put in, or nobody knows what
                        return _assigned(flow, value, name) or (v.Unknown("empty until it is set", name),)
                    if not all(isinstance(item, v.Unknown) for item in found):
                        return found
                elif isinstance(inner, v.Parameter | v.Library):
                    return member(flow, inner, name, value.place)
        return ()
    finally:
        flow.active.discard(key)


def _empty(value: v.Value) -> bool:
    return value == v.Constant(None) or (isinstance(value, v.String) and not value.text.parts)


def _received(item: v.Value, receiver: v.Value) -> v.Value:
    return replace(item, this=receiver) if isinstance(item, v.Function) and item.this is None else item


def _assigned(flow: Flow, value: v.Object, name: str) -> v.Values:
    """Members given to a record after its display: `config.root = …`."""
    found: list[v.Value] = []
    for path, item in flow.index.assigned.get(name, ())[:_CANDIDATES]:
        if not isinstance(item.base, Name | Member):
            continue
        for base in _base(flow, path, item):
            if isinstance(base, v.Object) and base.record is value.record:
                found += _assigned_value(flow, path, item, value)
    return tuple(found)


def _base(flow: Flow, path: str, item: Assignment) -> v.Values:
    key = ("base", id(item))
    if key in flow.active:
        return ()
    flow.active.add(key)
    try:
        return flow.evaluate(item.base, v.Place(v.ScopeRef(path, item.scope), item.binding.line))
    finally:
        flow.active.discard(key)


def _assigned_value(flow: Flow, path: str, item: Assignment, receiver: v.Value) -> v.Values:
    key = ("assigned", id(item))
    if key in flow.active:
        return ()
    flow.active.add(key)
    try:
        bound = {}
        if isinstance(receiver, v.Instance):
            around = v.ScopeRef(path, next(iter(flow.index.file(path).enclosing(item.scope))))
            given = receiver.arguments
            parent = flow.index.scope(around).parent
            cls = v.ScopeRef(path, parent) if parent is not None else around
            if flow.index.scope(cls).kind is ScopeKind.CLASS:
                given = heirs.assigned_with(flow, receiver, cls, around)
            if given is not None:
                bound[around] = given
        place = v.Place(v.ScopeRef(path, item.scope), item.binding.line, bound, receiver)
        found = []
        for value in flow.evaluate(item.binding.value, place):
            handed = isinstance(item.binding.value, Name | Member)
            if isinstance(value, v.String) and value.at is None and not handed:
                value = v.String(value.text, Location(path, item.binding.line))
            found.append(_received(value, receiver))
        return tuple(found)
    finally:
        flow.active.discard(key)


def _of_instance(flow: Flow, value: v.Instance, name: str, place: v.Place) -> v.Values:
    found = flow.test_cases.member(value, name, place)
    if found:
        return found
    found = (
        _of_class(flow, value.cls, name, value)
        or given(flow, value, name)
        or flow.mixins.member(flow, value, name, value.cls.scope.file)
    )
    if all(_empty(item) for item in found) and flow.facts[value.cls.scope.file].language is not Language.PYTHON:
        found = flow.custom_elements.property(value, name) or found
    if found:
        return found
    if name == "dataset":
        return flow.elements.member(flow.handlers.around(place) or v.Element(), name, place)
    if name in _REVERSERS:
        return (v.Library(name),)
    method = method_around(flow, place) if value.arguments is None and flow.subclasses.get(value.cls.scope) else None
    if method is not None:
        return (v.Parameter(method, f"this.{name}"),)  # subclasses give it: whose method is called tells which
    return (v.Unknown(v.NO_MEMBER, name),)


def method_around(flow: Flow, place: v.Place) -> v.ScopeRef | None:
    """The method that a place stands in."""
    index = flow.index.file(place.scope.file)
    for current in index.enclosing(place.scope.index):
        parent = index.scope(current).parent
        if parent is not None and index.scope(parent).kind is ScopeKind.CLASS:
            return v.ScopeRef(place.scope.file, current)
    return None


def _of_class(flow: Flow, value: v.Class, name: str, instance: v.Instance | None) -> v.Values:
    """A class's own names, then those of its bases, nearest first; an unknown instance may be of a subclass."""
    key = ("class", value.scope, name)
    if key in flow.active:
        return ()
    flow.active.add(key)
    try:
        found = own(flow, instance, name, value)
        if found:
            if instance is not None and instance.arguments is None and not isinstance(found[0], v.Function):
                found = (*found, *_overridden(flow, value.scope, name))
            return found
        scope = flow.index.scope(value.scope)
        parent = scope.parent if scope.parent is not None else 0
        for base in scope.bases:
            for candidate in flow.evaluate(base, v.Place(v.ScopeRef(value.scope.file, parent), scope.line)):
                if isinstance(candidate, v.Class):
                    found = _of_class(flow, candidate, name, instance)
                    if not found:
                        found = given(flow, instance, name, candidate) if instance is not None else ()
                    if found:
                        return found
        return ()
    finally:
        flow.active.discard(key)


def _overridden(flow: Flow, ref: v.ScopeRef, name: str) -> v.Values:
    """What subclasses put in the place of a class attribute: an unknown instance may be of any of them."""
    found: list[v.Value] = []
    for subclass in flow.subclasses.get(ref, ())[:12]:
        cls = v.Class(subclass, v.Place(subclass))
        found += [item for item in own(flow, v.Instance(cls), name, cls) if not isinstance(item, v.Function)]
        found += _overridden(flow, subclass, name) if len(found) < 16 else ()
    return tuple(found)


def own(flow: Flow, instance: v.Instance | None, name: str, value: v.Class) -> v.Values:
    """What the body of a class gives under a name, for an instance of it or of an heir; empty where it gives none."""
    ref = value.scope
    index = flow.index.file(ref.file)
    scope = flow.index.scope(ref)
    if scope.kind is not ScopeKind.CLASS:
        return ()
    child = index.children.get((ref.index, name))
    getter = _getter(index.bindings.get((ref.index, name), ()))
    if child is not None:
        method = v.ScopeRef(ref.file, child if getter is None else getter)
        defined = flow.definition(method, v.Place(ref))
        if isinstance(defined, v.Function):
            defined = v.Function(method, v.Place(ref), instance)
            if getter is not None or _is_property(flow, method):
                place = v.Place(method, 0, {}, instance or v.Instance(value))
                returned = [
                    item for result in flow.index.scope(method).returns for item in flow.evaluate(result, place)
                ]
                return tuple(returned) or (v.Unknown("property returns nothing", name),)
        return (defined,)
    bindings = index.bindings.get((ref.index, name), ())
    found: list[v.Value] = []
    for binding in bindings:
        place = v.Place(ref, binding.line, {}, instance)
        for item in flow.evaluate(binding.value, place):
            if isinstance(item, v.String) and item.at is None:
                item = v.String(item.text, Location(ref.file, binding.line))
            found.append(_received(item, instance) if instance is not None else item)
    if not found and instance is not None:
        for position, formal in _constructor_properties(flow, ref):
            if formal == name:
                return flow.callers.property_values(ref, position, formal, instance)
    return tuple(found)


def _constructor_properties(flow: Flow, ref: v.ScopeRef) -> tuple[tuple[int, str], ...]:
    """TypeScript's parameter properties (`constructor(private http: HttpClient)`): members named as the parameters."""
    index = flow.index.file(ref.file)
    if index.facts.language not in (Language.TYPESCRIPT, Language.TSX, Language.COMPONENT):
        return ()
    child = index.children.get((ref.index, "constructor"))
    if child is None:
        return ()
    return tuple((position, formal.name) for position, formal in enumerate(index.scope(child).parameters))


def _getter(bindings: tuple[Binding, ...]) -> int | None:
    """The scope of a script's getter, which extraction binds as a call of itself: `get root() { return "/api" }`."""
    for binding in bindings:
        match binding.value:
            case Call(Lambda(scope)):
                return scope
            case _:
                pass
    return None


def _is_property(flow: Flow, method: v.ScopeRef) -> bool:
    for decorator in flow.index.scope(method).decorators:
        if isinstance(decorator, Name | Member):
            last = decorator.id if isinstance(decorator, Name) else decorator.name
            if last in ("property", "cached_property", "get"):
                return True
    return False


def given(flow: Flow, value: v.Instance, name: str, cls: v.Class | None = None) -> v.Values:
    """Members assigned to `this`/`self` in the class (or a base of it, `cls`), to the prototype, or from outside."""
    found: list[v.Value] = []
    scope = (cls or value.cls).scope
    own = scope.file
    facts = flow.facts[own]
    local = flow.index.file(own).assignments.get(name, ())
    places = [(own, item) for item in local]
    if facts.language is not Language.PYTHON:
        places += [place for place in flow.index.assigned.get(name, ()) if place[0] != own]
    for path, item in places[:_CANDIDATES]:
        if _same_class(flow, path, item, scope):
            found += _assigned_value(flow, path, item, value)
    return tuple(found)


def _same_class(flow: Flow, path: str, item: Assignment, cls: v.ScopeRef) -> bool:
    base: Expression = item.base
    if isinstance(base, Member) and base.name == "prototype":
        for holder in flow.evaluate(base.base, v.Place(v.ScopeRef(path, item.scope))):
            if isinstance(holder, v.Function | v.Class) and holder.scope == cls:
                return True
        return False
    if isinstance(base, Name) and base.id in ("this", "self") and path == cls.file:
        enclosing = tuple(flow.index.file(path).enclosing(item.scope))
        if cls.index in enclosing:
            return True
    if not isinstance(base, Name | Member):
        return False
    return any(isinstance(held, v.Instance) and held.cls.scope == cls for held in _base(flow, path, item))


def _of_function(flow: Flow, value: v.Function, name: str) -> v.Values:
    """`f.call`, `f.bind`, `f.prototype`, and what was hung on a function."""
    if name in ("bind", "call", "apply"):
        return (value,)
    found: list[v.Value] = []
    for item in flow.index.file(value.scope.file).assignments.get(name, ())[:_CANDIDATES]:
        if isinstance(item.base, Name) and any(
            isinstance(base, v.Function) and base.scope == value.scope for base in _base(flow, value.scope.file, item)
        ):
            found += _assigned_value(flow, value.scope.file, item, value)
    return tuple(found) or flow.mixins.member(flow, value, name, value.scope.file) or _nothing(name)


def _of_module(flow: Flow, file: str, name: str) -> v.Values:
    if flow.facts[file].language is Language.PYTHON:
        found = imports.module_name(flow, file, name)
        if found:
            return found
        package = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        submodule = flow.python.resolve(file, f"{package}.{name}")
        return (v.Module(submodule),) if submodule else (v.Unknown(f"not found in {file}", name),)
    found = imports.exported(flow, file, name)
    if not found:
        for default in imports.exported(flow, file, "default") if name != "default" else ():
            if not isinstance(default, v.Module):
                found = member(flow, default, name, v.Place(v.ScopeRef(file, 0)))
    return found or (v.Unknown(f"not exported by {file}", name),)


def _of_library(flow: Flow, value: v.Library, name: str, place: v.Place) -> v.Values:
    if value.path == "window":
        if name in ("location", "document", "fetch", "navigator", "history", "open", "jQuery", "$"):
            return (v.Library(name),)
        found = imports.page_global(flow, name, place.scope.file)
        return found or (v.Library(name),)
    if patched := flow.patches.member(value, name):
        return patched
    path = f"{value.path}.{name}"
    if path in _HERE:
        return (v.Library(path),) if path == "document.location" else _here(path)
    if path.removeprefix("document.") == _QUERY:
        return (v.String(Text.of("?", Hole(name, "the query of the page being shown"))),)
    if name == "dataset" or value.path.startswith(("document.", "event.")):
        selected = flow.elements.of_library(path)
        if selected is not None:
            return (selected,)
        if name == "dataset":
            return flow.elements.member(v.Element(), name, place)
    return (v.Library(path, value.call, value.place),)


def _here(path: str) -> v.Values:
    return (v.String(Text((v.HereHole("here"),))),)
