"""Calls: what a call may return, for the project's own functions, for text, and for library helpers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scanner.concepts.expression import Call, Expression, Join, Literal, Member, Name, Opaque, Record
from scanner.concepts.source import Language
from scanner.concepts.text import Hole, Text
from scanner.link import conditions, cutting, defaults, formats, members, reactive, rows
from scanner.link import values as v
from scanner.link.helpers import (
    ELEMENT_MAKERS,
    PASSING,
    PASSING_METHODS,
    QUERIES,
    REVERSE,
    ROOTS,
    SCRIPT_REVERSE,
    STATIC,
    imported_route,
    library_name,
)
from scanner.link.index import last_name
from scanner.link.route_calls import reversed_route

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_COPYING = frozenset(
    {
        "Object.assign", "$.extend", "jQuery.extend", "_.extend", "_.assign", "_.merge", "_.defaults", "lodash.assign",
        "lodash.extend", "lodash.merge", "angular.extend",
    }
)  # fmt: skip
"""What copies records into a new one, written out as the first argument.

https://api.jquery.com/jQuery.extend/ https://lodash.com/docs/#assign
https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Object/assign
"""
_INJECTING = frozenset({"inject", "vue.inject", "@vue/composition-api.inject", "@nuxtjs/composition-api.inject"})
"""https://vuejs.org/api/composition-api-dependency-injection.html#inject"""


def call(flow: Flow, expression: Call, place: v.Place) -> v.Values:
    """What a call may return."""
    if expression.line and expression.line != place.line:
        place = replace(place, line=expression.line)
    if last_name(expression.callee) in SCRIPT_REVERSE and expression.arguments:
        # `Flask.url_for("name")`, a project's own `url_for` in scripts: routes by name, whoever implements it
        return reversed_route(flow, expression, place)
    if isinstance(expression.callee, Member):
        bases = flow.evaluate(expression.callee.base, place)
        name = expression.callee.name
        return flow.each(bases, lambda base: _method(flow, base, name, expression, place))
    callees = flow.evaluate(expression.callee, place)
    if isinstance(expression.callee, Name) and ":" in expression.callee.id:
        return _helped(flow, callees, expression, place)
    return flow.each(callees, lambda callee: apply(flow, callee, expression, place))


def _helped(flow: Flow, callees: v.Values, expression: Call, place: v.Place) -> v.Values:
    """What a template's tag or filter gives; one that shows no address leaves the filtered value as it is.

    Tags and filters may take the template's context before what the template hands them.
    https://docs.djangoproject.com/en/stable/howto/custom-template-tags/#simple-tags
    https://jinja.palletsprojects.com/en/stable/api/#jinja2.pass_context
    """
    found: list[v.Value] = []
    for callee in callees:
        given = with_context(flow, callee, expression) if isinstance(callee, v.Function) else expression
        values = apply(flow, callee, given, place)
        shown = any(isinstance(item, v.String) and item.text.parts for item in values)
        if last_name(expression.callee).startswith("filter:") and expression.arguments and not shown:
            values = flow.evaluate(expression.arguments[0], place)
        found += values
    return tuple(found[:16]) or (v.Unknown("nothing found"),)


def with_context(flow: Flow, function: v.Function, expression: Call) -> Call:
    """The call with the template's context before its arguments, where the function is registered to receive it."""
    for decorator in flow.index.scope(function.scope).decorators:
        asked = isinstance(decorator, Call) and dict(decorator.named).get("takes_context") == Literal(True)
        if asked or last_name(decorator) in ("pass_context", "contextfilter", "contextfunction", "pass_environment"):
            return replace(expression, arguments=(Opaque("the template's context"), *expression.arguments))
    return expression


