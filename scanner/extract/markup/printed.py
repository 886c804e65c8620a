"""Addresses that a template prints outside attributes and scripts: in text, in a style sheet, in a plain-text mail.

Only the calls that build addresses are looked for. What is given to a macro or another call is noted too: whether that
turns it into a link is for the linker to find out, and a call nobody can see into must not hide it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.expression import Call, Choice, Expression, Item, Join, Literal, Member, Name, Record, Sequence
from scanner.concepts.facts import Request
from scanner.extract.markup.document import Document
from scanner.extract.markup.links import is_elsewhere
from scanner.extract.markup.templates.segments import SegmentKind
from scanner.extract.markup.templates.template import stripped

_BUILDERS = {"url_for", "url_path_for", "path_for", "reverse", "tag:url", "tag:static", "static", "url"}
"""Flask, Starlette, Django, django-jinja."""
_ADDRESSES = {"url", "href", "action", "link"}
_ROUTE_NAME = re.compile(r"[A-Za-z_][\w.:-]*")
TAG_ARGUMENT = "tag argument"
"""The note of a Request that a tag of the project is told to make."""
_TRANSPARENT = {"filter:safe", "filter:escape", "filter:e", "filter:urlencode", "filter:iriencode", "filter:string"}
_STYLE_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"')]+))", re.IGNORECASE)


def url_calls(value: Expression) -> Iterator[Call]:
    """The calls in an expression that build addresses."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case Call(callee, arguments, named) as call:
                if _is_builder(call):
                    yield call
                waiting.append(callee)
                waiting.extend(arguments)
                waiting.extend(inner for _, inner in named)
            case Join(parts) | Choice(parts) | Sequence(parts):
                waiting.extend(parts)
            case Record(fields, rest):
                waiting.extend(inner for _, inner in fields)
                waiting.extend(rest)
            case Member(base, _):
                waiting.append(base)
            case Item(base, key):
                waiting.extend((base, key))
            case _:
                pass


def read_printed(document: Document, start: int, end: int, tag: str = "", *, code: bool = False) -> None:
    """Note the addresses printed in a stretch of text; `tag` is the element whose raw text it is.

    What is printed as `code` is shown to be copied: it tells people's own programs where to ask.
    """
    for item in document.template.between(start, end):
        if item.kind not in {SegmentKind.OUTPUT, SegmentKind.TAG}:
            continue
        value = document.template.printed.get(item.start)
        if value is None or document.is_hidden(item.start):
            continue
        for url in _handed_to_tag(value):
            _note(document, item.start, url, tag, TAG_ARGUMENT)
        shown = {id(call) for call in _shown(value)}
        for call in url_calls(value):
            if call.callee != Name("tag:static"):
                note = "printed" if id(call) in shown else "argument"
                _note(document, item.start, call, tag, note, code=code)


def _handed_to_tag(value: Expression) -> Iterator[Expression]:
    """What a project's own tag is told to link to: `{% button url=shop_url %}`, or by a route's name.

    Tags that print an element of their own take the address in an argument that is called like the attribute.
    """
    if not isinstance(value, Call) or not isinstance(value.callee, Name) or not value.callee.id.startswith("tag:"):
        return
    for name, argument in value.named:
        if name not in _ADDRESSES or any(url_calls(argument)):
            continue
        if isinstance(argument, Literal):
            text = argument.value
            if isinstance(text, str) and _ROUTE_NAME.fullmatch(text):
                yield Call(Name("tag:url"), (argument,), line=value.line)
            elif isinstance(text, str) and text.startswith("/"):
                yield argument
        else:
            yield argument


def read_styles(document: Document, start: int, end: int, tag: str) -> None:
    """Note what `url(…)` loads in a style sheet or a `style` attribute."""
    for match in _STYLE_URL.finditer(document.masked, start, end):
        group = next(index for index in (1, 2, 3) if match.group(index) is not None)
        url = stripped(document.template.value(*match.span(group)))
        if url != Literal("") and not is_elsewhere(url):
            _note(document, match.start(), url, tag, "style", "GET")


def _shown(value: Expression) -> Iterator[Call]:
    """The calls whose address is itself printed, not given to something else."""
    waiting = [value]
    while waiting:
        match waiting.pop():
            case Call(Name(name), (first, *_)) if name in _TRANSPARENT:
                waiting.append(first)
            case Call() as call if _is_builder(call):
                yield call
            case Join(parts) | Choice(parts):
                waiting.extend(parts)
            case _:
                pass


def _is_builder(call: Call) -> bool:
    match call.callee:
        case Name(name) | Member(_, name):
            return name in _BUILDERS
        case _:
            return False


def _note(
    document: Document,
    offset: int,
    url: Expression,
    tag: str,
    note: str,
    method: str | None = None,
    *,
    code: bool = False,
) -> None:
    line = document.lines.line(offset)
    told = document.told(offset) or (CallKind.DOCS if code else None)
    document.facts.requests.append(
        Request(
            kind=told or CallKind.LINK,
            url=url,
            line=(url.line or line) if isinstance(url, Call) else line,
            column=document.lines.column(offset),
            method="GET" if document.mail else method,
            scope=document.scope_at(offset),
            tag=tag,
            note=note,
        )
    )
