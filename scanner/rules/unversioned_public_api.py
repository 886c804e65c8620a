"""An API that outside clients use carries no version.

## What it finds

JSON operations of owner `system` or `shared` that are documented or opened by a token, whose path holds no version
(`/v1/`, a dated segment), where these are at least three and the greater part of an application's API. Told once, with
the count.

## Why it matters

Without a version there is one contract for ever: a field cannot be renamed, a default cannot be corrected, because old
clients cannot be told apart from new ones.

## When to keep it

Keep it where the version travels in a header or media type, where the protocol fixes the paths, or where all clients
are released together with the server.

## How to change it

Mount the whole API under a version now, while that is a change in one place, and keep the old prefix as an alias for a
while.

### Flask

```python
app.register_blueprint(api, url_prefix="/api")               # before
app.register_blueprint(api, url_prefix="/api/v1")            # after
```

### Django

```python
path("api/", include("shop.api.urls"))                       # before
path("api/v1/", include("shop.api.urls"))                    # after
```

### Django REST framework

```python
REST_FRAMEWORK = {}                                          # before
REST_FRAMEWORK = {"DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.URLPathVersioning"}       # after
```

### FastAPI

```python
app.include_router(api, prefix="/api")                       # before
app.include_router(api, prefix="/api/v1")                    # after
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from scanner.concepts.callsite import CallKind
from scanner.concepts.evidence import Shape
from scanner.concepts.expression import Member, Name, Record
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.source import Role
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import CREDENTIALS, has
from scanner.rules.remedy import Remedy
from scanner.rules.shortfall import offered, shortfalls
from scanner.rules.subject import Subject

HELP = Remedy(
    general="mount the API under /v1 and keep the old prefix as an alias for a while",
    flask="register the blueprint with url_prefix='/api/v1' and keep the old prefix as an alias for a while",
    django="include the API's URLs under 'api/v1/' and keep the old prefix as an alias for a while",
    drf="include the router under 'api/v1/', or set DEFAULT_VERSIONING_CLASS",
    fastapi="include the router with prefix='/api/v1' and keep the old prefix as an alias for a while",
)
FEWEST = 3
"""Fewer operations are a service with an address, not an API with a life of its own."""
SURE = 0.7
_LIBRARIES = frozenset({"cadwyn", "fastapi_versioning", "fastapi_versionizer", "verselect"})
_VERSION = re.compile(
    r"(?i)(^|/)(v|ver|version)[-_]?(\d[\w.]*|\{[^{}]*\})(/|$)|(^|/)\d{4}-\d{2}-\d{2}(/|$)|\{version\}"
)


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per application with an unversioned public API."""
    for shortfall in shortfalls(subject, _public, lambda audited: not _VERSION.search(audited.operation.path.text)):
        if _versioned_otherwise(subject, shortfall.lacking):
            continue
        if len(shortfall.lacking) >= max(FEWEST, shortfall.asked / 2):
            yield shortfall.advice(
                "version",
                f"no version in the path of {shortfall.share('operation')} of the public API ({shortfall.names})",
                HELP.at(shortfall.first),
                SURE,
            )


def _versioned_otherwise(subject: Subject, operations: tuple[AuditedOperation, ...]) -> bool:
    """Whether requests name the version in a header or query: REST framework is told so, or a library sees to it.

    https://www.django-rest-framework.org/api-guide/versioning/ https://docs.cadwyn.dev/
    """
    handlers = [audited.operation.handler.file for audited in operations]
    for file, facts in subject.facts.items():
        if facts.role is not Role.SOURCE:
            continue
        folder = file.rpartition("/")[0]
        beside = any(handler.startswith(folder + "/" if folder else "") for handler in handlers)
        if beside and any(item.module.partition(".")[0] in _LIBRARIES for item in facts.imports):
            return True
        for scope in facts.scopes:
            for binding in scope.bindings:
                match binding.target, binding.value:
                    case Name(id="REST_FRAMEWORK"), Record(fields=fields):
                        if any(name == "DEFAULT_VERSIONING_CLASS" for name, _ in fields):
                            return True
                    case Name(id="versioning_class"), Name() | Member():
                        return True
                    case _:
                        continue
    return False


def _public(audited: AuditedOperation) -> bool:
    documented = any(link.site.kind is CallKind.DOCS for link in audited.links)
    return offered(audited, Shape.JSON_API) and (documented or has(audited, *CREDENTIALS))


APP = """\
from flask import Flask, jsonify
from flask_httpauth import HTTPTokenAuth

app = Flask(__name__)
auth = HTTPTokenAuth()

@app.get("/api{version}/orders")
@auth.login_required
def orders():
    return jsonify([])

@app.get("/api{version}/items")
@auth.login_required
def items():
    return jsonify([])

@app.get("/api{version}/stock")
@auth.login_required
def stock():
    return jsonify([])
"""
README = """\
# API

```sh
curl -H "Authorization: Bearer $TOKEN" https://shop.example.com/api{version}/orders
curl -H "Authorization: Bearer $TOKEN" https://shop.example.com/api{version}/items
curl -H "Authorization: Bearer $TOKEN" https://shop.example.com/api{version}/stock
```
"""

RULE = Rule(
    code="CS207",
    name="unversioned-public-api",
    severity=Severity.LOW,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(version=""), "README.md": README.format(version="")},
            reports=("GET /api/items",),
        ),
        Example(files={"app.py": APP.format(version="/v1"), "README.md": README.format(version="/v1")}),
    ),
)
