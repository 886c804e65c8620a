"""What a program asks for is not there, and the answer is a server error.

## What it finds

A `system` or `shared` operation that looks up what its path names, in a table of the project or among its rows, where a
miss is an exception that nobody handles: `KINDS[kind]`, a helper that raises KeyError, `objects.get()` or `.one()`
without an `except`, a row that may be None and is used as if it were there. Followed through the functions that the
handler calls. Silent where any of them asks about the value, catches the exception, or may do so out of sight; where
the framework lets in known values only; and where the application registers a handler for the exception.

## Why it matters

A client asks for what was deleted a moment ago, or mistypes an id: that is its mistake, and 404 tells it so. A 500 says
that the server is at fault: clients try again, monitoring wakes somebody up, and the log fills with tracebacks.

## When to keep it

Keep it where the path can only name what exists, because a proxy or another layer has checked it.

## How to change it

Answer 404 where the lookup is.

### Flask

```python
member = db.session.get(Member, id)                    # before: None for an unknown id
member = db.get_or_404(Member, id)                     # after
```

### Django

```python
order = Order.objects.get(pk=pk)                       # before: DoesNotExist
order = get_object_or_404(Order, pk=pk)                # after
```

### Django REST framework

```python
order = Order.objects.get(pk=pk)                       # before
order = self.get_object()                              # after: permissions are checked as well
```

### FastAPI

```python
order = await session.get(Order, id)                   # before
if order is None:                                      # after
    raise HTTPException(status.HTTP_404_NOT_FOUND)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape, Side
from scanner.concepts.finding import Severity
from scanner.concepts.rule import Theme
from scanner.concepts.words import listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import effect_places, effects_of, evidence_for, faces_systems
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place, operation_places

HELP = Remedy(
    general="answer 404 where the lookup finds nothing",
    flask="look it up with get_or_404() or first_or_404(), or abort(404) where it finds nothing",
    django="look it up with get_object_or_404()",
    drf="look it up with self.get_object() or get_object_or_404()",
    fastapi="raise HTTPException(404) where the lookup finds nothing",
)
CONFIDENCE = (0.9, 0.8, 0.7, 0.6)
"""By depth: the further away the lookup, the likelier somebody on the way answers for it unseen."""


def check(subject: Subject) -> Iterator[Advice]:
    """System-facing operations that break on what is not there."""
    for audited in subject.operations:
        operation = audited.operation
        breaks = effects_of(audited, EffectKind.BREAKS_ON_MISS)
        if not breaks or not faces_systems(audited) or audited.verdict.shape in (Shape.WEBHOOK, Shape.PROTOCOL):
            continue
        told = [
            other
            for other in subject.siblings(audited)
            if not effects_of(other, EffectKind.BREAKS_ON_MISS) and other.operation.path == operation.path
        ]
        names = listed(f"{{{parameter.name}}}" for parameter in operation.path.parameters)
        yield Advice(
            confidence=audited.verdict.confidence * CONFIDENCE[min(breaks[0].depth, len(CONFIDENCE) - 1)],
            message=(
                f"{operation} answers 500 where {names} names nothing: "
                f"{listed(dict.fromkeys(one.detail for one in breaks))} is not handled"
            ),
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, Side.SYSTEM),
            related=effect_places(breaks, "breaks on a miss") + operation_places(told),
        )


APP = """\
from flask import Flask, abort, jsonify
from flask_httpauth import HTTPTokenAuth

app = Flask(__name__)
auth = HTTPTokenAuth()
KINDS = {{"static": "compared as it is", "regex": "matched as a pattern"}}

def description(kind):
    {guard}
    return KINDS[kind]

@app.get("/api/v1/kinds/<kind>")
@auth.login_required
def kind(kind):
    return jsonify(description=description(kind))
"""
README = """\
# API

```sh
curl -H "Authorization: Bearer $TOKEN" https://shop.example.com/api/v1/kinds/static
```
"""

RULE = Rule(
    code="CS211",
    name="unhandled-miss",
    severity=Severity.MEDIUM,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(guard="# any kind"), "README.md": README},
            reports=("GET /api/v1/kinds/{kind}",),
        ),
        Example(
            files={"app.py": APP.format(guard="if kind not in KINDS: abort(404)"), "README.md": README},
        ),
    ),
)
