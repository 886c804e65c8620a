"""A declared owner is no longer true: the evidence names a side that the declaration denies.

## What it finds

An operation whose owner somebody declared, in a comment or in the configuration, while located evidence speaks clearly
for a side that this owner excludes: declared `system`, and own pages request it; declared `ui`, and it is documented or
opened by tokens; declared `none`, and either.

## Why it matters

A declaration silences rules. When the code has moved on, it silences the wrong ones, and readers trust it.

## When to keep it

Keep the declaration where the evidence is a leftover that is about to go; then suppress this rule with that reason.

## How to change it

Correct the declaration to what is true today (`shared`, if both sides use it), or remove the new use.

### Flask

```python
# callside: owner=system, reason="partners pull orders"            before: since then a page fetches it too
# callside: owner=shared, reason="partners and the order page"     after
@api.get("/orders")
def orders(): ...
```

### Django

```python
# callside: owner=system, reason="partners pull orders"            before
# callside: owner=shared, reason="partners and the order page"     after
path("api/orders", orders)
```

### Django REST framework

```python
# callside: owner=system, reason="partners pull orders"            before
# callside: owner=shared, reason="partners and the order page"     after
router.register("orders", OrderViewSet)
```

### FastAPI

```python
# callside: owner=system, reason="partners pull orders"            before
# callside: owner=shared, reason="partners and the order page"     after
@router.get("/orders")
def orders(): ...
```
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from scanner.concepts.evidence import Owner, Side, Verdict
from scanner.concepts.finding import Severity
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import evidence_for
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(general="declare the owner that is true today, or remove the use that contradicts it")
CLEAR = 3.5
"""Log-odds that one strong sign gives: a caller, a documented request."""
DOUBT = 2.0
"""Log-odds that a side starts with against it."""
DENIED = {
    Owner.UI: (Side.SYSTEM,),
    Owner.SYSTEM: (Side.UI,),
    Owner.SHARED: (),
    Owner.NONE: (Side.UI, Side.SYSTEM),
}
_SIDES = {Side.UI: "this project's own interface uses it", Side.SYSTEM: "it is offered to other systems"}


def check(subject: Subject) -> Iterator[Advice]:
    """Declared operations with clear evidence for a side that the declaration denies."""
    for audited in subject.operations:
        verdict = audited.verdict
        if verdict.declared is None:
            continue
        against = [side for side in DENIED[verdict.owner] if _sum(verdict, side) >= CLEAR]
        if not against:
            continue
        operation = audited.operation
        reason = f" ({verdict.declared})" if verdict.declared else ""
        yield Advice(
            confidence=1 / (1 + math.exp(DOUBT - max(_sum(verdict, side) for side in against))),
            message=(
                f"{operation} is declared {verdict.owner.value}{reason}, but "
                f"{' and '.join(_SIDES[side] for side in against)}"
            ),
            help=HELP.at(operation),
            location=handler_place(operation),
            operation=operation.id,
            evidence=evidence_for(audited, *against),
            related=tuple(
                (row.location, row.text) for row in evidence_for(audited, *against) if row.location is not None
            ),
        )


def _sum(verdict: Verdict, side: Side) -> float:
    return sum(row.weight for row in verdict.evidence if row.toward is side)


APP = """\
from flask import Flask, render_template

app = Flask(__name__)

@app.get("/")
def home():
    return render_template("home.html")

# callside: owner={owner}, reason="the reporting job posts here"
@app.post("/recount")
def recount():
    return "done"
"""
PAGE = '<form method="post" action="/recount"><button>Recount</button></form>\n'

RULE = Rule(
    code="CS405",
    name="owner-drift",
    severity=Severity.MEDIUM,
    theme=Theme.RETIRE,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(owner="system"), "templates/home.html": PAGE},
            reports=("POST /recount",),
        ),
        Example(files={"app.py": APP.format(owner="shared"), "templates/home.html": PAGE}),
    ),
)
