"""Whether the shape fits the owner: lighter, stronger, split, retire or keep (DESIGN.md, section 1)."""

from __future__ import annotations

from scanner.concepts.callsite import Aftermath, Body, CallKind, CallSite
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Fit, Owner, Shape
from scanner.ownership.case import Case
from scanner.ownership.shape import is_identity_step

_CREDENTIALS = (EffectKind.CHECKS_TOKEN, EffectKind.CHECKS_BASIC, EffectKind.CHECKS_SIGNATURE)
_FIXED_VERBS = (Shape.PROTOCOL, Shape.FEED)
"""Shapes whose methods a standard states: clients ask with GET whatever it does."""
_MAILERS = 2
"""Calls between a handler that sends a mail and the library that does: a service stands between them."""
_FEW_FIELDS = 8
"""A form's worth of fields; more is a document that a script keeps."""


def fit_of(case: Case, owner: Owner, mutates: bool) -> Fit:
    """The fit of a judged operation."""
    match owner:
        case Owner.NONE:
            # what a library supplies, its own pages and clients may request: they are not in this repository
            return Fit.RETIRE if case.operation.handler.file and not case.asked else Fit.KEEP
        case Owner.UI:
            return Fit.LIGHTER if mutates and _form_would_do(case) else Fit.KEEP
        case Owner.SYSTEM:
            return Fit.STRONGER if _weak_boundary(case, mutates) else Fit.KEEP
        case Owner.SHARED:
            if case.has(EffectKind.BRANCHES_ON_ACCEPT, depth=1) and case.has(EffectKind.RENDERS, depth=1):
                return Fit.SPLIT
            return Fit.STRONGER if _weak_boundary(case, mutates) else Fit.KEEP


def _form_would_do(case: Case) -> bool:
    """A mutation that scripts of server-rendered pages send, and whose answer only brings the page up to date."""
    if case.shape not in (Shape.JSON_API, Shape.FORM_ACTION, Shape.OTHER) or case.document:
        return False
    addresses = case.callers(CallKind.LINK)
    if addresses and all(link.site.location.file.endswith(".py") for link in addresses):
        return False  # its address travels in data: scripts draw the page that asks
    sites = [link.site for link in case.callers(CallKind.FETCH, CallKind.VIA_WRAPPER)]
    if any(site.server_rendered is False or site.location.file in case.project.components for site in sites):
        return False
    return any(site.server_rendered and _like_a_form(site, case.safe) for site in sites)


def _like_a_form(site: CallSite, safe: bool) -> bool:
    """Whether it sends no more than a form would, or only brings the page up to date after it.

    A page brought up to date from JSON by hand is what rendering it again, or a fragment, gives for nothing.
    """
    if Aftermath.POLLING in site.aftermath or Aftermath.BY_SCRIPT in site.aftermath:
        return False  # no form asks again and again, or sends a passkey
    in_place = Aftermath.ASKS_AGAIN in site.aftermath and Aftermath.RELOAD not in site.aftermath
    if in_place and site.body is not Body.NONE:
        return False  # the page is kept up to date by scripts as a whole
    if Aftermath.RELOAD in site.aftermath or (site.body is Body.NONE and not safe):
        return True
    by_hand = Aftermath.MARKUP in site.aftermath
    few = len(site.fields) <= _FEW_FIELDS
    if site.body is Body.JSON and not by_hand:
        # a handful of values, and a word about how it went
        return few and bool(site.fields) and Aftermath.OTHER not in site.aftermath
    return few and ((site.body is Body.FORM and not by_hand) or (site.body in (Body.JSON, Body.NONE) and by_hand))


def _weak_boundary(case: Case, mutates: bool) -> bool:
    """Whether programs meet less than they need: a session, a page, a change under GET, no guard."""
    if case.capability or is_identity_step(case):
        return False  # the address, or what a provider sends back, is the credential
    session, credentials = case.has(EffectKind.REQUIRES_LOGIN), case.has(*_CREDENTIALS)
    if session and not credentials:
        return True
    if case.shape in (Shape.PAGE, Shape.FORM_ACTION):
        return True
    if mutates and case.operation.method == "GET":
        if case.shape in _FIXED_VERBS:
            return session and case.has(EffectKind.CHECKS_SESSION)  # a link that somebody follows makes the change
        return case.has(EffectKind.MUTATES, depth=1) or case.has(EffectKind.SENDS_MAIL, depth=_MAILERS)
    if _breaks(case):
        return True
    if not mutates or case.safe:
        return False
    if (
        case.has(EffectKind.CSRF_OFF)
        and case.has(EffectKind.CHECKS_SESSION)
        and not case.has(EffectKind.CHECKS_SIGNATURE)
    ):
        return case.has(EffectKind.REQUIRES_LOGIN)
    if session or credentials or case.has(EffectKind.CHECKS_OWN_SIGNATURE) or not case.effects:
        return False
    # without a guard: an unsigned event, or a change to what is there; creating may be open on purpose (signing up)
    return case.shape is Shape.WEBHOOK or case.operation.method != "POST" or bool(case.operation.path.parameters)


def _breaks(case: Case) -> bool:
    """Whether a client's mistake becomes a server error: an unknown name in the path, a key left out of the body."""
    if case.shape in (Shape.WEBHOOK, Shape.PROTOCOL):
        return False
    unchecked = case.has(EffectKind.BREAKS_ON_BODY) and not case.has(EffectKind.VALIDATES)
    return case.has(EffectKind.BREAKS_ON_MISS) or (unchecked and not case.safe)
