"""One handler serves people and programs, and branches on who is asking.

## What it finds

A handler of fit `split`: people and programs both use it, and the code decides by the Accept header, an XHR header, a
format parameter or the content type whether to answer a page or data.

## Why it matters

Each side needs what would hurt the other: the page wants session, CSRF, flash messages and redirects; the program wants
a token, status codes and a stable schema. In one handler every change for one side risks the other, error paths answer
in the wrong format, and caches mix the two unless `Vary: Accept` is set.

## When to keep it

Keep it where the branch is one line at the end over a shared context and both sides have the same rights, or where a
framework negotiates content for you (DRF's browsable API).

## How to change it

Move the work to a function without request and response, and give each side its own thin handler.

### Flask

```python
@app.route("/orders")                      # before
def orders():
    rows = Order.query.all()
    if request.accept_mimetypes.best == "application/json":
        return jsonify([row.as_dict() for row in rows])
    return render_template("orders.html", orders=rows)

@pages.get("/orders")                      # after
def order_page(): return render_template("orders.html", orders=find_orders())

@api.get("/api/v1/orders")
def order_list(): return jsonify(orders_schema.dump(find_orders()))
```

### Django

```python
def orders(request):                                         # before
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"orders": rows()})
    return render(request, "orders.html", {"orders": rows()})

class OrderPage(LoginRequiredMixin, ListView): ...           # after: people
class OrderList(APIView): ...                                # after: programs; both call rows()
```

### Django REST framework

```python
renderer_classes = [TemplateHTMLRenderer, JSONRenderer]      # before
renderer_classes = [JSONRenderer]                            # after, with a Django view for the page
```

### FastAPI

```python
@app.get("/orders")                                          # before
def orders(request: Request, accept: Annotated[str, Header()]): ...

@pages.get("/orders", response_class=HTMLResponse, include_in_schema=False)      # after
@api.get("/orders", response_model=list[Order])                                  # after
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import Effect, EffectKind
from scanner.concepts.evidence import Fit, Side
from scanner.concepts.finding import Severity
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import count
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import effect_places, effects_of, evidence_for
from scanner.rules.callers import PEOPLE, PROGRAMS, caller_places, callers_of
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(
    general="move the work to a function of its own and give people and programs a handler each",
    flask="move the work to a function; a page blueprint renders it, an API blueprint returns jsonify(…)",
    django="move the work to a function; a page view renders it, an API view serializes it",
    drf="render JSON alone here; a Django view with the same service function serves the page",
    fastapi="move the work to a function; an HTML route (include_in_schema=False) and a response_model route call it",
)


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per handler, however many of its operations are split."""
    told: set[str] = set()
    for audited in subject.operations:
        operation = audited.operation
        if audited.verdict.fit is not Fit.SPLIT or operation.handler.name in told:
            continue
        told.add(operation.handler.name)
        branches = effects_of(audited, EffectKind.BRANCHES_ON_ACCEPT)
        people, programs = callers_of(audited, PEOPLE), callers_of(audited, PROGRAMS)
        yield Advice(
            confidence=audited.verdict.confidence,
            message=_message(audited, branches, len(people), len(programs)),
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            subject=operation.handler.name,
            evidence=evidence_for(audited, Side.UI, Side.SYSTEM),
            related=effect_places(branches, "branches on who is asking") + caller_places((*people, *programs)),
        )


def _message(audited: AuditedOperation, branches: tuple[Effect, ...], people: int, programs: int) -> str:
    where = f" ({branches[0].detail})" if branches and branches[0].detail else ""
    return (
        f"{audited.operation} serves {count(people, 'caller')} for people and {count(programs, 'caller')} for programs "
        f"in one handler and branches between them{where}"
    )


APP = """\
from flask import Flask, jsonify, render_template, request
from models import Order

app = Flask(__name__)

# callside: owner=shared, reason="the order page, and the partners' nightly export"
@app.get("/orders")
def orders():
    rows = Order.query.all()
    if request.accept_mimetypes.best == "application/json":
        return jsonify([row.as_dict() for row in rows])
    return render_template("orders.html", orders=rows)
"""
PAGE = "<a href=\"{{ url_for('orders') }}\">Orders</a>\n"
README = """\
# Partner API

```sh
curl -H "Accept: application/json" https://shop.example.com/orders
```
"""
APART = """\
from flask import Flask, jsonify, render_template
from models import Order

app = Flask(__name__)

@app.get("/orders")
def orders():
    return render_template("orders.html", orders=Order.query.all())

@app.get("/api/v1/orders")
def order_list():
    return jsonify([row.as_dict() for row in Order.query.all()])
"""

RULE = Rule(
    code="CS301",
    name="two-audiences",
    severity=Severity.MEDIUM,
    theme=Theme.SPLIT,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(files={"app.py": APP, "templates/orders.html": PAGE, "README.md": README}, reports=("GET /orders",)),
        Example(
            files={
                "app.py": APART,
                "templates/orders.html": PAGE,
                "README.md": README.replace("com/orders", "com/api/v1/orders"),
            }
        ),
    ),
)
