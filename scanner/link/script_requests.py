"""Requests of scripts: every call that asks the server for something, and what it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from scanner.concepts.callsite import Body, CallKind
from scanner.concepts.expression import (
    Call,
    Expression,
    Here,
    Item,
    Join,
    Lambda,
    Literal,
    Member,
    Name,
    Opaque,
    Record,
)
from scanner.concepts.facts import FileFacts, ScopeKind
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Hole, Text
from scanner.link import members
from scanner.link import values as v
from scanner.link.bodies import script_body
from scanner.link.callbacks import asked_by_key
from scanner.link.calls import returned
from scanner.link.given_requesters import given_requester
from scanner.link.index import SCRIPTS, WINDOW, called_names, dotted, last_name
from scanner.link.requests import Reading, Sink, method_name
from scanner.link.script_tables import INTERESTING, KEYED, PLUGIN_URLS, VERBS, Api, api_of, canonical
from scanner.link.setters import form_method, put

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MOST = 16
_EXTENDED = 4
_WINDOWS = frozenset({*WINDOW, "parent", "opener", "contentWindow", "defaultView", "document"})
"""What has the address of a page as its `location`."""


def collect(flow: Flow) -> Iterator[Sink]:
    """All requests of script files, components and inline scripts, in order of file."""
    for path in sorted(flow.facts):
        facts = flow.facts[path]
        if facts.role is Role.VENDORED or not (facts.language in SCRIPTS or facts.language is Language.MARKUP):
            continue
        for number, scope in enumerate(facts.scopes):
            if facts.language is Language.MARKUP and not _scripted(facts, number):
                continue
            if scope.kind in (ScopeKind.TEMPLATE, ScopeKind.BLOCK, ScopeKind.MACRO):
                continue
            yield from flow.mishaps.each((v.ScopeRef(path, number),), flow.place_of, partial(_of_scope, flow))


def _of_scope(flow: Flow, ref: v.ScopeRef) -> Iterator[Sink]:
    facts = flow.facts[ref.file]
    scope = facts.scopes[ref.index]
    for call in scope.calls:
        place = v.Place(ref, call.line)
        sink = _put(flow, call, place, facts.role) or _sink(flow, call, place, facts)
        if sink is not None:
            yield sink
    for binding in scope.bindings:
        sink = _navigation(flow, binding.target, binding.value, v.Place(ref, binding.line), facts)
        if sink is not None:
            yield sink


def _put(flow: Flow, call: Call, place: v.Place, role: Role) -> Sink | None:
    """What a script puts on an element, for the browser to ask for."""
    found = put(flow, call, place)
    if found is None:
        return None
    asked = Call(call.callee, (found.url,), line=call.line, column=call.column)
    read = _reader(flow, asked, Api(found.kind, method=found.method), None)
    return Sink(kind=found.kind, call=asked, place=place, role=role, read=read, speculative=not found.certain)


def _scripted(facts: FileFacts, number: int) -> bool:
    current: int | None = number
    while current is not None:
        scope = facts.scopes[current]
        if scope.kind in (ScopeKind.SCRIPT, ScopeKind.MODULE):
            return True
        current = scope.parent
    return False


def _sink(flow: Flow, call: Call, place: v.Place, facts: FileFacts) -> Sink | None:
    name = next((item for item in called_names(call.callee) if item in INTERESTING), "")
    if not name:
        return (
            _client_itself(flow, call, place, facts.role)
            or _handed_on(flow, call, place, facts.role)
            or _described(flow, call, place, facts)
            or _given(flow, call, place, facts.role)
        )
    role = facts.role
    if name in KEYED and (keyed := asked_by_key(call)) is not None:
        read = _reader(flow, keyed, Api(method="GET"), None)
        return Sink(kind=CallKind.FETCH, call=keyed, place=place, role=role, read=read, speculative=True)
    if name == "addAll" and call.arguments:  # https://developer.mozilla.org/docs/Web/API/Cache/addAll
        each = Item(call.arguments[0], Opaque("each element"))
        asked = Call(call.callee, (each,), line=call.line, column=call.column)
        read = _reader(flow, asked, Api(method="GET"), None)
        return Sink(kind=CallKind.FETCH, call=asked, place=place, role=role, read=read, speculative=True)
    if name in PLUGIN_URLS:
        return _plugin(flow, call, name, place, role)
    for value in flow.ask(call.callee, place):
        if isinstance(value, v.Library):
            api = api_of(value.path)
            if api is not None and not (canonical(value.path) == "open" and len(call.arguments) > 3):
                return Sink(kind=api.kind, call=call, place=place, role=role, read=_reader(flow, call, api, value))
            if role is Role.TEST and name in ("goto", "visit", "request", *VERBS):
                return _guess(flow, call, name, place, role)
        elif isinstance(value, v.Function | v.Class | v.Instance):
            return _described(flow, call, place, facts)
    if name == "load" and isinstance(call.callee, Member) and call.arguments:
        for base in flow.ask(call.callee.base, place):
            if isinstance(base, v.Element):
                read = _reader(flow, call, Api(method="GET", body=1), None)
                return Sink(kind=CallKind.FETCH, call=call, place=place, role=role, read=read, speculative=True)
        return None
    if name in VERBS and isinstance(call.callee, Member):
        return _described(flow, call, place, facts) or _guess(flow, call, name, place, role)
    if name in ("request", "fetch", "$fetch", "ajax", "open"):
        return _described(flow, call, place, facts)
    return None


def _client_itself(flow: Flow, call: Call, place: v.Place, role: Role) -> Sink | None:
    """`http({url, method})`, `http("/path", {…})`: a client that was made is called as the request function itself.

    https://axios-http.com/docs/instance · https://github.com/unjs/ofetch#-create-fetch-with-default-options
    """
    first = call.arguments[0] if call.arguments else None
    described = isinstance(first, Record) and any(key == "url" for key, _ in first.fields)
    if first is None or not (described or _rooted_text(first) or _slashed(first)):
        return None
    for value in flow.ask(call.callee, place):
        api = api_of(value.path) if isinstance(value, v.Library) else None
        if api is not None and isinstance(value, v.Library):
            return Sink(kind=api.kind, call=call, place=place, role=role, read=_reader(flow, call, api, value))
    return None


def _slashed(expression: Expression) -> bool:
    """Whether text with a slash in it is written out: a path, maybe below a client's base address."""
    parts = expression.parts if isinstance(expression, Join) else (expression,)
    return any(isinstance(part, Literal) and "/" in str(part.value) and " " not in str(part.value) for part in parts)


