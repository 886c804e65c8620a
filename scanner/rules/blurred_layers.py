"""One handler reads input, decides, stores, answers and reaches out, so that no part can be used or tested alone.

## What it finds

A handler's own body of at least forty lines, in which all four layers stand side by side: it reads or validates input,
it writes to storage in at least two places, it renders or redirects or answers JSON, and it sends mail or calls another
service. What its helpers do does not count. The finding says what it counted.

## Why it matters

The rule that matters (who may order, what happens then) exists only between request and response: a command, a job or
an API cannot use it, and a test must go through HTTP to reach it. That is what makes a page turn into a universal
backend, or an API grow out of a page.

## When to keep it

Keep it where the handler is a script of steps that nothing else will ever need, and its test through HTTP is good.

## How to change it

Move deciding, storing and reaching out to a function that knows no request; the handler reads, calls it and answers.

### Flask

```python
@app.post("/orders")                       # before
def create_order():
    form = OrderForm()
    if form.validate_on_submit() and stock(form.sku.data) > 0:
        db.session.add(Order(sku=form.sku.data))
        db.session.commit()
        mail.send(confirmation(form.email.data))
    return redirect(url_for("orders"), 303)

@app.post("/orders")                       # after
def create_order():
    form = OrderForm()
    if not form.validate_on_submit():
        return render_template("order.html", form=form), 422
    place_order(current_user, form.data)   # checks stock, stores, sends the mail
    return redirect(url_for("orders"), 303)
```

### Django

```python
def form_valid(self, form):                # before
    order = form.save()
    Stock.objects.filter(sku=order.sku).update(count=F("count") - 1)
    send_mail(...)
    return redirect(order)

def form_valid(self, form):                # after
    return redirect(place_order(self.request.user, form.cleaned_data))
```

### Django REST framework

```python
def create(self, request):                 # before
    order = Order.objects.create(**request.data)
    requests.post(STOCK, json={"sku": order.sku})
    return Response(OrderSerializer(order).data)

def perform_create(self, serializer):      # after
    place_order(self.request.user, serializer.validated_data)
```

### FastAPI

```python
@app.post("/orders", status_code=201)      # before
def create_order(order: OrderIn, session: SessionDep):
    session.add(Order(**order.model_dump()))
    session.commit()
    httpx.post(STOCK, json={"sku": order.sku})

@app.post("/orders", status_code=201)      # after
def create_order(order: OrderIn, user: CurrentUser) -> OrderOut:
    return place_order(user, order)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Fit
from scanner.concepts.facts import Scope
from scanner.concepts.finding import Severity
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import count
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import effect_places
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject

HELP = Remedy(general="move deciding, storing and reaching out to a function that knows no request")
LONG = 40
WRITES = 2
JUDGEMENT = 0.6
LAYERS = {
    "input": (
        EffectKind.READS_FORM,
        EffectKind.READS_JSON,
        EffectKind.READS_RAW,
        EffectKind.READS_QUERY,
        EffectKind.VALIDATES,
    ),
    "storage": (EffectKind.MUTATES,),
    "answer": (EffectKind.RENDERS, EffectKind.REDIRECTS, EffectKind.ANSWERS_JSON),
    "outside": (EffectKind.SENDS_MAIL, EffectKind.CALLS_OUT),
}


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per function in which all four layers meet."""
    told: set[tuple[str, int]] = set()
    for audited in subject.operations:
        if audited.verdict.fit is Fit.RETIRE:
            continue
        for scope, file, own in _bodies(subject, audited):
            layers = {name: [e for e in own if e.kind in kinds] for name, kinds in LAYERS.items()}
            if (file, scope.line) in told or not all(layers.values()) or len(layers["storage"]) < WRITES:
                continue
            told.add((file, scope.line))
            yield _advice(audited, scope, file, layers)


def _bodies(subject: Subject, audited: AuditedOperation) -> Iterator[tuple[Scope, str, tuple[Effect, ...]]]:
    """The long functions among those in which the operation's own effects stand, each with its effects."""
    bodies: dict[tuple[str, int], tuple[Scope, list[Effect]]] = {}
    for effect in audited.effects:
        scope = subject.scope_at(effect.location) if effect.depth == 0 else None
        if scope is not None and scope.end - scope.line + 1 >= LONG:
            bodies.setdefault((effect.location.file, scope.line), (scope, []))[1].append(effect)
    for (file, _), (scope, own) in bodies.items():
        yield scope, file, tuple(dict.fromkeys(own))


def _advice(audited: AuditedOperation, scope: Scope, file: str, layers: dict[str, list[Effect]]) -> Advice:
    operation = audited.operation
    places = [len({effect.location for effect in effects}) for effects in layers.values()]
    counted = (
        f"{count(places[0], 'place')} that read or check input, {count(places[1], 'write')}, "
        f"{count(places[2], 'answer')}, {count(places[3], 'call')} outside"
    )
    return Advice(
        confidence=JUDGEMENT,
        message=f"{scope.qualname} does everything in {scope.end - scope.line + 1} lines: {counted}",
        help=HELP.at(operation),
        location=Location(file, scope.line),
        operation=operation.id,
        subject=f"layers of {scope.qualname} in {operation.handler.name}",
        related=tuple(
            place for name, effects in layers.items() for place in effect_places(tuple(effects[:3]), f"{name} layer")
        ),
    )


_STEPS = "\n".join(f"    total = total + prices[{number}]" for number in range(34))
APP = f"""\
import requests
from flask import Flask, redirect, request, url_for
from models import Line, Order, db

app = Flask(__name__)

@app.post("/orders")
def create_order():
    sku = request.form["sku"]
    prices = Line.query.all()
    total = 0
{_STEPS}
    order = Order(sku=sku, total=total)
    db.session.add(order)
    db.session.add(Line(order=order))
    db.session.commit()
    requests.post("https://stock.example.com/reserve", json={{"sku": sku}})
    return redirect(url_for("shown"), 303)

@app.get("/orders")
def shown():
    return '<form method="post" action="/orders"></form>'
"""
APART = """\
from flask import Flask, redirect, request, url_for
from orders import place_order

app = Flask(__name__)

@app.post("/orders")
def create_order():
    place_order(request.form["sku"])
    return redirect(url_for("shown"), 303)

@app.get("/orders")
def shown():
    return '<form method="post" action="/orders"></form>'
"""
PAGE = '<form method="post" action="/orders"><input name="sku"></form>\n'

RULE = Rule(
    code="CS302",
    name="blurred-layers",
    severity=Severity.LOW,
    theme=Theme.SPLIT,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP, "templates/order.html": PAGE}, reports=("POST /orders",)),
        Example(files={"app.py": APART, "templates/order.html": PAGE}),
    ),
)
