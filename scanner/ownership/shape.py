"""What an operation is today: by its address where a protocol fixes it, else by what it answers and how it is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scanner.concepts.callsite import Aftermath, CallKind
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape
from scanner.concepts.operation import WEBSOCKET
from scanner.ownership.case import Case
from scanner.ownership.tokens import is_login_token

_PROBES = frozenset({
    "health", "healthz", "healthcheck", "health-check", "health_check", "livez", "readyz", "liveness", "readiness",
    "ready", "live", "alive", "ping", "heartbeat", "__heartbeat__", "__lbheartbeat__", "up", "metrics", "healthy",
})  # fmt: skip
_ASKED_FOR = frozenset({"status", "state", "check", "version", "info"})
"""Names that make a probe only where configuration asks for them, or a plain line is the answer."""
_FIXED_NAMES = frozenset({
    ".well-known", "robots.txt", "sitemap.xml", "opensearch.xml", "security.txt", "humans.txt", "ads.txt",
    "browserconfig.xml", "crossdomain.xml", "nodeinfo", "webfinger", "scim", "opds", "dav", "caldav", "carddav",
    "xmlrpc", "xmlrpc.php", "soap", "oembed", "jwks", "jwks.json", "checkip", "checkip.html", "swagger.json",
    "openapi.json",
})  # fmt: skip
_IDENTITY = frozenset({"oauth", "oauth2", "oidc", "openid", "saml", "saml2", "sso", "shibboleth", "cas"})
_IDENTITY_STEPS = frozenset({
    "token", "authorize", "sls", "slo", "metadata", "introspect", "revoke", "userinfo", "redirect",
    "callback", "authorized", "acs", "complete",
})  # fmt: skip
_LEARNING_STEPS = frozenset({"login", "launch", "jwks", "keyset", "initiate"})
"""What a learning platform asks of a tool below an address that says LTI: https://www.imsglobal.org/spec/lti/v1p3/"""
_LOGINS = frozenset({"auth", "login", "signin", "accounts", "social"})
_AT_ROOT = frozenset({"token", "revoke", "introspect", "userinfo"})
"""Endpoints of one server, so without parameters in their paths: https://www.rfc-editor.org/rfc/rfc7009#section-2"""
_RETURNS = frozenset({"callback", "authorized", "acs", "complete"})
"""Where an identity provider sends the browser back: a login's own other steps belong to the interface."""
_BOXES = (("inbox",), ("outbox",))
"""https://www.w3.org/TR/activitypub/#actor-objects"""
_DYNAMIC_DNS = ("nic", "update")
_FEED_NAME = re.compile(r"(^|[./_-])(rss|atom|feed)(\.xml)?$")
_HOOK = re.compile(r"(^|[_-])(web)?hooks?($|[_-])")
_HOOK_WORDS = frozenset({"webhook", "webhooks", "ipn", "postback"})
_REST = ("rest_framework.", "ninja.", "flask_restful.", "flask_restx.")
_BODY = (EffectKind.READS_JSON, EffectKind.READS_FORM, EffectKind.READS_RAW, EffectKind.READS_FILES)
_SEEN = 4
"""Calls between a handler and what it answers."""


def shape_of(case: Case) -> Shape:
    """The shape; `other` where nothing tells."""
    if case.operation.method == WEBSOCKET:
        return Shape.STREAM
    return _fixed(case) or _answered(case)


def is_identity_step(case: Case) -> bool:
    """Whether the address is a step of logging in through another system, as OAuth, OpenID Connect and SAML have it."""
    if case.operation.method in ("GET", "ANY") and case.has(EffectKind.RETURNS_FROM_PROVIDER, depth=1):
        return True
    *before, last = ("", *case.segments)
    words, step = set(_words(before)), set(_words([last]))
    if case.operation.path.parameters:
        step -= _AT_ROOT
    return bool(
        (_IDENTITY & words and _IDENTITY_STEPS & step)
        or (_LOGINS & words and _RETURNS & step)
        or ("lti" in words and _LEARNING_STEPS & step)
    )


def _fixed(case: Case) -> Shape | None:
    """Shapes that address and answer fix together."""
    segments = case.segments
    last = segments[-1] if segments else ""
    renders = case.has(EffectKind.RENDERS, depth=_SEEN) and not _asks_for_data(case)
    if case.has(EffectKind.ANSWERS_FEED, depth=_SEEN):
        return Shape.FEED
    if _FEED_NAME.search(last) and not renders:
        return Shape.FEED
    plain = case.has(EffectKind.ANSWERS_TEXT, depth=_SEEN) and not case.has(EffectKind.ANSWERS_JSON, depth=_SEEN)
    asked = last in _PROBES or (last in _ASKED_FOR and (plain or bool(case.callers(CallKind.CONFIG))))
    if asked and case.operation.method in ("GET", "HEAD", "ANY") and not renders:
        return Shape.PROBE
    if _FIXED_NAMES & set(segments) or segments[-2:] == _DYNAMIC_DNS:
        return Shape.PROTOCOL
    if is_identity_step(case) or (_federates(case) and not renders):
        return Shape.PROTOCOL
    return Shape.WEBHOOK if not case.safe and not renders and _takes_events(case) else None


