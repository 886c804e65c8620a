"""Operations for other systems are described nowhere in the repository.

## What it finds

JSON operations and streams of owner `system` or `shared` that no documentation, example request or OpenAPI
document names and that no generated schema lists. Webhooks, probes, feeds and protocol endpoints are left out: their
senders document them, or pages point to them. Told once for each application, with the count.

## Why it matters

A client cannot use what it does not know, or it learns the contract from your code and depends on accidents. What is
not written down is also what is removed by mistake.

## When to keep it

Keep it where the documentation lives elsewhere: suppress it with the link as its reason.

## How to change it

One request that can be run, with its answer, is enough to begin with; a schema generated from the code stays true.

### Flask

```python
api = flask.Blueprint("orders", __name__)            # before
api = flask_smorest.Blueprint("orders", __name__)    # after: Api(app) publishes openapi.json from the code
```

### Django

```python
path("orders/", orders)                              # before: a plain view
api.add_router("/orders", orders)                    # after: Django Ninja publishes openapi.json and a page
```

### Django REST framework

```python
urlpatterns = [path("api/", include(router.urls))]   # before

urlpatterns += [path("schema/", SpectacularAPIView.as_view())]     # after: drf-spectacular
```

### FastAPI

```python
@app.get("/orders", include_in_schema=False)       # before
@app.get("/orders", summary="List your orders")    # after
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
from scanner.rules.described import is_published
from scanner.rules.remedy import Remedy
from scanner.rules.shortfall import offered, shortfalls
from scanner.rules.subject import Subject

HELP = Remedy(
    general="write down one request that can be run for each, or publish a generated schema",
    flask="publish a schema with flask-smorest or APIFlask, or write down one curl request for each",
    drf="publish a schema with drf-spectacular",
    fastapi="leave them in the schema (include_in_schema) and give them a summary",
)
SHAPES = (Shape.JSON_API, Shape.STREAM)
SURE = 0.75


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per application with undescribed boundary operations."""
    for shortfall in shortfalls(subject, lambda one: offered(one, *SHAPES), lambda one: not _described(subject, one)):
        yield shortfall.advice(
            "documentation",
            f"no description anywhere of {shortfall.share('operation')} for other systems ({shortfall.names})",
            HELP.at(shortfall.first),
            SURE,
        )


def _described(subject: Subject, audited: AuditedOperation) -> bool:
    """By a document, or by a schema that the framework or a schema library publishes unless it is told not to."""
    documented = any(link.site.kind is CallKind.DOCS for link in audited.links)
    return documented or is_published(subject, audited)


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

RULE = Rule(
    code="CS210",
    name="undocumented-boundary",
    severity=Severity.LOW,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP}, reports=("GET /api/v1/orders",)),
        Example(files={"app.py": APP, "README.md": README}),
    ),
)
