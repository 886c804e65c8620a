"""A webhook believes whoever posts to it.

## What it finds

An operation in the shape of a webhook that takes a posted body and whose code, helpers included, verifies no
signature, token, basic credentials or session, and whose address holds no secret part. A value in the body that this
project signed itself counts as a check; what a library supplies is not read and left out.

## Why it matters

The address of a webhook is no secret: it stands in dashboards, logs and repositories. Anyone who knows it can report a
payment that never happened. The sender nearly always signs; reading the signature is a few lines.

## When to keep it

Keep it where a gateway in front verifies the sender (mutual TLS, an allow-list of addresses), or where the body is only
a hint and the handler asks the sender's API for the truth. Say so in a suppression with its reason.

## How to change it

Compute the HMAC over the raw body, compare it in constant time before reading anything, and answer 401 or 403.

### Flask

```python
@app.post("/hooks/payments")               # before
def payments():
    store(request.get_json())

@app.post("/hooks/payments")               # after
def payments():
    expected = hmac.new(SECRET, request.get_data(), "sha256").hexdigest()
    if not hmac.compare_digest(request.headers.get("X-Signature", ""), expected):
        abort(401)
    store(request.get_json())
```

### Django

```python
@csrf_exempt                               # before
def payments(request):
    store(json.loads(request.body))

@csrf_exempt                               # after
def payments(request):
    expected = hmac.new(SECRET, request.body, "sha256").hexdigest()
    if not hmac.compare_digest(request.headers.get("X-Signature", ""), expected):
        return HttpResponse(status=401)
    store(json.loads(request.body))
```

### Django REST framework

```python
permission_classes = [AllowAny]            # before

class SignedBySender(BasePermission):      # after: permission_classes = [SignedBySender]
    def has_permission(self, request, view):
        return hmac.compare_digest(request.headers.get("X-Signature", ""), sign(request.body))
```

### FastAPI

```python
@app.post("/hooks/payments")                                      # before

async def signed(request: Request, x_signature: Annotated[str, Header()]) -> None:
    if not hmac.compare_digest(x_signature, sign(await request.body())):
        raise HTTPException(401)

@app.post("/hooks/payments", dependencies=[Depends(signed)])      # after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape, Side
from scanner.concepts.finding import Severity
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import (
    AUTHENTICATION,
    SAFE_METHODS,
    effect_places,
    effects_of,
    evidence_for,
    has,
    secret_in_address,
)
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="verify the sender's signature over the raw body with hmac.compare_digest before reading it",
    flask="compare an HMAC of request.get_data() with the signature header (hmac.compare_digest), else abort(401)",
    django="compare an HMAC of request.body with the signature header (hmac.compare_digest), else answer 401",
    drf="put the signature check in a permission class that reads request.body",
    fastapi="put the signature check in a dependency that reads await request.body()",
)
HARMLESS = 0.7
"""A hook that changes nothing that we can see may only wake the program up."""


def check(subject: Subject) -> Iterator[Advice]:
    """Posted webhooks without any check of the sender."""
    for audited in subject.operations:
        operation = audited.operation
        if audited.verdict.shape is not Shape.WEBHOOK or operation.method in SAFE_METHODS:
            continue
        if has(audited, *AUTHENTICATION, EffectKind.CHECKS_OWN_SIGNATURE) or secret_in_address(operation):
            continue
        if not operation.handler.file:
            continue  # a library's code is not read
        changes = effects_of(audited, EffectKind.MUTATES)
        body = effects_of(audited, EffectKind.READS_RAW, EffectKind.READS_JSON, EffectKind.READS_FORM)
        yield Advice(
            confidence=audited.verdict.confidence * (1.0 if changes else HARMLESS),
            message=f"{operation} takes what any sender posts: no signature, token or secret address is checked",
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, Side.SYSTEM),
            related=effect_places(body, "reads the body") + effect_places(changes, "acts on it"),
        )


APP = """\
import hashlib, hmac
from flask import Flask, abort, request
from models import Payment, db

app = Flask(__name__)

@app.post("/webhooks/payments")
def payment_webhook():
    {check}
    event = request.get_json()
    db.session.add(Payment(reference=event["id"], amount=event["amount"]))
    db.session.commit()
    return "", 204
"""
SIGNATURE = """\
expected = hmac.new(b"key", request.get_data(), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(request.headers.get("X-Signature", ""), expected):
        abort(401)"""

RULE = Rule(
    code="CS202",
    name="unsigned-webhook",
    severity=Severity.HIGH,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP.format(check="pass")}, reports=("POST /webhooks/payments",)),
        Example(files={"app.py": APP.format(check=SIGNATURE)}),
    ),
)
