"""Programs ask, and receive HTML or a redirect to a page.

## What it finds

A `system` or `shared` operation that programs demonstrably use (documentation, probes, Python clients, a token check)
and no page requests, and that renders a template or redirects a change to a page, without looking at what the client
accepts.
Protocol steps, feeds, probes, files and plain redirects are left out: their formats are their contracts.

## Why it matters

A program cannot read a page: it parses markup that changes with every redesign, or follows a redirect and takes the
200 of a login or error page for success. Status code and body are the whole contract of a boundary.

## When to keep it

Keep it where the page is documentation for people about the API, or where the protocol at hand prescribes HTML.

## How to change it

Answer data with a status code that tells what happened, and errors in one JSON shape. If people open the same
address, give them a page of their own beside it.

### Flask

```python
return render_template("order.html", order=order)           # before
return jsonify(order_schema.dump(order)), 201               # after; errors: @api.errorhandler(HTTPException)
```

### Django

```python
return redirect("orders")                                   # before
return JsonResponse(order.as_dict(), status=201)            # after
```

### Django REST framework

```python
renderer_classes = [TemplateHTMLRenderer]                   # before
renderer_classes = [JSONRenderer]                           # after
```

### FastAPI

```python
@app.post("/orders", response_class=HTMLResponse)           # before
@app.post("/orders", response_model=Order, status_code=201) # after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Shape, Side
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import (
    CREDENTIALS,
    SAFE_METHODS,
    effect_places,
    effects_of,
    evidence_for,
    faces_systems,
    has,
)
from scanner.rules.callers import PEOPLE, PROGRAMS, caller_places, callers_of, sureness
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

SHAPES = frozenset({Shape.PAGE, Shape.FRAGMENT, Shape.FORM_ACTION, Shape.JSON_API, Shape.WEBHOOK})
HELP = Remedy(
    general="answer data and a status code; keep pages at addresses of their own",
    flask="return jsonify(…) with a status code, and an errorhandler that answers JSON for this blueprint",
    django="return JsonResponse(…, status=…), or move the view to DRF or Ninja",
    drf="drop TemplateHTMLRenderer from renderer_classes",
    fastapi="declare response_model and status_code instead of a template or RedirectResponse",
)


def check(subject: Subject) -> Iterator[Advice]:
    """Operations with programs and no people behind them, whose answer is for people."""
    for audited in subject.operations:
        operation = audited.operation
        if not faces_systems(audited) or audited.verdict.shape not in SHAPES:
            continue
        if callers_of(audited, PEOPLE) or has(audited, EffectKind.BRANCHES_ON_ACCEPT):
            continue
        answers = _for_people(audited)
        programs = callers_of(audited, PROGRAMS)
        credentials = effects_of(audited, *CREDENTIALS)
        if not answers or not (programs or credentials):
            continue
        kind = "HTML" if answers[0].kind is EffectKind.RENDERS else "a redirect"
        yield Advice(
            confidence=audited.verdict.confidence * (sureness(programs) or 0.8),
            message=f"{operation} is for programs, and answers {kind}",
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, Side.SYSTEM),
            related=effect_places(answers, f"answers {kind}") + caller_places(programs),
        )


def _for_people(audited: AuditedOperation) -> tuple[Effect, ...]:
    """Renderings, and redirects after a change; at most one call deep, where they are the handler's own answer."""
    kinds = [EffectKind.RENDERS]
    if audited.operation.method not in SAFE_METHODS:
        kinds.append(EffectKind.REDIRECTS)
    near = tuple(effect for effect in effects_of(audited, *kinds) if effect.depth <= 1)
    json = has(audited, EffectKind.ANSWERS_JSON)
    return () if json and audited.verdict.shape is Shape.JSON_API else near


APP = """\
from flask import Flask, abort, jsonify, redirect, render_template, request
from models import Order, db

app = Flask(__name__)

# callside: owner=system, reason="partners order through this"
@app.post("/api/v1/orders")
def create_order():
    if request.headers.get("X-API-Key") not in app.config["API_KEYS"]:
        abort(401)
    order = Order(**request.get_json())
    db.session.add(order)
    db.session.commit()
    return {answer}
"""
README = """\
# API

```sh
curl -X POST -H "X-API-Key: $KEY" -d '{"sku": "A1"}' https://shop.example.com/api/v1/orders
```
"""

RULE = Rule(
    code="CS203",
    name="html-for-programs",
    severity=Severity.MEDIUM,
    theme=Theme.STRONGER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={
                "app.py": APP.format(answer='render_template("order.html", order=order)'),
                "templates/order.html": "<h1>{{ order.sku }}</h1>\n",
                "README.md": README,
            },
            reports=("POST /api/v1/orders",),
        ),
        Example(files={"app.py": APP.format(answer="jsonify(id=order.id), 201"), "README.md": README}),
    ),
)
