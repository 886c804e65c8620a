"""Operations for other systems leave their contract to be read out of the code.

## What it finds

JSON operations of owner `system` or `shared` that state neither what they take nor what they answer: no response model,
no serializer or schema on the way, no schema decorator, no OpenAPI text in a docstring, no status code in an answer,
and no OpenAPI document in the repository that describes them. Told once for each application, with the count.

## Why it matters

A client then depends on whatever the handler happens to return: renaming a column breaks it, an added field may leak,
and errors come in as many shapes as there are handlers. A stated schema makes changes visible in review and lets tools
check and document them.

## When to keep it

Keep it while the only client is released together with the server, or where the body is another system's document that
is passed through.

## How to change it

Name the response once, and answer errors in one shape (RFC 9457, `application/problem+json`, is one that clients know).

### Flask

```python
return jsonify(id=order.id, sku=order.sku)                   # before

@blp.response(200, OrderSchema)                              # after: flask-smorest, or APIFlask's @app.output
def show_order(id): ...
```

### Django

```python
return JsonResponse({"id": order.pk})                        # before

@api.get("/orders/{id}", response=OrderOut)                  # after: Django Ninja
def show_order(request, id: int): ...
```

### Django REST framework

```python
return Response({"id": order.pk})                            # before
return Response(OrderSerializer(order).data)                 # after, with @extend_schema(responses=OrderSerializer)
```

### FastAPI

```python
@app.get("/orders/{id}")                                     # before: a dict
@app.get("/orders/{id}", response_model=OrderOut, responses={404: {"model": Problem}})       # after
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Shape
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.rules.answers import stated_statuses
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import effects_of, has
from scanner.rules.described import states_answers
from scanner.rules.remedy import Remedy
from scanner.rules.shortfall import offered, shortfalls
from scanner.rules.subject import Subject

HELP = Remedy(
    general="state what each operation answers, and one shape for errors",
    flask="describe answers with flask-smorest, APIFlask or an OpenAPI document, and errors in one errorhandler",
    django="describe answers with DRF serializers, Ninja schemas or an OpenAPI document",
    drf="answer serializers, and describe plain answers with @extend_schema(responses=…)",
    fastapi="declare response_model and the error responses",
)
SURE = 0.75
_DOCUMENTS = (".yaml", ".yml", ".json")
_DESCRIBES = re.compile(r"/(swagger|openapi|api-?docs?|apispec|schema)(\.json|\.ya?ml)?/?$")
"""Addresses of the description itself: OpenAPI states its shape."""


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per application with unstated contracts."""
    for shortfall in shortfalls(subject, lambda one: offered(one, Shape.JSON_API), lambda one: _unstated(subject, one)):
        yield shortfall.advice(
            "contract",
            f"no schema and no status on {shortfall.share('JSON operation')} for other systems ({shortfall.names})",
            HELP.at(shortfall.first),
            SURE,
        )


def _unstated(subject: Subject, audited: AuditedOperation) -> bool:
    declared = audited.operation.declared
    if _DESCRIBES.search(audited.operation.path.text):
        return False
    if declared.response or declared.body or declared.status or has(audited, EffectKind.VALIDATES):
        return False
    if states_answers(subject, audited):
        return False
    own = (subject.scope_at(effect.location) for effect in effects_of(audited, EffectKind.ANSWERS_JSON))
    if any(True for scope in own if scope is not None for _ in stated_statuses(scope)):
        return False
    return not any(
        link.site.kind is CallKind.DOCS and link.site.location.file.endswith(_DOCUMENTS) for link in audited.links
    )


APP = """\
from fastapi import Depends, FastAPI
from fastapi.security import HTTPBearer
from pydantic import BaseModel

app = FastAPI()
bearer = HTTPBearer()

class Order(BaseModel):
    sku: str

@app.get("/api/v1/orders"{model})
def orders(token=Depends(bearer)):
    return []
"""
README = """\
# API

```sh
curl -H "Authorization: Bearer $TOKEN" https://shop.example.com/api/v1/orders
```
"""

RULE = Rule(
    code="CS205",
    name="implicit-contract",
    severity=Severity.LOW,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP.format(model=""), "README.md": README}, reports=("GET /api/v1/orders",)),
        Example(files={"app.py": APP.format(model=", response_model=list[Order]"), "README.md": README}),
    ),
)
