"""Anyone may make this change: no authentication of any kind stands before it.

## What it finds

An operation of owner `system` or `shared` that changes state while nothing on its way asks who is calling: no session,
token, key, signature, permission, nor any guard that callside could not read. It speaks only in applications where
other changes are guarded, and it leaves out webhooks (CS202), sign-in and registration, protocol steps, and addresses
that hold a secret.

## Why it matters

Whoever finds the address can write. Documentation and generated schemas publish exactly these addresses.

## When to keep it

Keep it where the change is meant for the public (a contact form's API, anonymous telemetry) and limited in rate and
size; or where a gateway authenticates: suppress it with that reason.

## How to change it

Guard the router and not each handler, so that a new operation is guarded from its first day.

### Flask

```python
@api.post("/orders")                       # before: each handler must remember
def create_order(): ...

@api.before_request                        # after
@auth.login_required                       # Flask-HTTPAuth
def guard(): ...
```

### Django

```python
def create_order(request): ...             # before

@require_bearer_token                      # after
def create_order(request): ...
```

### Django REST framework

```python
permission_classes = [AllowAny]            # before

REST_FRAMEWORK = {                         # after
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
}
```

### FastAPI

```python
router = APIRouter(prefix="/api/v1")                                                  # before
router = APIRouter(prefix="/api/v1", dependencies=[Security(user_from_bearer)])       # after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape, Side
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import (
    AUTHENTICATION,
    SAFE_METHODS,
    effect_places,
    effects_of,
    evidence_for,
    faces_systems,
    has,
    is_entry,
    secret_in_address,
)
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="ask for a credential before the change, on the router as a whole",
    flask="guard the blueprint with a before_request that checks a token",
    django="put a token check before the view, or move it to DRF with default permissions",
    drf="set DEFAULT_AUTHENTICATION_CLASSES and DEFAULT_PERMISSION_CLASSES, or both on the view",
    fastapi="give the router dependencies=[Security(…)]",
)
SHAPES = frozenset({Shape.JSON_API, Shape.FILE, Shape.STREAM, Shape.OTHER, Shape.FORM_ACTION})
SURE = 0.85
"""A middleware or gateway may guard what the handler does not."""


def check(subject: Subject) -> Iterator[Advice]:
    """Unguarded changes in applications that guard others."""
    for operations in subject.by_application.values():
        changes = [audited for audited in operations if _change(audited)]
        guarded = sum(1 for audited in changes if _guarded(audited))
        if not guarded:
            continue
        for audited in changes:
            if _open(audited):
                yield _advice(audited, guarded, len(changes))


def _change(audited: AuditedOperation) -> bool:
    operation = audited.operation
    return audited.verdict.mutates and operation.method not in SAFE_METHODS and not operation.inherited


def _guarded(audited: AuditedOperation) -> bool:
    return has(audited, *AUTHENTICATION) or bool(audited.operation.declared.guards)


def _open(audited: AuditedOperation) -> bool:
    operation = audited.operation
    if _guarded(audited) or not faces_systems(audited) or audited.verdict.shape not in SHAPES:
        return False
    return not secret_in_address(operation) and not is_entry(audited)


def _advice(audited: AuditedOperation, guarded: int, changes: int) -> Advice:
    operation = audited.operation
    return Advice(
        confidence=audited.verdict.confidence * SURE,
        message=(
            f"{operation} changes state for whoever calls it; "
            f"{guarded} of {changes} changes in this application ask who is calling"
        ),
        help=HELP.at(operation),
        location=handler_place(operation),
        operation=operation.id,
        evidence=evidence_for(audited, Side.SYSTEM),
        related=effect_places(effects_of(audited, EffectKind.MUTATES), "changes state"),
    )


APP = """\
from flask import Flask, jsonify, request
from flask_httpauth import HTTPTokenAuth
from models import Order, db

app = Flask(__name__)
auth = HTTPTokenAuth()

@app.post("/api/v1/orders")
@auth.login_required
def create_order():
    db.session.add(Order(sku=request.get_json()["sku"]))
    db.session.commit()
    return jsonify(ok=True), 201

@app.delete("/api/v1/orders/<int:id>")
{guard}def delete_order(id):
    db.session.delete(Order.query.get(id))
    db.session.commit()
    return jsonify(ok=True)
"""
README = """\
# API

```sh
curl -X POST -H "Authorization: Bearer $TOKEN" -d '{"sku": "A1"}' https://shop.example.com/api/v1/orders
curl -X DELETE https://shop.example.com/api/v1/orders/3
```
"""

RULE = Rule(
    code="CS502",
    name="open-mutation",
    severity=Severity.HIGH,
    theme=Theme.SAFETY,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(guard=""), "README.md": README},
            reports=("DELETE /api/v1/orders/{id}",),
        ),
        Example(files={"app.py": APP.format(guard="@auth.login_required\n"), "README.md": README}),
    ),
)
