"""Requests of Python code: HTTP clients, redirects, reversed names, and test clients in tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scanner.concepts.callsite import Body, CallKind
from scanner.concepts.expression import Call, Choice, Expression, Item, Join, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import Binding, FileFacts, Scope, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Text
from scanner.link import values as v
from scanner.link.asserts import asserted
from scanner.link.callers import Reached
from scanner.link.flow import strings
from scanner.link.helpers import REVERSE, library_name
from scanner.link.index import last_name
from scanner.link.own_sessions import OwnSession, own_session
from scanner.link.python_tables import (
    BROWSER_VISITS,
    CONNECTIONS,
    REDIRECT_ATTRIBUTES,
    REDIRECT_HEADERS,
    REDIRECT_NAMES,
    REDIRECT_SETTINGS,
    REDIRECTS,
    REVERSE_NAMES,
    TEST_CONTEXT,
    VERBS,
    http_method,
)
from scanner.link.requests import Reading, Seen, Sink, argument, method_name
from scanner.link.walk import walk

if TYPE_CHECKING:
    from scanner.link.flow import Flow

_MAILERS = frozenset({"EmailMessage", "EmailMultiAlternatives", "MIMEText", "MIMEMultipart", "mail_admins", "Message"})
_ANCESTORS = 12
_CALLS = 400
"""Calls of one function that reverses what it is handed."""
_DISPATCHING = frozenset({"full_dispatch_request", "dispatch_request"})
_ROUTE_WORD = frozenset({"pattern_name", "login_view"})


class PythonRequests:
    """Collects what one project's Python code asks for."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._spent: set[int] = set()
        """Reversals that are the address of a redirect or request already reported."""

    def sinks(self) -> Iterator[Sink]:
        """HTTP calls, redirects and test-client calls, in order of file."""
        scopes = (v.ScopeRef(path, number) for path, facts in self._python() for number in range(len(facts.scopes)))
        return self._flow.mishaps.each(scopes, self._flow.place_of, self._sinks_of)

    def _sinks_of(self, ref: v.ScopeRef) -> Iterator[Sink]:
        facts = self._flow.facts[ref.file]
        scope = facts.scopes[ref.index]
        for call in scope.calls:
            sink = self._sink(call, v.Place(ref, call.line), facts)
            if sink is not None:
                self._spend(call, scope)
                yield sink
        for binding in (*scope.bindings, *_headers(scope)):
            sink = self._declared(binding, v.Place(ref, binding.line), scope, facts)
            if sink is not None:
                self._spend(binding.value, scope)
                yield sink

    def mentions(self) -> Iterator[Seen]:
        """Reversed names that no request or redirect has taken: links handed to pages, models, menus, mails."""
        scopes = (
            v.ScopeRef(path, number)
            for path, facts in self._python()
            if facts.role is not Role.TEST
            for number in range(len(facts.scopes))
        )
        return self._flow.mishaps.each(scopes, self._flow.place_of, self._mentions_of)

    def _mentions_of(self, ref: v.ScopeRef) -> Iterator[Seen]:
        facts = self._flow.facts[ref.file]
        scope = facts.scopes[ref.index]
        mailing: bool | None = None
        for call in scope.calls:
            if id(call) in self._spent or last_name(call.callee) not in REVERSE_NAMES:
                continue
            place = v.Place(ref, call.line)
            if not self._reverses(call, place):
                continue
            if mailing is None:
                mailing = mails(scope)
            kind = CallKind.EMAIL if mailing else CallKind.LINK
            texts = self._flow.ask_texts(call, place)
            for text in texts:
                if not v.owners(text.text):
                    yield _mention(kind, Location(ref.file, call.line, call.column), facts.role, text, ref)
            if any(v.owners(text.text) for text in texts):
                yield from self._handed(call, place)

    def _handed(self, call: Call, place: v.Place) -> Iterator[Seen]:
        """The names that a function which reverses what it is handed is called with: each of its callers names one."""
        pending: list[tuple[v.Place, Reached | None]] = [(place, None)]
        seen: set[int] = set()
        for _ in range(_CALLS):
            if not pending:
                break
            current, hop = pending.pop(0)
            for text in self._flow.ask_texts(call, current):
                owners = v.owners(text.text)
                if not owners and hop is not None:
                    site = hop.site
                    role = self._flow.facts[site.file].role
                    scope = hop.place.scope
                    kind = CallKind.EMAIL if mails(self._flow.index.scope(scope)) else CallKind.LINK
                    yield _mention(kind, Location(site.file, site.call.line, site.call.column), role, text, scope)
                for reached in self._flow.callers.of(owners[0]) if owners else ():
                    asked = reached.site.call
                    facts = self._flow.facts[reached.site.file]
                    mine = facts.language is Language.PYTHON and facts.role is not Role.TEST
                    if mine and id(asked) not in self._spent and id(asked) not in seen:
                        seen.add(id(asked))
                        bound = {**current.bound, owners[0]: v.Arguments(asked, reached.place)}
                        pending.append((v.Place(place.scope, place.line, bound), reached))

    def _python(self) -> Iterator[tuple[str, FileFacts]]:
        for path in sorted(self._flow.facts):
            facts = self._flow.facts[path]
            if facts.language is Language.PYTHON and facts.role is not Role.VENDORED:
                yield path, facts

    def _reverses(self, call: Call, place: v.Place) -> bool:
        for value in self._flow.ask(call.callee, place):
            if isinstance(value, v.Library) and library_name(value.path) in REVERSE:
                return True
        return False

    def _spend(self, expression: Expression, scope: Scope) -> None:
        names: set[str] = set()
        for inner in walk(expression):
            if isinstance(inner, Call):
                self._spent.add(id(inner))
            elif isinstance(inner, Name):
                names.add(inner.id)
        for binding in scope.bindings:
            if isinstance(binding.target, Name) and binding.target.id in names:
                self._spent.update(id(inner) for inner in walk(binding.value) if isinstance(inner, Call))

    def _sink(self, call: Call, place: v.Place, facts: FileFacts) -> Sink | None:
        name = last_name(call.callee)
        if name == TEST_CONTEXT and facts.role is Role.TEST and _dispatches(facts.scopes[place.scope.index]):
            return self._test(call, name, place, facts)
        if facts.role is Role.TEST and name not in VERBS and name not in BROWSER_VISITS:
            return self._looked_up(call, place, facts)
        if name in REDIRECT_NAMES:
            for value in self._flow.ask(call.callee, place):
                if isinstance(value, v.Library) and value.path in REDIRECTS and REDIRECTS[value.path] != "none":
                    if facts.role is Role.TEST:
                        return None
                    by_name = REDIRECTS[value.path] == "name"
                    return self._made(CallKind.REDIRECT, call, place, facts.role, _Redirect(self._flow, call, by_name))
            return None
        if "Redirect" in name and facts.role is not Role.TEST and self._own_redirect(call.callee, place):
            return self._made(CallKind.REDIRECT, call, place, facts.role, _Redirect(self._flow, call, by_name=False))
        if facts.role is Role.TEST and (name in VERBS or name in BROWSER_VISITS):
            return self._test(call, name, place, facts) or self._looked_up(call, place, facts)
        if name not in VERBS:
            return None
        for value in self._flow.ask(call.callee, place):
            if isinstance(value, v.Library):
                method = http_method(value.path)
                if method is not None:
                    read = _Http(self._flow, call, method, value)
                    return self._made(CallKind.PYTHON_HTTP, call, place, facts.role, read)
        session = own_session(self._flow, call.callee, place)
        if session is not None and (method := http_method(f"{session.library}.{name}")) is not None:
            read = _Http(self._flow, call, method, None, session)
            return self._made(CallKind.PYTHON_HTTP, call, place, facts.role, read)
        return None

    def _own_redirect(self, callee: Expression, place: v.Place) -> bool:
        """Whether a class of the project is a library's redirect by inheritance: made so, it leads on too."""
        pending = list(self._flow.ask(callee, place))
        for _ in range(_ANCESTORS):
            match pending.pop() if pending else None:
                case v.Library(path) if path in REDIRECTS:
                    return True
                case v.Class(ref):
                    scope = self._flow.index.scope(ref)
                    outer = v.Place(v.ScopeRef(ref.file, scope.parent or 0), scope.line)
                    pending += (value for base in scope.bases for value in self._flow.ask(base, outer))
                case _:
                    pass
        return False

    def _test(self, call: Call, name: str, place: v.Place, facts: FileFacts) -> Sink | None:
        """In tests, a verb called on anything but a mapping, with an address: a test client's request."""
        if not isinstance(call.callee, Member) or not call.arguments:
            return None
        method = VERBS.get(name, "GET")
        stated = dict(call.named).get("method")
        if name in ("open", TEST_CONTEXT) and isinstance(stated, Literal):
            method = method_name(str(stated.value)) or method
        target = argument(call, 1 if not method else 0, "url", "path")
        if isinstance(target, Literal) and not (isinstance(target.value, str) and "/" in target.value):
            return None
        if isinstance(target, Literal | Join | Name | Member | Item | Choice | Call):
            read = _Http(self._flow, call, method, None)
            asserts = asserted(facts.scopes[place.scope.index])
            return Sink(
                kind=CallKind.TEST,
                call=call,
                place=place,
                role=facts.role,
                read=read,
                speculative=True,
                asserts=asserts,
            )
        return None

    def _looked_up(self, call: Call, place: v.Place, facts: FileFacts) -> Sink | None:
        """`getattr(self.client, method.lower())(path)`, at once or by way of a variable."""
        callee = call.callee
        if isinstance(callee, Name):
            bindings = self._flow.index.file(place.scope.file).bindings.get((place.scope.index, callee.id), ())
            callee = bindings[-1].value if bindings else callee
        match callee:
            case Call(Name("getattr"), (_, verb, *_)) if call.arguments:
                asked = Call(call.callee, (verb, *call.arguments), call.named, call.line, call.column)
                read = _Http(self._flow, asked, "", None)
                asserts = asserted(facts.scopes[place.scope.index])
                return Sink(
                    kind=CallKind.TEST,
                    call=asked,
                    place=place,
                    role=facts.role,
                    read=read,
                    speculative=True,
                    asserts=asserts,
                )
            case _:
                return None

    def _made(
        self,
        kind: CallKind,
        call: Call,
        place: v.Place,
        role: Role,
        read: _Redirect | _Http,
    ) -> Sink:
        return Sink(kind=kind, call=call, place=place, role=role, read=read)

    def _declared(self, binding: Binding, place: v.Place, scope: Scope, facts: FileFacts) -> Sink | None:
        """`success_url = …` on a view, `LOGIN_URL = …` in settings, `manager.login_view = …`."""
        if facts.role is Role.TEST:
            return None
        name = last_name(binding.target)
        attribute = scope.kind is ScopeKind.CLASS and name in REDIRECT_ATTRIBUTES and isinstance(binding.target, Name)
        if attribute and name == "url" and not any("Redirect" in last_name(base) for base in scope.bases):
            return None
        header = name in REDIRECT_HEADERS and isinstance(binding.target, Item)
        setting = name in REDIRECT_SETTINGS and (scope.kind is ScopeKind.MODULE or isinstance(binding.target, Member))
        if not attribute and not setting and not header:
            return None
        call = Call(binding.target, (binding.value,), line=binding.line)
        read = _Redirect(self._flow, call, by_name=setting or name in _ROUTE_WORD)
        return Sink(
            kind=CallKind.REDIRECT, call=call, place=place, role=facts.role, read=read, speculative=name == "url"
        )


