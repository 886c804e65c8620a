"""The public OpenAPI schema lists operations that serve this project's own pages alone.

## What it finds

Operations that are in the schema although they are owned by the interface: pages, fragments and form actions, or JSON
that only server-rendered pages request; in an application whose schema other systems read, because it also lists
operations of theirs. Told once for each application, with both counts.

## Why it matters

The schema is a promise. Clients generate code from it and call whatever it lists; an internal operation then cannot
change with its page any more. It also tells an attacker where the administration is.

## When to keep it

Keep it where the schema is internal as a whole, or where the front end's client is generated from it.

## How to change it

Leave internal routers out of the schema.

### Flask

```python
blp = flask_smorest.Blueprint("pages", __name__)                     # before: published by api.register_blueprint
blp = flask.Blueprint("pages", __name__)                             # after: registered on the application
```

### Django

```python
@api.get("/page")                                                    # before: Django Ninja
@api.get("/page", include_in_schema=False)                           # after
```

### Django REST framework

```python
class Widgets(APIView):                                              # before
    ...

class Widgets(APIView):                                              # after; or @extend_schema(exclude=True)
    schema = None
```

### FastAPI

```python
router = APIRouter(prefix="/admin")                                  # before
router = APIRouter(prefix="/admin", include_in_schema=False)         # after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.evidence import Owner, Shape
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import count, listed
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import SAFE_METHODS, faces_systems
from scanner.rules.callers import PEOPLE, SCRIPTED, callers_of
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place, operation_places

HELP = Remedy(
    general="leave them out of the schema",
    flask="register them on the application instead of the documented API",
    drf="set schema = None on the views",
    fastapi="give their router include_in_schema=False",
)
SURE = 0.8
"""Whether the schema is meant for the public is for a person to know."""
FOR_PEOPLE = frozenset({Shape.PAGE, Shape.FRAGMENT, Shape.FORM_ACTION})


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per application with internal operations in a schema that systems read."""
    for application, operations in subject.by_application.items():
        published = [audited for audited in operations if audited.operation.declared.in_schema]
        offered = sum(1 for audited in published if faces_systems(audited))
        internal = [audited for audited in published if _internal(audited)]
        if not offered or not internal:
            continue
        first = internal[0].operation
        yield Advice(
            confidence=sum(audited.verdict.confidence for audited in internal) / len(internal) * SURE,
            message=(
                f"{count(len(internal), 'operation')} for this project's own pages in the OpenAPI schema, beside "
                f"{offered} for other systems ({listed(str(audited.operation) for audited in internal)})"
            ),
            help=HELP.at(first),
            location=handler_place(first),
            operation=first.id,
            subject=f"schema of {application}",
            related=operation_places(internal[1:]),
        )


def _internal(audited: AuditedOperation) -> bool:
    if audited.verdict.owner is not Owner.UI:
        return False
    if audited.operation.method not in SAFE_METHODS and not callers_of(audited, PEOPLE):
        return False
    requests = callers_of(audited, SCRIPTED)
    paged = bool(requests) and all(link.site.server_rendered for link in requests)
    return audited.verdict.shape in FOR_PEOPLE or (audited.verdict.shape is Shape.JSON_API and paged)


APP = """\
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.security import HTTPBearer
from fastapi.templating import Jinja2Templates

app = FastAPI()
templates = Jinja2Templates("templates")
bearer = HTTPBearer()

@app.get("/api/v1/orders")
def orders(token=Depends(bearer)) -> list[str]:
    return []

@app.get("/settings", response_class=HTMLResponse{hidden})
def settings(request: Request):
    return templates.TemplateResponse(request, "settings.html")
"""
PAGE = '<a href="/settings">Settings</a>\n'
README = """\
# API

```sh
curl -H "Authorization: Bearer $TOKEN" https://shop.example.com/api/v1/orders
```
"""

RULE = Rule(
    code="CS105",
    name="published-internal-operation",
    severity=Severity.LOW,
    theme=Theme.LIGHTER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(hidden=""), "templates/settings.html": PAGE, "README.md": README},
            reports=("GET /settings",),
        ),
        Example(
            files={
                "app.py": APP.format(hidden=", include_in_schema=False"),
                "templates/settings.html": PAGE,
                "README.md": README,
            }
        ),
    ),
)
