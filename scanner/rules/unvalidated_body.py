"""A boundary reads a body from other systems and checks nothing of it.

## What it finds

A `system` or `shared` operation that changes state from a JSON or form body, where no schema, serializer, form or model
checks that body anywhere down the call graph, no typed parameter declares it, and the function that reads it neither
raises, aborts, answers an error nor hands the body to a function that demands something of it. Also one whose handler
reads a key of a JSON body bare (`data["user_id"]`), asks for it nowhere and catches nothing: a request without the key
is answered 500, whatever else is checked. Webhooks are left out: their first check is the signature (CS202); so are
protocol steps, handlers that store nothing but an event, and those that pass requests on by their own method.

## Why it matters

Outside clients send what they send: a missing key becomes a 500 without explanation, a wrong type is stored, and an
unexpected key may set a field that nobody meant to open. A schema answers 400 or 422 with the field's name, and it is
the documentation at the same time.

## When to keep it

Keep it where the body is passed on unread to a system that validates it, and its errors are passed back.

## How to change it

Describe the body once and read only what passed.

### Flask

```python
data = request.get_json()                                    # before
order = Order(sku=data["sku"], amount=data["amount"])

order = Order(**OrderSchema().load(request.get_json()))      # after: marshmallow; or OrderIn.model_validate(…)
```

### Django

```python
data = json.loads(request.body)                              # before
form = OrderForm(json.loads(request.body))                   # after: form.is_valid() or 422 with form.errors
```

### Django REST framework

```python
Order.objects.create(sku=request.data["sku"])                # before
serializer = OrderSerializer(data=request.data)              # after
serializer.is_valid(raise_exception=True)
```

### FastAPI

```python
async def create(request: Request): ...                      # before: data = await request.json()
async def create(order: OrderIn) -> OrderOut: ...            # after: a pydantic model
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Shape, Side
from scanner.concepts.expression import Expression, Member, Name
from scanner.concepts.facts import Scope
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import listed
from scanner.rules.answers import stated_statuses
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import SAFE_METHODS, bare_keys, effect_places, effects_of, evidence_for, faces_systems, has
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="describe the body with a schema and answer 400 or 422 where it does not fit",
    flask="load it with a marshmallow schema or a pydantic model and answer 422 where it does not fit",
    django="validate it with a form and answer 422 with form.errors",
    drf="validate request.data with a serializer: is_valid(raise_exception=True)",
    fastapi="declare a pydantic model as the parameter instead of reading the request",
)
UNSEEN_CHECKS = 0.75
"""A check may hide in code that the call graph did not reach."""
SEEN_BREAKING = 0.9
CLIENT_ERROR = 400
NEAR = 1
"""Calls within which a change is the handler's own: further away, a log or a cache is written as well."""
_QUEUES = (".delay", ".apply_async", ".enqueue")
"""Handing work to a queue stores nothing of the body here: mostly it is an event for a log."""
_DEMANDS = ("require", "ensure", "assert", "parse", "clean", "load")
_REFUSALS = ("isinstance", "abort", "valid", "check", "error", "bad_request", "badrequest", "fail", "reject")


def check(subject: Subject) -> Iterator[Advice]:
    """System-facing changes that read a body unchecked."""
    for audited in subject.operations:
        operation = audited.operation
        if audited.verdict.shape in (Shape.WEBHOOK, Shape.PROTOCOL) or operation.method in SAFE_METHODS:
            continue
        if not faces_systems(audited) or not audited.verdict.mutates:
            continue
        if missing := bare_keys(audited):
            yield _breaking(audited, missing)
            continue
        declared = operation.declared
        if declared.body or declared.form or has(audited, EffectKind.VALIDATES, EffectKind.CHECKS_SIGNATURE):
            continue
        reads = effects_of(audited, EffectKind.READS_JSON, EffectKind.READS_FORM)
        stores = tuple(one for one in effects_of(audited, EffectKind.MUTATES) if _keeps(one))
        if not reads or not stores:
            continue
        if any(_refuses(subject, read) for read in reads) or _passed_on(subject, audited, reads):
            continue
        yield Advice(
            confidence=audited.verdict.confidence * UNSEEN_CHECKS,
            message=f"{operation} takes a body from other systems, and nothing checks it before it is stored",
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, Side.SYSTEM),
            related=effect_places(reads, "reads the body") + effect_places(stores, "stores"),
        )


def _breaking(audited: AuditedOperation, missing: tuple[Effect, ...]) -> Advice:
    """The advice where a body without a key breaks the handler."""
    operation = audited.operation
    return Advice(
        confidence=audited.verdict.confidence * SEEN_BREAKING,
        message=(
            f"{operation} answers 500 to a body that lacks a key: "
            f"{listed(dict.fromkeys(one.detail for one in missing))} is read unchecked"
        ),
        help=HELP.at(operation),
        location=handler_place(operation),
        operation=operation.id,
        evidence=evidence_for(audited, Side.SYSTEM),
        related=effect_places(missing, "reads a key unchecked"),
    )


def _keeps(change: Effect) -> bool:
    """Whether a change is near enough to be made of the body, and no event that is handed to a queue."""
    return change.depth <= NEAR and not change.detail.endswith(_QUEUES)


def _refuses(subject: Subject, read: Effect) -> bool:
    """Whether the reading function checks by hand: it raises, answers an error, or calls what is named so."""
    scope = subject.scope_at(read.location)
    if scope is None:
        return False
    names = (_name(call.callee) for call in scope.calls)
    if scope.raises or any(status >= CLIENT_ERROR for status in stated_statuses(scope)):
        return True
    if _handed_to_a_check(scope, read.location.line):
        return True
    return any(word in name.lower() for name in names for word in _REFUSALS)


def _handed_to_a_check(scope: Scope, line: int) -> bool:
    """Whether what is read is handed to a function whose name demands something of it: `require_fields(body, …)`."""
    bodies = {one.target for one in scope.bindings if one.line == line and isinstance(one.target, Name)}
    return any(
        bool(bodies & {argument for argument in call.arguments if isinstance(argument, Name)})
        and any(word in _name(call.callee).lower() for word in _DEMANDS)
        for call in scope.calls
    )


def _name(callee: Expression) -> str:
    match callee:
        case Name(id=name) | Member(name=name):
            return name
        case _:
            return ""


def _passed_on(subject: Subject, audited: AuditedOperation, reads: tuple[Effect, ...]) -> bool:
    """Whether every function that reads the body also calls another service: it hands the body on."""
    calling = {subject.scope_at(effect.location) for effect in effects_of(audited, EffectKind.CALLS_OUT)}
    return all(subject.scope_at(read.location) in calling - {None} for read in reads)


APP = """\
from flask import Flask, abort, jsonify, request
from flask_httpauth import HTTPTokenAuth
from marshmallow import Schema, fields
from models import Order, db

app = Flask(__name__)
auth = HTTPTokenAuth()

class OrderSchema(Schema):
    sku = fields.String(required=True)

@app.post("/api/v1/orders")
@auth.login_required
def create_order():
    data = {read}
    db.session.add(Order(sku=data["sku"]))
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
    code="CS204",
    name="unvalidated-body",
    severity=Severity.MEDIUM,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(read="request.get_json()"), "README.md": README},
            reports=("POST /api/v1/orders",),
        ),
        Example(files={"app.py": APP.format(read="OrderSchema().load(request.get_json())"), "README.md": README}),
    ),
)
