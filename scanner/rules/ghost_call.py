"""A page, script or function requests something that no operation of this project answers.

## What it finds

A link, form, script request, redirect or reversed route name whose address belongs to this project, while no route,
static folder or mounted library takes it. Addresses of other hosts, tests and documentation are left out; requests
that could not be decided are listed as unresolved, not here. Where more script requests miss than arrive, one finding
stands for all of them: then an address prefix is missing from the picture.

## Why it matters

It fails when a person gets there: an unknown route name raises on rendering, a dead address answers 404. It is what a
renamed or deleted route leaves behind.

## When to keep it

Keep it where something outside this repository answers at that address (a reverse proxy, another service on the same
host): suppress it with that reason.

## How to change it

Correct the name or the path, or remove the caller. Prefer reversing a name to writing a path: a rename then fails in
tests and not in production.

### Flask

```html
<a href="/user/{{ user.id }}">                                    <!-- before: the route is /users/<id> -->
<a href="{{ url_for('users.show', id=user.id) }}">                <!-- after -->
```

### Django

```html
<a href="/user/{{ user.pk }}/">                                   <!-- before -->
<a href="{% url 'users:show' user.pk %}">                         <!-- after -->
```

### Django REST framework

```python
requests.get(f"{base}/user/{pk}/")         # before
reverse("user-detail", args=[pk])          # after: the basename given to router.register, then the action's url_name
```

### FastAPI

```html
<a href="/user/{{ user.id }}">                                    <!-- before -->
<a href="{{ url_for('show_user', id=user.id) }}">                 <!-- after -->
```
"""

from __future__ import annotations

from collections.abc import Iterator

from scanner.concepts.callsite import Ghost, GhostKind
from scanner.concepts.finding import Severity
from scanner.concepts.location import Location
from scanner.concepts.rule import Theme
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.callers import SCRIPTED, callers_of
from scanner.rules.ghosts import confidence, missing, other_places, target
from scanner.rules.subject import Subject
from scanner.rules.wording import SHOWN, handler_place

MANY = 10
MISREAD = 0.4


def check(subject: Subject) -> Iterator[Advice]:
    """One advice per file and request that reaches nothing; one for all scripts where most of theirs do."""
    found = list(missing(subject, GhostKind.NO_OPERATION, GhostKind.UNKNOWN_NAME))
    astray = [ghost for ghost, _ in found if ghost.site.kind in SCRIPTED]
    arriving = sum(len(callers_of(audited, SCRIPTED)) for audited in subject.operations)
    misread = len(astray) >= MANY and len(astray) > arriving
    if misread:
        yield _misread(astray, arriving)
    for ghost, group in found:
        if misread and ghost.site.kind in SCRIPTED:
            continue
        site = ghost.site
        nearest = subject.by_id.get(ghost.nearest)
        related: tuple[tuple[Location, str], ...] = ()
        if nearest is not None:
            related = ((handler_place(nearest.operation), f"the nearest is {nearest.operation}"),)
        yield Advice(
            confidence=confidence(ghost),
            message=_message(ghost),
            help=(
                f"did you mean {nearest.operation}? Else correct or remove the request"
                if nearest
                else "correct or remove the request, or suppress it if something outside this repository answers it"
            ),
            location=site.location,
            subject=f"{site.kind.value} {site.method or ''} {target(ghost)}".replace("  ", " "),
            related=related + other_places(group),
        )


def _misread(astray: list[Ghost], arriving: int) -> Advice:
    """Where more script requests miss than arrive, not the callers are wrong but our picture of their addresses."""
    return Advice(
        confidence=MISREAD,
        message=(
            f"{len(astray)} of {len(astray) + arriving} script requests reach no operation, {target(astray[0])} among "
            "them: something adds to their addresses at run time"
        ),
        help="look for an interceptor, a proxy or a base path that the scan did not follow; the report lists them all",
        location=astray[0].site.location,
        subject="script requests",
        related=tuple((ghost.site.location, f"{ghost.site.method or ''} {target(ghost)}") for ghost in astray[1:SHOWN]),
    )


def _message(ghost: Ghost) -> str:
    site = ghost.site
    if ghost.kind is GhostKind.UNKNOWN_NAME:
        return f"no route is named {target(ghost)!r}"
    if site.name:
        return f"no operation answers the route name {site.name!r} as it is used here"
    method = f"{site.method} " if site.method else ""
    return f"no operation answers {method}{target(ghost)}, requested here by {site.kind.value}"


APP = """\
from flask import Flask, render_template

app = Flask(__name__)

@app.get("/")
def home():
    return render_template("home.html")

@app.get("/users/<int:id>")
def show_user(id):
    return render_template("home.html")
"""

RULE = Rule(
    code="CS402",
    name="ghost-call",
    severity=Severity.MEDIUM,
    theme=Theme.RETIRE,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={"app.py": APP, "templates/home.html": "<a href=\"{{ url_for('user_page', id=1) }}\">Me</a>\n"},
            reports=("link GET user_page",),
        ),
        Example(
            files={"app.py": APP, "templates/home.html": '<a href="/user/1/orders">Mine</a>\n'},
            reports=("link GET /user/1/orders",),
        ),
        Example(
            files={
                "app.py": APP,
                "templates/home.html": "<a href=\"{{ url_for('show_user', id=1) }}\">Me</a>\n"
                '<a href="https://www.python.org/about/">Help</a>\n',
            }
        ),
    ),
)