def _given(flow: Flow, call: Call, place: v.Place, role: Role) -> Sink | None:
    """A call of the request function that a client is given when it is made."""
    api = given_requester(flow, call, place)
    if api is None:
        return None
    return Sink(kind=api.kind, call=call, place=place, role=role, read=_reader(flow, call, api, None))


def _handed_on(flow: Flow, call: Call, place: v.Place, role: Role) -> Sink | None:
    """`safely(client.post, url, data)`: a request function handed to one that calls it with the rest."""
    for position, item in enumerate(call.arguments[:-1]):
        if not isinstance(item, Member) or item.name not in VERBS or isinstance(call.arguments[position + 1], Lambda):
            continue
        asked = Call(item, call.arguments[position + 1 :], line=call.line, column=call.column)
        for value in flow.ask(item, place):
            if isinstance(value, v.Library):
                api = api_of(value.path)
                if api is not None:
                    read = _reader(flow, asked, api, value)
                    return Sink(kind=api.kind, call=asked, place=place, role=role, read=read)
            elif isinstance(value, v.Parameter | v.Unknown):
                return _guess(flow, asked, item.name, place, role)
    return None


def _guess(flow: Flow, call: Call, name: str, place: v.Place, role: Role) -> Sink | None:
    """A verb called on something unknown, with what looks like a URL: a request only if it is linked."""
    if not call.arguments or not _looks_like_url(call.arguments[0]):
        return None
    method = VERBS.get(name, "GET")
    body = 1 if method in ("POST", "PUT", "PATCH") else -1
    kind = CallKind.TEST if role is Role.TEST else CallKind.FETCH
    read = _reader(flow, call, Api(method=method, body=body, options=-1 if body == 1 else 1), None)
    return Sink(kind=kind, call=call, place=place, role=role, read=read, speculative=True)


