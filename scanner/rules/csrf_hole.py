"""A cookie opens this change, and CSRF protection is switched off.

## What it finds

An operation that changes state, lets a login session in, and is exempt from the CSRF check (a decorator, an exempt
blueprint, a view without the middleware). Operations that also check a token, basic credentials or a signature are left
out, because reading the code does not tell which of the two lets a request in; so are sign-in and registration, and
DRF views, whose SessionAuthentication checks by itself. Where several operations are exempted by one line, they are
told together there.

## Why it matters

The browser adds the cookie to every request, whoever's page caused it. Without the check, any site that a logged-in
person visits can make this change in their name.

## When to keep it

Keep it where the cookie is `SameSite=Strict`, or where a check of your own (Origin, a custom header) stands in the
code path and the scan missed it: suppress it with that reason.

## How to change it

Remove the exemption and send the token; or, where programs call it, take a token in the Authorization header and
ignore the session.

### Flask

```python
@csrf.exempt                               # before
@app.post("/email")

@app.post("/email")                        # after: {{ form.csrf_token }}, or the X-CSRFToken header from scripts
```

### Django

```python
@csrf_exempt                               # before
def save(request): ...

def save(request): ...                     # after: {% csrf_token %}, or the X-CSRFToken header from scripts
```

### Django REST framework

```python
class Exempt(SessionAuthentication):
    def enforce_csrf(self, request): ...   # before: switched off in a subclass

authentication_classes = [TokenAuthentication]     # after
```

### FastAPI

```python
@app.post("/email")                        # before: a cookie opens it, and nothing else is asked
def save(user: Annotated[User, Depends(user_from_cookie)]): ...

@app.post("/email", dependencies=[Depends(same_origin)])     # after: Origin or a double-submit token is compared
def save(user: Annotated[User, Depends(user_from_cookie)]): ...
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Side
from scanner.concepts.finding import Severity
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import count
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import (
    CREDENTIALS,
    SAFE_METHODS,
    SESSION,
    effect_places,
    effects_of,
    evidence_for,
    has,
    is_entry,
)
from scanner.rules.remedy import Remedy, family
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place, operation_places

HELP = Remedy(
    general="remove the exemption and send the CSRF token, or take a token instead of the cookie",
    flask="remove csrf.exempt and send the token (form.csrf_token or the X-CSRFToken header)",
    django="remove @csrf_exempt and send the token ({% csrf_token %} or the X-CSRFToken header)",
    drf="leave SessionAuthentication's check in place, or accept tokens alone",
    fastapi="check the Origin header or a double-submit token in a dependency, or read a bearer token",
)
SEEN = 0.9
LOGIN_ONLY = 0.8
"""A bare login guard may be met by a token instead of a cookie."""


def check(subject: Subject) -> Iterator[Advice]:
    """Exempted changes that a session opens, grouped by the line that exempts them."""
    groups: dict[Location, list[AuditedOperation]] = {}
    for audited in subject.operations:
        if _open_to_forgery(audited):
            off = effects_of(audited, EffectKind.CSRF_OFF)
            place = off[0].location if off else handler_place(audited.operation)
            groups.setdefault(place, []).append(audited)
    for place, group in groups.items():
        yield _advice(place, group)


def _open_to_forgery(audited: AuditedOperation) -> bool:
    operation = audited.operation
    if operation.method in SAFE_METHODS or not audited.verdict.mutates or family(operation) == "drf":
        return False
    if is_entry(audited):
        return False
    if not (operation.declared.csrf_exempt or has(audited, EffectKind.CSRF_OFF)):
        return False
    if has(audited, EffectKind.CSRF_ON, *CREDENTIALS):
        return False
    return has(audited, *SESSION)


def _advice(place: Location, group: list[AuditedOperation]) -> Advice:
    first = group[0].operation
    together = len({audited.operation.handler.name for audited in group}) > 1
    what = (
        f"{count(len(group), 'change')}, {first} among them, are"
        if len(group) > 1
        else f"{first} changes state, and is"
    )
    sessions = effects_of(group[0], *SESSION)
    explicit = any(has(audited, EffectKind.CHECKS_SESSION) for audited in group)
    return Advice(
        confidence=SEEN if explicit else LOGIN_ONLY,
        message=f"{what} open to a login session with CSRF protection switched off",
        help=HELP.at(first),
        location=place,
        operation=first.id,
        subject=f"exempt in {place.file}" if together else "",
        evidence=evidence_for(group[0], Side.UI),
        related=effect_places(sessions, "lets a session in")
        + effect_places(effects_of(group[0], EffectKind.MUTATES), "changes state")
        + operation_places(group[1:]),
    )


APP = """\
from flask import Flask, redirect, render_template, request, url_for
from flask_login import current_user, login_required
from flask_wtf import CSRFProtect
from models import db

app = Flask(__name__)
csrf = CSRFProtect(app)

@app.get("/email")
@login_required
def email():
    return render_template("email.html")

@app.post("/email/save")
{guards}
def save_email():
    current_user.email = request.form["email"]
    db.session.commit()
    return redirect(url_for("email"), 303)
"""
PAGE = """\
<form method="post" action="/email/save"><input name="email"><button>Save</button></form>
"""

RULE = Rule(
    code="CS501",
    name="csrf-hole",
    severity=Severity.HIGH,
    theme=Theme.SAFETY,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP.format(guards="@csrf.exempt\n@login_required"), "templates/email.html": PAGE},
            reports=("POST /email/save",),
        ),
        Example(files={"app.py": APP.format(guards="@login_required"), "templates/email.html": PAGE}),
    ),
)
