"""Requests that markup, configuration and documentation state by themselves, and addresses kept in attributes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

from scanner.concepts.callsite import Body, CallKind
from scanner.concepts.expression import Call, Choice, Here, Join, Member, Name, Sequence
from scanner.concepts.facts import Request, ScopeKind
from scanner.concepts.location import Location
from scanner.concepts.source import Language, Role
from scanner.concepts.text import Text
from scanner.link import values as v
from scanner.link.conditions import guards_around
from scanner.link.decisions import decisions
from scanner.link.index import last_name
from scanner.link.macros import Macros
from scanner.link.packages import Packages
from scanner.link.python_tables import REVERSE_NAMES
from scanner.link.renders import BY_CLASS, Render
from scanner.link.requests import Seen
from scanner.link.submissions import Submissions

if TYPE_CHECKING:
    from scanner.link.flow import Flow
    from scanner.link.pages import Pages


_ANSWERS = frozenset({"make_response", "Response", "HttpResponse", "HTMLResponse"})
_FORM_METHODS: tuple[str | None, ...] = ("GET", "POST")
"""What a form may send. https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-method"""
_TEMPLATE = frozenset({ScopeKind.TEMPLATE, ScopeKind.BLOCK, ScopeKind.MACRO})


def collect(flow: Flow, pages: Pages) -> Iterator[Seen]:
    """Every stated request, then every attribute and script variable that holds a route's address."""
    macros = Macros(flow)
    submissions = Submissions(flow)
    packages = Packages(flow)
    yield from packages.collect()
    for path in sorted(flow.facts):
        facts = flow.facts[path]
        if facts.role is Role.VENDORED or (facts.role is Role.TEST and facts.language is Language.MARKUP):
            continue  # markup among tests is their data
        mail = facts.language is Language.MARKUP and _mail(flow, pages, path)
        stated = (
            request
            for request in facts.requests
            if not (request.kind is CallKind.FORM and request.url == Here() and submissions.by_script(path, request))
            and not (request.members and path in packages.known)
        )
        yield from flow.mishaps.each(
            stated,
            lambda request, path=path: Location(path, request.line),  # type: ignore[misc]
            partial(_stated, flow, pages, macros, path, mail=mail),
        )
        if facts.language is Language.MARKUP:
            yield from flow.mishaps.each((path,), lambda file: Location(file, 1), partial(_held, flow, role=facts.role))


def _stated(flow: Flow, pages: Pages, macros: Macros, path: str, request: Request, *, mail: bool) -> Iterator[Seen]:
    place = v.Place(v.ScopeRef(path, request.scope), request.line)
    kind = CallKind.EMAIL if mail and request.kind is CallKind.LINK else request.kind
    if request.note == "tag argument" and pages.prints_links(path, request.line):
        return  # the tag's template shows what becomes of it
    # given to a call, or printed as text (a script's, perhaps): what becomes of it is no request of this place
    handed = request.note in ("argument", "tag argument", "printed")
    methods: tuple[str | None, ...] = (request.method,)
    if request.method is None and request.kind == CallKind.LINK and not handed:
        methods = ("GET",)
    elif request.method is None and request.kind == CallKind.FORM:
        methods = _FORM_METHODS  # a variable holds it, or a condition decides
    own = Location(path, request.line, request.column)
    for decided in decisions(flow, pages, macros, request.url, place):
        for url, method in product(_urls(flow, pages, path, request, decided.url), methods):
            yield Seen(
                kind=kind,
                asked=request.kind,
                location=decided.calls[-1] if decided.calls else own,
                role=flow.facts[decided.place.scope.file].role,
                url=url,
                method=method,
                body=_body(request),
                scope=decided.place.scope,
                through=(own,) if decided.calls else (),
                # a bundle's text, whose use does not show; a front end's own route, which the server may answer too
                speculative=request.note in ("literal", "client-side route", "tag argument"),
                any_method=handed and method is None,
                boosted=request.boosted,
                csrf=request.csrf,
                fields=request.fields,
                shown_by=decided.shown_by,
            )


