"""Who requests the operation: pages, scripts, redirects, mails, probes, other programs' code, documentation."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import CallKind, Link
from scanner.concepts.evidence import Shape
from scanner.ownership.case import Case, numbered
from scanner.ownership.distributions import apart
from scanner.ownership.documentation import documented, is_history, is_schema, shown
from scanner.ownership.front_end import for_sessions
from scanner.ownership.sign import Sign

_MACHINE_FORMATS = frozenset({Shape.FEED, Shape.PROTOCOL, Shape.PROBE, Shape.WEBHOOK})
_PAGE_SHAPES = frozenset({Shape.PAGE, Shape.FRAGMENT, Shape.FORM_ACTION})

_MANY = 10
_MOST = 0.7
_CONSUMING = tuple(kind for kind in CallKind if kind not in (CallKind.WRAPPER, CallKind.DOCS, CallKind.TEST))


def gather(case: Case) -> Iterator[Sign]:
    """Signs from the call sites linked to the operation."""
    machine = case.shape in _MACHINE_FORMATS
    for kind, sign, one, many, verb in (
        (CallKind.FORM, "called-by-form", "a form", "forms", "sends to it"),
        (CallKind.HTMX, "called-by-script", "a fragment request", "fragment requests", "loads it into a page"),
        (CallKind.REDIRECT, "redirected-to", "a redirect", "redirects", "leads to it"),
        (CallKind.EMAIL, "linked-in-mail", "a link in a mail", "links in mails", "opens it"),
        (CallKind.WEBSOCKET, "called-by-script", "a socket", "sockets", "connects to it"),
    ):
        if links := case.own_callers(kind):
            yield _sign(sign, links, one, many, verb)
    links = case.own_callers(CallKind.LINK)
    reversed_ = () if machine else tuple(link for link in links if link.site.location.file.endswith(".py"))
    if reversed_:
        sign = "address-in-data" if case.shape is Shape.JSON_API else "address-in-code"
        yield _sign(sign, reversed_, "Python code", "places in Python code", "makes its address")
    if links := tuple(link for link in links if link not in reversed_):
        if machine:
            yield _sign("linked-for-programs", links, "a link", "links", "shows its address, for a program to fetch")
        elif case.shape is Shape.JSON_API:
            yield _sign("address-in-page", links, "a page", "places in pages", "holds its address, for a script to use")
        else:
            yield _sign("linked-from-page", links, "a link", "links", "opens it")
    if links := case.own_callers(CallKind.FETCH, CallKind.VIA_WRAPPER):
        yield _sign(
            "called-by-script", links, "a script of this project", "calls in this project's scripts", "requests it"
        )
    elif links := case.own_callers(CallKind.WRAPPER):
        yield _sign(
            "named-by-idle-wrapper", links, "a wrapper", "wrappers", "names it, and nothing is seen to call that"
        )
    project, told = case.project, bool(shown(case.links)) or case.place in case.project.documented
    if not told and not case.own_callers(*_CONSUMING) and project.untraced and for_sessions(case.effects):
        text = (
            f"{project.untraced} of {project.session_data} operations that only a session opens have no caller seen: "
            "the front end's requests are not all seen, and this may be among them"
        )
        yield Sign("among-untraced", text, case.place)
    if _unled(case):
        text = f"nothing is seen to lead to it, while {project.pages_led_to} of {project.pages} pages are led to"
        yield Sign("nothing-leads-there", text, case.place)
    yield from _programs(case)


def _unled(case: Case) -> bool:
    """Whether a page or form has no caller although most pages have one, and people do not type its address."""
    project = case.project
    well_read = project.pages >= _MANY and project.pages_led_to >= project.pages * _MOST
    return (
        well_read
        and case.shape in _PAGE_SHAPES
        and case.operation.path.text.strip("/") != ""
        and not case.own_callers(*_CONSUMING)
        and not shown(case.links)
    )


def _programs(case: Case) -> Iterator[Sign]:
    links = case.own_callers(CallKind.PYTHON_HTTP)
    handler, roots = case.operation.handler.file, case.project.distributions
    shipped = tuple(link for link in links if handler and apart(link.site.location.file, handler, roots))
    if shipped:
        yield _sign(
            "called-by-package", shipped, "a package of its own", "places in packages of their own", "requests it"
        )
    elif links:
        yield _sign("called-by-program", links, "a program here", "places in programs here", "requests it over HTTP")
    configured = case.own_callers(CallKind.CONFIG)
    manifest = tuple(link for link in configured if _is_manifest(link))
    if manifest:
        yield _sign("opened-by-manifest", manifest, "a web manifest", "web manifest entries", "opens it in a browser")
    if others := tuple(link for link in configured if link not in manifest):
        yield _sign("probed-by-configuration", others, "configuration", "places in configuration", "requests it")
    yield from _documentation(case)


def _documentation(case: Case) -> Iterator[Sign]:
    links = documented(case.links)
    if schemas := tuple(link for link in links if is_schema(link)):
        yield _sign("listed-in-schema-file", schemas, "an API description", "places in API descriptions", "lists it")
    if history := tuple(link for link in links if is_history(link) and not is_schema(link)):
        yield _sign("named-in-changelog", history, "a changelog", "places in changelogs", "names it")
    if others := shown(links):
        kind = "page-in-documentation" if case.shape in _PAGE_SHAPES else "request-in-documentation"
        yield _sign(kind, others, "documentation", "places in documentation", "shows how to request it")
    elif case.shape not in _PAGE_SHAPES and (beside := case.project.documented.get(case.place)):
        text = f"documentation shows how to request other methods of its handler ({beside.site.location})"
        yield Sign("resource-in-documentation", text, beside.site.location)


def _sign(kind: str, links: tuple[Link, ...], one: str, many: str, verb: str) -> Sign:
    first = min(links, key=lambda link: (link.site.location.file, link.site.location.line))
    text = f"{numbered(links, one, many)}: {verb}"
    return Sign(kind, text, first.site.location)


def _is_manifest(link: Link) -> bool:
    name = link.site.location.file.rpartition("/")[2].lower()
    return "manifest" in name