def apply(flow: Flow, callee: v.Value, expression: Call, place: v.Place) -> v.Values:
    """What calling a value may return."""
    match callee:
        case v.Function():
            if expression.new:
                return (v.Instance(v.Class(callee.scope, callee.place), v.Arguments(expression, place)),)
            return returned(flow, callee, expression, place)
        case v.Class():
            return (v.Instance(callee, v.Arguments(expression, place)),)
        case v.Library():
            return _library(flow, callee, expression, place)
        case v.Parameter(owner, name, ()):
            return (v.Parameter(owner, name, ("()",)),)  # who gives the function decides what it returns
        case v.Parameter(_, name, path):
            return (v.Unknown("returned by a parameter", ".".join((name, *path))),)
        case v.Unknown(why, name):
            return (v.Unknown(why, name),)
        case _:
            return (v.Unknown("not a function"),)


def returned(flow: Flow, function: v.Function, expression: Call, place: v.Place) -> v.Values:
    """What a function of the project returns when called so."""
    key = ("call", function.scope)
    if key in flow.active:
        return (v.Unknown("recursion"),)
    flow.active.add(key)
    try:
        scope = flow.index.scope(function.scope)
        inner = v.Place(
            function.scope,
            0,
            {**function.place.bound, **place.bound, function.scope: v.Arguments(expression, place)},
            function.this or function.place.this,
        )
        results = conditions.returned(flow, scope, inner)
        found = [value for result in results[:12] for value in flow.evaluate(result, inner)]
        return tuple(found[:16]) or (v.Unknown("returns nothing", scope.name),)
    finally:
        flow.active.discard(key)


def _method(flow: Flow, base: v.Value, name: str, expression: Call, place: v.Place) -> v.Values:
    match base:
        case v.String():
            return text_method(flow, base, name, expression, place)
        case v.Array(sequence, inner):
            return _array_method(flow, sequence.items, inner, name, expression, place)
        case v.Element():
            return flow.elements.method(base, name, expression, place)
        case v.Function() if name == "bind":
            return (base,)
        case v.Function() if name == "call":
            return apply(flow, base, replace(expression, arguments=expression.arguments[1:]), place)
        case v.Parameter(owner, items, path) if name == "join":
            return (v.Parameter(owner, items, (*path, "join()")),)  # who gives the list decides its text
        case v.Parameter() | v.Library() if stated := _configured(flow, base, name, expression, place):
            return stated
        case v.Unknown() | v.Parameter() | v.Library() if name == "get_full_path":
            return members.member(flow, base, name, place)
        case v.Unknown() | v.Parameter() | v.Instance() if name == "build_absolute_uri" and expression.arguments:
            return flow.evaluate(expression.arguments[0], place)
        case v.Rows() if (given := rows.method(flow, base, name)) is not None:
            return given
        case v.Class() if name == "as_view" and not _defines(flow, base, name):
            return (v.Library("as_view()", expression, place),)
        case v.Class() if not _defines(flow, base, name) and (given := rows.of_class_method(flow, base)):
            return given
        case v.Unknown() | v.Parameter() if name in PASSING_METHODS:
            return (base,)
        case v.Unknown() | v.Parameter() | v.Instance() if name in ("getAttribute", "attr", "data", "prop", "closest"):
            if not (isinstance(base, v.Instance) and _defines(flow, base, name)):
                own = flow.handlers.around(place) if isinstance(base, v.Instance) else None
                return flow.elements.method(own or v.Element(), name, expression, place)
        case _:
            pass
    return flow.each(members.member(flow, base, name, place), lambda found: apply(flow, found, expression, place))


def _configured(flow: Flow, base: v.Value, name: str, expression: Call, place: v.Place) -> v.Values:
    """`app.config.get("NAME")`: what the project's settings hold; empty where none is called so."""
    if name != "get" or not expression.arguments or not members.is_configuration(base):
        return ()
    return tuple(
        value
        for key in flow.texts(expression.arguments[0], place)
        for value in flow.settings.values(key.text.literal or "")
    )


