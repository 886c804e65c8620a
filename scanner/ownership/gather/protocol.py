"""Protocols: addresses and answers that programs know beforehand.

https://www.rfc-editor.org/rfc/rfc8615 (.well-known) https://www.rfc-editor.org/rfc/rfc9309 (robots.txt)
https://www.sitemaps.org/protocol.html https://www.rfc-editor.org/rfc/rfc6749 (OAuth 2.0)
https://openid.net/specs/openid-connect-core-1_0.html https://docs.oasis-open.org/security/saml/v2.0/
https://www.rfc-editor.org/rfc/rfc7644 (SCIM) https://www.w3.org/TR/activitypub/ https://specs.opds.io/opds-1.2
https://github.com/dewitt/opensearch https://prometheus.io/docs/instrumenting/exposition_formats/
https://kubernetes.io/docs/reference/using-api/health-checks/
https://html.spec.whatwg.org/multipage/links.html#rel-icon (what browsers ask for beside a page)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape
from scanner.ownership.case import Case
from scanner.ownership.sign import Sign

_TEXTS = {
    Shape.FEED: ("is-feed", "it answers a feed, which programs read"),
    Shape.PROBE: ("is-probe", "its address is one that monitors probe"),
    Shape.WEBHOOK: ("is-webhook", "another system posts events to it"),
    Shape.PROTOCOL: ("is-protocol", "its address belongs to a protocol between programs"),
}
_PAGES = frozenset({Shape.PAGE, Shape.FRAGMENT})
_NEAR = 4
_ICONS = re.compile(r"/(favicon\.ico|apple-touch-icon[\w-]*\.png)")
"""At the root of a host, which no page needs to name."""


def gather(case: Case) -> Iterator[Sign]:
    """Signs from a shape that only programs ask for, and from addresses that browsers know."""
    if case.operation.method in ("GET", "ANY") and _ICONS.fullmatch(case.operation.path.text):
        yield Sign("asked-by-browsers", "browsers ask for it by themselves", case.operation.route)
    if case.shape in _TEXTS:
        kind, text = _TEXTS[case.shape]
        yield Sign(kind, text, case.operation.route)
    elif case.shape in _PAGES and (spoken := case.effect(EffectKind.ANSWERS_PROTOCOL, depth=_NEAR)):
        yield Sign("page-for-programs-too", f"it answers {spoken.detail} to programs beside its page", spoken.location)
