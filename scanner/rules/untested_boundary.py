"""No test holds an operation for other systems to its protocol.

## What it finds

Operations of owner `system` or `shared` that no test requests, or whose tests look at nothing of the answer: neither
status, nor headers, nor payload. Tests of a handler at another of its addresses count. Told once for each
application, with the count.

## Why it matters

Own pages fail before your eyes; an outside client fails at a customer's. Status codes, headers and payload are the
contract of a boundary, and only a test through HTTP holds them: a unit test of the function behind it does not.

## When to keep it

Keep it where contract tests live in another repository: suppress it with that reason.

## How to change it

Request it through the framework's test client, once well and once badly, and assert status and payload.

### Flask

```python
def test_place_order():                    # before: the function behind it
    assert place_order("A1").sku == "A1"

def test_create_order(client):             # after: the protocol too
    response = client.post("/api/v1/orders", json={"sku": "A1"}, headers=TOKEN)
    assert response.status_code == 201
    assert response.json["sku"] == "A1"
```

### Django

```python
def test_create_order(client):             # before: nothing of the answer is looked at
    client.post("/api/v1/orders", {"sku": "A1"}, content_type="application/json")

def test_create_order(client):             # after
    response = client.post("/api/v1/orders", {"sku": "A1"}, content_type="application/json")
    assert response.status_code == 201
```

### Django REST framework

```python
def test_serializer():                     # before: no request is made
    assert not OrderSerializer(data={}).is_valid()

def test_create_order(api_client):         # after
    response = api_client.post("/api/v1/orders", {}, format="json")
    assert response.status_code == 400
    assert "sku" in response.data
```

### FastAPI

```python
def test_order():                          # before: the model alone
    Order(sku="A1")

def test_create_order():                   # after
    response = TestClient(app).post("/api/v1/orders", json={})
    assert response.status_code == 422
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.evidence import Shape
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.remedy import Remedy
from scanner.rules.shortfall import offered, shortfalls
from scanner.rules.subject import Subject

HELP = Remedy(
    general="request each through the test client and assert status and payload",
    flask="request each through app.test_client() and assert status_code and json",
    django="request each through django.test.Client and assert status_code and json()",
    drf="request each through APIClient and assert status_code and data",
    fastapi="request each through TestClient and assert status_code and json()",
)
SHAPES = (Shape.JSON_API, Shape.WEBHOOK, Shape.FEED, Shape.STREAM)
SURE = 0.8


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per application with boundary operations that no test asserts.

    Where no test is seen to assert anything at all, the assertions are out of sight, and requesting is enough.
    """
    read = any(_asserted(audited) for audited in subject.operations)

    def untested(audited: AuditedOperation) -> bool:
        return not any(_asserted(one) if read else one.tested for one in _at_any_address(subject, audited))

    for shortfall in shortfalls(subject, lambda one: offered(one, *SHAPES), untested):
        unread = sum(1 for audited in shortfall.lacking if audited.tested)
        also = f"; tests request {unread} of them and assert nothing of the answer" if unread else ""
        yield shortfall.advice(
            "tests",
            f"no test of the protocol of {shortfall.share('operation')} for other systems ({shortfall.names}){also}",
            HELP.at(shortfall.first),
            SURE,
        )


def _at_any_address(subject: Subject, audited: AuditedOperation) -> Iterator[AuditedOperation]:
    """The operation, and those of the same method that run the same code at another address."""
    yield audited
    operation = audited.operation
    for one in subject.siblings(audited) if operation.handler.runs else ():
        if one.operation.method == operation.method and one.operation.handler.runs == operation.handler.runs:
            yield one


def _asserted(audited: AuditedOperation) -> bool:
    return any(link.site.kind is CallKind.TEST and link.site.asserts for link in audited.links)


APP = """\
from flask import Flask, jsonify
from flask_httpauth import HTTPTokenAuth

app = Flask(__name__)
auth = HTTPTokenAuth()

@app.get("/api/v1/orders")
@auth.login_required
def orders():
    return jsonify([])
"""
README = """\
# API

```sh
curl -H "Authorization: Bearer $TOKEN" https://shop.example.com/api/v1/orders
```
"""
TEST = """\
from app import app

def test_orders():
    response = app.test_client().get("/api/v1/orders")
    assert response.status_code == 401
"""

RULE = Rule(
    code="CS209",
    name="untested-boundary",
    severity=Severity.LOW,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP, "README.md": README}, reports=("GET /api/v1/orders",)),
        Example(files={"app.py": APP, "README.md": README, "tests/test_orders.py": TEST}),
    ),
)
