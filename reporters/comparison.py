"""Lighter and stronger candidates side by side, each with what a reviewer weighs: the report's facts, by concern.

The concerns are those of the choice between a form action and an HTTP boundary. A fact that nothing shows is said to be
unseen, never to be absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reporters.summary import plural
from scanner.concepts.callsite import Aftermath, CallKind
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.concepts.finding import Finding
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import RuleInfo, Theme

MOST = 40
"""Candidates shown in a column; further ones are counted."""

_SCRIPTED = frozenset({CallKind.FETCH, CallKind.WRAPPER, CallKind.VIA_WRAPPER, CallKind.WEBSOCKET})
_OUTSIDE = frozenset({CallKind.DOCS, CallKind.CONFIG, CallKind.PYTHON_HTTP})
_OPENS = {
    EffectKind.CHECKS_TOKEN: "a token or key",
    EffectKind.CHECKS_SIGNATURE: "a signature",
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
_GIVEN = frozenset({Shape.WEBHOOK, Shape.PROTOCOL, Shape.FEED, Shape.PROBE})
"""Shapes whose contract somebody else wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An operation to decide on. `gain` is what its column is sorted by, in words; `concerns` are filled with facts."""

    audited: AuditedOperation
    findings: tuple[Finding, ...]
    gain: str
    concerns: tuple[tuple[str, str], ...]
    target: str
    """What it would become, in its framework's terms; empty where somebody else's contract says so."""


def lighter(operations: Iterable[AuditedOperation], advice: Mapping[str, tuple[Finding, ...]]) -> tuple[Candidate, ...]:
    """Operations for which a form action would do, those that save most client code first."""
    ranked = []
    for audited in operations:
        if audited.verdict.fit is Fit.LIGHTER:
            saved = client_lines(audited)
            gain = f"{plural(saved, 'scripted call')} to drop" if saved else "no scripted call seen"
            rank = (-saved, -len(audited.callers), -audited.verdict.confidence)
            target = _FORM_ACTION.get(audited.operation.framework, "")
            ranked.append((rank, _candidate(audited, advice, gain, target)))
    return tuple(candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0]))


def stronger(
    operations: Iterable[AuditedOperation], advice: Mapping[str, tuple[Finding, ...]]
) -> tuple[Candidate, ...]:
    """Operations that owe a stronger boundary, the gravest advice first, then those that lack most."""
    ranked = []
    for audited in operations:
        if audited.verdict.fit is Fit.STRONGER:
            lacks = missing(audited)
            mine = advice.get(audited.operation.id, ())
            gain = f"unseen: {', '.join(lacks)}" if lacks else "every guard was seen"
            gravest = max((finding.severity.rank for finding in mine), default=-1)
            rank = (-gravest, -len(lacks), -len(audited.callers))
            ranked.append((rank, _candidate(audited, advice, gain, _boundary(audited))))
    return tuple(candidate for _, candidate in sorted(ranked, key=lambda pair: pair[0]))


def advice_on(findings: Iterable[Finding], rules: Iterable[RuleInfo]) -> Mapping[str, tuple[Finding, ...]]:
    """The findings that speak for a lighter or stronger shape, by operation."""
    themes = {rule.code: rule.theme for rule in rules}
    groups: dict[str, tuple[Finding, ...]] = {}
    for finding in findings:
        if finding.operation and themes.get(finding.rule) in (Theme.LIGHTER, Theme.STRONGER, Theme.SAFETY):
            groups[finding.operation] = (*groups.get(finding.operation, ()), finding)
    return groups


def client_lines(audited: AuditedOperation) -> int:
    """Places in scripts that exist to request the operation: calls, and the wrappers that they go through."""
    sites = [link.site for link in audited.callers if link.site.kind in _SCRIPTED]
    return len({site.location for site in sites} | {step for site in sites for step in site.through})


def missing(audited: AuditedOperation) -> tuple[str, ...]:
    """What a boundary needs and nothing shows."""
    kinds = {effect.kind for effect in audited.effects}
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


def _candidate(
    audited: AuditedOperation, advice: Mapping[str, tuple[Finding, ...]], gain: str, target: str
) -> Candidate:
    concerns = (
        ("reuse across clients", _consumers(audited)),
        ("client code", _client_code(audited)),
        ("authentication", _authentication(audited)),
        ("input and contract", _contract(audited)),
        ("testing", _testing(audited)),
    )
    return Candidate(
        audited=audited,
        findings=advice.get(audited.operation.id, ()),
        gain=gain,
        concerns=concerns,
        target=target,
    )


def _boundary(audited: AuditedOperation) -> str:
    if audited.verdict.shape is Shape.WEBHOOK:
        return _WEBHOOK
    return "" if audited.verdict.shape in _GIVEN else _BOUNDARY.get(audited.operation.framework, "")


def _consumers(audited: AuditedOperation) -> str:
    callers = audited.callers
    pages = {link.site.page or link.site.location.file for link in callers if link.site.kind not in _OUTSIDE}
    outside = Counter(link.site.kind for link in callers if link.site.kind in _OUTSIDE)
    match sorted(pages):
        case []:
            parts = ["no own page seen"]
        case [page]:
            parts = [f"{page} alone"]
        case many:
            parts = [f"{len(many)} pages or scripts"]
    parts += [f"{number} in {kind}" for kind, number in outside.items()]
    if audited.verdict.owner in (Owner.SYSTEM, Owner.SHARED):
        parts.append("clients outside the repository are to be expected")
    return ", ".join(parts)


def _client_code(audited: AuditedOperation) -> str:
    sites = [link.site for link in audited.callers if link.site.kind in _SCRIPTED]
    if not sites:
        return "no script of this project requests it"
    parts = [f"{plural(client_lines(audited), 'place')} in {plural(len({s.location.file for s in sites}), 'script')}"]
    after = {step for site in sites for step in site.aftermath}
    if Aftermath.RELOAD in after:
        parts.append("then reloads or navigates, as a form does by itself")
    if Aftermath.MARKUP in after:
        parts.append("turns the answer into markup, as a fragment is already")
    return ", ".join(parts)


def _authentication(audited: AuditedOperation) -> str:
    kinds = {effect.kind for effect in audited.effects}
    opened = [words for kind, words in _OPENS.items() if kind in kinds]
    parts = [" and ".join(opened) if opened else "nothing seen that opens it"]
    if EffectKind.CSRF_OFF in kinds:
        parts.append("CSRF protection off")
    elif EffectKind.CSRF_ON in kinds:
        parts.append("CSRF protection on")
    return ", ".join(parts)


def _contract(audited: AuditedOperation) -> str:
    kinds = {effect.kind for effect in audited.effects}
    declared = audited.operation.declared
    read = [words for kind, words in _READS.items() if kind in kinds]
    validated = declared.body or ("validated" if EffectKind.VALIDATES in kinds else "no validation seen")
    parts = [f"reads {' and '.join(read)}" if read else "reads nothing seen", validated]
    parts.append(f"answers {declared.response}" if declared.response else "no declared answer")
    return ", ".join(parts)


def _testing(audited: AuditedOperation) -> str:
    tests = [link.site for link in audited.links if link.site.kind is CallKind.TEST]
    asserted = sorted({what for site in tests for what in site.asserts})
    if not tests:
        return "no test requests it"
    return f"{plural(len(tests), 'test')}, asserting {', '.join(asserted) or 'nothing of the protocol'}"
