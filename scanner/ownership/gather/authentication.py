"""Who can pass: a browser with its session, a program with a token, key, password or signature, or anybody."""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import BY_DEFAULT, Effect, EffectKind
from scanner.concepts.evidence import Shape
from scanner.ownership.case import Case
from scanner.ownership.sign import Sign
from scanner.ownership.tokens import is_bare_comparison, is_login_token

_PAGES = frozenset({Shape.PAGE, Shape.FRAGMENT, Shape.FORM_ACTION, Shape.REDIRECT})
_NEAR = 2
"""Calls within which comparing two secrets is this operation's own check."""


def gather(case: Case) -> Iterator[Sign]:
    """Signs from what stands between a request and the work."""
    session = case.effect(EffectKind.REQUIRES_LOGIN)
    if case.shape not in _PAGES:
        yield from _credentials(case, session)
    elif session is not None:
        # a token in a page's address is a person's way in, and a hook that accepts tokens everywhere offers no pages
        yield _seen("session-opens-it", "a browser's session opens it", session)
    if session is None and (known := case.effect(EffectKind.CHECKS_SESSION)):
        yield _seen("knows-session", "it looks at the visitor's session", known)
    if shared := case.effect(EffectKind.OPENS_TO_SITES, depth=_NEAR):
        yield _seen("opens-to-sites", "scripts of other sites may read its answer", shared)
    if case.safe:
        return  # CSRF tokens guard changes alone
    if exempt := case.effect(EffectKind.CSRF_OFF):
        yield _seen("csrf-protection-off", "it takes posts from elsewhere: CSRF protection is off", exempt)
    elif protected := case.effect(EffectKind.CSRF_ON):
        yield _seen("csrf-protection-on", "it wants the CSRF token of an own page", protected)


def _credentials(case: Case, session: Effect | None) -> Iterator[Sign]:
    if signature := case.senders_signature():
        yield _seen("signature-opens-it", "it verifies a sender's signature", signature)
    if basic := case.effect(EffectKind.CHECKS_BASIC):
        kind = "default-password-opens-it" if basic.detail == BY_DEFAULT else "password-opens-it"
        yield _seen(kind, "HTTP Basic credentials open it", basic)
    checks = [one for one in case.effects if one.kind is EffectKind.CHECKS_TOKEN]
    tokens = [one for one in checks if not is_bare_comparison(one)]
    if session is None and not tokens:
        tokens = [one for one in checks if one.depth <= _NEAR]
    lasting = [one for one in tokens if not is_login_token(one)]
    if tokens and case.project.stored_tokens is not None:
        yield Sign(
            "stored-token-opens-it",
            f"tokens that this project keeps for its users ({case.project.stored_name}) open it",
            lasting[0].location if lasting else tokens[0].location,
        )
    elif lasting and len(lasting) == len(tokens):
        yield _seen("key-opens-it", "a token or key in the request opens it", lasting[0])
    elif tokens and case.project.login_tokens_serve_ui:
        yield _seen(
            "login-token-opens-it", "the token of a login opens it, as this project's own scripts do", tokens[0]
        )
    elif tokens:
        yield _seen("bearer-token-opens-it", "a bearer token opens it", tokens[0])
    yield from _scopes(case)
    if session is not None and not tokens and not case.has(EffectKind.CHECKS_BASIC, EffectKind.CHECKS_SIGNATURE):
        yield _seen("session-opens-it", "only a browser's session opens it", session)


def _scopes(case: Case) -> Iterator[Sign]:
    """Access that users delegate to programs: where a guard asks for scopes, and where the same guard asks for none."""
    scope = case.effect(EffectKind.CHECKS_SCOPE)
    if scope is not None:
        yield _seen("scope-opens-it", "a token that a user granted a scope opens it to other programs", scope)
        return
    for one in case.effects:
        if one.location in case.project.scoped_guards:
            yield _seen("guarded-without-scope", "its guard lets other programs in by scopes, and by none here", one)
            return


def _seen(kind: str, text: str, effect: Effect) -> Sign:
    return Sign(kind, f"{text} ({effect.detail})" if effect.detail else text, effect.location)
