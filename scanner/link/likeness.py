"""Likeness: how much a hole of an address is like a parameter of a path, by what both are called.

It decides only between paths that fit equally well: `/event/{event.id}/` asks for `/event/{event_pk}/` rather than for
`/event/{order}/`.
"""

from __future__ import annotations

import re

from scanner.concepts.path import Parameter
from scanner.concepts.text import Hole

_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+(?![a-z])|\d+")
_SAME = {"pk": "id", "uuid": "id"}
_FIELDS = {"uuid": re.compile(r"UUIDField\("), "int": re.compile(r"\w*(Integer|Auto)Field\(")}
"""Fields of models, which holes are called after where the model is known; by the kind of parameter that takes them.

https://docs.djangoproject.com/en/stable/ref/models/fields/
"""


def likeness(hole: Hole, parameter: Parameter) -> int:
    """Words that both names have; the hole's last word, which tells what it is of its owner, counts twice."""
    field = _FIELDS.get(parameter.kind)
    if field is not None and field.match(hole.name):
        return 1
    words, wanted = _words(hole.name), _words(parameter.name)
    return len(set(words) & set(wanted)) + (words[-1:] != [] and words[-1] in wanted)


def _words(name: str) -> list[str]:
    return [_SAME.get(word, word) for word in map(str.lower, _WORD.findall(name))]
