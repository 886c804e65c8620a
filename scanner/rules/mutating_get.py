"""A GET request changes state.

## What it finds

A GET operation whose code, helpers included, changes stored state: it adds, saves, deletes or commits, within two calls
of the handler. Steps where the protocol or habit expects it are left out: login, logout and callbacks, links with a
secret in the address (confirm this mail address, ping this check), change that hides behind another method, and
temporary files, messages to a queue, and a change that four or more GET handlers share.

## Why it matters

GET is promised to be safe. Browsers prefetch it, mail scanners and crawlers follow it, caches answer it, and a foreign
page can trigger it with an image tag, because CSRF protection lets GET through. Programs retry it at will.

## When to keep it

Keep it where the change is bookkeeping that no one would miss or repeat (last seen, a counter, a cache), or where a
published protocol fixes the verb.

## How to change it

Take POST (DELETE or PUT in an API), and let the link become a small form or button.

### Flask

```python
@app.get("/items/<int:id>/delete")         # before
@app.post("/items/<int:id>/delete")        # after, with <form method="post"> and the CSRF token
```

### Django

```python
def delete(request, pk): ...               # before: any method

@require_POST
def delete(request, pk): ...               # after, or DeleteView, which asks on GET and deletes on POST
```

### Django REST framework

```python
@action(detail=True)                       # before: GET by default
@action(detail=True, methods=["post"])     # after
```

### FastAPI

```python
@router.get("/sync")                       # before
@router.post("/sync", status_code=202)     # after
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Side
from scanner.concepts.finding import Severity
from scanner.concepts.location import Location
from scanner.concepts.operation import Operation
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import (
    CREDENTIALS,
    SAFE_METHODS,
    effect_places,
    effects_of,
    evidence_for,
    has,
    secret_in_address,
)
from scanner.rules.callers import PEOPLE, PROGRAMS, caller_places, callers_of
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="take POST instead, and make the link a form",
    flask="register it with methods=['POST'] and make the link a form with the CSRF token",
    django="add @require_POST and make the link a form with {% csrf_token %}",
    drf="give it methods=['post'] (or DELETE) in @action or @api_view",
    fastapi="register it with .post(…) or .delete(…)",
)
API_HELP = Remedy(
    general="take POST instead (DELETE where it removes something), and tell its clients",
    flask="register it with methods=['POST'] (DELETE where it removes something), and tell its clients",
    django="add @require_POST (DELETE where it removes something), and tell its clients",
    drf="give it methods=['post'] (or DELETE) in @action or @api_view, and tell its clients",
    fastapi="register it with .post(…) or .delete(…), and tell its clients",
)
"""Where programs ask with a token: no page's link is to become a form, and no CSRF token stands guard."""
_REMOVES = re.compile(r"(?i)delet|remov|drop|truncat|purge|destroy|unlink")
MAKES_ONLY = 0.95
UPDATES_ONLY = 0.75
"""A commit or save alone, without anything created or deleted, is often a time stamp or a counter."""
_MAKES = re.compile(r"(?i)add|creat|delet|remov|insert|drop|truncat|bulk|execute|purge|destroy")
_ASIDE = re.compile(
    r"(?i)mkdir|makedirs|unlink|rmtree|rmdir|touch|mkdtemp|write_(text|bytes)$|os\.(remove|replace|rename)"
    r"|\.delay$|apply_async|send_task|enqueue"
)
"""Temporary files, folders made on demand, and messages to a queue, which are mostly events for a log."""
COMMON = 4
"""A change that so many GET handlers share is infrastructure: an audit trail, a session's renewal."""
EXPECTED = frozenset(
    {"login", "logout", "signin", "signout", "sso", "oauth", "oidc", "saml", "acs", "slo", "callback", "authorize"}
    | {"authorized", "confirm", "confirmation", "verify", "verification", "activate", "activation", "unsubscribe"}
    | {"install", "setup"}
)
"""Words of addresses and handlers whose GET is expected to change state: a person follows a link to do it."""
DEPTH = 2
CONFIDENCE = (0.9, 0.75, 0.55)
"""By depth: the further down a change happens, the likelier it is bookkeeping or another caller's branch."""


def check(subject: Subject) -> Iterator[Advice]:
    """GET operations that mutate near their handler."""
    common = _common(subject)
    for audited in subject.operations:
        operation = audited.operation
        if operation.method != "GET" or not audited.verdict.mutates:
            continue
        if secret_in_address(operation) or EXPECTED & _words(operation):
            continue
        changes = tuple(one for one in _own_changes(subject, audited) if one.location not in common)
        if not changes:
            continue
        callers = callers_of(audited, PEOPLE | PROGRAMS)
        nearest = changes[0].depth
        # what is lost for good is told first
        changes = tuple(sorted(changes, key=lambda change: _REMOVES.search(change.detail) is None))
        programs = has(audited, *CREDENTIALS) and not callers_of(audited, PEOPLE)
        yield Advice(
            confidence=CONFIDENCE[nearest] * _sureness(changes),
            message=f"{operation} changes state under GET ({listed(c.detail or 'a write' for c in changes)})",
            help=(API_HELP if programs else HELP).at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, Side.UI, Side.SYSTEM),
            related=effect_places(changes, "changes state") + caller_places(callers),
        )


def _sureness(changes: tuple[Effect, ...]) -> float:
    """A removal surest: it is nobody's bookkeeping. A commit or save alone often is."""
    if _REMOVES.search(changes[0].detail):
        return 1.0
    return MAKES_ONLY if any(_MAKES.search(change.detail) for change in changes) else UPDATES_ONLY


def _common(subject: Subject) -> frozenset[Location]:
    """Places of change that many GET handlers reach."""
    handlers: dict[Location, set[str]] = {}
    for audited in subject.operations:
        if audited.operation.method == "GET":
            for effect in effects_of(audited, EffectKind.MUTATES):
                handlers.setdefault(effect.location, set()).add(audited.operation.handler.name)
    return frozenset(place for place, names in handlers.items() if len(names) >= COMMON)


def _own_changes(subject: Subject, audited: AuditedOperation) -> tuple[Effect, ...]:
    """Changes within reach that are not another method's: code that several methods run may change under POST only."""
    changes = effects_of(audited, EffectKind.MUTATES, EffectKind.SENDS_MAIL)
    near = tuple(effect for effect in changes if effect.depth <= DEPTH and not _ASIDE.search(effect.detail))
    runs = audited.operation.handler.runs
    together = any(
        other.operation.method not in SAFE_METHODS and other.operation.handler.runs == runs
        for other in subject.siblings(audited)
    )
    if together or effects_of(audited, EffectKind.CHECKS_METHOD):
        return tuple(effect for effect in near if effect.method == "GET")
    return near


def _words(operation: Operation) -> set[str]:
    return set(re.split(r"[^a-z]+", f"{operation.path} {operation.handler.name.rpartition('.')[2]}".lower()))


APP = """\
from flask import Flask, redirect, url_for
from flask_login import login_required
from models import Item, db

app = Flask(__name__)

@app.get("/items")
@login_required
def items():
    return '<a href="/items/1/delete">Delete</a>'

@app.{verb}("/items/<int:id>/delete")
@login_required
def delete_item(id):
    db.session.delete(Item.query.get(id))
    db.session.commit()
    return redirect(url_for("items"), 303)
"""

RULE = Rule(
    code="CS208",
    name="mutating-get",
    severity=Severity.MEDIUM,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP.format(verb="get")}, reports=("GET /items/{id}/delete",)),
        Example(files={"app.py": APP.format(verb="post")}),
    ),
)
