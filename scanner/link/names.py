"""Names: from a variable to what it may hold, through scopes, parameters, imports and the page's globals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import Expression, Item, Literal, Member, Name, Opaque, Record, Sequence
from scanner.concepts.facts import Binding, Formal, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language
from scanner.link import conditions, imports, page_apps, spread
from scanner.link import values as v
from scanner.link.index import WINDOW, FileIndex, last_name
from scanner.link.walk import mentions

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_OF_TEMPLATES = frozenset({ScopeKind.TEMPLATE, ScopeKind.BLOCK, ScopeKind.MACRO})
_NEARBY = 8
_WALK = 400


def lookup(flow: Flow, name: str, place: v.Place) -> v.Values:
    """What a plain name may hold at a place."""
    if ":" in name:
        return flow.context.helpers(name) or (v.Library(name),)  # a template engine's helper, or the project's own
    file = place.scope.file
    index = flow.index.file(file)
    if name in ("this", "super"):
        return (receiver(flow, place),)
    start = place.scope.index
    for current in index.enclosing(start):
        scope = index.scope(current)
        if scope.kind is ScopeKind.CLASS and current != start:
            continue
        found = in_scope(flow, name, place, index, current)
        if found:
            return found
    if name in WINDOW:
        return (v.Library("window"),)
    language = index.facts.language
    if language is Language.PYTHON:
        return imports.starred(flow, name, index) or (v.Library(name),)
    if language is Language.MARKUP and not _in_script(index, start):
        return _in_template(flow, name, file, place)
    if name == "exports" and language is not Language.MARKUP:
        return (v.Module(file),)  # https://nodejs.org/api/modules.html#exports-shortcut
    return imports.page_global(flow, name, file) or page_apps.data(flow, name, file) or (v.Library(name),)


def in_scope(flow: Flow, name: str, place: v.Place, index: FileIndex, current: int) -> v.Values:
    """What a name holds in one scope: bindings, parameters, definitions, imports; empty where it is not bound."""
    scope = index.scope(current)
    ref = v.ScopeRef(place.scope.file, current)
    given = _parameter(flow, name, ref, scope, place)
    bindings = index.bindings.get((current, name), ())
    if bindings:
        line = place.line if current == place.scope.index else 0
        found = _bound(flow, name, ref, bindings, line, place)
        if given and (not found or not _updates(bindings, name)):
            # `if (options === undefined) options = {…}`: a default does not replace what was given
            handed = ref in place.bound and not all(is_empty(value) for value in given)
            return given if handed else _merge(given, found)
        if found:
            if all(is_empty(value) for value in found):
                found = _merge(_assigned_inside(flow, name, ref, index, place), found)
            return found
    if given:
        return given
    child = index.children.get((current, name))
    if child is not None:
        return (flow.definition(v.ScopeRef(ref.file, child), _at(place, ref)),)
    for item in index.imports.get(name, ()):
        if item.scope == current:
            found = imports.imported(flow, item, ref.file)
            if found:
                return found
    return ()


def _bound(
    flow: Flow, name: str, ref: v.ScopeRef, bindings: tuple[Binding, ...], line: int, place: v.Place
) -> v.Values:
    """The values of a name's bindings: those above the line asked from, if there are any, else all of them."""
    chosen = [item for item in bindings if item.line < line] or [item for item in bindings if item.line <= line]
    chosen = chosen or list(bindings)
    if flow.index.scope(ref).kind in _OF_TEMPLATES and line > chosen[-1].line:
        chosen = list(conditions.reaching(flow, ref, chosen, line))
    for position in range(len(chosen) - 1, 0, -1):
        if mentions(chosen[position].value, name):
            chosen = chosen[position:]
            break
    found: list[v.Value] = []
    for item in chosen[-_NEARBY:]:
        key = ("binding", ref, id(item))
        if key in flow.active:
            continue
        flow.active.add(key)
        try:
            inner = v.Place(ref, item.line, place.bound, place.this)
            for value in flow.evaluate(item.value, inner):
                handed = isinstance(item.value, Name | Member) or _each(item.value) or mentions(item.value, name)
                if isinstance(value, v.String) and value.at is None and not handed:
                    value = v.String(value.text, Location(ref.file, item.line))
                found.append(value)
        finally:
            flow.active.discard(key)
    elements = flow.index.file(ref.file).appended.get((ref.index, name), ())
    if elements and flow.facts[ref.file].language is Language.PYTHON:
        found = [_grown(value, elements, v.Place(ref, 0, place.bound, place.this)) for value in found]
    return tuple(found)


def _grown(value: v.Value, elements: tuple[Expression, ...], place: v.Place) -> v.Value:
    """A list with what is appended to it after its display."""
    match value:
        case v.Array(sequence, inner) if inner.scope == place.scope:
            return v.Array(Sequence((*sequence.items, *elements)), place)
        case v.Library("list()"):
            return v.Array(Sequence(elements), place)
        case _:
            return value