def _defines(flow: Flow, base: v.Instance | v.Class, name: str) -> bool:
    scope = base.scope if isinstance(base, v.Class) else base.cls.scope
    found = members.member(flow, base, name, v.Place(scope))
    return not all(isinstance(item, v.Unknown) for item in found)


def text_method(flow: Flow, base: v.String, name: str, expression: Call, place: v.Place) -> v.Values:
    """A method of text: what keeps an address recognisable is followed, the rest is unknown."""
    arguments = expression.arguments
    if name in ("replace", "replaceAll") and len(arguments) >= 2:
        return _replaced(flow, base, name, arguments, place)
    if name in ("slice", "substring", "substr") and arguments:
        return _sliced(flow, base, name, arguments, place)
    if name == "concat":
        return flow.evaluate(Join((Literal(None), *arguments)), place) and tuple(
            v.String(base.text + rest.text, base.at) for rest in flow.texts(Join(arguments), place)
        )
    if name == "join" and arguments:
        return flow.each(
            flow.evaluate(arguments[0], place),
            lambda items: (
                _joined(flow, items.sequence.items, items.place, base.text)
                if isinstance(items, v.Array)
                else (v.Unknown("joined list is not known"),)
            ),
        )
    if name in ("format", formats.MODULO) and flow.facts[place.scope.file].language is Language.PYTHON:
        return formats.filled(flow, base, expression, place)
    if name in cutting.STRIPS:
        return _stripped(flow, base, name, arguments, place)
    if name in PASSING_METHODS:
        return (base,)
    if name in ("startswith", "endswith", "includes", "startsWith", "endsWith", "indexOf", "match", "test"):
        return (v.Unknown("a test of text"),)
    return (v.Unknown(f"text method {name}"),)


def _stripped(flow: Flow, base: v.String, name: str, arguments: tuple[Expression, ...], place: v.Place) -> v.Values:
    characters = flow.texts(arguments[0], place)[0].text.literal if arguments else None
    if (characters is None) is bool(arguments) or (name.startswith("remove") and not characters):
        return (base,)
    return tuple(
        v.String(cutting.stripped(text, name, characters), base.at)
        for text in (_addressed(flow, base.text) if characters else (base.text,))
    )


def _sliced(flow: Flow, base: v.String, name: str, arguments: tuple[Expression, ...], place: v.Place) -> v.Values:
    """`slice(a, b)`, `substring(a, b)`, `substr(a, length)`, `slice(0, s.lastIndexOf("/"))`."""
    start = _integer(flow, arguments[0], place)
    if start is None:
        return (base,)
    texts = _addressed(flow, base.text)
    if len(arguments) == 1:
        return tuple(_cut(base, cutting.sliced(text, start, None)) for text in texts)
    end = _integer(flow, arguments[1], place)
    if end is None:
        mark = _mark(arguments[1])
        if mark is None or start:
            return (base,)
        wanted, last, keep = mark
        return tuple(_cut(base, cutting.until(text, wanted, last=last, keep=keep)) for text in texts)
    if name == "substr":
        end = start + end if start >= 0 else None
    return tuple(_cut(base, cutting.sliced(text, start, end)) for text in texts)


def _cut(base: v.String, text: Text) -> v.String:
    """What is left of an address is another one: the place where the whole is written does not ask for it."""
    return v.String(text, base.at if text == base.text else None)


def _mark(bound: Expression) -> tuple[str, bool, bool] | None:
    """A bound that is where a text stands: `s.lastIndexOf("/")`, `s.indexOf("?") + 1` as (text, last, kept)."""
    keep = False
    match bound:
        case Join((Call() as found, Literal(1))):
            bound, keep = found, True
        case _:
            pass
    match bound:
        case Call(Member(_, "lastIndexOf" | "indexOf" as way), (Literal(str(mark)),)) if len(mark) == 1 or not keep:
            return mark, way == "lastIndexOf", keep
        case _:
            return None


