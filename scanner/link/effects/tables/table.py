"""The form of the tables: names on the left, what they do on the right.

A key is either a full dotted name (`flask.render_template`), calls left out (`sqlalchemy.orm.Session.commit`), or a
tail that begins with a dot (`.session.commit`): it matches whatever ends that way, for objects of unknown class.
The longest match wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scanner.concepts.effects import EffectKind


class Media(StrEnum):
    """Answers whose kind is told by something else than their name."""

    STATED = "stated"
    """By the media type given, or by what the body is made of: `HttpResponse(body, content_type=…)`."""
    PASSED = "passed"
    """By argument 0: `make_response(render_template(…))`."""


Kinds = tuple[EffectKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What one library family's names do.

    `calls`: what calling does. `reads`: what reading a dotted name does. `answers`: what returning a call's result
    answers. `guards`: what standing before a handler does (decorators, dependencies, permission and authentication
    classes, mixins). `bases`: what inheriting from a library's class does, by HTTP method (`*`: each method).
    `headers`: what reading a request header does, by its name in lower case, `*` at an end for the rest.
    """

    calls: Mapping[str, Kinds] = field(default_factory=dict)
    reads: Mapping[str, Kinds] = field(default_factory=dict)
    answers: Mapping[str, EffectKind | Media] = field(default_factory=dict)
    guards: Mapping[str, Kinds] = field(default_factory=dict)
    bases: Mapping[str, Mapping[str, Kinds]] = field(default_factory=dict)
    headers: Mapping[str, Kinds] = field(default_factory=dict)
