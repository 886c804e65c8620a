"""A request uses a method that the address does not take.

## What it finds

A form, script request or htmx attribute whose address matches an operation of this project, but whose method none of
the operations at that address takes.

## Why it matters

The server answers 405 (or 404), and the person sees a button that does nothing. It is what remains when one side of a
change was forgotten.

## When to keep it

Keep it where something in front of the application rewrites the method (a method-override middleware that the scan does
not see): suppress it with that reason.

## How to change it

Use the method that the route takes, or add the method to the route.

### Flask

```python
@app.route("/orders")                              # before: GET alone, and the page posts
@app.route("/orders", methods=["GET", "POST"])     # after
```

### Django

```python
@require_POST                                      # before: the script sends DELETE
@require_http_methods(["POST", "DELETE"])          # after
```

### Django REST framework

```python
@action(detail=True)                               # before: GET
@action(detail=True, methods=["post"])             # after
```

### FastAPI

```python
@router.put("/orders/{id}")                        # before: the script sends PATCH
@router.patch("/orders/{id}")                      # after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import GhostKind
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.ghosts import confidence, missing, other_places, target
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per file and request with a method that its address does not take."""
    for ghost, group in missing(subject, GhostKind.WRONG_METHOD):
        site = ghost.site
        there = _at_address(subject, ghost.nearest)
        taken = listed((audited.operation.method for audited in there), most=8) or "other methods"
        yield Advice(
            confidence=confidence(ghost),
            message=f"{site.method} {target(ghost)} meets a route that takes {taken} alone",
            help=f"send {taken}, or let the route take {site.method}",
            location=site.location,
            subject=f"{site.kind.value} {site.method} {target(ghost)}",
            related=tuple((handler_place(a.operation), f"answers {a.operation}") for a in there) + other_places(group),
        )


def _at_address(subject: Subject, nearest: str) -> tuple[AuditedOperation, ...]:
    """The operations that share the nearest operation's path."""
    found = subject.by_id.get(nearest)
    if found is None:
        return ()
    here = (found.operation.application, found.operation.path.text)
    return tuple(a for a in subject.operations if (a.operation.application, a.operation.path.text) == here)


APP = """\
from flask import Flask, render_template

app = Flask(__name__)

@app.get("/")
def home():
    return render_template("home.html")

@app.route("/orders", methods=[{methods}])
def orders():
    return "ok"
"""
PAGE = '<form method="post" action="/orders"><button>Order</button></form>\n'

RULE = Rule(
    code="CS403",
    name="method-mismatch",
    severity=Severity.MEDIUM,
    theme=Theme.RETIRE,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(methods='"GET"'), "templates/home.html": PAGE},
            reports=("form POST /orders",),
        ),
        Example(files={"app.py": APP.format(methods='"GET", "POST"'), "templates/home.html": PAGE}),
    ),
)