def _headers(scope: Scope) -> Iterator[Binding]:
    """Headers that lead the browser on, in records that a function returns or hands to a response."""
    given = [(item, call.line) for call in scope.calls for item in (*call.arguments, *(x for _, x in call.named))]
    # a display has no line of its own; a function's only answer is mostly its last statement
    line = scope.end if len(scope.returns) == 1 else scope.line
    answers = [(item, line) for result in scope.returns for item in _answered(result)]
    for item, at in (*given, *answers):
        if isinstance(item, Record):
            for name, value in item.fields:
                if name in REDIRECT_HEADERS:
                    yield Binding(Item(item, Literal(name)), value, value.line if isinstance(value, Call) else at)


def _answered(result: Expression) -> tuple[Expression, ...]:
    """The parts of an answer: body, status and headers. https://flask.palletsprojects.com/en/stable/quickstart/#about-responses"""
    return result.items if isinstance(result, Sequence) else ()


def mails(scope: Scope) -> bool:
    """Whether a function sends mail and shows no page."""
    names = {last_name(call.callee) for call in scope.calls}
    sends = any(name in _MAILERS or (name.lower().startswith("send") and "mail" in name.lower()) for name in names)
    return sends and not names & {"render_template", "render", "TemplateResponse"}


def _dispatches(scope: Scope) -> bool:
    """Whether a test has a request answered that it made up; else the request is only there to run code in."""
    return any(last_name(call.callee) in _DISPATCHING for call in scope.calls)