def _each(expression: Expression) -> bool:
    """Whether an expression is each element of something, which was written where that was."""
    return isinstance(expression, Item) and isinstance(expression.key, Opaque)


def _assigned_inside(flow: Flow, name: str, ref: v.ScopeRef, index: FileIndex, place: v.Place) -> v.Values:
    """A variable declared empty and filled by nested functions: what they put in."""
    found: list[v.Value] = []
    for scope in index.scopes_binding.get(name, ())[:_NEARBY]:
        if scope != ref.index and ref.index in index.enclosing(scope):
            inner = v.ScopeRef(ref.file, scope)
            found += _bound(flow, name, inner, index.bindings[(scope, name)], 0, place)
    return tuple(found)


def _parameter(flow: Flow, name: str, ref: v.ScopeRef, scope: Scope, place: v.Place) -> v.Values:
    for position, formal in enumerate(scope.parameters):
        if formal.name == name:
            return argument(flow, ref, scope, position, formal, place)
        for field, local, default in formal.fields:
            if local == name:
                whole = argument(flow, ref, scope, position, formal, place)
                found = flow.each(whole, lambda value, field=field: _field(flow, value, field, place))
                if default is not None and all(is_empty(value) for value in found):
                    return flow.evaluate(default, _at(place, ref))
                return found
    return ()


def _field(flow: Flow, value: v.Value, field: str, place: v.Place) -> v.Values:
    from scanner.link import members

    if field.startswith("$") and (injected := flow.injected.member(flow, field)):
        return injected
    if isinstance(value, v.Parameter) and not value.name:
        return (replace(value, name=field),)
    return members.member(flow, value, field, place)


def argument(flow: Flow, ref: v.ScopeRef, scope: Scope, position: int, formal: Formal, place: v.Place) -> v.Values:
    """What a formal parameter holds: the assumed call's argument, its default, or the parameter itself."""
    index = flow.index.file(ref.file)
    method = index.facts.language is Language.PYTHON and _in_class(index, scope)
    if method and position == 0 and formal.name in ("self", "cls", "mcs"):
        return (receiver(flow, v.Place(ref, 0, place.bound, place.this)),)
    given = place.bound.get(ref)
    if given is not None:
        shift = 1 if method and scope.parameters[0].name in _SELVES else 0
        there = replace(given.place, bound={**place.bound, **given.place.bound})
        python = index.facts.language is Language.PYTHON
        collect = spread.collected if python and formal.kind != "plain" else _given
        found = collect(flow, v.Arguments(given.call, there), formal, position - shift)
        if found is None and python:
            found = spread.taken(flow, v.Arguments(given.call, there), formal, position - shift)
        if found is not None:
            return found
        if formal.default is not None:
            return flow.evaluate(formal.default, _at(place, ref))
        return (v.Constant(None),)
    constructed = flow.callers.construction_values(ref, position, formal, place)
    if constructed:
        return constructed
    handed = _on_the_spot(flow, ref, position, formal, place) or flow.fixtures.values(ref, formal.name, place)
    return handed or (*_usual(flow, ref, formal, place), v.Parameter(ref, formal.name))


def _usual(flow: Flow, ref: v.ScopeRef, formal: Formal, place: v.Place) -> v.Values:
    """What a script's parameter holds unless a caller says otherwise, where that is something to ask with:
    `(axios = globalAxios) => …`.
    """
    if not isinstance(formal.default, Name | Member) or flow.facts[ref.file].language is Language.PYTHON:
        return ()
    from scanner.link.callers import annotated

    there = _at(place, ref)
    usual = flow.evaluate(formal.default, there)
    if formal.annotation and not any(isinstance(value, v.Library) for value in usual):
        usual = annotated(flow, formal.annotation, there)
    return tuple(value for value in usual if isinstance(value, v.Library))


def _on_the_spot(flow: Flow, ref: v.ScopeRef, position: int, formal: Formal, place: v.Place) -> v.Values:
    """The parameter of a function that is called where it is written, or handed to a module loader."""
    index = flow.index.file(ref.file)
    held = index.given_to.get(ref.index)
    if held is not None:
        scope, call, at = held
        there = v.Place(v.ScopeRef(ref.file, scope), call.line, place.bound)
        if at == -1:
            return _given(flow, v.Arguments(call, there), formal, position) or ()
        listed = call.arguments[at - 1] if at > 0 else None
        if last_name(call.callee) in ("define", "require", "requirejs") and isinstance(listed, Sequence):
            modules = listed.items
            module = modules[position] if position < len(modules) else None
            if isinstance(module, Literal):
                name = str(module.value)
                target = flow.scripts.resolve(ref.file, name)
                return (v.Module(target),) if target else (v.Library(name),)
    if formal.name in ("$", "jQuery"):
        return (v.Library("$"),)
    return flow.angular.argument(ref, position, formal.name) or flow.handlers.item(ref, position, place)


