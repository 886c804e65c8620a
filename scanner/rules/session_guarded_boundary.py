"""Programs are offered an operation that only a browser's session can open.

## What it finds

A `system` or `shared` operation (JSON, a feed, a file, a stream) whose only authentication is a login session: a
`login_required` guard or one of the project that can refuse, and no token, signature or basic credentials beside it.
Interactive protocol steps (OAuth consent, SAML) and pages are left out: there a session is the point.

## Why it matters

A program has no browser and no login form. It must post a person's password and carry a cookie, it receives a redirect
to an HTML login page where it expects 401, and it cannot be given its own, limited, revocable right. Cookie
authentication also drags CSRF rules into a place where a token needs none.

## When to keep it

Keep it where the "program" is this project's own interface after all: then the operation is not a boundary, and
`# callside: owner=ui, reason="…"` beside the route says so.

## How to change it

Accept a credential made for programs, and answer 401 with `WWW-Authenticate` when it is missing.

### Flask

```python
@login_required                            # before

@token_auth.login_required                 # after: Flask-HTTPAuth, or a request_loader that reads Authorization
```

### Django

```python
@login_required                            # before

@require_bearer_token                      # after: a decorator that answers 401, or move the view to DRF
```

### Django REST framework

```python
authentication_classes = [SessionAuthentication]                         # before
authentication_classes = [TokenAuthentication, SessionAuthentication]    # after: the first one decides 401 or 403
```

### FastAPI

```python
user: Annotated[User, Depends(user_from_cookie)]                         # before
user: Annotated[User, Security(user_from_bearer, scopes=["orders"])]     # after: HTTPBearer or OAuth2PasswordBearer
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
from scanner.rules.boundary import (
    CREDENTIALS,
    effect_places,
    effects_of,
    evidence_for,
    faces_systems,
    has,
    secret_in_address,
)
from scanner.rules.callers import PROGRAMS, caller_places, callers_of
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

SHAPES = frozenset({Shape.JSON_API, Shape.FEED, Shape.FILE, Shape.STREAM, Shape.WEBHOOK})
HELP = Remedy(
    general="accept a token made for programs and answer 401 without one",
    flask="accept a token (Flask-HTTPAuth, or Flask-Login's request_loader) and answer 401 without one",
    django="accept a token in the Authorization header and answer 401 without one",
    drf="put TokenAuthentication (or JWT) first in authentication_classes",
    fastapi="depend on HTTPBearer, APIKeyHeader or OAuth2PasswordBearer instead of the cookie",
)
LOGIN = 0.9
"""A login guard may accept tokens through a user loader that static reading does not see."""


def check(subject: Subject) -> Iterator[Advice]:
    """System-facing operations with a session check and no credential for programs."""
    for audited in subject.operations:
        operation = audited.operation
        if not faces_systems(audited) or audited.verdict.shape not in SHAPES or secret_in_address(operation):
            continue
        guards = effects_of(audited, EffectKind.REQUIRES_LOGIN)
        if not guards or has(audited, *CREDENTIALS):
            continue
        programs = callers_of(audited, PROGRAMS)
        yield Advice(
            confidence=audited.verdict.confidence * LOGIN,
            message=(
                f"{operation} is offered to programs, but only a login session opens it "
                f"({listed(guard.detail or guard.kind.value for guard in guards)})"
            ),
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, Side.SYSTEM),
            related=effect_places(guards, "asks for a session") + caller_places(programs),
        )


APP = """\
from flask import Flask, jsonify
from flask_login import login_required
{imports}
app = Flask(__name__)

@app.get("/api/v1/orders")
@{guard}
def orders():
    return jsonify([order.as_dict() for order in Order.query])
"""
README = """\
# Partner API

Fetch your orders:

```sh
curl https://shop.example.com/api/v1/orders
```
"""
TOKEN = """\
from flask_httpauth import HTTPTokenAuth
auth = HTTPTokenAuth()
"""

RULE = Rule(
    code="CS201",
    name="session-guarded-boundary",
    severity=Severity.MEDIUM,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(imports="", guard="login_required"), "README.md": README},
            reports=("GET /api/v1/orders",),
        ),
        Example(files={"app.py": APP.format(imports=TOKEN, guard="auth.login_required"), "README.md": README}),
    ),
)