def _urls(flow: Flow, pages: Pages, path: str, request: Request, text: v.String) -> tuple[v.String, ...]:
    texts: tuple[v.String, ...] = (text,)
    if isinstance(request.url, Member) and not any(isinstance(part, v.RouteHole) for part in text.text.parts):
        texts = flow.own_addresses(last_name(request.url.base), request.url.name) or texts
    if request.kind is not CallKind.FORM:
        return texts
    here = v.String(Text((v.HereHole("here"),)))
    variable = request.url.id if isinstance(request.url, Name) and pages.knows(path) else None
    place = v.Place(v.ScopeRef(path, request.scope), request.line)
    if any(guard.path == variable and not guard.values and not guard.negated for guard in guards_around(flow, place)):
        return texts  # shown only where somebody sets the variable
    # a variable that nobody sets prints nothing: the form posts to the page it is on
    return tuple(item if item.text.parts and not _unset(item.text, variable) else here for item in texts)


def _unset(text: Text, name: str | None) -> bool:
    return len(text.parts) == 1 and not isinstance(text.parts[0], str) and text.parts[0].why == f"value of {name}"


def _held(flow: Flow, path: str, role: Role) -> Iterator[Seen]:
    """Addresses that markup keeps for scripts: `data-url="{{ url_for(…) }}"`, `var API = "{% url … %}"`."""
    facts = flow.facts[path]
    for attribute in facts.attributes:
        if attribute.tag == "form" and attribute.name == "action":
            continue  # the form asks by itself, with its own method
        if _names_route(attribute.value) or attribute.name.endswith(
            ("-url", "-href", "-action", "-endpoint", "-path", "-src")
        ):
            place = v.Place(v.ScopeRef(path, attribute.scope), attribute.line)
            for text in flow.ask_texts(attribute.value, place):
                yield Seen(
                    kind=CallKind.LINK,
                    asked=CallKind.LINK,
                    location=Location(path, attribute.line),
                    role=role,
                    url=text,
                    scope=place.scope,
                    any_method=True,
                    speculative=True,
                )
    for number, scope in enumerate(facts.scopes):
        if scope.kind in _TEMPLATE:
            continue  # a template's own variable: the link or form that prints it is the call site
        for binding in scope.bindings:
            if _names_route(binding.value):
                place = v.Place(v.ScopeRef(path, number), binding.line)
                for text in flow.ask_texts(binding.value, place):
                    yield Seen(
                        kind=CallKind.LINK,
                        asked=CallKind.LINK,
                        location=Location(path, binding.line),
                        role=role,
                        url=text,
                        scope=place.scope,
                        any_method=True,
                        speculative=True,
                    )


def _names_route(expression: object) -> bool:
    if isinstance(expression, Call):
        return last_name(expression.callee) in REVERSE_NAMES or last_name(expression.callee) == "tag:url"
    if isinstance(expression, Join):
        return any(_names_route(part) for part in expression.parts)
    return False


def _mail(flow: Flow, pages: Pages, path: str) -> bool:
    """Whether a template is a mail's: rendered only where mail is sent, or kept among mails."""
    renders = [render for page in pages.shown_by(path) for render in pages.renders.get(page, ())]
    calls = [render for render in renders if render.call is not BY_CLASS]
    if calls:
        return all(_sends(flow, render.place.scope) and not _answers(flow, render) for render in calls)
    lowered = path.lower()
    return "/email" in lowered or "/mail" in lowered or "_mail." in lowered or "_email." in lowered


def _sends(flow: Flow, ref: v.ScopeRef) -> bool:
    names = {last_name(call.callee).lower() for call in flow.index.scope(ref).calls}
    return any("mail" in name or name in ("message", "send_message") for name in names)


def _answers(flow: Flow, render: Render) -> bool:
    """Whether a function answers with what it renders: such a function may send mail beside, but this is a page."""
    pending = list(flow.index.scope(render.place.scope).returns)
    while pending:
        match pending.pop():
            case Call() as call if call is render.call:
                return True
            case Call(callee, arguments) if last_name(callee) in _ANSWERS:
                pending += arguments[:1]
            case Sequence(items):
                pending += items[:1]
            case Choice(options):
                pending += options
            case _:
                pass
    return False


def _body(request: Request) -> Body:
    if request.kind is CallKind.FORM:
        return Body.FORM
    if "json" in request.enctype:
        return Body.JSON
    if request.kind is CallKind.HTMX and request.method not in (None, "GET"):
        return Body.JSON if "json-enc" in request.note else Body.FORM
    if "form" in request.enctype:
        return Body.FORM
    return Body.NONE if request.method in (None, "GET", "DELETE") else Body.UNKNOWN
