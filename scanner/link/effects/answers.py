"""What a function answers: its returned values followed through variables, helpers and response wrappers.

Only what is returned counts: a template rendered for a mail is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from scanner.concepts.effects import EffectKind
from scanner.concepts.expression import Call, Choice, Expression, Item, Join, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import Scope
from scanner.concepts.location import Location
from scanner.link.callgraph.graph import CallGraph
from scanner.link.callgraph.values import Defined, Instance, Library, Open
from scanner.link.effects.direct import Direct
from scanner.link.effects.expressions import dotted
from scanner.link.effects.failures import fails
from scanner.link.effects.found import Found
from scanner.link.effects.protocols import media_of_class, protocol_type
from scanner.link.effects.tables import catalogue
from scanner.link.effects.tables.lookup import Lookup
from scanner.link.effects.tables.table import Media

_ANSWERS = Lookup(catalogue.ANSWERS)
_RENDERING = re.compile(r"^render(_\w*(template|page|html|view)\w*)?$")
"""What projects and themes call their own `render_template`."""
_DEPTH = 6
_ALTERNATIVES = 6
_BODY = ("content", "response", "body")
_MEDIA = ("content_type", "media_type", "mimetype")
PLAIN = "plain value"
"""Detail of an answer that the framework makes of a plain value: a dict, a list, a string."""

_TYPES: tuple[tuple[str, EffectKind], ...] = (
    ("event-stream", EffectKind.STREAMS),
    ("ndjson", EffectKind.STREAMS),
    ("json", EffectKind.ANSWERS_JSON),
    ("rss", EffectKind.ANSWERS_FEED),
    ("atom", EffectKind.ANSWERS_FEED),
    ("html", EffectKind.RENDERS),
    ("text/plain", EffectKind.ANSWERS_TEXT),
    ("xml", EffectKind.ANSWERS_TEXT),
    ("attachment", EffectKind.ANSWERS_FILE),
    ("/", EffectKind.ANSWERS_FILE),
)
_TEMPLATES = {
    **dict.fromkeys(("sql", "txt", "conf", "cfg", "ini", "sh", "yml", "yaml", "md", "xml"), EffectKind.ANSWERS_TEXT),
    **dict.fromkeys(("js", "css", "csv", "svg", "tex", "ics"), EffectKind.ANSWERS_FILE),
    **dict.fromkeys(("rss", "atom"), EffectKind.ANSWERS_FEED),
    "json": EffectKind.ANSWERS_JSON,
}
"""Endings of templates that make no page."""
"""Parts of a media type (https://www.iana.org/assignments/media-types/), the first that occurs tells."""


class Answers:
    """Answers of functions, remembered."""

    def __init__(self, graph: CallGraph, direct: Direct) -> None:
        self._graph = graph
        self._direct = direct
        self._known: dict[Defined, tuple[Found, ...]] = {}

    def of(self, function: Defined, depth: int = 0) -> tuple[Found, ...]:
        """What `function` answers, each with the place that makes it."""
        if function in self._known:
            return self._known[function]
        if depth > _DEPTH:
            return ()
        self._known[function] = ()  # a function that returns its own result adds nothing
        scope = self._graph.scope(function)
        made = [(one, list(self._expression(one, function, scope, depth))) for one in scope.returns]
        # an answer to what went wrong says little of the operation, where its own answer is known
        answered = [found for one, found in made if found and not fails(one)]
        found = [one for each in (answered or [each for _, each in made]) for one in each]
        found.extend(self._attachments(function, scope))
        self._known[function] = tuple(dict.fromkeys(found))
        return self._known[function]

    def plain(self, function: Defined) -> bool:
        """Whether some returned value is no response by itself: the framework makes one of it."""
        scope = self._graph.scope(function)
        for returned in scope.returns:
            found = list(self._expression(returned, function, scope, 0))
            if not found or any(one.detail == PLAIN for one in found):
                return True
        return not scope.returns

    def whole(self, function: Defined) -> bool:
        """Whether each returned value shows what it answers."""
        scope = self._graph.scope(function)
        return bool(scope.returns) and all(any(self._expression(one, function, scope, 0)) for one in scope.returns)

    def _expression(
        self, value: Expression, function: Defined, scope: Scope, depth: int, line: int = 0
    ) -> Iterator[Found]:
        if depth > _DEPTH:
            return
        match value:
            case Call():
                yield from self._call(value, function, scope, depth)
            case Choice(options=options):
                for option in options[:_ALTERNATIVES]:
                    yield from self._expression(option, function, scope, depth + 1, line)
            case Name(id=name):
                assigned = [one for one in scope.bindings if isinstance(one.target, Name) and one.target.id == name]
                for binding in assigned[-_ALTERNATIVES:]:
                    if binding.value != value:
                        yield from self._expression(binding.value, function, scope, depth + 1, binding.line)
            case Sequence(items=(first, *rest)):
                if rest and not isinstance(first, Record | Sequence):  # Flask's (body, status, headers)
                    yield from self._expression(first, function, scope, depth + 1, line)
                else:
                    yield self._at(function, line or scope.line, EffectKind.ANSWERS_JSON, PLAIN)
            case Record() | Sequence():
                yield self._at(function, line or scope.line, EffectKind.ANSWERS_JSON, PLAIN)
            case Literal(value=str() as text) if text:
                yield self._at(function, line or scope.line, _of_text(text), PLAIN)
            case Join(parts=(Literal(value=str() as text), *_)):
                yield self._at(function, line or scope.line, _of_text(text), PLAIN)
            case Join():
                yield self._at(function, line or scope.line, EffectKind.ANSWERS_TEXT, PLAIN)
            case _:
                return

    def _call(self, call: Call, function: Defined, scope: Scope, depth: int) -> Iterator[Found]:
        callee = self._graph.resolver.value(call.callee, function.file, function.scope)
        text = dotted(call.callee)
        row: EffectKind | Media | None = None
        match callee:
            case Defined() if self._graph.resolver.is_class(callee):
                row = self._class_row(callee)
                if row is not None and (protocol := self._protocol_of_class(callee)):
                    yield self._at(function, call.line, EffectKind.ANSWERS_PROTOCOL, protocol)
            case Defined():
                found = [one.called(None) for one in self.of(callee, depth + 1)]
                if not found and _RENDERING.match(text.rpartition(".")[2]):
                    found = [self._at(function, call.line, EffectKind.RENDERS, _template(call) or text)]
                yield from found
                return
            case Library(name=name):
                row = _ANSWERS.library(name) or (_ANSWERS.tail(text) if name != text else None)
            case Open() | Instance():
                row = _ANSWERS.tail(text)
            case _:
                return
        match row:
            case EffectKind.STREAMS:
                yield self._at(function, call.line, self._stated(call, scope) or EffectKind.STREAMS, text)
            case EffectKind.RENDERS:
                template = _template(call)
                made = _TEMPLATES.get(template.rpartition(".")[2].lower(), EffectKind.RENDERS)
                stated = self._typed(replace(call, arguments=()), scope)  # the second one is the template, not a type
                yield self._at(function, call.line, stated or made, template or text)
            case EffectKind():
                yield self._at(function, call.line, row, text)
            case Media.PASSED:
                for argument in call.arguments[:1]:
                    yield from self._expression(argument, function, scope, depth + 1, call.line)
            case Media.STATED:
                kind = self._stated(call, scope)
                if protocol := self._protocol(call, scope):
                    yield self._at(function, call.line, EffectKind.ANSWERS_PROTOCOL, protocol)
                if kind is not None:
                    yield self._at(function, call.line, kind, text)
                else:
                    yield from self._body(call, function, scope, depth)
            case None if text.endswith("json.dumps") or text == "dumps":
                yield self._at(function, call.line, EffectKind.ANSWERS_JSON, text)
            case None if _RENDERING.match(text.rpartition(".")[2]):
                yield self._at(function, call.line, EffectKind.RENDERS, _template(call) or text)
            case None if isinstance(call.callee, Member) and call.callee.name in (
                "encode",
                "decode",
                "strip",
                "format",
            ):
                yield from self._expression(call.callee.base, function, scope, depth + 1, call.line)

    def _class_row(self, one: Defined) -> EffectKind | Media | None:
        for ancestor in self._graph.resolver.lineage(one.file, one.scope):
            if isinstance(ancestor, Library) and (row := _ANSWERS.library(ancestor.name)) is not None:
                return row
        return None

    def _body(self, call: Call, function: Defined, scope: Scope, depth: int) -> Iterator[Found]:
        named = dict(call.named)
        body = next((named[name] for name in _BODY if name in named), call.arguments[0] if call.arguments else None)
        if body is not None:
            yield from self._expression(body, function, scope, depth + 1, call.line)

    def _protocol_of_class(self, one: Defined) -> str:
        """The protocol's media type that a project's response class answers, by an attribute or in its `__init__`."""
        for ancestor in self._graph.resolver.lineage(one.file, one.scope):
            if isinstance(ancestor, Defined):
                made = self._graph.resolver.member(ancestor, "__init__")
                scopes = [self._graph.scope(each) for each in (ancestor, made) if isinstance(each, Defined)]
                for value in (value for scope in scopes for value in media_of_class(scope)):
                    if protocol := protocol_type(value):
                        return protocol
        return ""

    def _protocol(self, call: Call, scope: Scope) -> str:
        found = (protocol_type(_constant(value, scope)) for value in _media_stated(call))
        return next((one for one in found if one), "")

    def _stated(self, call: Call, scope: Scope) -> EffectKind | None:
        """By the media type or disposition among the arguments."""
        typed = self._typed(call, scope)
        if typed is None and any(name in _MEDIA for name, _ in call.named):
            return EffectKind.ANSWERS_FILE  # a type that only a run knows belongs to stored bytes: uploads, downloads
        return typed

    def _typed(self, call: Call, scope: Scope) -> EffectKind | None:
        """By the media type or disposition that is written out among the arguments."""
        for expression in _media_stated(call):
            text = _constant(expression, scope).lower()
            for part, kind in _TYPES:
                if part in text:
                    return kind
        return None

    def _attachments(self, function: Defined, scope: Scope) -> Iterator[Found]:
        """`response["Content-Disposition"] = "attachment…"`: a file, whatever else was said."""
        for binding in scope.bindings:
            match binding.target:
                case Item(key=Literal(value=str() as key)) if key.lower() == "content-disposition":
                    if "attachment" in _constant(binding.value, scope).lower():
                        yield self._at(function, binding.line, EffectKind.ANSWERS_FILE, key)

    def _at(self, function: Defined, line: int, kind: EffectKind, detail: str) -> Found:
        methods = self._direct.regions(function).at(line)
        return Found(kind, Location(function.file, line), detail, 0, methods)


def _media_stated(call: Call) -> Iterator[Expression]:
    """What a response is told of its media type and disposition."""
    named = dict(call.named)
    yield from (named[name] for name in _MEDIA if name in named)
    if isinstance(headers := named.get("headers"), Record):
        yield from (value for name, value in headers.fields if name.lower() in ("content-type", "content-disposition"))
    yield from call.arguments[1:2]  # Django: HttpResponse(content, content_type)


def _template(call: Call) -> str:
    """The template's name where it is stated, wholly or by its last part (`"/".join([folder, "create.sql"])`)."""
    for argument in (*call.arguments[:2], *(value for name, value in call.named if name in ("template", "name"))):
        name = _last_text(argument, 0)
        if "." in name:
            return name
    return ""


def _last_text(expression: Expression, depth: int) -> str:
    match expression:
        case Literal(value=str() as text):
            return text
        case Join(parts=(*_, last)) | Sequence(items=(*_, last)) if depth < _DEPTH:
            return _last_text(last, depth + 1)
        case Call(callee=Member(name="join"), arguments=(*_, last)) if depth < _DEPTH:
            return _last_text(last, depth + 1)
        case _:
            return ""


def _of_text(text: str) -> EffectKind:
    return EffectKind.RENDERS if text.lstrip().startswith("<") else EffectKind.ANSWERS_TEXT


def _constant(expression: Expression, scope: Scope) -> str:
    """The text of a literal, of a joined text's literal parts, or of a variable of this scope assigned one."""
    match expression:
        case Literal(value=str() as text):
            return text
        case Join(parts=parts):
            return "".join(part.value for part in parts if isinstance(part, Literal) and isinstance(part.value, str))
        case Name(id=name):
            for binding in scope.bindings:
                match binding.target, binding.value:
                    case Name(id=target), Literal(value=str() as text) if target == name:
                        return text
                    case _:
                        continue
        case _:
            return ""
    return ""
