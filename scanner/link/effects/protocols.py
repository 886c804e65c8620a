"""Media types of protocols between programs, and where response classes state theirs.

https://www.w3.org/TR/activitypub/#retrieving-objects https://www.rfc-editor.org/rfc/rfc7033#section-10.2 (WebFinger)
https://www.rfc-editor.org/rfc/rfc6415 (host-meta) https://www.rfc-editor.org/rfc/rfc7644#section-3.1 (SCIM)
https://specs.opds.io/opds-1.2 https://www.rfc-editor.org/rfc/rfc7517#section-8.5 (JWK sets)
https://www.iana.org/assignments/media-types/
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.expression import Item, Literal, Name
from scanner.concepts.facts import Scope

_PROTOCOLS = (
    "application/activity+json", "www.w3.org/ns/activitystreams", "application/jrd+json", "application/xrd+xml",
    "application/scim+json", "application/samlmetadata+xml", "application/opds+json", "profile=opds-catalog",
    "application/jwk-set+json", "nodeinfo.diaspora.software",
)  # fmt: skip
_ATTRIBUTES = ("media_type", "default_mimetype", "content_type", "mimetype")
"""https://www.starlette.io/responses/ https://werkzeug.palletsprojects.com/en/stable/wrappers/"""


def protocol_type(text: str) -> str:
    """The media type of a protocol that a text names; empty where it names none."""
    return next((one for one in _PROTOCOLS if one in text.lower()), "")


def media_of_class(scope: Scope) -> Iterator[str]:
    """Texts that a response class, or its `__init__`, gives as its media type."""
    for binding in scope.bindings:
        match binding.target, binding.value:
            case ((Name(id=name) | Item(key=Literal(value=str() as name))), Literal(value=str() as text)):
                if name in _ATTRIBUTES:
                    yield text
            case _:
                continue
    for formal in scope.parameters:
        if formal.name in _ATTRIBUTES and isinstance(formal.default, Literal) and isinstance(formal.default.value, str):
            yield formal.default.value
    for call in scope.calls:
        for name, value in call.named:
            if name in _ATTRIBUTES and isinstance(value, Literal) and isinstance(value.value, str):
                yield value.value