def _mention(kind: CallKind, location: Location, role: Role, url: v.String, scope: v.ScopeRef) -> Seen:
    """A reversed name that is handed to a page, a model, a menu or a mail."""
    return Seen(kind=kind, asked=kind, location=location, role=role, url=url, scope=scope, any_method=True)


class _Redirect:
    """Reads where a redirect leads."""

    def __init__(self, flow: Flow, call: Call, by_name: bool) -> None:
        self._flow = flow
        self._call = call
        self._by_name = by_name

    def __call__(self, place: v.Place) -> tuple[Reading, ...]:
        target = argument(self._call, 0, "to", "location", "url", "redirect_to")
        if target is None:
            target = _first_spread(self._call)
        if target is None:
            return ()
        readings: dict[Text, Reading] = {}
        for text in self._texts(target, place):
            literal = text.text.literal
            if self._by_name and literal and "/" not in literal and not literal.startswith((".", "http")):
                hole = v.RouteHole(literal, "a route's address", place.scope.file)
                text = v.String(Text((hole,)), text.at)
            readings.setdefault(text.text, Reading(text, "GET", Body.NONE, v.owners(text.text)))
        return tuple(readings.values())

    def _texts(self, target: Expression, place: v.Place) -> tuple[v.String, ...]:
        """The address, as text. Where names are redirected to, an object stands for what its `get_absolute_url` gives,
        and a view for its route.

        https://docs.djangoproject.com/en/stable/topics/http/shortcuts/#redirect
        """
        values = self._flow.ask(target, place)
        if self._by_name and any(isinstance(value, v.Rows | v.Instance) for value in values):
            own = self._flow.ask_texts(Call(Member(target, "get_absolute_url"), line=place.line), place)
            if any(isinstance(part, v.RouteHole) for text in own for part in text.text.parts):
                return own
        views = [value.scope for value in values if isinstance(value, v.Function)] if self._by_name else []
        if paths := [v.String(path) for view in views for path in self._flow.context.answered_by(view)]:
            return tuple(paths)
        texts = strings(values)
        asked = target.callee if isinstance(target, Call) and not target.arguments else target
        if isinstance(asked, Member) and not any(self._known(text.text) for text in texts):
            return self._flow.own_addresses(last_name(asked.base), asked.name, named=True) or texts
        return texts

    def _known(self, text: Text) -> bool:
        """Whether anything is known of an address, or callers may decide it."""
        return any(
            isinstance(part, str | v.RouteHole | v.HereHole)
            or (isinstance(part, v.ParameterHole) and bool(self._flow.callers.of(part.owner)))
            for part in text.parts
        )


