"""The comparison of one operation: each concern of the choice between a form action and an HTTP boundary, with what
the operation's own code, callers and tests show of it. A fact that nothing shows is said to be unseen, never absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scanner.concepts.callsite import Aftermath, CallKind, CallSite
from scanner.concepts.comparison import Comparison, Concern, Weighing
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.concepts.facts import FileFacts
from scanner.concepts.report import AuditedOperation
from scanner.concepts.words import count, listed
from scanner.ownership.client_code import client_lines, scripted

_OUTSIDE = {
    CallKind.PYTHON_HTTP: "a program",
    CallKind.CONFIG: "configuration",
    CallKind.DOCS: "documentation",
}
_OPENS = {
    EffectKind.CHECKS_TOKEN: "a token or key",
    EffectKind.CHECKS_SIGNATURE: "a signature",
    EffectKind.CHECKS_OWN_SIGNATURE: "a value that this project signed",
    EffectKind.CHECKS_BASIC: "HTTP basic credentials",
    EffectKind.CHECKS_SESSION: "the session",
    EffectKind.REQUIRES_LOGIN: "a login",
    EffectKind.REQUIRES_PERMISSION: "a permission",
}
_PROVES = frozenset({EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_SIGNATURE, EffectKind.CHECKS_BASIC})
_READS = {
    EffectKind.READS_FORM: "a form",
    EffectKind.READS_JSON: "JSON",
    EffectKind.READS_RAW: "the raw body",
    EffectKind.READS_FILES: "files",
    EffectKind.READS_QUERY: "the query",
}
_GIVEN = frozenset({Shape.WEBHOOK, Shape.PROTOCOL, Shape.FEED, Shape.PROBE})
"""Shapes whose contract somebody else wrote."""
_FORM_ACTION = {
    "flask": "a form post that answers redirect(…, 303), checked by Flask-WTF, or a fragment for htmx",
    "django": "FormView or a ModelForm with {% csrf_token %} that answers redirect()",
    "fastapi": "Form() parameters, RedirectResponse(status_code=303), Jinja2Templates",
}
_BOUNDARY = {
    "flask": "a JSON blueprint under a version, with a schema and tokens",
    "django": "a REST framework or Ninja view with serializer, authentication and throttle",
    "fastapi": "a pydantic body, response_model, status codes and a security dependency",
}
_WEBHOOK = "the sender's signature verified over the raw body, before anything is parsed or stored"
FIELDS = 6
"""Names of fields shown."""
_APART = "a page handler and an API handler over one function that knows no request"


def compare(audited: AuditedOperation, facts: Mapping[str, FileFacts]) -> Comparison | None:
    """The comparison; None where the shape fits, and where nobody is left to compare for."""
    if audited.verdict.fit in (Fit.KEEP, Fit.RETIRE):
        return None
    sites = scripted(audited)
    lines = client_lines(sites, facts)
    facts_by_concern = {
        Concern.FORMS: _forms(audited, sites),
        Concern.PUBLIC_SUPPORT: _public_support(audited),
        Concern.WEBHOOK: _webhook(audited),
        Concern.PROGRESSIVE_ENHANCEMENT: _without_scripts(audited, sites),
        Concern.REUSE: _reuse(audited),
        Concern.BOILERPLATE: _boilerplate(sites, lines),
        Concern.CONTRACT_CONTROL: _contract(audited),
        Concern.AUTHENTICATION: _authentication(audited),
        Concern.TESTING: _testing(audited),
    }
    return Comparison(
        client_lines=lines,
        consumers=sum(_consumers(audited).values()),
        missing=_missing(audited),
        target=_target(audited),
        concerns=tuple(Weighing(concern, facts_by_concern[concern]) for concern in Concern),
    )


def _target(audited: AuditedOperation) -> str:
    framework = audited.operation.framework
    family = "django" if framework in ("drf", "ninja") else framework
    match audited.verdict.fit:
        case Fit.LIGHTER:
            return _FORM_ACTION.get(family, "")
        case Fit.SPLIT:
            return _APART
        case _ if audited.verdict.shape is Shape.WEBHOOK:
            return _WEBHOOK
        case _:
            return "" if audited.verdict.shape in _GIVEN else _BOUNDARY.get(family, "")


def _missing(audited: AuditedOperation) -> tuple[str, ...]:
    """What a boundary needs and nothing shows."""
    kinds = _kinds(audited)
    declared = audited.operation.declared
    asserted = {what for link in audited.links if link.site.kind is CallKind.TEST for what in link.site.asserts}
    described = any(link.site.kind is CallKind.DOCS for link in audited.callers)
    ours = audited.verdict.shape not in _GIVEN
    needs = (
        ("request authentication", bool(kinds & _PROVES)),
        ("input validation", EffectKind.VALIDATES in kinds or bool(declared.body) or not audited.verdict.mutates),
        ("a declared answer", bool(declared.response) or not ours),
        ("rate limiting", bool(declared.throttled) or EffectKind.THROTTLES in kinds),
        ("protocol tests", bool(asserted)),
        ("documentation", bool(declared.in_schema) or described or not ours),
    )
    return tuple(need for need, met in needs if not met)


def _forms(audited: AuditedOperation, sites: tuple[CallSite, ...]) -> str:
    """Which forms are there, or what one would have to carry."""
    forms = sum(link.site.kind is CallKind.FORM for link in audited.callers)
    if forms:
        return f"{count(forms, 'form')} of this project {'sends' if forms == 1 else 'send'} to it"
    fields = tuple(dict.fromkeys(field for site in sites for field in site.fields))
    if fields:
        return f"no form sends to it; one would carry {count(len(fields), 'field')}: {listed(fields, FIELDS)}"
    if not audited.verdict.mutates:
        return "nothing to submit: it changes nothing"
    if sites and not _kinds(audited) & set(_READS):
        return "no form sends to it; one would be a button: it reads no input beyond its address"
    return "no form sends to it"


def _public_support(audited: AuditedOperation) -> str:
    documented = [link.site.location for link in audited.callers if link.site.kind is CallKind.DOCS]
    programs = sum(link.site.kind is CallKind.PYTHON_HTTP for link in audited.callers)
    parts = [f"documented at {documented[0]}" if documented else "no documentation shows it"]
    if audited.operation.declared.in_schema:
        parts.append("listed in the generated schema")
    if programs:
        parts.append(f"{count(programs, 'place')} in programs {'requests' if programs == 1 else 'request'} it")
    if audited.verdict.owner in (Owner.SYSTEM, Owner.SHARED):
        parts.append("clients outside the repository are to be expected")
    return ", ".join(parts)


def _webhook(audited: AuditedOperation) -> str:
    kinds = _kinds(audited)
    if audited.verdict.shape is not Shape.WEBHOOK:
        return "no: nothing suggests that another system posts events to it"
    if EffectKind.CHECKS_SIGNATURE in kinds:
        return "another system posts events to it, and its signature is checked"
    return "another system posts events to it, and no check of a signature was seen"


def _without_scripts(audited: AuditedOperation, sites: tuple[CallSite, ...]) -> str:
    plain = [link for link in audited.callers if link.site.kind in (CallKind.FORM, CallKind.LINK, CallKind.REDIRECT)]
    if not sites:
        return "works without scripts" if plain else "no page of this project needs it"
    if not plain:
        return "does not work until scripts have loaded: they alone request it"
    return f"{count(len(plain), 'form or link', 'forms and links')} work without scripts, {_calls(sites)} do not"


def _consumers(audited: AuditedOperation) -> Counter[str]:
    """How many pages and scripts request it, and how many places outside of them, by what they are."""
    callers = [link.site for link in audited.callers]
    pages = {site.page or site.location.file for site in callers if site.kind not in _OUTSIDE}
    found = Counter({"page or script": len(pages)} if pages else {})
    found.update(Counter(_OUTSIDE[site.kind] for site in callers if site.kind in _OUTSIDE))
    return found


def _reuse(audited: AuditedOperation) -> str:
    callers = [link.site for link in audited.callers if link.site.kind not in _OUTSIDE]
    pages = sorted({site.page or site.location.file for site in callers})
    match pages:
        case []:
            parts = ["no own page seen"]
        case [page]:
            parts = [f"{page} alone"]
        case _:
            parts = [f"{len(pages)} pages or scripts ({pages[0]} first)"]
    parts += [
        f"{number} in {what.removeprefix('a ')}"
        for what, number in _consumers(audited).items()
        if what in _OUTSIDE.values()
    ]
    return ", ".join(parts)


def _boilerplate(sites: tuple[CallSite, ...], lines: int) -> str:
    if not sites:
        return "no script of this project requests it"
    through = {step for site in sites for step in site.through}
    wrapped = f", {count(len(through), 'wrapper')} included" if through else ""
    parts = [f"{count(lines, 'line')} of script around {_calls(sites)}{wrapped}"]
    after = {step for site in sites for step in site.aftermath}
    if Aftermath.RELOAD in after:
        parts.append("then reloads or navigates, as a form does by itself")
    if Aftermath.MARKUP in after:
        parts.append("turns the answer into markup, as a fragment is already")
    return ", ".join(parts)


def _contract(audited: AuditedOperation) -> str:
    kinds = _kinds(audited)
    declared = audited.operation.declared
    read = [words for kind, words in _READS.items() if kind in kinds]
    validated = declared.body or ("validated" if EffectKind.VALIDATES in kinds else "no validation seen")
    parts = [f"reads {' and '.join(read)}, {validated}" if read else "reads no body or query that was seen"]
    parts.append(f"answers {declared.response}" if declared.response else "no declared answer")
    return ", ".join(parts)


def _authentication(audited: AuditedOperation) -> str:
    kinds = _kinds(audited)
    opened = [words for kind, words in _OPENS.items() if kind in kinds]
    parts = [" and ".join(opened) if opened else "nothing seen that opens it"]
    if EffectKind.CSRF_OFF in kinds:
        parts.append("CSRF protection off")
    elif EffectKind.CSRF_ON in kinds:
        parts.append("CSRF protection on")
    limited = audited.operation.declared.throttled or EffectKind.THROTTLES in kinds
    parts.append("limited in rate" if limited else "no rate limit seen")
    return ", ".join(parts)


def _testing(audited: AuditedOperation) -> str:
    tests = [link.site for link in audited.links if link.site.kind is CallKind.TEST]
    asserted = sorted({what for site in tests for what in site.asserts})
    if not tests:
        return "no test requests it"
    return f"{count(len(tests), 'test')}, asserting {', '.join(asserted) or 'nothing of the protocol'}"


def _kinds(audited: AuditedOperation) -> set[EffectKind]:
    return {effect.kind for effect in audited.effects}


def _calls(sites: tuple[CallSite, ...]) -> str:
    made = {site.location for site in sites if site.kind is not CallKind.WRAPPER}
    return count(len(made), "scripted call") if made else "a wrapper that nothing is seen to call"