_SELVES = frozenset({"self", "cls", "mcs"})


def _given(flow: Flow, given: v.Arguments, formal: Formal, position: int) -> v.Values | None:
    for name, value in given.call.named:
        if name == formal.name:
            return flow.evaluate(value, given.place)
    if formal.kind != "plain":
        return (v.Unknown("a rest parameter", formal.name),)
    if 0 <= position < len(given.call.arguments):
        return flow.evaluate(given.call.arguments[position], given.place)
    return None


def receiver(flow: Flow, place: v.Place) -> v.Value:
    """What `this` or `self` is: the receiver assumed, an instance of the class around, or the record around."""
    index = flow.index.file(place.scope.file)
    for current in index.enclosing(place.scope.index):
        scope = index.scope(current)
        parent = scope.parent
        ref = v.ScopeRef(place.scope.file, current)
        given = place.bound.get(ref)
        if given is not None and isinstance(given.this, v.Instance) and not scope.arrow:
            return given.this  # the call assumed says whose method it is
        if scope.kind is ScopeKind.CLASS:
            return _instance(place, ref)
        if parent is not None and index.scope(parent).kind is ScopeKind.CLASS:
            return _instance(place, v.ScopeRef(ref.file, parent))
        if scope.kind is not ScopeKind.FUNCTION:
            break
        if scope.arrow:
            continue  # it has the `this` of the scope around it
        options = _options(flow, ref, place)
        if options is not None:
            return options
        element = flow.handlers.element(ref)
        if element is not None:
            return element
        owner = index.members_of.get(current)
        if owner is not None:
            if isinstance(place.this, v.Object) and place.this.record is owner.record:
                return place.this
            copied = flow.mixins.receiver(flow, owner.record)
            if copied is not None:
                return copied
            outer = v.Place(v.ScopeRef(ref.file, owner.scope), owner.line, place.bound)
            return v.Object(owner.record, outer)
        made = _prototype(flow, index, current) or _constructor(index, current)
        if made is not None:
            return _instance(place, made)
    return place.this or v.Unknown("`this` of an unknown receiver", "this")


def _options(flow: Flow, ref: v.ScopeRef, place: v.Place) -> v.Object | None:
    """`this` as extraction binds it: a component's methods, computed values and state in one record."""
    for binding in flow.index.file(ref.file).bindings.get((ref.index, "this"), ()):
        if isinstance(binding.value, Record):
            if isinstance(place.this, v.Object) and place.this.record is binding.value:
                return place.this
            return v.Object(binding.value, v.Place(ref, binding.line, place.bound))
    return None


def _instance(place: v.Place, ref: v.ScopeRef) -> v.Value:
    if isinstance(place.this, v.Instance):
        return place.this
    return v.Instance(v.Class(ref, v.Place(ref)))


def _prototype(flow: Flow, index: FileIndex, scope: int) -> v.ScopeRef | None:
    """The constructor function whose prototype a function was put on."""
    held = index.prototypes.get(scope)
    if held is None:
        return None
    base, where = held
    for value in flow.evaluate(base, v.Place(v.ScopeRef(index.facts.file, where))):
        if isinstance(value, v.Function | v.Class):
            return value.scope
    return None


def _constructor(index: FileIndex, scope: int) -> v.ScopeRef | None:
    return v.ScopeRef(index.facts.file, scope) if scope in index.constructors else None


def _in_template(flow: Flow, name: str, file: str, place: v.Place) -> v.Values:
    found = conditions.narrowed(flow, name, flow.context.values(file, name, place), place)
    return found or page_apps.data(flow, name, file) or (v.Library(name),)


def _in_script(index: FileIndex, scope: int) -> bool:
    return any(index.scope(current).kind is ScopeKind.SCRIPT for current in index.enclosing(scope))


def _in_class(index: FileIndex, scope: Scope) -> bool:
    return scope.parent is not None and index.scope(scope.parent).kind is ScopeKind.CLASS


def _at(place: v.Place, ref: v.ScopeRef) -> v.Place:
    return v.Place(ref, 0, place.bound, place.this)


def _merge(first: v.Values, second: v.Values) -> v.Values:
    return (*first, *(value for value in second if value not in first))


def is_empty(value: v.Value) -> bool:
    """Whether a value is nothing yet: None or no text."""
    match value:
        case v.Constant(None):
            return True
        case v.String(text):
            return not text.parts
        case _:
            return False


def _updates(bindings: tuple[Binding, ...], name: str) -> bool:
    return any(mentions(item.value, name) for item in bindings)