def _first_spread(call: Call) -> Expression | None:
    """The first of spread arguments: `redirect(*args or "/")`."""
    spread = dict(call.named).get("*")
    match spread:
        case None:
            return None
        case Choice(options):
            return Choice(tuple(item if isinstance(item, Literal) else Item(item, Literal(0)) for item in options))
        case _:
            return Item(spread, Literal(0))


class _Http:
    """Reads what an HTTP client's call asks for."""

    def __init__(
        self, flow: Flow, call: Call, method: str, client: v.Library | None, session: OwnSession | None = None
    ) -> None:
        self._flow = flow
        self._call = call
        self._method = method
        self._client = client
        self._session = session

    def __call__(self, place: v.Place) -> tuple[Reading, ...]:
        call = self._call
        shift = 0 if self._method else 1
        target = argument(call, shift, "url", "path")
        if target is None:
            return ()
        methods: list[tuple[str | None, tuple[v.ScopeRef, ...]]] = [(self._method, ())]
        if self._method and last_name(call.callee) == "urlopen":
            methods = [(self._opened(target, place), ())]
        if not self._method:
            stated = argument(call, 0, "method")
            texts = self._flow.ask_texts(stated, place) if stated is not None else ()
            methods = [(method_name(item.text.literal), v.owners(item.text)) for item in texts] or [(None, ())]
        body = _body(call)
        found = []
        flow, session = self._flow, self._session
        texts = session.addresses(flow, call, target, place) if session else flow.ask_texts(target, place)
        for text in texts:
            for base in self._bases():
                url = v.String(Text.of(base, text.text), text.at) if text.text.head.startswith("/") else text
                for method, owners in methods:
                    open_to = tuple(dict.fromkeys((*v.owners(url.text), *owners)))
                    found.append(Reading(url, method, body, open_to))
        return tuple(found)

    def _opened(self, target: Expression, place: v.Place) -> str | None:
        """The method of `urlopen`: what its `Request` states, POST where there is data, else GET.

        https://docs.python.org/3/library/urllib.request.html#urllib.request.Request
        """
        made = [target]
        if isinstance(target, Name):
            bindings = self._flow.index.file(place.scope.file).bindings.get((place.scope.index, target.id), ())
            made = [binding.value for binding in bindings]
        for call in (*made, self._call):
            if not isinstance(call, Call) or last_name(call.callee) not in ("Request", "urlopen"):
                continue
            stated = argument(call, 5, "method")
            if stated is not None:
                return next((method_name(item.text.literal) for item in self._flow.ask_texts(stated, place)), None)
            if argument(call, 1, "data") not in (None, Literal(None)):
                return "POST"
        return "GET"

    def _bases(self) -> list[Text]:
        client = self._client
        if client is None or client.call is None or client.place is None:
            return [Text()]
        if client.path.startswith(CONNECTIONS):
            return [_host(self._flow, client.call, client.place)]
        base = dict(client.call.named).get("base_url")
        return [item.text for item in self._flow.ask_texts(base, client.place)] if base is not None else [Text()]


def _host(flow: Flow, call: Call, place: v.Place) -> Text:
    """What stands before the paths of a connection: the host that it is opened to."""
    host = argument(call, 0, "host", "url")
    texts = flow.ask_texts(host, place) if host is not None else ()
    if not texts:
        return Text()
    return texts[0].text if "://" in texts[0].text.head else Text.of("http://", texts[0].text)


def _body(call: Call) -> Body:
    names = {name for name, _ in call.named}
    if "json" in names:
        return Body.JSON
    if "data" in names or "files" in names:
        return Body.FORM
    return Body.UNKNOWN if names & {"content", "body"} else Body.NONE