def _asks_for_data(case: Case) -> bool:
    """Whether the address itself asks a handler of pages for its data: `/users/{name}.json`."""
    return case.operation.path.text.endswith(".json") and case.has(EffectKind.ANSWERS_JSON, depth=_SEEN)


def _federates(case: Case) -> bool:
    """Whether programs of a federation meet here: by its media type, or in a box that is open to all of them."""
    login = case.has(EffectKind.REQUIRES_LOGIN, EffectKind.CHECKS_TOKEN)
    box = case.segments[-1:] in _BOXES and case.has(EffectKind.ANSWERS_JSON, EffectKind.READS_RAW) and not login
    return box or case.has(EffectKind.ANSWERS_PROTOCOL, depth=_SEEN)


def _takes_events(case: Case) -> bool:
    """Whether another system posts events here: it signs them, or no login is asked for and either the address says so
    or CSRF protection was taken off a handler that nothing here calls.

    Behind a login, an address that says `webhooks` is where people set up hooks that this project sends.
    """
    if case.callers(CallKind.FORM, CallKind.FETCH, CallKind.VIA_WRAPPER):
        return False
    if case.senders_signature(depth=2) is not None:
        return True
    tokens = [one for one in case.effects if one.kind is EffectKind.CHECKS_TOKEN]
    login = case.has(EffectKind.REQUIRES_LOGIN, EffectKind.CHECKS_SESSION) or any(map(is_login_token, tokens))
    if login or case.operation.method not in ("POST", "ANY"):
        return False
    if case.has(EffectKind.CSRF_OFF, depth=0) and not tokens and not _is_rest(case) and case.has(*_BODY):
        return True  # posts from elsewhere are let in on purpose, and nobody here sends one
    return any(_HOOK.search(segment) or segment in _HOOK_WORDS for segment in case.segments)


def _is_rest(case: Case) -> bool:
    """REST frameworks take CSRF protection off by themselves: it tells nothing there."""
    data = (one.detail for one in case.effects if one.kind is EffectKind.ANSWERS_JSON)
    bases = (*case.operation.handler.bases, *data)
    return case.operation.framework in ("drf", "ninja") or any(base.startswith(_REST) for base in bases)


def _answered(case: Case) -> Shape:
    """By answers, and by how callers take them."""
    renders = None if _asks_for_data(case) else case.effect(EffectKind.RENDERS, depth=_SEEN)
    data = case.effect(EffectKind.ANSWERS_JSON, depth=_SEEN)
    form = case.has(EffectKind.READS_FORM, depth=_SEEN) or bool(case.callers(CallKind.FORM))
    if case.has(EffectKind.STREAMS, depth=_SEEN):
        return Shape.STREAM
    drawn = case.safe or case.operation.method == "ANY"  # a page may answer data as well, to its own scripts
    if data is not None and (renders is None or data.depth < renders.depth or (_scripted(case) and not drawn)):
        redirects = case.has(EffectKind.REDIRECTS, depth=_SEEN)
        posts_form = form and not case.safe and not case.has(EffectKind.READS_JSON)
        return Shape.FORM_ACTION if redirects and posts_form and not _scripted(case) else Shape.JSON_API
    if case.has(EffectKind.ANSWERS_FILE, depth=_SEEN) and renders is None:
        return Shape.FILE
    if renders is not None:
        if _loaded_into_page(case):
            return Shape.FRAGMENT
        return Shape.PAGE if case.safe or case.operation.method == "ANY" else _acted(case)
    if case.has(EffectKind.REDIRECTS, depth=_SEEN):
        # a method that came along with a library's class leads on as its siblings do
        onward = case.safe or (case.operation.inherited and not case.has(EffectKind.MUTATES))
        return Shape.REDIRECT if onward and not form else _acted(case)
    return _acted(case) if form and not case.safe else Shape.OTHER


def _acted(case: Case) -> Shape:
    """HTML forms send GET and POST alone; frameworks let views answer PUT as they answer POST.

    https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#attr-fs-method
    """
    return Shape.OTHER if case.operation.method in ("PATCH", "DELETE") else Shape.FORM_ACTION


def _scripted(case: Case) -> bool:
    """Whether scripts ask for data here: they do not put the answer into the page as it is."""
    links = case.callers(CallKind.FETCH, CallKind.VIA_WRAPPER)
    return bool(links) and not _loaded_into_page(case)


def _loaded_into_page(case: Case) -> bool:
    if case.callers(CallKind.HTMX):
        return True
    links = case.callers(CallKind.FETCH, CallKind.VIA_WRAPPER)
    return any(Aftermath.MARKUP in link.site.aftermath for link in links) and not case.has(EffectKind.ANSWERS_JSON)


def _words(segments: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for segment in segments for word in re.split(r"[-_.]", segment))