def _looks_like_url(expression: Expression) -> bool:
    match expression:
        case Literal(str(text)):
            return "/" in text and " " not in text
        case Join(parts):
            return any(isinstance(part, Literal) and "/" in str(part.value) for part in parts)
        case Name() | Member() | Call():
            return True
        case _:
            return False


def _described(flow: Flow, call: Call, place: v.Place, facts: FileFacts) -> Sink | None:
    """A call whose record argument states method and URL in full: what generated clients call (`{method, url}`)."""
    for position, item in enumerate(call.arguments[:3]):
        if not isinstance(item, Record):
            continue
        fields = dict(item.fields)
        url = fields.get("url", fields.get("path") if "method" in fields else None)
        stated = fields.get("method", fields.get("type"))
        verb = VERBS.get(last_name(call.callee))
        if url is None or not (_rooted_text(url) or isinstance(url, Name)):
            continue
        if verb is None and not (isinstance(stated, Literal) and method_name(str(stated.value))):
            continue
        if isinstance(url, Name) and not any(text.text.head.startswith("/") for text in flow.ask_texts(url, place)):
            continue
        api = Api(url=-1, options=position, method=None if stated is not None else verb)
        return Sink(
            kind=CallKind.FETCH,
            call=call,
            place=place,
            role=facts.role,
            read=_reader(flow, call, api, None),
            speculative=True,
        )
    return None


def _rooted_text(expression: Expression) -> bool:
    while isinstance(expression, Call) and isinstance(expression.callee, Member):
        expression = expression.callee.base  # `"/items/{id}".replace("{id}", id)`
    if isinstance(expression, Join) and expression.parts:
        return any(isinstance(part, Literal) and str(part.value).startswith("/") for part in expression.parts[:2])
    return isinstance(expression, Literal) and str(expression.value).startswith("/")


def _plugin(flow: Flow, call: Call, name: str, place: v.Place, role: Role) -> Sink | None:
    for item in call.arguments:
        if not isinstance(item, Record):
            continue
        fields = dict(item.fields)
        for option in PLUGIN_URLS[name]:
            value = fields.get(option)
            if value is None or isinstance(value, Lambda):
                continue
            options = value if isinstance(value, Record) else item
            url: Expression | None = dict(value.fields).get("url") if isinstance(value, Record) else value
            if url is None:
                continue
            asked = Call(call.callee, (url, options), line=call.line, column=call.column)
            read = _reader(flow, asked, Api(options=1), None)
            return Sink(kind=CallKind.FETCH, call=call, place=place, role=role, read=read, speculative=True)
    return None


def _navigation(flow: Flow, target: Expression, value: Expression, place: v.Place, facts: FileFacts) -> Sink | None:
    """`location = url`, `location.href = url`, `form.action = url`, `frame.src = url`."""
    kind = CallKind.LINK
    speculative = False
    method: str | None = "GET"
    path = dotted(target)
    name = last_name(target)
    if (
        path.endswith("location.href")
        or path in ("window.location", "document.location")
        or (isinstance(target, Member) and isinstance(target.base, Here) and name == "href")
    ):
        pass
    elif isinstance(target, Member) and name in ("href", "src"):
        if path.endswith(("defaults.href",)):
            return None
        speculative = True
    elif isinstance(target, Member) and name == "action" and not isinstance(target.base, Name | Member | Call):
        return None
    elif isinstance(target, Member) and name == "action":
        kind, method, speculative = CallKind.FORM, form_method(flow, target.base, place), True
    elif isinstance(target, Member) and name == "location" and last_name(target.base) in _WINDOWS:
        pass
    else:
        return None
    call = Call(target, (value,), line=place.line)
    read = _reader(flow, call, Api(kind, method=method), None)
    return Sink(kind=kind, call=call, place=place, role=facts.role, read=read, speculative=speculative)


