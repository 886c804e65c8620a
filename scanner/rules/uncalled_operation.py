"""Nothing in the repository requests this operation, and nothing in its design says who outside would.

## What it finds

Operations of owner `none`: no page, script, redirect, program, document or probe requests them, and they carry no sign
of an outside client (token, signature, published contract, protocol). Operations of one handler are told together.
Where more than half of an application is uncalled, one finding says that its callers are out of sight. Left out are
methods that only a library's base class answers (a form view's PUT) and views that a library supplies whole, because
nobody here wrote them; routes registered under a condition (a debug flag), because people call those by hand; and
addresses that browsers ask for by themselves (the start page, an icon, a service worker).

## Why it matters

A handler that nobody uses still accepts requests: it must be patched, guarded and understood, and it misleads whoever
reads the code next. Forgotten operations are where checks are missing.

## When to keep it

Keep it where a client outside this repository uses it. Then say who, and the rule is silent:
`# callside: owner=system, reason="the billing job posts here"`. Before deleting, look at the requests that could not be
resolved and at an access log (`--access-log`); a client kept elsewhere is read with `--client`.

## How to change it

Delete the route, the handler, and what only the handler used. If one method of several is unused, narrow the methods.

### Flask

```python
@app.route("/report", methods=["GET", "POST"])     # before: nothing posts
@app.get("/report")                                # after
```

### Django

```python
@require_http_methods(["GET", "POST"])             # before: nothing posts
@require_safe                                      # after
def report(request): ...
```

### Django REST framework

```python
class Tags(ModelViewSet): ...                      # before: six actions, two used
class Tags(ListModelMixin, CreateModelMixin, GenericViewSet): ...      # after
```

### FastAPI

```python
@router.api_route("/report", methods=["GET", "POST"])       # before
@router.get("/report")                                      # after
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.evidence import Fit
from scanner.concepts.finding import Severity
from scanner.concepts.operation import Operation
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.source import Role
from scanner.concepts.words import count, listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.mentions import Mentions
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place, operation_places

HELP = Remedy(general="delete it, or declare its client: # callside: owner=system, reason=…")
MANY = 10
OUT_OF_SIGHT = 0.4
_BY_THEMSELVES = re.compile(
    r"/|.*/(favicon\.(ico|png|svg)|robots\.txt|apple-touch-icon[\w-]*\.png|browserconfig\.xml"
    r"|(service[-_]?worker|sw)\.js|(site|app)?\.?(manifest\.json|webmanifest))/?"
)
"""Addresses that people type and that browsers know beforehand.

https://html.spec.whatwg.org/multipage/links.html#rel-icon https://www.w3.org/TR/service-workers/
"""


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per handler; one for the application where most of its handlers are uncalled."""
    open_requests = sum(1 for request in subject.linked.unresolved if request.role is Role.SOURCE)
    for application, operations in subject.by_application.items():
        own = [audited for audited in operations if audited.operation.handler.file and not audited.operation.inherited]
        uncalled = [
            audited
            for audited in own
            if audited.verdict.fit is Fit.RETIRE
            and audited.operation.conditional is None
            and not _browsers_ask(audited.operation)
        ]
        mentions = Mentions(subject, [audited.operation for audited in uncalled])
        handlers: dict[tuple[str, str, int], list[AuditedOperation]] = {}
        for audited in uncalled:
            place = handler_place(audited.operation)
            handlers.setdefault((audited.operation.handler.name, place.file, place.line), []).append(audited)
        if len(handlers) >= MANY and len(uncalled) > len(own) / 2:
            yield _unseen_callers(application, uncalled, len(own))
        else:
            for group in handlers.values():
                spelled = [place for audited in group for place in mentions.of(audited.operation)]
                if not spelled:
                    yield _unused_handler(group, open_requests)


def _browsers_ask(operation: Operation) -> bool:
    return operation.method in ("GET", "ANY") and _BY_THEMSELVES.fullmatch(operation.path.text) is not None


def _unseen_callers(application: str, group: list[AuditedOperation], own: int) -> Advice:
    first = group[0].operation
    return Advice(
        confidence=OUT_OF_SIGHT,
        message=f"nothing requests {len(group)} of {own} operations, such as {first}: their callers are out of sight",
        help="declare the clients outside this repository; else look at the requests that could not be resolved",
        location=handler_place(first),
        operation=first.id,
        subject=f"callers of {application}",
        related=operation_places(group[1:]),
    )


def _unused_handler(group: list[AuditedOperation], open_requests: int) -> Advice:
    first = group[0].operation
    tests = sum(1 for audited in group if audited.tested)
    message = f"nothing requests {listed((str(audited.operation) for audited in group), most=4)}"
    if tests:
        message += ", except tests"
    advice = HELP.at(first)
    if open_requests:
        advice += f"; look first at the {count(open_requests, 'request')} that could not be resolved"
    return Advice(
        confidence=min(audited.verdict.confidence for audited in group),
        message=message,
        help=advice,
        location=handler_place(first),
        operation=first.id,
        subject=f"{first.handler.name} {' '.join(sorted({str(audited.operation) for audited in group}))}",
        evidence=tuple(row for audited in group for row in audited.verdict.evidence),
        related=operation_places(group[1:]),
    )


APP = """\
from flask import Flask, render_template
from models import db

app = Flask(__name__)

@app.get("/")
def home():
    return render_template("home.html")

@app.post("/recount")
def recount():
    db.session.execute("UPDATE totals SET n = n + 1")
    db.session.commit()
    return "done"
"""

RULE = Rule(
    code="CS401",
    name="uncalled-operation",
    severity=Severity.LOW,
    theme=Theme.RETIRE,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP, "templates/home.html": "<h1>Home</h1>\n"}, reports=("POST /recount",)),
        Example(
            files={
                "app.py": APP,
                "templates/home.html": '<form method="post" action="/recount"><button>Recount</button></form>\n',
            }
        ),
    ),
)
