"""Changes that other systems make are limited by nothing in the code.

## What it finds

Mutations of owner `system` or `shared` without a rate limit (a limiter's decorator or defaults, a throttle class,
dependency or middleware), told once for each application, with their count. Webhooks and protocol steps are left out:
their senders set the pace.

## Why it matters

A boundary meets clients with bugs, retries without pause and guessed credentials. A limit answers 429 and keeps one
client from taking the service from all others.

## When to keep it

Keep it where a gateway or reverse proxy limits requests: suppress it with that reason.

## How to change it

Set a default limit for the boundary and stricter ones where credentials are checked.

### Flask

```python
limiter = Limiter(get_remote_address, app=app)                                   # before: Flask-Limiter, no default
limiter = Limiter(get_remote_address, app=app, default_limits=["100/minute"])    # after
```

### Django

```python
def create_order(request): ...                               # before

@ratelimit(key="user_or_ip", rate="100/m")                   # after: django-ratelimit
def create_order(request): ...
```

### Django REST framework

```python
REST_FRAMEWORK = {}                                          # before

REST_FRAMEWORK = {                                           # after
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "100/min"},
}
```

### FastAPI

```python
@app.post("/orders")                                                              # before
@app.post("/orders", dependencies=[Depends(RateLimiter(times=100, minutes=1))])   # after: fastapi-limiter; or slowapi
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import SAFE_METHODS, faces_systems, has
from scanner.rules.remedy import Remedy
from scanner.rules.shortfall import shortfalls
from scanner.rules.subject import Subject

HELP = Remedy(
    general="set a default limit for the boundary; suppress this if a gateway limits requests",
    flask="set Limiter(default_limits=[…]) (Flask-Limiter); suppress this if a gateway limits requests",
    django="add @ratelimit (django-ratelimit); suppress this if a gateway limits requests",
    drf="set DEFAULT_THROTTLE_CLASSES and DEFAULT_THROTTLE_RATES; suppress this if a gateway limits requests",
    fastapi="depend on a limiter (slowapi, fastapi-limiter); suppress this if a gateway limits requests",
)
NO_LIMITER = 0.6
"""Without any limiter in the code, a gateway may well do it."""
SOME_LIMITED = 0.85


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per application with unlimited changes."""
    for shortfall in shortfalls(subject, _outside_change, lambda audited: not _throttled(audited)):
        known = any(_throttled(audited) for audited in subject.by_application[shortfall.application])
        yield shortfall.advice(
            "throttling",
            f"no rate limit on {shortfall.share('change')} open to other systems ({shortfall.names})",
            HELP.at(shortfall.first),
            SOME_LIMITED if known else NO_LIMITER,
        )


def _outside_change(audited: AuditedOperation) -> bool:
    operation = audited.operation
    return (
        faces_systems(audited)
        and audited.verdict.mutates
        and audited.verdict.shape not in (Shape.WEBHOOK, Shape.PROTOCOL)
        and operation.method not in SAFE_METHODS
        and operation.mounted
        and not operation.inherited
    )


def _throttled(audited: AuditedOperation) -> bool:
    return bool(audited.operation.declared.throttled) or has(audited, EffectKind.THROTTLES)


APP = """\
from flask import Flask, jsonify, request
from flask_httpauth import HTTPTokenAuth
from flask_limiter import Limiter
from models import Order, db

app = Flask(__name__)
auth = HTTPTokenAuth()
limiter = Limiter(app)

@app.post("/api/v1/orders")
{limit}@auth.login_required
def create_order():
    db.session.add(Order(sku=request.get_json()["sku"]))
    db.session.commit()
    return jsonify(ok=True), 201
"""
README = """\
# API

```sh
curl -X POST -H "Authorization: Bearer $TOKEN" -d '{"sku": "A1"}' https://shop.example.com/api/v1/orders
```
"""

RULE = Rule(
    code="CS206",
    name="unthrottled-boundary",
    severity=Severity.LOW,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP.format(limit=""), "README.md": README}, reports=("POST /api/v1/orders",)),
        Example(files={"app.py": APP.format(limit='@limiter.limit("10/minute")\n'), "README.md": README}),
    ),
)
