"""An API and a form handler make the same change, and only this project's own pages use the API.

## What it finds

A JSON operation owned by the interface and a form action that both reach the very same writing code: every place where
the API writes is one where the form action writes, no third handler does, and their addresses or names share a word.
The finding counts those places.

## Why it matters

Two ways in mean two sets of checks for one change: a rule added to the form is forgotten in the API, and the weaker one
decides what can be stored. As nobody else uses the API, the second way buys nothing.

## When to keep it

Keep it where the API is about to be offered to other clients: declare it,
`# callside: owner=shared, reason="mobile app from June"`.

## How to change it

Let the script submit the form (or use the form), and delete the API handler.

### Flask

```python
@app.post("/notes")                        # before: form, validation, redirect
def add_note(): ...

@app.post("/api/notes")                    # before: the same change for the page's script
def api_add_note(): ...

@app.post("/notes")                        # after: the script submits the same form
def add_note(): ...
```

### Django

```python
path("notes/add", AddNote.as_view()),      # before
path("api/notes", api_add_note),

path("notes/add", AddNote.as_view()),      # after
```

### Django REST framework

```python
class Notes(ModelViewSet): ...                           # before: create, beside a CreateView
class Notes(ReadOnlyModelViewSet): ...                   # after: the CreateView stays
```

### FastAPI

```python
@app.post("/api/notes")                    # before, beside the form's handler
def api_add_note(note: Note): ...

@app.post("/notes")                        # after: Form() and RedirectResponse, for both
def add_note(text: Annotated[str, Form()]): ...
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from scanner.concepts.effects import EffectKind
from scanner.concepts.evidence import Owner, Shape, Side
from scanner.concepts.finding import Severity
from scanner.concepts.location import Location
from scanner.concepts.report import AuditedOperation
from scanner.concepts.rule import Theme
from scanner.concepts.words import count
from scanner.rules.base import Advice, Example, Rule
from scanner.rules.boundary import SAFE_METHODS, effects_of, evidence_for
from scanner.rules.callers import SCRIPTED, caller_places, callers_of
from scanner.rules.remedy import Remedy
from scanner.rules.subject import Subject
from scanner.rules.wording import handler_place

HELP = Remedy(general="let the page post the form, and delete the API handler")
JUDGEMENT = 0.8
_EVERYWHERE = frozenset(
    {"api", "add", "new", "create", "update", "edit", "save", "delete", "remove", "post", "set", "user"}
)


def check(subject: Subject) -> Iterator[Advice]:
    """JSON mutations of the interface whose writing code one form action shares, and nothing else."""
    places = {audited.operation.id: _writes(audited) for audited in subject.operations}
    users: dict[Location, set[str]] = {}
    for audited in subject.operations:
        for place in places[audited.operation.id]:
            users.setdefault(place, set()).add(audited.operation.handler.name)
    forms = [audited for audited in subject.operations if audited.verdict.shape is Shape.FORM_ACTION]
    for audited in subject.operations:
        if audited.verdict.owner is not Owner.UI or audited.verdict.shape is not Shape.JSON_API:
            continue
        twin = _twin(audited, forms, places, users)
        if twin is not None:
            yield _advice(audited, twin, places[audited.operation.id])


def _writes(audited: AuditedOperation) -> frozenset[Location]:
    """Where a mutation writes. Only places outside the handler's own body can be shared."""
    if audited.operation.method in SAFE_METHODS or not audited.verdict.mutates:
        return frozenset()
    return frozenset(effect.location for effect in effects_of(audited, EffectKind.MUTATES))


def _twin(
    api: AuditedOperation,
    forms: list[AuditedOperation],
    places: Mapping[str, frozenset[Location]],
    users: Mapping[Location, set[str]],
) -> AuditedOperation | None:
    own = places[api.operation.id]
    for form in forms:
        pair = {api.operation.handler.name, form.operation.handler.name}
        alike = bool(_words(api) & _words(form))
        if (
            own
            and alike
            and len(pair) == 2
            and own <= places[form.operation.id]
            and all(users[place] == pair for place in own)
        ):
            return form
    return None


def _words(audited: AuditedOperation) -> set[str]:
    """What an operation is about, by its address and its handler's name."""
    operation = audited.operation
    words = re.split(r"[^a-z]+", f"{operation.path} {operation.handler.name.rpartition('.')[2]}".lower())
    return {word.rstrip("s") for word in words if len(word) > 2} - _EVERYWHERE


def _advice(api: AuditedOperation, form: AuditedOperation, shared: frozenset[Location]) -> Advice:
    operation = api.operation
    return Advice(
        confidence=api.verdict.confidence * JUDGEMENT,
        message=(
            f"{operation} and the form action {form.operation} make the same change "
            f"({count(len(shared), 'shared write')}); only this project's own pages use the API"
        ),
        help=HELP.at(operation),
        location=handler_place(operation),
        operation=operation.id,
        evidence=evidence_for(api, Side.UI),
        related=(
            (handler_place(form.operation), f"{form.operation} makes the same change"),
            *((place, "both write here") for place in sorted(shared)),
            *caller_places(callers_of(api, SCRIPTED)),
        ),
    )


APP = """\
from flask import Flask, jsonify, redirect, render_template, request, url_for
from flask_login import login_required
from notes import {writers}

app = Flask(__name__)

@app.get("/notes")
@login_required
def notes():
    return render_template("notes.html")

@app.post("/notes/add")
@login_required
def add_note():
    store(request.form["text"])
    return redirect(url_for("notes"), 303)

@app.post("/notes/quick")
@login_required
def quick_note():
    {write}(request.get_json()["text"])
    return jsonify(ok=True)
"""
NOTES = """\
from models import Note, db

def store(text):
    db.session.add(Note(text=text))
    db.session.commit()

def draft(text):
    db.session.add(Note(text=text, draft=True))
    db.session.commit()
"""
PAGE = """\
<form method="post" action="/notes/add"><input name="text"><button>Add</button></form>
<button onclick="quick()">Quick</button>
<script>
function quick() {
  fetch("/notes/quick", {method: "POST", body: JSON.stringify({text: "?"})}).then(() => location.reload());
}
</script>
"""

RULE = Rule(
    code="CS104",
    name="twin-mutation",
    severity=Severity.LOW,
    theme=Theme.LIGHTER,
    doc=__doc__ or "",
    check=check,
    examples=(
        Example(
            files={
                "app.py": APP.format(writers="store", write="store"),
                "notes.py": NOTES,
                "templates/notes.html": PAGE,
            },
            reports=("POST /notes/quick",),
        ),
        Example(
            files={
                "app.py": APP.format(writers="draft, store", write="draft"),
                "notes.py": NOTES,
                "templates/notes.html": PAGE,
            }
        ),
    ),
)
