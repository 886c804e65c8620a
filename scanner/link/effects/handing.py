"""Values that a function reads for somebody else: a key of another service, handed on as it came."""

from __future__ import annotations

import re

from scanner.concepts.expression import Call, Name
from scanner.concepts.facts import Scope
from scanner.link.effects.expressions import dotted
from scanner.link.walk import walk

_CHECKS = re.compile(r"(?i)check|verif|valid|auth|compare|token|key|user|filter|get|find|lookup|load|hash|encode|str$")
"""Names of calls that may find out whose key it is."""


def handed_on(scope: Scope, call: Call) -> bool:
    """Whether what `call` reads goes to a function whose name promises no check of it: `scan(url, key)`."""
    names = {
        binding.target.id
        for binding in scope.bindings
        if isinstance(binding.target, Name) and any(inner == call for inner in walk(binding.value))
    }
    if not names:
        return False
    taking = [
        other
        for other in scope.calls
        if any(isinstance(one, Name) and one.id in names for one in (*other.arguments, *(v for _, v in other.named)))
    ]
    return bool(taking) and not any(_CHECKS.search(dotted(other.callee).rpartition(".")[2]) for other in taking)