def _integer(flow: Flow, expression: Expression, place: v.Place) -> int | None:
    for value in flow.evaluate(expression, place):
        if isinstance(value, v.Constant) and isinstance(value.value, int) and not isinstance(value.value, bool):
            return value.value
    return None


def _addressed(flow: Flow, text: Text) -> tuple[Text, ...]:
    """The text with routes' names replaced by their paths: what is cut is an address, not a name."""
    options = [Text()]
    for part in text.parts:
        if isinstance(part, v.RouteHole):
            paths = flow.context.addresses(part) or (Text((part,)),)
            options = [option + path for option in options for path in paths][:8]
        else:
            options = [Text.of(option, part) for option in options]
    return tuple(options)


def _replaced(flow: Flow, base: v.String, name: str, arguments: tuple[Expression, ...], place: v.Place) -> v.Values:
    """A script's `replace` takes the first only, Python's takes all of them."""
    wanted = flow.texts(arguments[0], place)[0].text.literal
    if not wanted:
        return (base,)
    once = name == "replace" and flow.facts[place.scope.file].language is not Language.PYTHON
    texts = (base.text,) if _stands_for_argument(base.text, wanted) else _addressed(flow, base.text)
    return tuple(
        v.String(cutting.replaced(text, wanted, new.text, 1 if once else -1), base.at)
        for text in (texts if any(wanted in str(text) for text in texts) else (base.text,))
        for new in flow.texts(arguments[1], place)
    )[:16]


def _stands_for_argument(text: Text, wanted: str) -> bool:
    """Whether what is replaced is the placeholder of a route's argument: the route stays the one that is named."""
    return any(value == wanted for part in text.parts if isinstance(part, v.RouteHole) for _, value in part.arguments)


def _array_method(
    flow: Flow, items: tuple[Expression, ...], inner: v.Place, name: str, expression: Call, place: v.Place
) -> v.Values:
    if name == "join":
        separators = flow.texts(expression.arguments[0], place) if expression.arguments else (v.String(Text.of(",")),)
        return _joined(flow, items, inner, separators[0].text)
    if name in ("find", "at", "pop", "shift"):
        return tuple(value for item in items[:16] for value in flow.evaluate(item, inner)) or (v.Unknown("empty list"),)
    return (v.Unknown(f"list method {name}"),)


def _joined(flow: Flow, items: tuple[Expression, ...], inner: v.Place, separator: Text) -> v.Values:
    parts: list[Expression] = []
    literal = separator.literal
    for number, item in enumerate(items):
        if number and literal:
            parts.append(Literal(literal))
        parts.append(item)
    return flow.evaluate(Join(tuple(parts)), inner)


