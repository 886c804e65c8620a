"""What a test looks at in the answers that it gets."""

from __future__ import annotations

import re

from scanner.concepts.facts import Scope
from scanner.link.index import last_name

_OF_STATUS = re.compile(r"assert_?(status|[1-5]\d\d)")
"""What suites call their own checks of a status: `assert_404(response)`, `assertStatus(response, 201)`."""


def asserted(scope: Scope) -> tuple[str, ...]:
    """What a function looks at in the answer of its request: `headers`, `payload`, `status`."""
    found: set[str] = set()
    for read in scope.reads:
        last = read.path.removesuffix(".decode").rpartition(".")[2]  # `response.data.decode()`
        if last in ("status_code", "status", "is_success"):
            found.add("status")
        elif last in ("headers", "content_type", "mimetype", "location"):
            found.add("headers")
        elif last in ("data", "content", "text", "json", "body", "context"):
            found.add("payload")
    for call in scope.calls:
        name = last_name(call.callee)
        if name in ("json", "get_json", "assertContains", "assertNotContains", "assertJSONEqual"):
            found.add("payload")
        elif name in ("assertRedirects", "raise_for_status") or _OF_STATUS.match(name):
            found.add("status")
    return tuple(sorted(found))
