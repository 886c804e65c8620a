"""What a test looks at in the answers that it gets."""

from __future__ import annotations

from scanner.concepts.facts import Scope
from scanner.link.index import last_name


def asserted(scope: Scope) -> tuple[str, ...]:
    """What a function looks at in the answer of its request: `headers`, `payload`, `status`."""
    found: set[str] = set()
    for read in scope.reads:
        last = read.path.rpartition(".")[2]
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
        elif name in ("assertRedirects", "raise_for_status"):
            found.add("status")
    return tuple(sorted(found))