def _library(flow: Flow, callee: v.Library, expression: Call, place: v.Place) -> v.Values:
    path = callee.path
    name = library_name(path)
    arguments = expression.arguments
    if held := rows.called(flow, path, expression, place) or reactive.held(flow, path, expression, place):
        return held
    if name in REVERSE:
        return reversed_route(flow, expression, place)
    if (imported := imported_route(path)) is not None:
        route = v.RouteHole(imported, "a route's address", place.scope.file)
        if flow.context.addresses(route):
            return (v.String(Text((route,))),)
    if name in STATIC:
        named = dict(expression.named)
        target = arguments[-1] if name == "tag:static" and arguments else named.get("filename", named.get("path"))
        if target is not None:
            return tuple(v.String(Text.of("/static/", item.text)) for item in flow.texts(target, place))
        return (v.String(Text.of("/static/", Hole("file"))),)
    if path in defaults.ENVIRONMENT and (usual := defaults.of_environment(flow, expression, place)):
        return usual
    if path == "dict" and (arguments or expression.named):
        return (v.Object(Record(expression.named, arguments), place),)
    if path in ROOTS:
        return (v.String(Text.of("/")),)
    if name in QUERIES:
        return (v.String(Text.of("?", Hole("query"))),)
    if path in ELEMENT_MAKERS or name in ELEMENT_MAKERS:
        return (flow.elements.select(path, expression, place),)
    if name in ("urljoin", "URL") and arguments:
        return _url_join(flow, name, arguments, place)
    if path in _COPYING and arguments and isinstance(arguments[0], Record | Literal):
        record = flow.copies.setdefault(id(expression), Record((), tuple(reversed(arguments))))  # the last one wins
        return (v.Object(record, place),)
    if name == "Object.assign" and arguments:
        return tuple(value for item in arguments for value in flow.evaluate(item, place))
    key = arguments[0].value if name in _INJECTING and arguments and isinstance(arguments[0], Literal) else None
    if key is not None and (given := flow.injected.provided(flow, str(key))):
        return given
    if path == "@angular/core.inject" and arguments:
        return flow.each(flow.evaluate(arguments[0], place), _injected)
    if name in _DEFAULTS and len(arguments) > 1:
        return _default(flow, arguments, place)
    if name == "filter:add" and len(arguments) > 1:
        return flow.evaluate(Join(arguments), place)
    if name in PASSING or name.startswith("filter:"):
        if arguments:
            return flow.evaluate(arguments[0], place)
        if callee.place is not None and callee.call is not None and path.endswith(")"):
            return (callee,)
    return (v.Library(f"{path}()", expression, place),)


def _injected(wanted: v.Value) -> v.Values:
    """What a dependency injector gives for a type: https://angular.dev/api/core/inject"""
    match wanted:
        case v.Class():
            return (v.Instance(wanted),)
        case v.Library(path):
            return (v.Library(f"{path}()"),)
        case _:
            return (wanted,)


def _url_join(flow: Flow, name: str, arguments: tuple[Expression, ...], place: v.Place) -> v.Values:
    base, path = (arguments[0], arguments[-1]) if name == "urljoin" else (arguments[-1], arguments[0])
    if len(arguments) == 1:
        return flow.evaluate(arguments[0], place)
    results: list[v.Value] = []
    for tail in flow.texts(path, place):
        if tail.text.head.startswith(("http://", "https://", "//")):
            results.append(tail)
            continue
        for start in flow.texts(base, place):
            if tail.text.head.startswith("/") or any(isinstance(part, v.RouteHole) for part in tail.text.parts[:1]):
                results.append(v.String(Text.of(_origin(start.text), tail.text), tail.at))
            else:
                between = "" if str(start.text).endswith("/") else "/"
                results.append(v.String(Text.of(start.text, between, tail.text), tail.at))
    return tuple(results)


def _origin(base: Text) -> Text:
    """The host of an address: what stays when another path is put under it."""
    head = base.head
    if head.startswith(("http://", "https://", "ws://", "wss://")):
        scheme, _, rest = head.partition("//")
        host, slash, _ = rest.partition("/")
        return (
            Text.of(scheme, "//", host)
            if slash or len(base.parts) == 1
            else Text.of(scheme, "//", host, *base.parts[1:2])
        )
    first = base.parts[0] if base.parts else None
    if first is None:
        return Text((Hole("base", "a base address that is not known"),))
    return Text() if isinstance(first, str | v.HereHole | v.RouteHole) else Text((first,))


_DEFAULTS = frozenset({"filter:default", "filter:d", "filter:default_if_none"})
"""https://docs.djangoproject.com/en/stable/ref/templates/builtins/#default,
https://jinja.palletsprojects.com/en/stable/templates/#jinja-filters.default"""


def _default(flow: Flow, arguments: tuple[Expression, ...], place: v.Place) -> v.Values:
    """`value|default:other`: either; a name that nobody sets leaves the other alone."""
    given = tuple(
        value for value in flow.evaluate(arguments[0], place) if not isinstance(value, v.Library | v.Constant)
    )
    return (*given, *flow.evaluate(arguments[1], place))[:16]
