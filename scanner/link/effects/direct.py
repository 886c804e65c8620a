"""What one function does by itself: its own calls, reads and assignments, by the libraries' tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.concepts.effects import ISSUED, EffectKind
from scanner.concepts.expression import Call, Expression, Item, Join, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import Scope
from scanner.concepts.location import Location
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Instance, Library, Open, Value
from scanner.link.effects.expressions import dotted
from scanner.link.effects.found import UNSAFE, Found, Regions, both
from scanner.link.effects.handing import handed_on
from scanner.link.effects.issued import checks_issued_token
from scanner.link.effects.needs import needed
from scanner.link.effects.provider import returning_line
from scanner.link.effects.tables import catalogue
from scanner.link.effects.tables.lookup import Lookup
from scanner.link.effects.tables.storage import EVENTS, QUEUES, VALUES
from scanner.link.effects.tables.table import Kinds

_CALLS = Lookup(catalogue.CALLS)
_GUARDS = Lookup(catalogue.GUARDS)
_SQL_CHANGE = re.compile(r"\s*(insert|update|delete|replace|merge|truncate|alter|drop|create)\b", re.IGNORECASE)
_WRITING = re.compile(r"[wax+]")
_KEY_READ = re.compile(r"""^(?P<path>.*)\[["'](?P<key>[^"']+)["']\]$""")
_STORED_TOKEN = re.compile(r"(api|access|auth|user|personal|bearer|service)?_?(tokens?|keys?)$", re.IGNORECASE)
_KEPT_KEY = re.compile(r"""(?i)(?:\.|\[["'])api_?(?:key|token)(?:["']\])?$""")
"""The project's own key, kept in settings: what a guard that reads it compares requests with."""
_TOKEN_FIELD = re.compile(r"(?i)(api|access|auth)_?(key|token)")
_PASSING_TOKEN = re.compile(
    r"reset|refresh|verif|confirm|csrf|invit|activat|regist|password|blacklist|revok|primary|foreign", re.IGNORECASE
)
_LOOKUPS = frozenset(
    {
        "get",
        "first",
        "one",
        "one_or_none",
        "first_or_404",
        "get_or_404",
        "filter",
        "filter_by",
        "find_one",
        "get_one",
        "scalar",
        "exists",
        "aget",
        "get_or_none",
        "get_by_id",
        "get_by_token",
        "get_by_key",
    }
)
_COMPARING = ("compare_digest", "constant_time_compare")
_SIGNING = ("hmac.new", "hmac.digest", "hexdigest", ".digest")
_SHARING = "access-control-allow-origin"
"""https://fetch.spec.whatwg.org/#http-access-control-allow-origin"""
_FORMATS = frozenset({"format", "_format"})
_QUERY_KEY = (EffectKind.CHECKS_TOKEN,)
_CONDITIONAL = frozenset({EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_SCOPE, EffectKind.CHECKS_BASIC})
"""Ways in that a guard may open for some routes alone, by its own argument."""


class Direct:
    """Effects of single functions, remembered."""

    def __init__(self, graph: CallGraph) -> None:
        self._graph = graph
        self._found: dict[Defined, tuple[Found, ...]] = {}
        self._regions: dict[Defined, Regions] = {}

    def of(self, function: Defined) -> tuple[Found, ...]:
        """What `function` does by itself, depth 0."""
        if function not in self._found:
            scope = self._graph.scope(function)
            self._found[function] = (
                *self._calls(function, scope),
                *self._reads(function, scope),
                *self._assignments(function, scope),
                *self._parameters(function, scope),
                *self._returns(function, scope),
            )
            self._found[function] = self._told(function, self._found[function])
        return self._found[function]

    def _told(self, function: Defined, found: tuple[Found, ...]) -> tuple[Found, ...]:
        """The same, with what the function tells of the tokens that it reads."""
        checks = [one for one in found if one.kind is EffectKind.CHECKS_TOKEN and not one.detail.endswith(_COMPARING)]
        if not checks or not checks_issued_token(self._graph, function):
            return found
        return tuple(replace(one, detail=f"{one.detail}, {ISSUED}") if one in checks else one for one in found)

    def regions(self, function: Defined) -> Regions:
        """Which methods reach which lines of `function`."""
        if function not in self._regions:
            self._regions[function] = Regions(self._graph.scope(function))
        return self._regions[function]

    def _found_at(self, function: Defined, kinds: Kinds, line: int, detail: str) -> Iterator[Found]:
        methods = self.regions(function).at(line)
        for kind in kinds:
            needs = needed(self._graph, function, line) if kind in _CONDITIONAL else frozenset()
            yield Found(kind, Location(function.file, line), detail, 0, methods, needs=needs)

    def _calls(self, function: Defined, scope: Scope) -> Iterator[Found]:
        signs = any(dotted(call.callee).endswith(_SIGNING) for call in scope.calls)
        for position, call in enumerate(scope.calls):
            callee = self._graph.callee(function, position)
            detail = dotted(call.callee)
            kinds = (*_called(call, callee, detail), *_header(call, detail), *_special(call, callee))
            if _wakes_others(call, callee, scope):
                kinds = (EffectKind.MUTATES,)
            if detail == "hmac.compare_digest" and not signs:
                kinds = (EffectKind.CHECKS_TOKEN,)  # two secrets compared, nothing signed
            if kinds:
                # a header is how callers show a key of their own
                elsewhere = kinds == _query_format(call, detail) == _QUERY_KEY and handed_on(scope, call)
                queued = detail.endswith(QUEUES)
                for found in self._found_at(function, kinds, call.line, detail):
                    methods = both(found.methods, UNSAFE) if queued else found.methods
                    yield replace(found, methods=methods, guarding=found.guarding or elsewhere)
            elif _looks_up_token(call, detail) or _in_form(call):
                location, methods = Location(function.file, call.line), self.regions(function).at(call.line)
                yield Found(EffectKind.CHECKS_TOKEN, location, detail, 0, methods, guarding=True)
        for decorator, value in self._graph.decorators(function):
            if isinstance(value, Library | Open):
                name = value.name if isinstance(value, Library) else value.text
                line = decorator.line if isinstance(decorator, Call) and decorator.line else scope.line
                yield from self._found_at(function, guard_kinds(name) or (), line, name)
        lenient = self._graph.lenient(function)
        for value in self._graph.dependencies(function):
            if isinstance(value, Library):
                for found in self._found_at(function, guard_kinds(value.name) or (), scope.line, value.name):
                    yield replace(found, optional=value.name in lenient and found.kind in _CONDITIONAL)

    def _reads(self, function: Defined, scope: Scope) -> Iterator[Found]:
        credentials = _credentials_in_form(scope)
        for read in scope.reads:
            path = read.path
            key = ""
            if keyed := _KEY_READ.match(path):
                path, key = keyed["path"], keyed["key"]
            path = path.removeprefix("self.").removeprefix("flask.")
            kinds: Kinds = ()
            if path in ("request.headers", "request.META", "headers") and key:
                kinds = header(key)
            elif path == "request.method":
                kinds = (EffectKind.CHECKS_METHOD,)
            elif path in ("session", "request.session") and key:
                kinds = (EffectKind.CHECKS_SESSION,)
            else:
                kinds = _longest(path)
            if path.startswith("session") and not self._is_session(function):
                continue  # a database's session, not the visitor's
            if not kinds and _KEPT_KEY.search(read.path) and not read.path.startswith(("request", "self.")):
                location, methods = Location(function.file, read.line), self.regions(function).at(read.line)
                yield Found(EffectKind.CHECKS_TOKEN, location, read.path, 0, methods, guarding=True)
            if kinds and read.line not in credentials:
                yield from self._found_at(function, kinds, read.line, read.path)

    def _returns(self, function: Defined, scope: Scope) -> Iterator[Found]:
        if line := returning_line(scope):
            yield from self._found_at(function, (EffectKind.RETURNS_FROM_PROVIDER,), line, "state")

    def _is_session(self, function: Defined) -> bool:
        value = self._graph.resolver.name("session", function.file, function.scope)
        return isinstance(value, Library) and value.name.startswith("flask.")

    def _assignments(self, function: Defined, scope: Scope) -> Iterator[Found]:
        for binding in scope.bindings:
            match binding.target:
                case Item(base=Name(id="session") | Member(base=Name(id="request"), name="session")):
                    yield from self._found_at(function, (EffectKind.STARTS_SESSION,), binding.line, "session")
                case Item(key=Literal(value=str() as key)) if key.lower() == _SHARING:
                    yield from self._found_at(function, (EffectKind.OPENS_TO_SITES,), binding.line, key)
                case _:
                    continue

    def _parameters(self, function: Defined, scope: Scope) -> Iterator[Found]:
        """FastAPI fills parameters from headers and cookies: https://fastapi.tiangolo.com/tutorial/header-params/"""
        for formal in scope.parameters:
            source = formal.default.callee if isinstance(formal.default, Call) else None
            stated = dotted(source).rpartition(".")[2] if source is not None else ""
            alias = dict(formal.default.named).get("alias") if isinstance(formal.default, Call) else None
            name = alias.value if isinstance(alias, Literal) and isinstance(alias.value, str) else formal.name
            if stated == "Header" or "Header(" in formal.annotation:
                yield from self._found_at(function, header(name), scope.line, f"header {name}")
            elif stated == "Security" and isinstance(formal.default, Call) and scopes_of(formal.default):
                yield from self._found_at(function, (EffectKind.CHECKS_SCOPE,), scope.line, "Security(scopes=…)")
            elif stated == "Cookie" or "Cookie(" in formal.annotation:
                yield from self._found_at(function, (EffectKind.CHECKS_SESSION,), scope.line, f"cookie {name}")


def scopes_of(call: Call) -> bool:
    """Whether `Security(dependency, scopes=[…])` asks for scopes: https://fastapi.tiangolo.com/advanced/security/"""
    asked = dict(call.named).get("scopes")
    return asked is not None and asked != Sequence(())


def header(name: str) -> Kinds:
    """What reading a request header of this name does."""
    lower = name.lower().replace("_", "-").removeprefix("http-")
    if (kinds := catalogue.HEADERS.get(lower)) is not None:
        return kinds
    for pattern, found in catalogue.HEADERS.items():
        if pattern.startswith("*") and lower.endswith(pattern[1:]):
            return found
    return ()


def guard_kinds(name: str) -> Kinds | None:
    """What a library's guard checks; None where the tables do not know it."""
    return _GUARDS.library(name)


def _called(call: Call, callee: Value, text: str) -> Kinds:
    match callee:
        case Library(name=name):
            kinds = _CALLS.library(name)
            if kinds is None and name != text:
                kinds = _CALLS.tail(text)
        case Open():
            kinds = _CALLS.tail(text)
        case Defined() | Instance():
            return ()  # the project's own: followed, not guessed at
        case _:
            return ()
    if kinds and EffectKind.MUTATES in kinds:
        made = isinstance(callee, Library) and callee.name.startswith(VALUES)
        if made or _unlike_storage(call, text):
            return ()
    return kinds or ()


def _unlike_storage(call: Call, text: str) -> bool:
    """`.create`, `.delete` and `.save` also name harmless things: a dict of options, an HTTP verb on a client."""
    last = text.rpartition(".")[2]
    if last == "save" and any(name == "format" for name, _ in call.named):
        return True  # Pillow: `image.save(buffer, format="PNG")`
    if last in ("delete", "create") and call.arguments:
        return isinstance(call.arguments[0], Literal | Join) and "/" in _text(call.arguments[0])
    return False


def _header(call: Call, text: str) -> Kinds:
    """`request.headers.get("X-Signature")`, `request.META.get("HTTP_…")`."""
    if not text.endswith((".headers.get", ".META.get", ".headers.getlist")) and text != "headers.get":
        return _query_format(call, text)
    match call.arguments:
        case (Literal(value=str() as name), *_):
            return header(name)
        case _:
            return ()


def _looks_up_token(call: Call, text: str) -> bool:
    """`ApiToken.objects.get`, `repos.api_tokens.get_one`, `User.objects.get(api_key=…)`: a stored token."""
    *owners, last = text.split(".")
    if last not in _LOOKUPS and not last.startswith(("get_by", "find_by")):
        return False
    return any(_TOKEN_FIELD.search(name) for name in (last, *(name for name, _ in call.named))) or any(
        _STORED_TOKEN.search(owner) and not _PASSING_TOKEN.search(owner) and owner.lower() not in ("key", "keys")
        for owner in owners
    )


def _query_format(call: Call, text: str) -> Kinds:
    if text.endswith((".args.get", ".GET.get", ".query_params.get")):
        match call.arguments:
            case (Literal(value=str() as name), *_):
                if name.lower() in _FORMATS:
                    return (EffectKind.BRANCHES_ON_ACCEPT,)
                if _is_key(name):
                    return (EffectKind.CHECKS_TOKEN,)
            case _:
                return ()
    return ()


def _is_key(name: str) -> bool:
    return name.lower().replace("-", "_") in ("api_key", "apikey", "access_token", "auth_token")


def _in_form(call: Call) -> bool:
    """`request.form.get("apikey")`: a credential where a guard reads it, else a field like any other."""
    match call.arguments:
        case (Literal(value=str() as name), *_):
            return _is_key(name) and dotted(call.callee).endswith((".form.get", ".values.get", ".POST.get"))
        case _:
            return False


def _credentials_in_form(scope: Scope) -> frozenset[int]:
    """The lines that look for a credential in the form, in a function that looks for it elsewhere too: no form's."""
    lines = frozenset(call.line for call in scope.calls if _in_form(call))
    elsewhere = lines and any(EffectKind.CHECKS_TOKEN in _header(call, dotted(call.callee)) for call in scope.calls)
    return lines if elsewhere else frozenset()


def _special(call: Call, callee: Value) -> Kinds:
    """Calls whose arguments tell what they do: SQL text, and files opened for writing."""
    name = dotted(call.callee)
    last = name.rpartition(".")[2]
    if last in ("execute", "executemany", "executescript"):
        for argument in call.arguments[:1]:
            if _SQL_CHANGE.match(_text(argument)):
                return (EffectKind.MUTATES,)
    if isinstance(callee, Library) and callee.name in ("open", "io.open", "pathlib.Path.open"):
        mode = dict(call.named).get("mode") or (call.arguments[1] if len(call.arguments) > 1 else None)
        if isinstance(mode, Literal) and isinstance(mode.value, str) and _WRITING.search(mode.value):
            return (EffectKind.MUTATES,)
    if any(_names_basic(argument) for argument in call.arguments) or any(
        isinstance(value, Record)
        and any(key.lower() == "www-authenticate" and _text(asked).startswith("Basic") for key, asked in value.fields)
        for _, value in call.named
    ):
        return (EffectKind.CHECKS_BASIC,)
    return ()


def _wakes_others(call: Call, callee: Value, scope: Scope) -> bool:
    """Whether an event that outlives the function is set: others wait for it, to stop, start again or go on."""
    if not isinstance(callee, Library) or callee.name not in EVENTS:
        return False
    return not any(
        isinstance(one.target, Name) and dotted(call.callee) == f"{one.target.id}.set" for one in scope.bindings
    )


def _names_basic(argument: Expression) -> bool:
    """`header.startswith("Basic ")`, `header.replace("Basic ", "")`: https://www.rfc-editor.org/rfc/rfc7617"""
    return isinstance(argument, Literal) and isinstance(argument.value, str) and argument.value.lower() == "basic "


def _text(expression: Expression) -> str:
    match expression:
        case Literal(value=str() as text):
            return text
        case Join(parts=(first, *_)):
            return _text(first)
        case Call(arguments=(first, *_), callee=Name(id="text") | Member(name="text")):
            return _text(first)
        case _:
            return ""


def _longest(path: str) -> Kinds:
    """The row of the longest prefix of a read: `request.form.get` is a read of `request.form`."""
    parts = path.split(".")
    for start in range(len(parts)):
        # `self.request.POST` is the request's; `db.session.get` is not the visitor's session
        if parts[start] != "request" and (start or parts[start] not in ("current_user", "session")):
            continue
        for end in range(min(len(parts), start + 3), start, -1):
            if (kinds := catalogue.READS.get(".".join(parts[start:end]))) is not None:
                return kinds
    return ()