class _Reader:
    """Reads one request call by its table row."""

    def __init__(self, flow: Flow, call: Call, api: Api, client: v.Library | None) -> None:
        self._flow = flow
        self._call = call
        self._api = api
        self._client = client

    def __call__(self, place: v.Place) -> tuple[Reading, ...]:
        flow, call, api = self._flow, self._call, self._api
        options: v.Values = ()
        if 0 <= api.options < len(call.arguments):
            options = flow.ask(call.arguments[api.options], place)
        urls: list[v.String] = []
        if 0 <= api.url < len(call.arguments):
            for value in flow.ask(call.arguments[api.url], place):
                if isinstance(value, v.Object):
                    options = (*options, value)
                    urls += self._field(value, ("url", "path", "href"), place)
                elif isinstance(value, v.Function):  # `httpResource(() => url)`
                    for item in returned(flow, value, Call(call.arguments[api.url], line=call.line), place):
                        urls += self._field(item, ("url",), place) if isinstance(item, v.Object) else _strings(item)
                elif isinstance(value, v.Library) and canonical(value.path).startswith(("Request", "URL(")):
                    urls += flow.ask_texts(call.arguments[api.url], place)
                else:
                    urls += _strings(value)
        else:
            for value in options:
                urls += self._field(value, ("url", "path", "href"), place)
        methods = self._methods(options, place)
        body = script_body(flow, call, api.body, options, place)
        if body is Body.UNKNOWN and api.body >= 0 and api.base:
            body = Body.JSON  # what such clients make of anything that is not a form
        bases = self._bases(options, place)
        readings: dict[tuple[Text, str | None], Reading] = {}
        urls = [rewritten for item in urls for rewritten in self._intercepted(item)]
        for url in [served for item in urls[:_MOST] for served in self._served(item)]:
            for base in bases:
                full = _under(base, url)
                for method, owners in methods:
                    open_to = tuple(dict.fromkeys((*v.owners(full.text), *owners)))
                    readings.setdefault((full.text, method), Reading(full, method, body, open_to))
        return tuple(readings.values())[: _MOST * 2]

    def _intercepted(self, url: v.String) -> list[v.String]:
        """`client.interceptors.request.use(config => { config.url = prefix + config.url })`: with and without it."""
        if self._client is None or not self._api.base or not url.text.parts:
            return [url]
        return [v.String(prefix + url.text, url.at) for prefix in self._flow.interceptions(self._client)] + [url]

    def _served(self, url: v.String) -> tuple[v.String, ...]:
        """An address that came in an answer: what the server puts into the field of that name."""
        parts = url.text.parts
        if len(parts) != 1 or isinstance(parts[0], str | v.RouteHole | v.HereHole):
            return (url,)
        found = self._flow.served.get(parts[0].name.rpartition(".")[2], ())
        return (url, *found) if isinstance(parts[0], v.ParameterHole) else found or (url,)

    def _field(self, value: v.Value, names: tuple[str, ...], place: v.Place) -> list[v.String]:
        if isinstance(value, v.Object):
            for name in names:
                if any(field == name for field, _ in value.record.fields):
                    return [text for item in members.member(self._flow, value, name, place) for text in _strings(item)]
        for name in names:
            found = members.member(self._flow, value, name, place)
            texts = [text for item in found if not isinstance(item, v.Unknown) for text in _strings(item)]
            if texts:
                return texts
        return []

    def _methods(self, options: v.Values, place: v.Place) -> list[tuple[str | None, tuple[v.ScopeRef, ...]]]:
        api, call = self._api, self._call
        if api.method is not None:
            return [(api.method, ())]
        if api.method_at >= 0:
            if api.method_at < len(call.arguments):
                return _verbs(self._flow.ask_texts(call.arguments[api.method_at], place))
            return [(None, ())]
        if api.kind is CallKind.WEBSOCKET:
            return [("WEBSOCKET", ())]
        found: dict[str | None, tuple[v.ScopeRef, ...]] = {}
        for value in options:
            stated = False
            for name in ("method", "type"):
                for item in members.member(self._flow, value, name, place):
                    if isinstance(item, v.Unknown | v.Constant):
                        continue
                    stated = True
                    for method, owners in _verbs(tuple(_strings(item))):
                        found.setdefault(method, owners)
                if stated:
                    break
            if not stated:
                found.setdefault("GET" if isinstance(value, v.Object | v.Constant) else None, ())
        if len(found) > 1:
            found.pop(None, None)  # one of several options shows no method: the others tell
        if api.kind is CallKind.FORM and not found:
            return [(None, ())]
        return list(found.items()) or [("GET", ())]

    def _bases(self, options: v.Values, place: v.Place) -> list[v.String]:
        found: list[v.String] = []
        client = self._client
        if not self._api.base:
            return [v.String(Text())]
        for value in options:
            for name in self._api.base[:2]:
                if isinstance(value, v.Object) and any(field == name for field, _ in value.record.fields):
                    found += self._field(value, (name,), place)
        if found:
            return found
        if client is not None:
            found = self._made_with(client) or self._defaults()
        return found[:8] or [v.String(Text())]

    def _made_with(self, client: v.Library) -> list[v.String]:
        """The base addresses that a client was made with, or that which it extends.

        https://github.com/sindresorhus/ky#kyextenddefaultoptions
        """
        found: list[v.String] = []
        for _ in range(_EXTENDED):
            if client.call is None or client.place is None:
                break
            for made in client.call.arguments:
                if isinstance(made, Record):
                    for name, expression in made.fields:
                        if name in self._api.base:
                            found += self._flow.ask_texts(expression, client.place)
                elif isinstance(made, Name | Member | Call):
                    for value in self._flow.ask(made, client.place):
                        if isinstance(value, v.Object):
                            found += self._field(value, self._api.base, client.place)
            maker = client.call.callee
            if found or not isinstance(maker, Member) or maker.name != "extend":
                break
            extended = self._flow.ask(maker.base, client.place)
            client = next((value for value in extended if isinstance(value, v.Library)), v.Library(""))
        return found

    def _defaults(self) -> list[v.String]:
        """`axios.defaults.baseURL = …`, wherever it stands."""
        found: list[v.String] = []
        for path, item in self._flow.index.assigned.get("baseURL", ())[:8]:
            if isinstance(item.base, Member) and item.base.name == "defaults":
                place = v.Place(v.ScopeRef(path, item.scope), item.binding.line)
                found += self._flow.ask_texts(item.binding.value, place)
        return found


def _reader(flow: Flow, call: Call, api: Api, client: v.Library | None) -> _Reader:
    return _Reader(flow, call, api, client)


def _strings(value: v.Value) -> tuple[v.String, ...]:
    if isinstance(value, v.String):
        return (value,)
    if isinstance(value, v.Constant):
        return () if value.value is None else (v.String(v.text_of(value)),)
    return (v.String(v.text_of(value)),)


def _under(base: v.String, url: v.String) -> v.String:
    """A URL under a client's base address: joined with one slash, unless it is a full address itself."""
    if not base.text.parts or _full(url.text):
        return url
    first, last = url.text.head, base.text.parts[-1]
    if isinstance(last, str) and last.endswith("/") and first.startswith("/"):
        return v.String(Text.of(*base.text.parts[:-1], last.rstrip("/"), url.text), url.at)
    slashed = isinstance(last, str) and last.endswith("/")
    between = "" if first.startswith("/") or slashed or not url.text.parts else "/"
    return v.String(Text.of(base.text, between, url.text), url.at)


def _full(text: Text) -> bool:
    """Whether a text names its host: `https://…`, `//…`, `${location.protocol}//${location.host}/…`."""
    if text.head or len(text.parts) < 2:
        return text.head.startswith(("http://", "https://", "//"))
    scheme, rest = text.parts[0], text.parts[1]
    origin = isinstance(scheme, Hole) and scheme.name.rpartition(".")[2] == "origin"
    return isinstance(rest, str) and (rest.startswith(("//", "://")) or (origin and rest.startswith("/")))


def _verbs(texts: tuple[v.String, ...]) -> list[tuple[str | None, tuple[v.ScopeRef, ...]]]:
    found: dict[str | None, tuple[v.ScopeRef, ...]] = {}
    for item in texts:
        literal = item.text.literal
        method = method_name(literal) if literal is not None else None
        found.setdefault(method, v.owners(item.text))
    return list(found.items()) or [(None, ())]


__all__ = ["Body", "collect"]
